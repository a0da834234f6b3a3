// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The .ftl files of a page at build time: what a page of one language carries, with the English text of
// whatever that language lacks.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { PageTexts } from "../src/i18n/index.ts";
import { pseudo, PSEUDO_LANGUAGE } from "./pseudo.ts";

export const FALLBACK_LANGUAGE = "en";

/**
 * Name in itself, for the language links. The first is the default. A new language is a file in a folder of its own in
 * src/i18n/, to begin with, and a line here.
 */
export const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ["en", "English"],
  ["es", "Español"],
  ["fr", "Français"],
  ["ar", "العربية"],
  ...(process.env["FOLKMOOT_PSEUDO"] === "1" ? [[PSEUDO_LANGUAGE, "Pseudo"] as const] : []),
]);

export function textsOf(root: string, names: readonly string[], language: string): PageTexts {
  const english = messagesOf(root, FALLBACK_LANGUAGE, names);
  const own = language === FALLBACK_LANGUAGE ? english : only(english, wholeLanguage(root, language));
  const missing = [...english].filter(([id]) => !own.has(id));
  return { language, texts: [...own.values()].join("\n"), fallbackLanguage: FALLBACK_LANGUAGE, fallback: missing.map(([, text]) => text).join("\n") };
}

type Messages = ReadonlyMap<string, string>;

/** In whatever files of its folder they stand: a language may begin with one. */
function wholeLanguage(root: string, language: string): Messages {
  const english = messagesOf(root, FALLBACK_LANGUAGE, filesOf(root, FALLBACK_LANGUAGE));
  if (language === PSEUDO_LANGUAGE) return pseudo([...english.values()].join("\n"));
  const own = messagesOf(root, language, filesOf(root, language));
  for (const id of own.keys()) if (!english.has(id)) throw new Error(`${language}: message ${id} is not in ${FALLBACK_LANGUAGE}`);
  return own;
}

function only(wanted: Messages, messages: Messages): Messages {
  return new Map([...messages].filter(([id]) => wanted.has(id)));
}

const folderOf = (root: string, language: string): string => path.join(root, "src", "i18n", language);

function filesOf(root: string, language: string): string[] {
  return readdirSync(folderOf(root, language)).filter((file) => file.endsWith(".ftl")).map((file) => path.basename(file, ".ftl")).sort();
}

/** Message id to its source, comments left out. */
function messagesOf(root: string, language: string, names: readonly string[]): Messages {
  const messages = new Map<string, string>();
  for (const name of names) {
    let id: string | null = null;
    for (const line of readFileSync(path.join(folderOf(root, language), `${name}.ftl`), "utf8").split("\n")) {
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
