// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The categories of projects: an id for the record, and a name in each language, which the texts of every project repeat.

import { language as pageLanguage, t } from "../../components/text/index.tsx";
import type { Draft } from "./draft.ts";
import { TextInput } from "../../components/inputs/index.tsx";
import { languageName } from "../../i18n/format.ts";

/** Id to name by language. */
export type CategoryNames = Readonly<Record<string, Readonly<Record<string, string>>>>;

export function categoriesIn(draft: Draft): CategoryNames {
  const names: Record<string, Record<string, string>> = {};
  for (const { options } of draft.contests) {
    for (const { category, texts } of options) {
      if (category === undefined) continue;
      const own = (names[category] ??= {});
      for (const [language, words] of Object.entries(texts)) if (words.category !== undefined) own[language] ??= words.category;
    }
  }
  return names;
}

export function named(names: CategoryNames, id: string, language: string): string {
  return names[id]?.[language] ?? Object.values(names[id] ?? {})[0] ?? id;
}

export function withName(names: CategoryNames, id: string, language: string, name: string): CategoryNames {
  const { [language]: _, ...others } = names[id] ?? {};
  return { ...names, [id]: name === "" ? others : { ...others, [language]: name } };
}

interface Props {
  readonly names: CategoryNames;
  readonly language: string;
  readonly first: string;
  readonly onNames: (names: CategoryNames) => void;
}

export function Categories({ names, language, first, onNames }: Props) {
  const ids = Object.keys(names);
  if (ids.length === 0) return null;
  return (
    <details class="part">
      <summary>{t("prepare-categories", { count: ids.length })}</summary>
      <p>{t("prepare-categories-about", { language: languageName(language, pageLanguage()) })}</p>
      {ids.map((id) => (
        <TextInput
          key={`${id} ${language}`}
          id={`category-${id}`}
          label={named(names, id, first)}
          language={language}
          value={names[id]?.[language] ?? ""}
          onValue={(name) => onNames(withName(names, id, language, name))}
          after={names[id]?.[language] === undefined ? <strong class="lacks">{t("prepare-missing")}</strong> : undefined}
        />
      ))}
    </details>
  );
}
