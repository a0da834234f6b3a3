// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The whole way in Chromium against a real city: a round with every form of ballot is opened by its staff, voted on in
// the browser while the server and the database come and go, closed, counted, certified, and verified with the receipt
// that the browser downloaded. `node --test --test-reporter=tap tests/browser/journey.mjs`; the tests build on
// each other, in order. SCREENSHOTS=DIR keeps a picture of each state.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { sampleRound } from "../support/sample_round.mjs";
import { startCity, TownHall, until } from "../support/town_hall.mjs";
import { castAll, launch, look, phone as newPhone, reviewAndType } from "./support.mjs";

let browser;
let city;
let hall;
let round;
let once;
/** What the browser downloaded: { file, tracker }. */
const receipts = {};
const phone = (run, options) => newPhone(browser, run, options);

before(async () => {
  [browser, city] = await Promise.all([launch(), startCity()]);
  hall = await TownHall.open(city);
  round = await hall.openRound(sampleRound(), { centre: 12, harbour: 3 });
  once = await hall.openRound(sampleRound(["One vote each", "Un voto por persona"], { revoting: false }), { harbour: 3 });
});

after(async () => {
  await browser?.close();
  await city?.close();
});

const voteAddress = (of = round, language = "en") => `${city.base}/${language}/rounds/${of.id}/vote`;
const code = (number) => round.codes.centre[number];

async function get(address) {
  const answer = await fetch(city.base + address);
  assert.ok(answer.ok, `${address}: ${answer.status}`);
  return answer;
}

/** What the record has of the code that cast this tracker. */
async function credentialOf(tracker) {
  const { round: id, credential } = await (await get(`/api/v1/trackers/${tracker.replace(/-/g, "")}`)).json();
  return (await get(`/api/v1/rounds/${id}/credentials/${credential}`)).json();
}

async function choose(page, name = "centre") {
  await page.getByText("Not cast yet").first().waitFor();
  await page.getByLabel("Your district").selectOption(name);
  const list = (title) => page.getByRole("group", { name: title });
  await list("Streets and squares").getByLabel("Drinking fountains").check();
  await list("Streets and squares").getByLabel("Open-air cinema").check();
  await list("The project of the year").getByLabel("Night bus on Fridays").check();
  if (name !== "centre") return;
  await list("One basket").getByLabel("Trees for Mill Street").check();
  for (let i = 0; i < 4; i++) await list("Culture").getByRole("button", { name: "One point more for Repair café" }).click();
  await list("Schools").getByRole("button", { name: "Put in place 1: Night bus on Fridays" }).click();
  await list("Schools").getByRole("button", { name: "Put in place 2: Repair café" }).click();
  await list("Sports").getByLabel("Playground by the canal").selectOption({ label: "5" });
}

async function download(page) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Save the receipt" }).click()]);
  const kept = path.join(city.folder, file.suggestedFilename());
  await file.saveAs(kept);
  return { file: kept, tracker: await page.locator("#tracker").innerText() };
}

const verdict = (page, word) => page.locator(`#verdict[data-verdict=${word}]`).waitFor();

async function checkFile(page, receipt, word) {
  await page.goto(`${city.base}/en/check`);
  await page.getByLabel("Or a saved receipt").setInputFiles(receipt.file);
  await verdict(page, word);
}

async function checkTracker(page, receipt, word) {
  await page.goto(`${city.base}/en/check`);
  await page.getByLabel("Tracker").fill(receipt.tracker.toLowerCase());
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await verdict(page, word);
}

test("every form in one ballot: choose, review, code, cast, receipt", () =>
  phone(async (page) => {
    await page.goto(voteAddress());
    await look(page, "journey-start");
    await choose(page);
    await look(page, "journey-choose");
    await page.getByRole("button", { name: "Review" }).click();
    const shown = await page.locator("#check-code").innerText();
    await look(page, "journey-review");
    await page.getByRole("button", { name: "Go on to the code" }).click();
    await page.getByLabel("Code from your letter or card").fill(code(0).toLowerCase().replace(/-/g, " "));
    await page.getByRole("button", { name: "Check the code" }).click();
    await page.getByRole("button", { name: "Cast my ballot" }).waitFor();
    assert.equal(await page.locator("#check-code").innerText(), shown);
    await look(page, "journey-confirm");
    await page.getByRole("button", { name: "Cast my ballot" }).click();
    await page.getByText("Your ballot is cast and recorded").waitFor();
    assert.ok((await page.locator("main").innerText()).includes(shown), "the check code comes back with the receipt");
    await look(page, "journey-receipt");
    receipts.first = await download(page);
    assert.deepEqual((await credentialOf(receipts.first.tracker)).ballots.map(({ seq }) => seq), [0]);
    await checkTracker(page, receipts.first, "counts");
    await look(page, "journey-check-counts");
    await checkFile(page, receipts.first, "counts");
  }));

