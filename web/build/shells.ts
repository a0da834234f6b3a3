// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Vite plugin: an entry script and an HTML shell for every page kind and language, the manifest pages.json that
// tells the server which file answers which path, and .br and .gz beside every file. Nothing here depends on
// time, order of events or the machine: two builds give the same bytes (test/build.test.ts).

import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { OutputAsset, OutputBundle, OutputChunk } from "rollup";
import type { Plugin } from "vite";
import { translator, type Translator } from "../src/i18n/index.ts";
import { messagesJson } from "./messages.ts";
import { PAGES, type PageKind } from "./pages.ts";
import { LANGUAGES, textsOf } from "./texts.ts";

const ENTRY = "virtual:page/";
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'";

type Output = OutputAsset | OutputChunk;
type WithCss = { viteMetadata?: { importedCss: Set<string> } };

export function shells(): Plugin {
  let root = "";
  let outDir = "";
  let icon = "";
  let share = "";
  return {
    name: "folkmoot-shells",
    enforce: "post",

    config() {
      const input: Record<string, string> = {};
      for (const { kind } of PAGES) for (const language of LANGUAGES.keys()) input[`${kind}-${language}`] = `${ENTRY}${kind}/${language}`;
      return { build: { rollupOptions: { input } } };
    },

    configResolved(config) {
      root = config.root;
      outDir = path.resolve(root, config.build.outDir);
    },

    async buildStart() {
      icon = this.emitFile({ type: "asset", name: "icon.svg", source: await readFile(path.join(root, "src", "styles", "icon.svg")) });
      share = this.emitFile({ type: "asset", name: "share.png", source: await readFile(path.join(root, "src", "styles", "share.png")) });
    },

    resolveId(id) {
      return id.startsWith(ENTRY) ? `\0${id}` : null;
    },

    load(id) {
      if (!id.startsWith(`\0${ENTRY}`)) return null;
      const [kind, language] = id.slice(ENTRY.length + 1).split("/") as [string, string];
      const page = PAGES.find((item) => item.kind === kind)!;
      return `import { start } from "/src/pages/${kind}/index.tsx";\nstart(${JSON.stringify(textsOf(root, page.texts, language))});\n`;
    },

    // Last, because hashes are taken here: Vite itself still changes styles at this stage.
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const pages: object[] = [];
        const pinned = new Set<string>();
        for (const page of PAGES) {
          for (const language of LANGUAGES.keys()) {
            const entry = Object.values(bundle).find((item): item is OutputChunk => item.type === "chunk" && item.facadeModuleId === `\0${ENTRY}${page.kind}/${language}`);
            if (entry === undefined) this.error(`no entry for ${page.kind} in ${language}`);
            const needs = needsOf(bundle, entry);
            const html = shell(page, language, translator(textsOf(root, page.texts, language)), bundle, entry, needs, this.getFileName(icon));
            const file = `${language}/${page.kind}.html`;
            this.emitFile({ type: "asset", fileName: file, source: html });
            if (page.kind === "vote" || page.kind === "check") addNamed(bundle, html, pinned);
            for (const pattern of page.paths) {
              pages.push({ kind: page.kind, language, path: pattern.replace("{lang}", language), file, slots: page.slots, size: new TextEncoder().encode(html).length, sha256: sha256(html) });
            }
          }
        }
        const assets = Object.values(bundle)
          .map((item) => ({ file: item.fileName, size: bytesOf(item).length, sha256: sha256(bytesOf(item)), pinned: pinned.has(item.fileName) }))
          .filter(({ file }) => file.startsWith("assets/"))
          .sort((a, b) => (a.file < b.file ? -1 : 1));
        this.emitFile({ type: "asset", fileName: "messages.json", source: messagesJson(root, [...LANGUAGES.keys()]) });
        this.emitFile({ type: "asset", fileName: "pages.json", source: `${JSON.stringify({ languages: [...LANGUAGES.keys()], share: this.getFileName(share), pages, assets }, null, 1)}\n` });
      },
    },

    async closeBundle() {
      await compress(outDir);
    },
  };
}

interface Needs {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}

