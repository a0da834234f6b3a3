// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { option, received, review } from "../trip/steps.mjs";

export const about = "a code scanned from a letter leaves the address at once and finds its round, in the reader's language";

export default async function (trip) {
  const { base } = trip.city;
  const round = await trip.open({ harbour: 1 });
  const [code] = round.codes.harbour;
  const symbols = code.replace(/-/g, "");
  const phone = await trip.device();
  const { page } = phone;
  const addresses = [];
  page.on("request", (request) => addresses.push(request.url()));
  await page.goto(`${base}/v#${symbols}`);
  await phone.text("not-cast").waitFor();
  assert.equal(page.url(), `${base}/${phone.language}/rounds/${round.id}/vote`);
  assert.ok(addresses.slice(1).every((address) => !address.includes(symbols)));
  await option(phone, round, "streets", "s4").check();
  await review(phone);
  await phone.button("review-next").click();
  assert.equal(await phone.field("code-label").inputValue(), code);
  await phone.button("code-next").click();
  await phone.button("cast").click();
  await received(phone);

  await page.goto(`${base}/v#${symbols.slice(0, 7)}`);
  await phone.text("scanned-misread").waitFor();
  await phone.look("vote/misread");
  const closed = await trip.open({ harbour: 1 });
  await trip.hall.act(closed, "voting-closed", { reason: "everyone-voted" }, trip.hall.clerks);
  await page.goto(`${base}/`);
  await page.goto(`${base}/v#${closed.codes.harbour[0].replace(/-/g, "")}`);
  await phone.text("scanned-unknown").waitFor();
  await phone.look("vote/choose-round");
  await page.locator(`a[href$="/rounds/${round.id}/vote"]`).click();
  await phone.text("not-cast").waitFor();
}
