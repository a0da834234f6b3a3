// SPDX-License-Identifier: AGPL-3.0-or-later
//
// C2SP tlog-tiles: where tiles and entry bundles lie.

import { FormatError } from "./bytes.ts";

export const TILE_WIDTH = 256;

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

/** The tile as it is in a tree of `treeSize` leaves. */
export function tileAt(level: number, index: number, treeSize: number): Tile {
  const hashes = Math.floor(treeSize / TILE_WIDTH ** level);
  const width = Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH);
  if (width < 1) throw new FormatError("outside the tree");
  return { level, index, width };
}
