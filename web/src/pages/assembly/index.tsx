// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The server writes the whole page (server/pages/assembly.c). Where it could not, all that helps is to try again.

import "../../styles/read.css";
import { LoadFailed } from "../../components/alert/index.tsx";
import type { PageTexts } from "../../i18n/index.ts";
import { localTimes } from "../local-times.ts";
import { startPage } from "../page.tsx";

export function start(texts: PageTexts): void {
  startPage(texts, () => <LoadFailed onAgain={() => location.reload()} />);
  localTimes();
}
