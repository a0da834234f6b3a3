// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What every page does when it starts: texts, styles, language links that stay on the page, and its content into
// the place that the shell left for it.

import { render, type ComponentChild } from "preact";
import { api } from "../api/index.ts";
import "../styles/main.css";
import { language, t, useTexts } from "../components/text/index.tsx";
import type { PageTexts } from "../i18n/index.ts";
import { signedInHere } from "../storage/index.ts";

/** Null where the server has filled the slot already: then there is nothing to draw. */
export function startPage(texts: PageTexts, content: () => ComponentChild): void {
  useTexts(texts);
  keepPageInLanguageLinks();
  leadStaffHome();
  const place = document.getElementById("app");
  if (place === null) return;
  place.textContent = "";
  render(content(), place);
}

/** Replaces the heading of the shell, which says the kind of page only. */
export function setHeading(text: string): void {
  const heading = document.querySelector("main > h1");
  if (heading !== null) heading.textContent = text;
}

/** Where the server has not filled it in: pages that it sends byte for byte. */
export function setCity(name: string): void {
  const place = document.querySelector(".site-name");
  if (place !== null) place.textContent = name;
}

/** The same, where the page asks for nothing that says it. */
export function nameCity(): void {
  api.city().then(({ name }) => setCity(name), () => {}); // prettier-ignore
}

/** The part of the address behind `/{lang}/rounds/` or `/{lang}/staff/rounds/`, or null. */
export function roundInAddress(): string | null {
  return /^\/[a-z-]+(?:\/staff)?\/rounds\/([A-Za-z0-9_-]{22})(?:\/|$)/.exec(location.pathname)?.[1] ?? null;
}

/** Whoever has signed in here finds back to the rounds that they work on; pages without navigation stay without. */
function leadStaffHome(): void {
  const links = document.querySelector("header.site .links");
  if (links === null || !signedInHere()) return;
  const link = document.createElement("a");
  link.href = `/${language()}/staff`;
  link.textContent = t("site-desks");
  if (location.pathname === link.pathname) link.setAttribute("aria-current", "page");
  links.appendChild(document.createElement("li")).append(link);
}

export function keepPageInLanguageLinks(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".languages a")) {
    if (/^\/[a-z]{2}(?:-[a-z]+)?\//.test(location.pathname)) link.href = location.pathname.replace(/^\/[^/]+/, `/${link.lang}`) + location.search;
  }
}
