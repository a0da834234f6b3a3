// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { hex, hexDecode } from "../src/crypto/bytes.ts";
import { BASE, multiply, multiplyPublic, ORDER, pointFromUniform, prepared, readPoint, readScalar, reduceWide, scalarBytes } from "../src/crypto/group.ts";
import { vectors } from "./support.ts";

const rfc = vectors<{ multiples: string[]; invalid: { bytes: string; why: string }[]; from_uniform_bytes: { input: string; output: string }[] }>("ristretto255");
const doors = vectors<Record<"points" | "scalars", { bytes: string; valid: boolean; why: string }[]>>("doors");

test("multiples of the base point are those of RFC 9496", () => {
  rfc.multiples.forEach((expected, i) => {
    assert.equal(hex(multiply(BASE, BigInt(i)).toBytes()), expected);
    assert.equal(hex(multiplyPublic(BASE, BigInt(i)).toBytes()), expected);
  });
});

test("encodings that RFC 9496 forbids are refused", () => {
  for (const { bytes, why } of rfc.invalid) assert.throws(() => readPoint(hexDecode(bytes)), { name: "FormatError" }, why);
});

test("uniform bytes map to the points of RFC 9496", () => {
  for (const { input, output } of rfc.from_uniform_bytes) assert.equal(hex(pointFromUniform(hexDecode(input)).toBytes()), output);
});

test("the door of points opens for the right ones only", () => {
  for (const { bytes, valid, why } of doors.points) {
    if (valid) assert.equal(hex(readPoint(hexDecode(bytes)).toBytes()), bytes, why);
    else assert.throws(() => readPoint(hexDecode(bytes)), { name: "FormatError" }, why);
  }
});

test("the door of scalars opens for the right ones only", () => {
  for (const { bytes, valid, why } of doors.scalars) {
    if (valid) assert.equal(hex(scalarBytes(readScalar(hexDecode(bytes)))), bytes, why);
    else assert.throws(() => readScalar(hexDecode(bytes)), { name: "FormatError" }, why);
  }
});

test("a point is refused when any one bit of it makes it another length or sets bit 255", () => {
  const bytes = BASE.toBytes();
  assert.throws(() => readPoint(bytes.slice(1)));
  assert.throws(() => readPoint(new Uint8Array(33)));
  const high = bytes.slice();
  high[31]! |= 0x80;
  assert.throws(() => readPoint(high));
});

test("a prepared point multiplies to the same results", () => {
  const point = multiply(BASE, 1234567n);
  const expected = multiply(point, ORDER - 5n).toBytes();
  assert.deepEqual(multiply(prepared(multiply(BASE, 1234567n)), ORDER - 5n).toBytes(), expected);
});

test("wide reduction is modulo the order", () => {
  const bytes = new Uint8Array(64);
  bytes.set(scalarBytes(ORDER - 1n));
  bytes[32] = 1;
  assert.equal(reduceWide(bytes), (ORDER - 1n + 2n ** 256n) % ORDER);
});
