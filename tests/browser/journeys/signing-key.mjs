// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export const about = "a clerk makes a signing key, saves it, signs with it by minisign, loses the device, brings the key back, and replaces it";
export const alone = true; // the administrator of the city gets a key

const PASSPHRASE = "sign here please";

export default async function (trip) {
  const { folder } = trip.city;
  const file = (name) => path.join(folder, name);
  const minisign = (words, input = "") => execFileSync("minisign", words, { cwd: folder, input, stdio: ["pipe", "pipe", "pipe"] });
  const known = async (device) => device.page.evaluate(async () => (await (await fetch("/api/v1/session")).json()).signing_key);
  const download = async (device, link, name) => {
    const [got] = await Promise.all([device.page.waitForEvent("download"), link.click()]);
    await got.saveAs(file(name));
    return readFileSync(file(name), "utf8");
  };
  const signIn = async (device) => {
    device.faulty = true;
    await device.visit("/account/key");
    await device.page.waitForURL(/\/sign-in#key$/);
    await device.field("sign-in-login").fill("administrator");
    await device.field("sign-in-password").fill(trip.city.password);
    await device.button("sign-in-start").click();
    await device.link("staff-key").click();
  };
  const make = async (device) => {
    await device.field("key-passphrase").fill(PASSPHRASE);
    await device.button("key-make").click();
    await device.text("key-copy-title").waitFor();
  };

  const desk = await trip.device();
  const { page } = desk;
  await signIn(desk);
  await desk.text("key-none").waitFor();
  await desk.look("key/none");
  await desk.button("key-make").click();
  await desk.field("key-passphrase").fill("short");
  await desk.button("key-make").click();
  await desk.text("key-passphrase-short").waitFor();
  await desk.look("key/make");
  // A browser that keeps nothing: then the server is told nothing either.
  await page.evaluate(() => {
    window.setItem = Storage.prototype.setItem;
    Storage.prototype.setItem = () => { throw new Error("full"); };
  });
  await desk.field("key-passphrase").fill(PASSPHRASE);
  await desk.button("key-make").click();
  await desk.text("key-not-kept").waitFor();
  await desk.text("key-none").waitFor();
  assert.equal(await known(desk), undefined);
  await page.evaluate(() => (Storage.prototype.setItem = window.setItem));
  await desk.button("key-make").click();
  await make(desk);
  assert.equal(await desk.text("key-not-kept").count(), 0);
  await desk.look("key/made");
  const line = await page.locator("#key-public").innerText();
  assert.equal(Buffer.from(await known(desk), "base64url").toString("hex"), Buffer.from(line, "base64").subarray(10).toString("hex"), "the server knows the key");

  const secret = await download(desk, desk.link("key-save"), "saved.key");
  await download(desk, desk.link("key-save-public"), "saved.pub");
  await desk.text("key-here").waitFor();
  await desk.look("key/here");
  writeFileSync(file("sums"), "a file that is certified\n");
  minisign(["-S", "-H", "-s", "saved.key", "-m", "sums"], `${PASSPHRASE}\n`);
  minisign(["-V", "-H", "-q", "-p", "saved.pub", "-m", "sums"]);
  minisign(["-V", "-H", "-q", "-P", line, "-m", "sums"]);

  await page.locator("summary").filter({ hasText: desk.t("key-plain") }).click();
  await page.locator("#plain-passphrase").fill("not this one");
  await desk.button("key-plain-make").click();
  await desk.text("key-passphrase-wrong").waitFor();
  await desk.look("key/mistake");
  await page.locator("#plain-passphrase").fill(PASSPHRASE);
  await desk.button("key-plain-make").click();
  await desk.link("key-plain-save").waitFor();
  await download(desk, desk.link("key-plain-save"), "plain.key");
  await desk.link("key-plain-save").waitFor({ state: "detached" });
  minisign(["-S", "-H", "-s", "plain.key", "-m", "sums"]);
  minisign(["-V", "-H", "-q", "-p", "saved.pub", "-m", "sums"]);

  await page.locator("summary").filter({ hasText: desk.t("key-change") }).click();
  await page.locator("#old-passphrase").fill(PASSPHRASE);
  await page.locator("#new-passphrase").fill("another passphrase");
  await desk.button("key-change").click();
  await desk.text("key-changed").waitFor();
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  assert.ok(!kept.includes(secret.split("\n")[1]), "kept under the new passphrase");
  assert.ok(!kept.includes(readFileSync(file("plain.key"), "utf8").split("\n")[1]), "and never in clear");

  const other = await trip.device();
  await signIn(other);
  await other.text("key-elsewhere").waitFor();
  await other.look("key/elsewhere");
  await other.button("key-import").click();
  writeFileSync(file("none.key"), "nothing\n");
  await other.field("key-file").setInputFiles(file("none.key"));
  await other.text("key-file-wrong").waitFor();
  await other.field("key-file").setInputFiles(file("saved.key"));
  await other.field("key-passphrase-of-file").fill("not this one");
  await other.button("key-import").click();
  await other.text("key-passphrase-wrong").waitFor();
  await other.look("key/import");
  await other.field("key-passphrase-of-file").fill(PASSPHRASE);
  await other.button("key-import").click();
  await other.text("key-here").waitFor();
  assert.equal(await other.page.locator("#key-public").innerText(), line);

  const before = await known(other);
  await trip.city.command("age sessions");
  await other.button("key-replace").click();
  await other.look("key/replace");
  await other.field("key-passphrase").fill(PASSPHRASE);
  await other.button("key-make").click();
  await other.field("confirm-password").fill(trip.city.password);
  await other.button("confirm-go").click();
  await other.text("key-copy-title").waitFor();
  assert.notEqual(await known(other), before);
  await other.text("key-others").waitFor();
  await other.look("key/others");
  await other.page.getByRole("button", { name: /./ }).filter({ hasText: other.t("key-use") }).first().click();
  await other.text("key-here").waitFor();
  assert.equal(await known(other), before, "the key from before can be taken up again");
  await other.page.goto(`${trip.city.base}/${other.language}/account/key`);
  await other.text("key-others").waitFor();
}
