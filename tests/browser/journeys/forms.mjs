// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { sampleRound } from "../../support/sample_round.mjs";
import { cast, list, openBallot, option, optionButton, review, reviewAndType } from "../trip/steps.mjs";

export const about = "what forms of ballot allow and refuse: a full basket, too few, too many, rankings and points by buttons, questions; a rehearsal";

const question = (id, en, es, ar) => ({ id, cost: 0, texts: { en: { title: en }, es: { title: es }, ar: { title: ar } } });

function draft() {
  const round = sampleRound(["Rehearsal of the city", "Ensayo de la ciudad", "تجربة للمدينة"], { kind: "rehearsal" });
  const { rule: _, ...streets } = round.contests.find(({ id }) => id === "streets");
  round.contests = round.contests.filter(({ id }) => id !== "streets" && id !== "one");
  round.contests.find(({ id }) => id === "grades").form.min = 2;
  round.contests.push({
    ...streets,
    id: "motions",
    texts: { en: { title: "Two questions" }, es: { title: "Dos preguntas" }, ar: { title: "سؤالان" } },
    envelope: 0,
    form: { kind: "questions" },
    rule: { name: "motion", base: "cast", quorum: "0/1", majority: "1/2" },
    options: [question("cars", "Mill Street without cars?", "¿La calle del Molino sin coches?", "شارع الطاحونة بلا سيارات؟"), question("market", "A market on Sundays?", "¿Mercado los domingos?", "سوق يوم الأحد؟")],
    conflicts: [],
  });
  round.districts = [{ ...round.districts[0], contests: round.contests.map(({ id }) => id) }];
  return round;
}

export default async function (trip) {
  const round = await trip.open({ centre: 1 }, {}, draft());
  const phone = await trip.device();
  const { page } = phone;
  await openBallot(phone, round);
  await phone.text("rehearsal").waitFor();
  await phone.look("vote/rehearsal");

  // Two that fill the basket: what no longer fits stays reachable, with the reason.
  const costs = round.draft.contests.find(({ id }) => id === "basket").options.map(({ cost }) => cost);
  assert.ok(costs[0] + costs[1] + costs[2] <= 3_000_000 + 1_200_000);
  await option(phone, round, "basket", "b2").check();
  await option(phone, round, "basket", "b4").check();
  const misfit = list(phone, round, "basket").getByRole("checkbox", { disabled: true }).first();
  await misfit.focus();
  await page.keyboard.press("Space");
  assert.equal(await misfit.isChecked(), false);
  await phone.look("vote/misfit");

  // Points and places by buttons.
  for (let i = 0; i < 5; i++) await optionButton(phone, round, "points", "p1", "points-more").click();
  assert.equal(await optionButton(phone, round, "points", "p1", "points-more").getAttribute("aria-disabled"), "true", "no more than five to one");
  await optionButton(phone, round, "points", "p1", "points-less").click();
  await optionButton(phone, round, "ranking", "r4", "rank-add-label", { place: 1 }).click();
  await optionButton(phone, round, "ranking", "r2", "rank-add-label", { place: 2 }).click();
  await optionButton(phone, round, "ranking", "r2", "rank-up").click();
  await list(phone, round, "motions").getByRole("group", { name: trip.titleOf(round, "cars", "motions") }).getByLabel(phone.t("answer-yes"), { exact: true }).check();

  // Too few scores: the summary leads to the list, clearing it would do as well.
  await option(phone, round, "grades", "g5").selectOption({ label: "4" });
  await phone.button("bar-review").click();
  await phone.mistake("error-too-few", { contest: trip.titleOf(round, "grades"), min: 2 });
  await phone.look("vote/choose-mistake");
  await page.locator(".error-summary a").click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "contest-grades");
  await option(phone, round, "grades", "g1").selectOption({ label: "2" });
  await review(phone);
  const words = await page.locator("main").innerText();
  assert.ok(words.includes(phone.t("points-given", { points: 4 })));
  assert.ok(words.includes(phone.t("score-given", { score: 4 })));
  assert.ok(words.includes(phone.t("answer-yes")));
  const places = await page.locator("li", { hasText: phone.t("rank-place", { place: 1 }) }).innerText();
  assert.ok(places.includes(trip.titleOf(round, "r2", "ranking")));
  await phone.look("vote/review");
  const usual = page.viewportSize();
  await page.setViewportSize({ width: 1280, height: 800 });
  const ends = await page.locator(".picked .cost").evaluateAll((all) => all.map((cost) => cost.getBoundingClientRect()[document.dir === "rtl" ? "left" : "right"]));
  assert.equal(new Set(ends).size, 1, `costs and their sums stand below each other: ${ends}`);
  await page.setViewportSize(usual);
  await phone.button("back-to-choices").click();
  await reviewAndType(phone, round.codes.centre[0]);
  await cast(phone);
}
