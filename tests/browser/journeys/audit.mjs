// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { cast, chooseOne, openBallot, review, typeCode } from "../trip/steps.mjs";

export const about = "check my phone: a second device sees what was encrypted, and what was revealed is never cast";

export default async function (trip) {
  const round = await trip.open({ harbour: 1 });
  const phone = await trip.device();
  await openBallot(phone, round);
  await chooseOne(phone, round);
  const revealed = await review(phone);
  await phone.page.locator(".audit summary").click();
  await phone.button("audit-reveal").click();
  const text = await phone.field("audit-text").inputValue();
  await phone.page.waitForFunction((old) => ![null, undefined, old].includes(document.querySelector("#check-code")?.textContent), revealed);
  await phone.look("vote/revealed");

  const second = await trip.device();
  await second.visit("/check");
  await second.field("audit-paste").fill(text);
  await second.button("audit-run").click();
  assert.equal(await second.page.locator("#audit-code").innerText(), revealed);
  await second.page.getByText(trip.titleOf(round, "s5", "streets")).first().waitFor();
  await second.look("check/second-device");
  // A part of the text only, and what is no ballot of its round.
  for (const [pasted, message] of [[text.slice(0, -9), "audit-misread"], [text.replace(/"eid":"./, (start) => (start.endsWith("A") ? '"eid":"B' : '"eid":"A')), "audit-no-ballot"]]) {
    await second.field("audit-paste").fill(pasted);
    await second.button("audit-run").click();
    await second.text(message).waitFor();
  }
  await second.look("check/second-failed");

  await phone.button("review-next").click();
  await typeCode(phone, round.codes.harbour[0]);
  await cast(phone);
}
