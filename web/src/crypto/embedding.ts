// SPDX-License-Identifier: AGPL-3.0-or-later
//
// 30 bytes in a point and back (docs/protocol.md section 6, "Embedding").

import { equal, FormatError } from "./bytes.ts";
import { BLOCK_BYTES } from "./forms.ts";
import { pointOrNull, type Point } from "./group.ts";

const TRIES = 16384;

/** About four tries; never runs out in practice (probability below 2^-4000). */
export function embed(block: Uint8Array): Point {
  const s = new Uint8Array(32);
  s.set(block, 1);
  for (let c = 0; c < TRIES; c++) {
    s[0] = 2 * (c % 128);
    s[31] = Math.floor(c / 128);
    const point = pointOrNull(s);
    if (point !== null) return point;
  }
  throw new FormatError("block that no point holds");
}

/** Throws FormatError for a point that embed() would not have made. */
export function extract(point: Point): Uint8Array {
  const encoded = point.toBytes();
  const block = encoded.slice(1, 1 + BLOCK_BYTES);
  if (!equal(embed(block).toBytes(), encoded)) throw new FormatError("not an embedded block");
  return block;
}
