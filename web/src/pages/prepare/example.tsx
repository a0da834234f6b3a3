// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Four projects of the list, twelve imagined voters, and what each rule would do with their ballots. The server counts, with the
// engine that counts rounds.

import { useEffect, useState } from "preact/hooks";
import { prepare, type CountedExample, type ExampleRequest } from "../../api/prepare.ts";
import { language as pageLanguage, t } from "../../components/text/index.tsx";
import type { Form } from "../../crypto/forms.ts";
import { moneyOf, type MoneyText } from "../../i18n/format.ts";
import { titleOf, type Draft, type DraftContest, type DraftOption, type Rule } from "./draft.ts";
import { choiceOf, choicesFor, ruleFor } from "./rules.ts";

interface Props {
  readonly contest: DraftContest;
  readonly form: Form;
  readonly rule: Rule;
  readonly draft: Draft;
  readonly csrf: string;
}

/** Who likes what, by place among the projects from the dearest to the cheapest; and how many do. */
const TASTES: readonly { readonly likes: readonly number[]; readonly times: number }[] = [
  { likes: [0, 1], times: 4 },
  { likes: [0], times: 3 },
  { likes: [2, 3], times: 3 },
  { likes: [3], times: 2 },
];
const VOTERS = TASTES.reduce((sum, { times }) => sum + times, 0);
const PROJECTS = 4;
const ENTITLED = 30;

interface Shown {
  readonly request: ExampleRequest;
  readonly results: readonly CountedExample[];
}

export function Example({ contest, form, rule, draft, csrf }: Props) {
  const [shown, setShown] = useState<Shown | null>(null);
  const request = requestOf(contest, form, rule, draft.minor_digits);
  const key = JSON.stringify(request);
  useEffect(() => {
    let dropped = false;
    if (request === null) setShown(null);
    else
      prepare.of(csrf).countExample(request).then(
        (results) => !dropped && setShown({ request, results }),
        () => !dropped && setShown(null),
      );
    return () => {
      dropped = true;
    };
  }, [key]);
  if (request === null) return <p class="example">{t("prepare-example-none")}</p>;
  if (shown === null) return null;
  const money: MoneyText = { language: pageLanguage(), currency: draft.currency, minorDigits: draft.minor_digits };
  const nameOf = (id: string): string => titleOf(contest.options.find((option) => option.id === id)?.texts ?? {}, pageLanguage()) || id;
  return (
    <div class="example">
      <h4>{t("prepare-example")}</h4>
      {form.kind === "questions" ? <Motion shown={shown} nameOf={nameOf} /> : <Budget shown={shown} kind={form.kind} money={money} nameOf={nameOf} />}
    </div>
  );
}