test("a typing error and a code of another round are told apart; both lose nothing", () =>
  phone(async (page) => {
    await page.goto(voteAddress());
    await choose(page);
    const symbols = code(1);
    const mistyped = symbols.slice(0, -1) + (symbols.endsWith("7") ? "8" : "7");
    await reviewAndType(page, mistyped);
    await page.locator(".error-summary", { hasText: "There is a typing error in the code" }).waitFor();
    await look(page, "journey-code-mistyped");
    await page.getByLabel("Code from your letter or card").fill(once.codes.harbour[0]);
    await page.getByRole("button", { name: "Check the code" }).click();
    await page.locator(".error-summary", { hasText: "The code is typed correctly, but this round does not list it" }).waitFor();
    await page.getByRole("button", { name: "Back" }).click();
    await page.getByText("Drinking fountains").first().waitFor();
  }));

test("choices survive a reload, and a server that starts again in the middle", () =>
  phone(async (page) => {
    await page.goto(voteAddress());
    await choose(page);
    await page.reload();
    const streets = page.getByRole("group", { name: "Streets and squares" });
    assert.ok(await streets.getByLabel("Drinking fountains").isChecked());
    await city.command("stop server");
    // What is on the phone goes on without the server.
    await streets.getByLabel("Repair café").check();
    await reviewAndType(page, code(1));
    await page.locator(".error-summary", { hasText: "No answer came" }).waitFor();
    await city.command("start server");
    await page.getByRole("button", { name: "Check the code" }).click();
    await page.getByRole("button", { name: "Cast my ballot" }).click();
    await page.getByText("Your ballot is cast and recorded").waitFor();
    receipts.restart = await download(page);
    await checkFile(page, receipts.restart, "counts");
  }));

test("the server dies while a ballot is on its way; the same bytes again give one ballot", () =>
  phone(async (page) => {
    await page.goto(voteAddress());
    await choose(page);
    await reviewAndType(page, code(2));
    await page.getByRole("button", { name: "Cast my ballot" }).waitFor();
    await city.command("kill server");
    const sent = [];
    page.on("request", (request) => request.method() === "POST" && request.url().endsWith("/ballots") && sent.push(request.postData()));
    await page.getByRole("button", { name: "Cast my ballot" }).click();
    await page.getByText("It is not certain that your ballot is recorded").waitFor();
    await look(page, "journey-unanswered");
    await city.command("start server");
    await page.reload();
    await page.getByText("Your ballot is cast and recorded").waitFor();
    receipts.killed = await download(page);
    assert.equal(new Set(sent).size, 1);
    assert.equal((await credentialOf(receipts.killed.tracker)).ballots.length, 1);
  }));

test("the database goes away during the cast and comes back: one ballot, and the same receipt for the same bytes", () =>
  phone(async (page) => {
    await page.goto(voteAddress());
    await choose(page);
    await reviewAndType(page, code(3));
    await page.getByRole("button", { name: "Cast my ballot" }).waitFor();
    await city.command("stop database");
    const sent = [];
    page.on("request", (request) => request.method() === "POST" && request.url().endsWith("/ballots") && sent.push(request.postData()));
    await page.getByRole("button", { name: "Cast my ballot" }).click();
    await page.getByText("It is not certain that your ballot is recorded").waitFor({ timeout: 60_000 });
    await city.command("start database");
    await until("the server has its database again", async () => (await fetch(`${city.base}/healthz`).catch(() => ({}))).ok);
    // The page sends the kept bytes again by itself.
    await page.getByText("Your ballot is cast and recorded").waitFor({ timeout: 30_000 });
    receipts.database = await download(page);
    assert.equal(new Set(sent).size, 1);
    const { ballots } = await credentialOf(receipts.database.tracker);
    assert.equal(ballots.length, 1);
    const again = await fetch(`${city.base}${round.path}/ballots`, { method: "POST", headers: { "content-type": "application/json" }, body: sent[0] });
    assert.equal(again.status, 200);
    // c2sp.org/tlog-proof: the entry, then its index.
    const [, extra, index] = (await again.text()).split("\n");
    const [, extraBefore, indexBefore] = readFileSync(receipts.database.file, "utf8").split("\n");
    assert.deepEqual([extra, index], [extraBefore, indexBefore]);
    assert.equal((await credentialOf(receipts.database.tracker)).ballots.length, 1);
  }));

test("voting again replaces the first ballot, and both checks say so", () =>
  phone(async (page) => {
    await page.goto(voteAddress());
    await choose(page);
    await page.getByRole("group", { name: "The project of the year" }).getByLabel("Playground by the canal").check();
    await reviewAndType(page, code(0));
    await page.locator(".ballot-lines", { hasText: receipts.first.tracker }).waitFor();
    await look(page, "journey-again-confirm");
    await page.getByRole("button", { name: "Cast my ballot" }).click();
    await page.getByText("Your ballot is cast and recorded").waitFor();
    receipts.second = await download(page);
    await checkFile(page, receipts.first, "replaced");
    await checkTracker(page, receipts.first, "replaced");
    await look(page, "journey-check-replaced");
    await checkFile(page, receipts.second, "counts");
    await checkTracker(page, receipts.second, "counts");
    assert.equal(await page.locator(".ballot-lines li").count(), 2);
  }));

