// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { hex } from "../src/crypto/bytes.ts";
import { blankFields, faultOf, pack, unpack, widthOf, type ContestShape, type Form } from "../src/crypto/forms.ts";
import { dice } from "./support.ts";

const shape = (form: Form, n: number, envelope = 1000, cost = 100): ContestShape => ({ form, envelope, costs: new Array<number>(n).fill(cost) });

const forms: Form[] = [
  { kind: "approval", min: 1, max: 5 },
  { kind: "choice" },
  { kind: "knapsack", min: 1, max: 40 },
  { kind: "points", min: 1, max: 10, total: 20, min_total: 1, max_each: 7 },
  { kind: "ranking", min: 1, max: 6 },
  { kind: "scores", min: 1, max: 40, low: 0, high: 5 },
  { kind: "questions" },
];

/** A random canonical choice of any form. */
function choose(s: ContestShape, roll: (below: number) => number): number[] {
  const { form } = s;
  const fields = [...blankFields(s)];
  const n = s.costs.length;
  const order = Array.from({ length: n }, (_, i) => i).sort(() => roll(3) - 1);
  const most = "max" in form ? Math.min(form.max, n) : n;
  const count = form.kind === "knapsack" ? Math.min(most, 10) : most;
  const picks = order.slice(0, 1 + roll(count));
  switch (form.kind) {
    case "choice":
      return [1 + roll(n)];
    case "ranking":
      picks.forEach((option, place) => (fields[place] = option + 1));
      return fields;
    case "points": {
      let left = form.total;
      for (const option of picks) {
        const points = Math.min(1 + roll(form.max_each), left);
        fields[option] = points;
        left -= points;
      }
      return fields;
    }
    default:
      for (const option of picks) fields[option] = form.kind === "scores" ? 1 + roll(form.high - form.low + 1) : form.kind === "questions" ? roll(4) : 1;
      return fields;
  }
}

test("packing and unpacking are inverses for every form and size", () => {
  const roll = dice("forms");
  for (const form of forms) {
    for (const n of [6, 40, 231, 232, 233, 500]) {
      const s = shape(form, n);
      for (let i = 0; i < 10; i++) {
        const fields = choose(s, roll);
        const blocks = pack(s, fields);
        assert.equal(blocks.length, widthOf(s));
        assert.ok(blocks.every((block) => block.length === 30 && block[0] === 1));
        assert.deepEqual(unpack(s, blocks), { fields });
      }
      assert.deepEqual(unpack(s, pack(s, blankFields(s))), { fields: blankFields(s) });
    }
  }
});

test("widths", () => {
  assert.equal(widthOf(shape({ kind: "approval", min: 1, max: 232 }, 232)), 1);
  assert.equal(widthOf(shape({ kind: "approval", min: 1, max: 233 }, 233)), 2);
  assert.equal(widthOf(shape({ kind: "choice" }, 1000)), 1);
  assert.equal(widthOf(shape({ kind: "questions" }, 117)), 2);
  assert.equal(widthOf(shape({ kind: "points", min: 1, max: 58, total: 100, min_total: 1, max_each: 15 }, 58)), 1);
  assert.equal(widthOf(shape({ kind: "points", min: 1, max: 58, total: 100, min_total: 1, max_each: 16 }, 58)), 2);
  assert.equal(widthOf(shape({ kind: "ranking", min: 1, max: 33 }, 127)), 1);
  assert.equal(widthOf(shape({ kind: "ranking", min: 1, max: 33 }, 128)), 2);
});

test("bits stand where the protocol puts them", () => {
  const tail = (bytes: string): string => bytes + "00".repeat(30 - bytes.length / 2);
  const packed = (form: Form, n: number, fields: number[]): string[] => pack(shape(form, n), fields).map(hex);
  assert.deepEqual(packed({ kind: "approval", min: 1, max: 8 }, 9, [1, 0, 1, 0, 0, 0, 0, 0, 1]), [tail("01a080")]);
  assert.deepEqual(packed({ kind: "choice" }, 3, [3]), [tail("01c0")]);
  assert.deepEqual(packed({ kind: "ranking", min: 1, max: 3 }, 5, [5, 1, 0]), [tail("01a400")]);
  assert.deepEqual(packed({ kind: "questions" }, 5, [1, 2, 3, 0, 1]), [tail("016c40")]);
  assert.deepEqual(packed({ kind: "scores", min: 1, max: 3, low: 1, high: 5 }, 3, [5, 0, 1]), [tail("01a080")]);
  // A field of three bits that crosses from the first block into the second.
  const points = blankFields(shape({ kind: "points", min: 1, max: 80, total: 5, min_total: 1, max_each: 7 }, 80)).map((_, i) => (i === 77 ? 5 : 0));
  const [first, second] = packed({ kind: "points", min: 1, max: 80, total: 5, min_total: 1, max_each: 7 }, 80, points);
  assert.ok(first!.endsWith("01"));
  assert.deepEqual([first!.slice(0, -1), second], ["01" + "00".repeat(28) + "0", "01" + "40" + "00".repeat(28)]);
});

test("what is not canonical has its reason", () => {
  const cases: [string, ContestShape, number[], string][] = [
    ["too many", shape({ kind: "approval", min: 1, max: 2 }, 3), [1, 1, 1], "limits"],
    ["too few", shape({ kind: "approval", min: 2, max: 3 }, 3), [0, 1, 0], "limits"],
    ["no such option", shape({ kind: "choice" }, 5), [6], "value"],
    ["over the envelope", shape({ kind: "knapsack", min: 1, max: 3 }, 3, 250), [1, 1, 1], "cost"],
    ["too many points", shape({ kind: "points", min: 1, max: 3, total: 5, min_total: 1, max_each: 4 }, 3), [4, 2, 0], "limits"],
    ["too few points", shape({ kind: "points", min: 1, max: 3, total: 5, min_total: 3, max_each: 4 }, 3), [2, 0, 0], "limits"],
    ["too many for one", shape({ kind: "points", min: 1, max: 3, total: 9, min_total: 1, max_each: 5 }, 3), [6, 0, 0], "value"],
    ["a gap", shape({ kind: "ranking", min: 1, max: 3 }, 5), [1, 0, 2], "ranking"],
    ["twice", shape({ kind: "ranking", min: 1, max: 3 }, 5), [2, 2, 0], "ranking"],
    ["no such place", shape({ kind: "ranking", min: 1, max: 3 }, 5), [6, 0, 0], "value"],
    ["no such score", shape({ kind: "scores", min: 1, max: 3, low: 1, high: 4 }, 3), [5, 0, 0], "value"],
    ["wrong count", shape({ kind: "questions" }, 3), [1, 1], "value"],
    ["a fraction", shape({ kind: "questions" }, 2), [1, 0.5], "value"],
  ];
  for (const [what, s, fields, reason] of cases) {
    assert.equal(faultOf(s, fields), reason, what);
    assert.throws(() => pack(s, fields), { name: "FormatError" }, what);
  }
});

test("spare bits and other formats are refused: they could mark a ballot", () => {
  const s = shape({ kind: "approval", min: 1, max: 3 }, 3);
  const block = pack(s, [1, 0, 1])[0]!;
  for (let bit = 8; bit < 240; bit++) {
    const marked = block.slice();
    marked[bit >> 3]! ^= 0x80 >> (bit & 7);
    const result = unpack(s, [marked]);
    if (bit < 11) assert.ok("fields" in result);
    else assert.deepEqual(result, { fault: "padding" });
  }
  const version = block.slice();
  version[0] = 2;
  assert.deepEqual(unpack(s, [version]), { fault: "version" });
});
