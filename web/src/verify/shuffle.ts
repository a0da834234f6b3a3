// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The proof of a mix (docs/protocol.md section 9): Terelius and Wikström, for tuples of w ciphertexts.

import { equal, FormatError, utf8 } from "../crypto/bytes.ts";
import { BASE, type Point } from "../crypto/group.ts";
import { hash32, hashToPoint, hashToScalar, vector } from "../crypto/transcript.ts";
import type { Ciphertext } from "./ballots.ts";
import { Equations, mod, Reader, weightOf } from "./equations.ts";

const HEADER = utf8("folkmoot-mix/1\n");

export interface MixStatement {
  readonly eid: Uint8Array;
  readonly contest: string;
  readonly position: number;
  readonly trustee: number;
  /** blob hash of the mix before, zeros at first */
  readonly previous: Uint8Array;
  readonly key: Point;
  readonly inputs: readonly (readonly Ciphertext[])[];
}

/** The outputs; throws where the proof does not hold. Yields now and then: it takes long. */
export function* verifyMix(statement: MixStatement, blob: Uint8Array): Generator<void, readonly (readonly Ciphertext[])[]> {
  const { eid, contest, position, trustee, previous, key, inputs } = statement;
  const n = inputs.length;
  const w = inputs[0]!.length;
  const reader = new Reader(blob);
  if (!equal(reader.take(HEADER.length), HEADER)) throw new FormatError("not a mix of version 1");
  if (reader.u32() !== n || reader.u32() !== w) throw new FormatError("a mix of another size than its input");
  const outputs = reader.points(2 * n * w);
  yield;
  const P = reader.points(n);
  const Q = reader.points(n);
  yield;
  const [T1, T2, T3] = reader.points(3) as [Read, Read, Read];
  const T4 = reader.points(2 * w);
  const hats = reader.points(n);
  const [s1, s2, s3] = reader.scalars(3) as [bigint, bigint, bigint];
  const s4 = reader.scalars(w);
  const sHat = reader.scalars(n);
  const sPrime = reader.scalars(n);
  reader.end();
  yield;

  const bytesOf = (read: readonly Read[]) => vector(read.map(({ bytes }) => bytes));
  const inputBytes = inputs.flatMap((tuple) => tuple.flatMap(({ a, c }) => [a.toBytes(), c.toBytes()]));
  const seed = hash32("shuffle-seed", eid, contest, position, trustee, previous, key.toBytes(), n, w, vector(inputBytes), bytesOf(outputs), bytesOf(P));
  const u = Array.from({ length: n }, (_, i) => weightOf(hash32("shuffle-u", seed, i + 1)));
  const c = hashToScalar("shuffle", seed, bytesOf(Q), T1.bytes, T2.bytes, T3.bytes, bytesOf(T4), bytesOf(hats));
  yield;
  const H = hashToPoint("shuffle-h", 0);
  const generators: Point[] = [];
  for (let i = 1; i <= n; i++) {
    generators.push(hashToPoint("shuffle-h", i));
    if (i % 64 === 0) yield;
  }

  const all = new Equations();
  const product = u.reduce((result, value) => mod(result * value), 1n);
  all.next().add(BASE, s1).add(T1.point, -1n);
  for (let i = 0; i < n; i++) all.add(P[i]!.point, -c).add(generators[i]!, c);
  all.next().add(BASE, s2).add(Q[n - 1]!.point, -c).add(H, c * product).add(T2.point, -1n);
  all.next().add(BASE, s3).add(T3.point, -1n);
  for (let i = 0; i < n; i++) all.add(generators[i]!, sPrime[i]!).add(P[i]!.point, -c * u[i]!);
  for (let k = 0; k < w; k++) {
    all.next().add(BASE, -s4[k]!).add(T4[2 * k]!.point, -1n);
    for (let i = 0; i < n; i++) all.add(outputs[2 * (i * w + k)]!.point, sPrime[i]!).add(inputs[i]![k]!.a, -c * u[i]!);
    all.next().add(key, -s4[k]!).add(T4[2 * k + 1]!.point, -1n);
    for (let i = 0; i < n; i++) all.add(outputs[2 * (i * w + k) + 1]!.point, sPrime[i]!).add(inputs[i]![k]!.c, -c * u[i]!);
  }
  for (let i = 0; i < n; i++) {
    all.next().add(BASE, sHat[i]!).add(i === 0 ? H : Q[i - 1]!.point, sPrime[i]!).add(Q[i]!.point, -c).add(hats[i]!.point, -1n);
  }
  yield;
  if (!all.hold()) throw new FormatError("the proof of a mix does not hold");
  return Array.from({ length: n }, (_, i) => Array.from({ length: w }, (_, k) => ({ a: outputs[2 * (i * w + k)]!.point, c: outputs[2 * (i * w + k) + 1]!.point })));
}

type Read = ReturnType<Reader["points"]>[number];