function Budget({ shown, kind, money, nameOf }: { shown: Shown; kind: Form["kind"]; money: MoneyText; nameOf: (id: string) => string }) {
  const { request, results } = shown;
  const chosen = results[0]!;
  const likes = (at: number): number => request.ballots.reduce((sum, { options, times }) => sum + (options.includes(at) ? times : 0), 0);
  const nameOfRule = (rule: Rule): string => t(`prepare-example-${choiceOf(rule)}`);
  return (
    <>
      <p>{t("prepare-example-about", { projects: request.options.length, voters: VOTERS, amount: moneyOf(money, request.envelope) })}</p>
      <div class="scroll" tabIndex={0} role="group" aria-label={t("prepare-example-table")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("prepare-project-title")}</th>
              <th scope="col">{t("prepare-project-cost")}</th>
              <th scope="col">{t("prepare-example-liked")}</th>
              {results.map(({ rule }, at) => (
                <th key={at} scope="col" class={at === 0 ? "own" : ""}>
                  {at === 0 ? t("prepare-example-own", { rule: nameOfRule(rule) }) : nameOfRule(rule)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {request.options.map(({ id, cost }, at) => (
              <tr key={id}>
                <th scope="row">{nameOf(id)}</th>
                <td>{moneyOf(money, cost)}</td>
                <td>{likes(at)}</td>
                {results.map(({ selected }, column) => (
                  <td key={column} class={column === 0 ? "own" : ""}>
                    <span aria-hidden="true">{selected.includes(id) ? "✓" : "–"}</span>
                    <span class="visually-hidden">{t(selected.includes(id) ? "prepare-example-funded" : "prepare-example-not-funded")}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                {t("prepare-example-served", { voters: VOTERS })}
              </th>
              {results.map(({ selected }, column) => (
                <td key={column} class={column === 0 ? "own" : ""}>
                  {request.ballots.reduce((sum, { options, times }) => sum + (options.some((at) => selected.includes(request.options[at]!.id)) ? times : 0), 0)}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
      <ol>
        {chosen.trace.map((step, at) => (
          <li key={at}>{t(sentenceOf(step, kind), { title: nameOf(step.option), score: Number(step.score ?? 0), payers: step.payers ?? 0, left: moneyOf(money, step.left), cost: moneyOf(money, step.cost), held: moneyOf(money, floorOf(step.held)) })}</li>
        ))}
      </ol>
    </>
  );
}

/** Of a step of the trace (docs/counting.md, "The result"). */
function sentenceOf(step: CountedExample["trace"][number], kind: Form["kind"]): string {
  const unit = kind === "points" || kind === "scores" || kind === "ranking" ? "points" : "votes";
  if (step.outcome === "bought" || step.outcome === "misfit") return step.score === undefined ? `prepare-example-${step.outcome}-shared` : `prepare-example-${step.outcome}-${unit}`;
  return `prepare-example-${step.outcome}`;
}

/** "P/Q" or "P", rounded down: for reading. */
function floorOf(fraction: string | undefined): number {
  const [p, q] = (fraction ?? "0").split("/");
  return Number(BigInt(p!) / BigInt(q ?? "1"));
}

function Motion({ shown, nameOf }: { shown: Shown; nameOf: (id: string) => string }) {
  return (
    <ul>
      {shown.results[0]!.trace.map((step) => (
        <li key={step.option}>
          {t("prepare-example-motion", { title: nameOf(step.option), yes: step.yes ?? 0, no: step.no ?? 0, abstain: step.abstain ?? 0, entitled: ENTITLED })} <strong>{t(`prepare-example-${step.outcome}`)}</strong>
        </li>
      ))}
    </ul>
  );
}

/** Null as long as there is nothing to show: fewer than two projects with a cost, or no question. */
function requestOf(contest: DraftContest, form: Form, rule: Rule, minorDigits: number): ExampleRequest | null {
  if (form.kind === "questions") {
    if (contest.options.length === 0) return null;
    const options = contest.options.slice(0, PROJECTS).map(({ id }) => ({ id, cost: 0 }));
    const answers = [1, 2, 3].map((answer) => ({ options: options.map((_, at) => at), points: options.map(() => answer), times: [7, 4, 1][answer - 1]! }));
    return { options, envelope: 0, minor_digits: 0, form: "questions", ballots: answers, rules: [rule], entitled: ENTITLED };
  }
  const costs = contest.options.filter((option): option is DraftOption & { cost: number } => (option.cost ?? 0) > 0);
  const options = costs.slice(0, PROJECTS).sort((a, b) => b.cost - a.cost).map(({ id, cost }) => ({ id, cost }));
  if (options.length < 2) return null;
  const sum = options.reduce((total, { cost }) => total + BigInt(cost), 0n);
  const envelope = Math.max(options[0]!.cost, Number((sum * 6n) / 10n));
  const ballots = TASTES.flatMap(({ likes, times }) => {
    const there = likes.filter((at) => at < options.length);
    const ballot = ballotOf(form, there);
    return there.length === 0 ? [] : [{ ...ballot, times }];
  });
  const others = choicesFor(form.kind).filter((choice) => choice !== choiceOf(rule)).map((choice) => ruleFor(choice, form.kind));
  const kind = form.kind === "ranking" ? "ranking" : form.kind === "points" || form.kind === "scores" ? "points" : "approval";
  return { options, envelope, minor_digits: minorDigits, form: kind, ballots, rules: [rule, ...others] };
}

/** The first is liked best. As much as the form allows. */
function ballotOf(form: Form, likes: readonly number[]): { options: readonly number[]; points?: readonly number[] } {
  const options = form.kind === "choice" ? likes.slice(0, 1) : "max" in form ? likes.slice(0, Math.max(1, form.max)) : likes;
  if (form.kind === "points") {
    const first = Math.min(form.max_each, Math.max(1, Math.ceil(form.total * 0.6)));
    return { options, points: options.map((_, place) => (place === 0 ? first : Math.min(form.max_each, Math.max(1, form.total - first)))) };
  }
  if (form.kind === "scores") return { options, points: options.map((_, place) => (place === 0 ? form.high : Math.ceil((form.low + form.high) / 2))) };
  return { options };
}
