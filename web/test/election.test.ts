// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { base64url, FormatError, utf8, utf8Decode } from "../src/crypto/bytes.ts";
import { sha256 } from "@noble/hashes/sha2";
import { checkText, layoutOf, parseDefinition } from "../src/crypto/definition.ts";
import { checkElection, sharesGive } from "../src/crypto/election.ts";
import { multiply, BASE, ORDER } from "../src/crypto/group.ts";
import { canonical, type Json, type JsonObject } from "../src/crypto/json.ts";
import { City, PLANS, type Forgery } from "./city.ts";

const ORIGIN = "city.example/log";
const city = new City("election");
const round = city.openRound(PLANS[2]!, 4);
const bytes = (texts: readonly string[]): Uint8Array[] => texts.map(utf8);

const check = (change: { origin?: string; definition?: string; opening?: string; acknowledgements?: readonly string[] } = {}) =>
  checkElection(
    change.origin ?? ORIGIN,
    utf8(change.definition ?? round.definition),
    utf8(change.opening ?? round.opening),
    bytes(change.acknowledgements ?? round.acknowledgements),
  );

function edited(text: string, edit: (value: Record<string, Json>) => void): string {
  const value = JSON.parse(text) as Record<string, Json>;
  edit(value);
  return utf8Decode(canonical(value));
}

test("an election that was opened properly is accepted", () => {
  const election = check();
  assert.deepEqual(election.eid, round.eid);
  assert.equal(base64url(election.definition.round), round.id);
  assert.deepEqual(
    election.definition.districts.map((district) => layoutOf(election.definition, district)),
    [[{ contest: "north", width: 1 }], [{ contest: "south", width: 1 }]],
  );
});

test("anything changed on the way is refused", () => {
  const other = city.openRound(PLANS[2]!, 4);
  const cases: [string, Parameters<typeof check>[0]][] = [
    ["another log", { origin: "town.example/log" }],
    ["another definition", { definition: other.definition }],
    ["a changed definition", { definition: round.definition.replace('"max":6', '"max":5') }],
    ["another opening", { opening: other.opening }],
    ["another key", { opening: edited(round.opening, (o) => ((o["key"] = base64url(multiply(BASE, 7n).toBytes())), (o["shares"] = [o["key"]]))) }],
    ["a key that its share does not give", { opening: edited(round.opening, (o) => (o["key"] = base64url(multiply(BASE, 7n).toBytes()))) }],
    ["a signature less", { opening: edited(round.opening, (o) => (o["signatures"] = (o["signatures"] as Json[]).slice(1))) }],
    ["a signature twice", { opening: edited(round.opening, (o) => (o["signatures"] = [(o["signatures"] as Json[])[0]!, ...(o["signatures"] as Json[])])) }],
    ["an unknown member", { opening: edited(round.opening, (o) => (o["extra"] = 1)) }],
    ["no acknowledgement", { acknowledgements: [] }],
    ["an acknowledgement twice", { acknowledgements: [...round.acknowledgements, ...round.acknowledgements] }],
    ["the acknowledgement of another election", { acknowledgements: other.acknowledgements }],
    ["another trustee", { acknowledgements: [edited(round.acknowledgements[0]!, (a) => (a["trustee"] = 2))] }],
    ["possession of nothing", { acknowledgements: [edited(round.acknowledgements[0]!, (a) => (a["possession"] = { ...(a["possession"] as JsonObject), t: base64url(BASE.toBytes()) }))] }],
  ]; // prettier-ignore
  for (const [what, change] of cases) assert.throws(() => check(change), FormatError, what);
});

test("what is wrong in itself is refused even when everybody has signed it", () => {
  const point = (scalar: bigint): string => base64url(multiply(BASE, scalar).toBytes());
  const zero = base64url(new Uint8Array(32));
  const cases: [string, RegExp, Forgery][] = [
    ["definition of another log", /another log/, { origin: "town.example/log" }],
    ["opening of another round", /another round/, { opening: (o) => ({ ...o, round: base64url(new Uint8Array(16)) }) }],
    ["a key that its share does not give", /do not give the election key/, { opening: (o) => ({ ...o, key: point(7n) }) }],
    ["shares of nobody", /number of verification shares/, { opening: (o) => ({ ...o, shares: [o["key"]!, point(7n)] }) }],
    ["an opening of another type", /not an opening/, { opening: (o) => ({ ...o, type: "closing" }) }],
    ["a stranger's signature", /somebody else/, { stranger: true }],
    ["acknowledgement of another election", /another election/, { acknowledgement: (a) => ({ ...a, eid: zero }) }],
    ["acknowledgement of another type", /not an acknowledgement/, { acknowledgement: (a) => ({ ...a, type: "note" }) }],
    ["possession for another tree", /does not show its share/, { acknowledgement: (a) => ({ ...a, size: 77 }) }],
    ["possession with another nonce", /does not show its share/, { acknowledgement: (a) => ({ ...a, possession: { ...(a["possession"] as JsonObject), t: point(9n) } }) }],
  ]; // prettier-ignore
  for (const [what, message, forgery] of cases) {
    const forged = city.openRound(PLANS[1]!, 1, forgery);
    assert.throws(() => checkElection(ORIGIN, utf8(forged.definition), utf8(forged.opening), bytes(forged.acknowledgements)), message, what);
  }
});

