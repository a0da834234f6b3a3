// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { sampleRound } from "../../support/sample_round.mjs";
import { chooseDistrict, list, option } from "../trip/steps.mjs";

export const about = "from the page of an assembly to a long list: found by number, word, category and on the map; two projects side by side";

/** The first list with pictures, places and names of categories, and a map for the round. */
function drawn({ map, ...pictures }) {
  const draft = sampleRound();
  const names = Object.values(pictures);
  const each = (texts, more) => Object.fromEntries(Object.entries(texts).map(([language, words]) => [language, { ...words, ...more }]));
  draft.texts = each(draft.texts, { map, map_bounds: "5,45,5.04,45.02" });
  draft.contests[0].options.forEach((item, i) => {
    const position = i === 9 ? {} : { position: `${45.002 + i * 0.0018},${5.004 + i * 0.0036}` };
    item.texts = each(item.texts, { picture: names[i], picture_text: `Picture ${i + 1}`, category: item.category.toUpperCase(), ...position });
  });
  return draft;
}

export default async function (trip) {
  const round = await trip.open({ harbour: 1 }, {}, drawn(trip.city.pictures));
  const phone = await trip.device();
  const { page } = phone;
  await neighbourhoods(phone, round);
  await phone.visit(`/rounds/${round.id}/vote`);
  await chooseDistrict(phone, round, "harbour");
  const streets = list(phone, round, "streets");
  const cards = streets.locator(".option");
  assert.equal(await cards.count(), 10);
  for (const card of await cards.all()) {
    await card.scrollIntoViewIfNeeded();
    const image = await card.locator("img").elementHandle();
    await page.waitForFunction((element) => element.complete && element.naturalWidth > 0, image);
  }

  // Bytes that are not those that the round's text names are not shown, and that is said.
  const cheated = await trip.device();
  const other = `/pictures/${Object.values(trip.city.pictures)[1]}`;
  await cheated.context.route(`**${other}`, (route) => route.fulfill({ contentType: "image/jpeg", body: "another picture" }));
  await cheated.visit(`/rounds/${round.id}/vote`);
  await chooseDistrict(cheated, round, "harbour");
  const faults = cheated.page.locator(".picture-fault");
  for (const card of await list(cheated, round, "streets").locator(".option").all()) await card.scrollIntoViewIfNeeded();
  await cheated.text("picture-other").waitFor();
  assert.equal(await faults.count(), 1);
  assert.ok((await list(cheated, round, "streets").locator("img").count()) >= 1);
  await cheated.look("vote/picture-other");

  await phone.field("search-label").fill("nowhere");
  await phone.text("search-none").waitFor();
  await phone.field("search-label").fill("");
  await phone.button("filter-chosen").click();
  await phone.text("search-none-chosen").waitFor();
  await phone.button("filter-all").click();
  await phone.field("search-label").fill("3");
  assert.equal(await cards.count(), 1, "a number is one project");
  await option(phone, round, "streets", "s3").check();
  await phone.look("vote/filtered");
  await phone.field("search-label").fill("");
  await streets.getByRole("button", { name: "GREEN", exact: true }).click();
  assert.equal(await cards.count(), 4);
  await phone.button("filter-chosen").click();
  assert.equal(await cards.count(), 1);
  await phone.button("filter-all").click();

  await phone.button("view-map").click();
  await page.locator(".map circle").first().waitFor();
  assert.equal(await page.locator(".map a").count(), 9, "one has no place");
  assert.equal(await page.locator(".map a.chosen").count(), 1);
  await phone.look("vote/map");
  await page.locator(".map a").nth(2).focus();
  const mark = await page.locator(".map a").nth(2).getAttribute("aria-label");
  await page.keyboard.press("Enter");
  await page.locator(".option input:focus").waitFor();
  const number = await page.locator(".option:has(input:focus) .number").innerText();
  assert.ok(mark.includes(number.match(/\d+/)[0]), `${mark} leads to ${number}`);

  await phone.button("compare-start").click();
  await cards.nth(0).locator(".compare-one").click();
  await phone.look("vote/comparing");
  await cards.nth(1).locator(".compare-one").click();
  await page.locator("dialog[open] .compare").waitFor();
  assert.equal(await page.locator(".compare thead th").count(), 2);
  await phone.look("vote/compare");
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  assert.ok(await option(phone, round, "streets", "s3").isChecked(), "looking around loses no choice");
}

/** From the assembly to one below it and back by the way up, then to the round and back to whose it is. */
async function neighbourhoods(phone, round) {
  const { page, language } = phone;
  const city = page.locator(`.trail a[href="/${language}/assemblies/city"]`);
  await phone.visit("/assemblies/city");
  await phone.text("assembly-below", { assembly: "City" }).waitFor();
  await phone.look("assembly/open");
  await page.locator(`.assemblies a[href="/${language}/assemblies/quay"]`).click();
  await phone.text("assembly-none-more").waitFor();
  await city.click();
  await page.locator(`.cards h3 a[href="/${language}/rounds/${round.id}"]`).click();
  await phone.link("round-vote").waitFor();
  await city.click();
  await phone.text("home-open").waitFor();
}
