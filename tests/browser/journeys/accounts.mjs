// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { readQr } from "../support.mjs";

export const about = "an administrator invites somebody, who sets up password, app and recovery codes, signs in, changes them, and loses the access";
export const alone = true; // it lets all sessions grow old

const PASSWORD = "three odd words";

/** An authenticator app with the secret of an otpauth address. Codes of three steps are taken at any moment, each once. */
class App {
  constructor(address) {
    this.address = new URL(address);
    const bits = [...this.address.searchParams.get("secret")].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
    this.secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    this.used = 0;
  }

  /** The oldest that is still taken; `ahead` 1: the one that is taken longest. */
  code(ahead = -1) {
    this.used = Math.max(Math.floor(Date.now() / 30_000) + ahead, this.used + 1);
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(this.used));
    const mac = createHmac("sha1", this.secret).update(counter).digest();
    return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
  }
}

export default async function (trip) {
  const desk = await trip.device();
  const link = await invite(trip, desk);
  const phone = await trip.device();
  const { app, codes } = await takeUp(trip, phone, link);
  await signInWithCodes(phone, app, codes);
  await changeOwn(trip, phone, codes);
  await changeRoles(desk);
}

async function typePassword(device, login, password) {
  await device.field("sign-in-login").fill(login);
  await device.field("sign-in-password").fill(password);
  await device.button("sign-in-start").click();
}

async function typeCode(device, code) {
  await device.page.locator("#code:focus").waitFor();
  await device.field("sign-in-code").fill(code);
  await device.button("sign-in-start").click();
}

