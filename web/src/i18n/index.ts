// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Texts by message id (Project Fluent). A page carries its own language and the English text of whatever that
// language lacks: a missing translation is shown in English and marked as such, never hidden.

import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { tagOf } from "./format.ts";

/** What the build puts into a page: .ftl sources. */
export interface PageTexts {
  readonly language: string;
  readonly texts: string;
  readonly fallbackLanguage: string;
  readonly fallback: string;
}

export type Arguments = Record<string, FluentVariable>;

export interface Phrase {
  readonly text: string;
  /** differs from the page's where the translation is missing */
  readonly language: string;
}

export interface Translator {
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  phrase(id: string, args?: Arguments): Phrase;
  text(id: string, args?: Arguments): string;
}

const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];

export function translator(page: PageTexts): Translator {
  const bundles = [bundleOf(page.language, page.texts), bundleOf(page.fallbackLanguage, page.fallback)];
  const phrase = (id: string, args?: Arguments): Phrase => {
    for (const { language, bundle } of bundles) {
      const pattern = bundle.getMessage(id)?.value;
      if (pattern != null) return { text: bundle.formatPattern(pattern, args, []), language };
    }
    return { text: id, language: page.language };
  };
  return {
    language: page.language,
    direction: directionOf(page.language),
    phrase,
    text: (id, args) => phrase(id, args).text,
  };
}

export function directionOf(language: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr";
}

function bundleOf(language: string, source: string): { language: string; bundle: FluentBundle } {
  // Marks that isolate directions are needed where directions mix; elsewhere they only get into names and files.
  const bundle = new FluentBundle(tagOf(language), { useIsolating: directionOf(language) === "rtl" });
  bundle.addResource(new FluentResource(source));
  return { language, bundle };
}
