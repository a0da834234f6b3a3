// SPDX-License-Identifier: AGPL-3.0-or-later
import { language } from "../components/text/index.tsx";
import { moment } from "../i18n/format.ts";

/** Times that the server wrote in the round's zone get the reader's own as a title. */
export function localTimes(): void {
  for (const element of document.querySelectorAll("time[datetime]")) {
    const at = Date.parse(element.getAttribute("datetime")!);
    if (!Number.isNaN(at)) element.setAttribute("title", moment(language(), undefined, Math.floor(at / 60_000)));
  }
}
