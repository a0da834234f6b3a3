// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Everything that the public record says of one code, read from the log itself and proven, so that no answer of the API
// has to be believed: ballots before the receipt's by their links, all that follows entry by entry.

import { api, type BallotLine, type FormAnswer, type VoidLine } from "../api/index.ts";
import { base64url, equal, FormatError, utf8, utf8Decode } from "../crypto/bytes.ts";
import type { Checkpoint } from "../crypto/checkpoint.ts";
import { checkElection } from "../crypto/election.ts";
import { asInteger, asText, type JsonObject } from "../crypto/json.ts";
import { leafHash } from "../crypto/merkle.ts";
import { parseVerifierKey, type VerifierKey } from "../crypto/note.ts";
import { readBallotEntry, verifyReceipt, type Receipt } from "../crypto/receipt.ts";
import { entryTile } from "../crypto/tile_path.ts";
import { parseBundle, rootAround } from "../crypto/tiles.ts";
import type { HistoryView } from "./view.ts";
import { watched } from "./witnesses.ts";

/** More entries than this after a receipt are not gone through on a phone: about 20 MB. */
const LONGEST_WALK = 8192;

/**
 * `form`: that of the round, from which its witnesses are known; `batch` is that of the code; `sealed`: the round's sealing is expected in the log. Throws unless the
 * log as it is now extends the receipt's, and unless what is read of it is what it holds.
 */
export async function history(proof: string, logKey: string, form: FormAnswer, batch: string, sealed: boolean): Promise<HistoryView> {
  const log = parseVerifierKey(logKey);
  const receipt = verifyReceipt(utf8(proof), log);
  const { eid, definition, policy } = checkElection(log.name, utf8(form.definition), utf8(form.opening), form.acknowledgements.map(utf8));
  if (!equal(eid, receipt.eid)) throw new FormatError("receipt of another election");
  const { now, witnesses } = await watched(policy, log, receipt.checkpoint, receipt.index);
  // Without a sealing on the way, the walk leads to the end of the log: no phone begins what it will not finish.
  const walked = !sealed && now.size - receipt.index > LONGEST_WALK ? null : await walk(receipt.index, now);
  if (walked === null) return { treeSize: now.size, witnesses, proven: null };
  const before = await ballotsBefore(receipt, log, base64url(definition.round));
  return { treeSize: now.size, witnesses, proven: { ...linesOf(receipt, walked.entries, batch, before), walked: walked.entries.length, sealed: walked.sealed } };
}

/** Each ballot names the one before it, and each of those has a receipt of its own. */
async function ballotsBefore(receipt: Receipt, log: VerifierKey, round: string): Promise<BallotLine[]> {
  const lines: BallotLine[] = [];
  for (let next = receipt; next.ballot.seq > 0; ) {
    const found = verifyReceipt(await api.receipt(round, base64url(next.ballot.prev)), log);
    follows(next, found);
    lines.unshift(lineOf(found, found.index));
    next = found;
  }
  return lines;
}

type Ballot = Pick<Receipt, "eid" | "ballot" | "id" | "minute" | "tracker">;

function follows(later: Ballot, earlier: Ballot): void {
  if (
    !equal(later.eid, earlier.eid) ||
    !equal(later.ballot.credential, earlier.ballot.credential) ||
    !equal(later.ballot.prev, earlier.id) ||
    later.ballot.seq !== earlier.ballot.seq + 1
  ) {
    throw new FormatError("a ballot that does not follow the one before it");
  }
}

function lineOf({ ballot, id, tracker, minute }: Ballot, index: number): BallotLine {
  return { seq: ballot.seq, id: base64url(id), tracker, minute, index };
}

/** The entries from `first` to the sealing of its round, or to the end of the log; null when there are too many. */
async function walk(first: number, now: Checkpoint): Promise<{ entries: Uint8Array[]; sealed: boolean } | null> {
  const entries: Uint8Array[] = [];
  let eid: string | null = null;
  let sealed = false;
  while (!sealed && first + entries.length < now.size) {
    if (entries.length > LONGEST_WALK) return null;
    const { tile, offset } = entryTile(first + entries.length, now.size);
    for (const entry of parseBundle(await api.entries(tile), tile.width).slice(offset)) {
      entries.push(entry);
      const members = membersOf(entry);
      eid ??= asText(members["eid"]);
      sealed = members["type"] === "sealing" && members["eid"] === eid;
      if (sealed) break;
    }
  }
  const root = await rootAround(first, entries.map(leafHash), now.size, api.tile);
  if (!equal(root, now.root)) throw new FormatError("entries that are not those of the log");
  return { entries, sealed };
}

function linesOf(receipt: Receipt, entries: readonly Uint8Array[], batch: string, before: readonly BallotLine[]): { ballots: readonly BallotLine[]; void: VoidLine | null } {
  const eid = base64url(receipt.eid);
  const credential = base64url(receipt.ballot.credential);
  const ballots = [...before];
  let last: Ballot = receipt;
  let withdrawn: VoidLine | null = null;
  entries.forEach((entry, i) => {
    const index = receipt.index + i;
    const members = membersOf(entry);
    if (members["eid"] !== eid) return;
    const isVoid = (members["type"] === "void" && members["credential"] === credential) || (members["type"] === "batch-void" && members["batch"] === batch);
    if (isVoid) withdrawn ??= { minute: asInteger(members["minute"]), index, reason: asText(members["reason"]) };
    if (members["type"] !== "ballot" || (members["ballot"] as JsonObject | undefined)?.["credential"] !== credential) return;
    const found = readBallotEntry(entry);
    if (i > 0) follows(found, last);
    last = found;
    ballots.push(lineOf(found, index));
  });
  return { ballots, void: withdrawn };
}

/** The tree vouches for the bytes; what matters of them is read strictly where it is used. */
function membersOf(entry: Uint8Array): JsonObject {
  try {
    return JSON.parse(utf8Decode(entry)) as JsonObject;
  } catch {
    throw new FormatError("an entry that is not JSON");
  }
}
