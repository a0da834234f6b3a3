// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { until } from "../../support/town_hall.mjs";
import { drop, photograph, SECRETS } from "../trip/photo.mjs";
import { PASSPHRASE, signedIn, signOnPage } from "../trip/staff.mjs";
import { clockIn, saveStep, Wizard } from "../trip/wizard.mjs";

export const about = "a facilitator makes a round from nothing, step by step, and opens it with the registrar and a clerk";

const PROJECTS = [
  ["Trees for Mill Street", "Árboles para la calle del Molino", "18000", "Green"],
  ["Playground by the canal", "Parque infantil junto al canal", "42,500", null],
  ["Night bus on Fridays", "Autobús nocturno los viernes", "26 000", null],
  ["Repair café", "Taller de reparaciones", "7500.50", null],
];

export default async function (trip) {
  const { hall } = trip;
  const desk = await trip.device();
  const { page } = desk;
  await signedIn(desk, hall.facilitator, PASSPHRASE);

  // A name that no page has until it has asked.
  await desk.context.route("**/api/v1/city", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), name: "Riverside" } });
  });
  await desk.visit("/staff");
  await desk.button("work-new-go").waitFor();
  await desk.link("site-desks").waitFor();
  await page.locator(".site-name", { hasText: "Riverside" }).waitFor();
  await page.locator("#new-kind").check();
  await desk.button("work-new-go").click();
  await page.waitForURL(/\/staff\/rounds\/[A-Za-z0-9_-]{22}\/prepare/);
  const id = page.url().match(/rounds\/([A-Za-z0-9_-]{22})/)[1];
  const round = { id, path: `/api/v1/rounds/${id}`, codes: {} };
  const draft = async () => (await hall.facilitator.call("GET", `${round.path}/draft`)).content;
  const wizard = new Wizard(desk);

  // Basics, in two of the city's languages.
  await wizard.at("basics");
  await page.locator(".site-name", { hasText: "Riverside" }).waitFor();
  const direction = () => page.locator("#text-title").evaluate((field) => getComputedStyle(field).direction);
  await wizard.language("ar");
  assert.equal(await direction(), "rtl", "Arabic is written from the right");
  await wizard.language("en");
  assert.equal(await direction(), "ltr", "English from the left, on whatever page");
  await page.locator(".tongues button", { hasText: wizard.languageName("en") }).locator(".lacks").waitFor();
  for (const language of ["fr", "ar"]) await page.locator(`#language-${language}`).uncheck();
  await page.locator("#text-title").fill("Budget of the harbour 2027");
  await page.locator("#text-summary").fill("Residents decide on 60,000 euros.");
  await page.locator("#text-voters").fill("Everybody who lives here and is 14 or older.");
  await page.locator("#text-help").fill("The desk in the library.");
  await desk.button("prepare-district-add").click();
  await page.locator("#district-all").fill("Harbour");
  await page.locator("summary", { hasText: desk.t("prepare-round-map") }).click();
  await drop(page, ".picture-field", { name: "map.svg", type: "image/svg+xml", text: MAP });
  await page.locator(".picture-field img").waitFor();
  await page.locator("#map-bounds").fill("-3.72,40.4,-3.68,40.43");
  await desk.look("prepare/basics");
  await wizard.language("es");
  await desk.text("prepare-untranslated", { language: wizard.languageName("en") }).waitFor();
  await desk.look("prepare/translate");
  await page.locator("#text-title").fill("Presupuesto del puerto 2027");
  await page.locator("#text-summary").fill("La ciudadanía decide sobre 60 000 euros.");
  await page.locator("#text-voters").fill("Quien vive aquí y tiene 14 años o más.");
  await page.locator("#text-help").fill("El mostrador de la biblioteca.");
  await page.locator("#district-all").fill("Puerto");
  await saveStep(desk);

  // One list, whose money is 30 % of a larger budget.
  await wizard.at("lists");
  await desk.button("prepare-list-add").click();
  await page.locator("#list-list-title").fill("Streets and squares");
  await wizard.language("es");
  await page.locator("#list-list-title").fill("Calles y plazas");
  await page.locator("summary", { hasText: desk.t("prepare-split") }).click();
  await page.locator("#split-budget").fill("200000.01");
  await page.locator("#split-percent").fill("30");
  await desk.text("prepare-split-exact").waitFor();
  await desk.look("prepare/split");
  await desk.button("prepare-split-apply").click();
  assert.equal(await page.locator("#list-list-envelope").inputValue(), "60000");
  await desk.look("prepare/lists");
  await saveStep(desk);

  // Projects.
  await wizard.at("projects");
  await page.goBack();
  await wizard.at("lists");
  await page.goForward();
  await wizard.at("projects");
  await desk.look("prepare/projects-none");
  for (const [at, [title, titulo, cost, category]] of PROJECTS.entries()) {
    await desk.button("prepare-project-add").click();
    const field = (name) => page.locator(`#project-list-list-${at + 1}-${name}`);
    await field("title").fill(title);
    await field("cost").fill(cost);
    if (category !== null) {
      await field("category").selectOption("+");
      await field("category-name").fill(category);
      await desk.button("prepare-category-add").click();
    }
    if (at === 1) {
      await field("position").fill("40.4168,-3.7038");
      await field("summary").fill("A climbing net and benches in the shade.");
      const photo = await photograph(page);
      for (const secret of SECRETS) assert.ok(photo.includes(secret), secret);
      await field("picture").setInputFiles({ name: "IMG_0042.jpg", mimeType: "image/jpeg", buffer: photo });
      await shownUpright(page);
      await field("picture_text").fill("Red above, blue below.");
      await desk.look("prepare/editor");
    }
    await wizard.language("es");
    await field("title").fill(titulo);
    if (at === 1) await field("summary").fill("Una red para trepar y bancos a la sombra.");
    if (at === 1) await field("picture_text").fill("Rojo arriba, azul abajo.");
    await wizard.language("en");
    await desk.button("prepare-editor-done").click();
  }
  await page.locator("summary", { hasText: desk.t("prepare-categories", { count: 1 }) }).click();
  await wizard.language("es");
  await page.locator("#category-green").fill("Verde");
  await page.locator("#exclusions-list").click();
  await desk.button("prepare-exclusion-add").click();
  await page.locator("#exclude-list-1").check();
  await page.locator("#exclude-list-2").check();
  await desk.button("prepare-exclusion-go", { count: 2 }).click();
  await desk.look("prepare/exclusions");
  await wizard.save();
  await desk.look("prepare/projects");
  const before = (await draft()).contests[0];
  assert.deepEqual(before.options.map(({ cost }) => cost), [1_800_000, 4_250_000, 2_600_000, 750_050]);
  assert.deepEqual(before.conflicts, [["list-1", "list-2"]]);
  assert.deepEqual(before.options[0].texts.es, { title: PROJECTS[0][1], category: "Verde" });
  assert.equal(before.options[1].texts.es.position, "40.4168,-3.7038");
  const pictures = [before.options[1].texts.es.picture, (await draft()).texts.es.map];
  assert.equal(before.options[1].texts.en.picture, pictures[0], "every language has the picture");
  const [photo] = await Promise.all(pictures.map((name) => servedBare(trip, name)));
  assert.ok(photo.length > 64 * 1024 && photo.length <= 128 * 1024, `${photo.length} bytes: less quality until it fits`);

  // A file changes one and adds one; what it would do is shown first.
  const file = path.join(trip.city.folder, "projects.csv");
  writeFileSync(file, "id;cost;title;title:es\nlist-3;30000;;\nlist-5;9900.90;Drinking fountains;Fuentes de agua\n");
  await page.locator("#import").click();
  await page.locator("#import-file").setInputFiles(file);
  await desk.text("prepare-import-sum", { added: 1, changed: 1, unchanged: 0 }).waitFor();
  assert.equal((await draft()).contests[0].options.length, 4, "nothing has changed yet");
  await desk.look("prepare/import");
  await desk.button("prepare-import-take").click();
  await desk.text("prepare-import-done").waitFor();
  const imported = (await draft()).contests[0];
  assert.deepEqual(imported.options.map(({ cost }) => cost), [1_800_000, 4_250_000, 3_000_000, 750_050, 990_090]);
  await page.locator("#import").click();
  const [saved] = await Promise.all([page.waitForEvent("download"), desk.button("prepare-export-csv").click()]);
  assert.match(readFileSync(await saved.path(), "utf8"), /^\ufeffid;cost;category;title;/);
  await page.locator("#lot-list").click();
  await page.locator("#lot-value").fill("3 1 4 1 5 2 6 5 3 5");
  await desk.button("prepare-lot-go").click();
  await desk.text("prepare-lot-drawn", { value: "3141526535" }).waitFor();
  await desk.look("prepare/lot");
  await desk.text("prepare-lot-done").waitFor();
  const drawn = (await draft()).contests[0];
  assert.equal(drawn.lot.value, "3141526535");
  assert.deepEqual(drawn.options.map((option) => option.id).sort(), imported.options.map((option) => option.id));
  await saveStep(desk);

  // Ballot and rule, with the example that the server counts.
  await wizard.at("ballot");
  await page.locator("#ballot-list-max").fill("3");
  await page.locator(".example table").waitFor();
  await page.locator("#ballot-list-rule-shares").check();
  await page.locator(".example .own", { hasText: desk.t("prepare-example-shares") }).waitFor();
  await page.locator("#ballot-list-rule").check();
  await page.locator(".example li").first().waitFor();
  await desk.look("prepare/ballot");
  await saveStep(desk);

  await wizard.at("schedule");
  const now = Math.floor(Date.now() / 60_000);
  await page.locator("#zone").fill("Europe/Madrid");
  await page.locator("#time-open").fill(clockIn("Europe/Madrid", now - 1));
  await page.locator("#time-close").fill(clockIn("Europe/Madrid", now + 3 * 1440));
  await page.locator("#length-objection").fill("0");
  await desk.look("prepare/schedule");
  await saveStep(desk);

  await wizard.at("voters");
  await page.locator("#roll-size").fill("80");
  await page.locator("#roll-cap").fill("100");
  await page.locator("#pool-list-min").fill("3");
  await page.locator("#pool-list-below").check();
  await desk.look("prepare/voters");
  await saveStep(desk);

  await wizard.at("people");
  await page.locator("#person-clerks-clerk-1").waitFor();
  for (const one of ["facilitators-facilitator", "registrars-registrar", "clerks-clerk-1", "clerks-clerk-2"]) await page.locator(`#person-${one}`).check();
  await desk.look("prepare/people");
  await saveStep(desk);

  await wizard.at("keys");
  await desk.text("prepare-single").waitFor();
  await desk.look("prepare/keys");
  await saveStep(desk);

  await wizard.at("preview");
  await page.locator(".phone input[type=checkbox]").first().check();
  await desk.look("prepare/preview");
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator(".paper").isVisible());
  assert.ok(!(await page.locator(".phone").isVisible()), "paper is printed alone");
  await page.emulateMedia({ media: "screen" });
  await desk.button("prepare-next").click();

  await wizard.at("ready");
  await desk.text("prepare-ready").waitFor();
  assert.match(await page.locator(".findings a", { hasText: desk.t("readiness-codes-none") }).getAttribute("href"), /\/codes$/, "codes are made at their own desk");
  await desk.look("prepare/ready");
  await desk.button("prepare-freeze-go").click();
  await page.getByRole("dialog").waitFor();
  await desk.look("prepare/freeze");
  await page.getByRole("dialog").getByRole("button", { name: desk.t("prepare-freeze-go"), exact: true }).click();
  await desk.text("prepare-frozen").waitFor();
  assert.equal((await hall.facilitator.call("GET", round.path)).state, "frozen");

  // Codes, the list and the opening.
  await hall.makeCodes(round, { all: 5 });
  await desk.text("prepare-codes-listed", { count: 5 }).waitFor();
  const clerk = await trip.device();
  await signedIn(clerk, hall.clerks[0], PASSPHRASE);
  await clerk.visit(`/staff/rounds/${id}/prepare`);
  await clerk.button("prepare-propose-credential-list").click();
  await clerk.button("act-sign").waitFor();
  await clerk.look("prepare/frozen");
  await sign(clerk, hall.clerks[0], "act-you-have-signed");
  await hall.signWaiting(round, "credential-list", [hall.registrar]);
  await desk.button("prepare-propose-opening").click();
  await sign(desk, hall.facilitator, "act-you-have-signed");
  await clerk.text("prepare-codes-signed").waitFor();
  await clerk.button("act-sign").waitFor();
  await clerk.look("prepare/signing");
  await sign(clerk, hall.clerks[0], "prepare-over");
  await until("the round is open", async () => (await hall.facilitator.call("GET", round.path)).state === "open");
  await desk.text("prepare-over").waitFor();
  await desk.look("prepare/over");
  const phone = await trip.device();
  await phone.visit(`/rounds/${id}/vote`);
  // It is fetched when it comes into sight, and takes the place of what stood there.
  await phone.page.locator(".option .picture").evaluate((place) => place.scrollIntoView({ block: "center" }));
  const card = phone.page.locator(".option img.picture");
  assert.equal(await card.getAttribute("alt"), "Red above, blue below.");
  assert.deepEqual(await card.evaluate((image) => image.decode().then(() => [image.naturalWidth, image.naturalHeight])), [720, 960]);
  await desk.visit("/staff");
  await page.locator(".work .card", { hasText: desk.t("work-next-watch") }).first().waitFor();
  await desk.look("staff/rounds");
}

