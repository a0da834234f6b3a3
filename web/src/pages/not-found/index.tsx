// SPDX-License-Identifier: AGPL-3.0-or-later
import { language, t, T } from "../../components/text/index.tsx";
import type { PageTexts } from "../../i18n/index.ts";
import { startPage } from "../page.tsx";

export function start(texts: PageTexts): void {
  startPage(texts, () => (
    <p>
      <T id="not-found-text" /> <a href={`/${language()}/`}>{t("site-rounds")}</a>
    </p>
  ));
}
