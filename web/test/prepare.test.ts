// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { textsOf } from "../build/texts.ts";
import { draftWith, freshContest, idOf, tidied, untranslated, withShared, type Draft } from "../src/pages/prepare/draft.ts";
import { languageName } from "../src/i18n/format.ts";
import { choicesFor, KINDS, ruleFor, ruleWith } from "../src/pages/prepare/rules.ts";
import { placeOf, readTarget } from "../src/pages/prepare/target.ts";

const resources = "../server/resources";
const texts = textsOf(".", ["readiness"], "en").texts;

test("whatever the server finds missing, or wrong with a file, can be said", () => {
  const source = readdirSync(resources).filter((name) => /^readiness.*\.c$/.test(name)).map((name) => readFileSync(path.join(resources, name), "utf8")).join("\n");
  const ids = new Set([...source.matchAll(/(?:BLOCKING|WARNING),\s*"([a-z-]+)"|known \? "([a-z-]+)" : "([a-z-]+)"/g)].flatMap(([, ...found]) => found.filter((id) => id !== undefined)));
  assert.ok(ids.size > 50, "the findings were found");
  for (const id of ids) assert.match(texts, new RegExp(`^readiness-${id} =`, "m"), id);
  const whats = [...source.matchAll(/missing\(c, "([a-z-]+)"|number_of\(c, [a-z>-]+, "[a-z_]+", "([a-z-]+)"/g)].map(([, one, other]) => one ?? other!);
  assert.ok(whats.length > 30, "what may be missing was found");
  for (const what of whats) assert.ok(texts.includes(`[${what}] `), `missing: ${what}`);
  const { components } = JSON.parse(readFileSync("../docs/api/openapi.json", "utf8")) as { components: { schemas: { ImportFault: { properties: { id: { enum: string[] } } } } } };
  for (const id of components.schemas.ImportFault.properties.id.enum) assert.match(texts, new RegExp(`^import-${id} =`, "m"), id);
});

test("a place in the draft is a step and a field", () => {
  const contest = { ...freshContest("streets"), options: [{ id: "OGM/0015", texts: {} }] };
  const draft: Draft = { ...draftWith({}, ["en", "es"], "UTC"), contests: [contest], districts: [{ id: "all", texts: {}, contests: ["streets"] }] };
  const at = (pointer: string): string => {
    const { step, field } = placeOf(pointer, draft);
    return `${step}/${field}`;
  };
  assert.equal(at("/contests/0/options/0/texts/es/title"), "projects/es:project-streets-OGM/0015-title");
  assert.equal(at("/contests/0/options/0/cost"), "projects/project-streets-OGM/0015-cost");
  assert.equal(at("/contests/0/options"), "projects/project-add-streets");
  assert.equal(at("/contests/0/below_pool_min"), "voters/pool-streets-below");
  assert.equal(at("/contests/0/lot"), "projects/lot-streets");
  assert.equal(at("/contests"), "lists/lists");
  assert.equal(at("/districts/0/texts/es"), "basics/es:district-all");
  assert.equal(at("/texts/en/title"), "basics/en:text-title");
  assert.equal(at("/texts/en/map"), "basics/map");
  assert.equal(at("/texts/en/map_bounds"), "basics/map-bounds");
  assert.equal(at("/contests/0/options/0/texts/es/picture"), "projects/es:project-streets-OGM/0015-picture");
  assert.equal(at("/schedule/close"), "schedule/time-close");
  assert.equal(at("/schedule/grace"), "schedule/length-grace");
  assert.equal(at("/people/clerks/1"), "people/people-clerks");
  assert.equal(at("/trustees/0/key"), "keys/holder");
  assert.deepEqual(readTarget("es:text-title", ["en", "es"]), { field: "text-title", language: "es" });
  assert.deepEqual(readTarget("project-a-b-cost", ["en"]), { field: "project-a-b-cost", language: null });
});

test("texts: what is missing, what all languages share, what is left out", () => {
  const words = { en: { title: "Trees", summary: " Fourteen limes " }, es: { title: "Árboles" }, ar: { summary: "  " } };
  assert.deepEqual(untranslated(words, "en", "es"), ["summary"]);
  assert.deepEqual(tidied(words, ["en", "ar"]), { en: { title: "Trees", summary: "Fourteen limes" } });
  const placed = withShared(words, { position: "1,2" });
  assert.deepEqual([placed["en"]?.position, placed["es"]?.position, placed["ar"]?.position], ["1,2", "1,2", undefined]);
  assert.deepEqual(untranslated(placed, "en", "es"), ["summary"], "a place needs no translation");
  assert.deepEqual(withShared(placed, { position: "" }), words);
  assert.equal(idOf("Ñandú & Ça va", ["nandu-ca-va"], "x"), "nandu-ca-va-2");
  assert.equal(idOf("أشجار", [], "category"), "category");
});

test("every form has a rule, and a rule that does not go with a form becomes one that does", () => {
  for (const kind of KINDS) {
    for (const choice of choicesFor(kind)) assert.deepEqual(ruleWith(ruleFor(choice, kind), kind), ruleFor(choice, kind), `${kind} ${choice}`);
    for (const other of KINDS) for (const choice of choicesFor(other)) assert.ok(choicesFor(kind).some((one) => ruleFor(one, kind).name === ruleWith(ruleFor(choice, other), kind).name), `${other} ${choice} to ${kind}`);
  }
  assert.deepEqual(ruleWith(ruleFor("shares", "points"), "approval"), ruleFor("shares", "approval"));
});

test("languages are called by their names", () => {
  assert.deepEqual([languageName("es", "en"), languageName("pt_br", "en"), languageName("no tag", "en")], ["Spanish", "Brazilian Portuguese", "no tag"]);
});
