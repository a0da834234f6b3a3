// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../support.mjs";
import { ballots, chooseOne, openBallot, option, received, reviewAndType, verdict, vote } from "../trip/steps.mjs";

export const about = "a server that answers wrongly or not at all: the page says what it knows, and never thanks for what is not proven";

export default async function (trip) {
  const round = await trip.open({ harbour: 3 });
  const { harbour } = round.codes;
  const phone = await trip.device();
  const { page, context } = phone;

  // Pages that the server could not fill are drawn by their script.
  for (const [kind, state, address] of [["home", "home/rounds", "/"], ["round", "round/open", `/rounds/${round.id}`]]) {
    const shell = readFileSync(path.join(root, "web/dist", phone.language, `${kind}.html`));
    const pattern = `${trip.city.base}/${phone.language}${address}`;
    await context.route(pattern, (route) => route.fulfill({ status: 503, contentType: "text/html; charset=utf-8", body: shell }));
    phone.faulty = true;
    await phone.visit(address);
    await page.getByText(round.draft.texts[phone.language]?.title ?? round.draft.texts.en.title).first().waitFor();
    await phone.look(state);
    await context.unroute(pattern);
  }

  let well = await phone.fail("**/form?*", null);
  await phone.visit(`/rounds/${round.id}/vote`);
  await phone.text("failure-network").waitFor();
  await phone.look("vote/failed");
  await well();
  await phone.button("try-again").click();
  await phone.text("not-cast").waitFor();

  // The worker has not come: it is asked for again.
  well = await phone.fail("**/assets/main-*.js", null);
  await phone.visit(`/rounds/${round.id}/vote`);
  await phone.text("failure-network").waitFor();
  await well();
  await phone.button("try-again").click();
  await phone.text("not-cast").waitFor();

  // A device that keeps nothing says so.
  await page.evaluate(() => (Storage.prototype.setItem = () => { throw new Error("full"); }));
  await chooseOne(phone, round);
  await phone.text("storage-off").waitFor();
  await phone.look("vote/storage-off");

  // A key that the record does not hold is not encrypted for; nor is one that cannot be looked up.
  well = await phone.fail("**/log/tile/**", null);
  await openBallot(phone, round);
  await chooseOne(phone, round);
  await phone.button("bar-review").click();
  await phone.text("seal-record").waitFor();
  await phone.look("vote/seal-failed");
  await well();
  await phone.button("try-again").click();
  await page.locator("#check-code").waitFor();

  // Choices that change while a ballot is encrypted: no check code of what they were is shown.
  await phone.hold("**/log/tile/**", async () => {
    await openBallot(phone, round);
    await page.evaluate(() => {
      window.codes = new Set();
      const note = () => document.querySelectorAll("#check-code").forEach((code) => window.codes.add(code.textContent));
      new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await phone.button("bar-review").click();
    await phone.button("back-to-choices").click();
    await option(phone, round, "streets", "s4").check();
    await phone.button("bar-review").click();
  });
  await phone.button("review-next").click();
  await phone.field("code-label").fill(harbour[2]);
  await phone.button("code-next").click();
  await phone.button("cast").waitFor();
  assert.equal(await page.evaluate(() => window.codes.size), 1);

  // An answer that proves nothing is no receipt: that of another ballot.
  const other = await trip.device();
  await vote(other, round, harbour[1]);
  const foreign = await other.page.evaluate(() => Object.values(localStorage).flatMap((value) => (value.startsWith("{") ? JSON.parse(value).receipts : [])).at(-1));
  await context.route(ballots(round), (route) => route.fulfill({ status: 200, contentType: "text/plain", body: foreign }));
  await openBallot(phone, round);
  await reviewAndType(phone, harbour[0]);
  await phone.button("cast").click();
  await phone.text("unanswered-unproven").waitFor();
  await phone.look("vote/unanswered");
  await context.unroute(ballots(round));
  await phone.button("send-again").click();
  await received(phone);

  // The record has lost a ballot that this device has a receipt for.
  well = await phone.fail("**/receipt", 404, "not-found");
  await openBallot(phone, round);
  await phone.text("loss-restored").waitFor();
  await phone.look("vote/loss-restored");
  const refused = await phone.fail(ballots(round), 409, "credential-void", "POST");
  await openBallot(phone, round);
  await phone.text("loss-lost").waitFor();
  await phone.look("vote/loss-lost");
  await well();
  await refused();

  // The server hides a withdrawal that the record proves.
  const { credential } = await other.page.evaluate(async () => {
    const tracker = document.querySelector("#tracker").textContent.replace(/-/g, "");
    return (await fetch(`/api/v1/trackers/${tracker}`)).json();
  });
  await trip.hall.act(round, "void", { credential, reason: "stolen" }, trip.hall.clerks);
  await other.context.route("**/credentials/*", async (route) => {
    const answer = await route.fetch();
    const { void: _, ...rest } = await answer.json();
    await route.fulfill({ response: answer, json: rest });
  });
  await other.link("receipt-check").click();
  await verdict(other, "withdrawn");
  await other.text("check-disagrees").waitFor();
  await other.look("check/disagrees");

  // Another key of the record than before stops everything.
  await page.evaluate(() => localStorage.setItem("folkmoot/log", "other+00000000+AAAA"));
  await phone.visit(`/rounds/${round.id}/vote`);
  await phone.text("failure-log-key").waitFor();
  assert.equal(await phone.button("bar-review").count(), 0);
  await phone.look("vote/log-key");
}
