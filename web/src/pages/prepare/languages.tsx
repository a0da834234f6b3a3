// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Which language is written in.

import { t } from "../../components/text/index.tsx";
import { languageName } from "../../i18n/format.ts";

interface TabsProps {
  readonly languages: readonly string[];
  readonly current: string;
  /** how many texts each lacks */
  readonly missing: (language: string) => number;
  readonly page: string;
  readonly onLanguage: (language: string) => void;
}

/** Which language is written in, and what each still lacks. Nothing with one language only. */
export function LanguageTabs({ languages, current, missing, page, onLanguage }: TabsProps) {
  if (languages.length < 2) return null;
  return (
    <div class="tongues" role="group" aria-label={t("prepare-tongues")}>
      {languages.map((language) => {
        const count = missing(language);
        return (
          <button key={language} type="button" aria-pressed={language === current} onClick={() => onLanguage(language)}>
            {languageName(language, page)} {count > 0 ? <span class="lacks">{t("prepare-lacks", { count })}</span> : <span class="whole">{t("prepare-whole")}</span>}
          </button>
        );
      })}
    </div>
  );
}
