// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Ballot forms: what a voter may choose, and its packing into the payload of a contest (docs/protocol.md
// sections 5 and 6). One table for all kinds: each is a row of fields of equal width and a list of limits, so
// that packing, unpacking and the page's own "what is still possible" use the same rules.

import { FormatError } from "./bytes.ts";

export type Form =
  | { readonly kind: "approval"; readonly min: number; readonly max: number }
  | { readonly kind: "choice" }
  | { readonly kind: "knapsack"; readonly min: number; readonly max: number }
  | {
      readonly kind: "points";
      readonly min: number;
      readonly max: number;
      readonly total: number;
      readonly min_total: number;
      readonly max_each: number;
    }
  | { readonly kind: "ranking"; readonly min: number; readonly max: number }
  | { readonly kind: "scores"; readonly min: number; readonly max: number; readonly low: number; readonly high: number }
  | { readonly kind: "questions" };

/** What packing needs to know of a contest. Costs are minor units, in the order of the options. */
export interface ContestShape {
  readonly form: Form;
  readonly envelope: number;
  readonly costs: readonly number[];
}

/**
 * The fields of a payload as numbers. approval, knapsack: 0 or 1 for each option · choice: one field, option
 * number + 1 · points: points of each option · ranking: `max` places, option number + 1, 0 behind the last ·
 * scores: 0 for none, else score - low + 1 · questions: 0 blank, 1 yes, 2 no, 3 abstain. All zero is blank.
 */
export type Fields = readonly number[];

export type InvalidReason = "identity" | "embedding" | "version" | "padding" | "limits" | "ranking" | "cost" | "value";

/** Bytes of a payload block, as a point holds them. */
export const BLOCK_BYTES = 30;
const FORMAT = 1;
const FIELD_BYTES = BLOCK_BYTES - 1;
const BLOCK_BITS = FIELD_BYTES * 8;

/** Number of bits of an integer; 0 for 0. */
function bitLength(value: number): number {
  return value === 0 ? 0 : value.toString(2).length;
}

interface Row {
  readonly count: number;
  readonly bits: number;
  readonly largest: number;
}

function row(shape: ContestShape): Row {
  const { form } = shape;
  const n = shape.costs.length;
  const of = (count: number, largest: number): Row => ({ count, bits: bitLength(largest), largest });
  switch (form.kind) {
    case "approval":
    case "knapsack":
      return of(n, 1);
    case "choice":
      return of(1, n);
    case "points":
      return of(n, form.max_each);
    case "ranking":
      return of(form.max, n);
    case "scores":
      return of(n, form.high - form.low + 1);
    case "questions":
      return of(n, 3);
  }
}

/** w: ciphertexts of the contest in every ballot. */
export function widthOf(shape: ContestShape): number {
  const { count, bits } = row(shape);
  return Math.max(1, Math.ceil((count * bits) / BLOCK_BITS));
}

export function blankFields(shape: ContestShape): Fields {
  return new Array<number>(row(shape).count).fill(0);
}

export function isBlank(fields: Fields): boolean {
  return fields.every((field) => field === 0);
}

export function totalCost(shape: ContestShape, fields: Fields): number {
  return fields.reduce((sum, field, option) => sum + (field ? shape.costs[option]! : 0), 0);
}

/** Why these fields are no canonical ballot, or null. A blank one always is. */
export function faultOf(shape: ContestShape, fields: Fields): InvalidReason | null {
  const { form } = shape;
  const { count, largest } = row(shape);
  if (fields.length !== count || fields.some((field) => !Number.isInteger(field) || field < 0 || field > largest)) return "value";
  if (isBlank(fields)) return null;
  const used = fields.filter((field) => field !== 0);
  if (form.kind === "ranking") {
    const gap = fields.indexOf(0);
    if (gap >= 0 && fields.slice(gap).some((field) => field !== 0)) return "ranking";
    if (new Set(used).size !== used.length) return "ranking";
  }
  if ("min" in form && (used.length < form.min || used.length > form.max)) return "limits";
  if (form.kind === "points") {
    const sum = used.reduce((a, b) => a + b, 0);
    if (sum < form.min_total || sum > form.total) return "limits";
  }
  if (form.kind === "knapsack" && totalCost(shape, fields) > shape.envelope) return "cost";
  return null;
}

/** The payload of a contest: `widthOf` blocks of 30 bytes. Refuses what is not canonical. */
export function pack(shape: ContestShape, fields: Fields): Uint8Array[] {
  const fault = faultOf(shape, fields);
  if (fault !== null) throw new FormatError(`invalid choice: ${fault}`);
  const { bits } = row(shape);
  const blocks = Array.from({ length: widthOf(shape) }, () => {
    const block = new Uint8Array(BLOCK_BYTES);
    block[0] = FORMAT;
    return block;
  });
  fields.forEach((field, i) => {
    for (let bit = 0; bit < bits; bit++) {
      const at = i * bits + bit;
      const inBlock = at % BLOCK_BITS;
      if (Math.floor(field / 2 ** (bits - 1 - bit)) % 2 === 1) {
        blocks[Math.floor(at / BLOCK_BITS)]![1 + (inBlock >> 3)]! |= 0x80 >> (inBlock & 7);
      }
    }
  });
  return blocks;
}

/** The inverse of pack: fields of a canonical payload, or why it is invalid. */
export function unpack(shape: ContestShape, blocks: readonly Uint8Array[]): { fields: Fields } | { fault: InvalidReason } {
  const { count, bits } = row(shape);
  if (blocks.length !== widthOf(shape) || blocks.some((block) => block.length !== BLOCK_BYTES)) return { fault: "value" };
  if (blocks.some((block) => block[0] !== FORMAT)) return { fault: "version" };
  const bitAt = (at: number): number => {
    const inBlock = at % BLOCK_BITS;
    return (blocks[Math.floor(at / BLOCK_BITS)]![1 + (inBlock >> 3)]! >> (7 - (inBlock & 7))) & 1;
  };
  const fields: number[] = [];
  for (let i = 0; i < count; i++) {
    let field = 0;
    for (let bit = 0; bit < bits; bit++) field = field * 2 + bitAt(i * bits + bit);
    fields.push(field);
  }
  for (let at = count * bits; at < blocks.length * BLOCK_BITS; at++) if (bitAt(at) === 1) return { fault: "padding" };
  const fault = faultOf(shape, fields);
  return fault === null ? { fields } : { fault };
}
