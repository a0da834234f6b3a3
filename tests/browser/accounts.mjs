// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Accounts of staff in Chromium against a real city: an invitation from the administrator's page to the recovery
// codes, signing in with an authenticator app, and what people change of their own account. The tests build on each
// other, in order. `node --test --test-reporter=tap tests/browser/accounts.mjs`; SCREENSHOTS=DIR keeps pictures.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { startCity } from "../support/town_hall.mjs";
import { launch, look, phone as newPhone, readQr } from "./support.mjs";

let browser;
let city;
const phone = (run, options) => newPhone(browser, run, options);
const desk = { viewport: { width: 1200, height: 900 } };
/** What one test leaves to the next. */
const kept = { link: "", recovery: [], app: null };
const PASSWORD = "three odd words";

before(async () => {
  [browser, city] = await Promise.all([launch(), startCity()]);
});

after(async () => {
  await browser?.close();
  await city?.close();
});

/** An authenticator app with the secret of an otpauth address. Codes of three steps are taken at any moment, each once. */
class App {
  constructor(address) {
    this.address = new URL(address);
    const bits = [...this.address.searchParams.get("secret")].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
    this.secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    this.used = 0;
  }

  code() {
    this.used = Math.max(Math.floor(Date.now() / 30_000) - 1, this.used + 1);
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(this.used));
    const mac = createHmac("sha1", this.secret).update(counter).digest();
    return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
  }
}

async function signIn(page, login, password, code) {
  await page.goto(`${city.base}/en/sign-in`);
  await page.getByLabel("Login").fill(login);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  if (code !== undefined) {
    await page.getByLabel("Code").fill(code);
    await page.getByRole("button", { name: "Sign in" }).click();
  }
  await page.getByText("Signed in as").waitFor();
}

/** As if it had been long ago that anybody said who they are. */
async function age() {
  await city.command("age sessions");
}

