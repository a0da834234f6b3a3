// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The texts of the front end by message id, so that a journey reads "press bar-review" in every language and a new
// wording breaks no test.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../support.mjs";

const web = path.join(root, "web");

/** The front end's own translators: { t: Map of language to (id, args) => text }. */
export async function loadWords() {
  const folder = mkdtempSync(path.join(tmpdir(), "folkmoot-words-"));
  try {
    const bundle = path.join(folder, "words.mjs");
    const built = spawnSync(path.join(web, "node_modules/.bin/esbuild"), ["--bundle", "--platform=node", "--format=esm", `--outfile=${bundle}`, "--log-level=error", "--loader=ts"], {
      cwd: web,
      input: 'export * from "./build/texts.ts"; export * from "./src/i18n/index.ts";',
      stdio: ["pipe", "inherit", "inherit"],
    });
    if (built.status !== 0) throw new Error("the texts could not be read");
    const { LANGUAGES, textsOf, translator } = await import(pathToFileURL(bundle).href);
    const names = readdirSync(path.join(web, "src/i18n/en")).map((file) => path.basename(file, ".ftl"));
    return new Map([...LANGUAGES.keys()].map((language) => [language, translatorOf(translator(textsOf(web, names, language)))]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** An id that no language has is a mistake of the journey. */
function translatorOf(words) {
  return (id, args) => {
    const text = words.text(id, args);
    if (text === id) throw new Error(`there is no message ${id}`);
    return text;
  };
}

/** { kind: { state: description } }: every page, and every state that it can be in. */
export const PAGES = JSON.parse(readFileSync(path.join(web, "pages.json"), "utf8"));
