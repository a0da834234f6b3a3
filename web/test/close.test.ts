// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Where the desk of the close says that a round stands, and who is waited for.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Act, Closing, ContestSums } from "../src/api/desk.ts";
import { base64url } from "../src/crypto/bytes.ts";
import type { Definition } from "../src/crypto/definition.ts";
import { progressOf } from "../src/pages/close/progress.ts";
import { isWhole, standingOf } from "../src/pages/close/standing.ts";

const person = (name: string, byte: number) => ({ name, key: new Uint8Array(32).fill(byte) });
const [clara, carlos] = [person("Clara", 1), person("Carlos", 2)];
const trustees = [person("Tomasz", 3), person("Tamar", 4), person("Tariq", 5)];
const keyOf = ({ key }: { key: Uint8Array }): string => base64url(key);
const OPEN = 100, CLOSE = 200, GRACE = 5, OBJECTION = 60; // prettier-ignore

const definition = {
  kind: "real", schedule: { zone: "UTC", open: OPEN, close: CLOSE, grace: GRACE, objection: OBJECTION, complaint: 60 },
  facilitators: [], registrars: [], clerks: [clara, carlos], trustees, threshold: 2, clerksRequired: 2, actSigners: 2,
  drawSource: "trustees", contests: [{ id: "streets" }],
} as unknown as Definition; // prettier-ignore

/** A round in this state at this minute, with these entries and acts. */
function at(state: Closing["state"], minute: number, { entries = [], acts = [], of = definition, ...more }: Partial<Omit<Closing, "entries">> & { entries?: readonly object[]; acts?: readonly Act[]; of?: Definition } = {}) {
  const closing: Closing = { state, now: minute * 60, entries: [], counts: { voids: 0, batch_voids: 0, issues: 0, additions: 0 }, contests: [], jobs: [], files: [], ...more };
  const texts = entries.map((entry, index) => ({ index, entry: JSON.stringify({ minute, ...entry }, sorted(entry)) }));
  return standingOf({ definition: of, closing, acts, progress: progressOf({ entries: texts }, of) });
}

/** Names of all members, in the order of canonical JSON. */
function sorted(value: object): string[] {
  const names = new Set<string>(["minute"]);
  JSON.stringify(value, (name, inner: unknown) => (names.add(name), inner));
  return [...names].sort();
}

const act = (type: string, signed: readonly { key: Uint8Array }[] = [], state: Act["state"] = "proposed"): Act => ({
  id: 1, type, act: "", state, proposed_by: "Clara", proposed_at: 0, needs: [{ role: "clerk", count: 2 }], signatures: signed.map((one) => ({ key: keyOf(one) })),
}); // prettier-ignore

const job = (kind: string, state: "waiting" | "running" | "done" | "failed", result?: object) => ({ kind, contest: "", state, done: 0, total: 0, ...(result === undefined ? {} : { result }) });
const sealing = { type: "sealing", contests: [{ contest: "streets", ballots: 7, replaced: 1, withdrawn: 0, input: 6, withheld: 0 }] };
const mix = (trustee: number, chain = 1) => ({ type: "mix", contest: "streets", chain, trustee });
const share = (trustee: number) => ({ type: "share", contest: "streets", trustee });
const mixed = [sealing, mix(1), mix(3), { type: "mixing-done", contest: "streets" }];
const passed = { checks: [{ n: 9, status: "passed" }] } as unknown as NonNullable<Closing["verification"]>;
const failing = { checks: [{ n: 9, status: "passed" }, { n: 12, status: "failed" }] } as unknown as NonNullable<Closing["verification"]>; // prettier-ignore

test("voting goes on until its end, and who has to sign an earlier or a later one is named", () => {
  assert.deepEqual(at("open", CLOSE - 1), { step: "voting", now: "voting", until: CLOSE, waits: [] });
  assert.deepEqual(at("open", CLOSE, { close: CLOSE + 30 }), { step: "voting", now: "voting", until: CLOSE + 30, waits: [] });
  for (const type of ["voting-closed", "extension"]) {
    assert.deepEqual(at("open", CLOSE - 1, { acts: [act(type, [clara])] }), { step: "voting", now: `${type}-signing`, until: CLOSE, waits: ["Carlos"] });
    assert.equal(at("open", CLOSE - 1, { acts: [act(type, [clara], "withdrawn")] }).now, "voting");
  }
  assert.equal(at("open", CLOSE).now, "grace");
  assert.equal(at("open", CLOSE + GRACE).now, "ending");
});

test("the sealing waits for those who have not signed it", () => {
  assert.deepEqual(at("closed", 300), { step: "sums", now: "sealing", waits: [] });
  assert.deepEqual(at("closed", 300, { acts: [act("sealing")] }), { step: "sums", now: "sealing-signing", waits: ["Clara", "Carlos"] });
  assert.deepEqual(at("closed", 300, { acts: [act("sealing", [carlos])] }), { step: "sums", now: "sealing-signing", waits: ["Clara"] });
  assert.equal(at("closed", 300, { acts: [act("sealing", [clara, carlos], "refused")] }).now, "sealing");
});

test("nothing is mixed in the time for objections; then those are waited for who are still needed", () => {
  const of = (entries: readonly object[], minute = 400) => at("mixing", minute, { sealed: 300, entries });
  assert.deepEqual(of([sealing], 300 + OBJECTION - 1), { step: "objection", now: "objection", until: 300 + OBJECTION, waits: [] });
  assert.deepEqual(of([sealing]), { step: "mixing", now: "mixing", waits: ["Tomasz", "Tamar", "Tariq"] });
  assert.deepEqual(of([sealing, mix(2)]), { step: "mixing", now: "mixing", waits: ["Tomasz", "Tariq"] });
  assert.deepEqual(of([sealing, mix(1), mix(3)]), { step: "mixing", now: "mixing-checked", waits: [] });
  assert.deepEqual(of(mixed), { step: "mixing", now: "opening", waits: ["Tomasz", "Tamar", "Tariq"] });
  assert.deepEqual(of([...mixed, share(2)]), { step: "mixing", now: "opening", waits: ["Tomasz", "Tariq"] });
  assert.deepEqual(of([...mixed, share(2), share(1)]), { step: "count", now: "counting", waits: [] });
});

