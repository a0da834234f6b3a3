// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Finding one's way in a long list: words or a number, a category, what is chosen, the map, two side by side.

import type { ContestView, OptionView } from "../../worker/view.ts";
import { t, T } from "../text/index.tsx";

export interface Wanted {
  readonly query: string;
  /** a category of the definition; null: all */
  readonly category: string | null;
  readonly chosenOnly: boolean;
}

export const ALL: Wanted = { query: "", category: null, chosenOnly: false };

/** A number means the project of that number; words are looked for in all that is shown of a project. */
export function matches(option: OptionView, index: number, wanted: Wanted, chosen: boolean): boolean {
  if (wanted.category !== null && option.category !== wanted.category) return false;
  if (wanted.chosenOnly && !chosen) return false;
  const query = wanted.query.trim().toLocaleLowerCase();
  if (query === "") return true;
  if (/^\d+$/.test(query)) return index + 1 === Number(query);
  const { title, summary, place, category } = option.words;
  const text = [option.id, title, summary, place, category ?? option.category].filter((part) => part != null).join(" ");
  return text.toLocaleLowerCase().includes(query);
}

/** The categories of a list in the order in which they first occur, by the name that the texts give them. */
function categoriesOf(contest: ContestView): [string, string][] {
  const names = new Map<string, string>();
  for (const { category, words } of contest.options) if (category !== null && !names.has(category)) names.set(category, words.category ?? category);
  return [...names];
}

interface Props {
  readonly contest: ContestView;
  readonly wanted: Wanted;
  readonly found: number;
  readonly onWanted: (wanted: Wanted) => void;
  /** null: this list has no map */
  readonly map: { readonly shown: boolean; readonly toggle: () => void } | null;
  readonly comparing: boolean;
  readonly onCompare: () => void;
}

export function Find({ contest, wanted, found, onWanted, map, comparing, onCompare }: Props) {
  const id = `contest-${contest.id}-search`;
  const categories = categoriesOf(contest);
  const chip = (name: string, on: boolean, change: Partial<Wanted>) => (
    <button key={name} type="button" class="chip" aria-pressed={on} onClick={() => onWanted({ ...wanted, ...change })}>
      {name}
    </button>
  );
  const everything = wanted.category === null && !wanted.chosenOnly;
  const asked = !everything || wanted.query !== "";
  return (
    <div class="search">
      <label for={id}>
        <T id="search-label" />
      </label>
      <input id={id} type="search" value={wanted.query} autocomplete="off" onInput={(event) => onWanted({ ...wanted, query: event.currentTarget.value })} />
      <div class="chips" role="group" aria-label={t("filter-label")}>
        {chip(t("filter-all"), everything, { category: null, chosenOnly: false })}
        {chip(t("filter-chosen"), wanted.chosenOnly, { category: null, chosenOnly: true })}
        {categories.length > 1 && categories.map(([key, name]) => chip(name, wanted.category === key, { category: key, chosenOnly: false }))}
      </div>
      <div class="chips">
        {map !== null && (
          <button type="button" class="link" aria-expanded={map.shown} onClick={map.toggle}>
            <T id={map.shown ? "view-list" : "view-map"} />
          </button>
        )}
        <button type="button" class="link" aria-pressed={comparing} onClick={onCompare}>
          <T id="compare-start" />
        </button>
      </div>
      <p class="quiet" role="status">
        {asked && (found === 0 ? <T id={wanted.chosenOnly && wanted.query === "" ? "search-none-chosen" : "search-none"} /> : <T id="search-found" args={{ count: found, total: contest.options.length }} />)}
      </p>
    </div>
  );
}
