// SPDX-License-Identifier: AGPL-3.0-or-later
import "../../styles/read.css";
import { useEffect, useState } from "preact/hooks";
import { api, ApiProblem, type RoundAnswer } from "../../api/index.ts";
import { Alert } from "../../components/alert/index.tsx";
import { language, t, T } from "../../components/text/index.tsx";
import { moneyOf, type MoneyText } from "../../i18n/format.ts";
import type { PageTexts } from "../../i18n/index.ts";
import { localTimes } from "../local-times.ts";
import { roundInAddress, setHeading, startPage } from "../page.tsx";
import { listsOf, wordsIn, type ListShown } from "../round/lists.ts";
import { barOf, deciding, lastSteps, reasonsOf, startOf, type Count, type Sentence, type Step } from "./reasons.ts";

export function start(texts: PageTexts): void {
  startPage(texts, () => <Result />);
  localTimes();
}

/** The part of result.json (docs/protocol.md section 11) that this page shows. */
interface ContestResult {
  readonly id: string;
  readonly status: "counted" | "withheld" | "empty";
  readonly voters: number;
  readonly valid: number;
  readonly blank: number;
  readonly count?: Count | MotionCount;
}

interface MotionCount {
  readonly rule: { readonly name: "motion" };
  readonly trace: readonly QuestionResult[];
}

function isMotion(count: Count | MotionCount): count is MotionCount {
  return count.rule.name === "motion";
}

/** A step of the trace of a motion. */
interface QuestionResult {
  readonly option: string;
  readonly outcome: "passed" | "failed" | "no-quorum";
  readonly yes: number;
  readonly no: number;
  readonly abstain: number;
}

function Questions({ steps, titleOf }: { steps: readonly QuestionResult[]; titleOf: (option: string) => string }) {
  return (
    <ul>
      {steps.map(({ option, outcome, yes, no, abstain }) => (
        <li key={option}>
          {titleOf(option)}: <strong>{t(`result-${outcome}`)}</strong> ({t("result-answers", { yes, no, abstain })})
        </li>
      ))}
    </ul>
  );
}

interface Shown {
  readonly list: ListShown | undefined;
  readonly money: MoneyText;
  readonly titleOf: (option: string) => string;
}

function sentenceOf({ money, titleOf }: Shown, { id, numbers, amounts, names }: Sentence): string {
  const written = Object.entries(amounts ?? {}).map(([name, amount]) => [name, moneyOf(money, amount)]);
  const named = Object.entries(names ?? {}).map(([name, option]) => [name, titleOf(option)]);
  return t(id, { ...numbers, ...Object.fromEntries([...written, ...named]) });
}

function Bar({ from, part }: { from: number; part: number }) {
  return (
    <svg class="bar" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="whole" width="1000" height="20" />
      <rect class="before" width={from} height="20" />
      <rect class="part" x={from} width={part} height="20" />
    </svg>
  );
}

function Row({ shown, by, step, won }: { shown: Shown; by: Count; step: Step; won: boolean }) {
  const bar = barOf(step, won, shown.list?.envelope ?? 0);
  return (
    <tr>
      <th scope="row">
        {shown.titleOf(step.option)}
        <br />
        <span class="quiet">
          {reasonsOf(by, step)
            .map((sentence) => sentenceOf(shown, sentence))
            .join(" ")}
        </span>
        {bar !== null && <Bar {...bar} />}
      </th>
      <td class="cost">{moneyOf(shown.money, step.cost)}</td>
    </tr>
  );
}

function Projects({ shown, by, won }: { shown: Shown; by: Count; won: boolean }) {
  const steps = lastSteps(by, won);
  if (steps.length === 0) return null;
  return (
    <>
      <h3>{t(won ? "result-funded" : "result-not-funded")}</h3>
      <p class="quiet">{t(won ? "result-bar-funded" : "result-bar-not-funded")}</p>
      <table class="result">
        <thead>
          <tr>
            <th scope="col">{t("result-project")}</th>
            <th scope="col">{t("result-project-cost")}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <Row key={step.option} shown={shown} by={by} step={step} won={won} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Outcome({ shown, count }: { shown: Shown; count: Count }) {
  const start = startOf(count, 10 ** shown.money.minorDigits);
  const by = deciding(count);
  return (
    <>
      {start.length > 0 && <p>{start.map((sentence) => sentenceOf(shown, sentence)).join(" ")}</p>}
      <Projects shown={shown} by={by} won={true} />
      <p>{t("result-cost", { cost: moneyOf(shown.money, count.total_cost) })}</p>
      <Projects shown={shown} by={by} won={false} />
    </>
  );
}

function Result() {
  const [shown, setShown] = useState<{ round: RoundAnswer; contests: readonly ContestResult[] } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    const id = roundInAddress();
    if (id === null) return setFailure("load-failed");
    Promise.all([api.round(id), api.result(id)]).then(
      ([round, result]) => {
        setHeading(t("result-of", { title: wordsIn(round.texts, "round", language())?.title ?? round.id }));
        setShown({ round, contests: result["contests"] as ContestResult[] });
      },
      (error: unknown) => setFailure(error instanceof ApiProblem && error.status < 500 ? "result-none" : "load-failed"),
    );
  }, []);
  if (failure !== null) return <Alert kind="info" title={failure} />;
  if (shown === null) {
    return (
      <p role="status">
        <T id="loading" />
      </p>
    );
  }
  const { round, contests } = shown;
  const { lists, currency, minorDigits } = listsOf(round, language());
  const money = { language: language(), currency, minorDigits };
  return (
    <>
      <p>
        <T id={`state-${round.state}`} />
      </p>
      {contests.map((contest) => {
        const list = lists.find(({ id }) => id === contest.id);
        const titleOf = (option: string) => list?.options.find(({ id }) => id === option)?.title ?? option;
        const counts = { voters: contest.voters, valid: contest.valid, blank: contest.blank };
        const { count } = contest;
        return (
          <section key={contest.id}>
            <h2>{list?.title ?? contest.id}</h2>
            <p>{t(`result-${contest.status}`, counts)}</p>
            {count !== undefined && isMotion(count) && <Questions steps={count.trace} titleOf={titleOf} />}
            {count !== undefined && !isMotion(count) && <Outcome shown={{ list, money, titleOf }} count={count} />}
          </section>
        );
      })}
      {round.exports !== undefined && round.exports.length > 0 && (
        <section>
          <h2>{t("result-files")}</h2>
          <ul>
            <li>
              <a href={`/api/v1/rounds/${round.id}/bundle`}>{t("result-bundle")}</a>
            </li>
            {round.exports.map(({ name }) => (
              <li key={name}>
                <a href={`/api/v1/rounds/${round.id}/exports/${encodeURIComponent(name)}`}>{name}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
