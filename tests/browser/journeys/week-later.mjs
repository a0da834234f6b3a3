// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { castAnew, checkFile, checkTracker, chooseEverything, chooseOne, option, reviewAndType, saveReceipt, verdict, vote } from "../trip/steps.mjs";

export const about = "receipts a week later: the round is counted and published, and phone, file, tracker and verifier agree on every ballot";
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const CHECKS = [1, 2, 3, 6, 7, 8, 9, 12, 13, 14, 15, 16, 17];

export default async function (trip) {
  const { city, hall } = trip;
  const round = await trip.open({ centre: 2, harbour: 2 });
  const { centre, harbour } = round.codes;
  const phone = await trip.device();
  phone.faulty = true;
  const receipts = { first: await vote(phone, round, centre[0], chooseEverything) };
  await phone.button("receipt-again").click();
  await chooseEverything(phone, round);
  await option(phone, round, "one", "o2").check();
  await reviewAndType(phone, centre[0]);
  await phone.button("cast").waitFor();
  await castAnew(phone, centre[0]);
  receipts.second = await saveReceipt(phone);
  const other = await trip.device();
  receipts.other = await vote(other, round, centre[1], chooseEverything);
  const third = await trip.device();
  receipts.harbour = await vote(third, round, harbour[0], (device) => chooseOne(device, round, { streets: "s4" }));
  const lost = await trip.device();
  receipts.withdrawn = await vote(lost, round, harbour[1]);
  const { credential } = await (await fetch(`${city.base}/api/v1/trackers/${receipts.withdrawn.tracker.replace(/-/g, "")}`)).json();
  await hall.act(round, "void", { credential, reason: "lost" }, hall.clerks);

  await hall.act(round, "voting-closed", { reason: "everyone-voted" }, hall.clerks);
  const bundle = path.join(city.folder, `${round.id}.zip`);
  writeFileSync(bundle, await hall.finish(round));

  // On the phone that voted, by what it has kept.
  await phone.context.clock.install({ time: Date.now() + WEEK_MS });
  await phone.visit("/check");
  await phone.page.locator(".kept button", { hasText: receipts.second.tracker }).click();
  await verdict(phone, "counts");
  // On a device that knows nothing.
  const desk = await trip.device();
  await desk.context.clock.install({ time: Date.now() + WEEK_MS });
  await desk.visit("/check");
  await desk.look("check/empty");
  await checkFile(desk, receipts.second, "counts");
  await checkFile(desk, receipts.first, "replaced");
  await checkFile(desk, receipts.withdrawn, "withdrawn");
  await checkTracker(desk, receipts.other, "counts");
  await desk.look("check/counts");
  await desk.visit("/check");
  await desk.field("check-tracker").fill("01234-56789");
  await desk.button("check-start").click();
  await desk.mistake("check-no-tracker");
  await desk.field("check-file").setInputFiles(bundle);
  await desk.mistake("check-no-receipt");
  await desk.look("check/mistake");
  await desk.visit(`/rounds/${round.id}`);
  await desk.look("round/published");
  await desk.link("round-result").click();
  await desk.page.getByText(trip.titleOf(round, "s5", "streets")).first().waitFor();
  await desk.look("result/published");

  await checkedInBrowser(trip, round, bundle);

  const given = Object.values(receipts).flatMap(({ file }) => ["--receipt", file]);
  const report = await city.tool("folkmoot-verify", bundle, ...given, "--json");
  const { checks } = JSON.parse(report);
  const of = (number) => checks.find(({ n }) => n === number) ?? assert.fail(`no check ${number}: ${report}`);
  for (const number of CHECKS) assert.equal(of(number).status, "passed", JSON.stringify(of(number)));
  const profile = async (contest) => (await (await fetch(`${city.base}${round.path}/exports/${contest}.pb`)).text()).split("VOTES\n")[1].trim().split("\n").slice(1);
  const votes = async (contest) => (await profile(contest)).map((line) => line.split(";")[1]).sort();
  assert.deepEqual(await votes("streets"), ["s4", "s5,s8", "s5,s8"]);
  assert.deepEqual(await votes("one"), ["o2", "o3"]);
  assert.deepEqual(await votes("ranking"), ["r3,r4", "r3,r4"]);
  assert.deepEqual(await profile("points"), ["1;p4;4", "2;p4;4"]);
  assert.deepEqual(await profile("grades"), ["1;g2;5", "2;g2;5"]);
}

/** Whoever reads the result has the bundle checked by the browser: the true one, and one in which a proof of a ballot was altered. */
async function checkedInBrowser(trip, round, bundle) {
  const pattern = `**/api/v1/rounds/${round.id}/bundle`;
  const reader = await trip.device();
  await reader.visit(`/rounds/${round.id}/result`);
  await reader.hold(pattern, async () => {
    await reader.button("verify-start").click();
    await reader.text("verify-fetching").waitFor();
    await reader.look("result/verifying");
  });
  await reader.page.locator("#verified[data-good=true]:focus").waitFor();
  assert.equal(await reader.page.locator(".checks .passed").count(), 9);
  await reader.look("result/verified");

  await reader.hold(pattern, async () => {
    await reader.button("verify-again").click();
    await reader.button("verify-cancel").click();
    await reader.text("verify-cancelled").waitFor();
  });
  const altered = path.join(trip.city.folder, `${round.id}-altered.zip`);
  await trip.city.tool("folkmoot-tamper", bundle, "--apply", "ballot-z-0", altered);
  await reader.context.route(pattern, (route) => route.fulfill({ contentType: "application/zip", path: altered }));
  await reader.button("verify-again").click();
  await reader.page.locator("#verified[data-good=false]:focus").waitFor();
  await reader.page.locator(".checks .failed[data-check='9']").waitFor();
  await reader.page.locator(".checks .left[data-check='12']").waitFor();
  await reader.look("result/not-verified");
}
