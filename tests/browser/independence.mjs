// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A vote that does not hang on the city hall, in Chromium: three trustees, each a process of its own, hold the key, and
// another city watches the record. What the page says of both, and what it does while the witness is away.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startProgram, until } from "../support/town_hall.mjs";
import { launch, look, phone as newPhone, reviewAndType } from "./support.mjs";

let browser;
let city;
let address;
const phone = (run, options) => newPhone(browser, run, options);

before(async () => {
  browser = await launch();
  city = await startProgram("watched_round.py");
  address = `${city.said.base_url}/en/rounds/${city.said.round}/vote`;
});

after(async () => {
  await browser?.close();
  await city?.close();
});

const choose = (page) => page.getByLabel("Project 2").check();

async function receiptOf(page, code) {
  await page.goto(address);
  await choose(page);
  await reviewAndType(page, code);
  await page.getByRole("button", { name: "Cast my ballot" }).click();
  await page.getByText("Your ballot is cast and recorded").waitFor();
  return page.locator("#tracker").innerText();
}

async function check(page, tracker) {
  await page.goto(`${city.said.base_url}/en/check#${tracker}`);
  await page.locator("#verdict[data-verdict=counts]").waitFor();
}

/** The receipt is checked anew until the page says `present` of it. */
const checkUntil = (page, tracker, present) =>
  until(`the page says ${present}`, async () => {
    await page.goto("about:blank"); // not what an earlier check has left there
    await check(page, tracker);
    return (await page.getByText(present).count()) > 0;
  });

test("the page names trustees and witnesses, and encrypts nothing before the witness has seen the opening", () =>
  phone(async (page) => {
    await page.goto(address);
    await page.getByText("unless 2 of these 3 trustees put their keys together: Trustee 1, Trustee 2 and Trustee 3.").waitFor();
    await page.getByText("Who watches: neighbour.").waitFor();
    await page.getByText("Witnesses have not signed yet").waitFor();
    await choose(page);
    await look(page, "independence-unwitnessed");
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByText("The signatures of the witnesses that this round asks for are missing").waitFor();
    assert.equal(await page.locator("#check-code").count(), 0);
    await look(page, "independence-not-encrypted");
    await city.command("start witness");
    await until("the ballot is encrypted", async () => {
      if ((await page.locator("#check-code").count()) > 0) return true;
      const again = page.getByRole("button", { name: "Try again" });
      if ((await again.count()) > 0) await again.click();
      return false;
    });
  }));

test("a receipt waits for the witness, and the check page says when it has signed", () =>
  phone(async (page) => {
    await page.goto(address);
    await page.getByText("Who watches: neighbour.").waitFor();
    assert.equal(await page.getByText("Witnesses have not signed yet").count(), 0);
    const seen = await receiptOf(page, city.said.codes[0]);
    await page.locator("#witnesses", { hasText: "was signed by neighbour" }).waitFor();
    await look(page, "independence-receipt");
    await check(page, seen);
    await page.getByText("was signed by neighbour").waitFor();
    await look(page, "independence-check");

    await city.command("stop witness");
    const waiting = await receiptOf(page, city.said.codes[1]);
    await page.locator("#witnesses", { hasText: "have not signed the public record with this ballot yet" }).waitFor();
    await check(page, waiting);
    await page.getByText("Waiting for witnesses").waitFor();
    await look(page, "independence-check-waiting");
    await check(page, seen);
    await page.getByText("was signed by neighbour").waitFor();

    await city.command("start witness");
    await checkUntil(page, waiting, "was signed by neighbour");
  }));

test("the trustees open the ballots, and the result verifies", () =>
  phone(async (page) => {
    await city.command("finish");
    await page.goto(`${city.said.base_url}/en/rounds/${city.said.round}/result`);
    await page.getByText("Project 2").first().waitFor();
    await look(page, "independence-result");
  }));
