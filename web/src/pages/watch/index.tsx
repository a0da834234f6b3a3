// SPDX-License-Identifier: AGPL-3.0-or-later
import "../../styles/staff.css";
import "../../styles/desk.css";
import "./watch.css";
import { Desk } from "../../components/desk/index.tsx";
import type { PageTexts } from "../../i18n/index.ts";
import { startPage } from "../page.tsx";
import { Watch } from "./watch.tsx";

export function start(texts: PageTexts): void {
  startPage(texts, () => <Desk name="watch">{(desk) => <Watch desk={desk} />}</Desk>);
}
