// SPDX-License-Identifier: AGPL-3.0-or-later
//
// C2SP tlog-tiles: where tiles lie and how proofs are computed from them. Fetching is the caller's: this module
// says which tiles it needs and is handed their bytes.

import { FormatError } from "./bytes.ts";
import { consistencyRanges, HASH_BYTES, nodeHash, rootOf, split, type Range } from "./merkle.ts";

const TILE_WIDTH = 256;

export interface Tile {
  readonly level: number;
  readonly index: number;
  /** 1..256; 256 is a full tile */
  readonly width: number;
}

/** `kind`: level number, or "entries" for an entry bundle. Relative to the prefix of the log. */
export function tilePath(tile: Tile, kind: "hashes" | "entries" = "hashes"): string {
  let number = String(tile.index % 1000).padStart(3, "0");
  for (let rest = Math.floor(tile.index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    number = `x${String(rest % 1000).padStart(3, "0")}/${number}`;
  }
  const partial = tile.width < TILE_WIDTH ? `.p/${tile.width}` : "";
  return `tile/${kind === "entries" ? "entries" : tile.level}/${number}${partial}`;
}

/** The bundle of entries that holds entry `index` in a tree of `size`, and the entry's place in it. */
export function entryTile(index: number, size: number): { tile: Tile; offset: number } {
  const tile = tileAt(0, Math.floor(index / TILE_WIDTH), size);
  return { tile, offset: index % TILE_WIDTH };
}

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

/** The tile as it is in a tree of `treeSize` leaves. */
function tileAt(level: number, index: number, treeSize: number): Tile {
  const hashes = Math.floor(treeSize / TILE_WIDTH ** level);
  const width = Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH);
  if (width < 1) throw new FormatError("outside the tree");
  return { level, index, width };
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
