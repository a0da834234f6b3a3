// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What the front end asks of a phone:
//
// - Lighthouse's performance of every kind of page, the median of five, of 100. Fails below 95.
// - From opening the vote page to the receipt with a processor 6 times slower, 400 kbit/s, 400 ms and 2 % loss
//   (tests/support/slow_line.mjs), typing excluded, beside the floor: bytes / line rate + time that the worker computes. Fails above 60 s
//   and where anything shifts that nobody has moved.
//
//     front-end.mjs [--phone]      --phone: the slow phone alone

import { pageKinds } from "../support/page_kinds.mjs";
import { startLighthouse } from "../support/lighthouse.mjs";
import { fortyProjects } from "../support/sample_round.mjs";
import { startCity, TownHall } from "../support/town_hall.mjs";
import { LAUNCH_ARGUMENTS, chromium } from "../browser/support.mjs";
import { chooseOne, openBallot, received, review, typeCode } from "../browser/trip/steps.mjs";
import { Trip } from "../browser/trip/trip.mjs";
import { loadWords } from "../browser/trip/words.mjs";
import { LINE, slowPhone } from "../support/slow_line.mjs";

const LOOKS = 5;
const LEAST_SCORE = 95;
const LIMIT_S = 60;
const PATIENCE_MS = 180_000;
const faults = [];

const row = (metric, value, unit, floor = null, ratio = null) => console.log(JSON.stringify({ metric, value, unit, floor, ratio }));
const remark = (text) => console.log(`# ${text}`);
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

async function performance(addresses) {
  const lighthouse = await startLighthouse();
  try {
    for (const [kind, address] of Object.entries(addresses)) {
      const scores = [];
      for (let i = 0; i < LOOKS; i++) scores.push(100 * (await lighthouse.look(address, ["performance"])).categories.performance.score);
      const score = median(scores);
      row(`Lighthouse performance, ${kind}`, score, "of 100", 100, score / 100);
      if (score < LEAST_SCORE) faults.push(`${kind} has ${score} in Lighthouse, less than ${LEAST_SCORE}`);
    }
  } finally {
    await lighthouse.close();
  }
}

/** In the page: how long each task of the worker takes, what holds up the main thread, what shifts. */
function watch() {
  window.seen = { tasks: [], long: [], shift: 0, shifts: [] };
  new PerformanceObserver((list) => window.seen.long.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })))).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value, startTime, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      window.seen.shift += value;
      const names = sources.map(({ node, previousRect: from, currentRect: to }) => `${(node?.parentElement?.tagName ?? "").toLowerCase()} > ${(node?.outerHTML ?? node?.textContent ?? "?").slice(0, 60)} from ${from.y} to ${to.y}`);
      window.seen.shifts.push(`${value.toFixed(3)} after ${Math.round(startTime)} ms: ${names.join("; ")}`);
    }
  }).observe({ type: "layout-shift", buffered: true });
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (question) {
    const begun = window.performance.now();
    const listener = ({ data }) => {
      if (data.id !== question.id) return;
      this.removeEventListener("message", listener);
      window.seen.tasks.push({ task: question.task, begun, ms: window.performance.now() - begun });
    };
    this.addEventListener("message", listener);
    return postMessage.call(this, question);
  };
}

async function slow(hall, words) {
  const draft = fortyProjects();
  const round = { ...(await hall.openRound(draft, { harbour: 1 })), draft };
  const phone = await slowPhone(hall.city.base);
  try {
    for (const sentence of phone.lacking) remark(sentence);
    const browser = await chromium.launch({ executablePath: phone.executable, args: LAUNCH_ARGUMENTS, timeout: PATIENCE_MS });
    try {
      const trip = new Trip({ browser, hall, words, city: { ...hall.city, base: phone.base ?? hall.city.base } }, "slow", { language: "en", width: 375, scheme: "light" }, null);
      const device = await trip.device();
      device.page.setDefaultTimeout(PATIENCE_MS);
      await device.page.addInitScript(watch);
      await phone.prepare(device.page);
      const before = phone.received();
      const begun = Date.now();
      await openBallot(device, round);
      const shown = Date.now();
      await chooseOne(device, round);
      await review(device);
      await device.button("review-next").click();
      await typeCode(device, round.codes.harbour[0]);
      await device.button("cast").click();
      await received(device);
      const seconds = (Date.now() - begun) / 1000;
      report(phone.name, seconds, (shown - begun) / 1000, phone.received() - before, await device.page.evaluate(() => window.seen));
    } finally {
      await browser.close();
    }
  } finally {
    phone.close();
  }
}

/** Tasks that also fetch: what they wait for is the line's, and the bytes are counted. */
const FETCHING = ["ready"];

function report(name, seconds, shown, bytes, { tasks, long, shift, shifts }) {
  const line = (8 * bytes) / LINE.bits_per_s;
  const computed = tasks.filter(({ task }) => !FETCHING.includes(task)).reduce((sum, { ms }) => sum + ms, 0) / 1000;
  const encryption = tasks.find(({ task }) => task === "encrypt");
  const held = Math.max(0, ...long.filter(({ startTime, duration }) => startTime < encryption.begun + encryption.ms && startTime + duration > encryption.begun).map(({ duration }) => duration));
  remark(`slow phone by ${name}: ${bytes} bytes take ${line.toFixed(1)} s at ${LINE.bits_per_s / 1000} kbit/s, the worker computes ${computed.toFixed(1)} s (${tasks.map(({ task, ms }) => `${task} ${Math.round(ms)} ms`).join(", ")})`);
  row("slow phone, open to receipt", seconds, "s", line + computed, (line + computed) / seconds);
  row("slow phone, open to the projects", shown, "s");
  row("slow phone, encryption in the worker", encryption.ms, "ms");
  row("slow phone, drawing of the review meanwhile", held, "ms");
  row("slow phone, longest task of the main thread", Math.max(0, ...long.map(({ duration }) => duration)), "ms");
  row("slow phone, layout shift", shift, "");
  if (seconds > LIMIT_S) faults.push(`open to receipt took ${seconds} s, more than ${LIMIT_S}`);
  if (shift > 0) faults.push(`the layout shifted by ${shift}`, ...shifts);
}

const city = await startCity();
try {
  const hall = await TownHall.open(city);
  if (!process.argv.includes("--phone")) await performance(await pageKinds(hall));
  await slow(hall, await loadWords());
} finally {
  await city.close();
}
if (faults.length > 0) {
  for (const fault of faults) console.error(`front-end: ${fault}`);
  process.exitCode = 1;
}
