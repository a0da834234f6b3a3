// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { sampleRound } from "../../support/sample_round.mjs";
import { signedIn } from "../trip/staff.mjs";

export const about = "a clerk makes codes: a mistake, a lost line, saved and put in force; who is not signed in gets nothing";

export default async function (trip) {
  const { hall } = trip;
  const draft = sampleRound();
  const round = { ...(await hall.prepareRound(draft)), draft };
  const [clerk] = hall.clerks;
  const desk = await trip.device();
  const { page } = desk;
  const address = `/staff/rounds/${round.id}/codes`;
  await desk.visit(address);
  await desk.text("desk-sign-in").waitFor();
  await desk.look("codes/signed-out");

  await signedIn(desk, clerk);
  await desk.visit(address);
  await desk.button("codes-make").waitFor();
  await desk.look("codes/form");
  await desk.button("codes-make").click();
  await desk.mistake("codes-error-district");
  await desk.look("codes/mistake");

  const restored = await desk.fail("**/parts/*", null);
  await desk.field("codes-count").fill("60");
  await page.getByRole("radio", { name: desk.t("codes-purpose-letter"), exact: true }).check();
  await desk.field("codes-district").selectOption("harbour");
  await desk.button("codes-make").click();
  await desk.text("codes-interrupted").waitFor();
  await desk.look("codes/interrupted");
  await restored();
  await desk.button("codes-go-on").click();
  await desk.text("codes-unsaved").waitFor();
  await desk.look("codes/save");
  const batches = async () => (await clerk.call("GET", `${round.path}/batches`)).batches;
  assert.equal((await batches()).length, 0, "nothing is in force before the clerk says so");
  await Promise.all([page.waitForEvent("download"), desk.button("codes-list-go").click()]);
  await desk.field("codes-confirm").check();
  await desk.button("codes-commit").click();
  await desk.text("codes-done").waitFor();
  await desk.look("codes/done");
  assert.deepEqual((await batches()).map(({ district, count }) => [district, count]), [["harbour", 60]]);
}
