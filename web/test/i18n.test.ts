// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { FluentResource } from "@fluent/bundle";
import type { VNode } from "preact";
import { PAGES } from "../build/pages.ts";
import { LANGUAGES, textsOf } from "../build/texts.ts";
import { T, useTexts } from "../src/components/text/index.tsx";
import { moneyOf, moment, timeLeft } from "../src/i18n/format.ts";
import { translator } from "../src/i18n/index.ts";

const all = readdirSync("src/i18n/en").map((file) => path.basename(file, ".ftl"));

test("a missing translation is shown in English and says so", () => {
  const page = { language: "es", texts: "a = uno", fallbackLanguage: "en", fallback: "b = two { $n }" };
  assert.deepEqual(translator(page).phrase("a"), { text: "uno", language: "es" });
  const { text, language } = translator(page).phrase("b", { n: 2 });
  assert.match(text, /two .*2/);
  assert.equal(language, "en");
  assert.deepEqual(translator(page).phrase("c"), { text: "c", language: "es" });
});

test("what is not translated is marked where it stands, with its language", () => {
  useTexts({ language: "ar", texts: "a = واحد", fallbackLanguage: "en", fallback: "b = two" });
  const marked = T({ id: "b" }) as VNode<Record<string, unknown>>;
  const { children, ...attributes } = marked.props;
  assert.deepEqual([marked.type, attributes, children], ["span", { lang: "en", dir: "auto", class: "untranslated" }, "two"]);
  assert.notEqual((T({ id: "a" }) as VNode).type, "span");
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

/** The arguments of a message: those that it shows, and those that it names at all, if only to choose between forms. */
function argumentsOf(message: unknown): { shown: Set<string>; named: Set<string> } {
  const shown = new Set<string>();
  const named = new Set<string>();
  const walk = (part: unknown, chooses: boolean): void => {
    if (Array.isArray(part)) for (const one of part) walk(one, chooses);
    else if (typeof part === "object" && part !== null) {
      const { type, name } = part as { type?: string; name?: string };
      if (type === "var") {
        named.add(name!);
        if (!chooses) shown.add(name!);
      } else for (const [key, inner] of Object.entries(part)) walk(inner, chooses || key === "selector");
    }
  };
  walk(message, false);
  return { shown, named };
}

test("every message of every language is read by Fluent, shows what English shows, and names nothing else", () => {
  const messagesOf = (language: string, file: string) => {
    const source = readFileSync(`src/i18n/${language}/${file}.ftl`, "utf8");
    const { body } = new FluentResource(source);
    assert.equal(body.length, source.match(/^[a-z][a-z0-9-]* *=/gm)!.length, `${language}/${file}.ftl`);
    return new Map(body.map(({ id, value }) => [id, argumentsOf(value)]));
  };
  for (const file of all) {
    const english = messagesOf("en", file);
    for (const language of LANGUAGES.keys()) {
      for (const [id, { shown, named }] of messagesOf(language, file)) {
        const own = english.get(id);
        assert.deepEqual([...shown, ...named].filter((name) => !own?.named.has(name)), [], `${language}: ${id} has what English has not`);
        assert.deepEqual([...(own?.shown ?? [])].filter((name) => !named.has(name)), [], `${language}: ${id} leaves out what English shows`);
      }
    }
  }
});

const files = (folder: string): string[] => readdirSync(folder, { withFileTypes: true }).flatMap((item) => (item.isDirectory() ? files(path.join(folder, item.name)) : [path.join(folder, item.name)]));
const importsOf = (file: string): string[] => [...readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)"/g)].map((match) => path.join(path.dirname(file), match[1]!));

/** A source file, and all that it imports. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (!seen.has(file)) {
    seen.add(file);
    for (const next of importsOf(file)) reached(next, seen);
  }
  return seen;
}

test("a thing has one name: a vote, the public record, whoever keeps a part of the key", () => {
  const second: [string, RegExp][] = [
    ["ar", /جولة/],
    ["ar", /السجل العلني/],
    ["es", /\brondas?\b/],
    ["es", /\bcustodios\b|\b(?:la|una) custodia\b/i],
  ];
  for (const [language, name] of second) {
    for (const file of all) {
      // Only a randomness beacon has rounds by that name.
      const lines = readFileSync(`src/i18n/${language}/${file}.ftl`, "utf8").split("\n").filter((line) => !/beacon|drand/.test(line));
      assert.deepEqual(lines.filter((line) => name.test(line)), [], `${language}/${file}.ftl`);
    }
  }
});

test("every message that the code names exists, on every page that can show it", () => {
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

test("what voters read goes through <T>, which marks what is not translated", () => {
  const seen = new Set(["home", "round", "result", "vote", "check"].flatMap((kind) => [...reached(`src/pages/${kind}/index.tsx`)]).filter((file) => file.endsWith(".tsx")));
  assert.ok(seen.size > 30, String(seen.size));
  for (const file of seen) {
    // In an <option> there is room for nothing but text.
    const bare = readFileSync(file, "utf8").match(/^.*(?:>|^\s*)\{t\(.*$/gm) ?? [];
    assert.deepEqual(bare.filter((line) => !line.includes("<option")), [], file);
  }
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
    ...of("audit", ["misread", "no-ballot"]),
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
    ...of("alert", ["witnesses", "trustees", "clock", "disk", "backup", "sequencer"].flatMap((kind) => [kind, `${kind}-do`])),
    ...of("alert-level", ["ok", "unknown", "warning", "critical"]),
    ...of("alert-step", ["commit", "join", "message", "signature", "acknowledgement", "mix", "share"]),
    ...of("alert-disk", ["data", "data-unknown", "database", "database-unknown"]),
    ...of("watch-channel", ["letter", "card", "walk-in", "spare"]),
    ...of("watch-step", ["opened", "chosen", "reviewed", "code", "cast"]),
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

test("a time of day is written in one way: by moment()", () => {
  assert.deepEqual(files("src").filter((file) => /timeStyle|timeZoneName/.test(readFileSync(file, "utf8"))), []);
});

test("money and moments", () => {
  const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");
  assert.equal(moneyOf({ language: "en", currency: "EUR", minorDigits: 2 }, 1_234_500), "€12,345");
  assert.equal(moneyOf({ language: "en", currency: "EUR", minorDigits: 2 }, 1_234_567), "€12,345.67");
  assert.equal(plain(moneyOf({ language: "es", currency: "EUR", minorDigits: 2 }, 1_234_567)), "12.345,67 €");
  assert.equal(plain(moneyOf({ language: "en", currency: "JPY", minorDigits: 0 }, 500)), "¥500");
  const minute = Date.UTC(2026, 5, 1, 15, 30) / 60_000;
  assert.equal(moment("en", "Europe/Berlin", minute), "1 June 2026 at 17:30 (Europe/Berlin)", "English that names no region: the day first");
  assert.match(moment("en-US", "Europe/Berlin", minute), /^June 1, 2026.*17:30/);
  assert.match(moment("ar", undefined, minute), /^1 يونيو 2026 في \d\d:30 \(.+\)$/, "no hours of the afternoon, as on the pages of the server");
});
