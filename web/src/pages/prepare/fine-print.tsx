// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Every parameter of a counting rule. What is not touched is as most cities have it.

import { t } from "../../components/text/index.tsx";
import type { Completion, Rule, Score, Ties, Utility } from "./draft.ts";
import { Select, TextInput } from "../../components/inputs/index.tsx";
import { fits, type Kind } from "./rules.ts";
import type { ErrorOf } from "./step-form.tsx";

interface Props {
  readonly id: string;
  readonly kind: Kind;
  readonly rule: Rule;
  readonly errorOf: ErrorOf;
  readonly onRule: (rule: Rule) => void;
}

const SCORES: readonly Score[] = ["votes", "points", "borda", "borda0"];
const UTILITIES: readonly Utility[] = ["cost", "cardinality", "points", "points-cost", "borda", "borda0"];
const COMPLETIONS: readonly Completion[] = ["add1u", "add1", "utilitarian", "none"];

export function FinePrint({ id, kind, rule, errorOf, onRule }: Props) {
  const select = <T extends string>(member: string, value: T, words: readonly T[], onValue: (value: T) => void) => (
    <Select id={`${id}-${member}`} label={t(`prepare-fine-${member}`)} value={value} onValue={(chosen) => onValue(chosen as T)} options={words.map((word) => [word, t(`prepare-fine-${member}-${word}`)] as const)} />
  );
  return (
    <details class="fine" open={errorOf(`${id}-quorum`) !== undefined || errorOf(`${id}-majority`) !== undefined}>
      <summary>{t("prepare-fine")}</summary>
      {rule.name === "greedy" && (
        <>
          {select("score", rule.score, SCORES.filter((score) => fits(score, kind)), (score) => onRule({ ...rule, score }))}
          {select("misfit", rule.on_misfit, ["skip", "stop"], (on_misfit) => onRule({ ...rule, on_misfit }))}
          <TextInput
            id={`${id}-threshold`}
            label={t("prepare-fine-threshold")}
            hint={t("prepare-fine-threshold-hint")}
            numeric
            value={String(rule.threshold)}
            onValue={(value) => onRule({ ...rule, threshold: /^\d{1,12}$/.test(value.trim()) ? Number(value) : 0 })}
          />
        </>
      )}
      {rule.name === "equal-shares" && (
        <>
          {select("completion", rule.completion, COMPLETIONS, (completion) => onRule({ ...rule, completion }))}
          {select("utility", rule.utility, UTILITIES.filter((utility) => fits(utility, kind)), (utility) => onRule({ ...rule, utility }))}
          {select("start", rule.start, ["exact", "integral"], (start) => onRule({ ...rule, start }))}
          {select("compare", rule.compare, ["none", "greedy"], (compare) => onRule({ ...rule, compare }))}
        </>
      )}
      {rule.name !== "motion" && select<Ties>("ties", rule.ties, ["draw", "lex"], (ties) => onRule({ ...rule, ties }))}
      {rule.name === "motion" && (
        <>
          {select("base", rule.base, ["yes-no", "cast", "entitled"], (base) => onRule({ ...rule, base }))}
          <TextInput id={`${id}-majority`} label={t("prepare-fine-majority")} hint={t("prepare-fine-majority-hint")} value={rule.majority} error={errorOf(`${id}-majority`)} onValue={(majority) => onRule({ ...rule, majority: majority.trim() })} />
          <TextInput id={`${id}-quorum`} label={t("prepare-fine-quorum")} hint={t("prepare-fine-quorum-hint")} value={rule.quorum} error={errorOf(`${id}-quorum`)} onValue={(quorum) => onRule({ ...rule, quorum: quorum.trim() })} />
        </>
      )}
    </details>
  );
}
