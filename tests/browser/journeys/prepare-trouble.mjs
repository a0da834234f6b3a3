// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { sampleRound } from "../../support/sample_round.mjs";
import { PASSPHRASE, signedIn } from "../trip/staff.mjs";
import { clockIn, Wizard } from "../trip/wizard.mjs";

export const about = "a facilitator meets what can go wrong with a draft: mistakes, a lost line, somebody faster, what is missing, trustees who are late";
export const alone = true; // nobody has begun a round before

const publicKey = () => generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }).x;

export default async function (trip) {
  const { hall } = trip;
  const desk = await trip.device();
  desk.faulty = true; // refusals are asked for
  await signedIn(desk, hall.facilitator, PASSPHRASE);
  await home(desk);
  const round = await hall.prepareRound(sampleRound());
  await mistakes(desk, round);
  await secondList(desk, round);
  await twoAtOnce(trip, desk, round);
  await missing(desk, hall);
  await strangePicture(desk, hall);
  await others(trip, round);
  await ceremony(trip, desk);
}

async function home(desk) {
  const restored = await desk.fail("**/api/v1/people/me/rounds", 500, "internal");
  await desk.visit("/staff");
  await desk.text("load-failed").waitFor();
  await desk.look("staff/failed");
  await restored();
  await desk.button("try-again").click();
  await desk.text("work-none-prepare").waitFor();
  await desk.look("staff/none");
}

/** What the step says is wrong is said by the summary, and nothing is saved. */
async function mistakes(desk, round) {
  const { page } = desk;
  const { facilitator } = desk.trip.hall;
  const version = async () => (await facilitator.call("GET", `${round.path}/draft`)).version;
  const before = await version();
  const wizard = new Wizard(desk);
  await desk.visit(`/staff/rounds/${round.id}/prepare`);
  await wizard.at("basics");
  await page.locator("summary", { hasText: desk.t("prepare-round-map") }).click();
  await page.locator("#map").setInputFiles({ name: "notes.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no picture") });
  await desk.text("prepare-picture-unreadable").waitFor();
  await page.locator("#map").setInputFiles({ name: "broken.png", mimeType: "image/png", buffer: Buffer.from("\x89PNG\r\n\x1a\n and then nothing", "latin1") });
  await desk.text("prepare-picture-too-large").waitFor();
  const full = await desk.fail("**/pictures/*", 429, "quota", "PUT");
  const drawing = { name: "map.svg", mimeType: "image/svg+xml", buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>') };
  await page.locator("#map").setInputFiles(drawing);
  await desk.text("problem-quota").waitFor();
  await full();
  await page.evaluate(() => {
    // A browser that writes no WebP gives a PNG instead.
    const own = HTMLCanvasElement.prototype.toBlob;
    HTMLCanvasElement.prototype.toBlob = function (done, type, quality) {
      own.call(this, done, type === "image/webp" ? "image/png" : type, quality);
    };
  });
  await page.locator("#map").setInputFiles(drawing);
  await page.locator('.picture-field img[src$=".jpg"]').waitFor();
  await desk.button("prepare-picture-remove").click();
  await page.locator(".picture-field img").waitFor({ state: "detached" });
  await page.locator("summary", { hasText: desk.t("prepare-picture-there") }).click();
  await page.locator("#map-name").fill("map.png");
  await desk.button("prepare-save").click();
  await desk.mistake("prepare-picture-wrong");
  await desk.look("prepare/basics-mistake");
  await desk.page.getByRole("navigation", { name: desk.t("prepare-steps") }).getByRole("link", { name: desk.t("prepare-step-lists"), exact: true }).click();
  await desk.button("prepare-leave-stay").waitFor();
  await desk.look("prepare/leave");
  await desk.button("prepare-leave-stay").click();
  await wizard.at("basics");
  await page.locator("#map-name").fill("");
  await page.locator("#map-name").blur();
  await wizard.go("lists");

  await page.locator("#list-streets-envelope").fill("a lot");
  await desk.button("prepare-save").click();
  await page.locator(".error-summary:focus").waitFor();
  await desk.look("prepare/lists-mistake");
  // Whatever the language of the page, texts are first shown in the round's own.
  const { contests, languages } = sampleRound();
  const list = contests.find(({ id }) => id === "streets").texts[languages[0]].title;
  await desk.button("prepare-list-remove-label", { list }).click();
  await desk.text("prepare-list-remove-ask", { count: 10 }).waitFor();
  await desk.look("prepare/list-remove");
  await desk.button("cancel").click();
  await leaveUnsaved(desk, wizard, "ballot");

  await wizard.go("projects");
  const file = path.join(desk.trip.city.folder, "projects.csv");
  writeFileSync(file, "id,cost,title\ns1,12.345,Trees\nnew,,\n");
  await page.locator("#import").click();
  await page.locator("#import-file").setInputFiles(file);
  await desk.text("prepare-import-faults").waitFor();
  await desk.text("import-cost-missing", { id: "new" }).waitFor();
  await desk.text("import-cost-decimals", { value: "12.345", digits: 2 }).waitFor();
  await desk.look("prepare/import-faults");
  await wizard.go("ballot");

  await page.locator("#ballot-points-max_each").fill("50");
  await page.locator("#ballot-ranking-min").fill("none");
  await desk.button("prepare-save").click();
  await page.locator(".error-summary:focus").waitFor();
  assert.equal(await page.locator(".error-summary li").count(), 2);
  await desk.look("prepare/ballot-mistake");
  await page.locator("#ballot-one-kind-questions").check();
  await page.locator("#ballot-one-rule:checked").waitFor();
  await page.locator("#ballot-one-heading ~ .example", { hasText: desk.t("prepare-example-passed") }).waitFor();
  await desk.look("prepare/questions");
  await leaveUnsaved(desk, wizard, "schedule");

  const { close } = sampleRound().schedule;
  await page.locator("#time-close").fill(clockIn("Europe/Madrid", close - 10 * 1440));
  await page.locator("#length-grace").fill("2000");
  await desk.button("prepare-save").click();
  await desk.mistake("prepare-time-order");
  await desk.look("prepare/schedule-mistake");
  await leaveUnsaved(desk, wizard, "keys");

  await page.locator("#holder").check();
  for (const [at, key] of ["no key", publicKey(), publicKey()].entries()) {
    await page.locator(`#trustee-${at}-name`).fill(["Tomasz", "Tamar", "Tariq"][at]);
    await page.locator(`#trustee-${at}-key`).fill(key);
  }
  await page.locator("#witnesses").check();
  await page.locator("#policy").fill("witness me");
  await desk.button("prepare-save").click();
  await desk.mistake("prepare-policy-wrong");
  await desk.look("prepare/keys-mistake");
  await page.locator("#trustee-0-key").fill(publicKey());
  await page.locator("#witnesses-nobody").check();
  assert.equal(await version(), before, "nothing was saved");
  await desk.look("prepare/trustees");
  await wizard.save();
  assert.equal((await facilitator.call("GET", `${round.path}/draft`)).content.draw.source, "trustees");
}

