// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { until } from "../../support/town_hall.mjs";
import { PASSPHRASE, signedIn } from "../trip/staff.mjs";
import { vote } from "../trip/steps.mjs";

export const about = "two clerks sign acts in their browsers: a wrong passphrase, a key that is elsewhere, a withdrawal, somebody faster";

export default async function (trip) {
  const { hall } = trip;
  const [first, second] = hall.clerks;
  const round = await trip.open({ centre: 1, harbour: 3 });
  await vote(await trip.device(), round, round.codes.harbour[0]);

  const desk = await trip.device();
  desk.faulty = true; // refusals are asked for
  const { page } = desk;
  await signedIn(desk, first, PASSPHRASE);
  const address = `/staff/rounds/${round.id}/codes`;
  await desk.visit(address);
  await desk.text("codes-acts").waitFor();

  /** A void of the code at this place of the list, proposed at the desk. */
  const propose = async (batch) => {
    await page.locator("#lost-batch").selectOption(batch);
    await page.locator("#lost-reason").selectOption("stolen");
    await desk.button("codes-propose-batch-void").click();
    await desk.text("codes-proposed").waitFor();
  };
  const card = (on, state) => on.page.locator(".act").filter({ hasText: on.t(`act-state-${state}`) });
  const acts = async () => (await first.call("GET", `${round.path}/acts`)).acts.filter(({ type }) => type === "batch-void");

  await propose("letters-centre");
  await card(desk, "proposed").waitFor();
  await page.locator(".act summary").click();
  const [waiting] = await acts();
  assert.equal(await page.locator(".act .exact").innerText(), waiting.act, "the text that is signed is shown");
  await desk.look("codes/act");
  await desk.button("act-sign").click();
  await page.getByLabel(desk.t("act-passphrase"), { exact: true }).waitFor();
  await desk.look("codes/sign");
  await page.getByLabel(desk.t("act-passphrase"), { exact: true }).fill("not this one");
  await desk.button("act-sign-go").click();
  await desk.text("key-passphrase-wrong").waitFor();
  assert.deepEqual((await acts())[0].signatures, [], "nothing was signed");
  await desk.look("codes/sign-mistake");
  await page.getByLabel(desk.t("act-passphrase"), { exact: true }).fill(PASSPHRASE);
  await desk.button("act-sign-go").click();
  await card(desk, "done").waitFor(); // nobody has voted with it: one clerk
  assert.equal((await acts())[0].signatures[0].key, first.publicKey);

  // A batch with a ballot wants two. The other clerk's device lacks the key.
  await propose("letters-harbour");
  await desk.button("act-sign").click();
  await page.getByLabel(desk.t("act-passphrase"), { exact: true }).fill(PASSPHRASE);
  await desk.button("act-sign-go").click();
  await desk.text("act-you-have-signed").waitFor();
  const other = await trip.device();
  other.faulty = true;
  await signedIn(other, second);
  await other.visit(address);
  await other.text("act-elsewhere").waitFor();
  await other.look("codes/sign-elsewhere");
  await signedIn(other, second, PASSPHRASE);
  await other.visit(address);
  await other.button("act-withdraw").click();
  await other.text("act-withdraw-detail").waitFor();
  await other.look("codes/withdraw");
  await other.page.getByRole("dialog").getByRole("button", { name: other.t("act-withdraw"), exact: true }).click();
  await card(other, "withdrawn").waitFor();
  assert.deepEqual((await acts()).map(({ state }) => state), ["withdrawn", "done"]); // the newest first

  // Proposed again; while the second clerk types, the first is faster with the last signature that is missing.
  await propose("letters-harbour");
  await other.visit(address);
  await other.button("act-sign").click();
  await other.page.getByLabel(other.t("act-passphrase"), { exact: true }).fill(PASSPHRASE);
  await hall.sign((await acts())[0], "batch-void", hall.clerks);
  await other.button("act-sign-go").click();
  await until("the second clerk sees it in the record", async () => (await card(other, "done").count()) === 2);
  await other.look("codes/signed");
}
