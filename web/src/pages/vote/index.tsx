// SPDX-License-Identifier: AGPL-3.0-or-later
import "../../styles/vote.css";
import type { PageTexts } from "../../i18n/index.ts";
import { startPage } from "../page.tsx";
import { startKiosk } from "./kiosk.tsx";
import { VotePage } from "./vote.tsx";

export function start(texts: PageTexts): void {
  // First of all: a code from a sheet leaves the address before anything else can see it.
  const fragment = decodeFragment();
  const linked = /^project-(\d+)-(\d+)$/.exec(fragment);
  if (location.hash !== "") history.replaceState(null, "", location.pathname + location.search);
  startKiosk();
  startPage(texts, () => <VotePage scanned={linked === null ? fragment : ""} linked={linked === null ? null : { list: Number(linked[1]), number: Number(linked[2]) }} />);
}

function decodeFragment(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}
