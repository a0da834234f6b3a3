// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Projects of which at most one can win, e.g. two plans for one square.

import { useState } from "preact/hooks";
import { Alert } from "../../components/alert/index.tsx";
import { language as pageLanguage, t } from "../../components/text/index.tsx";
import { listOf } from "../../i18n/format.ts";
import { titleOf } from "./draft.ts";
import { Tick } from "../../components/inputs/index.tsx";
import type { ProjectForm } from "./projects.tsx";

interface Props {
  readonly list: string;
  readonly projects: readonly ProjectForm[];
  readonly conflicts: readonly (readonly string[])[];
  readonly language: string;
  /** only this rule knows exclusions */
  readonly greedy: boolean;
  readonly onConflicts: (conflicts: readonly (readonly string[])[]) => void;
}

export function Exclusions({ list, projects, conflicts, language, greedy, onConflicts }: Props) {
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const nameOf = (id: string): string => titleOf(projects.find((project) => project.id === id)?.texts ?? {}, language) || id;
  return (
    <details class="part" open={conflicts.length > 0}>
      <summary id={`exclusions-${list}`}>{t("prepare-exclusions")}</summary>
      <p>{t("prepare-exclusions-about")}</p>
      {!greedy && conflicts.length > 0 && <Alert kind="warning" title="prepare-exclusions-rule" />}
      <ul class="plain">
        {conflicts.map((set, at) => {
          const names = listOf(pageLanguage(), set.map(nameOf));
          return (
            <li key={set.join("/")} class="row">
              <span>{names}</span>
              <button type="button" aria-label={t("prepare-exclusion-remove", { names })} onClick={() => onConflicts(conflicts.filter((_, other) => other !== at))}>
                {t("prepare-remove")}
              </button>
            </li>
          );
        })}
      </ul>
      {chosen === null ? (
        <button type="button" onClick={() => setChosen([])}>
          {t("prepare-exclusion-add")}
        </button>
      ) : (
        <fieldset class="choices">
          <legend>{t("prepare-exclusion-which")}</legend>
          <div class="many">
            {projects.map(({ id }) => (
              <Tick key={id} id={`exclude-${id}`} label={nameOf(id)} checked={chosen.includes(id)} onChecked={(on) => setChosen(on ? [...chosen, id] : chosen.filter((other) => other !== id))} />
            ))}
          </div>
          <div class="actions">
            <button
              type="button"
              aria-disabled={chosen.length < 2}
              onClick={() => {
                if (chosen.length < 2) return;
                onConflicts([...conflicts, projects.map(({ id }) => id).filter((id) => chosen.includes(id))]);
                setChosen(null);
              }}
            >
              {t("prepare-exclusion-go", { count: chosen.length })}
            </button>
            <button type="button" onClick={() => setChosen(null)}>
              {t("cancel")}
            </button>
          </div>
        </fieldset>
      )}
    </details>
  );
}
