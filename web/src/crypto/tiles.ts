// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Proofs computed from tiles (C2SP tlog-tiles). Fetching is the caller's: this module says which tiles it needs
// and is handed their bytes.

import { FormatError } from "./bytes.ts";
import { consistencyRanges, HASH_BYTES, nodeHash, rootOf, split, type Range } from "./merkle.ts";
import { tileAt, tilePath, TILE_WIDTH, type Tile } from "./tile_path.ts";

/** The entry bundle: u16be length-prefixed entries, exactly `width` of them. */
export function parseBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 2 > bytes.length) throw new FormatError("entry bundle cut off");
    const length = bytes[at]! * 256 + bytes[at + 1]!;
    at += 2;
    if (at + length > bytes.length) throw new FormatError("entry bundle cut off");
    entries.push(bytes.slice(at, at + length));
    at += length;
  }
  if (entries.length !== width) throw new FormatError("entry bundle of another width");
  return entries;
}

export type TileReader = (tile: Tile) => Promise<Uint8Array>;

/** The consistency proof from `first` to `second` leaves, computed from tiles of the tree of `second` leaves. */
export async function consistencyFromTiles(first: number, second: number, read: TileReader): Promise<Uint8Array[]> {
  if (first === 0 || first === second) return [];
  const cached = cache(read);
  return Promise.all(consistencyRanges(first, second).map((range) => subtreeRoot(range, second, cached)));
}

/** The root of the tree of `treeSize` leaves in which `leaves` stand from `start` on; everything around them comes from tiles. */
export async function rootAround(start: number, leaves: readonly Uint8Array[], treeSize: number, read: TileReader): Promise<Uint8Array> {
  const end = start + leaves.length;
  if (leaves.length === 0 || end > treeSize) throw new FormatError("outside the tree");
  const cached = cache(read);
  const walk = async (from: number, size: number): Promise<Uint8Array> => {
    if (from >= end || from + size <= start) return subtreeRoot({ start: from, size }, treeSize, cached);
    if (from >= start && from + size <= end) return rootOf(leaves.slice(from - start, from - start + size));
    const k = split(size);
    const [left, right] = await Promise.all([walk(from, k), walk(from + k, size - k)]);
    return nodeHash(left, right);
  };
  return walk(0, treeSize);
}

/** The root of a subtree: whole tiles' hashes where it spans them, hashed together. */
async function subtreeRoot(range: Range, treeSize: number, read: TileReader): Promise<Uint8Array> {
  const { start, size } = range;
  // A full subtree of 2^n leaves lies in one tile at level floor(n / 8); others are split as the tree is.
  let level = 0;
  let unit = 1;
  while (unit * TILE_WIDTH <= size) {
    unit *= TILE_WIDTH;
    level++;
  }
  if (size % unit !== 0) {
    const k = split(size);
    const [left, right] = await Promise.all([
      subtreeRoot({ start, size: k }, treeSize, read),
      subtreeRoot({ start: start + k, size: size - k }, treeSize, read),
    ]);
    return nodeHash(left, right);
  }
  const first = start / unit;
  const tile = tileAt(level, Math.floor(first / TILE_WIDTH), treeSize);
  const bytes = await read(tile);
  if (bytes.length !== tile.width * HASH_BYTES) throw new FormatError("tile of another width");
  const offset = first % TILE_WIDTH;
  const hashes = Array.from({ length: size / unit }, (_, i) => bytes.slice((offset + i) * HASH_BYTES, (offset + i + 1) * HASH_BYTES));
  if (offset + hashes.length > tile.width) throw new FormatError("subtree outside its tile");
  return rootOf(hashes);
}

function cache(read: TileReader): TileReader {
  const seen = new Map<string, Promise<Uint8Array>>();
  return (tile) => {
    const key = tilePath(tile);
    let found = seen.get(key);
    if (found === undefined) seen.set(key, (found = read(tile)));
    return found;
  };
}
