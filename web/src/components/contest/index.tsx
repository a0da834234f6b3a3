// SPDX-License-Identifier: AGPL-3.0-or-later
//
// One list of a ballot: a fieldset whose options are shown in this phone's order and can be searched. How an
// option is chosen depends on the form (controls.tsx).

import { useState } from "preact/hooks";
import type { Fields } from "../../crypto/forms.ts";
import { moneyOf, type MoneyText } from "../../i18n/format.ts";
import { isPicked, standing } from "../../pages/vote/standing.ts";
import type { ContestView, OptionView } from "../../worker/view.ts";
import { Left } from "../ballot-bar/index.tsx";
import { Foreign, t, T, Title } from "../text/index.tsx";
import { Control } from "./controls.tsx";
import { Ranked } from "./ranked.tsx";

const SEARCH_FROM = 9;

export interface ContestProps {
  readonly contest: ContestView;
  readonly fields: Fields;
  readonly order: readonly number[];
  readonly money: MoneyText;
  /** there are other lists on the ballot */
  readonly several: boolean;
  readonly onChange: (fields: Fields) => void;
}

export function Contest(props: ContestProps) {
  const { contest, fields, order, money } = props;
  const [query, setQuery] = useState("");
  const found = order.filter((option) => matches(contest.options[option]!, option, query));
  const id = `contest-${contest.id}`;
  return (
    <fieldset class="contest" id={id} tabIndex={-1} aria-describedby={`${id}-rules`}>
      <legend>
        <h2>
          <Title words={contest.words} />
        </h2>
      </legend>
      {contest.words.description !== undefined && (
        <p>
          <Foreign words={contest.words} text={contest.words.description} />
        </p>
      )}
      <p id={`${id}-rules`} class="rules">
        <T id={`rules-${contest.form.kind}`} args={ruleArguments(contest, money)} /> <T id="rules-blank" />
      </p>
      {props.several && (
        <p class="contest-left" role="status">
          <Left contest={contest} fields={fields} money={money} />
        </p>
      )}
      {contest.form.kind === "ranking" && <Ranked {...props} />}
      {contest.options.length >= SEARCH_FROM && (
        <div class="search">
          <label for={`${id}-search`}>{t("search-label")}</label>
          <input id={`${id}-search`} type="search" value={query} autocomplete="off" onInput={(event) => setQuery(event.currentTarget.value)} />
          <p class="quiet" role="status">
            {query !== "" && t("search-found", { count: found.length, total: order.length })}
          </p>
        </div>
      )}
      <ul class="options">
        {found.map((option) => (
          <li key={contest.options[option]!.id} class={isPicked(contest, fields, option) ? "option chosen" : "option"}>
            <Control {...props} option={option} />
          </li>
        ))}
      </ul>
      {standing(contest, fields).blank ? null : (
        <button type="button" class="link" onClick={() => props.onChange(fields.map(() => 0))}>
          {t("clear-contest")}
        </button>
      )}
    </fieldset>
  );
}

function matches(option: OptionView, index: number, query: string): boolean {
  const wanted = query.trim().toLocaleLowerCase();
  if (wanted === "") return true;
  const { title, summary, place } = option.words;
  const text = [String(index + 1), option.id, title, summary, place, option.category].filter((part) => part != null).join(" ");
  return text.toLocaleLowerCase().includes(wanted);
}

function ruleArguments({ form, envelope }: ContestView, money: MoneyText): Record<string, string | number> {
  const limits = "min" in form ? { min: form.min, max: form.max } : {};
  const points = form.kind === "points" ? { total: form.total, each: form.max_each } : {};
  const scores = form.kind === "scores" ? { low: form.low, high: form.high } : {};
  return { ...limits, ...points, ...scores, envelope: moneyOf(money, envelope) };
}
