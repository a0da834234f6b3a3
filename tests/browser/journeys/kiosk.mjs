// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { chooseOne, received, review, reviewAndType, typeCode } from "../trip/steps.mjs";

export const about = "a device at a polling place: it stays on its round, clears itself, and nothing of a voter is left on it";

const IDLE_MS = 30_000;
const WARNING_MS = 15_000;

/** All that a later person could find on the device. */
async function left(page) {
  return page.evaluate(async () => ({
    stored: [...Object.entries(localStorage), ...Object.entries(sessionStorage)],
    cookies: document.cookie,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    history: history.length,
    fields: [...document.querySelectorAll("input, textarea")].filter(({ type, value }) => type !== "checkbox" && type !== "radio" && value !== "").length,
    checked: document.querySelectorAll(":checked:is(input)").length,
  }));
}

/** What is typed here the browser does not offer to the next person: there are such fields, and all of them say so. */
async function remembersNothing(page) {
  const typed = page.locator("input:not([type=checkbox], [type=radio]):visible");
  await typed.first().waitFor();
  assert.deepEqual(new Set(await typed.evaluateAll((fields) => fields.map(({ autocomplete }) => autocomplete))), new Set(["off"]));
}

const nothing = (pages) => ({ stored: [], cookies: "", databases: 0, caches: 0, history: pages, fields: 0, checked: 0 });

export default async function (trip) {
  const round = await trip.open({ harbour: 2 });
  const device = await trip.device();
  const { page } = device;
  await page.clock.install();
  await device.visit(`/rounds/${round.id}/vote?kiosk=Library`);
  await device.text("kiosk-site", { site: "Library" }).waitFor();
  const pages = (await left(page)).history;
  const inside = await page.locator("a[href]").evaluateAll((links) => links.map((link) => link.pathname + link.search));
  assert.ok(inside.every((address) => address.endsWith(`/rounds/${round.id}/vote?kiosk=Library`)), `all links stay: ${inside}`);

  // Somebody chooses and goes away.
  await chooseOne(device, round);
  await device.look("vote/kiosk");
  await page.clock.fastForward(IDLE_MS);
  await device.text("kiosk-idle").waitFor();
  await device.look("vote/kiosk-idle");
  await device.button("kiosk-stay").click();
  await page.locator("dialog").waitFor({ state: "detached" });
  assert.equal(await page.locator(":checked:is(input)").count(), 1, "whoever is still there loses nothing");
  await page.clock.fastForward(IDLE_MS);
  await device.text("kiosk-idle").waitFor();
  const cleared = page.waitForEvent("framenavigated");
  await page.clock.runFor(WARNING_MS + 1000);
  await cleared;
  await device.text("not-cast").waitFor();
  assert.deepEqual(await left(page), nothing(pages));

  // Somebody votes.
  await chooseOne(device, round);
  await remembersNothing(page);
  await review(device);
  await device.button("review-next").click();
  await remembersNothing(page);
  await typeCode(device, round.codes.harbour[0]);
  await device.button("cast").click();
  await received(device);
  assert.equal(await device.link("receipt-save").count() + (await device.link("receipt-check").count()), 0, "nothing is saved here");
  await device.look("vote/kiosk-receipt");
  const tracker = await page.locator("#tracker").innerText();
  await device.button("kiosk-done").click();
  await device.text("not-cast").waitFor();
  assert.deepEqual(await left(page), nothing(pages));
  await page.goBack();
  await page.goForward();
  await device.text("not-cast").waitFor();
  const body = await page.locator("body").innerText();
  assert.ok(!body.includes(tracker) && !body.includes(round.codes.harbour[0]), "nor behind the button that goes back");
  assert.deepEqual((await left(page)).stored, []);

  // A code typed and left behind goes as well.
  await chooseOne(device, round);
  await reviewAndType(device, round.codes.harbour[1]);
  await device.button("cast").waitFor();
  await page.clock.fastForward(IDLE_MS);
  await device.button("kiosk-clear").click();
  await device.text("not-cast").waitFor();
  assert.deepEqual(await left(page), nothing(pages));
}
