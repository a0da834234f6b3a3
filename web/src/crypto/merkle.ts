// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The hash tree of RFC 6962 section 2.1: leaves, inclusion proofs, consistency proofs.

import { sha256 } from "@noble/hashes/sha2";
import { concat, equal, FormatError } from "./bytes.ts";

export const HASH_BYTES = 32;
/** A proof in a tree of at most 2^53 leaves is never longer. */
export const MAX_PROOF_HASHES = 64;

export function emptyRoot(): Uint8Array {
  return sha256(new Uint8Array(0));
}

export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256(concat(Uint8Array.of(0), entry));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(Uint8Array.of(1), left, right));
}

/** Largest power of two smaller than n, n > 1. */
export function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

export function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return emptyRoot();
  if (leaves.length === 1) return leaves[0]!;
  const k = split(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

/** The root that a leaf at `index` and its path give in a tree of `size` leaves; throws where the path has a wrong length. */
export function rootFromInclusion(index: number, size: number, leaf: Uint8Array, path: readonly Uint8Array[]): Uint8Array {
  if (index >= size) throw new FormatError("index outside the tree");
  if (size === 1) {
    if (path.length !== 0) throw new FormatError("inclusion proof too long");
    return leaf;
  }
  const sibling = path[path.length - 1];
  if (sibling === undefined) throw new FormatError("inclusion proof too short");
  const rest = path.slice(0, -1);
  const k = split(size);
  return index < k
    ? nodeHash(rootFromInclusion(index, k, leaf, rest), sibling)
    : nodeHash(sibling, rootFromInclusion(index - k, size - k, leaf, rest));
}

/** A range [start, start + size) of leaves that is a subtree of the tree in question. */
export interface Range {
  readonly start: number;
  readonly size: number;
}

/** Which subtrees a consistency proof from `first` to `second` leaves consists of, in the order of RFC 6962. */
export function consistencyRanges(first: number, second: number): Range[] {
  if (first < 1 || first > second) throw new FormatError("sizes of a consistency proof");
  const walk = (m: number, start: number, size: number, whole: boolean): Range[] => {
    if (m === size) return whole ? [] : [{ start, size }];
    const k = split(size);
    return m <= k
      ? [...walk(m, start, k, whole), { start: start + k, size: size - k }]
      : [...walk(m - k, start + k, size - k, false), { start, size: k }];
  };
  return walk(first, 0, second, true);
}

/** True when the proof leads from the old root to the new one (RFC 9162 section 2.1.4.2). */
export function consistencyHolds(
  first: number,
  firstRoot: Uint8Array,
  second: number,
  secondRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (first > second) return false;
  if (first === second) return proof.length === 0 && equal(firstRoot, secondRoot);
  if (first === 0) return proof.length === 0 && equal(firstRoot, emptyRoot());
  // Each walk returns the roots of the first m leaves and of all leaves of its subtree.
  let used = 0;
  const take = (): Uint8Array => {
    const hash = proof[used++];
    if (hash === undefined) throw new FormatError("consistency proof too short");
    return hash;
  };
  const walk = (m: number, size: number, whole: boolean): [Uint8Array, Uint8Array] => {
    if (m === size) {
      const root = whole ? firstRoot : take();
      return [root, root];
    }
    const k = split(size);
    if (m <= k) {
      const [old, left] = walk(m, k, whole);
      return [old, nodeHash(left, take())];
    }
    const [old, right] = walk(m - k, size - k, false);
    const left = take();
    return [nodeHash(left, old), nodeHash(left, right)];
  };
  try {
    const [old, now] = walk(first, second, true);
    return used === proof.length && equal(old, firstRoot) && equal(now, secondRoot);
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
