// SPDX-License-Identifier: AGPL-3.0-or-later
//
// One journey through a real city: the devices that people use on it, and a look at every state on the way. A journey
// is a module of tests/browser/journeys:
//
//     export const about = "what happens, in one line";
//     export const alone = true;                     it stops the server: it gets a city of its own (left out otherwise)
//     export default async function (trip) {
//       const round = await trip.open({ centre: 2 });
//       const phone = await trip.device();
//       await phone.visit(`/rounds/${round.id}`);
//       await phone.look("round/open");              a state of web/pages.json
//     }

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { sampleRound } from "../../support/sample_round.mjs";
import { axe, PATIENCE_MS } from "../support.mjs";
import { inspect } from "./inspect.mjs";
import { PAGES } from "./words.mjs";

export const WIDTHS = [320, 375, 768, 1280];
export const SCHEMES = ["light", "dark"];
const HEIGHTS = { 320: 568, 375: 667, 768: 1024, 1280: 800 };
export const SLOW = { processor: 6, latency_ms: 400, bytes_per_s: 50_000 };
/** Of a picture: longer pages are cut. */
const PICTURE_PX = 3000;
const LOCALES = { en: "en-GB", es: "es-ES", fr: "fr-FR", ar: "ar" };

export class Trip {
  /**
   * `world`: { browser, city, hall, words }. `variant`: { language, width, scheme } of the first look. `album`: a folder for
   * pictures of every state in every width and scheme, or null.
   */
  constructor(world, name, variant, album) {
    Object.assign(this, world, { name, variant, album });
    this.t = this.words.get(variant.language);
    /** states seen, "kind/state" */
    this.seen = new Set();
    /** [{ number, state, files: [{ width, scheme, file }] }] */
    this.pictures = [];
    this.devices = [];
    if (album !== null) mkdirSync(path.join(album, name), { recursive: true });
  }

  /** A fresh round of the sample with this many codes in each district. */
  async open(voters, more = {}, draft = sampleRound(undefined, more)) {
    const round = await this.hall.openRound(draft, voters);
    return { ...round, draft };
  }

  /** Title of a thing of the round as this journey's language shows it. */
  titleOf({ draft }, id, contest) {
    const things = contest === undefined ? [...draft.contests, ...draft.districts] : draft.contests.find((item) => item.id === contest).options;
    const { texts } = things.find((item) => item.id === id);
    return (texts[this.variant.language] ?? texts[draft.languages[0]]).title;
  }

  /** A device that nobody has used before; `options` are a browser context's. What it complains about fails the journey. */
  async device(options = {}) {
    const { width, scheme, language } = this.variant;
    const context = await this.browser.newContext({
      viewport: { width, height: HEIGHTS[width] },
      colorScheme: scheme,
      locale: LOCALES[language] ?? language,
      ...options,
    });
    const device = new Device(this, context, await context.newPage());
    this.devices.push(device);
    return device;
  }

  /** The same journey, on devices that reach the city at another address. */
  through(base) {
    return Object.assign(Object.create(Trip.prototype), this, { city: { ...this.city, base } });
  }

  /** Ends all devices; fails if one of them complained. */
  async end() {
    const complaints = this.devices.flatMap((device) => device.complaints);
    for (const { context } of this.devices) await context.close();
    assert.deepEqual(complaints, []);
  }
}

