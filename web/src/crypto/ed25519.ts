// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Ed25519 as libsodium verifies it (docs/protocol.md section 1): noble multiplies by the cofactor, so under a key that is
// not in the group of prime order it lets signatures through that C refuses.

import { ed25519 } from "@noble/curves/ed25519";
import { sha512 } from "@noble/hashes/sha2";
import { concat, equal } from "./bytes.ts";

const ORDER = ed25519.CURVE.n;

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

export function ed25519Holds(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  if (signature.length !== 64 || key.length !== 32) return false;
  try {
    if (!ed25519.verify(signature, message, key, { zip215: false })) return false;
    const [R, S] = [signature.slice(0, 32), littleEndian(signature.slice(32))];
    const k = littleEndian(sha512(concat(R, key, message))) % ORDER;
    const Point = ed25519.ExtendedPoint;
    const found = Point.BASE.multiplyUnsafe(S).subtract(Point.fromHex(key).multiplyUnsafe(k));
    return !found.isSmallOrder() && equal(found.toRawBytes(), R);
  } catch {
    return false;
  }
}
