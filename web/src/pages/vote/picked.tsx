// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What has been chosen, list by list, with its cost: in the review, before casting and on the receipt.

import { t, T, Title } from "../../components/text/index.tsx";
import { moneyOf, type MoneyText } from "../../i18n/format.ts";
import type { Choices, ContestView } from "../../worker/view.ts";
import { picks, standing } from "./standing.ts";

interface Props {
  readonly contests: readonly ContestView[];
  readonly choices: Choices;
  readonly money: MoneyText;
  /** nothing can be added any more */
  readonly done?: boolean;
}

export function Picked({ contests, choices, money, done = false }: Props) {
  return (
    <>
      {contests.map((contest) => {
        const fields = choices[contest.id]!;
        const { blank, cost, left } = standing(contest, fields);
        const { kind } = contest.form;
        return (
          <section key={contest.id} class="picked">
            <h3>
              <Title words={contest.words} />
            </h3>
            {blank ? (
              <p>
                <T id="picked-blank" />
              </p>
            ) : (
              <>
                <ul>
                  {picks(contest, fields).map(({ option, value }) => (
                    <li key={option}>
                      <span>
                        <span class="number"><T id="option-number" args={{ number: option + 1 }} /></span> <Title words={contest.options[option]!.words} />
                        {valueText(contest, value) !== "" && <strong class="value">{valueText(contest, value)}</strong>}
                      </span>{" "}
                      {kind !== "questions" && <span class="cost">{moneyOf(money, contest.costs[option]!)}</span>}
                    </li>
                  ))}
                </ul>
                {kind !== "questions" && (
                  <p class="sum">
                    <span><T id="picked-cost" /></span> <span class="cost">{moneyOf(money, cost)}</span>
                  </p>
                )}
                {!done && left !== null && left.amount > 0 && (
                  <p class="quiet">
                    {left.kind === "money" ? <T id="picked-left-money" args={{ amount: moneyOf(money, left.amount) }} /> : <T id={`picked-left-${left.kind}`} args={{ count: left.amount }} />}
                  </p>
                )}
              </>
            )}
          </section>
        );
      })}
    </>
  );
}

function valueText({ form }: ContestView, value: number): string {
  switch (form.kind) {
    case "points":
      return t("points-given", { points: value });
    case "ranking":
      return t("rank-place", { place: value });
    case "scores":
      return t("score-given", { score: value - 1 + form.low });
    case "questions":
      return t(["answer-none", "answer-yes", "answer-no", "answer-abstain"][value]!);
    default:
      return "";
  }
}
