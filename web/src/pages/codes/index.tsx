// SPDX-License-Identifier: AGPL-3.0-or-later
import "../../styles/staff.css";
import "../../styles/desk.css";
import "../../styles/progress.css";
import "./codes.css";
import type { PageTexts } from "../../i18n/index.ts";
import { startPage } from "../page.tsx";
import { CodesPage } from "./codes.tsx";

export function start(texts: PageTexts): void {
  startPage(texts, () => <CodesPage />);
}
