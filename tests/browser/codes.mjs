// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The desk of codes in Chromium against a real city: a clerk makes batches, loses the line, prints and saves, puts them
// in force; the codes vote; single codes are found and voided by their serials. The tests build on each other, in
// order. SCREENSHOTS=DIR keeps a picture of each state and the sheets as PDF.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { sampleRound } from "../support/sample_round.mjs";
import { startCity, TownHall, until } from "../support/town_hall.mjs";
import { castAll, launch, look, phone as newPhone, readQr } from "./support.mjs";

let browser;
let city;
let hall;
/** A round that is being prepared, and its address. */
let round;
/** What the browser saved: [{ serial, code }]. */
let saved;

before(async () => {
  [browser, city] = await Promise.all([launch(), startCity()]);
  hall = await TownHall.open(city);
  round = await hall.prepareRound(sampleRound(undefined, { roll: { size: 1000, cap: 1000 } }));
});

after(async () => {
  await browser?.close();
  await city?.close();
});

/** A clerk who is signed in, at the desk of codes. */
function desk(run, options = {}, of = round, language = "en") {
  return newPhone(
    browser,
    async (page, context) => {
      const [name, value] = hall.clerks[0].headers.cookie.split(/=(.*)/s);
      await context.addCookies([{ name, value, url: city.base }]);
      // A print window would wait for somebody; the sheets stay until the test says that it is closed.
      await page.addInitScript(() => {
        localStorage.setItem("folkmoot/signed-in", "");
        window.print = () => {};
      });
      await page.goto(`${city.base}/${language}/staff/rounds/${of.id}/codes`);
      await page.locator(".codes").waitFor();
      await run(page, context);
    },
    options,
  );
}

async function fillForm(page, { count, purpose = "Letters", district = "City centre", site, name }) {
  await page.getByLabel("Number of codes").fill(String(count));
  await page.getByRole("radio", { name: purpose, exact: true }).check();
  await page.getByLabel("District").selectOption({ label: district });
  if (site) await page.getByRole("textbox", { name: "Site" }).fill(site);
  if (name) await page.getByLabel("Name of the batch").fill(name);
  await page.getByRole("button", { name: "Make the codes" }).click();
}

async function download(page, button) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  const kept = path.join(city.folder, `${Date.now()}-${file.suggestedFilename()}`);
  await file.saveAs(kept);
  return readFileSync(kept, "utf8");
}

const readList = (text) =>
  text
    .replace(/^\ufeff/, "")
    .trim()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(";"))
    .map(([serial, code]) => ({ serial, code }));

async function commit(page) {
  await page.getByLabel("I have printed or saved all codes").check();
  await page.getByRole("button", { name: "Put the batch in force" }).click();
  await page.getByText("The batch is in force").waitFor();
}

/** What the browser keeps of this site. */
const stored = (page) =>
  page.evaluate(async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), await caches.keys(), document.cookie]));

test("who is not signed in is told so, and a stranger gets nothing", () =>
  newPhone(browser, async (page) => {
    await page.goto(`${city.base}/en/staff/rounds/${round.id}/codes`);
    await page.getByText("Sign in first").waitFor();
    await look(page, "codes-signed-out");
  }));

test("errors in the form are named, and nothing is made", () =>
  desk(async (page) => {
    await look(page, "codes-form");
    await page.getByRole("textbox", { name: "Site" }).fill("North Library");
    await page.getByLabel("Name of the batch").fill("");
    await page.getByRole("button", { name: "Make the codes" }).click();
    const summary = page.locator(".error-summary");
    await summary.waitFor();
    assert.equal(await summary.locator("a").count(), 4, await summary.innerText());
    assert.ok(await summary.evaluate((box) => box === document.activeElement), "the summary has the focus");
    await look(page, "codes-form-errors");
    await summary.getByText("Choose the district").click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "district");
    await page.getByLabel("Number of codes").fill("1000001");
    await page.getByRole("button", { name: "Make the codes" }).click();
    await summary.getByText("from 1 to 1,000,000").waitFor();
  }, { viewport: { width: 320, height: 640 } }));

