// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";

export const about = "reading without script: rounds, projects, rules and results are there; voting says how to vote on paper";

export default async function (trip) {
  const { city, hall } = trip;
  const round = await trip.open({ harbour: 1 });
  const over = await trip.open({ harbour: 1 });
  await hall.cast(over, over.codes.harbour[0], { streets: { chosen: ["s5", "s8"] }, one: { chosen: ["o3"] } });
  await hall.act(over, "voting-closed", { reason: "everyone-voted" }, hall.clerks);
  await hall.finish(over);
  const desk = await trip.device({ javaScriptEnabled: false });
  const { page } = desk;
  const words = async () => page.locator("main").innerText();
  const look = await looker(trip, desk);

  await desk.visit("/");
  await page.locator(`a[href="/${desk.language}/rounds/${round.id}"]`).first().waitFor();
  await look("home/rounds");
  await desk.visit("/assemblies/city");
  await page.locator(`.winners a[href="/${desk.language}/rounds/${over.id}/result#streets-s5"]`).waitFor();
  await look("assembly/decided");
  await desk.visit(`/rounds/${round.id}`);
  for (const { id } of round.draft.contests) assert.ok((await words()).includes(trip.titleOf(round, id)));
  assert.ok((await words()).includes(trip.titleOf(round, "s5", "streets")));
  assert.equal(await page.locator(`a[href="/${desk.language}/rounds/${round.id}/vote"]`).count() > 0, true);
  await look("round/open");
  await desk.visit(`/rounds/${over.id}/result`);
  assert.ok((await words()).includes(trip.titleOf(round, "streets")));
  await look("result/published");
  await acts(desk, round, look);
  for (const [kind, address] of [["vote", `/rounds/${round.id}/vote`], ["check", "/check"], ["sign-in", "/sign-in"]]) {
    await desk.visit(address);
    assert.ok((await words()).includes(desk.t(`${kind}-noscript`)), `${kind} says what to do`);
    await look(`${kind}/without-script`);
  }
  desk.faulty = true;
  const answer = await page.goto(`${city.base}/${desk.language}/nothing/here`);
  assert.equal(answer.status(), 404);
  assert.ok((await words()).includes(desk.t("not-found-noscript")));
  await look("not-found/missing");
}

/** What staff have done is read and chosen from without script. */
async function acts(desk, round, look) {
  const { page } = desk;
  await desk.visit("/acts");
  await page.locator(".act").first().waitFor();
  await look("acts/newest");
  await desk.field("acts-filter-kind").selectOption("result");
  await desk.button("acts-filter-go").click();
  await page.locator(".act-result").first().waitFor();
  assert.equal(await page.locator(".act:not(.act-result)").count(), 0);
  await look("acts/chosen");
  await desk.visit("/acts?from=yesterday");
  await desk.text("acts-mistake-day").waitFor();
  await look("acts/mistake");
  await desk.visit(`/rounds/${round.id}`);
  await desk.link("acts-round-link").click();
  await page.locator(".act-what", { hasText: desk.t("did-opening") }).waitFor();
  await look("round-acts/newest");
}

/** axe needs timers, which a browser without script has not: it looks at the same page, with the scripts taken out. */
async function looker(trip, desk) {
  const copy = await trip.device();
  copy.faulty = true;
  await copy.page.route("**", async (route) => {
    if (route.request().resourceType() !== "document") return route.continue();
    const answer = await route.fetch();
    const html = (await answer.text()).replace(/<script[^>]*><\/script>|<\/?noscript>/g, "");
    await route.fulfill({ response: answer, body: html });
  });
  return async (state) => {
    await copy.page.goto(desk.page.url());
    assert.equal(await copy.page.locator("main").innerText(), await desk.page.locator("main").innerText());
    await copy.look(state);
  };
}