/** A drawing, which becomes pixels. */
const MAP = '<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="750"><rect width="1000" height="750" fill="#e8efe2"/><path d="M0 500 C300 300 600 700 1000 420" fill="none" stroke="#5b8fb9" stroke-width="60"/></svg>';

/** The photograph is turned and small, as the server has it. */
async function shownUpright(page) {
  const image = page.locator(".picture-field img");
  await image.waitFor();
  const { size, top, bottom } = await image.evaluate(async (element) => {
    await element.decode();
    const canvas = new OffscreenCanvas(3, 3);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(element, 0, 0, 3, 3);
    const at = (x, y) => [...context.getImageData(x, y, 1, 1).data];
    return { size: [element.naturalWidth, element.naturalHeight], top: at(1, 0), bottom: at(1, 2) };
  });
  assert.deepEqual(size, [720, 960]);
  assert.ok(top[0] > top[2] + 40 && bottom[2] > bottom[0] + 40, `red above and blue below: ${top}, ${bottom}`);
}

/** What everybody gets has nothing beside the picture, under the name of its bytes, for ever. */
async function servedBare(trip, name) {
  const answer = await fetch(`${trip.city.base}/pictures/${name}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.equal(answer.headers.get("content-type"), "image/webp");
  assert.match(answer.headers.get("cache-control"), /immutable/);
  assert.equal(`${createHash("sha256").update(bytes).digest("hex")}.webp`, name);
  assert.match(bytes.toString("latin1", 8, 16), /^WEBPVP8[ L]$/);
  for (const secret of SECRETS) assert.ok(!bytes.includes(secret), secret);
  return bytes;
}

/** Signs, and says the password again where a slow journey is asked for it. */
async function sign(device, person, outcome) {
  device.faulty = true; // being asked is a refusal
  await signOnPage(device, person);
  const password = device.field("confirm-password");
  await password.or(device.text(outcome)).first().waitFor();
  if (await password.isVisible()) {
    await password.fill(person.password);
    await device.button("confirm-go").click();
  }
  await device.text(outcome).waitFor();
  device.faulty = false;
}