test("a batch is made, its line is lost, it goes on, is saved and put in force", () =>
  desk(async (page) => {
    let cut = true;
    await page.route("**/parts/*", (route) => (cut ? route.abort() : route.continue()));
    await fillForm(page, { count: 200, site: "north-library", name: "letters-1" });
    await page.getByText("The line was lost").waitFor();
    await look(page, "codes-interrupted");
    assert.equal((await hall.clerks[0].call("GET", `${round.path}/batches`)).batches.length, 0);
    cut = false;
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText("Not in force yet").waitFor();
    await look(page, "codes-save");

    await page.getByRole("button", { name: "Put the batch in force" }).click();
    await page.getByRole("link", { name: "Print or save the codes first." }).waitFor();
    saved = readList(await download(page, "Save the list"));
    assert.equal(saved.length, 200);
    assert.equal(new Set(saved.map(({ code }) => code)).size, 200);
    for (const { serial, code } of saved) assert.match(`${serial} ${code}`, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{5} ([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
    await page.getByRole("button", { name: "Put the batch in force" }).click();
    await page.getByRole("link", { name: "Confirm that you have printed" }).waitFor();
    await look(page, "codes-unconfirmed");

    assert.equal((await hall.clerks[0].call("GET", `${round.path}/batches`)).batches.length, 0, "nothing is in force before the clerk says so");
    const before = JSON.parse(await stored(page));
    assert.deepEqual(before.slice(0, 4), [{ "folkmoot/signed-in": "" }, {}, [], []], "nothing is stored but that somebody is signed in");
    await commit(page);
    await look(page, "codes-done");
    const [batch] = (await hall.clerks[0].call("GET", `${round.path}/batches`)).batches;
    assert.deepEqual(batch, { batch: "letters-1", district: "centre", purpose: "letter", site: "north-library", count: 200, void: 0 });
    assert.ok(!(await page.content()).includes(saved[0].code), "no code is left on the page");
  }));

test("leaving is asked about as long as codes would be lost", () =>
  desk(async (page) => {
    page.removeAllListeners("dialog");
    const asked = async () => {
      const dialog = page.waitForEvent("dialog", { timeout: 5000 }).then(
        async (one) => {
          await one.dismiss();
          return one.type();
        },
        () => "nothing",
      );
      await page.evaluate(() => void setTimeout(() => location.reload(), 0));
      return dialog;
    };
    await fillForm(page, { count: 60, purpose: "Spare", district: "City centre" });
    await page.getByText("Not in force yet").waitFor();
    assert.equal(await asked(), "beforeunload");
    await page.getByText("Not in force yet").waitFor();
    await download(page, "Save the list");
    await commit(page);
    assert.equal(await asked(), "nothing");
  }));

test("making can be given up, and leaves nothing", () =>
  desk(async (page) => {
    await fillForm(page, { count: 100000, purpose: "Cards" });
    await page.locator("progress[value]:not([value='0'])").waitFor();
    await look(page, "codes-making");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Make the codes" }).waitFor();
    await fillForm(page, { count: 50, purpose: "Cards" });
    await page.getByText("Not in force yet").waitFor();
    // Not while they are being put in force: nobody could tell then whether they are.
    let release;
    let held = new Promise((resolve) => (release = resolve));
    await page.route("**/commit", async (route) => {
      await held;
      await route.fulfill({ status: 409, contentType: "application/problem+json", body: JSON.stringify({ type: "/problems/conflict", title: "", status: 409, detail: "" }) });
    });
    await download(page, "Save the list");
    await page.getByLabel("I have printed or saved all codes").check();
    await page.getByRole("button", { name: "Put the batch in force" }).click();
    const away = page.getByRole("button", { name: "Throw these codes away" });
    await page.locator("button[aria-disabled=true]", { hasText: "Throw these codes away" }).waitFor();
    release();
    await page.getByText("The batch is not in force").waitFor();
    await away.click();
    await page.getByRole("button", { name: "Make the codes" }).waitFor();
    // While keys are on their way: what comes back for them changes nothing any more.
    held = new Promise((resolve) => (release = resolve));
    const underWay = page.waitForRequest("**/parts/*");
    await page.route("**/parts/*", async (route) => {
      await held;
      await route.continue();
    });
    await fillForm(page, { count: 50, purpose: "Cards" });
    await underWay;
    await away.click();
    await page.getByRole("button", { name: "Make the codes" }).waitFor();
    const sent = page.waitForResponse("**/parts/*");
    release();
    await (await sent).finished();
    await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(done))));
    assert.equal(await page.getByText("Not in force yet").count(), 0);
    await page.getByRole("button", { name: "Make the codes" }).waitFor();
    assert.equal((await hall.clerks[0].call("GET", `${round.path}/batches`)).batches.length, 2);
  }));

