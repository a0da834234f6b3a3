// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { cast, castAnew, checkTracker, chooseOne, credentialOf, openBallot, option, reviewAndType, saveReceipt } from "../trip/steps.mjs";

export const about = "two tabs of one phone: each ballot is shown before it is replaced, and no receipt is lost";

export default async function (trip) {
  const round = await trip.open({ harbour: 1 });
  const [code] = round.codes.harbour;
  const first = await trip.device();
  first.faulty = true;
  await openBallot(first, round);
  await chooseOne(first, round);
  const second = await first.tab();
  await openBallot(second, round);
  assert.ok(await option(second, round, "streets", "s5").isChecked(), "choices are on the phone, not in a tab");
  const order = (device) => device.page.locator(".option-name").allInnerTexts();
  assert.deepEqual(await order(second), await order(first), "in the same order");

  // Both have seen no earlier ballot when they come to the last look.
  await reviewAndType(second, code);
  await second.button("cast").waitFor();
  await option(first, round, "streets", "s4").check();
  await reviewAndType(first, code);
  await cast(first);
  const earlier = await saveReceipt(first);
  await second.button("cast").click();
  await second.text("sequence-notice").waitFor();
  await second.page.locator(".ballot-lines", { hasText: earlier.tracker }).waitFor();
  await second.look("vote/confirm-overtaken");
  await castAnew(second, code);
  const later = await saveReceipt(second);

  assert.deepEqual((await credentialOf(first, later)).ballots.map(({ seq }) => seq), [0, 1]);
  await checkTracker(first, earlier, "replaced");
  await checkTracker(first, later, "counts");
  await first.visit("/check");
  for (const { tracker } of [earlier, later]) await first.page.locator(".kept button", { hasText: tracker }).waitFor();
  await first.look("check/kept");
}
