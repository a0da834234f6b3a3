// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What is built: the same bytes wherever it is built, small enough, nothing inline, nothing from elsewhere.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { build } from "vite";
import { PAGES } from "../build/pages.ts";
import { LANGUAGES } from "../build/texts.ts";

interface Manifest {
  languages: string[];
  pages: { kind: string; language: string; path: string; file: string; slots: boolean; size: number; sha256: string }[];
  assets: { file: string; size: number; sha256: string; pinned: boolean }[];
}

/** HTML, scripts (worker included) and styles of voting, as a phone fetches them. */
const VOTE_LIMIT_BYTES = 100_000;

const temporaries: string[] = [];
/** one build each */
const folders: string[] = [];
let manifest: Manifest;

/** The sources, as another clone has them. */
function copied(): string {
  const clone = path.join(temporary(), "elsewhere", "web");
  for (const name of ["build", "src", "package.json", "tsconfig.json", "vite.config.ts"]) cpSync(name, path.join(clone, name), { recursive: true });
  symlinkSync(path.resolve("node_modules"), path.join(clone, "node_modules"));
  return clone;
}

function temporary(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "folkmoot-web-"));
  temporaries.push(folder);
  return folder;
}

before(async () => {
  for (const root of [process.cwd(), copied()]) {
    const outDir = temporary();
    folders.push(outDir);
    await build({ root, configFile: path.join(root, "vite.config.ts"), logLevel: "error", build: { outDir, emptyOutDir: true } });
  }
  manifest = JSON.parse(readFileSync(path.join(folders[0]!, "pages.json"), "utf8")) as Manifest;
});

after(() => temporaries.forEach((folder) => rmSync(folder, { recursive: true })));

const filesIn = (folder: string, below = ""): string[] =>
  readdirSync(path.join(folder, below), { withFileTypes: true })
    .flatMap((item) => (item.isDirectory() ? filesIn(folder, path.join(below, item.name)) : [path.join(below, item.name)]))
    .sort();
const read = (file: string, folder = folders[0]!): Buffer => readFileSync(path.join(folder, file));
const plain = (): string[] => filesIn(folders[0]!).filter((file) => !/\.(?:br|gz)$/.test(file));

test("builds in two folders give the same bytes", () => {
  const [first, second] = folders as [string, string];
  assert.deepEqual(filesIn(first), filesIn(second));
  for (const file of filesIn(first)) assert.ok(read(file).equals(read(file, second)), file);
});

test("every file but pictures, which are compressed already, has its compressed variants, and they are the same file", () => {
  const files = plain().filter((file) => !file.endsWith(".png"));
  assert.ok(files.length > 20);
  for (const file of files) {
    assert.ok(brotliDecompressSync(read(`${file}.br`)).equals(read(file)), file);
    assert.ok(gunzipSync(read(`${file}.gz`)).equals(read(file)), file);
  }
});

test("the manifest names every page in every language with its hash", () => {
  assert.deepEqual(manifest.languages, [...LANGUAGES.keys()]);
  for (const { kind, paths, slots } of PAGES) {
    for (const language of LANGUAGES.keys()) {
      for (const pattern of paths) {
        const page = manifest.pages.find((item) => item.kind === kind && item.language === language && item.path === pattern.replace("{lang}", language));
        assert.ok(page !== undefined, `${kind} ${language} ${pattern}`);
        assert.equal(page.slots, slots);
        assert.equal(createHash("sha256").update(read(page.file)).digest("hex"), page.sha256);
        assert.equal(read(page.file).length, page.size);
      }
    }
  }
  for (const { file, size, sha256 } of manifest.assets) {
    assert.equal(read(file).length, size);
    assert.equal(createHash("sha256").update(read(file)).digest("hex"), sha256);
  }
  assert.deepEqual(plain().filter((file) => file.startsWith("assets/")), manifest.assets.map(({ file }) => file));
});

/** A page with everything it can load: what its HTML names, what that names, and so on. */
function closure(file: string): Set<string> {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const text = read(name).toString("utf8");
    for (const { file: asset } of manifest.assets) if (text.includes(path.basename(asset))) visit(asset);
  };
  visit(file);
  return seen;
}

test("voting fits into 100 kB, in every language", () => {
  for (const language of LANGUAGES.keys()) {
    const files = [...closure(`${language}/vote.html`)];
    assert.ok(files.some((file) => file.startsWith("assets/main-")), "the worker is counted");
    const total = files.reduce((sum, file) => sum + read(`${file}.br`).length, 0);
    console.log(`# vote page in ${language}: ${total} bytes compressed, ${files.length} files`);
    assert.ok(total <= VOTE_LIMIT_BYTES, `${total} bytes`);
  }
});

