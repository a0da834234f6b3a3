// SPDX-License-Identifier: AGPL-3.0-or-later
import type { PageTexts } from "../../i18n/index.ts";
import { startPage } from "../page.tsx";
import { CheckPage } from "./check.tsx";

export function start(texts: PageTexts): void {
  startPage(texts, () => <CheckPage />);
}
