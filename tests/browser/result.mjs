// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The result page in Chromium, of a round of a real city: equal shares with who paid what, greedy, and motions; phone
// and desk, light and dark, from right to left, and after clicks. SCREENSHOTS=DIR keeps a picture of each state.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { startCity, TownHall, until } from "../support/town_hall.mjs";
import { launch, look, phone as newPhone } from "./support.mjs";

const NAMES = ["Shade trees for Mill Street", "Repair café in the old library", "Night bus on Fridays", "Playground by the canal", "Open-air cinema"];
const COSTS = [1_800_000, 900_000, 2_600_000, 1_100_000, 700_000];
/** What each voter chooses; few enough that every number below is seen at once. */
const CHOICES = [[1, 2], [1, 2], [1, 3], [1, 5], [3], [3, 4], [4, 5], [2, 4]];
const ANSWERS = ["yes", "yes", "yes", "no", "no", "no", "no", "abstain"];

let browser;
let city;
let round;
const phone = (run, options) => newPhone(browser, run, options);
const resultIn = (language) => `${city.base}/${language}/rounds/${round.id}/result`;

const titled = (title, more = {}) => ({ en: { title, ...more } });
/** Three on one square, one apart, one without a place. */
const PLACES = ["45.01,5.02", "45.01,5.02", "45.0101,5.0202", "45.015,5.03"];
const placed = (i) => (PLACES[i] === undefined ? {} : { position: PLACES[i] });

function contest(id, title, rule) {
  const options = NAMES.map((name, i) => ({ id: `p${i + 1}`, cost: COSTS[i], texts: titled(name, placed(i)) }));
  return { id, texts: titled(title), envelope: 4_000_000, form: { kind: "approval", min: 1, max: 5 }, rule, options, conflicts: [], pool_min: 1, below_pool_min: "count" };
}

function draft(map) {
  const now = Math.floor(Date.now() / 60_000);
  const contests = [
    contest("shares", "City-wide list", { name: "equal-shares", utility: "cost", completion: "add1u", start: "exact", compare: "none", ties: "lex" }),
    contest("votes", "North district", { name: "greedy", score: "votes", density: "absolute", on_misfit: "skip", threshold: 0, ties: "lex" }),
    {
      ...contest("motions", "Motions", { name: "motion", base: "cast", quorum: "1/4", majority: "1/2" }),
      envelope: 0,
      form: { kind: "questions" },
      options: [{ id: "q1", cost: 0, texts: titled("Shall cars leave the market square on Sundays?") }],
    },
  ];
  return {
    kind: "real", currency: "EUR", minor_digits: 2, languages: ["en"], texts: titled("Citizens' budget 2027", { map, map_bounds: "5,45,5.04,45.02" }), contests,
    districts: [{ id: "all", texts: titled("All"), contests: contests.map(({ id }) => id) }],
    schedule: { zone: "Europe/Berlin", open: now - 10, close: now + 600, grace: 0, objection: 0, complaint: 0, additions_end: now + 600 },
    revoting: true, draw: { source: "none" }, roll: { size: 40, cap: 40 }, totals_only_paper: false, witness_policy: [],
    act_signers: 2, clerks_required: 2, pruning_years: 0,
  }; // prettier-ignore
}

before(async () => {
  browser = await launch();
  city = await startCity();
  const hall = await TownHall.open(city);
  round = await hall.openRound(draft(city.pictures.map), { all: CHOICES.length + 12 });
  for (const [voter, chosen] of CHOICES.entries()) {
    const file = path.join(city.folder, "choices.json");
    const list = { chosen: chosen.map((number) => `p${number}`) };
    writeFileSync(file, JSON.stringify({ shares: list, votes: list, motions: { answers: { q1: ANSWERS[voter] } } }));
    await city.tool("folkmoot", "cast", "--url", city.base, "--round", round.id, "--code", round.codes.all[voter], "--choices", file);
  }
  await hall.act(round, "voting-closed", { reason: "everyone-voted" }, hall.clerks);
  await hall.finish(round);
});

after(async () => {
  await browser?.close();
  await city?.close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const [device, width] of [["phone", 360], ["desk", 1280]]) {
    test(`the result reads well, ${device}, ${colorScheme}, also after clicks`, () =>
      phone(
        async (page) => {
          await page.goto(resultIn("en"));
          await page.getByText("of 8 voters").first().waitFor();
          await look(page, `result-${device}-${colorScheme}`);
          // Reasons have the width of the screen, not that of a column.
          assert.ok((await page.locator(".outcomes li p").nth(1).boundingBox()).width > 240);
          for (const summary of await page.locator("figure.chart summary").all()) await summary.click();
          await page.getByText(`<img src="${city.base}/api/v1/rounds/${round.id}/charts/shares.svg`).waitFor();
          await look(page, `result-${device}-${colorScheme}-open`);
        },
        { colorScheme, viewport: { width, height: 800 } },
      ));
  }
}

