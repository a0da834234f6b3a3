// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A published bundle, checked on the device of whoever reads the result: those checks of folkmoot-verify that a browser
// can make in a while for a small round, under the same numbers. What it does not check is said beside it.

import { base64url, base64urlDecode, equal, FormatError, hex } from "../crypto/bytes.ts";
import type { Contest } from "../crypto/definition.ts";
import { referenceHash, signersOf, type Election } from "../crypto/election.ts";
import { readPoint } from "../crypto/group.ts";
import { asInteger, asList, asText, parseCanonical, type JsonObject } from "../crypto/json.ts";
import { castBallots, inputsOf, type Ciphertext } from "./ballots.ts";
import { blobOf, checkSignature, checkSums, fileNameOf, fileOf, openBundle, type Files } from "./files.ts";
import { open, verifyShare, type Share } from "./opening.ts";
import { comparePublished } from "./published.ts";
import { CHECKS, type Check, type Step } from "./checks.ts";
import { checkTree, electionOf, entriesOf, readRecord, typed, type Entry, type Record } from "./record.ts";
import { verifyMix } from "./shuffle.ts";
import { votersOf } from "./voters.ts";

export { CHECKS, type Step } from "./checks.ts";

/** Runs through all checks that can be made. `logKey`: the key of this city's log, known from elsewhere. */
export function* verifyBundle(bytes: Uint8Array, logKey: string): Generator<Step> {
  const run = new Run();
  const files = contentOf(bytes);
  if (files instanceof Error) {
    yield run.fail(1, files);
    return yield* run.leave();
  }
  const record = recordOf(files);
  const found = yield* run.check(3, function* () {
    if (record instanceof Error) throw record;
    return [electionOf(files, record), record.entries.length];
  });
  yield* run.check(1, function* () {
    checkSums(files);
    if (found === null || record instanceof Error) throw new FormatError("without the definition nobody's signature can be checked");
    checkClerks(files, record, found.election);
    return [true, files.size];
  });
  if (record instanceof Error) {
    yield run.fail(6, record);
    return yield* run.leave();
  }
  const election = found?.election ?? null;
  const entries = election === null ? [] : entriesOf(record, election.eid);
  const voters = found === null ? null : yield* run.check(5, function* () {
    const all = yield* counted(5, votersOf(files, record, found.definition, found.opening, entries), 0);
    return [all, all.size];
  });
  yield* run.check(6, function* () {
    checkTree(files, record, logKey, election);
    return [true, record.size];
  });
  if (found === null || voters === null) return yield* run.leave();
  const { definition } = found;
  const total = typed(entries, "ballot").length;
  const casts = yield* run.check(9, function* () {
    const all = yield* counted(9, castBallots(found.election.eid, definition, entries, voters), total);
    return [all, all.length];
  });
  if (casts === null) return yield* run.leave();
  const inputs = yield* run.check(11, function* () {
    const all = inputsOf(definition, entries, voters, casts);
    return [all, [...all.values()].reduce((sum, input) => sum + (input?.length ?? 0), 0)];
  });
  if (inputs === null) return yield* run.leave();
  yield* contestChecks(run, files, found.election, found.opening, entries, inputs);
}

/** Those who have certified sign the sums. */
function checkClerks(files: Files, record: Record, { eid, definition }: Election): void {
  const certified = typed(entriesOf(record, eid), "certified").at(-1);
  if (certified === undefined) throw new FormatError("nobody has certified the round");
  const signers = signersOf(record.log.name, certified.members).map(hex);
  const signing = definition.clerks.filter(({ key }) => signers.includes(hex(key)));
  if (signing.length < definition.clerksRequired) throw new FormatError("fewer clerks have certified than must");
  for (const { name, key } of signing) checkSignature(files, fileNameOf(name), key);
}

function* contestChecks(run: Run, files: Files, election: Election, opening: Entry, entries: readonly Entry[], inputs: ReadonlyMap<string, readonly (readonly Ciphertext[])[] | null>): Generator<Step> {
  const { definition } = election;
  const with_ = definition.contests.flatMap((contest) => {
    const input = inputs.get(contest.id)!;
    return input === null || input.length === 0 ? [] : [{ contest, input }];
  });
  const mixed = yield* run.check(12, function* () {
    const all: Passage[] = [];
    for (const { contest, input } of with_) all.push(yield* mixesOf(files, election, entries, contest, input));
    return [all, all.reduce((sum, { mixes }) => sum + mixes, 0)];
  });
  if (mixed === null) return yield* run.leave();
  const keys = asList(opening.members["shares"]).map((share) => readPoint(base64urlDecode(asText(share), 32)));
  const opened = yield* run.check(13, function* () {
    const all: Share[][] = [];
    for (const passage of mixed) all.push(yield* sharesOf(files, election, entries, keys, passage));
    return [all, all.reduce((sum, { length }) => sum + length, 0)];
  });
  if (opened === null) return yield* run.leave();
  yield* run.check(14, function* () {
    const result = parseCanonical(fileOf(files, "result.json"));
    const counted_ = typed(entries, "correction").at(-1) ?? typed(entries, "counted").at(-1);
    if (counted_ === undefined || !equal(blobOf(files, referenceHash(counted_.members["result"])), fileOf(files, "result.json"))) throw new FormatError("result.json is not the result in the record");
    if (result["eid"] !== base64url(election.eid)) throw new FormatError("result.json is of another election");
    let ballots = 0;
    for (const [i, { contest, mixed: tuples }] of mixed.entries()) {
      const decoded = yield* counted(14, open(contest, tuples, opened[i]!.slice(0, definition.threshold)), tuples.length);
      const said = asList(result["contests"]).find((item) => (item as JsonObject)["id"] === contest.id);
      if (said === undefined) throw new FormatError(`contest ${contest.id} has no result`);
      comparePublished(files, contest, decoded, said as JsonObject);
      ballots += decoded.length;
    }
    return [true, ballots];
  });
}

