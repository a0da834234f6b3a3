// SPDX-License-Identifier: AGPL-3.0-or-later

import { FormatError } from "../crypto/bytes.ts";
import { mod } from "./equations.ts";
import { inverse } from "../crypto/election.ts";

/** The coefficients that give the value at 0 of a polynomial from its values at these places. */
export function lagrangeAtZero(places: readonly number[]): readonly bigint[] {
  if (new Set(places).size !== places.length || places.some((place) => place < 1)) throw new FormatError("shares of the same trustee");
  return places.map((i) => {
    let numerator = 1n;
    let denominator = 1n;
    for (const j of places) {
      if (j === i) continue;
      numerator = mod(numerator * BigInt(j));
      denominator = mod(denominator * BigInt(j - i));
    }
    return mod(numerator * inverse(denominator));
  });
}
