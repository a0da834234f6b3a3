// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { until } from "../../support/town_hall.mjs";
import { ballotsSent, cast, checkFile, chooseOne, credentialOf, openBallot, option, received, reviewAndType, saveReceipt } from "../trip/steps.mjs";

export const about = "the line, the server and the database go away and come back: no choice is lost, and one ballot stays one ballot";
export const alone = true;

export default async function (trip) {
  const { city } = trip;
  const round = await trip.open({ harbour: 3 });
  const codes = round.codes.harbour;
  const phone = await trip.device();
  const { page } = phone;
  phone.faulty = true;

  // Choices survive a reload; reviewing and encrypting need no line, only the code does.
  await openBallot(phone, round);
  await chooseOne(phone, round);
  await page.reload();
  assert.ok(await option(phone, round, "streets", "s5").isChecked());
  await city.command("stop server");
  await option(phone, round, "streets", "s4").check();
  await reviewAndType(phone, codes[0]);
  await phone.mistake("failure-network");
  await city.command("start server");
  await phone.button("code-next").click();
  await cast(phone);
  await checkFile(phone, await saveReceipt(phone), "counts");

  // The server dies while a ballot is on its way; the page that is opened again sends the same bytes.
  let sent = await ready(phone, round, codes[1]);
  await city.command("kill server");
  await phone.button("cast").click();
  await phone.text("unanswered").waitFor();
  await phone.look("vote/unanswered");
  await city.command("start server");
  await page.reload();
  await received(phone);
  const killed = await saveReceipt(phone);
  assert.equal(new Set(sent).size, 1);
  assert.equal((await credentialOf(phone, killed)).ballots.length, 1);

  // The database is gone: reading pages say so, and the page that is open sends again by itself.
  sent = await ready(phone, round, codes[2]);
  await city.command("stop database");
  await phone.button("cast").click();
  await phone.text("unanswered").waitFor();
  const reader = await trip.device();
  reader.faulty = true;
  for (const [state, address] of [["home/failed", "/"], ["assembly/failed", "/assemblies/city"], ["round/failed", `/rounds/${round.id}`], ["acts/failed", "/acts?kind=codes"]]) {
    await reader.visit(address);
    await reader.text("load-failed").waitFor();
    await reader.look(state);
  }
  await city.command("start database");
  await until("the server has its database again", async () => (await fetch(`${city.base}/healthz`).catch(() => ({}))).ok);
  await received(phone);
  const receipt = await saveReceipt(phone);
  assert.equal(new Set(sent).size, 1);
  assert.equal((await credentialOf(phone, receipt)).ballots.length, 1);
  const again = await fetch(`${city.base}${round.path}/ballots`, { method: "POST", headers: { "content-type": "application/json" }, body: sent[0] });
  assert.equal(again.status, 200);
  // c2sp.org/tlog-proof: the entry, then its index.
  assert.deepEqual((await again.text()).split("\n").slice(1, 3), readFileSync(receipt.file, "utf8").split("\n").slice(1, 3));
  assert.equal((await credentialOf(phone, receipt)).ballots.length, 1);
}

/** Before the last button; the ballots that leave from then on. */
async function ready(phone, round, code) {
  await openBallot(phone, round);
  await chooseOne(phone, round);
  await reviewAndType(phone, code);
  await phone.button("cast").waitFor();
  return ballotsSent(phone);
}