/** What the server does to a list begins the step anew, and the list stays in view. */
async function secondList(desk, round) {
  const { page } = desk;
  const wizard = new Wizard(desk);
  const { id } = sampleRound().contests[1];
  await desk.visit(`/staff/rounds/${round.id}/prepare#projects`);
  await wizard.at("projects");
  await page.locator("#projects-list").selectOption(id);
  await page.locator(`#lot-${id}`).click();
  await page.locator("#lot-value").fill("3 1 4 1 5 2 6 5 3 5");
  await desk.button("prepare-lot-go").click();
  await desk.text("prepare-lot-done").waitFor();
  assert.equal(await page.locator("#projects-list").inputValue(), id);
}

async function leaveUnsaved(desk, wizard, step) {
  const { page } = desk;
  await page.getByRole("navigation", { name: desk.t("prepare-steps") }).getByRole("link", { name: desk.t(`prepare-step-${step}`), exact: true }).click();
  await desk.button("prepare-leave-drop").click();
  await wizard.at(step);
}

/** Somebody saves in between, and then the line is lost. */
async function twoAtOnce(trip, desk, round) {
  const { facilitator } = trip.hall;
  const { page } = desk;
  const wizard = new Wizard(desk);
  const read = () => facilitator.call("GET", `${round.path}/draft`);
  const saveElsewhere = async (change) => {
    const { content, version } = await read();
    await fetch(`${trip.city.base}${round.path}/draft`, { method: "PUT", headers: { ...facilitator.headers, "content-type": "application/json", "if-match": `"${version}"` }, body: JSON.stringify({ ...content, ...change(content) }) });
  };
  await wizard.go("voters");
  await page.locator("#roll-size").fill("90");
  await saveElsewhere(({ texts }) => ({ texts: { ...texts, en: { ...texts.en, title: "Another title" } }, roll: { size: 70, cap: 99 } }));
  await desk.button("prepare-save").click();
  await desk.text("prepare-clash-by", { by: "facilitator" }).waitFor();
  await desk.look("prepare/clash");
  assert.equal((await read()).content.roll.size, 70, "nothing was saved over it");
  await desk.button("prepare-clash-mine").click();
  await desk.button("prepare-clash-mine").waitFor({ state: "detached" });
  const kept = (await read()).content;
  assert.deepEqual([kept.roll.size, kept.texts.en.title], [90, "Another title"], "mine in this step, theirs in the others");
  await page.locator("#roll-size").fill("95");
  await saveElsewhere(() => ({ roll: { size: 60, cap: 99 } }));
  await desk.button("prepare-save").click();
  await desk.button("prepare-clash-theirs").click();
  await page.locator("#roll-size").waitFor();
  assert.equal(await page.locator("#roll-size").inputValue(), "60");

  const restored = await desk.fail(`**${round.path}/draft`, null, undefined, "PUT");
  await page.locator("#roll-size").fill("65");
  await desk.button("prepare-save").click();
  await desk.text("prepare-not-saved").waitFor();
  await desk.look("prepare/not-saved");
  await restored();
  await wizard.save();
  assert.equal((await read()).content.roll.size, 65);
}

