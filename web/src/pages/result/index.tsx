// SPDX-License-Identifier: AGPL-3.0-or-later
import { useEffect, useState } from "preact/hooks";
import { api, ApiProblem, type RoundAnswer } from "../../api/index.ts";
import { Alert } from "../../components/alert/index.tsx";
import { language, t, T } from "../../components/text/index.tsx";
import { moneyOf } from "../../i18n/format.ts";
import type { PageTexts } from "../../i18n/index.ts";
import { localTimes } from "../local-times.ts";
import { roundInAddress, setHeading, startPage } from "../page.tsx";
import { listsOf, wordsIn } from "../round/lists.ts";

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
  readonly count?: {
    readonly rule: { readonly name: string };
    readonly selected: readonly string[];
    readonly total_cost: number;
    readonly trace: readonly QuestionResult[];
  };
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
        const isMotion = contest.count?.rule.name === "motion";
        const titleOf = (option: string) => list?.options.find(({ id }) => id === option)?.title ?? option;
        const counts = { voters: contest.voters, valid: contest.valid, blank: contest.blank };
        return (
          <section key={contest.id}>
            <h2>{list?.title ?? contest.id}</h2>
            <p>{t(isMotion ? "result-counted-questions" : `result-${contest.status}`, counts)}</p>
            {contest.count !== undefined && isMotion && <Questions steps={contest.count.trace} titleOf={titleOf} />}
            {contest.count !== undefined && !isMotion && (
              <>
                <ul>
                  {contest.count.selected.map((id) => {
                    const option = list?.options.find((item) => item.id === id);
                    return (
                      <li key={id}>
                        {titleOf(id)} {option !== undefined && <span class="cost">{moneyOf(money, option.cost)}</span>}
                      </li>
                    );
                  })}
                </ul>
                <p>{t("result-cost", { cost: moneyOf(money, contest.count.total_cost) })}</p>
              </>
            )}
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
