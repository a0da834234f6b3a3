// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { base64, base64Decode, base64url, base64urlDecode, decimalDecode, fiveBitGroups, hexDecode, u64be, utf8, utf8Decode } from "../src/crypto/bytes.ts";
import { canonical, exactMembers, parseCanonical, type JsonObject } from "../src/crypto/json.ts";

test("base64 texts of RFC 4648 section 10", () => {
  const known: [string, string][] = [["", ""], ["f", "Zg=="], ["fo", "Zm8="], ["foo", "Zm9v"], ["foob", "Zm9vYg=="], ["fooba", "Zm9vYmE="], ["foobar", "Zm9vYmFy"]]; // prettier-ignore
  for (const [plain, text] of known) {
    assert.equal(base64(utf8(plain)), text);
    assert.equal(utf8Decode(base64Decode(text)), plain);
    assert.equal(base64url(utf8(plain)), text.replace(/=/g, ""));
  }
  assert.equal(base64url(Uint8Array.of(0xfb, 0xff)), "-_8");
});

test("base64 in any other form is refused", () => {
  for (const text of ["Zg", "Zg=", "Zh==", "Zm9=", "Zg==\n", " Zg==", "Zg==Zg==", "====", "Z===", "Zm-v"]) assert.throws(() => base64Decode(text), { name: "FormatError" }, text);
  for (const text of ["Zg==", "Zh", "Zm9", "Z", "Zm+v", "Zm9v "]) assert.throws(() => base64urlDecode(text), { name: "FormatError" }, text);
  assert.throws(() => base64urlDecode("Zm9v", 4), { name: "FormatError" });
});

test("decimal numbers have one form", () => {
  assert.equal(decimalDecode("0"), 0);
  assert.equal(decimalDecode("9007199254740991"), Number.MAX_SAFE_INTEGER);
  for (const text of ["", "00", "01", "+1", "-1", "1.0", "1e3", " 1", "9007199254740992"]) assert.throws(() => decimalDecode(text), text);
});

test("u64be carries beyond 32 bits", () => {
  assert.deepEqual([...u64be(Number.MAX_SAFE_INTEGER)], [0, 0x1f, 255, 255, 255, 255, 255, 255]);
  assert.deepEqual([...u64be(2 ** 32 + 5)], [0, 0, 0, 1, 0, 0, 0, 5]);
  assert.deepEqual([...u64be(0xffffffff)], [0, 0, 0, 0, 255, 255, 255, 255]);
});

test("groups of five bits cross bytes, most significant first", () => {
  assert.deepEqual(fiveBitGroups(hexDecode("f83e0f83e0"), 8), [31, 0, 31, 0, 31, 0, 31, 0]);
});

test("canonical JSON sorts, escapes and encodes as RFC 8785", () => {
  const value: JsonObject = { b: [1, true, "ä€😀"], a: { z: "\"\\/", a0: 0 }, list: [] };
  assert.equal(utf8Decode(canonical(value)), '{"a":{"a0":0,"z":"\\"\\\\/"},"b":[1,true,"ä€😀"],"list":[]}');
  assert.deepEqual(parseCanonical(canonical(value)), value);
});

test("every other text of a value is refused", () => {
  const refused = [
    "", "{", "[]", "1", '"a"', "null", '{"a":null}', '{"a":1 }', ' {"a":1}', '{"a":1}\n', '{"b":1,"a":1}', '{"a":1,"a":1}', '{"a":-0}', '{"a":-1}', '{"a":1.0}',
    '{"a":1e2}', '{"a":0.5}', '{"a":9007199254740992}', '{"A":1}', '{"":1}', '{"a":"\\u0061"}', '{"a":"\\n"}', '{"a":"\\/"}', '{"a":"\u007f"}', '{"a":"\\ud800"}', '\ufeff{"a":1}',
    `{"${"k".repeat(65)}":1}`,
  ]; // prettier-ignore
  for (const text of refused) assert.throws(() => parseCanonical(utf8(text)), { name: "FormatError" }, JSON.stringify(text));
  assert.throws(() => parseCanonical(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)), { name: "FormatError" });
});

test("a key that means something to JavaScript is a key like any other", () => {
  const text = '{"__proto__":{"a":1},"constructor":2}';
  assert.equal(utf8Decode(canonical(parseCanonical(utf8(text)))), text);
  assert.throws(() => exactMembers(parseCanonical(utf8(text)), ["constructor"]));
});

test("JSON nests sixteen deep and no deeper", () => {
  const nested = (depth: number): Uint8Array => utf8(`{"a":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`);
  assert.doesNotThrow(() => parseCanonical(nested(16)));
  assert.throws(() => parseCanonical(nested(17)), { name: "FormatError" });
});
