// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { openBallot, received } from "../trip/steps.mjs";

export const about = "by keyboard alone, from the first Tab on the home page to the checked receipt; focus is always seen";

export default async function (trip) {
  const round = await trip.open({ harbour: 1 });
  const [code] = round.codes.harbour;
  const desk = await trip.device();
  const { page } = desk;
  await desk.visit(`/rounds/${round.id}`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main", "the first stop leads past the head of the page");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await reach(desk, desk.link("round-vote"));
  await page.keyboard.press("Enter");

  await desk.field("district-label").waitFor();
  await reach(desk, desk.field("district-label"));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.equal(await desk.field("district-label").inputValue(), "harbour");
  const streets = page.getByRole("group", { name: trip.titleOf(round, "streets") });
  const fountain = streets.getByLabel(trip.titleOf(round, "s5", "streets"));
  await fountain.waitFor();
  await reach(desk, fountain);
  await page.keyboard.press("Space");
  assert.ok(await fountain.isChecked());
  await page.keyboard.press("Space");
  assert.ok(!(await fountain.isChecked()));
  await page.keyboard.press("Space");
  const one = page.getByRole("group", { name: trip.titleOf(round, "one") });
  await reach(desk, one.getByRole("radio").first());
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  assert.ok(await one.getByRole("radio").nth(1).isChecked());
  await desk.look("vote/choose");

  // Every stop of the page, there and back, is in sight and marked.
  const there = await stops(desk, "Tab", 0);
  assert.ok(there.length > 15, `${there.length} stops`);
  assert.deepEqual((await stops(desk, "Shift+Tab", there.at(-1))).reverse(), there);

  await reach(desk, desk.button("bar-review"));
  await page.keyboard.press("Enter");
  await page.locator("#check-code").waitFor();
  await reach(desk, desk.button("review-next"));
  await page.keyboard.press("Enter");
  await reach(desk, desk.field("code-label"));
  await page.keyboard.type(`${code.slice(0, -1)}${code.endsWith("7") ? "8" : "7"}`);
  await page.keyboard.press("Enter");
  await desk.mistake("code-check");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator("#code:focus").waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(code);
  await page.keyboard.press("Enter");
  await desk.button("cast").waitFor();
  await reach(desk, desk.button("cast"));
  await page.keyboard.press("Enter");
  await received(desk);
  await reach(desk, desk.link("receipt-check"));
  await page.keyboard.press("Enter");
  await page.locator("#verdict:focus[data-verdict=counts]").waitFor();
  await openBallot(desk, round);
}

/** Tabs until this element has focus. */
async function reach({ page }, wanted) {
  for (let i = 0; i < 90; i++) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return assertSeen(page);
  }
  assert.fail(`no way to ${wanted}`);
}

/** The elements, by number, that have focus one after the other from this one until the page is left. */
async function stops({ page }, key, from) {
  const found = [];
  await page.evaluate((number) => [...document.querySelectorAll("*")].slice(number).find((element) => element.tabIndex >= 0).focus(), from);
  for (;;) {
    const at = await page.evaluate(() => (document.activeElement === document.body ? null : [...document.querySelectorAll("*")].indexOf(document.activeElement)));
    if (at === null || found.includes(at)) return found;
    await assertSeen(page);
    found.push(at);
    await page.keyboard.press(key);
  }
}

/** What has focus is in the window, not covered, and has an outline. */
async function assertSeen(page) {
  const fault = await page.evaluate(() => {
    const element = document.activeElement;
    const { left, top, width, height } = element.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + Math.min(height, window.innerHeight) / 2);
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const name = element.outerHTML.slice(0, 80);
    if (hit === null || !(element.contains(hit) || hit.contains(element))) return `${name} is covered by ${hit?.outerHTML.slice(0, 80)}`;
    return outlineStyle === "none" || parseFloat(outlineWidth) < 2 ? `${name} shows no focus` : null;
  });
  assert.equal(fault, null);
}
