// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Forms of ballot and the rules that go with them, as a facilitator chooses: a few plain choices with usual parameters, and the
// fine print behind each.

import type { Form } from "../../crypto/forms.ts";
import type { Rule, Score, Utility } from "./draft.ts";

export type Kind = Form["kind"];
export const KINDS: readonly Kind[] = ["approval", "choice", "knapsack", "points", "ranking", "scores", "questions"];

/** Limits of each form, as members of the draft. */
export const LIMITS: Readonly<Record<Kind, readonly Limit[]>> = {
  approval: ["min", "max"],
  choice: [],
  knapsack: ["min", "max"],
  points: ["min", "max", "total", "min_total", "max_each"],
  ranking: ["min", "max"],
  scores: ["min", "max", "low", "high"],
  questions: [],
};
export type Limit = "min" | "max" | "total" | "min_total" | "max_each" | "low" | "high";

/** What stands in a field before anybody has written something. */
export const USUAL: Readonly<Record<Limit, number>> = { min: 1, max: 5, total: 10, min_total: 1, max_each: 5, low: 0, high: 5 };

export type RuleChoice = "score" | "per-cost" | "shares" | "phragmen" | "motion";

export function choicesFor(kind: Kind): readonly RuleChoice[] {
  if (kind === "questions") return ["motion"];
  return ["approval", "choice", "knapsack"].includes(kind) ? ["score", "per-cost", "shares", "phragmen"] : ["score", "per-cost", "shares"];
}

export function choiceOf(rule: Rule): RuleChoice {
  switch (rule.name) {
    case "greedy":
      return rule.density === "per-cost" ? "per-cost" : "score";
    case "equal-shares":
      return "shares";
    default:
      return rule.name;
  }
}

/** What a ballot of this kind gives to a project. */
export function scoreFor(kind: Kind): Score {
  if (kind === "ranking") return "borda";
  return kind === "points" || kind === "scores" ? "points" : "votes";
}

export function utilityFor(kind: Kind): Utility {
  const score = scoreFor(kind);
  return score === "votes" ? "cost" : score;
}

/** The usual rule of a choice. */
export function ruleFor(choice: RuleChoice, kind: Kind): Rule {
  switch (choice) {
    case "score":
    case "per-cost":
      return { name: "greedy", score: scoreFor(kind), density: choice === "score" ? "absolute" : "per-cost", on_misfit: "skip", threshold: choice === "score" ? 1 : 0, ties: "draw" };
    case "shares":
      return { name: "equal-shares", utility: utilityFor(kind), completion: "add1u", start: "exact", compare: "none", ties: "draw" };
    case "phragmen":
      return { name: "phragmen", ties: "draw" };
    case "motion":
      return { name: "motion", base: "yes-no", quorum: "0/1", majority: "1/2" };
  }
}

/** The rule, if ballots of this kind can be counted by it, else the usual one. */
export function ruleWith(rule: Rule, kind: Kind): Rule {
  const choices = choicesFor(kind);
  const choice = choices.includes(choiceOf(rule)) ? choiceOf(rule) : choices[0]!;
  if (choice !== choiceOf(rule)) return ruleFor(choice, kind);
  if (rule.name === "greedy") return fits(rule.score, kind) ? rule : { ...rule, score: scoreFor(kind) };
  if (rule.name === "equal-shares") return fits(rule.utility, kind) ? rule : { ...rule, utility: utilityFor(kind) };
  return rule;
}

/** Scores and utilities that ballots of this kind can give (docs/protocol.md section 5). */
export function fits(value: Score | Utility, kind: Kind): boolean {
  if (value.startsWith("points")) return kind === "points" || kind === "scores";
  return value.startsWith("borda") ? kind === "ranking" : true;
}
