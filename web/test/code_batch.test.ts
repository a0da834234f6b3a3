// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../src/crypto/bytes.ts";
import { codeText, countOf, keysBlob, makeCodes, mergeCodes, serialText, wipeCodes, withoutKeys, type Codes } from "../src/crypto/code_batch.ts";
import { credentialOf, serialOf } from "../src/crypto/codes.ts";
import { readCode, showSerial } from "../src/crypto/symbols.ts";
import { seeded } from "./support.ts";

const NONCE = Uint8Array.from({ length: 16 }, (_, i) => i);
const keyAt = (codes: Codes, i: number): Uint8Array => codes.keys.slice(32 * i, 32 * i + 32);

test("a code that is printed gives the key and the serial that stand beside it", () => {
  const codes = mergeCodes([makeCodes(NONCE, 7, seeded("a")), makeCodes(NONCE, 6, seeded("b"))]);
  assert.equal(countOf(codes), 13);
  for (let i = 0; i < 13; i++) {
    const reading = readCode(codeText(codes, i));
    assert.ok("symbols" in reading);
    const { key } = credentialOf(NONCE, reading.symbols)!;
    assert.deepEqual(keyAt(codes, i), key);
    assert.equal(serialText(codes, i), showSerial(serialOf(key)));
    if (i > 0) assert.ok(compare(codes.serials.slice(5 * i - 5, 5 * i), codes.serials.slice(5 * i, 5 * i + 5)) < 0, "ascending by serial");
  }
});

test("all 32 symbols are drawn, about as often", () => {
  const times = new Map<string, number>();
  const codes = makeCodes(NONCE, 500, seeded("many"));
  for (const byte of codes.symbols) times.set(String.fromCharCode(byte), (times.get(String.fromCharCode(byte)) ?? 0) + 1);
  assert.equal(times.size, 32);
  for (const [symbol, count] of times) assert.ok(count > 220 && count < 375, `${symbol} ${count}`);
});

test("of two codes with one serial one stays", () => {
  const twice = mergeCodes([makeCodes(NONCE, 4, seeded("same")), makeCodes(NONCE, 5, seeded("same"))]);
  assert.equal(countOf(twice), 5);
});

test("the keys blob is ascending and the same in any order", () => {
  const codes = mergeCodes([makeCodes(NONCE, 20, seeded("blob"))]);
  const blob = keysBlob(codes);
  for (let i = 1; i < 20; i++) assert.ok(compare(blob.slice(32 * i - 32, 32 * i), blob.slice(32 * i, 32 * i + 32)) < 0);
  assert.deepEqual(blob, keysBlob(makeCodes(NONCE, 20, seeded("blob"))));
});

test("named keys are taken out, and everything can be wiped", () => {
  const codes = mergeCodes([makeCodes(NONCE, 5, seeded("out"))]);
  const [gone, kept] = [keyAt(codes, 1), keyAt(codes, 2)];
  const rest = withoutKeys(codes, [gone]);
  assert.equal(countOf(rest), 4);
  assert.deepEqual(keyAt(rest, 1), kept);
  assert.ok(codes.symbols.every((byte) => byte === 0), "what it came from is wiped");
  wipeCodes(rest);
  for (const bytes of [rest.symbols, rest.keys, rest.serials]) assert.ok(bytes.every((byte) => byte === 0));
});