/** An empty draft: each line of the list leads to its field. */
async function missing(desk, hall) {
  const { id } = await hall.prepareRound({ kind: "real" });
  const { page } = desk;
  const wizard = new Wizard(desk);
  await desk.visit(`/staff/rounds/${id}/prepare#preview`);
  await desk.text("prepare-preview-nothing").waitFor();
  await desk.look("prepare/preview-nothing");
  await wizard.go("ready");
  await page.locator("#ready-blocking").waitFor();
  await desk.look("prepare/not-ready");
  assert.equal(await desk.button("prepare-freeze-go").getAttribute("aria-disabled"), "true");
  const opens = page.locator(".findings a").filter({ hasText: desk.t("readiness-missing", { what: "open" }) });
  await opens.click();
  await page.locator("#time-open:focus").waitFor();
  await wizard.at("schedule");
}

/** A draft that names a picture of another city: the line leads to where another is chosen. */
async function strangePicture(desk, hall) {
  const draft = sampleRound();
  Object.assign(draft.contests[0].options[1].texts.en, { picture: `${"5".repeat(64)}.webp`, picture_text: "A tree" });
  const round = await hall.prepareRound(draft);
  await desk.visit(`/staff/rounds/${round.id}/prepare#ready`);
  const [list, project] = [draft.contests[0].id, draft.contests[0].options[1].id];
  await desk.page.locator(".findings a").filter({ hasText: desk.t("readiness-picture-unknown", { kind: "project", name: project }) }).click();
  await desk.page.locator(`#project-${list}-${project}-picture:focus`).waitFor();
  await desk.text("prepare-picture-gone").waitFor();
  await desk.look("prepare/picture-gone");
}

async function others(trip, round) {
  const clerk = await trip.device();
  await signedIn(clerk, trip.hall.clerks[0]);
  await clerk.visit(`/staff/rounds/${round.id}/prepare`);
  await clerk.text("prepare-not-yours").waitFor();
  await clerk.look("prepare/others");
}

async function ceremony(trip, desk) {
  const { hall } = trip;
  const trustees = ["Tomasz", "Tamar", "Tariq"].map((name) => ({ name, key: publicKey() }));
  const drawn = sampleRound();
  const round = await hall.prepareRound({ ...drawn, trustees, threshold: 2, draw: { source: "trustees" } });
  await hall.facilitator.call("POST", `${round.path}/freeze`, {});
  await desk.visit(`/staff/rounds/${round.id}/prepare`);
  await desk.text("prepare-ceremony-waits", { names: new Intl.ListFormat(desk.language).format(trustees.map(({ name }) => name)) }).waitFor();
  await desk.page.locator("pre.exact", { hasText: `folkmoot trustee join --key FILE --url ${trip.city.base} --round ${round.id}` }).waitFor();
  await desk.page.locator("summary", { hasText: desk.t("prepare-words-summary") }).click();
  await desk.look("prepare/ceremony");
}
