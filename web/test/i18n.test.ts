// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { FluentResource } from "@fluent/bundle";
import { PAGES } from "../build/pages.ts";
import { LANGUAGES, textsOf } from "../build/texts.ts";
import { moneyOf, moment, timeLeft } from "../src/i18n/format.ts";
import { translator } from "../src/i18n/index.ts";

const all = ["common", "pages", "vote", "check", "read", "result", "staff", "sign-in", "invitation", "account", "people", "key", "codes", "letter"];

test("a missing translation is shown in English and says so", () => {
  const page = { language: "es", texts: "a = uno", fallbackLanguage: "en", fallback: "b = two { $n }" };
  assert.deepEqual(translator(page).phrase("a"), { text: "uno", language: "es" });
  const { text, language } = translator(page).phrase("b", { n: 2 });
  assert.match(text, /two .*2/);
  assert.equal(language, "en");
  assert.deepEqual(translator(page).phrase("c"), { text: "c", language: "es" });
});

test("a page carries English for exactly what its language lacks", () => {
  const root = mkdtempSync(path.join(tmpdir(), "folkmoot-texts-"));
  for (const [language, source] of Object.entries({ en: "a = one\nb = two\n", xx: "a = un\n" })) {
    mkdirSync(path.join(root, "src", "i18n", language), { recursive: true });
    writeFileSync(path.join(root, "src", "i18n", language, "page.ftl"), source);
  }
  assert.deepEqual(textsOf(root, ["page"], "xx"), { language: "xx", texts: "a = un", fallbackLanguage: "en", fallback: "b = two" });
  assert.equal(textsOf(root, ["page"], "en").fallback, "");
  rmSync(root, { recursive: true });
});

test("no language lacks a message", () => {
  for (const language of LANGUAGES.keys()) assert.equal(textsOf(".", all, language).fallback, "", language);
});

test("the pseudo-language says everything in brackets, with the same arguments and choices", () => {
  const { text } = translator(textsOf(".", all, "en-xa"));
  assert.match(text("opens", { when: "NOW" }), /^⟦[^⟧]*NOW[^⟧]*⟧$/);
  assert.notEqual(text("turnout-ballots", { ballots: 1 }), text("turnout-ballots", { ballots: 2 }));
  assert.equal(textsOf(".", all, "en-xa").fallback, "");
});

test("Arabic puts what is put in between marks, and counts in six ways", () => {
  const { text, direction } = translator(textsOf(".", all, "ar"));
  assert.equal(direction, "rtl");
  assert.match(text("receipt-place-number", { number: 1234 }), /\u20681,234\u2069/);
  assert.equal(new Set([0, 1, 2, 3, 11].map((points) => text("points-given", { points }).replace(/\d+/, "N"))).size, 5);
});

test("every message of every language is read by Fluent and names the same arguments as English", () => {
  const argumentsOf = (source: string): Map<string, string> => {
    const found = new Map<string, string>();
    for (const { id, value } of new FluentResource(source).body) found.set(id, JSON.stringify([...new Set(JSON.stringify(value).match(/"type":"var","name":"\w+"/g) ?? [])].sort()));
    return found;
  };
  for (const language of LANGUAGES.keys()) {
    for (const name of all) {
      const source = readFileSync(`src/i18n/${language}/${name}.ftl`, "utf8");
      const written = source.match(/^[a-z][a-z0-9-]* *=/gm)!.length;
      const read = argumentsOf(source);
      assert.equal(read.size, written, `${language}/${name}.ftl`);
      const english = argumentsOf(readFileSync(`src/i18n/en/${name}.ftl`, "utf8"));
      for (const [id, names] of read) assert.equal(names, english.get(id), `${language}: ${id}`);
    }
  }
});

