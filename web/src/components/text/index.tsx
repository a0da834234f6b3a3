// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Texts on a page. The translator is set once, when the page starts; everything after it may call t().

import { translator, type Arguments, type PageTexts, type Translator } from "../../i18n/index.ts";
import type { Words } from "../../worker/view.ts";

let current: Translator;

export function useTexts(texts: PageTexts): void {
  current = translator(texts);
}

export function language(): string {
  return current.language;
}

/** For dates and amounts: the page's language as it is written where the reader lives, e.g. en-IE. */
export function locale(): string {
  return navigator.languages.find((tag) => tag.split("-")[0] === current.language) ?? current.language;
}

/** For attributes and titles, where a language cannot be marked. */
export function t(id: string, args?: Arguments): string {
  return current.text(id, args);
}

/** A sentence; one that is not translated is marked with its language. */
export function T({ id, args }: { id: string; args?: Arguments }) {
  const phrase = current.phrase(id, args);
  if (phrase.language === current.language) return <>{phrase.text}</>;
  return (
    <span lang={phrase.language} dir="auto" class="untranslated">
      {phrase.text}
    </span>
  );
}

/** Words of a round: they say their language where it is not the page's. */
export function Title({ words }: { words: Words }) {
  return <Foreign words={words} text={words.title} />;
}

export function Foreign({ words, text }: { words: Words; text: string }) {
  if (words.language === current.language || words.language === "") return <>{text}</>;
  return (
    <span lang={words.language} dir="auto" class="untranslated">
      {text}
    </span>
  );
}