export class Device {
  constructor(trip, context, page) {
    Object.assign(this, { trip, context, page, t: trip.t, complaints: [] });
    /** requests may fail: the journey has seen to that */
    this.faulty = false;
    page.setDefaultTimeout(PATIENCE_MS);
    this.watch(page);
    context.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== "blob:" && origin !== trip.city.base) this.complaints.push(`request to ${request.url()}`);
    });
  }

  watch(page) {
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() !== "error" && message.type() !== "warning") return;
      if (!(this.faulty && /Failed to load resource/.test(message.text()))) this.complaints.push(`${message.text()} (${page.url()})`);
    });
    page.on("dialog", (dialog) => void dialog.accept());
  }

  /** A second tab of the same browser. */
  async tab() {
    const page = await this.context.newPage();
    const other = Object.assign(Object.create(Device.prototype), this, { page });
    page.setDefaultTimeout(PATIENCE_MS);
    other.watch(page);
    return other;
  }

  get language() {
    return this.trip.variant.language;
  }

  /** `address` without the language in front. */
  visit(address) {
    return this.page.goto(`${this.trip.city.base}/${this.language}${address}`);
  }

  // What is on the page, by message id.
  text(id, args) {
    return this.page.getByText(this.t(id, args)).first();
  }
  button(id, args) {
    return this.page.getByRole("button", { name: this.t(id, args), exact: true });
  }
  link(id, args) {
    return this.page.getByRole("link", { name: this.t(id, args), exact: true }).first();
  }
  field(id, args) {
    return this.page.getByLabel(this.t(id, args), { exact: true });
  }
  /** The summary of mistakes, with this one in it. It must have taken focus. */
  async mistake(id, args) {
    await this.page.locator(".error-summary:focus", { hasText: this.t(id, args) }).waitFor();
  }

  /** From now on a processor 6 times slower, 400 kbit/s and 400 ms, as Chromium imitates them; not while looking. */
  async slow() {
    this.cdp = await this.context.newCDPSession(this.page);
    await this.cdp.send("Network.enable");
    await this.cdp.send("Network.emulateNetworkConditions", { offline: false, latency: SLOW.latency_ms, downloadThroughput: SLOW.bytes_per_s, uploadThroughput: SLOW.bytes_per_s });
    await this.processor(SLOW.processor);
  }

  processor(rate) {
    return this.cdp?.send("Emulation.setCPUThrottlingRate", { rate });
  }

  /** Requests that match wait until the block has ended: for states that pass too quickly to be seen. */
  async hold(pattern, run) {
    let release;
    const released = new Promise((resolve) => (release = resolve));
    const handler = async (route) => {
      await released;
      await route.fallback();
    };
    await this.context.route(pattern, handler);
    try {
      await run();
    } finally {
      release();
      await this.context.unroute(pattern, handler);
    }
  }

  /** Answers matching requests with a problem, or with none (status null), until the returned function is called. */
  async fail(pattern, status, slug = "overloaded", method = undefined) {
    this.faulty = true;
    const handler = (route) => {
      if (method !== undefined && route.request().method() !== method) return route.fallback();
      if (status === null) return route.abort("connectionfailed");
      return route.fulfill({ status, contentType: "application/problem+json", body: JSON.stringify({ type: `/problems/${slug}`, title: slug, status, detail: slug }) });
    };
    await this.context.route(pattern, handler);
    return () => this.context.unroute(pattern, handler);
  }

  /** The page is in this state ("kind/state" of web/pages.json): everything must be in order in it. */
  async look(state) {
    const { trip, page } = this;
    const [kind, name] = state.split("/");
    assert.ok(PAGES[kind]?.[name] !== undefined, `web/pages.json has no ${state}`);
    trip.seen.add(state);
    const usual = page.viewportSize();
    await this.processor(1);
    const faults = await inspect(page);
    if (trip.album !== null) faults.push(...(await this.picture(state)));
    await page.setViewportSize(usual);
    await page.emulateMedia({ colorScheme: trip.variant.scheme });
    await this.processor(SLOW.processor);
    assert.deepEqual(faults, [], `${trip.name}: ${state}`);
  }

  /** Pictures in every width and scheme, and what a screen reader has to tell. */
  async picture(state) {
    const { trip, page } = this;
    const number = String(trip.pictures.length + 1).padStart(2, "0");
    const stem = path.join(trip.name, `${number}-${state.replace("/", "-")}.${trip.variant.language}`);
    const faults = [];
    const files = [];
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHTS[width] });
      for (const scheme of SCHEMES) {
        await page.emulateMedia({ colorScheme: scheme });
        // The narrowest and the widest tell whether colours and sizes are right; what is between them has no rules of its own.
        if (width === WIDTHS[0] || width === WIDTHS.at(-1)) faults.push(...(await axe(page)).map((fault) => `axe ${width} ${scheme}: ${fault}`));
        const file = `${stem}.${width}.${scheme}.png`;
        const height = Math.min(PICTURE_PX, await page.evaluate(() => document.documentElement.scrollHeight));
        await page.screenshot({ path: path.join(trip.album, file), fullPage: true, clip: { x: 0, y: 0, width, height: Math.max(height, HEIGHTS[width]) } });
        files.push({ width, scheme, file });
      }
    }
    writeFileSync(path.join(trip.album, `${stem}.txt`), `${await page.locator("body").ariaSnapshot()}\n`);
    trip.pictures.push({ number, state, language: trip.variant.language, files, tree: `${stem}.txt` });
    return faults;
  }
}
