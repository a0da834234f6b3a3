// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Decryption shares, and what comes out (docs/protocol.md section 10).

import { equal, FormatError, utf8 } from "../crypto/bytes.ts";
import type { Contest } from "../crypto/definition.ts";
import { extract } from "../crypto/embedding.ts";
import { isBlank, unpack, type Fields, type InvalidReason } from "../crypto/forms.ts";
import { BASE, type Point } from "../crypto/group.ts";
import { lagrangeAtZero } from "./lagrange.ts";
import { hash32, hashToPoint, hashToScalar, vector } from "../crypto/transcript.ts";
import type { Ciphertext } from "./ballots.ts";
import { Equations, Reader, Sum, weightOf } from "./equations.ts";

const HEADER = utf8("folkmoot-share/1\n");

export interface Share {
  readonly trustee: number;
  readonly d: readonly Point[];
}

/** Throws where the proof does not hold. `mix`: hash of the last mix. `key`: Y_i. */
export function* verifyShare(eid: Uint8Array, contest: string, mix: Uint8Array, trustee: number, key: Point, ciphertexts: readonly Ciphertext[], blob: Uint8Array): Generator<void, Share> {
  const reader = new Reader(blob);
  if (!equal(reader.take(HEADER.length), HEADER)) throw new FormatError("not a share of version 1");
  if (reader.u32() !== ciphertexts.length) throw new FormatError("a share of another size than the mix");
  const d = reader.points(ciphertexts.length + 1);
  yield;
  const [t, tPrime] = reader.points(2) as [ReturnType<Reader["points"]>[number], ReturnType<Reader["points"]>[number]];
  const [z] = reader.scalars(1) as [bigint];
  reader.end();
  const draw = hashToPoint("draw-point", eid, contest);
  const seed = hash32("share-seed", eid, contest, mix, trustee, key.toBytes(), vector(ciphertexts.map(({ a }) => a.toBytes())), draw.toBytes(), vector(d.map(({ bytes }) => bytes)));
  const bases = new Sum();
  const values = new Sum();
  [...ciphertexts.map(({ a }) => a), draw].forEach((point, j) => {
    const weight = weightOf(hash32("share-w", seed, j));
    bases.add(point, weight);
    values.add(d[j]!.point, weight);
  });
  const e = bases.value();
  const f = values.value();
  yield;
  const c = hashToScalar("share", seed, e.toBytes(), f.toBytes(), t.bytes, tPrime.bytes);
  const both = new Equations().next().add(BASE, z).add(t.point, -1n).add(key, -c).next().add(e, z).add(tPrime.point, -1n).add(f, -c);
  if (!both.hold()) throw new FormatError("the proof of a share does not hold");
  return { trustee, d: d.slice(0, -1).map(({ point }) => point) };
}

export type Decoded = { readonly fields: Fields; readonly blank: boolean } | { readonly fault: InvalidReason };

/** What each tuple of the last mix holds, by as many shares as are needed. */
export function* open(contest: Contest, mixed: readonly (readonly Ciphertext[])[], shares: readonly Share[]): Generator<void, readonly Decoded[]> {
  const lambdas = lagrangeAtZero(shares.map(({ trustee }) => trustee));
  const w = mixed[0]?.length ?? 0;
  const decoded: Decoded[] = [];
  for (const [i, tuple] of mixed.entries()) {
    const points = tuple.map(({ c }, k) => {
      const sum = new Sum();
      shares.forEach(({ d }, s) => sum.add(d[i * w + k]!, lambdas[s]!));
      return c.subtract(sum.value());
    });
    decoded.push(decode(contest, points));
    yield;
  }
  return decoded;
}

function decode(contest: Contest, points: readonly Point[]): Decoded {
  if (points.some((point) => point.is0())) return { fault: "identity" };
  const blocks: Uint8Array[] = [];
  for (const point of points) {
    try {
      blocks.push(extract(point));
    } catch {
      return { fault: "embedding" };
    }
  }
  const found = unpack(contest, blocks);
  return "fault" in found ? found : { fields: found.fields, blank: isBlank(found.fields) };
}