test("an abandoned chain begins anew, and mixes of the old one do not count for the new one", () => {
  const restart = { type: "chain-restart", contest: "streets", abandoned: 1, reason: "crash" };
  assert.deepEqual(at("mixing", 400, { sealed: 300, entries: [...mixed, share(2), restart] }).waits, ["Tomasz", "Tamar", "Tariq"]);
  assert.deepEqual(at("mixing", 400, { sealed: 300, entries: [sealing, mix(1), restart, mix(2), mix(3, 2)] }).waits, ["Tomasz", "Tamar"]);
  const again = [...mixed, share(2), restart, mix(1, 2), mix(2, 2)];
  assert.equal(at("mixing", 400, { sealed: 300, entries: again }).now, "mixing-checked");
  assert.deepEqual(at("mixing", 400, { sealed: 300, entries: [...again, { type: "mixing-done", contest: "streets" }] }), { step: "mixing", now: "opening", waits: ["Tomasz", "Tamar", "Tariq"] });
});

test("nobody is waited for where nothing is to be opened", () => {
  const none = { type: "sealing", contests: [{ ...sealing.contests[0], withheld: 6 }] };
  assert.deepEqual(at("mixing", 400, { sealed: 300, entries: [none] }).waits, []);
  assert.equal(at("mixing", 400, { sealed: 300, entries: [none, { type: "mixing-done", contest: "streets" }] }).now, "counting");
});

test("dice are asked for before the time for objections is over only when somebody has proposed them", () => {
  const dice = { ...definition, drawSource: "dice" } as Definition;
  const of = (minute: number, more: object = {}) => at("sealed", minute, { of: dice, sealed: 300, entries: [sealing], ...more });
  assert.equal(of(300).now, "objection");
  assert.deepEqual(of(300, { acts: [act("draw-source", [clara])] }), { step: "objection", now: "draw-source-signing", waits: ["Carlos"], until: 300 + OBJECTION });
  assert.deepEqual(of(300 + OBJECTION), { step: "objection", now: "draw-source", waits: [] });
  assert.equal(at("sealed", 400, { of: dice, sealed: 300, entries: [sealing, { type: "draw-source", source: "dice", value: "1" }] }).now, "mixing");
});

test("a result is certified when the verifier has said all it can, and never over a check that fails", () => {
  assert.equal(at("counted", 400).now, "verifying");
  assert.equal(at("counted", 400, { jobs: [job("bundle", "running")] }).now, "verifying");
  const done = { jobs: [job("bundle", "done")] };
  assert.deepEqual(at("counted", 400, { ...done, verification: passed }), { step: "certify", now: "certified", waits: [] });
  assert.deepEqual(at("counted", 400, { ...done, verification: passed, acts: [act("certified", [clara])] }).waits, ["Carlos"]);
  assert.deepEqual(at("counted", 400, { ...done, verification: failing, acts: [act("certified", [clara])] }), { step: "count", now: "check-failed", waits: [] });
  assert.equal(at("counted", 400, { ...done, verification: passed, of: { ...definition, kind: "rehearsal" } as Definition }).now, "rehearsal");
});

test("the files wait for each clerk by name; what the verifier refuses is not published", () => {
  assert.equal(at("certified", 400).now, "building");
  assert.equal(at("certified", 400, { jobs: [job("bundle", "running", { waits: ["clara"] })] }).now, "building");
  assert.deepEqual(at("certified", 400, { jobs: [job("bundle", "done", { waits: ["carlos"] })] }), { step: "bundle", now: "signing", waits: ["Carlos"] });
  assert.deepEqual(at("certified", 400, { jobs: [job("bundle", "failed", { waits: [] })] }), { step: "bundle", now: "refused", waits: [] });
  assert.equal(at("published", 400).now, "published");
  const correction = { type: "correction", reason: "count-error", result: { hash: "", size: 0 } };
  assert.equal(at("published", 400, { entries: [correction] }).now, "published-corrected");
  assert.deepEqual(at("annulled", 400), { step: null, now: "annulled", waits: [] });
});

test("a correction takes certificate and publication back, until there are new ones", () => {
  const entries = ["counted", "certified", "published", "correction", "certified"].map((type, index) => ({ index, entry: `{"minute":1,"type":"${type}"}` }));
  const after = (count: number) => progressOf({ entries: entries.slice(0, count) }, definition);
  assert.deepEqual([after(3).certified?.index, after(3).published?.index], [1, 2]);
  assert.deepEqual([after(4).certified, after(4).published, after(4).counted?.index], [null, null, 0]);
  assert.deepEqual([after(5).certified?.index, after(5).published], [4, null]);
});

test("sums are whole only where each ballot is accounted for", () => {
  const right: ContestSums = { id: "streets", listed: 16, void: 1, ballots: 9, replaced: 2, withdrawn: 1, input: 6, withheld: 0 };
  assert.ok(isWhole(right));
  assert.ok(isWhole({ ...right, withheld: 6 }), "all withheld");
  for (const [member, value] of [["ballots", 10], ["replaced", 1], ["withdrawn", 2], ["input", 5], ["withheld", 5], ["listed", 5]] as const) assert.ok(!isWhole({ ...right, [member]: value }), member); // prettier-ignore
});