/** Prints to a file. Returns the text of the sheets and what their QR codes say. */
async function print(page, button, name, sheet) {
  await page.getByRole("button", { name: button }).click();
  await page.locator("#sheets > article").first().waitFor({ state: "attached" });
  const sheets = page.locator(sheet);
  const texts = await sheets.allTextContents();
  const first = await readQr(sheets.first());
  // Printing to a file ends as any printing does, with the event afterprint.
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  if (process.env.SCREENSHOTS) writeFileSync(path.join(process.env.SCREENSHOTS, `${name}.pdf`), pdf);
  await page.locator("#sheets").waitFor({ state: "detached" });
  return { pages: pdf.toString("latin1").match(/\/Type \/Page\b/g).length, texts, first };
}

test("letters and cards carry code, serial and QR, and go when they are printed", () =>
  desk(
    async (page) => {
      await fillForm(page, { count: 50, district: "Harbour", name: "harbour-1" });
      await page.getByText("Not in force yet").waitFor();
      await look(page, "codes-save-wide");
      const list = readList(await download(page, "Save the list"));
      const letters = await print(page, "Print letters", "letters", ".letter");
      assert.equal(letters.pages, 50);
      assert.equal(letters.texts.length, 50);
      const plain = list.map(({ code }) => code.replace(/-/g, ""));
      assert.equal(letters.first, `${city.base}/v#${plain[0]}`);
      list.forEach(({ serial, code }, i) => {
        assert.ok(letters.texts[i].includes(serial) && letters.texts[i].includes(code.slice(0, 11)) && letters.texts[i].includes(code.slice(12)), `letter ${i}`);
      });
      for (const words of ["Budget of the city 2027", "Presupuesto ciudadano 2027", "How to vote", "Cómo votar", "Keep the code to yourself", "No dé el código a nadie"]) {
        assert.ok(letters.texts[0].includes(words), words);
      }
      const cards = await print(page, "Print cards", "cards", ".vote-card");
      assert.equal(cards.pages, 3);
      assert.equal(cards.texts.length, 50);
      assert.equal(cards.first, `${city.base}/v#${plain[0]}`);
      await look(page, "codes-printed");
      await commit(page);
      round.codes.harbour = plain;
    },
    { viewport: { width: 1280, height: 900 } },
  ));

test("a letter in four languages is one sheet, also in a rehearsal", async () => {
  const draft = sampleRound(["Rehearsal of the budget", "Ensayo del presupuesto"], { kind: "rehearsal", languages: ["en", "es", "fr", "ar"] });
  const things = [draft, ...draft.contests, ...draft.districts, ...draft.contests.flatMap(({ options }) => options)];
  for (const thing of things) thing.texts = { ...thing.texts, fr: thing.texts.en, ar: { title: "تجربة ميزانية المدينة" } };
  await desk(
    async (page) => {
      await fillForm(page, { count: 50, district: "Harbour" });
      await page.getByText("Not in force yet").waitFor();
      const letters = await print(page, "Print letters", "letters-many", ".letter");
      assert.equal(letters.pages, 50);
      for (const words of ["REHEARSAL", "ENSAYO", "RÉPÉTITION", "تجربة", "Comment voter", "كيف تصوّت"]) assert.ok(letters.texts[0].includes(words), words);
      const cards = await print(page, "Print cards", "cards-rehearsal", ".vote-card");
      assert.ok(cards.texts.every((text) => text.includes("REHEARSAL")));
    },
    {},
    await hall.prepareRound(draft),
  );
});

test("a mailing list puts a code to each row of the roll, on this computer", () =>
  desk(
    async (page) => {
      const sent = [];
      page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));
      await fillForm(page, { count: 50, district: "Harbour", name: "harbour-2" });
      await page.getByText("Not in force yet").waitFor();
      const roll = path.join(city.folder, "roll.csv");
      writeFileSync(roll, Buffer.from("name;street\nJos\xe9;Calle 1\n", "latin1"));
      await page.getByLabel("File of residents").setInputFiles(roll);
      await page.getByText("The file is not UTF-8").waitFor();
      await look(page, "codes-roll-wrong");
      writeFileSync(roll, '\ufeffname,street,district\r\n"Quijano, Alonso","La Mancha 1",harbour\r\nUrsula,Anarres 2,harbour\r\nAda,Mill 3,centre\r\n');
      await page.getByLabel("File of residents").setInputFiles(roll);
      await page.getByText("3 rows in 3 columns").waitFor();
      await page.getByLabel("Rows", { exact: true }).selectOption({ label: "Only some, by district" });
      await page.getByRole("checkbox", { name: "district" }).uncheck();
      await page.getByText("2 of 50 codes are used").waitFor();
      await look(page, "codes-mailing");
      const list = readList(await download(page, "Save the list"));
      const mailing = await download(page, "Save the mailing list");
      assert.equal(
        mailing,
        `\ufeffname,street,serial,code\r\n"Quijano, Alonso",La Mancha 1,${list[0].serial},${list[0].code}\r\nUrsula,Anarres 2,${list[1].serial},${list[1].code}\r\n`,
      );
      const long = path.join(city.folder, "long.csv");
      writeFileSync(long, `name;street\n${"Ada;Mill 1\n".repeat(51)}`);
      await page.getByLabel("File of residents").setInputFiles(long);
      await page.getByRole("button", { name: "Save the mailing list" }).click();
      await page.getByText("51 rows need codes, but the batch has 50").waitFor();
      for (const request of sent) assert.ok(!/Quijano|Anarres|Mancha/.test(request), request);
      await page.getByRole("button", { name: "Throw these codes away" }).click();
    },
    { viewport: { width: 1280, height: 900 } },
  ));

