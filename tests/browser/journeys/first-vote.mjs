// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { readQr } from "../support.mjs";
import { ballots, checkFile, chooseDistrict, chooseEverything, credentialOf, received, review, saveReceipt, typeCode, verdict } from "../trip/steps.mjs";

export const about = "a first-time voter on a slow phone, from the home page to the checked receipt, with every form of ballot";

/** Wherever one scrolls. */
async function notCastInSight(page) {
  for (const height of [0, 1e6]) {
    await page.evaluate((top) => window.scrollTo(0, top), height);
    const { top, bottom, below } = await page.locator(".not-cast").evaluate((line) => ({ ...line.getBoundingClientRect().toJSON(), below: window.innerHeight }));
    assert.ok(top >= 0 && bottom <= below, `${await page.locator(".steps [aria-current]").innerText()}: ${top} to ${bottom} of ${below}`);
  }
}

/** Paper has nothing to press, and all there is to know. */
async function printed(page, round) {
  await page.emulateMedia({ media: "print" });
  const pressed = await page.locator("main").locator("a, button").evaluateAll((all) => all.filter((one) => one.checkVisibility()).map(({ href }) => href));
  assert.deepEqual(pressed.filter((href) => /\/(vote|calendar)\b/.test(href)), []);
  assert.equal(await page.locator("main .option:visible").count(), round.draft.contests.reduce((sum, { options }) => sum + options.length, 0));
  assert.ok(await page.locator(".facts").isVisible());
  await page.emulateMedia({ media: null });
}

export default async function (trip) {
  const round = await trip.open({ centre: 1 });
  const [code] = round.codes.centre;
  const phone = await trip.device();
  const { page } = phone;
  await phone.slow();

  await phone.visit("/");
  await phone.look("home/rounds");
  await page.locator(`a[href="/${phone.language}/rounds/${round.id}"]`).first().click();
  await phone.link("round-vote").waitFor();
  await phone.look("round/open");
  await printed(page, round);
  await phone.hold("**/form?*", async () => {
    await phone.link("round-vote").click();
    await phone.text("loading").waitFor();
    await phone.look("vote/loading");
  });

  await phone.text("not-cast").waitFor();
  await phone.look("vote/district");
  await phone.hold("**/log/tile/**", async () => {
    await page.reload();
    await chooseDistrict(phone, round, "centre");
    await chooseEverything(phone, round);
    assert.ok((await page.title()).startsWith(phone.t("not-cast")));
    await phone.look("vote/choose");
    await phone.button("bar-review").click();
    await phone.text("encrypting").waitFor();
    await phone.look("vote/encrypting");
  });
  const shown = await page.locator("#check-code").innerText();
  await phone.look("vote/review");
  await notCastInSight(page);
  await phone.button("review-next").click();
  await phone.look("vote/code");
  await notCastInSight(page);
  await typeCode(phone, code.toLowerCase().replace(/-/g, " "));
  await phone.button("cast").waitFor();
  assert.equal(await page.locator("#check-code").innerText(), shown);
  await phone.look("vote/confirm");
  await notCastInSight(page);
  await phone.hold(ballots(round), async () => {
    await phone.button("cast").dblclick();
    await phone.text("sending").waitFor();
    await phone.look("vote/sending");
  });
  await received(phone);
  assert.ok((await page.locator("main").innerText()).includes(shown), "the check code comes back with the receipt");
  assert.ok(!(await page.title()).startsWith(phone.t("not-cast")));
  await phone.look("vote/receipt");
  const receipt = await saveReceipt(phone);
  assert.deepEqual((await credentialOf(phone, receipt)).ballots.map(({ seq }) => seq), [0]);
  const address = `${trip.city.base}/${phone.language}/check#${receipt.tracker.replace(/-/g, "")}`;
  assert.equal(await readQr(page), address);
  // The code is in memory only.
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
  assert.ok(!kept.replace(/-/g, "").toUpperCase().includes(code.replace(/-/g, "")));

  await phone.hold("**/log/checkpoint", async () => {
    await phone.link("receipt-check").click();
    await phone.text("checking").waitFor();
    await phone.look("check/checking");
  });
  await verdict(phone, "counts");
  assert.equal(page.url(), address);
  await phone.look("check/counts");
  await checkFile(phone, receipt, "counts");
}
