// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The lists of a draft as the vote page gets them after the freeze (worker/view.ts).

import type { ContestView, DistrictView, Words as ShownWords } from "../../worker/view.ts";
import { t } from "../../components/text/index.tsx";
import type { Draft, DraftContest, Texts } from "./draft.ts";

/** In a language, else in the round's first; what nobody has named yet says so. */
export function wordsOf(texts: Texts, language: string, first: string, id: string): ShownWords {
  const shown = texts[language]?.title !== undefined ? language : first;
  const words = texts[shown];
  return words?.title === undefined ? { title: t("prepare-unnamed", { id }), language: "" } : { ...words, title: words.title, language: shown };
}

export function contestView(contest: DraftContest, { languages }: Draft, language: string): ContestView {
  const first = languages[0]!;
  const { id, form, envelope, conflicts } = contest;
  const options = contest.options.map((option) => ({ id: option.id, cost: option.cost ?? 0, category: option.category ?? null, words: wordsOf(option.texts, language, first, option.id) }));
  // A draft may ask for more marks than there are projects yet.
  const fitting = "max" in form ? { ...form, max: Math.max(1, Math.min(form.max, options.length)), min: Math.max(1, Math.min(form.min, form.max, options.length)) } : form;
  return {
    id,
    words: wordsOf(contest.texts, language, first, id),
    form: fitting,
    envelope,
    costs: options.map(({ cost }) => cost),
    options,
    conflicts,
    poolMin: contest.pool_min,
    belowPoolMin: contest.below_pool_min ?? "withhold",
  };
}

export function districtView({ id, texts, contests }: Draft["districts"][number], { languages }: Draft, language: string): DistrictView {
  return { id, words: wordsOf(texts, language, languages[0]!, id), contests };
}
