// SPDX-License-Identifier: AGPL-3.0-or-later
import "../../styles/staff.css";
import "../../styles/desk.css";
import "./close.css";
import { Desk } from "../../components/desk/index.tsx";
import type { PageTexts } from "../../i18n/index.ts";
import { startPage } from "../page.tsx";
import { CloseDesk } from "./close.tsx";

export function start(texts: PageTexts): void {
  startPage(texts, () => <Desk name="close">{(desk) => <CloseDesk desk={desk} />}</Desk>);
}
