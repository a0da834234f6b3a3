// SPDX-License-Identifier: AGPL-3.0-or-later
import { cast, chooseOne, openBallot, option, reviewAndType, typeCode } from "../trip/steps.mjs";

export const about = "codes that are empty, short, mistyped, of another round, of another district; none of them loses a choice";

export default async function (trip) {
  const round = await trip.open({ centre: 1, harbour: 1 });
  const other = await trip.open({ harbour: 1 });
  const [code] = round.codes.centre;
  const phone = await trip.device();
  const { page } = phone;
  await openBallot(phone, round);
  await chooseOne(phone, round);
  await reviewAndType(phone, "");
  await phone.mistake("code-empty");
  const mistyped = code.slice(0, -1) + (code.endsWith("7") ? "8" : "7");
  for (const [typed, message] of [["ABC", "code-short"], [`${code}A`, "code-long"], [code.replace(/.$/, "U"), "code-symbol"], [other.codes.harbour[0], "code-unknown"], [mistyped, "code-check"]]) {
    await typeCode(phone, typed);
    await phone.mistake(message);
  }
  await phone.look("vote/code-mistake");
  await page.locator(".error-summary a").click();
  await page.locator("#code:focus").waitFor();

  await phone.button("back").click();
  await phone.text("review-heading").waitFor();
  await page.getByText(trip.titleOf(round, "s5", "streets")).first().waitFor();
  await phone.button("review-next").click();
  await typeCode(phone, code);
  await phone.button("code-district-go").waitFor();
  await phone.look("vote/code-district");
  await phone.button("code-district-go").click();
  await option(phone, round, "streets", "s8").check();
  await reviewAndType(phone, code);
  await cast(phone);
}
