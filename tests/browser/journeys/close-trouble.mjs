// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { sampleRound } from "../../support/sample_round.mjs";
import { PASSPHRASE, signedIn } from "../trip/staff.mjs";

export const about = "the desk of the close when it is too early, rehearsed, drawn by dice, annulled, counted otherwise, or refused by the verifier";
export const alone = true; // files of a round are exchanged behind the server's back

/** One list in one district. */
function small(more = {}) {
  const sample = sampleRound();
  const [, harbour] = sample.districts;
  const streets = { ...sample.contests[0], conflicts: [], rule: { ...sample.contests[0].rule, ...more.rule } };
  return { ...sample, contests: [streets], districts: [{ ...harbour, contests: ["streets"] }], ...more.round };
}

export default async function (trip) {
  const { city, hall } = trip;
  const [first, second] = hall.clerks;
  const desk = await trip.device();
  desk.faulty = true;
  await signedIn(desk, first, PASSPHRASE);
  const { page } = desk;
  const at = async (round, what, device = desk) => {
    await device.visit(`/staff/rounds/${round.id}/close`);
    await device.page.locator(`.now-card[data-now=${what}]`).waitFor();
  };
  const end = (round) => hall.act(round, "voting-closed", { reason: "everyone-voted" }, hall.clerks);
  const vote = async (round) => {
    for (const [i, code] of round.codes.harbour.entries()) await hall.cast(round, code, { streets: { chosen: [`s${i + 1}`] } });
  };
  const finish = (round, what) => hall.act(round, what, undefined, hall.clerks);

  // Before it is frozen there is nothing to close.
  const early = await hall.prepareRound(small());
  await desk.visit(`/staff/rounds/${early.id}/close`);
  await desk.text("close-now-not-open").waitFor();
  await desk.look("close/not-open");

  // A rehearsal whose ties are drawn by dice.
  const rehearsal = await hall.openRound(small({ rule: { ties: "draw" }, round: { kind: "rehearsal", draw: { source: "dice" } } }), { harbour: 2 });
  await vote(rehearsal);
  await end(rehearsal);
  await finish(rehearsal, "sealing");
  await at(rehearsal, "draw-source");
  await desk.button("close-dice-go").click();
  await desk.mistake("close-dice-missing");
  await desk.field("close-dice").fill("4 1 6 6 2 3 5 1");
  await desk.look("close/dice");
  await desk.button("close-dice-go").click();
  await page.locator(".act", { hasText: "4 1 6 6 2 3 5 1" }).waitFor();
  await hall.signWaiting(rehearsal, "draw-source", hall.clerks);
  await at(rehearsal, "rehearsal");
  await desk.look("close/rehearsal");

  // Time for objections, and an annulment in it.
  const doubtful = await hall.openRound(small({ round: { schedule: { ...sampleRound().schedule, objection: 90 } } }), { harbour: 2 });
  await vote(doubtful);
  await end(doubtful);
  await finish(doubtful, "sealing");
  await at(doubtful, "objection");
  await desk.look("close/objection");
  await page.locator("summary", { hasText: desk.t("close-annul") }).click();
  await page.locator("#propose-annulment-reason").selectOption("court-order");
  await desk.button("close-annul-go").click();
  await desk.text("close-annul-sure").waitFor();
  await desk.look("close/annul");
  await page.getByRole("dialog").getByRole("button", { name: desk.t("close-annul-go"), exact: true }).click();
  await page.locator(".act").waitFor();
  await hall.signWaiting(doubtful, "annulment", hall.clerks);
  await at(doubtful, "annulled");
  await desk.look("close/annulled");

  // Another version of the software counts something else.
  const round = await hall.openRound(small(), { harbour: 3 });
  await vote(round);
  await end(round);
  await finish(round, "sealing");
  await at(round, "certified");
  const file = async (name) => Buffer.from(await (await fetch(`${city.base}${round.path}/exports/${name}`, { headers: first.headers })).arrayBuffer());
  const right = await file("result.json");
  exchange(city, round, "recount.json", Buffer.from(right.toString().replace('"voters":3', '"voters":4')));
  await hall.act(round, "correction", { reason: "count-error" }, hall.clerks);
  await at(round, "check-failed");
  await desk.text("close-recount-differs").waitFor();
  await desk.look("close/correction");
  await page.locator("#propose-correction-reason").selectOption("count-error");
  await desk.button("close-correct-go").click();
  await page.getByRole("dialog").getByRole("button", { name: desk.t("close-correct-go"), exact: true }).click();
  await page.locator(".act", { hasText: desk.t("act-state-proposed") }).waitFor();
  await hall.signWaiting(round, "correction", hall.clerks);
  await at(round, "certified");

  // A device with another key than the round was frozen with.
  const other = await trip.device();
  other.faulty = true;
  await desk.button("close-certify-go").click();
  await page.locator(".act", { hasText: desk.t("act-state-proposed") }).waitFor();
  await signedIn(other, Object.assign(Object.create(Object.getPrototypeOf(second)), second, { key: hall.registrar.key }), PASSPHRASE);
  await second.call("PUT", "/api/v1/people/me/signing-key", { key: Buffer.alloc(32, 7).toString("base64url"), minisign_id: Buffer.alloc(8, 7).toString("base64url") });
  await at(round, "certified-signing", other);
  await other.text("act-unnamed").waitFor();
  assert.equal(await other.button("act-sign").count(), 0);
  await other.look("close/unnamed");

  // A file was exchanged before the sums were made: the verifier refuses, and nothing is published.
  const ballots = await file("streets.pb");
  exchange(city, round, "streets.pb", Buffer.from(ballots.toString().replace("votes", "votez")));
  await hall.signWaiting(round, "certified", hall.clerks);
  await page.locator(".check.failed").first().waitFor();
  const sums = await file("SHA256SUMS");
  for (const clerk of hall.clerks) await clerk.call("POST", `${round.path}/bundle-signatures`, { minisig: clerk.minisign(sums, round.id) });
  await at(round, "refused");
  assert.equal((await fetch(`${city.base}${round.path}/bundle`)).status, 404);
  await desk.look("close/refused");
  exchange(city, round, "streets.pb", ballots);
  await desk.button("close-check-again").click();
  await page.locator(".now-card[data-now=signing]").waitFor();
}

/** A file of the round, as a job of another version would have left it. */
function exchange(city, round, name, content) {
  const digest = createHash("sha256").update(content).digest("hex");
  const no = `(SELECT no FROM vote.round WHERE id = '\\x${Buffer.from(round.id, "base64url").toString("hex")}')`;
  const statements = [
    `INSERT INTO record.blob (hash, size) VALUES ('\\x${digest}', ${content.length}) ON CONFLICT DO NOTHING`,
    `INSERT INTO record.blob_part (hash, part, bytes) VALUES ('\\x${digest}', 0, '\\x${content.toString("hex")}') ON CONFLICT DO NOTHING`,
    `INSERT INTO work.export (round_no, name, blob) VALUES (${no}, '${name}', '\\x${digest}') ON CONFLICT (round_no, name) DO UPDATE SET blob = excluded.blob`,
  ];
  execFileSync("psql", ["-qX", "-d", city.database, "-c", statements.join("; ")]);
}
