// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { castAnew, checkFile, checkTracker, chooseOne, credentialOf, openBallot, option, reviewAndType, saveReceipt, vote } from "../trip/steps.mjs";

export const about = "voting again replaces the ballot, where it may; a withdrawn code votes no more";

export default async function (trip) {
  const round = await trip.open({ harbour: 1 });
  const [code] = round.codes.harbour;
  const phone = await trip.device();
  phone.faulty = true;
  const first = await vote(phone, round, code);

  await phone.button("receipt-again").click();
  await phone.text("earlier-here").waitFor();
  await phone.look("vote/earlier");
  await option(phone, round, "streets", "s4").check();
  await reviewAndType(phone, code);
  await phone.page.locator(".ballot-lines", { hasText: first.tracker }).waitFor();
  await phone.look("vote/confirm-replaces");
  await castAnew(phone, code);
  const second = await saveReceipt(phone);
  await checkFile(phone, first, "replaced");
  await checkTracker(phone, first, "replaced");
  await phone.look("check/replaced");
  await checkFile(phone, second, "counts");
  await checkTracker(phone, second, "counts");
  assert.equal(await phone.page.locator(".ballot-lines li").count(), 2);

  const { key } = await credentialOf(phone, second);
  await trip.hall.act(round, "void", { credential: key, reason: "lost" }, trip.hall.clerks);
  await checkFile(phone, second, "withdrawn");
  await checkTracker(phone, second, "withdrawn");
  await phone.text("void-lost").waitFor();
  await phone.look("check/withdrawn");
  await openBallot(phone, round);
  await option(phone, round, "streets", "s4").check();
  await reviewAndType(phone, code);
  await phone.mistake("code-void");

  const once = await trip.open({ harbour: 1 }, { revoting: false });
  await vote(phone, once, once.codes.harbour[0]);
  await openBallot(phone, once);
  await chooseOne(phone, once);
  await reviewAndType(phone, once.codes.harbour[0]);
  await phone.mistake("code-used");
}