test("minutes and signatures are outside of what eid covers, all else is inside", () => {
  assert.deepEqual(check({ opening: edited(round.opening, (o) => (o["minute"] = 1)) }).eid, round.eid);
});

test("definitions of another shape are refused", () => {
  const parse = (edit: (d: Record<string, Json>) => void): unknown => {
    const text = utf8(edited(round.definition, edit));
    return parseDefinition(text, sha256(text));
  };
  assert.doesNotThrow(() => parse(() => undefined));
  const contest = (d: Record<string, Json>): Record<string, Json> => (d["contests"] as Record<string, Json>[])[0]!;
  const cases: [string, (d: Record<string, Json>) => void][] = [
    ["version", (d) => (d["version"] = 2)],
    ["a member more", (d) => (d["more"] = 1)],
    ["a member less", (d) => delete d["draw"]],
    ["kind", (d) => (d["kind"] = "test")],
    ["no contests", (d) => (d["contests"] = [])],
    ["contest twice", (d) => (d["contests"] = [contest(d), contest(d)])],
    ["contest id", (d) => (contest(d)["id"] = "North")],
    ["unknown form", (d) => (contest(d)["form"] = { kind: "lottery" })],
    ["form with more", (d) => (contest(d)["form"] = { kind: "choice", max: 1 })],
    ["max beyond the options", (d) => (contest(d)["form"] = { kind: "approval", min: 1, max: 7 })],
    ["min zero", (d) => (contest(d)["form"] = { kind: "approval", min: 0, max: 3 })],
    ["option twice", (d) => (contest(d)["options"] = [...(contest(d)["options"] as Json[]), (contest(d)["options"] as Json[])[0]!])],
    ["district with an unknown contest", (d) => ((d["districts"] as Record<string, Json>[])[0]!["contests"] = ["west"])],
    ["district out of order", (d) => ((d["districts"] as Record<string, Json>[])[0]!["contests"] = ["south", "north"])],
    ["threshold beyond the trustees", (d) => (d["threshold"] = 2)],
  ];
  for (const [what, edit] of cases) assert.throws(() => parse(edit), FormatError, what);
});

test("texts that the definition does not pin are refused", () => {
  const { definition } = check();
  const salted = round.texts["round"]!["en"]!;
  assert.equal(checkText(definition.texts, "en", salted).title, "Spend the envelope");
  assert.throws(() => checkText(definition.texts, "en", { ...salted, text: salted.text.replace("Spend", "Save") }), FormatError);
  assert.throws(() => checkText(definition.texts, "en", { ...salted, salt: base64url(new Uint8Array(32)) }), FormatError);
  assert.throws(() => checkText(definition.texts, "es", salted), FormatError);
  assert.throws(() => checkText(definition.texts, "toString", salted), FormatError);
});

test("with several trustees every verification share must lie on one polynomial", () => {
  // Shares of a + b i: any two of them give a.
  const [a, b] = [12345n, 98765n];
  const share = (i: bigint) => multiply(BASE, (a + b * i) % ORDER);
  const key = multiply(BASE, a);
  const shares = [share(1n), share(2n), share(3n), share(4n)];
  assert.equal(sharesGive(key, shares, 2), true);
  assert.equal(sharesGive(key, shares, 3), true, "a line is a parabola too");
  assert.equal(sharesGive(key, shares, 1), false);
  assert.equal(sharesGive(multiply(BASE, a + 1n), shares, 2), false);
  for (let wrong = 0; wrong < shares.length; wrong++) {
    const changed = shares.map((point, i) => (i === wrong ? point.add(BASE) : point));
    assert.equal(sharesGive(key, changed, 2), false, `share ${wrong + 1}`);
  }
});
