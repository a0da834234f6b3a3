// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { credentialOf } from "../src/crypto/codes.ts";
import { checkSymbol, grouped, hasValidCheck, normalise, readCode, showCode } from "../src/crypto/symbols.ts";
import { dice } from "./support.ts";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE = "7Q2MVX0KZ9DHB3RW5TN5"; // of tests/vectors/ballot.json

test("typing is forgiven where nothing is ambiguous", () => {
  for (const typed of [CODE, CODE.toLowerCase(), "7Q2MV-X0KZ9-DHB3R-W5TN5", " 7q2mv x0kz9\tdhb3r w5tn5\n", "7Q2MVXOKZ9DHB3RW5TN5", "7Q2MV–X0KZ9—DHB3R−W5TN5"]) {
    assert.deepEqual(readCode(typed), { symbols: CODE.slice(0, 19) }, typed);
  }
  assert.equal(normalise("il-oO"), "1100");
});

test("a typing error is named", () => {
  assert.deepEqual(readCode(""), { fault: "empty" });
  assert.deepEqual(readCode(" - "), { fault: "empty" });
  assert.deepEqual(readCode(CODE.slice(1)), { fault: "short" });
  assert.deepEqual(readCode(`${CODE}0`), { fault: "long" });
  assert.deepEqual(readCode(CODE.replace("7", "U")), { fault: "symbol" });
  assert.deepEqual(readCode(CODE.replace("7", "é")), { fault: "symbol" });
});

test("every single wrong symbol is caught", () => {
  for (let at = 0; at < CODE.length; at++) {
    for (const symbol of ALPHABET) {
      if (symbol !== CODE[at]) assert.deepEqual(readCode(CODE.slice(0, at) + symbol + CODE.slice(at + 1)), { fault: "check" });
    }
  }
});

test("every swap of neighbours is caught", () => {
  const roll = dice("swap");
  for (let i = 0; i < 200; i++) {
    const symbols = Array.from({ length: 19 }, () => ALPHABET[roll(32)]!).join("");
    const code = symbols + checkSymbol(symbols);
    assert.ok(hasValidCheck(code));
    for (let at = 0; at + 1 < code.length; at++) {
      if (code[at] !== code[at + 1]) assert.ok(!hasValidCheck(code.slice(0, at) + code[at + 1]! + code[at]! + code.slice(at + 2)));
    }
  }
});

test("codes are shown in groups of five", () => {
  assert.equal(showCode(CODE.slice(0, 19)), "7Q2MV-X0KZ9-DHB3R-W5TN5");
  assert.equal(grouped("ABCDEFGHJKMNPQRSTVWXYZ0123", 5), "ABCDE-FGHJK-MNPQR-STVWX-YZ0123");
  assert.equal(grouped("ABCDE", 5), "ABCDE");
});

test("a code of one round says nothing in another", () => {
  const one = credentialOf(new Uint8Array(16), CODE.slice(0, 19))!;
  const two = credentialOf(Uint8Array.from({ length: 16 }, () => 1), CODE.slice(0, 19))!;
  assert.notDeepEqual(one.key, two.key);
});
