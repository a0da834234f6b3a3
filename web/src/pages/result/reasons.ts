// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Why a project won or lost, from the steps of a trace (docs/counting.md, "The result"), as messages with their
// arguments. server/pages/reason.c does the same for pages that the server fills.

export interface Step {
  readonly option: string;
  readonly outcome: string;
  readonly cost: number;
  readonly left: number;
  readonly score?: string;
  readonly rival?: string;
  readonly price?: string;
  readonly held?: string;
  readonly greatest?: string;
  readonly payers?: number;
  readonly emptied?: number;
}

export interface Count {
  readonly rule: { readonly name: string; readonly threshold?: number };
  readonly selected: readonly string[];
  readonly total_cost: number;
  readonly trace: readonly Step[];
  readonly shares?: {
    readonly endowment: string;
    readonly added?: number;
    readonly end?: string;
    readonly over?: number;
    readonly comparison?: { readonly winner: string; readonly prefer_equal_shares: number; readonly prefer_greedy: number; readonly greedy: Count };
  };
}

/** `amounts` are in minor units, to be written as money; `names` are ids of options. */
export interface Sentence {
  readonly id: string;
  readonly numbers?: Readonly<Record<string, number>>;
  readonly amounts?: Readonly<Record<string, number>>;
  readonly names?: Readonly<Record<string, string>>;
}

/** The whole number below, or above, "P/Q" or "P". */
export function rounded(fraction: string, up: boolean): number {
  const [p = "0", q = "1"] = fraction.split("/");
  const below = BigInt(p) / BigInt(q);
  return Number(up && below * BigInt(q) < BigInt(p) ? below + 1n : below);
}

/** The part of a count that decided. */
export function deciding(count: Count): Count {
  const comparison = count.shares?.comparison;
  return comparison?.winner === "greedy" ? comparison.greedy : count;
}

/** The last step for each project that won, or for each that did not. */
export function lastSteps(by: Count, won: boolean): readonly Step[] {
  const last = new Map(by.trace.map((step) => [step.option, step]));
  return by.trace.filter((step) => last.get(step.option) === step && by.selected.includes(step.option) === won);
}

function lack(id: string, there: number, cost: number): Sentence {
  return { id, amounts: { left: there, lack: cost - there } };
}

function loads(step: Step): Sentence[] {
  const bought = step.outcome === "bought";
  if (step.price === undefined) return [{ id: bought ? "why-unsupported-fits" : "why-unsupported" }];
  const load = { id: bought ? "why-load" : "why-load-too-late", amounts: { amount: rounded(step.price, true) } };
  return bought ? [{ id: "why-shared", numbers: { voters: step.payers ?? 0 } }, load] : [load];
}

function payers(step: Step): Sentence[] {
  const paid = { id: "why-paid", numbers: { voters: step.payers ?? 0 }, amounts: { amount: rounded(step.greatest ?? "0", true) } };
  return step.emptied ? [paid, { id: "why-emptied", numbers: { voters: step.emptied } }] : [paid];
}

function ofStep(by: Count, step: Step): Sentence[] {
  switch (step.outcome) {
    case "conflict":
      return [{ id: "why-conflict", names: { title: step.rival ?? "" } }];
    case "below-threshold": {
      const threshold = by.rule.threshold ?? 0;
      return [{ id: "why-below-threshold", numbers: { missing: threshold - Number(step.score), threshold } }];
    }
    case "misfit":
      return [step.left === 0 ? { id: "why-nothing-left" } : lack("why-misfit", step.left, step.cost)];
    case "unaffordable":
      return [lack("why-unaffordable", rounded(step.held ?? "0", false), step.cost)];
    case "unsupported":
      return [{ id: "why-unsupported" }];
  }
  if (by.rule.name === "phragmen") return loads(step);
  if (step.outcome === "stopped") return [{ id: "why-stopped" }];
  return step.score === undefined ? payers(step) : [{ id: "why-fits", amounts: { left: step.left } }];
}

/** The sentences for the project of a step, those of an earlier step for it first. */
export function reasonsOf(by: Count, step: Step): readonly Sentence[] {
  const before = by.trace.filter((other) => other.option === step.option && other !== step);
  return [
    ...before.flatMap((other) => [...ofStep(by, other), { id: "why-rest", numbers: { score: Number(step.score) } }]),
    ...ofStep(by, step),
  ];
}

/** About everybody: what voters start with, how a comparison fell. `unit`: of the currency, in minor units. */
export function startOf(count: Count, unit: number): readonly Sentence[] {
  const shares = count.shares;
  if (shares === undefined) return [];
  const all: Sentence[] = [{ id: "start-endowment", amounts: { amount: rounded(shares.endowment, false) } }];
  if (shares.end !== undefined) all.push({ id: "start-added", amounts: { amount: (shares.added ?? 0) * unit } });
  if (shares.over !== undefined) all.push({ id: "start-overspent", amounts: { more: unit, cost: shares.over } });
  if (shares.comparison !== undefined) {
    const { winner, prefer_greedy, prefer_equal_shares } = shares.comparison;
    all.push({ id: "start-comparison", numbers: { scores: prefer_greedy, shares: prefer_equal_shares } });
    all.push({ id: winner === "greedy" ? "start-by-score" : "start-by-shares" });
  }
  return all;
}

/** What the bar of a project shows, in thousandths: of a winner, what it takes from the budget behind what was spent
 * before; of a loser, how much of its cost there was. Null where there is nothing to show. */
export function barOf(step: Step, won: boolean, budget: number): { readonly from: number; readonly part: number } | null {
  const whole = won ? budget : step.cost;
  const from = won ? budget - step.left : 0;
  const part = won ? step.cost : step.held === undefined ? step.left : rounded(step.held, false);
  if (whole <= 0 || from < 0 || part < 0 || from + part > whole) return null;
  const thousandths = (value: number): number => Math.floor((value * 1000) / whole);
  return { from: thousandths(from), part: thousandths(part) };
}