test("everything that the vote and check pages can load is pinned", () => {
  const pinned = new Set(manifest.assets.filter((asset) => asset.pinned).map(({ file }) => file));
  for (const language of LANGUAGES.keys()) {
    for (const kind of ["vote", "check"]) {
      for (const file of closure(`${language}/${kind}.html`)) if (file.startsWith("assets/")) assert.ok(pinned.has(file), file);
    }
  }
});

test("pages hold nothing inline and load nothing from elsewhere", () => {
  for (const { file } of manifest.pages) {
    const html = read(file).toString("utf8");
    assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:/i, file);
    assert.doesNotMatch(html, /(?:src|href)="(?!\/)(?!#)/, file);
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)!;
    for (const rule of policy!.split("; ")) assert.match(rule, /^[a-z-]+ '(?:none|self)'(?: blob:)?$/, `${file}: nothing inline, nothing evaluated, nothing from elsewhere`);
    assert.match(policy!, /^default-src 'none'; script-src 'self'; style-src 'self'; /);
    for (const [tag] of html.matchAll(/<(?:script|link rel="(?:stylesheet|modulepreload)")[^>]*>/g)) assert.match(tag, /integrity="sha384-/, tag);
    for (const [, name, integrity] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+)" integrity="([^"]+)"/g)) {
      assert.equal(integrity, `sha384-${createHash("sha384").update(read(name!)).digest("base64")}`);
    }
  }
});

test("styles that all pages share come before those of one page, which may so change them", () => {
  for (const { file } of manifest.pages) {
    const sheets = [...read(file).toString("utf8").matchAll(/<link rel="stylesheet" href="\/([^"]+)"/g)].map((match) => read(match[1]!).toString("utf8"));
    assert.match(sheets[0]!, /--ground:/, file);
  }
});

test("slots are where the manifest says, and nowhere else", () => {
  for (const { file, slots } of manifest.pages) {
    const html = read(file).toString("utf8");
    for (const name of ["head", "city", "main"]) {
      const marks = [html.split(`<!--slot:${name}-->`).length - 1, html.split(`<!--/slot:${name}-->`).length - 1];
      assert.deepEqual(marks, slots ? [1, 1] : [0, 0], `${file} ${name}`);
    }
  }
});

test("a new language is one file and one line; what it lacks is there in English", async () => {
  const root = copied();
  mkdirSync(path.join(root, "src/i18n/eo"));
  writeFileSync(path.join(root, "src/i18n/eo/begin.ftl"), "vote-title = Voĉdoni\ncast = Voĉdoni nun\nhome-hero = { $city } decidas kune\n");
  const languages = path.join(root, "build/texts.ts");
  writeFileSync(languages, readFileSync(languages, "utf8").replace('["ar", "العربية"],\n', '$&  ["eo", "Esperanto"],\n'));
  const folder = temporary();
  // The sources of the build are loaded anew: those of this process know nothing of the language.
  const { status } = spawnSync("node", [path.resolve("node_modules/vite/bin/vite.js"), "build", "--outDir", folder, "--logLevel", "error"], { cwd: root, stdio: "inherit" });
  assert.equal(status, 0);
  const { languages: built, assets } = JSON.parse(read("pages.json", folder).toString("utf8")) as Manifest;
  assert.deepEqual(built, [...LANGUAGES.keys(), "eo"]);
  const html = read("eo/vote.html", folder).toString("utf8");
  assert.match(html, /<html lang="eo" dir="ltr"/);
  assert.match(html, /Voĉdoni/);
  assert.match(html, /<span lang="en"[^>]*class="untranslated"[^>]*>[^<]*needs JavaScript/);
  assert.match(read("en/vote.html", folder).toString("utf8"), /href="\/eo\/[^"]*"[^>]*>Esperanto</);
  const script = assets.map(({ file }) => file).find((file) => /vote-eo/.test(file))!;
  const texts = read(script, folder).toString("utf8");
  assert.ok(texts.includes("Voĉdoni nun") && texts.includes("not-cast = Not cast yet"), "English for what is missing");
  const { languages: written } = JSON.parse(read("messages.json", folder).toString("utf8")) as { languages: { language: string; messages: Record<string, unknown> }[] };
  assert.deepEqual(Object.keys(written.find(({ language }) => language === "eo")!.messages).sort(), ["cast", "home-hero", "vote-title"]);
});

test("no address of a package registry is in the lock file", () => {
  const lock = readFileSync("package-lock.json", "utf8");
  assert.doesNotMatch(lock, /"resolved"/);
  const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, Record<string, string>>;
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) assert.match(version, /^\d+\.\d+\.\d+$/, name);
});
