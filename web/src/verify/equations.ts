// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Sums of public multiples of points, and many equations checked as one: each times a weight of 128 random bits that is
// drawn after everything is fixed.

import { ristretto255 } from "@noble/curves/ed25519";
import { FormatError } from "../crypto/bytes.ts";
import { ORDER, readPoint, readScalar, type Point } from "../crypto/group.ts";

const Group = ristretto255.Point;
const WEIGHT_BYTES = 16;

export const mod = (value: bigint): bigint => ((value % ORDER) + ORDER) % ORDER;

/** The first 16 bytes, little-endian. */
export function weightOf(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = WEIGHT_BYTES - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  return value;
}

export class Sum {
  private readonly points: Point[] = [];
  private readonly scalars: bigint[] = [];

  add(point: Point, scalar: bigint): this {
    const value = mod(scalar);
    if (value !== 0n && !point.is0()) {
      this.points.push(point);
      this.scalars.push(value);
    }
    return this;
  }

  value(): Point {
    return this.points.length === 0 ? Group.ZERO : Group.msm(this.points, this.scalars);
  }
}

/** Equations that say that a sum is the identity. */
export class Equations {
  private readonly sum = new Sum();
  private weight = 1n;

  /** The terms added from now on are of another equation. */
  next(): this {
    this.weight = weightOf(crypto.getRandomValues(new Uint8Array(WEIGHT_BYTES)));
    return this;
  }

  add(point: Point, scalar: bigint): this {
    this.sum.add(point, mod(this.weight * scalar));
    return this;
  }

  hold(): boolean {
    return this.sum.value().is0();
  }
}

/** Bytes of a blob in order, all of which must be read. */
export class Reader {
  private at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  take(length: number): Uint8Array {
    const taken = this.bytes.slice(this.at, this.at + length);
    if (taken.length !== length) throw new FormatError("a blob that is cut off");
    this.at += length;
    return taken;
  }

  u32(): number {
    return this.take(4).reduce((value, byte) => value * 256 + byte, 0);
  }

  points(count: number): { bytes: Uint8Array; point: Point }[] {
    return Array.from({ length: count }, () => {
      const bytes = this.take(32);
      return { bytes, point: readPoint(bytes) };
    });
  }

  scalars(count: number): bigint[] {
    return Array.from({ length: count }, () => readScalar(this.take(32)));
  }

  end(): void {
    if (this.at !== this.bytes.length) throw new FormatError("a blob with bytes behind it");
  }
}
