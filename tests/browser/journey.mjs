// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The journeys of tests/browser/journeys against real cities in Chromium.
//
//     node --test --test-reporter=tap tests/browser/journey.mjs      each once, in some width, language and scheme; then
//                                                                    that web/pages.json has no page or state unvisited
//     node tests/browser/journey.mjs NAME|all [--shots DIR]          those whose name contains NAME; with pictures of every
//                                                                    state in both languages and a contact sheet
//
// Two go at a time, in one city; those that stop its server have a city of their own and, being long, come first.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startCity, TownHall } from "../support/town_hall.mjs";
import { launch, root } from "./support.mjs";
import { writeSheet } from "./trip/sheet.mjs";
import { SCHEMES, Trip, WIDTHS } from "./trip/trip.mjs";
import { loadWords, PAGES } from "./trip/words.mjs";

const AT_A_TIME = 2;
const PATIENCE = { timeout: 600_000 };
const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "journeys");
const { wanted, album } = given(process.argv.slice(2));
const { languages, pages } = JSON.parse(readFileSync(path.join(root, "web/dist/pages.json"), "utf8"));
/** English, and one that reads the other way where there is one. */
const LANGUAGES = ["en", languages.includes("ar") ? "ar" : languages.find((language) => language !== "en")];

const journeys = [];
for (const file of readdirSync(folder).sort()) {
  const name = path.basename(file, ".mjs");
  const { about, alone = false, default: run } = await import(path.join(folder, file));
  journeys.push({ name, about, alone, run });
}
const chosen = journeys.filter(({ name }) => wanted === "all" || name.includes(wanted)).sort((a, b) => b.alone - a.alone);
if (chosen.length === 0) throw new Error(`no journey is called ${wanted}; there are ${journeys.map(({ name }) => name).join(", ")}`);

let browser;
let words;
let shared;
const visited = new Set();
const pictures = [];

before(async () => {
  [browser, words, shared] = await Promise.all([launch(), loadWords(), newCity()]);
});

after(async () => {
  await browser?.close();
  await shared?.city.close();
});

async function newCity() {
  const city = await startCity();
  return { city, hall: await TownHall.open(city) };
}

async function go({ name, run, alone }, variant) {
  const place = alone ? await newCity() : shared;
  const trip = new Trip({ browser, words, ...place }, name, variant, album);
  try {
    await run(trip);
    await trip.end();
  } finally {
    if (alone) await place.city.close();
  }
  for (const state of trip.seen) visited.add(state);
  pictures.push(...trip.pictures.map((picture) => ({ journey: name, ...picture })));
}

describe("journeys", { concurrency: AT_A_TIME }, () => {
  for (const journey of chosen) {
    const number = journeys.indexOf(journey);
    if (album !== null) {
      for (const language of LANGUAGES) it(`${journey.name} in ${language}`, PATIENCE, () => go(journey, { language, width: WIDTHS[1], scheme: "light" }));
    } else {
      const variant = { language: LANGUAGES[number % 2], width: WIDTHS[number % 4], scheme: SCHEMES[(number >> 1) % 2] };
      it(`${journey.name}: ${journey.about} (${Object.values(variant).join(", ")})`, PATIENCE, () => go(journey, variant));
    }
  }
});

if (wanted === "all") {
  test("every page and every state is visited", () => {
    assert.deepEqual(Object.keys(PAGES).sort(), [...new Set(pages.map(({ kind }) => kind))].sort(), "web/pages.json has the pages that are built");
    const states = Object.entries(PAGES).flatMap(([kind, of]) => Object.keys(of).map((state) => `${kind}/${state}`));
    assert.deepEqual(states.filter((state) => !visited.has(state)), []);
  });
}

if (album !== null) test(`the contact sheet is ${path.join(album, "index.html")}`, () => writeSheet(browser, album, pictures));

function given(args) {
  const [name = "all", option, dir, ...more] = args;
  if ((option !== undefined && option !== "--shots") || (option !== undefined && dir === undefined) || more.length > 0) throw new Error("usage: journey NAME|all [--shots DIR]");
  return { wanted: name, album: dir === undefined ? null : path.resolve(dir) };
}
