// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The part of the log that a bundle holds, and the election in it.

import { base64url, base64urlDecode, equal, FormatError, utf8Decode } from "../crypto/bytes.ts";
import { verifyCheckpoint } from "../crypto/checkpoint.ts";
import { parseDefinition, type Definition } from "../crypto/definition.ts";
import { actBytes, checkElection, referenceHash, type Election } from "../crypto/election.ts";
import { asInteger, asList, asText, exactMembers, parseCanonical, type JsonObject } from "../crypto/json.ts";
import { leafHash, nodeHash } from "../crypto/merkle.ts";
import { parseVerifierKey, type VerifierKey } from "../crypto/note.ts";
import { witnessed } from "../crypto/policy.ts";
import { hash32 } from "../crypto/transcript.ts";
import { fileOf, type Files } from "./files.ts";

const CHECKPOINTS = "record/checkpoints/";

export interface Entry {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly members: JsonObject;
}

export interface Record {
  readonly log: VerifierKey;
  readonly first: number;
  readonly size: number;
  readonly edge: readonly Uint8Array[];
  readonly entries: readonly Entry[];
}

/** Reads; what the entries are worth is checkTree's. */
export function readRecord(files: Files): Record {
  const log = parseVerifierKey(utf8Decode(fileOf(files, "keys/log")).replace(/\n$/, ""));
  const range = exactMembers(parseCanonical(fileOf(files, "record/range.json")), ["edge", "first", "size", "version"]);
  if (range["version"] !== 1) throw new FormatError("record/range.json of an unknown version");
  const first = asInteger(range["first"]);
  const size = asInteger(range["size"], first + 1);
  const edge = asList(range["edge"]).map((item) => base64urlDecode(asText(item), 32));
  const bytes = fileOf(files, "record/entries");
  const entries: Entry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = at + 2 > bytes.length ? bytes.length : bytes[at]! * 256 + bytes[at + 1]!;
    const entry = bytes.slice(at + 2, at + 2 + length);
    if (entry.length !== length) throw new FormatError("record/entries is cut off");
    entries.push({ index: first + entries.length, bytes: entry, members: parseCanonical(entry) });
    at += 2 + length;
  }
  if (first + entries.length !== size) throw new FormatError("record/entries does not hold as many entries as record/range.json says");
  return { log, first, size, edge, entries };
}

interface Subtree {
  readonly leaves: number;
  readonly hash: Uint8Array;
}

/** The root of the whole log: the edge stands for what is before the first entry. */
export function rootOfRecord({ first, edge, entries }: Record): Uint8Array {
  const trees: Subtree[] = [];
  let rest = first;
  for (const hash of edge) {
    if (rest === 0) throw new FormatError("the edge of the record is too long");
    const leaves = 2 ** Math.floor(Math.log2(rest));
    trees.push({ leaves, hash });
    rest -= leaves;
  }
  if (rest > 0) throw new FormatError("the edge of the record is too short");
  for (const { bytes } of entries) {
    let tree: Subtree = { leaves: 1, hash: leafHash(bytes) };
    while (trees.at(-1)?.leaves === tree.leaves) tree = { leaves: 2 * tree.leaves, hash: nodeHash(trees.pop()!.hash, tree.hash) };
    trees.push(tree);
  }
  return trees.reduceRight((right: Uint8Array | null, { hash }) => (right === null ? hash : nodeHash(hash, right)), null)!;
}

/**
 * The root is that of the newest checkpoint, which the log has signed, and as many witnesses as the round asks for.
 * `known`: the key of the log from elsewhere. Returns the names of the witnesses.
 */
export function checkTree(files: Files, record: Record, known: string, election: Election | null): readonly string[] {
  if (fileOf(files, "keys/log").length === 0 || utf8Decode(fileOf(files, "keys/log")).trim() !== known) throw new FormatError("the bundle is under another key of the log than this city's");
  const note = fileOf(files, `record/checkpoints/${record.size}`);
  for (const [name, bytes] of files) if (name.startsWith(CHECKPOINTS)) checkCheckpoint(name, bytes, record);
  const policy = election?.policy ?? null;
  if (policy === null) return [];
  const seen = witnessed(policy, record.log, note);
  if (!seen.quorum) throw new FormatError("too few witnesses have signed the tree");
  return seen.cosignatures.map(({ name }) => name);
}

/** Named by its size, signed by the log, and of the tree that the entries make. */
function checkCheckpoint(name: string, bytes: Uint8Array, record: Record): void {
  const { size, root } = verifyCheckpoint(bytes, record.log);
  if (name !== CHECKPOINTS + String(size) || size > record.size || size < record.first) throw new FormatError(`${name} is of another tree than its name says, or not of this one`);
  const entries = record.entries.slice(0, size - record.first);
  if (!equal(root, rootOfRecord({ ...record, entries }))) throw new FormatError(`the entries do not make the tree of ${size} that the log has signed`);
}

/** Opening, definition and acknowledgements of the round that the bundle is about. */
export function electionOf(files: Files, record: Record): { election: Election; opening: Entry; definition: Definition } {
  const bytes = fileOf(files, "definition.json");
  const round = asText(parseCanonical(bytes)["round"]);
  const openings = record.entries.filter(({ members }) => members["type"] === "opening" && members["round"] === round);
  const [opening, ...more] = openings;
  if (opening === undefined || more.length > 0) throw new FormatError("not one opening of this round in the record");
  const named = referenceHash(opening.members["definition"]);
  const definition = parseDefinition(bytes, named);
  checkBeginning(record, opening, definition, named);
  const eid = base64url(hash32("election", record.log.name, actBytes(opening.members)));
  const acknowledgements = record.entries.filter(({ members }) => members["type"] === "acknowledgement" && members["eid"] === eid).map((entry) => entry.bytes);
  return { election: checkElection(record.log.name, bytes, opening.bytes, acknowledgements), opening, definition };
}

/** The draft and the definition of the round stand before its opening, once each, and say the same; a rehearsal is never certified. */
function checkBeginning(record: Record, opening: Entry, { round, nonce, kind }: Definition, named: Uint8Array): void {
  const before = record.entries.filter(({ members, index }) => members["round"] === base64url(round) && index < opening.index);
  const drafts = typed(before, "draft");
  const definitions = typed(before, "definition");
  if (drafts.length !== 1 || drafts[0]!.members["nonce"] !== base64url(nonce)) throw new FormatError("not one draft with the nonce of the definition");
  if (definitions.length !== 1 || !equal(referenceHash(definitions[0]!.members["definition"]), named)) throw new FormatError("the opening names another definition than was frozen");
  const eid = base64url(hash32("election", record.log.name, actBytes(opening.members)));
  if (kind === "rehearsal" && typed(record.entries, "certified").some(({ members }) => members["eid"] === eid)) throw new FormatError("a rehearsal that was certified");
}

/** The entries of an election, in order. */
export function entriesOf(record: Record, eid: Uint8Array): readonly Entry[] {
  const name = base64url(eid);
  return record.entries.filter(({ members }) => members["eid"] === name);
}

export const typed = (entries: readonly Entry[], type: string): readonly Entry[] => entries.filter(({ members }) => members["type"] === type);
