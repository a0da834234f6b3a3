// SPDX-License-Identifier: AGPL-3.0-or-later
import { language } from "../components/text/index.tsx";
import { moment, timeLeft } from "../i18n/format.ts";

const EVERY_MS = 20_000;

/** Times that the server wrote in the round's zone get the reader's own as a title; deadlines count down. */
export function localTimes(): void {
  for (const element of document.querySelectorAll("time[datetime]")) {
    const at = timeOf(element);
    if (!Number.isNaN(at)) element.setAttribute("title", moment(language(), undefined, Math.floor(at / 60_000)));
  }
  const lines = [...document.querySelectorAll(".deadline")].map((line) => ({ line, at: timeOf(line.querySelector("time")) }));
  const ahead = lines.filter(({ at }) => at > Date.now()).map(({ line, at }) => ({ at, left: line.appendChild(made("span", "left")) }));
  const show = (): void => {
    for (const { at, left } of ahead) left.textContent = at > Date.now() ? timeLeft(language(), (at - Date.now()) / 60_000) : "";
  };
  show();
  if (ahead.length > 0) setInterval(show, EVERY_MS);
}

function timeOf(element: Element | null): number {
  return Date.parse(element?.getAttribute("datetime") ?? "");
}

function made(tag: string, className: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}
