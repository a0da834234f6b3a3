// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { sampleRound } from "../../support/sample_round.mjs";
import { Person, until } from "../../support/town_hall.mjs";
import { PASSPHRASE, signedIn, signOnPage } from "../trip/staff.mjs";
import { vote } from "../trip/steps.mjs";

export const about = "during the vote: turnout, visits that are sums, what needs attention, an extension and an incident in public";

export default async function (trip) {
  const { hall, city } = trip;
  const [first, second] = hall.clerks;
  const round = await trip.open({ centre: 2, harbour: 3 });
  await vote(await trip.device(), round, round.codes.harbour[0]);

  const desk = await trip.device();
  const { page } = desk;
  const address = `/staff/rounds/${round.id}/watch`;
  await signedIn(desk, first, PASSPHRASE);
  // What the voter's page has told is added to the sums within seconds, not all of it at once.
  const sums = await until("the visit is counted", async () => {
    const { visits } = await first.call("GET", `${round.path}/turnout`);
    return visits[0]?.cast ? visits[0] : undefined;
  });
  assert.deepEqual([sums.opened, sums.chosen, sums.reviewed, sums.code, sums.cast], [1, 1, 1, 1, 1]);
  await desk.visit(address);
  await desk.text("watch-attention").waitFor();
  const total = page.locator(".sums .card").first();
  assert.match(await total.innerText(), /\b1\b/);
  await page.locator("main details summary").first().click();
  await desk.look("watch/open");

  await desk.button("act-extend-go").click();
  await desk.mistake("act-reason-missing");
  await desk.look("watch/mistake");
  const { close } = await first.call("GET", round.path);
  await page.locator("#extend-by").selectOption("120");
  await page.locator("#propose-extension-reason").selectOption("outage");
  await desk.button("act-extend-go").click();
  await page.locator("article.act").first().waitFor();
  await desk.look("watch/proposed");
  await signOnPage(desk, first);
  await desk.text("act-you-have-signed").waitFor();
  await hall.signWaiting(round, "extension", [second]).catch(() => hall.signWaiting(round, "extension", [first, second]));
  assert.equal((await first.call("GET", round.path)).close, close + 120);

  await page.locator("#propose-note-reason").selectOption("delivery");
  await desk.button("watch-note-go").click();
  const note = page.locator("article.act").filter({ hasText: desk.t("act-state-proposed") }).filter({ has: desk.button("act-sign") });
  await note.first().waitFor();
  await signOnPage(desk, first, PASSPHRASE, note.first());
  await page.locator("article.act").filter({ hasText: desk.t("act-state-done") }).first().waitFor();
  await desk.look("watch/signed");
  await desk.link("watch-incidents-public").click();
  await page.locator(".act-what", { hasText: desk.t("did-note") }).waitFor();

  // Somebody who only looks on.
  const login = `observer-${randomBytes(4).toString("hex")}`;
  const password = randomBytes(18).toString("base64url");
  const administrator = await Person.signIn(city.base, "administrator", city.password);
  await administrator.call("POST", "/api/v1/people", { login, name: login, password, roles: [{ assembly: "city", role: "observer" }] });
  const onlooker = await trip.device();
  await signedIn(onlooker, await Person.signIn(city.base, login, password));
  await onlooker.visit(address);
  await onlooker.text("watch-rounded").waitFor();
  await onlooker.text("watch-incidents-clerks").waitFor();
  await onlooker.look("watch/rounded");

  const prepared = await hall.prepareRound(sampleRound());
  await desk.visit(`/staff/rounds/${prepared.id}/watch`);
  await desk.text("watch-not-open").waitFor();
  await desk.look("watch/not-open");

  const restore = await desk.fail("**/turnout", 503);
  await desk.visit(address);
  await desk.text("load-failed").waitFor();
  await desk.look("watch/failed");
  await restore();
  await desk.button("try-again").click();
  await desk.text("watch-attention").waitFor();
}
