// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What browser tests share: Debian's Chromium, axe, and the city in memory (web/test/city.ts) behind the built
// front end, for states that a real server cannot be brought into at will.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const web = path.join(root, "web");
const require = createRequire(path.join(web, "package.json"));

export const { chromium } = require("playwright-core");
const jsQR = require("jsqr");
export const { encode } = require("uqr");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const LAUNCH_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream"];

/** Until a page counts as stuck. Costs nothing where all is well, so a machine may be much slower than usual. */
export const PATIENCE_MS = 120_000;

export async function launch() {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: LAUNCH_ARGUMENTS });
}

/** Violations of WCAG 2.2 AA in the state that the page is in, one line each. */
export async function axe(page) {
  // A policy without inline scripts stops addScriptTag; evaluate goes through the debugger.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(async () => {
    // Wherever one stops, what sticks lies over something, which axe then takes for too small to touch. That it hides
    // nothing that is used is looked at in trip/inspect.mjs.
    const sticking = [...document.querySelectorAll("body *")].filter((element) => getComputedStyle(element).position === "sticky");
    for (const { style } of sticking) style.position = "static";
    // eslint-disable-next-line no-undef
    const found = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    for (const { style } of sticking) style.position = "";
    return found;
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(" ")} (${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ""})`).join(", ")}`);
}

/** True when the page can be read without scrolling sideways. */
export async function fitsWidth(page) {
  return page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
}

/** A fresh phone in `browser`. Everything that the console or the page complains about fails the test. */
export async function phone(browser, run, options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // Chromium reports every refused request; those are part of these tests.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) complaints.push(message.text());
  });
  page.on("dialog", (dialog) => void dialog.accept());
  try {
    await run(page, context);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

/** The state that the page is in must be accessible and fit the width; SCREENSHOTS=DIR keeps a picture of it. */
export async function look(page, name) {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: path.join(process.env.SCREENSHOTS, `${name}.png`), fullPage: true });
  assert.deepEqual(await axe(page), [], `accessibility of ${name}`);
  assert.ok(await fitsWidth(page), `${name} fits the width`);
}

/** What the QR code on the page says, read from its drawing. */
export async function readQr(page) {
  const code = page.locator("svg.qr");
  const size = Number((await code.getAttribute("viewBox")).split(" ")[2]);
  const path = await code.locator("path").getAttribute("d");
  const scale = 4;
  const pixels = new Uint8ClampedArray((size * scale) ** 2 * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++) {
      for (let column = Number(x) * scale; column < (Number(x) + Number(length)) * scale; column++) pixels.fill(0, (row * size * scale + column) * 4, (row * size * scale + column) * 4 + 3);
    }
  }
  return jsQR(pixels, size * scale, size * scale)?.data;
}

/** From choosing to the last look. */
export async function reviewAndType(page, code) {
  await page.getByRole("button", { name: "Review" }).click();
  await page.locator("#check-code").waitFor();
  await page.getByRole("button", { name: "Go on to the code" }).click();
  await page.getByLabel("Code from your letter or card").fill(code);
  await page.getByRole("button", { name: "Check the code" }).click();
}

export async function castAll(page, code) {
  await reviewAndType(page, code);
  await page.getByRole("button", { name: "Cast my ballot" }).click();
  await page.getByText("Your ballot is cast and recorded").waitFor();
}

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml" };

/** The front end in the pseudo-language (web/build/pseudo.ts), built into `folder`. */
export function buildPseudo(folder) {
  const built = spawnSync("node", [path.join(web, "node_modules/vite/bin/vite.js"), "build", "--outDir", folder, "--logLevel", "error"], { stdio: "inherit", cwd: web, env: { ...process.env, FOLKMOOT_PSEUDO: "1" } });
  if (built.status !== 0) throw new Error("the pseudo-language could not be built");
}

/** `dist` and a city in memory on a free port of 127.0.0.1. Call `close` at the end. */
export async function serveCity(dist = path.join(web, "dist")) {
  if (!existsSync(path.join(dist, "pages.json"))) throw new Error("web/dist is missing: run `npm run build` in web/ first");
  const folder = mkdtempSync(path.join(tmpdir(), "folkmoot-browser-"));
  const bundle = path.join(folder, "city.mjs");
  const esbuild = path.join(web, "node_modules", ".bin", "esbuild");
  const built = spawnSync(esbuild, [path.join(web, "test/city.ts"), "--bundle", "--platform=node", "--format=esm", `--outfile=${bundle}`, "--log-level=error"], { stdio: "inherit", cwd: web });
  if (built.status !== 0) throw new Error("the city could not be built");
  const module = await import(pathToFileURL(bundle).href);
  const { pages, assets, languages } = JSON.parse(readFileSync(path.join(dist, "pages.json"), "utf8"));
  const patterns = pages.map((page) => ({ ...page, pattern: new RegExp(`^${page.path.replace("{round}", "[A-Za-z0-9_-]{22}").replace("{assembly}", "[a-z0-9-]{1,32}").replace("*", ".*")}$`) }));
  const files = new Map();
  // All now: a build that runs beside the tests would pull them away.
  for (const { file } of [...pages, ...assets]) files.set(file, readFileSync(path.join(dist, file)));
  const city = new module.City("browser");

  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const url = request.url ?? "/";
      const pathname = url.split("?")[0];
      if (/^\/(?:api|log)\//.test(pathname)) {
        const reply = city.handle(request.method ?? "GET", url, new Uint8Array(Buffer.concat(chunks)));
        if (reply === "lose-answer") return request.socket.destroy();
        return response.writeHead(reply.status, { "content-type": reply.type }).end(reply.body);
      }
      const asset = pathname.slice(1);
      if (files.has(asset)) return response.writeHead(200, { "content-type": TYPES[path.extname(asset)] }).end(files.get(asset));
      const page = patterns.find(({ pattern }) => pattern.test(pathname)) ?? patterns.find(({ kind }) => kind === "not-found");
      response.writeHead(page.kind === "not-found" ? 404 : 200, { "content-type": TYPES[".html"] }).end(files.get(page.file));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    city,
    languages,
    module,
    close: () => {
      server.closeAllConnections?.();
      server.close();
      rmSync(folder, { recursive: true });
      city.checkAnswers(root);
    },
  };
}
