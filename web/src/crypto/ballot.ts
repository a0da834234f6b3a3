// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A ballot: encryption, the one proof over all of it, its bytes, names and codes (docs/protocol.md section 6).
//
// Casting has two steps because the check code is shown before the code is typed: seal() encrypts, signBallot()
// binds the sealed ciphertexts to a credential. Randomness comes in as a function, so that vectors can be made.

import { equal, concat, FormatError, base64url, base64urlDecode, u32be, utf8 } from "./bytes.ts";
import { type Credential } from "./codes.ts";
import { embed } from "./embedding.ts";
import { addProduct, BASE, multiply, multiplyPublic, prepared, readPoint, readScalar, scalarBytes, type Point } from "./group.ts";
import { asInteger, asList, asText, canonical, exactMembers, parseCanonical, type Json, type JsonObject } from "./json.ts";
import { symbolsOf } from "./symbols.ts";
import { fieldBytes, hash32, hashToScalar, Raw, vector } from "./transcript.ts";

export type RandomBytes = (count: number) => Uint8Array;

export interface ContestWidth {
  readonly contest: string;
  readonly width: number;
}

export type Layout = readonly ContestWidth[];

export const MAX_CIPHERTEXTS = 300;
export const MAX_CONTESTS = 32;
export const MAX_BALLOT_BYTES = 61_440;
export const MAX_SEQ = 31;
export const FIRST_PREV = new Uint8Array(32);

const RANDOM_BYTES = 64;
const CHECK_CODE_SYMBOLS = 26;
const TRACKER_SYMBOLS = 20;

/** Ciphertexts with the secrets that open them. Kept in memory only; an audit reveals it, after which it is never cast. */
export interface SealedBallot {
  readonly eid: Uint8Array;
  readonly layout: Layout;
  readonly a: readonly Uint8Array[];
  readonly c: readonly Uint8Array[];
  readonly blocks: readonly Uint8Array[];
  readonly r: readonly bigint[];
}

export interface Ballot {
  readonly layout: Layout;
  readonly credential: Uint8Array;
  readonly seq: number;
  readonly prev: Uint8Array;
  readonly a: readonly Uint8Array[];
  readonly c: readonly Uint8Array[];
  readonly t: readonly Uint8Array[];
  readonly z: readonly bigint[];
}

/** Encrypts the payload blocks of all contests, in layout order, under the election key. */
export function seal(eid: Uint8Array, electionKey: Point, layout: Layout, blocks: readonly Uint8Array[], random: RandomBytes): SealedBallot {
  if (blocks.length !== blocksOf(layout)) throw new FormatError("blocks do not fit the layout");
  const key = prepared(electionKey);
  const keyBytes = electionKey.toBytes();
  const r: bigint[] = [];
  const a: Uint8Array[] = [];
  const c: Uint8Array[] = [];
  blocks.forEach((block, j) => {
    const secret = nonce(random, block, concat(utf8("encryption"), eid, keyBytes, u32be(j)));
    r.push(secret);
    a.push(multiply(BASE, secret).toBytes());
    c.push(embed(block).add(multiply(key, secret)).toBytes());
  });
  return { eid, layout, a, c, blocks, r };
}

/** Encrypts again with the revealed secrets: what the second device of an audit does. */
export function sealedAgain(eid: Uint8Array, electionKey: Point, layout: Layout, blocks: readonly Uint8Array[], r: readonly bigint[]): SealedBallot {
  if (blocks.length !== blocksOf(layout) || r.length !== blocks.length) throw new FormatError("blocks do not fit the layout");
  const a = r.map((secret) => multiply(BASE, secret).toBytes());
  const c = blocks.map((block, j) => embed(block).add(multiply(electionKey, r[j]!)).toBytes());
  return { eid, layout, a, c, blocks, r };
}

/** 26 symbols, shown before the code is typed and again with the receipt. */
export function checkCode(eid: Uint8Array, ballot: Pick<Ballot, "layout" | "a" | "c">): string {
  const core = hash32("core", eid, layoutField(ballot.layout), vector(ballot.a), vector(ballot.c));
  return symbolsOf(core, CHECK_CODE_SYMBOLS);
}

/** Signature by the credential and proof of plaintext knowledge in one, over everything that the ballot says. */
export function signBallot(sealed: SealedBallot, credential: Credential, seq: number, prev: Uint8Array, random: RandomBytes): Ballot {
  const key = scalarBytes(credential.secret);
  const message = concat(utf8("proof"), sealed.eid, prev, u32be(seq), ...sealed.a);
  const u = [credential.secret, ...sealed.r].map((_, j) => nonce(random, key, concat(message, u32be(j))));
  key.fill(0);
  return signWithNonces(sealed, credential, seq, prev, u);
}

/** The same with given nonces u_0, u_1, ...: for vectors. Nonces used twice give the code away. */
export function signWithNonces(sealed: SealedBallot, credential: Credential, seq: number, prev: Uint8Array, u: readonly bigint[]): Ballot {
  const { eid, layout, a, c, r } = sealed;
  const t = u.map((secret) => multiply(BASE, secret).toBytes());
  const unsigned = { layout, credential: credential.key, seq, prev, a, c, t };
  const challenge = challengeOf(eid, unsigned);
  return { ...unsigned, z: [credential.secret, ...r].map((secret, j) => addProduct(u[j]!, challenge, secret)) };
}