interface Passage {
  readonly contest: Contest;
  readonly mixed: readonly (readonly Ciphertext[])[];
  /** hash of the last mix, and the place of the entry that fixes the chain */
  readonly last: Uint8Array;
  readonly done: number;
  readonly mixes: number;
}

/** The chain that mixing-done fixes: on each position the first valid mix, by a trustee who has none before it. */
function* mixesOf(files: Files, { eid, definition, key }: Election, entries: readonly Entry[], contest: Contest, input: readonly (readonly Ciphertext[])[]): Generator<Step, Passage> {
  const of = (type: string): readonly Entry[] => typed(entries, type).filter(({ members }) => members["contest"] === contest.id);
  const chain = 1 + of("chain-restart").length;
  const [done, ...more] = of("mixing-done").filter(({ members }) => members["chain"] === chain);
  if (done === undefined || more.length > 0) throw new FormatError(`contest ${contest.id}: not one end of mixing`);
  const hashes = asList(done.members["mixes"]).map((item) => base64urlDecode(asText(item), 32));
  if (hashes.length < definition.threshold) throw new FormatError(`contest ${contest.id}: fewer mixes than trustees who must open`);
  const mixers = new Set<number>();
  let previous: Uint8Array = new Uint8Array(32);
  let mixed = input;
  for (const [i, hash] of hashes.entries()) {
    const here = of("mix").filter(({ members, index }) => members["chain"] === chain && members["position"] === i + 1 && index < done.index);
    let outputs: readonly (readonly Ciphertext[])[] | null = null;
    let why: unknown = new FormatError(`contest ${contest.id}: no mix on position ${i + 1}`);
    for (const { members, index } of here) {
      const trustee = asInteger(members["trustee"], 1, definition.trustees.length);
      if (mixers.has(trustee)) continue;
      const named = equal(referenceHash(members["mix"]), hash);
      try {
        outputs = yield* counted(12, verifyMix({ eid, contest: contest.id, position: i + 1, trustee, previous, key, inputs: mixed }, blobOf(files, referenceHash(members["mix"]))), 0);
      } catch (error) {
        if (named) why = error;
        continue;
      }
      if (!named) throw new FormatError(`contest ${contest.id}: the valid mix of entry ${index} was passed over`);
      mixers.add(trustee);
      break;
    }
    if (outputs === null) throw why;
    mixed = outputs;
    previous = hash;
  }
  return { contest, mixed, last: previous, done: done.index, mixes: hashes.length };
}

/** A bad share is left out; as many good ones as the threshold are needed. */
function* sharesOf(files: Files, { eid, definition }: Election, entries: readonly Entry[], keys: readonly ReturnType<typeof readPoint>[], { contest, mixed, last, done }: Passage): Generator<Step, Share[]> {
  const shares: Share[] = [];
  let why: unknown = new FormatError(`contest ${contest.id}: too few shares`);
  for (const { members } of typed(entries, "share")) {
    if (members["contest"] !== contest.id || members["done"] !== done) continue;
    const trustee = asInteger(members["trustee"], 1, keys.length);
    if (shares.some((share) => share.trustee === trustee)) continue;
    try {
      shares.push(yield* counted(13, verifyShare(eid, contest.id, last, trustee, keys[trustee - 1]!, mixed.flat(), blobOf(files, referenceHash(members["share"]))), 0));
    } catch (error) {
      why = error;
    }
  }
  if (shares.length < definition.threshold) throw why;
  return shares;
}

/** Tells of every step of the work; `total` 0: not known. */
function* counted<T>(check: Check, work: Generator<void, T>, total: number): Generator<Step, T> {
  for (let done = 0; ; done++) {
    const next = work.next();
    if (next.done === true) return next.value;
    yield { at: "part", check, done, total };
  }
}

function contentOf(bytes: Uint8Array): Files | Error {
  try {
    return openBundle(bytes);
  } catch (error) {
    return error as Error;
  }
}

function recordOf(files: Files): Record | Error {
  try {
    return readRecord(files);
  } catch (error) {
    return error as Error;
  }
}

class Run {
  private readonly said = new Set<Check>();

  /** The result of the work; null when it has failed, which is said. */
  *check<T>(check: Check, work: () => Generator<Step, [T, number]>): Generator<Step, T | null> {
    yield { at: "begin", check };
    try {
      const [value, count] = yield* work();
      this.said.add(check);
      yield { at: "passed", check, count };
      return value;
    } catch (error) {
      yield this.fail(check, error);
      return null;
    }
  }

  fail(check: Check, error: unknown): Step {
    // Whatever goes wrong on strange bytes is a check that has not passed.
    this.said.add(check);
    return { at: "failed", check, why: error instanceof Error ? error.message : String(error) };
  }

  /** What was not come to. */
  *leave(): Generator<Step> {
    for (const check of CHECKS) if (!this.said.has(check)) yield { at: "left", check };
  }
}
