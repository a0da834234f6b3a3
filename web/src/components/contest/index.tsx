// SPDX-License-Identifier: AGPL-3.0-or-later
//
// One list of a ballot: a fieldset whose options are shown in this phone's order and can be searched. How an
// option is chosen depends on the form (controls.tsx).

import { useEffect, useState } from "preact/hooks";
import type { Fields } from "../../crypto/forms.ts";
import { moneyOf, type MoneyText } from "../../i18n/format.ts";
import { isPicked, standing } from "../../pages/vote/standing.ts";
import type { ContestView } from "../../worker/view.ts";
import { Left } from "../ballot-bar/index.tsx";
import { ALL, Find, matches } from "../find/index.tsx";
import { useLater } from "../later.ts";
import { Picture } from "../picture/index.tsx";
import { Foreign, t, T, Title } from "../text/index.tsx";
import { Control, idOf } from "./controls.tsx";
import { Ranked } from "./ranked.tsx";

const SEARCH_FROM = 9;

export interface ContestProps {
  readonly contest: ContestView;
  readonly fields: Fields;
  readonly order: readonly number[];
  readonly money: MoneyText;
  /** there are other lists on the ballot */
  readonly several: boolean;
  /** of the round: a picture, and the degrees that it shows */
  readonly map: { readonly file: string; readonly bounds: string } | null;
  /** the option that a link leads to */
  readonly linked: number | null;
  readonly onChange: (fields: Fields) => void;
}

export function Contest(props: ContestProps) {
  const { contest, fields, order, money } = props;
  const [wanted, setWanted] = useState(ALL);
  const [mapShown, setMapShown] = useState(false);
  const [compared, setCompared] = useState<readonly number[] | null>(null);
  const [target, setTarget] = useState<number | null>(props.linked);
  const ProjectMap = useLater(mapShown, async () => (await import("../map/index.tsx")).ProjectMap);
  const Compare = useLater(compared?.length === 2, async () => (await import("../compare/index.tsx")).Compare);
  const chosen = (option: number): boolean => isPicked(contest, fields, option);
  const found = order.filter((option) => matches(contest.options[option]!, option, wanted, chosen(option)));
  const placed = found.flatMap((option) => {
    const { title, position } = contest.options[option]!.words;
    return position === undefined ? [] : [{ option, title, position, chosen: chosen(option) }];
  });
  const id = `contest-${contest.id}`;
  const pictured = contest.options.some(({ words }) => words.picture !== undefined);

  // The list is there again after the map has gone.
  useEffect(() => {
    if (target === null) return;
    const element = document.getElementById(idOf({ contest, option: target }));
    element?.scrollIntoView({ block: "center" });
    element?.focus();
    setTarget(null);
  }, [target]);

  const go = (option: number): void => {
    setMapShown(false);
    setTarget(option);
  };
  const compare = (option: number): void => setCompared((compared ?? []).includes(option) ? compared!.filter((other) => other !== option) : [...(compared ?? []), option].slice(0, 2));

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
        <Find
          contest={contest}
          wanted={wanted}
          found={found.length}
          onWanted={setWanted}
          map={props.map === null ? null : { shown: mapShown, toggle: () => setMapShown(!mapShown) }}
          comparing={compared !== null}
          onCompare={() => setCompared(compared === null ? [] : null)}
        />
      )}
      {compared !== null && (
        <p class="compare-hint" role="status">
          {compared.length < 2 && t("compare-hint", { count: compared.length })}
        </p>
      )}
      {mapShown && props.map !== null && (
        <>
          <p class="quiet">
            <T id="map-about" args={{ count: placed.length }} />
          </p>
          {ProjectMap !== null && <ProjectMap {...props.map} marks={placed} onGo={go} />}
        </>
      )}
      {!mapShown && (
        <ul class={pictured ? "options pictured" : "options"}>
          {found.map((option) => (
            <li key={contest.options[option]!.id} class={chosen(option) ? "option chosen" : "option"}>
              {contest.options[option]!.words.picture !== undefined && <Picture words={contest.options[option]!.words} />}
              <Control {...props} option={option} />
              {compared !== null && (
                <button type="button" class="compare-one" aria-pressed={compared.includes(option)} aria-label={t("compare-label", { title: contest.options[option]!.words.title })} onClick={() => compare(option)}>
                  <T id="compare-one" />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {compared?.length === 2 && Compare !== null && (
        <Compare pair={compared.map((option) => ({ option: contest.options[option]!, number: option + 1 }))} money={money} onClose={() => setCompared(null)} />
      )}
      {standing(contest, fields).blank ? null : (
        <button type="button" class="link" onClick={() => props.onChange(fields.map(() => 0))}>
          <T id="clear-contest" />
        </button>
      )}
    </fieldset>
  );
}

function ruleArguments({ form, envelope, options }: ContestView, money: MoneyText): Record<string, string | number> {
  // Where the numbers limit nothing they are not told.
  const limits = "min" in form ? { min: form.min, max: form.max, free: form.min <= 1 && form.max >= options.length ? 1 : 0 } : {};
  const points = form.kind === "points" ? { total: form.total, each: form.max_each } : {};
  const scores = form.kind === "scores" ? { low: form.low, high: form.high } : {};
  return { ...limits, ...points, ...scores, envelope: moneyOf(money, envelope) };
}
