// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The languages of a round: which, and which of them is shown where another lacks a text.

import { useState } from "preact/hooks";
import { language as pageLanguage, t } from "../../components/text/index.tsx";
import { Select, TextInput, Tick } from "../../components/inputs/index.tsx";
import { languageName } from "../../i18n/format.ts";

interface Props {
  readonly languages: readonly string[];
  /** those that the city's pages speak */
  readonly offered: readonly string[];
  readonly onLanguages: (languages: readonly string[]) => void;
}

export function Tongues({ languages, offered, onLanguages }: Props) {
  const [other, setOther] = useState("");
  const shown = [...offered, ...languages.filter((language) => !offered.includes(language))];
  const name = (language: string): string => languageName(language, pageLanguage());
  const toggle = (language: string, on: boolean): void => {
    const left = languages.filter((one) => one !== language);
    if (on) onLanguages([...left, language]);
    else if (left.length > 0) onLanguages(left);
    else onLanguages(languages); // one has to stay
  };
  const wanted = other.trim().toLowerCase().replace(/-/g, "_");
  const valid = /^[a-z]{2,3}(?:_[a-z0-9]{2,8})*$/.test(wanted) && !shown.includes(wanted);
  return (
    <fieldset class="choices">
      <legend>{t("prepare-languages")}</legend>
      <p class="quiet">{t("prepare-languages-about")}</p>
      {shown.map((language) => (
        <Tick key={`${language} ${languages.includes(language)} ${languages.length}`} id={`language-${language}`} label={name(language)} checked={languages.includes(language)} onChecked={(on) => toggle(language, on)} />
      ))}
      <details>
        <summary>{t("prepare-language-other")}</summary>
        <TextInput id="language-other" label={t("prepare-language-tag")} hint={t("prepare-language-tag-hint")} value={other} onValue={setOther} />
        <button
          type="button"
          aria-disabled={!valid}
          onClick={() => {
            if (!valid) return;
            onLanguages([...languages, wanted]);
            setOther("");
          }}
        >
          {t("prepare-language-add")}
        </button>
      </details>
      {languages.length > 1 && (
        <Select id="language-first" label={t("prepare-language-first")} hint={t("prepare-language-first-hint")} value={languages[0]!} onValue={(first) => onLanguages([first, ...languages.filter((one) => one !== first)])} options={languages.map((language) => [language, name(language)] as const)} />
      )}
    </fieldset>
  );
}
