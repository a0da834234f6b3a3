// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { sampleRound } from "../../support/sample_round.mjs";
import { chooseOne, openBallot, option, reviewAndType } from "../trip/steps.mjs";

export const about = "a ballot that comes after the close is told so, never thanked; one that comes too early can be prepared";

export default async function (trip) {
  const round = await trip.open({ harbour: 1 });
  const phone = await trip.device();
  phone.faulty = true;
  await openBallot(phone, round);
  await chooseOne(phone, round);
  await reviewAndType(phone, round.codes.harbour[0]);
  await phone.button("cast").waitFor();
  await trip.hall.act(round, "voting-closed", { reason: "everyone-voted" }, trip.hall.clerks);
  await phone.button("cast").click();
  await phone.text("refused-ballot-late").waitFor();
  assert.equal(await phone.text("receipt-heading").count(), 0);
  await phone.look("vote/late");
  await phone.visit(`/rounds/${round.id}/vote`);
  await phone.text("voting-closed-early").waitFor();
  assert.equal(await phone.button("bar-review").count(), 0);
  await phone.look("vote/closed");
  await phone.link("round-link").click();
  await phone.text("state-closed").waitFor();
  await phone.look("round/closed");
  await phone.visit(`/rounds/${round.id}/result`);
  await phone.text("result-none").waitFor();
  await phone.look("result/none");

  const draft = sampleRound();
  draft.schedule.open += 60;
  const early = await trip.open({ harbour: 1 }, {}, draft);
  await openBallot(phone, early);
  await phone.text("voting-not-begun").waitFor();
  await chooseOne(phone, early);
  await phone.look("vote/not-begun");
  await reviewAndType(phone, early.codes.harbour[0]);
  await phone.button("cast").click();
  await phone.text("refused-not-open").waitFor();
  await phone.look("vote/refused");
  await phone.button("back-to-choices").click();
  assert.ok(await option(phone, early, "streets", "s5").isChecked());
}
