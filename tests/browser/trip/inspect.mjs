// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What every state of every page is held to: axe, no scrolling sideways at 320 px, at 200 % zoom and with text twice
// as large, focus that nothing covers, and buttons whose words are whole. A list of sentences; empty when all is well.

import { axe, fitsWidth } from "../support.mjs";

const DESK = { width: 1280, height: 800 };
/** What is left of a desk at 200 %. */
const ZOOMED = { width: DESK.width / 2, height: DESK.height / 2 };
const NARROW = { width: 320, height: 568 };

export async function inspect(page) {
  const usual = page.viewportSize();
  const faults = (await axe(page)).map((fault) => `axe: ${fault}`);
  for (const [name, size] of [["at 320 px", NARROW], ["at 200 % zoom", ZOOMED]]) {
    await page.setViewportSize(size);
    if (!(await fitsWidth(page))) faults.push(`scrolls sideways ${name}: ${await page.evaluate(widest)}`);
    faults.push(...(await page.evaluate(coveredFocus)).map((fault) => `focus ${name}: ${fault}`));
    faults.push(...(await page.evaluate(brokenWords)).map((word) => `broken ${name}: ${word}`));
  }
  await page.setViewportSize(DESK);
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  if (!(await fitsWidth(page))) faults.push(`scrolls sideways with text twice as large: ${await page.evaluate(widest)}`);
  await page.evaluate(() => document.documentElement.removeAttribute("style"));
  await page.setViewportSize(usual);
  return faults;
}

/** In the page: what sticks out furthest. */
function widest() {
  const all = [...document.querySelectorAll("body *")].map((element) => ({ element, right: element.getBoundingClientRect().right, left: element.getBoundingClientRect().left }));
  const out = all.filter(({ right, left }) => right > window.innerWidth + 1 || left < -1).at(-1);
  return out === undefined ? "nothing that has a box" : out.element.outerHTML.slice(0, 120);
}

/** In the page: the words on buttons that go over two lines. */
function brokenWords() {
  const broken = [];
  for (const button of document.querySelectorAll("button, .button")) {
    const texts = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      for (const { 0: word, index } of texts.currentNode.data.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
        const range = document.createRange();
        range.setStart(texts.currentNode, index);
        range.setEnd(texts.currentNode, index + word.length);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(`"${word}" on "${button.textContent.trim().slice(0, 60)}"`);
      }
    }
  }
  return broken;
}

/**
 * In the page: goes through all that takes focus, down and up again, and tells what is out of sight or covered by
 * something that sticks (WCAG 2.4.11, and 2.4.12 where the element is small enough for it). Leaves everything as it was.
 */
function coveredFocus() {
  const before = { element: document.activeElement, x: window.scrollX, y: window.scrollY };
  const sticking = [...document.querySelectorAll("body *")].filter((element) => ["sticky", "fixed"].includes(getComputedStyle(element).position));
  // Behind an open dialog nothing takes focus.
  const reachable = document.querySelector("dialog:modal") ?? document;
  const stops = [...reachable.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
    (element) => element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true }),
  );
  const faults = new Set();
  const nameOf = (element) => `${element.tagName.toLowerCase()}${element.id === "" ? "" : `#${element.id}`} "${(element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 40)}"`;
  const look = (element) => {
    element.focus();
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const inside = { left: Math.max(left, 0), right: Math.min(right, window.innerWidth), top: Math.max(top, 0), bottom: Math.min(bottom, window.innerHeight) };
    if (inside.right - inside.left < 1 || inside.bottom - inside.top < 1) return faults.add(`${nameOf(element)} is out of sight`);
    let seen = 0;
    let hidden = 0;
    for (const across of [0.1, 0.5, 0.9]) {
      for (const down of [0.1, 0.5, 0.9]) {
        const hit = document.elementFromPoint(inside.left + across * (inside.right - inside.left), inside.top + down * (inside.bottom - inside.top));
        if (sticking.some((bar) => bar.contains(hit) && !bar.contains(element))) hidden++;
        else seen++;
      }
    }
    const room = window.innerHeight - sticking.reduce((sum, bar) => sum + bar.getBoundingClientRect().height, 0);
    if (seen === 0 || (hidden > 0 && bottom - top < room)) faults.add(`${nameOf(element)} is covered by what sticks`);
  };
  for (const element of [...stops, ...stops.reverse()]) look(element);
  if (before.element instanceof HTMLElement && before.element !== document.body) before.element.focus({ preventScroll: true });
  else document.activeElement?.blur();
  window.scrollTo(before.x, before.y);
  return [...faults];
}
