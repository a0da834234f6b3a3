// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ballotBytes, ballotId, checkCode, parseBallot, proofHolds, sameCiphertexts, seal, sealedAgain, signBallot, signWithNonces, tracker,
  type Ballot, type ContestWidth,
} from "../src/crypto/ballot.ts"; // prettier-ignore
import { equal, hex, hexDecode, utf8, utf8Decode } from "../src/crypto/bytes.ts";
import { credentialOf, serialOf, type Credential } from "../src/crypto/codes.ts";
import { embed, extract } from "../src/crypto/embedding.ts";
import { BASE, multiply, ORDER, readPoint, readScalar, scalarBytes } from "../src/crypto/group.ts";
import { readCode } from "../src/crypto/symbols.ts";
import { seeded, vectors } from "./support.ts";

interface Vector {
  code: string; nonce: string; k: string; credential: string; serial: string; election_key: string; election_secret: string;
  eid: string; seq: number; prev: string; layout: ContestWidth[]; blocks: string[]; embedding: { counter: number; point: string }[];
  r: string[]; u: string[]; a: string[]; c: string[]; t: string[]; z: string[]; check_code: string; ballot: string; ballot_id: string; tracker: string;
} // prettier-ignore

const shared = vectors<Vector>("ballot");
const eid = hexDecode(shared.eid);
const key = readPoint(hexDecode(shared.election_key));
const scalars = (list: string[]): bigint[] => list.map((text) => readScalar(hexDecode(text)));

function credentialOfVector(): Credential {
  const reading = readCode(shared.code);
  assert.ok("symbols" in reading);
  return credentialOf(hexDecode(shared.nonce), reading.symbols)!;
}

function makeBallot(seed: string): Ballot {
  const random = seeded(seed);
  const blocks = shared.blocks.map(hexDecode);
  return signBallot(seal(eid, key, shared.layout, blocks, random), credentialOfVector(), 0, new Uint8Array(32), random);
}

test("the credential of the shared ballot", () => {
  const credential = credentialOfVector();
  assert.equal(hex(scalarBytes(credential.secret)), shared.k);
  assert.equal(hex(credential.key), shared.credential);
  assert.equal(serialOf(credential.key), shared.serial);
});

test("the embedding of the shared ballot, there and back", () => {
  shared.blocks.forEach((block, i) => {
    const point = embed(hexDecode(block));
    assert.equal(hex(point.toBytes()), shared.embedding[i]!.point);
    assert.equal(hex(extract(point)), block);
  });
});

test("a point that is no smallest embedding is refused", () => {
  assert.throws(() => extract(BASE), { name: "FormatError" });
});

test("the shared ballot is made byte for byte", () => {
  const sealed = sealedAgain(eid, key, shared.layout, shared.blocks.map(hexDecode), scalars(shared.r));
  assert.deepEqual(sealed.a.map(hex), shared.a);
  assert.deepEqual(sealed.c.map(hex), shared.c);
  assert.equal(checkCode(eid, sealed), shared.check_code);
  const ballot = signWithNonces(sealed, credentialOfVector(), shared.seq, hexDecode(shared.prev), scalars(shared.u));
  assert.deepEqual(ballot.t.map(hex), shared.t);
  assert.deepEqual(ballot.z.map(scalarBytes).map(hex), shared.z);
  const bytes = ballotBytes(ballot);
  assert.equal(utf8Decode(bytes), shared.ballot);
  assert.equal(hex(ballotId(bytes)), shared.ballot_id);
  assert.equal(tracker(ballotId(bytes)), shared.tracker);
});

test("the shared ballot is read and its proof holds", () => {
  const ballot = parseBallot(utf8(shared.ballot));
  assert.equal(proofHolds(eid, ballot), true);
  assert.equal(utf8Decode(ballotBytes(ballot)), shared.ballot);
});

test("a fresh ballot decrypts to what went in, and its proof holds", () => {
  const ballot = makeBallot("fresh");
  assert.equal(proofHolds(eid, parseBallot(ballotBytes(ballot))), true);
  const x = readScalar(hexDecode(shared.election_secret));
  ballot.a.forEach((a, j) => {
    const message = readPoint(ballot.c[j]!).subtract(multiply(readPoint(a), x));
    assert.equal(hex(extract(message)), shared.blocks[j]);
  });
});

test("two ballots of the same choice share no point", () => {
  const points = ["one", "two"].flatMap((seed) => {
    const { a, c, t } = makeBallot(seed);
    return [...a, ...c, ...t].map(hex);
  });
  assert.equal(new Set(points).size, points.length);
});