/** Returns the address behind the link. */
async function invite(trip, desk) {
  const { page } = desk;
  desk.faulty = true;
  await desk.visit("/people");
  await page.waitForURL(/\/sign-in#people$/);
  await typePassword(desk, "administrator", trip.city.password);
  await desk.text("totp-missing").waitFor(); // urged before going on
  await page.evaluate(async () => {
    const { csrf } = await (await fetch("/api/v1/session")).json();
    const made = await fetch("/api/v1/assemblies", { method: "POST", headers: { "content-type": "application/json", "x-csrf-token": csrf }, body: JSON.stringify({ id: "north", name: "North" }) });
    if (!made.ok) throw new Error(String(made.status));
  });
  await desk.link("staff-people").click();
  await page.locator(".people .card").first().waitFor();
  const before = await page.locator(".people .card").count();
  await desk.look("people/shown");
  await desk.text("people-add").click();
  await desk.button("people-invite").click();
  await desk.mistake("people-login-wrong");
  await desk.look("people/mistake");
  await desk.field("people-login").fill("ada");
  await desk.field("people-name").fill("Ada Lovelace");
  await page.locator("#person-role").selectOption("clerk");
  await page.locator("#person-assembly").selectOption("north");

  await trip.city.command("age sessions");
  await desk.button("people-invite").click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await desk.button("people-invite").click();
  await desk.field("confirm-password").fill("wrong");
  await desk.button("confirm-go").click();
  await desk.text("problem-bad-login").waitFor();
  await desk.look("people/confirm");
  await desk.field("confirm-password").fill(trip.city.password);
  await desk.button("confirm-go").click();
  await page.locator("h2:focus", { hasText: desk.t("people-link-for", { name: "Ada Lovelace" }) }).waitFor();
  const link = await desk.field("people-link").inputValue();
  assert.match(link, new RegExp(`^${trip.city.base}/${desk.language}/invitation#[A-Za-z0-9_-]{43}$`));
  await desk.look("people/link");
  await desk.button("people-link-close").click();
  assert.equal(await page.locator(".people .card").count(), before + 1);
  await desk.field("people-filter").fill("ADA L");
  await desk.text("people-count", { count: 1 }).waitFor();
  await page.locator(".people .card").getByText(desk.t("people-access-invited")).waitFor();
  await page.reload();
  await page.locator(".people .card").first().waitFor();
  assert.ok(!(await page.content()).includes(link.split("#")[1]), "the link is not shown again");
  return link;
}

async function takeUp(trip, phone, link) {
  const { page } = phone;
  phone.faulty = true;
  await phone.visit("/invitation#nothing");
  await phone.text("invitation-incomplete").waitFor();
  await page.goto("about:blank");
  await page.goto(link);
  assert.equal(await phone.field("invitation-login").inputValue(), "ada");
  assert.ok(!page.url().includes("#"), "the token has left the address");
  await page.locator("svg.qr").waitFor();
  const app = new App(await readQr(page));
  const { searchParams, pathname } = app.address;
  assert.equal(decodeURIComponent(pathname).split(":").at(-1), "ada");
  assert.deepEqual([searchParams.get("digits"), searchParams.get("period"), searchParams.get("algorithm")], ["6", "30", "SHA1"]);
  assert.equal((await page.locator("#totp-secret").innerText()).replace(/ /g, ""), searchParams.get("secret"));
  await phone.look("invitation/form");

  await phone.field("password-new").fill("too short");
  await phone.button("invitation-accept").click();
  await phone.mistake("password-short");
  await phone.look("invitation/mistake");
  await phone.field("password-new").fill(PASSWORD);
  await phone.field("password-show").check();
  assert.equal(await phone.field("password-new").getAttribute("type"), "text");
  await phone.field("totp-code").fill("000000");
  await phone.button("invitation-accept").click();
  await phone.mistake("problem-bad-code");
  const code = app.code();
  await phone.field("totp-code").fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await phone.button("invitation-accept").click();

  await page.locator("h2:focus", { hasText: phone.t("recovery-title") }).waitFor();
  const codes = await page.locator(".recovery-codes code").allInnerTexts();
  assert.equal(new Set(codes).size, 10);
  await phone.look("invitation/recovery-codes");
  const [file] = await Promise.all([page.waitForEvent("download"), phone.link("recovery-save").click()]);
  const saved = readFileSync(await file.path(), "utf8");
  for (const one of codes) assert.ok(saved.includes(one));
  await phone.button("go-on").click({ force: true });
  assert.ok(await page.locator(".recovery-codes").isVisible(), "not before they are kept");
  await phone.field("recovery-kept").check();
  await phone.button("go-on").click();
  await phone.text("recovery-left", { count: 10 }).waitFor();
  await phone.look("account/shown");

  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
  for (const secret of [link.split("#")[1], PASSWORD, ...codes]) assert.ok(!stored.includes(secret));
  await page.goto("about:blank");
  await page.goto(link);
  await phone.text("problem-invitation-ended").waitFor();
  await phone.look("invitation/failed");
  return { app, codes };
}

async function signInWithCodes(phone, app, codes) {
  const { page } = phone;
  await phone.visit("/account");
  await phone.button("sign-out").click();
  await phone.field("sign-in-login").waitFor();
  await typePassword(phone, "ada", PASSWORD);
  await typeCode(phone, "123");
  await phone.mistake("problem-bad-code");
  await phone.look("sign-in/code");
  await phone.field("sign-in-code").fill(app.code());
  await phone.button("sign-in-start").click();
  await phone.text("sign-in-done", { name: "Ada Lovelace" }).waitFor();
  await phone.button("sign-out").click();
  await phone.field("sign-in-login").waitFor(); // the page leads there by itself, and would cut another visit short
  await phone.visit("/account");
  await page.waitForURL(/\/sign-in#account$/);
  await typePassword(phone, "ada", PASSWORD);
  await typeCode(phone, codes[0].toLowerCase());
  await page.waitForURL(/\/account$/);
  await phone.text("recovery-left", { count: 9 }).waitFor();
}

async function changeOwn(trip, phone, codes) {
  const { page } = phone;
  await phone.button("totp-replace").click();
  await page.locator("svg.qr").waitFor();
  const app = new App(await readQr(page));
  await phone.look("account/app");
  await phone.field("totp-code").fill(app.code(1));
  await trip.city.command("age sessions");
  await phone.button("totp-finish").click();
  await phone.field("confirm-either").waitFor();
  await phone.look("account/confirm");
  await phone.field("confirm-either").fill(codes[1]);
  await phone.button("confirm-go").click();
  await phone.text("problem-bad-login").waitFor(); // a recovery code is no password, and too good for this
  await phone.field("confirm-either").fill(PASSWORD);
  await phone.button("confirm-go").click();
  await phone.field("recovery-kept").check();
  const fresh = await page.locator(".recovery-codes code").allInnerTexts();
  assert.ok(!fresh.includes(codes[5]));
  await phone.button("go-on").click();
  await phone.text("recovery-left", { count: 10 }).waitFor();

  const other = await trip.device();
  other.faulty = true;
  const signIn = async (password, code) => {
    await other.visit("/sign-in");
    await typePassword(other, "ada", password);
    await typeCode(other, code);
    await other.text("sign-in-done", { name: "Ada Lovelace" }).waitFor();
  };
  const isOut = async () => {
    await other.visit("/account");
    await other.page.waitForURL(/\/sign-in#account$/);
  };
  await signIn(PASSWORD, fresh[0]);
  await phone.field("password-new").fill("another three words");
  await phone.button("password-change").click();
  await phone.text("password-changed").waitFor();
  await phone.look("account/changed");
  await isOut();
  await signIn("another three words", fresh[1]);
  await page.reload();
  await phone.button("sessions-end").click();
  await phone.button("sessions-end").waitFor({ state: "detached" });
  await isOut();
  await phone.button("sessions-end-all").click();
  await page.waitForURL(/\/sign-in$/);
  assert.deepEqual((await phone.context.cookies()).map(({ name }) => name), ["folkmoot-device"]);
}

async function changeRoles(desk) {
  const card = desk.page.locator(".people .card", { hasText: "Ada Lovelace" });
  const button = (id, args) => card.getByRole("button", { name: desk.t(id, args), exact: true });
  const clerk = desk.t("sign-in-role", { role: desk.t("role-clerk"), assembly: "north" });
  await desk.visit("/people");
  await card.locator("summary").click();
  await card.locator("select").first().selectOption("observer");
  await card.locator("select").last().selectOption("north");
  await button("people-give").click();
  await desk.field("confirm-password").fill(desk.trip.city.password);
  await desk.button("confirm-go").click();
  await card.getByText(desk.t("sign-in-role", { role: desk.t("role-observer"), assembly: "north" })).waitFor();
  await button("people-take-role", { role: clerk, name: "Ada Lovelace" }).click();
  await card.getByText(clerk).waitFor({ state: "detached" });
  await button("people-reset").click();
  await desk.text("people-link-for", { name: "Ada Lovelace" }).waitFor();
  await desk.button("people-link-close").click();
  await desk.look("people/change");
  await button("people-withdraw").click();
  await button("people-withdraw").waitFor({ state: "detached" });
  await button("people-end").click();
  await desk.look("people/end");
  await card.getByRole("alert").getByRole("button").first().click();
  await card.getByText(desk.t("people-access-none")).waitFor();
}