test("every message that the code names exists, on every page that can show it", () => {
  const files = (folder: string): string[] => readdirSync(folder, { withFileTypes: true }).flatMap((item) => (item.isDirectory() ? files(path.join(folder, item.name)) : [path.join(folder, item.name)]));
  const importsOf = (file: string): string[] => [...readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)"/g)].map((match) => path.join(path.dirname(file), match[1]!));
  const reached = (file: string, seen = new Set<string>()): Set<string> => {
    if (!seen.has(file)) {
      seen.add(file);
      for (const next of importsOf(file)) reached(next, seen);
    }
    return seen;
  };
  const idsIn = (file: string): string[] => {
    const source = readFileSync(file, "utf8");
    return [...source.matchAll(/(?:\bt\(|\bid=|\btitle=|\blabel=|\bhint=|message: |reason: |notice: |fail\()\{?"([a-z]+(?:-[a-z]+)*)"/g)].map((match) => match[1]!);
  };
  assert.ok(files("src/pages").length > 10);
  let checked = 0;
  for (const { kind, texts } of PAGES) {
    const { text } = translator(textsOf(".", texts, "en"));
    for (const file of reached(`src/pages/${kind}/index.tsx`)) {
      if (!file.endsWith(".tsx")) continue;
      for (const id of idsIn(file)) {
        if (isElement(file, id)) continue;
        assert.notEqual(text(id, {}), id, `${kind}: ${id} in ${file}`);
        checked++;
      }
    }
  }
  assert.ok(checked > 150, String(checked));
});

test("every message whose name is put together exists", () => {
  const kinds = ["approval", "choice", "knapsack", "points", "ranking", "scores", "questions"];
  const of = (prefix: string, endings: readonly string[]): string[] => endings.map((ending) => `${prefix}-${ending}`);
  const ids = [
    ...of("rules", kinds),
    ...of("why-full", ["approval", "knapsack", "points", "ranking", "scores"]),
    ...of("bar-left", ["choices", "points", "money"]),
    ...of("picked-left", ["choices", "points", "money"]),
    ...of("error", ["too-few", "too-many", "points-too-few", "points-too-many", "cost", "other"]),
    ...of("pool", ["count", "withhold"]),
    ...of("code", ["empty", "symbol", "short", "long", "check"]),
    ...of("refused", ["not-open", "ballot-late", "credential-unknown", "credential-void", "revoting-off", "too-soon", "sequence", "other"]),
    ...of("unanswered", ["reload", "network", "timeout", "server", "unproven"]),
    ...of("void", ["lost", "stolen", "moved", "deceased", "wrong-person", "paper-vote", "duplicate", "other"]),
    ...of("verdict", ["counts", "replaced", "withdrawn", "missing", "counts-detail", "replaced-detail", "withdrawn-detail", "missing-detail"]),
    ...of("state", ["draft", "frozen", "open", "closed", "sealed", "mixing", "counted", "certified", "published", "annulled"]),
    ...of("result", ["withheld", "empty", "passed", "failed", "no-quorum"]),
    ...of("purpose", ["letter", "card", "walk-in", "spare"]),
    ...of("witnesses", ["nobody", "waiting", "seen"]),
    ...of("failure", ["network", "server", "not-found", "not-open", "check", "log-key"]),
    ...of("problem", ["bad-login", "bad-code", "too-many-attempts", "invitation-ended", "forbidden", "conflict", "not-found"]),
    ...of("role", ["administrator", "facilitator", "reviewer", "registrar", "clerk", "trustee", "observer"]),
    ...of("people-access", ["none", "invited", "active"]),
    ...of("staff", ["account", "people", "key"]),
    ...PAGES.flatMap(({ kind }) => of(kind, ["title", "noscript"])),
  ];
  const { text } = translator(textsOf(".", all, "en"));
  for (const id of ids) assert.notEqual(text(id, {}), id);
});

function isElement(file: string, id: string): boolean {
  return new RegExp(`<(?!T\\b)[A-Za-z]\\w*[^>]*\\bid="${id}"`, "s").test(readFileSync(file, "utf8"));
}

test("digits are Latin and years Gregorian, whatever a region prefers", () => {
  assert.match(moment("ar-SA", "UTC", 0), /1970/);
  assert.match(moneyOf({ language: "ar-EG", currency: "EUR", minorDigits: 0 }, 1234), /1,234/);
  assert.match(timeLeft("ar", 3 * 1440), /3/);
  assert.equal(timeLeft("en", 13.9 * 1440), "in 13 days");
  assert.equal(timeLeft("fr", 119.5), "dans 120 minutes");
});

test("money and moments", () => {
  const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");
  assert.equal(moneyOf({ language: "en", currency: "EUR", minorDigits: 2 }, 1_234_500), "€12,345");
  assert.equal(moneyOf({ language: "en", currency: "EUR", minorDigits: 2 }, 1_234_567), "€12,345.67");
  assert.equal(plain(moneyOf({ language: "es", currency: "EUR", minorDigits: 2 }, 1_234_567)), "12.345,67 €");
  assert.equal(plain(moneyOf({ language: "en", currency: "JPY", minorDigits: 0 }, 500)), "¥500");
  assert.match(moment("en", "Europe/Berlin", Date.UTC(2026, 5, 1, 10, 30) / 60_000), /June 1, 2026.*12:30.*GMT\+2/);
});
