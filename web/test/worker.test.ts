// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The worker's tasks against a city in memory: from a form to a receipt that verifies, and what they refuse.
import assert from "node:assert/strict";
import { test } from "node:test";
import { webcrypto } from "node:crypto";
import { api } from "../src/api/index.ts";
import { base64url, concat, FormatError, utf8, utf8Decode } from "../src/crypto/bytes.ts";
import type { Tile } from "../src/crypto/tile_path.ts";
import { tasks } from "../src/worker/tasks.ts";
import { Unwitnessed } from "../src/worker/unwitnessed.ts";
import { City, PLANS, type Reply } from "./city.ts";

// Node 18 has no global crypto.
if (globalThis.crypto === undefined) Object.defineProperty(globalThis, "crypto", { value: webcrypto });

const city = new City("worker");
const rounds = PLANS.map((plan) => city.openRound(plan, 6));

globalThis.fetch = async (url, init) => {
  const reply = city.handle(init?.method ?? "GET", String(url), (init?.body ?? new Uint8Array(0)) as Uint8Array);
  if (reply === "lose-answer") throw new TypeError("network");
  return new Response(reply.body as BodyInit, { status: reply.status, headers: { "content-type": reply.type } });
};

const symbolsOf = (code: string): string => code.replace(/-/g, "").slice(0, 19);

const historyOf = async (proof: string, { id }: { id: string }, batch = "letters", sealed = false) => tasks.history(proof, city.logKey, await api.form(id, "en"), batch, sealed);

async function castWith(at: number, voter: number, seq: number, prev: string | null, choices: Record<string, readonly number[]>) {
  const round = rounds[at]!;
  tasks.openRound(await api.form(round.id, "en"), city.logKey, "en");
  const district = [...round.credentials.values()][voter]!;
  const { checkCode } = await tasks.encrypt(district, choices);
  const signed = tasks.sign(symbolsOf(round.codes[voter]!), seq, prev);
  const proof = utf8Decode(await api.cast(round.id, utf8(signed.ballot)));
  return { ...signed, checkCode, proof };
}

