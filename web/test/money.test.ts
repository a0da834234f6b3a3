// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { readMoney, shareOf, splitMoney, writeMoney } from "../src/pages/prepare/money.ts";

test("an amount is read as people write it, and what can be misread is refused", () => {
  const amounts: readonly [string, number, number | null][] = [
    ["12500", 2, 1_250_000], ["12,500.00", 2, 1_250_000], ["12.500,00", 2, 1_250_000], ["12 500", 2, 1_250_000], ["12\u00a0500,5", 2, 1_250_050],
    ["12.500", 2, 1_250_000], ["12,500", 2, 1_250_000], ["12.5", 2, 1250], ["0.07", 2, 7], ["1,250,000", 2, 125_000_000], ["1'250'000.10", 2, 125_000_010],
    ["12.500", 3, 12_500], ["1.500", 0, 1500], ["0", 2, 0], ["90071992547409.91", 2, 9_007_199_254_740_991],
    ["", 2, null], ["12.345.6", 2, null], ["1,2,3", 2, null], ["12.505", 4, 125_050], ["12.5055", 3, null], ["-5", 2, null], ["5 €", 2, null], ["1.5", 0, null],
    ["90071992547409.92", 2, null], ["12,34.5", 2, null], [".5", 2, null], ["1e3", 2, null],
  ]; // prettier-ignore
  for (const [text, digits, minor] of amounts) assert.equal(readMoney(text, digits), minor, `${text} with ${digits} digits`);
});

test("what is written is read back", () => {
  for (const digits of [0, 2, 3]) for (const minor of [0, 1, 99, 100, 1000, 1_250_050, Number.MAX_SAFE_INTEGER]) assert.equal(readMoney(writeMoney(minor, digits), digits), minor, `${minor} with ${digits} digits`);
});

test("shares add up to the amount exactly and are as near to the weights as whole units can be", () => {
  assert.deepEqual(splitMoney(100, [1, 1, 1]), [34, 33, 33]);
  assert.deepEqual(splitMoney(10, [0, 3]), [0, 10]);
  assert.equal(splitMoney(10, [0, 0]), null);
  assert.deepEqual(splitMoney(0, [1, 2]), [0, 0]);
  let state = 1;
  const below = (limit: number): number => (state = (state * 48_271) % 2_147_483_647) % limit;
  for (let i = 0; i < 500; i++) {
    const amount = i === 0 ? Number.MAX_SAFE_INTEGER : below(1_000_000_000);
    const weights = Array.from({ length: 1 + below(20) }, () => 1 + below(100_000));
    const total = weights.reduce((a, b) => a + b);
    const shares = splitMoney(amount, weights)!;
    assert.equal(shares.reduce((a, b) => a + BigInt(b), 0n), BigInt(amount));
    shares.forEach((share, at) => {
      const gap = BigInt(share) * BigInt(total) - BigInt(amount) * BigInt(weights[at]!);
      assert.ok(gap < BigInt(total) && gap > -BigInt(total), `share ${at} is within one unit`);
    });
  }
});

test("a share of a budget is rounded down to a whole unit", () => {
  assert.equal(shareOf(100_001, 1250), 12_500);
  assert.equal(shareOf(Number.MAX_SAFE_INTEGER, 10_000), Number.MAX_SAFE_INTEGER);
});
