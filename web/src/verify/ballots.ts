// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Every ballot of the record (docs/protocol.md section 6, "Acceptance"), and which of them are the input of each contest
// (section 9).

import { FIRST_PREV, proofHolds, sameLayout, type Ballot } from "../crypto/ballot.ts";
import { base64url, base64urlDecode, equal, FormatError, hex } from "../crypto/bytes.ts";
import { layoutOf, type Contest, type Definition } from "../crypto/definition.ts";
import { readPoint, type Point } from "../crypto/group.ts";
import { asInteger, asList, asText, exactMembers } from "../crypto/json.ts";
import { readBallotEntry } from "../crypto/receipt.ts";
import { typed, type Entry } from "./record.ts";
import type { Voters } from "./voters.ts";

export interface Cast {
  readonly index: number;
  readonly credential: string;
  readonly district: string;
  readonly ballot: Ballot;
}

export interface Ciphertext {
  readonly a: Point;
  readonly c: Point;
}

/** Voids up to some place in the record, by the credential in hex. */
function voidsIn(entries: readonly Entry[], voters: Voters): Map<string, number> {
  const voids = new Map<string, number>();
  for (const { index, members } of entries) {
    if (members["type"] === "void") {
      const key = hex(base64urlDecode(asText(members["credential"]), 32));
      if (!voids.has(key)) voids.set(key, index);
    } else if (members["type"] === "batch-void") {
      for (const [key, { batch }] of voters) if (batch === members["batch"] && !voids.has(key)) voids.set(key, index);
    }
  }
  return voids;
}

/** `entries`: those of the election. Yields after each ballot. */
export function* castBallots(eid: Uint8Array, definition: Definition, entries: readonly Entry[], voters: Voters): Generator<void, readonly Cast[]> {
  const casts: Cast[] = [];
  const last = new Map<string, { seq: number; id: Uint8Array }>();
  const points = new Set<string>();
  const closed = typed(entries, "voting-closed")[0]?.index ?? Infinity;
  const voids = voidsIn(entries, voters);
  const layouts = new Map(definition.districts.map((district) => [district.id, layoutOf(definition, district)]));
  let close = definition.schedule.close;
  for (const entry of entries) {
    if (entry.members["type"] === "extension") close = asInteger(entry.members["close"]);
    if (entry.members["type"] !== "ballot") continue;
    const { ballot, id, minute } = readBallotEntry(entry.bytes);
    const refuse = (what: string): never => {
      throw new FormatError(`the ballot of entry ${entry.index}: ${what}`);
    };
    const name = hex(ballot.credential);
    const voter = voters.get(name);
    if (voter === undefined || voter.listed > entry.index) return refuse("its credential is not listed");
    if ((voids.get(name) ?? Infinity) < entry.index) refuse("its credential is void");
    if (minute < definition.schedule.open || minute >= close + definition.schedule.grace || entry.index > closed) refuse("it is not within the time of voting");
    if (!sameLayout(ballot.layout, layouts.get(voter.district)!)) refuse("it has other contests than its district");
    const before = last.get(name);
    if (ballot.seq !== (before === undefined ? 0 : before.seq + 1) || !equal(ballot.prev, before?.id ?? FIRST_PREV) || (before !== undefined && !definition.revoting)) refuse("it does not follow the one before it");
    for (const point of [...ballot.a, ...ballot.c, ...ballot.t]) {
      const text = base64url(point);
      if (points.has(text)) refuse("a point of it has been used before");
      points.add(text);
    }
    if (!proofHolds(eid, ballot)) refuse("its proof does not hold");
    last.set(name, { seq: ballot.seq, id });
    casts.push({ index: entry.index, credential: name, district: voter.district, ballot });
    yield;
  }
  return casts;
}

/** The input of each contest in record order, null where it is withheld; as the sealing says. */
export function inputsOf(definition: Definition, entries: readonly Entry[], voters: Voters, casts: readonly Cast[]): ReadonlyMap<string, readonly (readonly Ciphertext[])[] | null> {
  const [sealing, ...more] = typed(entries, "sealing");
  if (sealing === undefined || more.length > 0) throw new FormatError("not one sealing in the record");
  const voids = voidsIn(entries.filter(({ index }) => index < sealing.index), voters);
  const newest = new Map(casts.map((cast) => [cast.credential, cast.index]));
  const said = asList(sealing.members["contests"]).map((item) => exactMembers(item, ["contest", "ballots", "replaced", "withdrawn", "input", "withheld"]));
  if (said.length !== definition.contests.length) throw new FormatError("the sealing does not name every contest");
  const inputs = new Map<string, readonly (readonly Ciphertext[])[] | null>();
  definition.contests.forEach((contest, i) => {
    const having = casts.filter(({ district }) => definition.districts.find(({ id }) => id === district)!.contests.includes(contest.id));
    const withdrawn = having.filter(({ credential }) => voids.has(credential));
    const others = having.filter(({ credential }) => !voids.has(credential));
    const input = others.filter(({ credential, index }) => newest.get(credential) === index);
    const withheld = input.length < contest.poolMin && contest.belowPoolMin === "withhold" ? input.length : 0;
    const found = { contest: contest.id, ballots: having.length, replaced: others.length - input.length, withdrawn: withdrawn.length, input: input.length, withheld };
    for (const [name, value] of Object.entries(found)) {
      if (said[i]![name] !== value) throw new FormatError(`contest ${contest.id}: the record has ${name} ${value}, the sealing says ${String(said[i]![name])}`);
    }
    inputs.set(contest.id, withheld > 0 ? null : input.map(({ ballot }) => ciphertextsOf(ballot, contest)));
  });
  return inputs;
}

function ciphertextsOf(ballot: Ballot, contest: Contest): Ciphertext[] {
  let start = 0;
  for (const { contest: id, width } of ballot.layout) {
    if (id === contest.id) return Array.from({ length: width }, (_, k) => ({ a: readPoint(ballot.a[start + k]!), c: readPoint(ballot.c[start + k]!) }));
    start += width;
  }
  throw new FormatError("a ballot without the contest");
}
