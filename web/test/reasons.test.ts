// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Why projects won or lost. What the server says of the same steps is tested in tests/integration/test_pages.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { textsOf } from "../build/texts.ts";
import { barOf, deciding, lastSteps, reasonsOf, rounded, startOf, type Count, type Step } from "../src/pages/result/reasons.ts";

const step = (option: string, outcome: string, cost: number, left: number, more: object = {}): Step => ({ option, outcome, cost, left, ...more });

const byScore: Count = {
  rule: { name: "greedy", threshold: 2 },
  selected: ["p0"],
  total_cost: 600,
  trace: [
    step("p0", "bought", 600, 1000, { score: "9" }),
    step("p1", "misfit", 600, 400, { score: "8" }),
    step("p2", "conflict", 1, 400, { score: "6", rival: "p0" }),
    step("p3", "stopped", 1, 400, { score: "5" }),
    step("p4", "below-threshold", 1, 400, { score: "-1" }),
    step("p5", "misfit", 1, 0, { score: "4" }),
  ],
};
const shares: Count = {
  rule: { name: "equal-shares" },
  selected: ["p0", "p2"],
  total_cost: 700,
  trace: [
    step("p0", "bought", 600, 1000, { price: "1", payers: 3, emptied: 1, greatest: "1001/3" }),
    step("p1", "unaffordable", 600, 400, { held: "99/2" }),
    step("p2", "unsupported", 100, 400),
    step("p2", "bought", 100, 400, { score: "0" }),
    step("p1", "stopped", 600, 300, { score: "2" }),
  ],
  shares: { endowment: "1001/3", added: 2, end: "overspent", over: 1200 },
};

const ids = (by: Count, number: number): string[] => reasonsOf(by, by.trace[number]!).map(({ id }) => id);

test("fractions are rounded exactly, also beyond what a double holds", () => {
  assert.deepEqual([rounded("7/2", false), rounded("7/2", true), rounded("4", true), rounded("0", false)], [3, 4, 4, 0]);
  assert.equal(rounded("90071992547409919/10", false), 9007199254740991);
});

test("each outcome has its sentence", () => {
  const all = byScore.trace.map((_, i) => ids(byScore, i).join());
  assert.deepEqual(all, ["why-fits", "why-misfit", "why-conflict", "why-stopped", "why-below-threshold", "why-nothing-left"]);
  assert.deepEqual(reasonsOf(byScore, byScore.trace[1]!)[0]!.amounts, { left: 400, lack: 200 });
  assert.deepEqual(reasonsOf(byScore, byScore.trace[4]!)[0]!.numbers, { missing: 3, threshold: 2 });
  assert.deepEqual(ids(shares, 0), ["why-paid", "why-emptied"]);
  assert.deepEqual(reasonsOf(shares, shares.trace[0]!)[0]!.amounts, { amount: 334 });
  const phragmen: Count = { ...byScore, rule: { name: "phragmen" }, trace: [
    step("p0", "bought", 1, 1, { price: "1/2", payers: 1 }), step("p1", "bought", 1, 1), step("p2", "stopped", 1, 0, { price: "3" }), step("p3", "stopped", 1, 0),
  ] };
  assert.deepEqual([0, 1, 2, 3].map((i) => ids(phragmen, i).join()), ["why-shared,why-load", "why-unsupported-fits", "why-load-too-late", "why-unsupported"]);
});

test("a project is shown once, with what happened to it before", () => {
  assert.deepEqual(lastSteps(shares, true), [shares.trace[0], shares.trace[3]]);
  assert.deepEqual(lastSteps(shares, false), [shares.trace[4]]);
  assert.deepEqual(ids(shares, 3), ["why-unsupported", "why-rest", "why-fits"]);
  assert.deepEqual(ids(shares, 4), ["why-unaffordable", "why-rest", "why-stopped"]);
  assert.deepEqual(reasonsOf(shares, shares.trace[4]!)[0]!.amounts, { left: 49, lack: 551 });
});

test("what all begin with, and how the comparison fell", () => {
  const sentences = startOf(shares, 100);
  assert.deepEqual(sentences.map(({ id }) => id), ["start-endowment", "start-added", "start-overspent"]);
  assert.deepEqual(sentences.map(({ amounts }) => amounts), [{ amount: 333 }, { amount: 200 }, { more: 100, cost: 1200 }]);
  assert.deepEqual(startOf(byScore, 100), []);
  const comparison = { winner: "greedy", prefer_equal_shares: 1, prefer_greedy: 2, greedy: byScore };
  const compared: Count = { ...shares, shares: { endowment: "5", comparison } };
  assert.equal(deciding(compared), byScore);
  assert.equal(deciding(shares), shares);
  assert.deepEqual(startOf(compared, 1).map(({ id }) => id), ["start-endowment", "start-comparison", "start-by-score"]);
});

test("bars stay within what they show", () => {
  assert.deepEqual(barOf(byScore.trace[0]!, true, 1000), { from: 0, part: 600 });
  assert.deepEqual(barOf(byScore.trace[1]!, false, 1000), { from: 0, part: 666 });
  assert.deepEqual(barOf(shares.trace[1]!, false, 1000), { from: 0, part: 81 });
  assert.equal(barOf(byScore.trace[2]!, false, 1000), null);
  assert.equal(barOf(byScore.trace[0]!, true, 500), null);
});

test("every sentence is in every language", () => {
  for (const language of ["en", "es"]) {
    const { texts, fallback } = textsOf(".", ["result"], language);
    assert.equal(fallback, "");
    for (const by of [byScore, shares]) {
      for (const one of by.trace) for (const { id } of reasonsOf(by, one)) assert.match(texts, new RegExp(`^${id} =`, "m"));
    }
  }
});
