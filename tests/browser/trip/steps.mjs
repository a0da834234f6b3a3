// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Steps that several journeys take, on a device of trip.mjs.

import assert from "node:assert/strict";
import path from "node:path";

export const ballots = (round) => `**/api/v1/rounds/${round.id}/ballots`;

export async function openBallot(device, round) {
  await device.visit(`/rounds/${round.id}/vote`);
  await device.text("not-cast").waitFor();
}

/** The group of a contest. */
export function list(device, round, contest) {
  return device.page.getByRole("group", { name: device.trip.titleOf(round, contest) });
}

/** An option's own control, in its contest. */
export function option(device, round, contest, id) {
  return list(device, round, contest).getByLabel(device.trip.titleOf(round, id, contest));
}

/** A button that says what it does to an option: of points and of rankings. */
export function optionButton(device, round, contest, id, message, args = {}) {
  const title = device.trip.titleOf(round, id, contest);
  return list(device, round, contest).getByRole("button", { name: device.t(message, { title, ...args }) });
}

export async function chooseDistrict(device, round, district) {
  await device.field("district-label").selectOption(district);
}

/** The least that makes a ballot of a sample round. */
export async function chooseOne(device, round, { district = "harbour", streets = "s5" } = {}) {
  if (round.draft.districts.length > 1) await chooseDistrict(device, round, district);
  await option(device, round, "streets", streets).check();
}

/** Something in every list of the centre, whatever its form. */
export async function chooseEverything(device, round) {
  await chooseDistrict(device, round, "centre");
  await option(device, round, "streets", "s5").check();
  await option(device, round, "streets", "s8").check();
  await option(device, round, "one", "o3").check();
  await option(device, round, "basket", "b1").check();
  for (let i = 0; i < 4; i++) await optionButton(device, round, "points", "p4", "points-more").click();
  await optionButton(device, round, "ranking", "r3", "rank-add-label", { place: 1 }).click();
  await optionButton(device, round, "ranking", "r4", "rank-add-label", { place: 2 }).click();
  await option(device, round, "grades", "g2").selectOption({ label: "5" });
}

/** Returns the check code. */
export async function review(device) {
  await device.button("bar-review").click();
  return device.page.locator("#check-code").innerText();
}

export async function typeCode(device, code) {
  await device.field("code-label").fill(code);
  await device.button("code-next").click();
}

/** From choosing to the last look. */
export async function reviewAndType(device, code) {
  const shown = await review(device);
  await device.button("review-next").click();
  await typeCode(device, code);
  return shown;
}

export async function cast(device) {
  await device.button("cast").click();
  await received(device);
}

export async function received(device) {
  await device.page.locator("#tracker").waitFor();
  await device.text("receipt-heading").waitFor();
}

/** The last button, a second or third time for a code: within ten seconds the server refuses, and one begins again. */
export async function castAnew(device, code) {
  const { page } = device;
  for (let i = 0; i < 6; i++) {
    await device.button("cast").click();
    await page.locator("#tracker").or(device.text("refused-too-soon")).waitFor();
    if (await page.locator("#tracker").isVisible()) return;
    await device.button("back-to-choices").click();
    await reviewAndType(device, code);
  }
  assert.fail("refused for being too soon again and again");
}

/** Downloads the receipt: { file, tracker }. */
export async function saveReceipt(device) {
  const { page, trip } = device;
  const [download] = await Promise.all([page.waitForEvent("download"), device.link("receipt-save").click()]);
  assert.match(download.suggestedFilename(), /\.tlog-proof$/);
  const file = path.join(trip.city.folder, download.suggestedFilename());
  await download.saveAs(file);
  return { file, tracker: await page.locator("#tracker").innerText() };
}

/** A ballot from the first to the last step, without a look; the receipt of it. */
export async function vote(device, round, code, choose = chooseOne) {
  await openBallot(device, round);
  await choose(device, round);
  await reviewAndType(device, code);
  await cast(device);
  return saveReceipt(device);
}

export const verdict = (device, word) => device.page.locator(`#verdict[data-verdict=${word}]`).waitFor();

export async function checkFile(device, receipt, word) {
  await device.visit("/check");
  await device.field("check-file").setInputFiles(receipt.file);
  await verdict(device, word);
}

export async function checkTracker(device, receipt, word) {
  await device.visit("/check");
  await device.field("check-tracker").fill(receipt.tracker.toLowerCase());
  await device.button("check-start").click();
  await verdict(device, word);
}

/** What the record has of the code that cast this receipt. */
export async function credentialOf({ trip }, { tracker }) {
  const get = async (address) => {
    const answer = await fetch(trip.city.base + address);
    assert.ok(answer.ok, `${address}: ${answer.status}`);
    return answer.json();
  };
  const { round, credential } = await get(`/api/v1/trackers/${tracker.replace(/-/g, "")}`);
  return get(`/api/v1/rounds/${round}/credentials/${credential}`);
}

/** The bodies of all ballots that leave the device from now on. */
export function ballotsSent(device) {
  const sent = [];
  device.page.on("request", (request) => request.method() === "POST" && request.url().endsWith("/ballots") && sent.push(request.postData()));
  return sent;
}