test("who paid what, other rules and margins are there, for every list", () =>
  phone(async (page) => {
    await page.goto(resultIn("en"));
    const section = (name) => page.locator("section", { has: page.getByRole("heading", { name, exact: true }) });
    const shares = section("City-wide list");
    assert.equal(await shares.locator("svg.purses").count(), await shares.locator("li.won", { hasText: "for it, at most" }).count());
    assert.ok((await shares.locator("svg.purses").count()) > 0);
    await shares.locator("ol.rules .own", { hasText: "the rule of this vote" }).waitFor();
    assert.equal(await shares.locator("ol.rules > li").count(), 4);
    assert.equal(await section("North district").locator("svg.purses").count(), 0);
    const motion = section("Motions").locator("li.lost");
    await motion.getByText("Did not pass").waitFor();
    await motion.getByText("yes 3, no 4, abstain 1").waitFor();
    await motion.getByText("3 more times yes would have passed it.").waitFor();
    assert.equal(await motion.locator("svg.bar rect").count(), 3);
  }));

test("charts are drawn and can be saved; other hosts may embed them", () =>
  phone(async (page) => {
    await page.goto(resultIn("en"));
    const chart = page.locator("figure.chart").first();
    await chart.scrollIntoViewIfNeeded();
    await until("the chart is drawn", () => chart.locator("img").evaluate((image) => image.naturalWidth === 480));
    const save = async (link) => {
      const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
      return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
    };
    const png = await save(chart.getByRole("button", { name: "Save as PNG" }));
    assert.deepEqual([png.name, png.bytes.subarray(1, 4).toString(), png.bytes.readUInt32BE(16)], ["shares.png", "PNG", 1440]);
    const svg = await save(chart.getByRole("link", { name: "Save as SVG" }));
    assert.match(svg.bytes.toString(), /^<svg xmlns=/);
    const { headers } = await fetch(`${city.base}/api/v1/rounds/${round.id}/charts/shares.svg`);
    assert.deepEqual([headers.get("access-control-allow-origin"), headers.get("cross-origin-resource-policy")], ["*", "cross-origin"]);
  }));

test("from right to left, everything is mirrored and fits", () =>
  phone(
    async (page) => {
      await page.goto(resultIn("ar"));
      await look(page, "result-ar");
      const [title, screen] = await page.evaluate(() => [document.querySelector("h1").getBoundingClientRect().right, window.innerWidth]);
      assert.ok(title > screen - 40);
    },
    { locale: "ar" },
  ));

test("the map shows what was funded and what was not, each mark by itself, and leads to the reasons", () =>
  phone(async (page) => {
    await page.goto(resultIn("en"));
    const marks = page.locator(".map a");
    await marks.first().waitFor();
    const { contests } = await (await fetch(`${city.base}${round.path}/result`)).json();
    const won = (id) => contests.find((contest) => contest.id === id).count.selected;
    // Those with a place in both lists; motions are nowhere.
    assert.equal(await marks.count(), 2 * PLACES.length);
    for (const id of ["shares", "votes"]) {
      for (const [i, name] of NAMES.slice(0, PLACES.length).entries()) {
        const mark = page.locator(`.map a[href="#${id}-p${i + 1}"]`);
        const funded = won(id).includes(`p${i + 1}`);
        assert.equal(await mark.getAttribute("class"), funded ? "won" : "lost", `${id} ${name}`);
        assert.equal(await mark.locator("title").textContent(), `${name}: ${funded ? "Funded" : "Not funded"}`);
      }
    }
    const at = await marks.locator("circle").evaluateAll((circles) => circles.map((circle) => [Number(circle.getAttribute("cx")), Number(circle.getAttribute("cy"))]));
    at.forEach(([x, y], i) => at.slice(i + 1).forEach(([u, v]) => assert.ok(Math.hypot(x - u, y - v) > 40, `marks at ${x},${y} and ${u},${v}`)));
    await marks.first().focus();
    await page.keyboard.press("Enter");
    assert.match(page.url(), /#shares-p1$/);
  }));