test("an administrator invites somebody, and sees the link once", () =>
  phone(async (page) => {
    await page.goto(`${city.base}/en/people`);
    await page.waitForURL(/\/en\/sign-in#people$/);
    await signIn(page, "administrator", city.password);
    await page.getByText("Your account has no authenticator app").waitFor();
    await look(page, "sign-in-done");
    await page.evaluate(async () => {
      const { csrf } = await (await fetch("/api/v1/session")).json();
      const made = await fetch("/api/v1/assemblies", { method: "POST", headers: { "content-type": "application/json", "x-csrf-token": csrf }, body: JSON.stringify({ id: "north", name: "North" }) });
      if (!made.ok) throw new Error(String(made.status));
    });
    await page.getByRole("link", { name: "People" }).click();
    await page.getByText("1 person").waitFor();
    await page.getByText("Invite somebody").click();
    await page.getByRole("button", { name: "Make an invitation" }).click();
    await page.locator(".error-summary:focus", { hasText: "Type a login" }).waitFor();
    await look(page, "people-errors");
    await page.getByLabel("Login", { exact: true }).fill("ada");
    await page.getByLabel("Name", { exact: true }).fill("Ada Lovelace");
    await page.getByLabel("Role").first().selectOption("clerk");
    await page.getByLabel("Assembly").first().selectOption("north");
    await age();
    await page.getByRole("button", { name: "Make an invitation" }).click();
    const dialog = page.getByRole("dialog", { name: "Is it still you?" });
    await dialog.waitFor();
    await look(page, "confirm");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Make an invitation" }).click();
    await dialog.getByLabel("Password").fill("wrong");
    await dialog.getByRole("button", { name: "Confirm" }).click();
    await dialog.getByText("Login or password is wrong.").waitFor();
    await look(page, "confirm-wrong");
    await dialog.getByLabel("Password").fill(city.password);
    await dialog.getByRole("button", { name: "Confirm" }).click();
    await page.locator("h2:focus", { hasText: "Invitation for Ada Lovelace" }).waitFor();
    kept.link = await page.getByLabel("Link", { exact: true }).inputValue();
    assert.match(kept.link, new RegExp(`^${city.base}/en/invitation#[A-Za-z0-9_-]{43}$`));
    await page.getByText("2 people").waitFor();
    await look(page, "people-link");
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByLabel("Find by name or login").fill("ADA");
    await page.getByText("1 person").waitFor();
    const card = page.locator("li.card", { hasText: "Ada Lovelace" });
    await card.getByText("Invited", { exact: true }).waitFor();
    await card.locator("summary").click();
    await look(page, "people-change");
    await page.reload();
    assert.ok(!(await page.content()).includes(kept.link.split("#")[1]), "the link is not shown again");
  }, desk));

test("whoever has the link sets up password, app and recovery codes", () =>
  phone(async (page) => {
    await page.goto(`${city.base}/en/invitation#nothing`);
    await page.getByText("The link is not complete").waitFor();
    await look(page, "invitation-incomplete");
    await page.goto("about:blank");
    await page.goto(kept.link);
    await page.getByLabel("Your login").waitFor();
    assert.equal(await page.getByLabel("Your login").inputValue(), "ada");
    assert.equal(page.url(), `${city.base}/en/invitation`, "the token has left the address");
    await page.locator("svg.qr").waitFor();
    kept.app = new App(await readQr(page));
    const { searchParams, pathname } = kept.app.address;
    assert.equal(decodeURIComponent(pathname.split(":").at(-1)), "ada");
    assert.deepEqual([searchParams.get("digits"), searchParams.get("period"), searchParams.get("algorithm")], ["6", "30", "SHA1"]);
    assert.equal((await page.locator("#totp-secret").innerText()).replace(/ /g, ""), searchParams.get("secret"));
    await look(page, "invitation");
    await page.getByLabel("New password").fill("too short");
    await page.getByRole("button", { name: "Set up my access" }).click();
    await page.locator(".error-summary:focus", { hasText: "at least 12 characters" }).waitFor();
    await look(page, "invitation-errors");
    await page.getByLabel("New password").fill(PASSWORD);
    await page.getByLabel("Show it while I type").check();
    assert.equal(await page.getByLabel("New password").getAttribute("type"), "text");
    await page.getByLabel("Code that the app shows").fill("000000");
    await page.getByRole("button", { name: "Set up my access" }).click();
    await page.locator(".error-summary:focus", { hasText: "The code does not fit" }).waitFor();
    const code = kept.app.code();
    await page.getByLabel("Code that the app shows").fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await page.getByRole("button", { name: "Set up my access" }).click();
    await page.locator("h2:focus", { hasText: "Recovery codes" }).waitFor();
    kept.recovery = await page.locator(".recovery-codes code").allInnerTexts();
    assert.equal(new Set(kept.recovery).size, 10);
    await look(page, "recovery-codes");
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Save as a file" }).click()]);
    const saved = readFileSync(await file.path(), "utf8");
    for (const one of kept.recovery) assert.ok(saved.includes(one));
    await page.getByRole("button", { name: "Go on" }).click({ force: true });
    assert.ok(await page.locator(".recovery-codes").isVisible(), "not before they are kept");
    await page.getByLabel("I have put them in a safe place").check();
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText("10 recovery codes are left.").waitFor();
    await look(page, "account");
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
    for (const secret of [kept.link.split("#")[1], PASSWORD, ...kept.recovery]) assert.ok(!stored.includes(secret));
    await page.goto("about:blank");
    await page.goto(kept.link);
    await page.getByText("This link has been used").waitFor();
    await look(page, "invitation-used");
  }));

test("signing in: empty fields, wrong password, a code, a recovery code", () =>
  phone(async (page) => {
    await page.goto(`${city.base}/en/sign-in`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator(".error-summary:focus", { hasText: "Type your login." }).waitFor();
    await look(page, "sign-in-empty");
    await page.getByLabel("Login").fill("ada");
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator(".error-summary:focus", { hasText: "Login or password is wrong." }).waitFor();
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator("#code:focus").waitFor();
    await look(page, "sign-in-code");
    await page.getByLabel("Code").fill("123");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator(".error-summary:focus", { hasText: "The code does not fit" }).waitFor();
    await look(page, "sign-in-code-wrong");
    await page.getByLabel("Code").fill(kept.app.code());
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Signed in as Ada Lovelace.").waitFor();
    await page.getByText("Clerk of north").waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Login").waitFor();
    await page.goto(`${city.base}/en/account`);
    await page.waitForURL(/\/en\/sign-in#account$/);
    await page.getByLabel("Login").fill("ada");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByLabel("Code").fill(kept.recovery[0].toLowerCase());
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(/\/en\/account$/);
    await page.getByText("9 recovery codes are left.").waitFor();
  }));

test("one's own account: another app, new codes, a new password, sessions", () =>
  phone(async (page, context) => {
    await signIn(page, "ada", PASSWORD, kept.recovery[1]);
    await page.getByRole("link", { name: "Account" }).click();
    await page.getByRole("button", { name: "Set up another app" }).click();
    await page.locator("svg.qr").waitFor();
    const app = new App(await readQr(page));
    await look(page, "account-app");
    await page.getByLabel("Code that the app shows").fill(app.code());
    await age();
    await page.getByRole("button", { name: "Finish" }).click();
    const dialog = page.getByRole("dialog", { name: "Is it still you?" });
    await dialog.getByLabel("Password, or code of your app").fill(PASSWORD);
    await dialog.getByRole("button", { name: "Confirm" }).click();
    await page.getByLabel("I have put them in a safe place").check();
    const fresh = await page.locator(".recovery-codes code").allInnerTexts();
    assert.ok(!fresh.includes(kept.recovery[5]));
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText("10 recovery codes are left.").waitFor();

    const elsewhere = await browser.newContext();
    const other = await elsewhere.newPage();
    await signIn(other, "ada", PASSWORD, fresh[0]);
    await page.getByLabel("New password").fill("another three words");
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByText("The password is changed.").waitFor();
    await look(page, "account-password");
    await other.goto(`${city.base}/en/account`);
    await other.waitForURL(/sign-in#account$/);
    await signIn(other, "ada", "another three words", fresh[1]);
    await page.reload();
    await page.getByRole("button", { name: "End", exact: true }).first().click();
    await page.getByRole("button", { name: "End", exact: true }).first().waitFor({ state: "detached" });
    await other.goto(`${city.base}/en/account`);
    await other.waitForURL(/sign-in#account$/);
    await elsewhere.close();
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    await page.waitForURL(/\/en\/sign-in$/);
    const names = (await context.cookies()).map(({ name }) => name);
    assert.deepEqual(names, ["folkmoot-device"]);
  }, desk));

test("roles are given and taken, access is ended; in Spanish and in the dark", () =>
  phone(
    async (page) => {
      await signIn(page, "administrator", city.password);
      await page.goto(`${city.base}/es/people`);
      const card = page.locator("li.card", { hasText: "Ada Lovelace" });
      await card.locator("summary").click();
      await card.getByLabel("Función").selectOption("observer");
      await card.getByLabel("Asamblea").selectOption("north");
      await card.getByRole("button", { name: "Dar esta función" }).click();
      await card.getByText("Observación de north").waitFor();
      await card.getByRole("button", { name: "Quitar a Ada Lovelace: Secretaría de north" }).click();
      await card.getByText("Secretaría de north").waitFor({ state: "detached" });
      await card.getByRole("button", { name: "Restablecer con un enlace" }).click();
      await page.getByText("Invitación para Ada Lovelace").waitFor();
      await page.getByRole("button", { name: "Listo" }).click();
      await card.getByRole("button", { name: "Retirar el enlace" }).click();
      await card.getByRole("button", { name: "Retirar el enlace" }).waitFor({ state: "detached" });
      await card.getByRole("button", { name: "Terminar el acceso" }).click();
      await look(page, "people-es-dark-end");
      await card.getByRole("alert").getByRole("button", { name: "Terminar el acceso" }).click();
      await card.getByText("No puede entrar").waitFor();
      await look(page, "people-es-dark");
      await page.goto(`${city.base}/es/account`);
      await page.getByText("Usuario: administrator").waitFor();
      await look(page, "account-es-dark");
    },
    { viewport: { width: 320, height: 640 }, colorScheme: "dark" },
  ));