test("an audit reproduces the ciphertexts from what it reveals, and a changed secret does not", () => {
  const sealed = seal(eid, key, shared.layout, shared.blocks.map(hexDecode), seeded("audit"));
  assert.ok(sameCiphertexts(sealed, sealedAgain(eid, key, sealed.layout, sealed.blocks, sealed.r)));
  const wrong = [...sealed.r.slice(0, -1), (sealed.r[sealed.r.length - 1]! + 1n) % ORDER];
  assert.ok(!sameCiphertexts(sealed, sealedAgain(eid, key, sealed.layout, sealed.blocks, wrong)));
});

test("the proof covers every part of the ballot", () => {
  const ballot = makeBallot("covered");
  const other = makeBallot("other");
  const swap = <T>(list: readonly T[], from: readonly T[], at: number): T[] => list.map((item, i) => (i === at ? from[i]! : item));
  const changed: [string, Uint8Array, Ballot][] = [
    ["eid", new Uint8Array(32), ballot],
    ["credential", eid, { ...ballot, credential: other.a[0]! }],
    ["seq", eid, { ...ballot, seq: 1 }],
    ["prev", eid, { ...ballot, prev: Uint8Array.from({ length: 32 }, () => 1) }],
    ["layout", eid, { ...ballot, layout: [{ contest: "parks", width: 2 }, { contest: "streets-2026", width: 1 }] }],
    ["contest", eid, { ...ballot, layout: [{ contest: "park", width: 1 }, ballot.layout[1]!] }],
    ...ballot.a.map((_, i): [string, Uint8Array, Ballot] => [`a${i}`, eid, { ...ballot, a: swap(ballot.a, other.a, i) }]),
    ...ballot.c.map((_, i): [string, Uint8Array, Ballot] => [`c${i}`, eid, { ...ballot, c: swap(ballot.c, other.c, i) }]),
    ...ballot.t.map((_, i): [string, Uint8Array, Ballot] => [`t${i}`, eid, { ...ballot, t: swap(ballot.t, other.t, i) }]),
    ...ballot.z.map((_, i): [string, Uint8Array, Ballot] => [`z${i}`, eid, { ...ballot, z: swap(ballot.z, other.z, i) }]),
  ]; // prettier-ignore
  assert.equal(proofHolds(eid, ballot), true);
  for (const [what, id, b] of changed) assert.equal(proofHolds(id, b), false, what);
});

test("ballot bytes cut off anywhere are refused", () => {
  const bytes = utf8(shared.ballot);
  for (let length = 0; length < bytes.length; length++) assert.throws(() => parseBallot(bytes.slice(0, length)), { name: "FormatError" }, `at ${length}`);
});

test("one flipped bit anywhere is refused or makes another ballot whose proof fails", () => {
  const bytes = utf8(shared.ballot);
  for (let at = 0; at < bytes.length; at++) {
    const flipped = bytes.slice();
    flipped[at]! ^= 1 << at % 8;
    let ballot: Ballot;
    try {
      ballot = parseBallot(flipped);
    } catch (error) {
      assert.equal((error as Error).name, "FormatError", `at ${at}`);
      continue;
    }
    assert.ok(!equal(ballotId(flipped), hexDecode(shared.ballot_id)));
    assert.equal(proofHolds(eid, ballot), false, `at ${at}`);
  }
});

test("ballots with a wrong shape are refused", () => {
  const object = JSON.parse(shared.ballot) as Record<string, unknown>;
  const write = (change: Record<string, unknown>): Uint8Array => {
    const all = { ...object, ...change };
    return utf8(JSON.stringify(Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)))));
  };
  assert.doesNotThrow(() => parseBallot(write({})));
  const layout = object["layout"] as ContestWidth[];
  const zero = "A".repeat(43);
  const wrong: [string, Record<string, unknown>][] = [
    ["unknown member", { extra: 1 }],
    ["missing member", { prev: undefined }],
    ["seq beyond 31", { seq: 32 }],
    ["no contests", { layout: [] }],
    ["contest twice", { layout: [layout[0], { ...layout[1]!, contest: layout[0]!.contest }] }],
    ["width zero", { layout: [{ ...layout[0]!, width: 0 }, { ...layout[1]!, width: 3 }] }],
    ["other widths", { layout: [layout[0], { ...layout[1]!, width: 3 }] }],
    ["identity", { credential: zero }],
    ["identity among a", { a: [zero, ...(object["a"] as string[]).slice(1)] }],
    ["fewer z", { z: (object["z"] as string[]).slice(1) }],
    ["scalar L", { z: ["7dP1XBpjEljWnPei3vneFAAAAAAAAAAAAAAAAAAAABA", ...(object["z"] as string[]).slice(1)] }],
    ["point with padding", { credential: `${object["credential"] as string}=` }],
  ];
  for (const [what, change] of wrong) assert.throws(() => parseBallot(write(change)), { name: "FormatError" }, what);
});
