// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Where a voter stands in a contest: what is used, what is left, what can still be added and why not.

import { blankFields, faultOf, isBlank, totalCost, type Fields } from "../../crypto/forms.ts";
import type { ContestView } from "../../worker/view.ts";

export interface Standing {
  readonly blank: boolean;
  /** options that carry something */
  readonly chosen: number;
  readonly cost: number;
  /** what is left of the scarce thing of this form; null where nothing is scarce */
  readonly left: { readonly kind: "choices" | "money" | "points"; readonly amount: number } | null;
  /** the ballot as it stands would be refused */
  readonly fault: "too-few" | "too-many" | "points-too-few" | "points-too-many" | "cost" | "other" | null;
}

export type Obstacle = { readonly kind: "full"; readonly max: number } | { readonly kind: "cost"; readonly missing: number };

export function standing(contest: ContestView, fields: Fields): Standing {
  const { form } = contest;
  const used = fields.filter((field) => field !== 0);
  const chosen = used.length;
  const points = used.reduce((a, b) => a + b, 0);
  const cost = form.kind === "approval" || form.kind === "knapsack" ? totalCost(contest, fields) : costOf(contest, fields);
  const left: Standing["left"] =
    form.kind === "knapsack"
      ? { kind: "money", amount: contest.envelope - cost }
      : form.kind === "points"
        ? { kind: "points", amount: form.total - points }
        : "max" in form
          ? { kind: "choices", amount: form.max - chosen }
          : null;
  return { blank: isBlank(fields), chosen, cost, left, fault: faultIn(contest, fields, chosen, points) };
}

function faultIn(contest: ContestView, fields: Fields, chosen: number, points: number): Standing["fault"] {
  const { form } = contest;
  const reason = faultOf(contest, fields);
  if (reason === null) return null;
  if (reason === "cost") return "cost";
  if ("min" in form && chosen < form.min) return "too-few";
  if ("max" in form && chosen > form.max) return "too-many";
  if (form.kind === "points") return points < form.min_total ? "points-too-few" : "points-too-many";
  return "other";
}

/** Why an option that is not chosen cannot be added, or null. */
export function obstacle(contest: ContestView, fields: Fields, option: number): Obstacle | null {
  const { form } = contest;
  const chosen = fields.filter((field) => field !== 0).length;
  if ("max" in form && chosen >= form.max) return { kind: "full", max: form.max };
  if (form.kind === "points" && fields.reduce((a, b) => a + b, 0) >= form.total) return { kind: "full", max: form.total };
  if (form.kind === "knapsack") {
    const missing = totalCost(contest, fields) + contest.costs[option]! - contest.envelope;
    if (missing > 0) return { kind: "cost", missing };
  }
  return null;
}

/** Options that carry something, with what they carry, in the order they are shown in a review. */
export function picks(contest: ContestView, fields: Fields): { option: number; value: number }[] {
  switch (contest.form.kind) {
    case "choice":
      return fields[0] ? [{ option: fields[0] - 1, value: 1 }] : [];
    case "ranking":
      return fields.filter((field) => field !== 0).map((field, place) => ({ option: field - 1, value: place + 1 }));
    default:
      return fields.map((value, option) => ({ option, value })).filter(({ value }) => value !== 0);
  }
}

export function isPicked(contest: ContestView, fields: Fields, option: number): boolean {
  return picks(contest, fields).some((pick) => pick.option === option);
}

function costOf(contest: ContestView, fields: Fields): number {
  return picks(contest, fields).reduce((sum, { option }) => sum + contest.costs[option]!, 0);
}

/** Stored choices that still fit the contest, else blank. */
export function fitting(contest: ContestView, fields: unknown): Fields {
  const blank = blankFields(contest);
  if (!Array.isArray(fields) || fields.length !== blank.length) return blank;
  const numbers = fields as number[];
  const reason = faultOf(contest, numbers);
  // Unfinished choices (too few, too many) are kept; what could not come from this page is not.
  return reason === null || reason === "limits" || reason === "cost" ? numbers : blank;
}
