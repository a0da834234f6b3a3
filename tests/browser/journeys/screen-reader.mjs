// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { chooseDistrict, list, openBallot, option, received, typeCode } from "../trip/steps.mjs";

export const about = "what a screen reader has to tell: landmarks, headings, names, and what is announced after each act";

export default async function (trip) {
  const round = await trip.open({ centre: 1 });
  const phone = await trip.device();
  const { page } = phone;
  await openBallot(phone, round);
  await outline(phone);
  await chooseDistrict(phone, round, "centre");
  await outline(phone);

  // Each list is a group with its rules, each option is named, and its cost belongs to it.
  const streets = list(phone, round, "streets");
  assert.match(await streets.ariaSnapshot(), /checkbox/);
  const fountain = option(phone, round, "streets", "s5");
  const about = await page.evaluate((id) => document.getElementById(id).textContent, await fountain.getAttribute("aria-describedby"));
  assert.match(about, /[\d٠-٩]/u, "the cost is read with the option");

  // What changes is said, politely, where it stands.
  const told = await listening(phone);
  await fountain.check();
  await option(phone, round, "streets", "s8").check();
  await option(phone, round, "streets", "s4").check();
  assert.ok((await told()).some((text) => text.includes(phone.t("bar-left-choices", { count: 0 }))), "what is left is announced");
  const full = option(phone, round, "streets", "s2");
  assert.equal(await full.getAttribute("aria-disabled"), "true");
  await phone.look("vote/misfit");

  await phone.button("bar-review").click();
  await page.locator("#check-code").waitFor();
  assert.ok((await told()).some((text) => /^[0-9A-Z-]{11,}$/.test(text)), "the check code is announced");
  await stepIs(phone, "step-review");
  await outline(phone);
  await phone.button("review-next").click();
  await stepIs(phone, "step-code");
  await typeCode(phone, "ABC");
  await phone.mistake("code-short");
  assert.equal(await page.getByRole("alert").count(), 1);
  const field = phone.field("code-label");
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  assert.ok((await describedBy(field)).includes(phone.t("code-short")));
  await outline(phone);
  await typeCode(phone, round.codes.centre[0]);
  await phone.button("cast").waitFor();
  await stepIs(phone, "step-cast");
  await outline(phone);
  await phone.button("cast").click();
  await received(phone);
  assert.equal(await page.evaluate(() => document.activeElement.contains(document.querySelector("#tracker"))), true, "focus is where the receipt begins");
  await outline(phone);
}

const describedBy = (locator) => locator.evaluate((element) => element.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id).textContent).join(" "));

/** The step is marked as the current one, and reading goes on at its beginning. */
async function stepIs({ page, t }, id) {
  const current = page.locator("[aria-current=step]");
  await current.filter({ hasText: t(id) }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.contains(document.querySelector("[aria-current=step]"))), true, `focus follows to ${id}`);
}

/** One main, one heading of the first rank, no rank left out, and everything that can be used has a name. */
async function outline({ page }) {
  const tree = await page.locator("body").ariaSnapshot();
  assert.equal(tree.match(/^\s*- main/gm).length, 1, tree);
  const ranks = [...tree.matchAll(/- heading .*\[level=(\d)\]/g)].map(([, rank]) => Number(rank));
  assert.equal(ranks.filter((rank) => rank === 1).length, 1, tree);
  assert.equal(ranks[0], 1);
  for (const [i, rank] of ranks.entries()) assert.ok(i === 0 || rank <= ranks[i - 1] + 1, `heading ${rank} after ${ranks[i - 1]}:\n${tree}`);
  const nameless = tree.match(/^\s*- (?:button|link|checkbox|radio|textbox|combobox|searchbox|group|navigation|region)(?::| \[|$).*/gm) ?? [];
  assert.deepEqual(nameless.filter((line) => !/^\s*- (?:region|group)\b/.test(line) || /region/.test(line)), []);
}

/** Collects what live regions come to say; the returned function gives it and begins anew. */
async function listening({ page }) {
  await page.evaluate(() => {
    window.told = [];
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest("[role=status], [role=alert], [aria-live=polite]");
        if (region) window.told.push(region.textContent.trim());
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => window.told.splice(0));
}