test("a ballot of every form is cast, and its receipt proves it", async () => {
  const choices: Record<string, readonly number[]>[] = [
    { city: [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
    { one: [3] },
    { north: [1, 1, 0, 0, 0, 0] },
    { points: [5, 0, 3, 0, 0, 0] },
    { ranking: [6, 2, 0] },
    { scores: [6, 0, 1, 0, 0, 0] },
    { motions: [1, 2, 3] },
  ];
  for (let at = 0; at < rounds.length; at++) {
    const { id, tracker, checkCode, proof } = await castWith(at, 0, 0, null, choices[at]!);
    assert.doesNotThrow(() => tasks.sign(symbolsOf(rounds[at]!.codes[0]!), 0, null), "without a receipt it can be signed anew");
    const view = tasks.receipt(proof, city.logKey);
    assert.deepEqual([view.id, view.tracker, view.checkCode, view.seq], [id, tracker, checkCode, 0]);
    assert.throws(() => tasks.reveal(), /no ballot is sealed/, "what is cast cannot be opened here any more");
    const { treeSize, proven } = await historyOf(proof, rounds[at]!);
    assert.ok(treeSize >= view.treeSize);
    assert.deepEqual(proven?.ballots.map((ballot) => ballot.id), [id]);
    assert.equal(proven?.void, null);
  }
});

test("voting again follows the ballot before", async () => {
  const first = await castWith(0, 1, 0, null, {});
  await assert.rejects(castWith(0, 1, 0, null, {}), { slug: "sequence" });
  const second = await castWith(0, 1, 1, first.id, {});
  assert.equal(tasks.receipt(second.proof, city.logKey).seq, 1);
});

test("a form that does not pass the checks opens nothing", async () => {
  const form = await api.form(rounds[0]!.id, "en");
  const other = new City("other").logKey;
  assert.throws(() => tasks.openRound(form, other, "en"), FormatError);
  assert.throws(() => tasks.openRound({ ...form, definition: form.definition.replace("EUR", "USD") }, city.logKey, "en"), FormatError);
  assert.throws(() => tasks.openRound({ ...form, acknowledgements: [] }, city.logKey, "en"), FormatError);
  assert.throws(() => tasks.openRound({ ...form, checkpoint: form.checkpoint.replace("\n", "\n1") }, city.logKey, "en"), FormatError);
});

test("words fall back to the round's first language and say so", async () => {
  const view = tasks.openRound(await api.form(rounds[0]!.id, "es"), city.logKey, "es");
  assert.equal(view.words.title, "Budget 2027");
  assert.equal(view.words.language, "en");
});

test("an audit tells what was encrypted, and what it reveals is spent", async () => {
  tasks.openRound(await api.form(rounds[4]!.id, "en"), city.logKey, "en");
  const { checkCode } = await tasks.encrypt("all", { ranking: [2, 5, 0] });
  const text = tasks.reveal();
  assert.throws(() => tasks.sign(symbolsOf(rounds[4]!.codes[0]!), 0, null), /no ballot is sealed/);
  assert.equal(tasks.auditRound(text), rounds[4]!.id);
  const view = tasks.audit(text);
  assert.equal(view.checkCode, checkCode);
  assert.deepEqual(view.choices, { ranking: [2, 5, 0] });
  const again = await tasks.encrypt("all", { ranking: [2, 5, 0] });
  assert.notEqual(again.checkCode, checkCode, "a new ballot has new randomness");

  tasks.openRound(await api.form(rounds[0]!.id, "en"), city.logKey, "en");
  assert.throws(() => tasks.audit(text), FormatError, "audit of another election");
  assert.throws(() => tasks.audit(text.slice(1)), FormatError);
});

test("choices that are not possible are not encrypted", async () => {
  tasks.openRound(await api.form(rounds[0]!.id, "en"), city.logKey, "en");
  await assert.rejects(tasks.encrypt("all", { city: new Array<number>(12).fill(1) }), FormatError);
  await assert.rejects(tasks.encrypt("nowhere", {}), /unknown district/);
});

test("a checkpoint may wait for witnesses behind the receipt's tree, but must be of the same history", async () => {
  const { proof } = await castWith(1, 2, 0, null, { one: [1] });
  const real = city.checkpoint.bind(city);
  const earlier = real();
  await castWith(1, 3, 0, null, { one: [2] });
  const later = await castWith(1, 4, 0, null, { one: [2] });
  const history = (one: string) => historyOf(one, rounds[1]!);
  const { treeSize } = await history(proof);
  // The same key has signed the tree of another history.
  const fork = new City("worker");
  fork.openRound(PLANS[2]!, 3);
  try {
    city.checkpoint = () => earlier;
    assert.equal((await history(later.proof)).treeSize, treeSize);
    city.checkpoint = () => fork.checkpoint();
    await assert.rejects(history(later.proof), FormatError);
  } finally {
    city.checkpoint = real;
  }
});

test("the history of a code is read from the log, whatever the server's list says", async () => {
  const round = rounds[3]!;
  const proofs: string[] = [];
  let last: string | null = null;
  for (let seq = 0; seq < 3; seq++) {
    const { id, proof } = await castWith(3, 1, seq, last, { points: [seq, 0, 0, 0, 0, 0] });
    proofs.push(proof);
    last = id;
    await castWith(3, 2, seq, seq === 0 ? null : base64url(city.lastBallotOf(round, round.codes[2]!)), {});
  }
  const seqs = async (proof: string) => (await historyOf(proof, round)).proven!.ballots.map(({ seq }) => seq);
  for (const proof of proofs) assert.deepEqual(await seqs(proof), [0, 1, 2]);
  assert.equal((await historyOf(proofs[1]!, round)).proven!.void, null);

  city.voidCode(round, round.codes[2]!, "lost");
  assert.equal((await historyOf(proofs[1]!, round)).proven!.void, null);
  const at = city.voidBatch(round, "letters", "other");
  assert.deepEqual((await historyOf(proofs[1]!, round)).proven!.void?.index, at);
  assert.equal((await historyOf(proofs[1]!, round, "cards")).proven!.void, null);
  city.seal(round);
  city.voidCode(round, round.codes[1]!, "lost");
  const { proven } = await historyOf(proofs[0]!, round, "cards");
  assert.deepEqual([proven!.sealed, proven!.void], [true, null], "nothing counts after the sealing");
});

test("a log too long for a phone is not gone through, unless the round is sealed on the way", async () => {
  const round = rounds[4]!;
  const { proof } = await castWith(4, 1, 0, null, {});
  city.seal(round);
  const history = (sealed: boolean) => historyOf(proof, round, "letters", sealed);
  city.fill(9000);
  assert.equal((await history(false)).proven, null);
  assert.equal((await history(true)).proven?.sealed, true);
});

test("entries that are not those of the log prove nothing", async () => {
  const first = await castWith(5, 1, 0, null, {});
  await castWith(5, 1, 1, first.id, {});
  const read = () => historyOf(first.proof, rounds[5]!);
  assert.equal((await read()).proven!.ballots.length, 2);
  const entries = api.entries;
  const forge = (change: (bundle: Uint8Array) => Uint8Array) => Object.assign(api, { entries: async (tile: Tile) => change(await entries(tile)) });
  try {
    // The second ballot is said to be of another code.
    forge((bundle) => {
      const changed = bundle.slice();
      changed[changed.length - 100]! ^= 1;
      return changed;
    });
    await assert.rejects(read(), FormatError);
    forge((bundle) => bundle.slice(0, -1));
    await assert.rejects(read(), FormatError);
    forge((bundle) => concat(bundle, Uint8Array.of(0, 2, 123, 125)));
    await assert.rejects(read(), FormatError);
  } finally {
    Object.assign(api, { entries });
  }
});

test("nothing is encrypted for an opening that is not in the log", async () => {
  const form = await api.form(rounds[1]!.id, "en");
  tasks.openRound({ ...form, opening_index: form.opening_index + 1 }, city.logKey, "en");
  await assert.rejects(tasks.encrypt("all", { one: [1] }), FormatError);
  assert.throws(() => tasks.reveal(), /no ballot is sealed/);
  tasks.openRound({ ...form, opening_index: 10_000 }, city.logKey, "en");
  await assert.rejects(tasks.encrypt("all", { one: [1] }), FormatError);
  tasks.openRound(form, city.logKey, "en");
  await tasks.encrypt("all", { one: [1] });
});

test("nothing is encrypted before the witnesses that the round asks for have seen its opening", async () => {
  const here = new City("watched");
  const elsewhere = globalThis.fetch;
  globalThis.fetch = async (url, init) => {
    const reply = here.handle(init?.method ?? "GET", String(url), (init?.body ?? new Uint8Array(0)) as Uint8Array);
    return reply === "lose-answer" ? Promise.reject(new TypeError("network")) : new Response(reply.body as BodyInit, { status: reply.status, headers: { "content-type": reply.type } });
  };
  try {
    const names = ["here.example", "there.example", "yonder.example"];
    const witnessPolicy = here.appointWitnesses(names, "2");
    here.fill(3);
    here.cosign(names);
    const round = here.openRound({ ...PLANS[1]!, witnessPolicy }, 3);
    const form = await api.form(round.id, "en");
    assert.deepEqual(tasks.openRound(form, here.logKey, "en").witnesses, { names, fewest: 2 });
    const refused = (part: string) => assert.rejects(tasks.encrypt("all", { one: [1] }), (error: Error) => error instanceof Unwitnessed && error.message.includes(part));
    await refused("the opening has not been witnessed");
    await assert.rejects(tasks.ready(), Unwitnessed);
    here.cosign(names.slice(0, 1));
    await refused("lacks witnesses");
    here.cosign(names.slice(1));
    await tasks.encrypt("all", { one: [1] });

    const signed = tasks.sign(symbolsOf(round.codes[0]!), 0, null);
    const proof = utf8Decode(await api.cast(round.id, utf8(signed.ballot)));
    const history = async () => tasks.history(proof, here.logKey, await api.form(round.id, "en"), "letters", false);
    assert.deepEqual([(await history()).witnesses, (await tasks.witnesses(proof, here.logKey))], [{ at: "waiting" }, { at: "waiting" }]);
    assert.equal((await history()).proven?.ballots.length, 1, "waiting, and proven all the same");
    here.cosign(names.slice(0, 2));
    const seen = (await history()).witnesses;
    assert.ok(seen.at === "seen" && Math.abs(seen.time - Date.now() / 1000) < 60);
    assert.deepEqual(seen.names, names.slice(0, 2));

    // The same witnesses have signed another history, of the same log key.
    const fork = new City("watched");
    fork.appointWitnesses(names, "2");
    fork.fill(5);
    fork.cosign(names);
    here.faults.push((_, path) => (path === "/log/checkpoint" ? (fork.handle("GET", path, new Uint8Array(0)) as Reply) : null));
    await assert.rejects(history(), FormatError);
    // Somebody else's round, whose witnesses would be others.
    await assert.rejects(tasks.history(proof, here.logKey, await api.form(here.openRound(PLANS[0]!, 3).id, "en"), "letters", false), /another election/);
  } finally {
    globalThis.fetch = elsewhere;
  }
  here.checkAnswers("..");
});

// Last: about all that the tests above were told.
test("the city in memory answers as docs/api/openapi.json says", () => city.checkAnswers(".."));
