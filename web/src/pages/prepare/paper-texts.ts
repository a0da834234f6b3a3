// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What stands on a ballot paper, in every language of this site: a page has the texts of one language only, but all papers of
// a district are alike.

import { translator, type Translator } from "../../i18n/index.ts";

const sources = import.meta.glob<string>("../../i18n/*/paper.ftl", { query: "?raw", import: "default", eager: true });

/** Of these languages; one that the site does not speak has English instructions. */
export function paperTexts(languages: readonly string[]): readonly Translator[] {
  const source = (language: string): string | undefined => sources[`../../i18n/${language}/paper.ftl`];
  return languages.map((language) => translator({ language, texts: source(language) ?? "", fallbackLanguage: "en", fallback: source("en")! }));
}
