// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A walk through a log from one ballot on: what became of it, proven by the root that the entries lead to.

import type { BallotLine, VoidLine } from "../api/types.ts";
import { base64url, equal, FormatError, utf8Decode } from "../crypto/bytes.ts";
import type { Checkpoint } from "../crypto/checkpoint.ts";
import { asInteger, asText, type JsonObject } from "../crypto/json.ts";
import { leafHash } from "../crypto/merkle.ts";
import { readBallotEntry, type Receipt } from "../crypto/receipt.ts";
import { entryTile, type Tile } from "../crypto/tile_path.ts";
import { parseBundle, rootAround, type TileReader } from "../crypto/tiles.ts";

/** More entries than this after a receipt are not gone through on a phone: about 20 MB. */
export const LONGEST_WALK = 8192;

/** Where a log is read: from the city itself, or from a copy of it. */
export interface RecordReader {
  readonly tile: TileReader;
  readonly entries: (tile: Tile) => Promise<Uint8Array>;
}

type Ballot = Pick<Receipt, "eid" | "ballot" | "id" | "minute" | "tracker">;

export function follows(later: Ballot, earlier: Ballot): void {
  if (
    !equal(later.eid, earlier.eid) ||
    !equal(later.ballot.credential, earlier.ballot.credential) ||
    !equal(later.ballot.prev, earlier.id) ||
    later.ballot.seq !== earlier.ballot.seq + 1
  ) {
    throw new FormatError("a ballot that does not follow the one before it");
  }
}

export function lineOf({ ballot, id, tracker, minute }: Ballot, index: number): BallotLine {
  return { seq: ballot.seq, id: base64url(id), tracker, minute, index };
}

/** The entries from `first` to the sealing of its round, or to the end of the log; null when there are too many. */
export async function walk(first: number, now: Checkpoint, record: RecordReader): Promise<{ entries: readonly Placed[]; sealed: boolean } | null> {
  const entries: Uint8Array[] = [];
  let eid: string | null = null;
  let sealed = false;
  while (!sealed && first + entries.length < now.size) {
    if (entries.length > LONGEST_WALK) return null;
    const { tile, offset } = entryTile(first + entries.length, now.size);
    for (const entry of parseBundle(await record.entries(tile), tile.width).slice(offset)) {
      entries.push(entry);
      const members = membersOf(entry);
      eid ??= asText(members["eid"]);
      sealed = members["type"] === "sealing" && members["eid"] === eid;
      if (sealed) break;
    }
  }
  const root = await rootAround(first, entries.map(leafHash), now.size, record.tile);
  if (!equal(root, now.root)) throw new FormatError("entries that are not those of the log");
  return { entries: entries.map((bytes, i) => ({ index: first + i, bytes })), sealed };
}

/** An entry and its place in the log. */
export interface Placed {
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** What entries from that of the receipt on say of its code. `inBatch`: whether the code is of this batch. */
export function linesOf(receipt: Receipt, entries: readonly Placed[], inBatch: (batch: string) => boolean, before: readonly BallotLine[]): { ballots: readonly BallotLine[]; void: VoidLine | null } {
  const eid = base64url(receipt.eid);
  const credential = base64url(receipt.ballot.credential);
  const ballots = [...before];
  let last: Ballot = receipt;
  let withdrawn: VoidLine | null = null;
  for (const { index, bytes } of entries) {
    const members = membersOf(bytes);
    if (members["eid"] !== eid) continue;
    const isVoid = (members["type"] === "void" && members["credential"] === credential) || (members["type"] === "batch-void" && inBatch(asText(members["batch"])));
    if (isVoid) withdrawn ??= { minute: asInteger(members["minute"]), index, reason: asText(members["reason"]) };
    if (members["type"] !== "ballot" || (members["ballot"] as JsonObject | undefined)?.["credential"] !== credential) continue;
    const found = readBallotEntry(bytes);
    if (index > receipt.index) follows(found, last);
    last = found;
    ballots.push(lineOf(found, index));
  }
  return { ballots, void: withdrawn };
}

/** The tree vouches for the bytes; what matters of them is read strictly where it is used. */
export function membersOf(entry: Uint8Array): JsonObject {
  try {
    return JSON.parse(utf8Decode(entry)) as JsonObject;
  } catch {
    throw new FormatError("an entry that is not JSON");
  }
}
