// SPDX-License-Identifier: AGPL-3.0-or-later
//
// From the bytes that a server hands out to an election that may be encrypted for (docs/protocol.md sections 4,
// 7 and 8): the definition that the opening names, signatures of the people that it pins, an election key that
// the verification shares give, and the acknowledgement of every trustee. Nothing is encrypted before this holds.

import { base64urlDecode, compare, equal, FormatError } from "./bytes.ts";
import { parseDefinition, type Definition, type Person } from "./definition.ts";
import { ed25519Holds } from "./ed25519.ts";
import { BASE, multiplyPublic, ORDER, readPoint, readScalar, type Point } from "./group.ts";
import { asInteger, asList, asText, canonical, exactMembers, parseCanonical, type Json, type JsonObject } from "./json.ts";
import { parsePolicy, type Policy } from "./policy.ts";
import { hash32, hashToScalar } from "./transcript.ts";

export interface Election {
  readonly eid: Uint8Array;
  readonly definition: Definition;
  readonly key: Point;
  /** null: nobody watches the record */
  readonly policy: Policy | null;
}

/** All are the exact bytes of the record; `origin` is that of the log whose key the caller trusts. */
export function checkElection(origin: string, definitionBytes: Uint8Array, opening: Uint8Array, acknowledgements: readonly Uint8Array[]): Election {
  const entry = exactMembers(
    parseCanonical(opening),
    ["type", "minute", "signatures", "round", "definition", "credentials", "key", "shares"],
    ["dkg", "predecessor"],
  );
  if (entry["type"] !== "opening") throw new FormatError("not an opening");
  const definition = parseDefinition(definitionBytes, referenceHash(entry["definition"]));
  if (definition.origin !== origin) throw new FormatError("definition for another log");
  if (!equal(base64urlDecode(asText(entry["round"]), 16), definition.round)) throw new FormatError("opening of another round");

  const act = actBytes(entry);
  const signers = signersOf(origin, entry);
  const { facilitators, clerks } = definition;
  if (!signers.some((key) => isOneOf(facilitators, key)) || !signers.some((key) => isOneOf(clerks, key))) {
    throw new FormatError("opening is not signed by a facilitator and a clerk");
  }
  if (!signers.every((key) => isOneOf([...facilitators, ...clerks], key))) throw new FormatError("opening is signed by somebody else");

  const key = readPoint(base64urlDecode(asText(entry["key"]), 32));
  const shares = asList(entry["shares"]).map((share) => readPoint(base64urlDecode(asText(share), 32)));
  if (shares.length !== definition.trustees.length) throw new FormatError("number of verification shares");
  if (!sharesGive(key, shares, definition.threshold)) throw new FormatError("verification shares do not give the election key");

  const eid = hash32("election", origin, act);
  const acknowledged = acknowledgements.map((bytes) => checkAcknowledgement(origin, eid, definition, shares, bytes));
  if (acknowledged.length !== shares.length || new Set(acknowledged).size !== shares.length) {
    throw new FormatError("not acknowledged by every trustee");
  }
  return { eid, definition, key, policy: policyOf(definition) };
}

/** A policy that asks for nobody is none. */
export function policyOf({ witnessPolicy }: Definition): Policy | null {
  if (witnessPolicy.length === 0) return null;
  const policy = parsePolicy(witnessPolicy.map((line) => `${line}\n`).join(""));
  return policy.quorum === null ? null : policy;
}

/** Canonical JSON of an entry without `minute` and `signatures`. */
export function actBytes(entry: JsonObject): Uint8Array {
  const { minute: _minute, signatures: _signatures, ...act } = entry;
  return canonical(act);
}

/** The keys whose signatures the entry carries, all valid, ascending and distinct. */
export function signersOf(origin: string, entry: JsonObject): Uint8Array[] {
  const message = hash32("act", origin, actBytes(entry));
  let last: Uint8Array | null = null;
  return asList(entry["signatures"]).map((item) => {
    const { key, signature } = exactMembers(item, ["key", "signature"]);
    const keyBytes = base64urlDecode(asText(key), 32);
    if (last !== null && compare(last, keyBytes) >= 0) throw new FormatError("signatures are not in order");
    last = keyBytes;
    if (!ed25519Holds(base64urlDecode(asText(signature), 64), message, keyBytes)) throw new FormatError("signature of an entry does not hold");
    return keyBytes;
  });
}

/** The number of the trustee who acknowledges this election and shows possession of its share. */
function checkAcknowledgement(origin: string, eid: Uint8Array, definition: Definition, shares: readonly Point[], bytes: Uint8Array): number {
  const entry = exactMembers(parseCanonical(bytes), ["type", "minute", "signatures", "eid", "trustee", "size", "root", "possession"]);
  if (entry["type"] !== "acknowledgement") throw new FormatError("not an acknowledgement");
  if (!equal(base64urlDecode(asText(entry["eid"]), 32), eid)) throw new FormatError("acknowledgement of another election");
  const trustee = asInteger(entry["trustee"], 1, shares.length);
  const signers = signersOf(origin, entry);
  if (signers.length !== 1 || !equal(signers[0]!, definition.trustees[trustee - 1]!.key)) throw new FormatError("acknowledgement without its trustee's signature");

  const possession = exactMembers(entry["possession"], ["t", "z"]);
  const tBytes = base64urlDecode(asText(possession["t"]), 32);
  const t = readPoint(tBytes);
  const z = readScalar(base64urlDecode(asText(possession["z"]), 32));
  const share = shares[trustee - 1]!;
  const challenge = hashToScalar("possession", eid, asInteger(entry["size"]), base64urlDecode(asText(entry["root"]), 32), trustee, share.toBytes(), tBytes);
  if (!multiplyPublic(BASE, z).equals(t.add(multiplyPublic(share, challenge)))) throw new FormatError("trustee does not show its share");
  return trustee;
}

/** The first t shares fix a polynomial in the exponent: Y is its value at 0, every further share its value at i. */
export function sharesGive(key: Point, shares: readonly Point[], threshold: number): boolean {
  const fixed = shares.slice(0, threshold);
  return [key, ...shares].every((expected, at) => at > 0 && at <= threshold ? true : interpolate(fixed, at).equals(expected));
}

/** shares[i] is the value at i + 1. */
function interpolate(shares: readonly Point[], at: number): Point {
  let sum: Point | null = null;
  shares.forEach((share, i) => {
    let numerator = 1n;
    let denominator = 1n;
    shares.forEach((_, j) => {
      if (i === j) return;
      numerator = mod(numerator * BigInt(at - (j + 1)));
      denominator = mod(denominator * BigInt(i - j));
    });
    const term = multiplyPublic(share, mod(numerator * inverse(denominator)));
    sum = sum === null ? term : (sum as Point).add(term);
  });
  return sum!;
}

function mod(value: bigint): bigint {
  const rest = value % ORDER;
  return rest < 0n ? rest + ORDER : rest;
}

/** By Fermat's theorem; public values only. */
export function inverse(value: bigint): bigint {
  let result = 1n;
  let power = value;
  for (let e = ORDER - 2n; e > 0n; e >>= 1n) {
    if (e & 1n) result = mod(result * power);
    power = mod(power * power);
  }
  return result;
}

/** Of a blob that an entry names. */
export function referenceHash(value: Json | undefined): Uint8Array {
  const reference = exactMembers(value, ["hash", "size"]);
  asInteger(reference["size"]);
  return base64urlDecode(asText(reference["hash"]), 32);
}

function isOneOf(people: readonly Person[], key: Uint8Array): boolean {
  return people.some((person) => equal(person.key, key));
}
