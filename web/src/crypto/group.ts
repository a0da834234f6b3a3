// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The group ristretto255 (RFC 9496) behind the doors of docs/protocol.md section 1: every point and every
// scalar from outside comes in through readPoint and readScalar, nowhere else.
// Multiplication by a secret is @noble/curves' constant-time algorithm (as far as JavaScript's big integers
// allow any), and every secret scalar here is only ever multiplied, never branched on.

import { ristretto255, RistrettoPoint } from "@noble/curves/ed25519";
import { FormatError } from "./bytes.ts";

export type Point = InstanceType<typeof RistrettoPoint>;

const Group = ristretto255.Point;
export const POINT_BYTES = 32;
export const SCALAR_BYTES = 32;

/** B, the base point. */
export const BASE: Point = Group.BASE;
/** L, the order of the group. */
export const ORDER: bigint = Group.Fn.ORDER;

/**
 * A point from outside: 32 bytes, canonical (bit 255 clear, s < p, s not negative), on the curve and not the
 * identity.
 */
export function readPoint(bytes: Uint8Array): Point {
  const point = pointOrNull(bytes);
  if (point === null) throw new FormatError("not a point");
  return point;
}

/** The same door for callers to whom refusal is ordinary, as in embedding. */
export function pointOrNull(bytes: Uint8Array): Point | null {
  // Checked here as well as in the library: the door does not depend on its version.
  if (bytes.length !== POINT_BYTES || (bytes[31]! & 0x80) !== 0 || (bytes[0]! & 1) !== 0) return null;
  try {
    const point = Group.fromBytes(bytes);
    return point.is0() ? null : point;
  } catch {
    return null;
  }
}

/** A scalar from outside: 32 bytes little-endian, less than L. */
export function readScalar(bytes: Uint8Array): bigint {
  if (bytes.length !== SCALAR_BYTES) throw new FormatError("not a scalar");
  const value = littleEndian(bytes);
  if (value >= ORDER) throw new FormatError("not a scalar");
  return value;
}

export function scalarBytes(value: bigint): Uint8Array {
  const out = new Uint8Array(SCALAR_BYTES);
  for (let i = 0; i < SCALAR_BYTES; i++) out[i] = Number((value >> BigInt(8 * i)) & 0xffn);
  return out;
}

/** 64 bytes read little-endian and reduced mod L. */
export function reduceWide(bytes: Uint8Array): bigint {
  return littleEndian(bytes) % ORDER;
}

/** RFC 9496 section 4.3.4: 64 uniform bytes to a point. */
export function pointFromUniform(bytes: Uint8Array): Point {
  return RistrettoPoint.hashToCurve(bytes);
}

/** a + b c mod L */
export function addProduct(a: bigint, b: bigint, c: bigint): bigint {
  return (a + b * c) % ORDER;
}

/** scalar * point; the identity is a value like any other. For secret scalars. */
export function multiply(point: Point, scalar: bigint): Point {
  return scalar === 0n ? Group.ZERO : point.multiply(scalar);
}

/** The same in variable time: for public scalars only. */
export function multiplyPublic(point: Point, scalar: bigint): Point {
  return point.multiplyUnsafe(scalar);
}

/** A point that will be multiplied often: builds its table at the first use. */
export function prepared(point: Point): Point {
  return point.precompute(8, true) as Point;
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  return value;
}
