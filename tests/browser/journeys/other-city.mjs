// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { startProgram } from "../../support/town_hall.mjs";
import { verdict } from "../trip/steps.mjs";

export const about = "the city that gave the receipts is gone: another city that watches it checks them from its copy, and says what that cannot prove";

export default async function (trip) {
  const cities = await startProgram("two_cities.py");
  try {
    await checks(trip.through(cities.said.base_url), cities);
  } finally {
    await cities.close();
  }
}

async function checks(trip, cities) {
  const { receipts, log_key, witness_key } = cities.said;
  const device = await trip.device();
  const { page } = device;
  device.faulty = true;
  const file = path.join(trip.city.folder, `${trip.variant.language}.tlog-proof`);
  const give = async (proof, word, device_ = device) => {
    writeFileSync(file, proof);
    await device_.visit("/check");
    await device_.field("check-file").setInputFiles(file);
    if (word !== undefined) await verdict(device_, word);
  };

  // The first city has been stopped: whatever is asked, this one answers.
  await give(receipts.counts, "counts");
  await device.text("abroad-proven-consistency").waitFor();
  await device.text("abroad-unproven-count").waitFor();
  // Its name stands in the place of the software's.
  assert.notEqual(await page.locator(".site-name").innerText(), "");
  assert.equal(await page.locator(".ballot-lines li").count(), 2);
  await device.look("check/abroad-counts");
  await give(receipts.replaced, "replaced");
  assert.equal(await page.locator(".ballot-lines li").count(), 2);
  await device.look("check/abroad-replaced");
  await give(receipts.withdrawn, "withdrawn");
  await device.look("check/abroad-withdrawn");
  await give(receipts.batch, "withdrawn");
  await give(receipts.behind, "behind");
  await device.look("check/abroad-behind");
  await give(receipts.counts.replaceAll("here.example/log", "nowhere.example/log"), "unknown");
  await device.look("check/abroad-unknown");
  // A receipt that was altered is none, whoever checks it.
  const flipped = receipts.counts.replace(/^extra (.{40})(.)/m, (_, before, symbol) => `extra ${before}${symbol === "A" ? "B" : "A"}`);
  await give(flipped);
  await device.mistake("failure-check");

  // Under a policy of the voter's own, typed or from a file.
  const givePolicy = async (text, word) => {
    await device.visit("/check");
    await device.text("elsewhere-policy").click();
    await device.field("elsewhere-policy-text").fill(text);
    await device.field("check-file").setInputFiles(file);
    if (word !== undefined) await verdict(device, word);
  };
  writeFileSync(file, receipts.counts);
  await givePolicy(`log ${log_key}\nwitness W ${witness_key}\nquorum W\n`, "counts");
  await device.text("abroad-own-policy").waitFor();
  await device.look("check/abroad-policy");
  await givePolicy(`log ${log_key.replace(/^here/, "there")}\nquorum none\n`);
  await device.mistake("failure-check");
  const { log_key: other } = await (await fetch(`${trip.city.base}/api/v1/city`)).json();
  await givePolicy(`log ${other}\nquorum none\n`, "other-policy");
  await device.look("check/abroad-other-policy");

  // The copy grows when the city is back; at the sealing the list is final.
  await cities.command("catch up");
  await give(receipts.behind, "counts");
  await cities.command("seal");
  await give(receipts.counts, "counts");
  assert.equal(await page.locator("#verdict [data-sealed=true]").count(), 1);
  await give(receipts.withdrawn, "withdrawn");

  // What is missing in the copy is said, and what was altered in it is refused: by devices that have fetched nothing before.
  await cities.command("lose keys");
  const second = Object.assign(await trip.device(), { faulty: true });
  await give(receipts.batch, "unclear", second);
  assert.equal(await second.page.locator(".ballot-lines strong", { hasText: second.t("verdict-counts") }).count(), 0, "what is not certain is not listed as counting");
  await second.look("check/abroad-unclear");
  await cities.command("alter");
  const third = Object.assign(await trip.device(), { faulty: true });
  await give(receipts.counts, undefined, third);
  await third.mistake("failure-check");
}