/** The proof alone; that points and scalars came through their doors is parseBallot's work. */
export function proofHolds(eid: Uint8Array, ballot: Ballot): boolean {
  const challenge = challengeOf(eid, ballot);
  return [ballot.credential, ...ballot.a].every((point, j) => {
    const left = multiplyPublic(BASE, ballot.z[j]!);
    return left.equals(readPoint(ballot.t[j]!).add(multiplyPublic(readPoint(point), challenge)));
  });
}

/** The ballot object as it nests in its entry. */
export function ballotObject(ballot: Ballot): JsonObject {
  return {
    a: ballot.a.map(base64url),
    c: ballot.c.map(base64url),
    credential: base64url(ballot.credential),
    layout: ballot.layout.map(({ contest, width }) => ({ contest, width })),
    prev: base64url(ballot.prev),
    seq: ballot.seq,
    t: ballot.t.map(base64url),
    z: ballot.z.map((scalar) => base64url(scalarBytes(scalar))),
  };
}

export function ballotBytes(ballot: Ballot): Uint8Array {
  return canonical(ballotObject(ballot));
}

export function ballotId(bytes: Uint8Array): Uint8Array {
  return hash32("ballot-id", bytes);
}

/** 20 symbols by which anyone finds the ballot in the record. */
export function tracker(id: Uint8Array): string {
  return symbolsOf(id, TRACKER_SYMBOLS);
}

/** Strict reader of ballot bytes: every point and scalar through its door, counts that fit the layout, nothing else. */
export function parseBallot(bytes: Uint8Array): Ballot {
  if (bytes.length > MAX_BALLOT_BYTES) throw new FormatError("ballot too large");
  return readBallot(parseCanonical(bytes));
}

export function readBallot(object: Json): Ballot {
  const members = exactMembers(object, ["a", "c", "credential", "layout", "prev", "seq", "t", "z"]);
  const layout = asList(members["layout"]).map((item): ContestWidth => {
    const members = exactMembers(item, ["contest", "width"]);
    const contest = asText(members["contest"]);
    if (!/^[a-z0-9-]{1,32}$/.test(contest)) throw new FormatError("contest id");
    return { contest, width: asInteger(members["width"], 1, MAX_CIPHERTEXTS) };
  });
  if (layout.length < 1 || layout.length > MAX_CONTESTS) throw new FormatError("number of contests");
  if (new Set(layout.map(({ contest }) => contest)).size !== layout.length) throw new FormatError("contest twice");
  const count = blocksOf(layout);
  if (count > MAX_CIPHERTEXTS) throw new FormatError("too many ciphertexts");
  const points = (value: Json | undefined, length: number): Uint8Array[] => {
    const list = asList(value).map(point);
    if (list.length !== length) throw new FormatError("wrong count");
    return list;
  };
  const z = asList(members["z"]).map((item) => readScalar(base64urlDecode(asText(item), 32)));
  if (z.length !== count + 1) throw new FormatError("wrong count");
  return {
    layout,
    credential: point(members["credential"]),
    seq: asInteger(members["seq"], 0, MAX_SEQ),
    prev: base64urlDecode(asText(members["prev"]), 32),
    a: points(members["a"], count),
    c: points(members["c"], count),
    t: points(members["t"], count + 1),
    z,
  };
}

export function sameLayout(a: Layout, b: Layout): boolean {
  return a.length === b.length && a.every((x, i) => x.contest === b[i]!.contest && x.width === b[i]!.width);
}

export function sameCiphertexts(x: Pick<Ballot, "layout" | "a" | "c">, y: Pick<Ballot, "layout" | "a" | "c">): boolean {
  const all = (p: readonly Uint8Array[], q: readonly Uint8Array[]): boolean => p.length === q.length && p.every((bytes, i) => equal(bytes, q[i]!));
  return sameLayout(x.layout, y.layout) && all(x.a, y.a) && all(x.c, y.c);
}

function blocksOf(layout: Layout): number {
  return layout.reduce((sum, { width }) => sum + width, 0);
}

function layoutField(layout: Layout): Raw {
  const pairs = layout.flatMap(({ contest, width }) => [fieldBytes(contest), fieldBytes(width)]);
  return new Raw(concat(u32be(layout.length), ...pairs));
}

function challengeOf(eid: Uint8Array, ballot: Omit<Ballot, "z">): bigint {
  const { credential, seq, prev, layout, a, c, t } = ballot;
  return hashToScalar("ballot", eid, credential, seq, prev, layoutField(layout), vector(a), vector(c), t[0]!, vector(t.slice(1)));
}

/**
 * A secret scalar from 64 fresh random bytes together with a secret and what it is for, so that a weak
 * generator alone gives nothing away.
 */
function nonce(random: RandomBytes, secret: Uint8Array, message: Uint8Array): bigint {
  for (;;) {
    const scalar = hashToScalar("nonce", random(RANDOM_BYTES), secret, message);
    if (scalar !== 0n) return scalar;
  }
}

function point(value: Json | undefined): Uint8Array {
  const bytes = base64urlDecode(asText(value), 32);
  readPoint(bytes);
  return bytes;
}
