// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The order in which this phone shows the options: random, so that no project gains by its place, and the same
// after every reload. Not secret and not part of the ballot.

/** A permutation of 0..count-1 from a seed (xorshift32 and Fisher-Yates). */
export function shuffled(count: number, seed: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  let state = (seed >>> 0) || 1;
  const below = (limit: number): number => {
    // Values above the largest multiple of limit would favour the small numbers.
    const bound = Math.floor(2 ** 32 / limit) * limit;
    do {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      state >>>= 0;
    } while (state >= bound);
    return state % limit;
  };
  for (let i = count - 1; i > 0; i--) {
    const j = below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** Different for each contest of a round. */
export function seedOf(seed: number, contest: string): number {
  let mixed = seed >>> 0;
  for (const symbol of contest) mixed = (Math.imul(mixed ^ symbol.codePointAt(0)!, 0x9e3779b1) >>> 0) ^ (mixed >>> 15);
  return mixed >>> 0;
}
