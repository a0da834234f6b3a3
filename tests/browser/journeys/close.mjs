// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { sampleRound } from "../../support/sample_round.mjs";
import { until } from "../../support/town_hall.mjs";
import { Trustees } from "../../support/trustees.mjs";
import { PASSPHRASE, signedIn } from "../trip/staff.mjs";

export const about = "two clerks close a round with three trustees: control sums, mixing, checks, certificate, signatures, publication";
export const alone = true; // sessions are aged

/** One list, drawn ties: five people for three projects. */
function draft(trustees) {
  const sample = sampleRound();
  const streets = { ...sample.contests[0], rule: { ...sample.contests[0].rule, ties: "draw" }, conflicts: [] };
  const [, harbour] = sample.districts;
  return { ...sample, contests: [streets], districts: [{ ...harbour, contests: ["streets"] }], ...trustees.draft(2) };
}

export default async function (trip) {
  const trustees = await Trustees.make(trip.city, 3);
  try {
    await closeWith(trip, trustees);
  } finally {
    await trustees.stop();
  }
}

async function closeWith(trip, trustees) {
  const { city, hall } = trip;
  const [first, second] = hall.clerks;
  const round = await hall.openRound(draft(trustees), { harbour: 6 }, trustees);
  const { harbour: codes } = round.codes;
  for (const [voter, option] of ["s1", "s2", "s2", "s3", "s3"].entries()) await hall.cast(round, codes[voter], { streets: { chosen: [option] } });
  await hall.cast(round, codes[0], { streets: { chosen: ["s3"] } }).catch(() => {}); // too soon after the first, on a fast machine

  const at = async (person, options = {}) => {
    const device = await trip.device(options);
    device.faulty = true; // refusals are asked for
    await signedIn(device, person, PASSPHRASE);
    await device.visit(`/staff/rounds/${round.id}/close`);
    await device.page.locator("#now-heading").waitFor();
    return device;
  };
  const now = (device, what) => device.page.locator(`.now-card[data-now=${what}]`).waitFor();
  const type = async (device) => {
    await device.page.getByLabel(device.t("act-passphrase"), { exact: true }).fill(PASSPHRASE);
    await device.button("act-sign-go").click();
  };
  const sign = async (device) => {
    await device.button("act-sign").click();
    await type(device);
  };
  const confirm = async (device, person) => {
    await device.field("confirm-password").fill(person.password);
    await device.button("confirm-go").click();
  };

  const desk = await at(first);
  const { page } = desk;
  await now(desk, "voting");
  await desk.look("close/voting");
  await page.locator("summary", { hasText: desk.t("close-extend") }).click();
  await desk.button("act-extend-go").click();
  await desk.mistake("act-reason-missing");
  await desk.look("close/mistake");
  await page.locator("#propose-extension-reason").selectOption("outage");
  await desk.button("act-extend-go").click();
  await desk.button("act-sign").waitFor();
  await now(desk, "extension-signing");
  const facilitator = await at(hall.facilitator);
  await facilitator.page.locator(".act").waitFor();
  assert.equal(await facilitator.button("act-sign").count(), 0, "the facilitator signs no extension");
  await facilitator.look("close/proposed");
  await desk.button("act-withdraw").click();
  await desk.page.getByRole("dialog").getByRole("button", { name: desk.t("act-withdraw"), exact: true }).click();
  await page.locator("summary", { hasText: desk.t("close-end-now") }).waitFor();

  // Ending early: two clerks, the second after the password, since it was said long ago.
  await page.locator("summary", { hasText: desk.t("close-end-now") }).click();
  await page.locator("#propose-voting-closed-reason").selectOption("everyone-voted");
  await desk.button("close-end-now-go").click();
  await sign(desk);
  await desk.text("act-you-have-signed").waitFor();
  const other = await at(second);
  await now(other, "voting-closed-signing");
  await other.text("close-your-turn").waitFor();
  await city.command("age sessions");
  await sign(other);
  await other.field("confirm-password").waitFor();
  await other.look("close/confirm");
  await confirm(other, second);
  await now(other, "sealing");

  await now(desk, "sealing");
  await desk.text("close-sum-right").waitFor();
  await desk.look("close/sums");
  await desk.button("close-seal-go").click();
  await desk.button("act-sign").click();
  await type(desk);
  await confirm(desk, first);
  await desk.text("act-you-have-signed").waitFor();
  await now(other, "sealing-signing");
  await other.text("close-your-turn").waitFor();
  await other.look("close/sealing");
  trustees.run(round, [1]);
  await sign(other);
  await now(other, "mixing");
  await other.page.locator(".trustees li", { hasText: "Trustee 2" }).locator(".pill-open").waitFor();
  await other.text("close-waits", { names: listOf(other, ["Trustee 1", "Trustee 3"]) }).waitFor();
  await other.look("close/mixing");
  await other.page.getByRole("button", { name: other.t("close-restart", { contest: trip.titleOf({ draft: draft(trustees) }, "streets") }) }).click();
  await other.text("close-restart-about").waitFor();
  await other.look("close/restart");
  await other.button("close-restart-go").click();
  await other.text("close-chain-abandoned", { chain: 1, reason: other.t("act-reason-crash") }).waitFor();
  trustees.run(round, [2]);

  // Counted: result and checks, for clerks only.
  await now(desk, "certified");
  await page.locator(".checks").waitFor();
  assert.equal(await page.locator(".check.failed").count(), 0);
  assert.deepEqual(await page.locator(".check.incomplete").evaluateAll((items) => items.map(({ value }) => value)), [1, 8]);
  await page.locator(".winners li").first().waitFor();
  await desk.button("close-recount").click();
  await desk.text("close-recount-same").waitFor();
  await page.locator("summary", { hasText: desk.t("close-ties", { count: 1 }) }).click();
  await desk.look("close/checks");
  await facilitator.text("close-result-for-clerks").waitFor();
  assert.equal(await facilitator.page.locator(".winners, .checks").count(), 0, "the facilitator sees no result yet");
  const stranger = await fetch(`${city.base}${round.path}/result`);
  assert.equal(stranger.status, 404);

  await desk.button("close-certify-go").click();
  await sign(desk);
  await desk.text("act-you-have-signed").waitFor();
  await now(other, "certified-signing");
  await sign(other);

  // The list of files: wrong passphrase, a file that is no signature, then both clerks.
  await now(desk, "signing");
  await desk.button("close-bundle-sign-here").waitFor();
  await desk.look("close/signing");
  await desk.button("close-bundle-sign-here").click();
  await page.locator("#bundle-passphrase").fill("not this one");
  await desk.button("close-bundle-go").click();
  await desk.text("key-passphrase-wrong").waitFor();
  await page.locator("summary", { hasText: desk.t("close-bundle-elsewhere") }).click();
  const no = path.join(city.folder, "no.minisig");
  writeFileSync(no, "untrusted comment: nothing\n");
  await page.locator("#minisig").setInputFiles(no);
  await page.locator(".field-error #minisig").waitFor();
  await desk.look("close/signing-mistake");
  await page.locator("#bundle-passphrase").fill(PASSPHRASE);
  await desk.button("close-bundle-go").click();
  await desk.text("close-bundle-has-signed").waitFor();
  await now(other, "signing");
  await other.text("close-bundle-has-signed").waitFor();
  await other.look("close/second");
  assert.equal((await fetch(`${city.base}${round.path}/bundle`)).status, 404, "nothing is out before the last signature");
  await other.button("close-bundle-sign-here").click();
  await other.page.locator("#bundle-passphrase").fill(PASSPHRASE);
  await other.button("close-bundle-go").click();
  await now(other, "published");
  await other.link("close-out-bundle-go").waitFor();
  assert.equal(await other.page.locator(".stage.done").count(), 8, "all steps are done");
  await other.look("close/published");
  const saved = async (label) => {
    const [got] = await Promise.all([other.page.waitForEvent("download"), other.page.getByRole("button", { name: label, exact: true }).click()]);
    await got.saveAs(path.join(city.folder, got.suggestedFilename()));
    return readFileSync(path.join(city.folder, got.suggestedFilename()));
  };
  await other.field("close-out-separator").selectOption(",");
  const table = (await saved(`${other.t("close-out-table-all-projects")} CSV`)).toString();
  assert.ok(table.startsWith("\ufeffcontest,project,title,cost,supporters,funded,place\r\n"), table.slice(0, 80));
  const sheet = await saved(`${other.t("close-out-table-control-sums")} XLSX`);
  assert.equal(sheet.subarray(0, 2).toString(), "PK");
  await now(facilitator, "published");
  await other.link("close-out-minutes").click();
  await other.page.locator(".sign-lines li").first().waitFor();
  assert.match(await other.page.locator(".timeline").innerText(), /clerk-1/);
  await other.look("minutes/shown");

  // What everybody can do with it.
  const bundle = Buffer.from(await (await fetch(`${city.base}${round.path}/bundle`)).arrayBuffer());
  const folder = path.join(city.folder, "bundle");
  mkdirSync(folder);
  writeFileSync(`${folder}.zip`, bundle);
  execFileSync("python3", ["-m", "zipfile", "-e", `${folder}.zip`, folder]);
  const run = (...words) => execFileSync(words[0], words.slice(1), { cwd: folder, encoding: "utf8" });
  assert.match(run(path.join(city.build, "folkmoot-verify"), "."), /passed/);
  assert.doesNotMatch(run("sha256sum", "-c", "SHA256SUMS"), /FAILED/);
  for (const clerk of ["clerk-1", "clerk-2"]) assert.match(run("minisign", "-V", "-p", `keys/${clerk}.pub`, "-m", "SHA256SUMS", "-x", `SHA256SUMS.${clerk}.minisig`), new RegExp(`Trusted comment: ${round.id}`));
  await until("the record says that it is published", async () => (await first.call("GET", round.path)).state === "published");
}

const listOf = (device, names) => new Intl.ListFormat(device.language).format(names);
