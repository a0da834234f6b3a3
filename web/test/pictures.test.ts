// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { concat, utf8 } from "../src/crypto/bytes.ts";
import { bareJpeg, bareWebp } from "../src/pictures/bare.ts";

const sample = (name: string): Uint8Array => new Uint8Array(readFileSync(`../tests/data/pictures/${name}`));
const little = (value: number): Uint8Array => new Uint8Array([value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24]);
const chunk = (name: string, data: string): Uint8Array => concat(utf8(name), little(data.length), utf8(data), new Uint8Array(data.length & 1));

/** As Chromium writes a WebP file: VP8X and a colour profile in front. */
function withChunks(file: Uint8Array, before: readonly Uint8Array[], behind: readonly Uint8Array[]): Uint8Array {
  const body = concat(utf8("WEBP"), ...before, file.subarray(12), ...behind);
  return concat(utf8("RIFF"), little(body.length), body);
}

test("of a WebP file the picture is left, and what the server takes is left as it is", () => {
  for (const name of ["lossy.webp", "lossless.webp"]) {
    const file = sample(name);
    assert.deepEqual(bareWebp(file), file);
    const full = withChunks(file, [chunk("VP8X", "0123456789"), chunk("ICCP", "profile")], [chunk("EXIF", "GPS"), chunk("XMP ", "<x/>")]);
    assert.deepEqual(bareWebp(full), file);
    for (let length = 0; length < file.length; length++) assert.throws(() => bareWebp(file.subarray(0, length)), { name: "FormatError" });
  }
  assert.throws(() => bareWebp(withChunks(new Uint8Array(12), [chunk("EXIF", "GPS")], [])), { name: "FormatError" });
});

test("of a JPEG file tables, frame and scans are left", () => {
  const segment = (marker: number, text: string): Uint8Array => concat(new Uint8Array([0xff, marker, 0, text.length + 2]), utf8(text));
  for (const name of ["baseline.jpg", "progressive.jpg", "grey.jpg"]) {
    const file = sample(name);
    const bare = bareJpeg(file);
    assert.deepEqual(bare, concat(file.subarray(0, 2), file.subarray(20)), "all but JFIF");
    const full = concat(file.subarray(0, 20), segment(0xe1, "Exif\0\0GPS"), segment(0xe2, "ICC_PROFILE"), segment(0xfe, "hello"), file.subarray(20, -2), segment(0xed, "8BIM"), file.subarray(-2), utf8("behind"));
    assert.deepEqual(bareJpeg(full), bare);
    for (let length = 0; length < file.length; length++) assert.throws(() => bareJpeg(file.subarray(0, length)), { name: "FormatError" });
  }
});
