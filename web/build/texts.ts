// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The .ftl files of a page at build time: what a page of one language carries, with the English text of
// whatever that language lacks.

import { readFileSync } from "node:fs";
import path from "node:path";
import type { PageTexts } from "../src/i18n/index.ts";
import { pseudo, PSEUDO_LANGUAGE } from "./pseudo.ts";

export const FALLBACK_LANGUAGE = "en";

/**
 * Name in itself, for the language links. The first is the default. A new language is a folder of .ftl files in
 * src/i18n/ and a line here.
 */
export const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ["en", "English"],
  ["es", "Español"],
  ["fr", "Français"],
  ["ar", "العربية"],
  ...(process.env["FOLKMOOT_PSEUDO"] === "1" ? [[PSEUDO_LANGUAGE, "Pseudo"] as const] : []),
]);

export function textsOf(root: string, names: readonly string[], language: string): PageTexts {
  const own = messagesOf(root, names, language);
  const english = messagesOf(root, names, FALLBACK_LANGUAGE);
  for (const id of own.keys()) if (!english.has(id)) throw new Error(`${language}: message ${id} is not in ${FALLBACK_LANGUAGE}`);
  const missing = [...english].filter(([id]) => !own.has(id));
  return { language, texts: [...own.values()].join("\n"), fallbackLanguage: FALLBACK_LANGUAGE, fallback: missing.map(([, text]) => text).join("\n") };
}

/** Message id to its source, comments left out. */
function messagesOf(root: string, names: readonly string[], language: string): Map<string, string> {
  if (language === PSEUDO_LANGUAGE) return pseudo([...messagesOf(root, names, FALLBACK_LANGUAGE).values()].join("\n"));
  const messages = new Map<string, string>();
  for (const name of names) {
    let id: string | null = null;
    for (const line of readFileSync(path.join(root, "src", "i18n", language, `${name}.ftl`), "utf8").split("\n")) {
      const start = /^(-?[a-z][a-z0-9-]*) *=/.exec(line);
      if (start !== null) {
        id = start[1]!;
        if (messages.has(id)) throw new Error(`${language}: message ${id} twice`);
        messages.set(id, line);
      } else if (/^\s+\S/.test(line) && id !== null) {
        messages.set(id, `${messages.get(id)!}\n${line}`);
      } else if (line !== "" && !line.startsWith("#")) {
        throw new Error(`${language}/${name}.ftl: cannot read ${JSON.stringify(line)}`);
      }
    }
  }
  return messages;
}
