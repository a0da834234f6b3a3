// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A clerk makes 200 codes in Chromium, and one of them votes. Then neither a code nor its secret is found in what went
// over the line, in the database (dumped, and in its files), in the logs, or in the memory of any process of the server;
// and the same search finds a code that was put into each of these.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import path from "node:path";
import { after, before, test } from "node:test";
import { formsOf, groupOf, Needles, secretOf } from "../support/needles.mjs";
import { sampleRound } from "../support/sample_round.mjs";
import { hash32, startCity, TownHall, until } from "../support/town_hall.mjs";
import { castAll, launch, phone, root } from "./support.mjs";

const CODES = 200;
/** A code that nobody has made, for planting. */
const PLANTED = "K3W9T0QZ7XEHR5MVB2DP";
const { ristretto255 } = createRequire(path.join(root, "web", "package.json"))("@noble/curves/ed25519");

let browser;
let city;
let hall;
let round;
let line;
let codes;

/**
 * A line to the city that keeps all that goes over it. Browsers see another port than the city's, which they name as the
 * origin of what they ask for: it is set right on the way. (Both ports have five digits.)
 */
async function recordedLine(to) {
  const kept = [];
  const renamed = (bytes) => Buffer.from(bytes.toString("latin1").replaceAll(`127.0.0.1:${server.address().port}`, new URL(to).host), "latin1");
  const open = new Set();
  const server = createServer((near) => {
    const far = connect(Number(new URL(to).port), "127.0.0.1");
    for (const [from, into] of [[near, far], [far, near]]) {
      open.add(from);
      from.on("data", (bytes) => {
        kept.push(bytes);
        into.write(from === near ? renamed(bytes) : bytes);
      });
      from.on("end", () => into.end());
      from.on("error", () => into.destroy());
      from.on("close", () => open.delete(from));
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    port: server.address().port,
    bytes: () => Buffer.concat(kept),
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

before(async () => {
  [browser, city] = await Promise.all([launch(), startCity()]);
  hall = await TownHall.open(city);
  line = await recordedLine(city.base);
  round = await hall.prepareRound(sampleRound(undefined, { roll: { size: 1000, cap: 1000 } }));
  round.nonce = (await hall.clerks[0].call("GET", round.path)).nonce;
});

after(async () => {
  await browser?.close();
  line?.close();
  await city?.close();
});

/** Everything there is of the city: { place: names found there }. */
function searchEverywhere(needles) {
  const settings = Object.fromEntries(city.database.split(" ").map((pair) => pair.split("=")));
  const cluster = path.dirname(settings.host);
  const dump = execFileSync("pg_dump", ["--dbname", city.database], { maxBuffer: 2 ** 30 });
  const memory = { found: new Set(), bytes: 0 };
  const family = groupOf(city.pid);
  for (const pid of family) memory.bytes += needles.inMemory(pid, memory.found).bytes;
  // Signer and jobs let only root look into them.
  assert.ok(family.length >= 3 && memory.bytes > 2 ** 24, `${family.length} processes, ${memory.bytes} bytes of memory`);
  assert.ok(line.bytes().length > 2 ** 16 && dump.length > 2 ** 16);
  return {
    line: needles.in(line.bytes()),
    "database, dumped": needles.in(dump),
    "database, its files": needles.inFiles(path.join(cluster, "data")),
    "log of the server": needles.in(readFileSync(path.join(path.dirname(city.config), "log"))),
    "log of the database": needles.in(readFileSync(path.join(cluster, "log"))),
    "files of the server": needles.inFiles(path.dirname(city.config)),
    memory: memory.found,
  };
}

// Nothing is compressed on the recorded line, so that it can be searched.
const options = { extraHTTPHeaders: { "accept-encoding": "identity" }, viewport: { width: 1000, height: 800 } };

test("200 codes are made in the browser, and one of them votes", async () => {
  const [name, value] = hall.clerks[0].headers.cookie.split(/=(.*)/s);
  await phone(
    browser,
    async (page, context) => {
      await context.addCookies([{ name, value, url: city.base }]);
      await page.addInitScript(() => {
        window.print = () => {};
        localStorage.setItem("folkmoot/signed-in", "");
      });
      await page.goto(`${line.base}/en/staff/rounds/${round.id}/codes`);
      await page.getByLabel("Number of codes").fill(String(CODES));
      await page.getByLabel("District").selectOption({ label: "Harbour" });
      await page.getByRole("button", { name: "Make the codes" }).click();
      await page.getByText("Not in force yet").waitFor();
      const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save the list" }).click()]);
      const text = readFileSync(await file.path(), "utf8");
      codes = text.trim().split("\r\n").slice(1).map((row) => row.split(";"));
      await page.getByRole("button", { name: "Print letters" }).click();
      await page.locator(".letter").first().waitFor({ state: "attached" });
      await page.evaluate(() => void dispatchEvent(new Event("afterprint")));
      await page.getByLabel("I have printed or saved all codes").check();
      await page.getByRole("button", { name: "Put the batch in force" }).click();
      await page.getByText("The batch is in force").waitFor();
    },
    options,
  );
  assert.equal(codes.length, CODES);
  await hall.openPrepared(round);
  const [, code] = codes[7];
  await phone(
    browser,
    async (page) => {
      await page.goto(`${line.base}/v#${code.replace(/-/g, "")}`);
      await page.getByText("Not cast yet").first().waitFor();
      await page.getByLabel("Your district").selectOption("harbour");
      await page.getByRole("group", { name: "Streets and squares" }).getByLabel("Open-air cinema").check();
      await castAll(page, code.toLowerCase().replace(/-/g, " "));
    },
    options,
  );
});

test("what is looked for are the secrets of these codes", () => {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  for (const [serial, code] of codes.slice(0, 5)) {
    const scalar = BigInt(`0x${Buffer.from(secretOf(round.nonce, code)).reverse().toString("hex")}`);
    const key = ristretto255.Point.BASE.multiply(scalar).toBytes();
    const hash = hash32("serial", key);
    const bits = hash.subarray(0, 5).reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
    const symbols = Array.from({ length: 8 }, (_, i) => alphabet[Number((bits >> BigInt(35 - 5 * i)) & 31n)]).join("");
    assert.equal(serial.replace("-", "").slice(0, 8), symbols);
  }
});

test("no code and no secret is anywhere but on the clerk's computer", () => {
  const needles = new Needles(codes.flatMap(([, code], i) => formsOf(round.nonce, code).map(([form, bytes]) => [`code ${i}: ${form}`, bytes])));
  for (const [place, found] of Object.entries(searchEverywhere(needles))) assert.deepEqual([...found], [], place);
});

test("the same search finds a code that was put there", async () => {
  const forms = formsOf(round.nonce, PLANTED);
  const needles = new Needles(forms);
  const all = forms.map(([form]) => form).sort();
  for (const [place, found] of Object.entries(searchEverywhere(needles))) assert.deepEqual([...found], [], `${place} before`);

  // Into the line and the memory: a request that never ends, so that the server keeps what it has of it.
  const bytes = Buffer.concat(forms.flatMap(([, form]) => [form, Buffer.from("|")]));
  const socket = connect(line.port, "127.0.0.1");
  await new Promise((resolve) => socket.once("connect", resolve));
  await new Promise((resolve) => socket.write(Buffer.concat([Buffer.from("POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n"), bytes]), resolve));
  // Into the database: a text, which holds texts only.
  const texts = forms.filter(([form]) => !/^secret$|big-endian|UTF-16/.test(form));
  execFileSync("psql", ["--quiet", "--dbname", city.database, "--command", `COMMENT ON SCHEMA vote IS '${texts.map(([, form]) => form).join("|")}'`]);
  // Into both logs.
  const settings = Object.fromEntries(city.database.split(" ").map((pair) => pair.split("=")));
  for (const log of [path.join(path.dirname(city.config), "log"), path.join(path.dirname(settings.host), "log")]) appendFileSync(log, bytes);

  let found;
  await until("all of it is found in memory and in the database's files", () => {
    found = searchEverywhere(needles);
    return found.memory.size === all.length && found["database, its files"].size === texts.length;
  });
  socket.destroy();
  const inTexts = texts.map(([form]) => form).sort();
  assert.deepEqual([...found.line].sort(), all, "line");
  assert.deepEqual([...found.memory].sort(), all, "memory");
  for (const place of ["database, dumped", "database, its files"]) assert.deepEqual([...found[place]].sort(), inTexts, place);
  for (const place of ["log of the server", "log of the database", "files of the server"]) assert.deepEqual([...found[place]].sort(), all, place);
});
