// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Where a round is between its opening and its publication, read from the entries of the record.

import type { Closing } from "../../api/desk.ts";
import { base64urlDecode, equal, utf8 } from "../../crypto/bytes.ts";
import type { Definition, Person } from "../../crypto/definition.ts";
import { asInteger, asList, asText, exactMembers, parseCanonical, type Json, type JsonObject } from "../../crypto/json.ts";

/** An entry that people or the server made, when, and who signed it. */
export interface Done {
  readonly index: number;
  readonly minute: number;
  readonly entry: JsonObject;
  readonly signers: readonly string[];
}

export interface ContestProgress {
  readonly id: string;
  /** of ballots to be mixed; 0 before the sealing and where nothing is mixed */
  readonly input: number;
  readonly chain: number;
  /** names of trustees in the order of their mixes of this chain */
  readonly mixed: readonly string[];
  readonly mixingDone: boolean;
  /** names of trustees who have opened their share of the finished chain */
  readonly opened: readonly string[];
  readonly abandoned: readonly Done[];
}

export interface Progress {
  readonly acknowledged: readonly string[];
  readonly notes: readonly Done[];
  readonly extensions: readonly Done[];
  readonly ended: Done | null;
  readonly sealing: Done | null;
  readonly draw: Done | null;
  readonly contests: readonly ContestProgress[];
  readonly counted: Done | null;
  readonly corrections: readonly Done[];
  /** after the last count or correction */
  readonly certified: Done | null;
  readonly published: Done | null;
  readonly annulled: Done | null;
  readonly all: readonly Done[];
}

interface Contest {
  id: string;
  input: number;
  chain: number;
  mixed: string[];
  mixingDone: boolean;
  opened: string[];
  abandoned: Done[];
}

/** FormatError for what is no entry of a record. */
export function progressOf({ entries }: Pick<Closing, "entries">, definition: Definition): Progress {
  const trustee = (value: Json | undefined): string => definition.trustees[asInteger(value, 1, definition.trustees.length) - 1]!.name;
  const contests: Contest[] = definition.contests.map(({ id }) => ({ id, input: 0, chain: 1, mixed: [], mixingDone: false, opened: [], abandoned: [] }));
  const progress = { acknowledged: [] as string[], notes: [] as Done[], extensions: [] as Done[], corrections: [] as Done[], all: [] as Done[] };
  const single = { ended: null, sealing: null, draw: null, counted: null, certified: null, published: null, annulled: null } as { [name in "ended" | "sealing" | "draw" | "counted" | "certified" | "published" | "annulled"]: Done | null };
  for (const { index, entry: text } of entries) {
    const entry = parseCanonical(utf8(text));
    const done: Done = { index, minute: asInteger(entry["minute"]), entry, signers: signersOf(entry, definition) };
    const contest = contests.find(({ id }) => id === entry["contest"]);
    progress.all.push(done);
    switch (entry["type"]) {
      case "acknowledgement":
        progress.acknowledged.push(trustee(entry["trustee"]));
        break;
      case "note":
        progress.notes.push(done);
        break;
      case "extension":
        progress.extensions.push(done);
        break;
      case "voting-closed":
        single.ended = done;
        break;
      case "sealing":
        single.sealing = done;
        for (const item of asList(entry["contests"])) {
          const sums = exactMembers(item, ["contest", "ballots", "replaced", "withdrawn", "input", "withheld"]);
          const of = contests.find(({ id }) => id === sums["contest"]);
          if (of !== undefined) of.input = asInteger(sums["input"]) - asInteger(sums["withheld"]);
        }
        break;
      case "draw-source":
        single.draw = done;
        break;
      case "mix":
        if (contest?.chain === entry["chain"]) contest?.mixed.push(trustee(entry["trustee"]));
        break;
      case "chain-restart":
        if (contest !== undefined) Object.assign(contest, { chain: contest.chain + 1, mixed: [], mixingDone: false, opened: [], abandoned: [...contest.abandoned, done] });
        break;
      case "mixing-done":
        if (contest !== undefined) contest.mixingDone = true;
        break;
      case "share":
        contest?.opened.push(trustee(entry["trustee"]));
        break;
      case "counted":
        single.counted = done;
        break;
      case "correction":
        progress.corrections.push(done);
        Object.assign(single, { certified: null, published: null });
        break;
      case "certified":
        single.certified = done;
        break;
      case "published":
        single.published = done;
        break;
      case "annulment":
        single.annulled = done;
        break;
    }
  }
  return { ...progress, ...single, contests };
}

/** Names of the people whose signatures it carries. (Whether they hold, the sequencer and the verifier see to.) */
function signersOf(entry: JsonObject, { facilitators, registrars, clerks, trustees }: Definition): string[] {
  if (entry["signatures"] === undefined) return [];
  const people = [...clerks, ...facilitators, ...registrars, ...trustees];
  return asList(entry["signatures"]).map((item) => nameOf(people, asText(exactMembers(item, ["key", "signature"])["key"])));
}

function nameOf(people: readonly Person[], key: string): string {
  const bytes = base64urlDecode(key, 32);
  return people.find((person) => equal(person.key, bytes))?.name ?? key;
}

/** Trustees of whom some still have to mix, or to open, until a contest has enough; none where it has. */
export function waitsForMix(contest: ContestProgress, { trustees, threshold }: Definition): readonly string[] {
  if (contest.input === 0 || contest.mixingDone || contest.mixed.length >= threshold) return [];
  return trustees.map(({ name }) => name).filter((name) => !contest.mixed.includes(name));
}

export function waitsForShare(contest: ContestProgress, { trustees, threshold }: Definition): readonly string[] {
  if (contest.input === 0 || !contest.mixingDone || contest.opened.length >= threshold) return [];
  return trustees.map(({ name }) => name).filter((name) => !contest.opened.includes(name));
}