test("a withdrawn code: its ballot is withdrawn, by file and by tracker, and it votes no more", () =>
  phone(async (page) => {
    const { key } = await credentialOf(receipts.restart.tracker);
    await hall.act(round, "void", { credential: key, reason: "lost" }, hall.clerks);
    await checkFile(page, receipts.restart, "withdrawn");
    await checkTracker(page, receipts.restart, "withdrawn");
    await page.getByText("Reason: lost.").waitFor();
    await look(page, "journey-check-withdrawn");
    await page.goto(voteAddress());
    await choose(page);
    await reviewAndType(page, code(1));
    await page.locator(".error-summary", { hasText: "withdrawn" }).waitFor();
  }));

test("a scanned code finds its round among the open ones, in Spanish too", () =>
  phone(
    async (page) => {
      await page.goto(`${city.base}/v#${round.codes.harbour[0].replace(/-/g, "")}`);
      await page.getByRole("heading", { name: "Presupuesto ciudadano 2027" }).waitFor();
      assert.equal(page.url(), voteAddress(round, "es"));
      await page.getByRole("group", { name: "Calles y plazas" }).getByLabel("Taller de reparaciones").check();
      await look(page, "journey-es-choose");
      await page.getByRole("button", { name: "Revisar" }).click();
      await page.locator("#check-code").waitFor();
      await look(page, "journey-es-review");
      await page.locator(".actions .primary").click();
      assert.equal(await page.locator("#code").inputValue(), round.codes.harbour[0]);
      await look(page, "journey-es-code");
      await page.locator("form .primary").click();
      await page.locator("#cast").click();
      await page.locator("#tracker").waitFor();
      await look(page, "journey-es-receipt");
    },
    { locale: "es-ES", colorScheme: "dark" },
  ));

test("where each code votes once, a second ballot is refused before it is made", () =>
  phone(async (page) => {
    await page.goto(voteAddress(once));
    await choose(page, "harbour");
    await castAll(page, once.codes.harbour[0]);
    await page.reload();
    await choose(page, "harbour");
    await reviewAndType(page, once.codes.harbour[0]);
    await page.locator(".error-summary", { hasText: "each code votes once" }).waitFor();
  }));

test("a ballot that comes after the close is refused, and the voter is told so", () =>
  phone(async (page) => {
    await page.goto(voteAddress());
    await choose(page);
    await reviewAndType(page, code(4));
    await page.getByRole("button", { name: "Cast my ballot" }).waitFor();
    await hall.act(round, "voting-closed", { reason: "everyone-voted" }, hall.clerks);
    await page.getByRole("button", { name: "Cast my ballot" }).click();
    await page.getByText("It arrived after voting had closed.").waitFor();
    await look(page, "journey-late");
    await page.goto(voteAddress());
    await page.getByText("It ended before the time that was announced.").waitFor();
    assert.equal(await page.getByText("Voting closes").count(), 0);
    await look(page, "journey-closed");
  }));

test("counted and certified, the bundle verifies and holds the ballots of this browser", async () => {
  const bundle = path.join(city.folder, "bundle.zip");
  writeFileSync(bundle, await hall.finish(round));
  const given = Object.values(receipts).flatMap(({ file }) => ["--receipt", file]);
  const report = await city.tool("folkmoot-verify", bundle, ...given, "--json");
  const { checks } = JSON.parse(report);
  const of = (number) => checks.find(({ n }) => n === number) ?? assert.fail(`no check ${number}: ${report}`);
  for (const number of [1, 2, 3, 6, 7, 8, 9, 12, 13, 14, 15, 16, 17]) assert.equal(of(number).status, "passed", JSON.stringify(of(number)));

  // Four voters of the centre and one of the harbour; one code was withdrawn, one voted twice.
  const profile = async (contest) => (await (await get(`${round.path}/exports/${contest}.pb`)).text()).split("VOTES\n")[1].trim().split("\n").slice(1);
  const votes = async (contest) => (await profile(contest)).map((line) => line.split(";")[1]).sort();
  assert.deepEqual(await votes("streets"), ["s4", "s5,s8", "s5,s8", "s5,s8"]);
  assert.deepEqual(await votes("one"), ["o2", "o3", "o3"]);
  assert.deepEqual(await votes("ranking"), ["r3,r4", "r3,r4", "r3,r4"]);
  assert.deepEqual(await profile("points"), ["1;p4;4", "2;p4;4", "3;p4;4"]);
  assert.deepEqual(await profile("grades"), ["1;g2;5", "2;g2;5", "3;g2;5"]);
});

test("the result is shown, with its files; a check still says what became of a ballot", () =>
  phone(async (page) => {
    await page.goto(`${city.base}/en/rounds/${round.id}/result`);
    await page.getByText("Drinking fountains").first().waitFor();
    await look(page, "journey-result");
    await checkFile(page, receipts.second, "counts");
    await checkFile(page, receipts.first, "replaced");
    await checkFile(page, receipts.restart, "withdrawn");
  }));