test("a batch is taken out again, by keyboard alone", () =>
  desk(async (page) => {
    const focus = async (what, name) => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press("Tab");
        if (await page.evaluate(([tag, text]) => document.activeElement.matches(tag) && (document.activeElement.textContent.includes(text) || document.activeElement.id === text), [what, name])) return;
      }
      assert.fail(`${name} is not reached by keyboard`);
    };
    await focus("input", "count");
    await page.keyboard.type("55");
    await focus("input", "purpose-letter");
    await page.keyboard.press("ArrowDown");
    await focus("select", "district");
    await page.keyboard.type("H");
    await focus("input", "batch");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("by-keyboard");
    await focus("button", "Make the codes");
    await page.keyboard.press("Enter");
    await page.getByText("Not in force yet").waitFor();
    await focus("button", "Save the list");
    const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    assert.equal(file.suggestedFilename(), "by-keyboard.csv");
    await focus("input", "confirmed");
    await page.keyboard.press("Space");
    await focus("button", "Put the batch in force");
    await page.keyboard.press("Enter");
    await page.getByText("The batch is in force").waitFor();
    await page.locator("h3", { hasText: "by-keyboard" }).waitFor();
    await page.locator("main").focus();
    await focus("button", "Take out by-keyboard");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await look(page, "codes-take-out");
    await focus("button", "Take it out");
    await page.keyboard.press("Enter");
    await page.locator("h3", { hasText: "by-keyboard" }).waitFor({ state: "detached" });
  }));

test("a scanned code leaves the address at once and votes", async () => {
  await hall.openPrepared(round);
  const code = round.codes.harbour[0];
  await newPhone(browser, async (page, context) => {
    const seen = [];
    context.on("request", (request) => seen.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ""}`));
    await page.addInitScript(() => {
      // What the address is when the first task after the page's script runs.
      addEventListener("DOMContentLoaded", () => setTimeout(() => (window.addressSeen = location.href), 0));
    });
    await page.goto(`${city.base}/v#${code}`);
    await page.getByText("Not cast yet").first().waitFor();
    assert.ok(!(await page.evaluate(() => window.addressSeen)).includes(code), "the fragment is gone");
    assert.ok(!page.url().includes(code));
    await page.getByLabel("Your district").selectOption("harbour");
    await page.getByRole("group", { name: "Streets and squares" }).getByLabel("Open-air cinema").check();
    await castAll(page, code.toLowerCase());
    assert.ok(!(await stored(page)).includes(code), "nothing is stored");
    assert.ok(!JSON.stringify(await page.evaluate(() => history.state)).includes(code));
    const referers = seen.filter((request) => /"referer":"[^"]/.test(request));
    assert.deepEqual(referers, [], "nothing is referred to");
    for (const request of seen) assert.ok(!request.includes(code), `the code is in a request: ${request}`);
    assert.ok(seen.length > 10);
  });
});

