// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The lists of a round for reading. Not checked against hashes: the vote page does that, where it matters.

import type { RoundAnswer, TextsAnswer } from "../../api/index.ts";
import type { Wording } from "../../crypto/definition.ts";

export interface ListShown {
  readonly id: string;
  readonly title: string;
  readonly envelope: number;
  readonly options: readonly { readonly id: string; readonly title: string; readonly summary: string | undefined; readonly cost: number }[];
}

interface DefinitionShown {
  readonly currency: string;
  readonly minor_digits: number;
  readonly contests: readonly { readonly id: string; readonly envelope: number; readonly options: readonly { readonly id: string; readonly cost: number }[] }[];
}

export function listsOf(round: RoundAnswer, language: string): { lists: readonly ListShown[]; currency: string; minorDigits: number } {
  if (round.definition_text === undefined) return { lists: [], currency: "EUR", minorDigits: 2 };
  const definition = JSON.parse(round.definition_text) as DefinitionShown;
  const lists = definition.contests.map(({ id, envelope, options }) => ({
    id,
    envelope,
    title: wordsIn(round.texts, `contest/${id}`, language)?.title ?? id,
    options: options.map((option) => {
      const words = wordsIn(round.texts, `option/${id}/${option.id}`, language);
      return { id: option.id, title: words?.title ?? option.id, summary: words?.summary, cost: option.cost };
    }),
  }));
  return { lists, currency: definition.currency, minorDigits: definition.minor_digits };
}

export function wordsIn(texts: TextsAnswer | undefined, thing: string, language: string): Wording | null {
  const all = texts?.[thing] ?? {};
  const salted = all[language] ?? Object.values(all)[0];
  return salted === undefined ? null : (JSON.parse(salted.text) as Wording);
}
