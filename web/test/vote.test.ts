// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Form } from "../src/crypto/forms.ts";
import { seedOf, shuffled } from "../src/pages/vote/order.ts";
import { fitting, obstacle, picks, standing } from "../src/pages/vote/standing.ts";
import type { ContestView } from "../src/worker/view.ts";

const words = { title: "x", language: "en" };

function contest(form: Form, costs: number[], envelope = 1000): ContestView {
  const options = costs.map((cost, i) => ({ id: `p${i}`, cost, category: null, words }));
  return { id: "c", words, form, envelope, costs, options, conflicts: [], poolMin: 0, belowPoolMin: "count" };
}

test("the order is a permutation, the same for the same seed", () => {
  for (const count of [0, 1, 2, 7, 220]) {
    const order = shuffled(count, 42);
    assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length: count }, (_, i) => i));
    assert.deepEqual(shuffled(count, 42), order);
  }
  assert.notDeepEqual(shuffled(20, 1), shuffled(20, 2));
  assert.notEqual(seedOf(1, "north"), seedOf(1, "south"));
});

test("every place is as likely for every option", () => {
  const trials = 6000;
  const first = [0, 0, 0, 0, 0];
  for (let i = 0; i < trials; i++) first[shuffled(5, seedOf(i * 2654435761, "c"))[0]!]!++;
  // Expected 1200 each; five standard deviations are 155.
  for (const count of first) assert.ok(Math.abs(count - trials / 5) < 155, String(first));
});

test("what is left of an envelope, and what no longer fits with how much is missing", () => {
  const c = contest({ kind: "knapsack", min: 1, max: 3 }, [600, 500, 400, 300]);
  assert.deepEqual(standing(c, [1, 0, 0, 0]).left, { kind: "money", amount: 400 });
  assert.deepEqual(obstacle(c, [1, 0, 0, 0], 1), { kind: "cost", missing: 100 });
  assert.equal(obstacle(c, [1, 0, 0, 0], 2), null);
  const small = contest({ kind: "knapsack", min: 1, max: 2 }, [1, 1, 1]);
  assert.deepEqual(obstacle(small, [1, 1, 0], 2), { kind: "full", max: 2 });
});

test("too few and too many are told apart", () => {
  const c = contest({ kind: "approval", min: 2, max: 2 }, [1, 1, 1]);
  assert.equal(standing(c, [0, 0, 0]).fault, null);
  assert.equal(standing(c, [1, 0, 0]).fault, "too-few");
  assert.equal(standing(c, [1, 1, 0]).fault, null);
  assert.equal(standing(c, [1, 1, 1]).fault, "too-many");
  const p = contest({ kind: "points", min: 1, max: 3, total: 6, min_total: 3, max_each: 4 }, [1, 1, 1]);
  assert.equal(standing(p, [2, 0, 0]).fault, "points-too-few");
  assert.equal(standing(p, [4, 3, 0]).fault, "points-too-many");
  assert.deepEqual(standing(p, [4, 1, 0]).left, { kind: "points", amount: 1 });
});

test("a review lists what carries something, in ranked order", () => {
  assert.deepEqual(picks(contest({ kind: "ranking", min: 1, max: 3 }, [1, 1, 1]), [3, 1, 0]), [{ option: 2, value: 1 }, { option: 0, value: 2 }]);
  assert.deepEqual(picks(contest({ kind: "choice" }, [1, 1, 1]), [2]), [{ option: 1, value: 1 }]);
  assert.deepEqual(picks(contest({ kind: "questions" }, [0, 0]), [0, 3]), [{ option: 1, value: 3 }]);
});

test("stored choices come back unless they cannot be this page's", () => {
  const c = contest({ kind: "approval", min: 2, max: 3 }, [1, 1, 1]);
  assert.deepEqual(fitting(c, [1, 0, 0]), [1, 0, 0]);
  for (const broken of [undefined, null, "x", [1, 0], [1, 0, 2], [1, 0, "1"], { 0: 1 }]) assert.deepEqual(fitting(c, broken), [0, 0, 0]);
});
