// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What stands on letters and cards, in every language of this site: a page has the texts of one language only, but a
// letter speaks all languages of its round.

import { translator, type Translator } from "../../i18n/index.ts";

const sources = import.meta.glob<string>("../../i18n/*/letter.ftl", { query: "?raw", import: "default", eager: true });

/** Of these languages those that there are letters in, the others left out; English when there is none. */
export function letterTexts(languages: readonly string[]): readonly Translator[] {
  const source = (language: string): string | undefined => sources[`../../i18n/${language}/letter.ftl`];
  const known = languages.filter((language) => source(language) !== undefined);
  return (known.length > 0 ? known : ["en"]).map((language) => translator({ language, texts: source(language)!, fallbackLanguage: "en", fallback: source("en")! }));
}