function needsOf(bundle: OutputBundle, entry: OutputChunk): Needs {
  const scripts: string[] = [];
  const styles = new Set<string>();
  const visit = (chunk: OutputChunk): void => {
    if (scripts.includes(chunk.fileName)) return;
    scripts.push(chunk.fileName);
    for (const name of chunk.imports) visit(bundle[name] as OutputChunk);
    // What all pages share comes before what only this one has: the later rule wins.
    for (const css of (chunk as WithCss).viteMetadata?.importedCss ?? []) styles.add(css);
  };
  visit(entry);
  return { scripts, styles: [...styles] };
}

/** Adds every file that a page can load: what its HTML names, what that names (workers, pictures), and so on. */
function addNamed(bundle: OutputBundle, text: string, all: Set<string>): void {
  for (const item of Object.values(bundle)) {
    if (all.has(item.fileName) || !text.includes(path.posix.basename(item.fileName))) continue;
    all.add(item.fileName);
    addNamed(bundle, new TextDecoder().decode(bytesOf(item)), all);
  }
}

function shell(page: PageKind, language: string, texts: Translator, bundle: OutputBundle, entry: OutputChunk, needs: Needs, icon: string): string {
  /** for attributes and titles, where a language cannot be marked */
  const t = (id: string): string => escape(texts.text(id));
  const said = (id: string): string => {
    const phrase = texts.phrase(id);
    return phrase.language === language ? escape(phrase.text) : `<span lang="${phrase.language}" dir="auto" class="untranslated">${escape(phrase.text)}</span>`;
  };
  const slot = (name: string, content: string): string => (page.slots ? `<!--slot:${name}-->${content}<!--/slot:${name}-->` : content);
  const pin = (name: string): string => `integrity="sha384-${createHash("sha384").update(bytesOf(bundle[name]!)).digest("base64")}"`;
  const languages = [...LANGUAGES]
    .map(([key, name]) => `<li><a href="/${key}/" lang="${key}" hreflang="${key}"${key === language ? ' aria-current="true"' : ""}>${name}</a></li>`)
    .join("");
  const here = (kind: string): string => (page.kind === kind ? ' aria-current="page"' : "");
  const navigation = page.focused
    ? ""
    : `<nav aria-label="${t("site-navigation")}"><ul class="links"><li><a href="/${language}/"${here("home")}>${said("site-rounds")}</a></li><li><a href="/${language}/check"${here("check")}>${said("site-check")}</a></li></ul></nav>`;
  return `<!doctype html>
<html lang="${language}" dir="${texts.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/${icon}" type="image/svg+xml">
${slot("head", `<title>${t(`${page.kind}-title`)} – Folkmoot</title>`)}
${needs.styles.map((name) => `<link rel="stylesheet" href="/${name}" ${pin(name)}>`).join("\n")}
${needs.scripts.filter((name) => name !== entry.fileName).map((name) => `<link rel="modulepreload" href="/${name}" ${pin(name)}>`).join("\n")}
<script type="module" src="/${entry.fileName}" ${pin(entry.fileName)}></script>
</head>
<body class="page-${page.kind}">
<a class="skip" href="#main">${said("site-skip")}</a>
<header class="site"><div class="site-bar"><a class="site-name" href="/${language}/">${slot("city", "Folkmoot")}</a>${navigation}<nav class="languages" aria-label="${t("site-languages")}"><details><summary>${LANGUAGES.get(language)}</summary><ul>${languages}</ul></details></nav></div></header>
<main id="main" tabindex="-1">
${slot("main", `<h1>${said(`${page.kind}-title`)}</h1>
<div id="app"><noscript><p>${said(`${page.kind}-noscript`)}</p></noscript></div>`)}
</main>
<footer class="site"><p>${said("site-footer")} ${page.focused ? "" : `<a href="/${language}/acts">${said("site-acts")}</a> <a href="/${language}/sign-in">${said("site-staff")}</a>`}</p></footer>
</body>
</html>
`; // prettier-ignore
}

const COMPRESSIBLE = /\.(?:html|js|css|json|svg|txt)$/;

async function compress(folder: string): Promise<void> {
  for (const item of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, item.name);
    if (item.isDirectory()) await compress(file);
    else if (COMPRESSIBLE.test(item.name)) {
      const bytes = await readFile(file);
      await writeFile(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
      await writeFile(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    }
  }
}

function bytesOf(item: Output): Uint8Array {
  const source = item.type === "chunk" ? item.code : item.source;
  return typeof source === "string" ? new TextEncoder().encode(source) : source;
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (symbol) => `&#${symbol.charCodeAt(0)};`);
}
