// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Every kind of page has 100 of 100 for accessibility and for best practices in Lighthouse, with a real city behind it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { shortcomings, startLighthouse } from "../support/lighthouse.mjs";
import { startCity, TownHall } from "../support/town_hall.mjs";
import { pageKinds } from "../support/page_kinds.mjs";
import { root } from "./support.mjs";

const kinds = [...new Set(JSON.parse(readFileSync(path.join(root, "web/dist/pages.json"), "utf8")).pages.map(({ kind }) => kind))];
let city;
let lighthouse;
let addresses;

before(async () => {
  [city, lighthouse] = await Promise.all([startCity(), startLighthouse()]);
  addresses = await pageKinds(await TownHall.open(city));
});

after(async () => {
  await lighthouse?.close();
  await city?.close();
});

for (const kind of kinds) {
  test(`${kind}: accessibility and best practices are 100`, async () => {
    const address = addresses[kind] ?? assert.fail(`no address for ${kind}`);
    const found = await lighthouse.look(address, ["accessibility", "best-practices"]);
    // That nothing is there is what the answer 404 is for; Chromium calls it an error of the page.
    const own = ({ id, items }) => kind === "not-found" && id === "errors-in-console" && items.every(({ sourceLocation }) => sourceLocation.url === address);
    const faults = shortcomings(found);
    assert.deepEqual(faults.filter((fault) => !own(fault)), []);
    if (faults.length === 0) assert.deepEqual(Object.values(found.categories).map(({ score }) => score), [1, 1]);
  });
}
