// SPDX-License-Identifier: AGPL-3.0-or-later
import { readFileSync } from "node:fs";
import { sha512 } from "@noble/hashes/sha2";
import { concat, u32be, utf8 } from "../src/crypto/bytes.ts";
import type { RandomBytes } from "../src/crypto/ballot.ts";

/** A file of tests/vectors, shared with C. Tests run in web/. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(`../tests/vectors/${name}.json`, "utf8")) as T;
}

/** Reproducible bytes that look random: a hash of a seed and a counter. */
export function seeded(seed: string): RandomBytes {
  let counter = 0;
  return (count) => {
    let bytes = new Uint8Array(0);
    while (bytes.length < count) bytes = concat(bytes, sha512(concat(utf8(seed), u32be(counter++)))) as Uint8Array<ArrayBuffer>;
    return bytes.slice(0, count);
  };
}

/** Integers 0..below-1 from a seed, for property tests that can be repeated. */
export function dice(seed: string): (below: number) => number {
  const random = seeded(seed);
  let pool: Uint32Array = new Uint32Array(0);
  let at = 0;
  return (below) => {
    if (at === pool.length) [pool, at] = [new Uint32Array(random(4096).buffer), 0];
    return pool[at++]! % below;
  };
}