test("codes are found, voided and reissued by serial, and signed by those who must", () =>
  desk(async (page) => {
    await look(page, "codes-open");
    const find = async (serial) => {
      await page.getByRole("textbox", { name: "Serial" }).fill(serial);
      await page.getByRole("button", { name: "Find" }).click();
    };
    await find("7Q2M");
    await page.getByRole("link", { name: "A serial has 9" }).waitFor();
    await look(page, "codes-serial-wrong");
    await find(saved[0].serial.toLowerCase().replace("-", " "));
    await page.getByText("Has not voted", { exact: true }).waitFor();
    await look(page, "codes-found");
    await page.getByRole("button", { name: "Propose to void it" }).click();
    await page.getByRole("link", { name: "Choose a reason" }).waitFor();
    await page.locator("#void-reason").selectOption({ label: "Lost" });
    await page.getByRole("button", { name: "Propose to void it" }).click();
    await page.getByText("Proposed. It takes effect when it is signed").waitFor();
    await page.getByText("One clerk.").waitFor();
    await page.getByText(`Void the code ${saved[0].serial} (lost)`).waitFor();
    await look(page, "codes-void-proposed");
    await hall.signWaiting(round, "void", [hall.clerks[0]]);
    await find(saved[0].serial);
    await page.getByText("Give out another code instead").waitFor();
    await look(page, "codes-void-done");
    await page.locator("#issue-batch").selectOption({ index: 1 });
    await page.getByRole("button", { name: "Propose to reissue" }).click();
    await page.getByText(`for ${saved[0].serial}`).waitFor();
    await hall.signWaiting(round, "issue", [hall.clerks[1]]);

    await page.locator("#lost-batch").selectOption("letters-1");
    await page.locator("#lost-reason").selectOption({ label: "Stolen" });
    await page.getByRole("button", { name: "Propose to void the batch" }).click();
    await page.getByText("Void every code of the batch letters-1 (stolen)").waitFor();
    await hall.signWaiting(round, "batch-void", [hall.clerks[0]]);
    await page.getByRole("button", { name: "Look again" }).click();
    await page.getByText("In the record").nth(2).waitFor();
    await look(page, "codes-acts");
  }));

test("with a hundred thousand acts and thousands of batches the page has hundreds of rows", async () => {
  const number = `(SELECT no FROM vote.round WHERE id = '\\x${Buffer.from(round.id, "base64url").toString("hex")}')`;
  const sql = (statement) => execFileSync("psql", ["-qX", "-v", "ON_ERROR_STOP=1", "-d", city.database, "-c", statement]);
  const acts = (count) =>
    sql(`INSERT INTO work.act (round_no, type, bytes, proposed_by, state) SELECT a.round_no, a.type, a.bytes, a.proposed_by, a.state FROM
      (SELECT * FROM work.act WHERE round_no = ${number} AND type = 'void' AND state = 'done' LIMIT 1) a, generate_series(1, ${count})`);
  const elements = (page) => page.evaluate(() => document.querySelectorAll("*").length);
  let few;
  acts(200);
  await desk(async (page) => {
    await page.locator(".act").nth(99).waitFor();
    few = await elements(page);
  });
  acts(100_000);
  await desk(async (page) => {
    await page.locator(".act").nth(99).waitFor();
    assert.equal(await page.locator(".act").count(), 100);
    assert.equal(await elements(page), few, "as many elements as with two hundred");
    await page.getByRole("button", { name: "Show older ones" }).click();
    await page.locator(".act").nth(199).waitFor();
    assert.equal(await page.locator(".act").count(), 200);
  });
  // As many batches as a round may have, in the answer alone.
  await desk(async (page) => {
    await page.route(`**${round.path}/batches`, async (route) => {
      const answer = await route.fetch();
      const told = await answer.json();
      const batches = Array.from({ length: 50_000 }, (_, i) => ({ ...told.batches[0], batch: `street-${i}` }));
      await route.fulfill({ response: answer, json: { ...told, batches } });
    });
    await page.reload();
    await page.locator(".batch-list > li").nth(99).waitFor();
    assert.equal(await page.locator(".batch-list > li").count(), 100);
    await page.getByRole("button", { name: /^Show more/ }).click();
    assert.equal(await page.locator(".batch-list > li").count(), 200);
    assert.ok((await elements(page)) < few + 200 * 20, "no list of all batches anywhere");
    await page.locator("#lost-batch").fill("street-50000");
    await page.locator("#lost-reason").selectOption({ label: "Stolen" });
    await page.getByRole("button", { name: "Propose to void the batch" }).click();
    await page.getByRole("link", { name: "Choose a batch" }).waitFor();
  });
});

test("every language has the page, and letters in the languages of the round", async () => {
  for (const language of ["es", "fr", "ar"]) {
    await desk((page) => look(page, `codes-${language}`), { viewport: { width: 320, height: 700 } }, round, language);
    const rehearsal = await hall.prepareRound(sampleRound(["Rehearsal", "Ensayo"], { kind: "rehearsal" }));
    await desk((page) => look(page, `codes-form-${language}`), {}, rehearsal, language);
  }
});
