// SPDX-License-Identifier: AGPL-3.0-or-later
//
// One project: what it is called in each language, what it costs, where it is, how it looks.

import { useEffect, useRef, useState } from "preact/hooks";
import { language as pageLanguage, t } from "../../components/text/index.tsx";
import type { Wording } from "../../crypto/definition.ts";
import { languageName, moneyOf } from "../../i18n/format.ts";
import { WordInput } from "./basics.tsx";
import { named, withName, type CategoryNames } from "./categories.tsx";
import { idOf, titleOf, type Draft, type Texts } from "./draft.ts";
import { Select, TextInput } from "../../components/inputs/index.tsx";
import { readMoney } from "./money.ts";
import { PictureField, PROJECT_ROOM } from "./picture-field.tsx";
import { isPosition, PlaceMap } from "./place-map.tsx";
import type { ProjectForm } from "./projects.tsx";
import type { ErrorOf, StepProps } from "./step-form.tsx";

interface Props {
  readonly list: string;
  readonly project: ProjectForm;
  readonly number: number;
  /** questions have no cost, category, place or picture */
  readonly costs: boolean;
  readonly draft: Draft;
  readonly desk: StepProps["desk"];
  readonly language: string;
  readonly categories: CategoryNames;
  readonly errorOf: ErrorOf;
  readonly onProject: (project: ProjectForm) => void;
  /** comes when the server has it, also when the editor has been closed meanwhile */
  readonly onPicture: (name: string) => void;
  readonly onCategories: (categories: CategoryNames, project: ProjectForm) => void;
  readonly onRemove: () => void;
  readonly onDone: () => void;
}

const NEW = "+";
const MEMBERS: readonly (readonly [keyof Wording, number])[] = [["title", 1], ["summary", 2], ["description", 5], ["place", 1], ["url", 1]]; // prettier-ignore

export function ProjectEditor(props: Props) {
  const { list, project, number, costs, draft, desk, language, categories, errorOf, onProject, onPicture, onCategories, onRemove, onDone } = props;
  const first = draft.languages[0]!;
  const heading = useRef<HTMLHeadingElement>(null);
  const [category, setCategory] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  useEffect(() => heading.current?.focus(), []);
  const id = (field: string): string => `project-${list}-${project.id}-${field}`;
  const money = { language: pageLanguage(), currency: draft.currency, minorDigits: draft.minor_digits };
  const cost = readMoney(project.cost, draft.minor_digits);
  const setTexts = (texts: Texts): void => onProject({ ...project, texts });
  const addCategory = (): void => {
    const name = (category ?? "").trim();
    if (name === "") return;
    const own = idOf(name, Object.keys(categories), "category");
    onCategories(withName(categories, own, language, name), { ...project, category: own });
    setCategory(null);
  };
  const { position } = project;
  return (
    <section class="card part editor" aria-labelledby="editor-heading">
      <h3 id="editor-heading" tabIndex={-1} ref={heading}>
        {t(costs ? "prepare-editor" : "prepare-editor-question", { number })} {titleOf(project.texts, language)}
      </h3>
      {MEMBERS.filter(([member]) => costs || member !== "place").map(([member, rows]) => (
        <WordInput key={`${member} ${language}`} id={id(member)} thing="project" member={member} rows={rows} texts={project.texts} language={language} first={first} onTexts={setTexts} />
      ))}
      {costs && (
        <>
          <TextInput id={id("cost")} label={t("prepare-project-cost")} numeric value={project.cost} error={errorOf(id("cost"))} onValue={(value) => onProject({ ...project, cost: value })} after={cost === null ? (project.cost === "" ? undefined : t("prepare-money-unread")) : moneyOf(money, cost)} />
          <Select
            id={id("category")}
            label={t("prepare-project-category")}
            value={category === null ? project.category : NEW}
            onValue={(value) => (value === NEW ? setCategory("") : (setCategory(null), onProject({ ...project, category: value })))}
            options={[["", t("prepare-category-none")], ...Object.keys(categories).map((one) => [one, named(categories, one, language)] as const), [NEW, t("prepare-category-new")]]}
          />
          {category !== null && (
            <div class="row">
              <TextInput id={id("category-name")} label={t("prepare-category-name", { language: languageName(language, pageLanguage()) })} language={language} value={category} onValue={setCategory} />
              <button type="button" onClick={addCategory}>
                {t("prepare-category-add")}
              </button>
            </div>
          )}
          <TextInput
            id={id("position")}
            label={t("prepare-project-position")}
            hint={t("prepare-project-position-hint")}
            value={position}
            onValue={(value) => onProject({ ...project, position: value.trim() })}
            error={position === "" || isPosition(position) ? undefined : t("prepare-position-wrong")}
          />
          <PlaceMap texts={draft.texts} position={position} onPosition={(value) => onProject({ ...project, position: value })} />
          <PictureField id={id("picture")} label={t("prepare-project-picture")} desk={desk} room={PROJECT_ROOM} name={project.picture} alt={project.texts[language]?.picture_text ?? ""} onName={onPicture}>
            <WordInput key={`picture ${language}`} id={id("picture_text")} thing="project" member="picture_text" rows={2} texts={project.texts} language={language} first={first} onTexts={setTexts} />
          </PictureField>
        </>
      )}
      <div class="actions">
        <button type="button" onClick={onDone}>
          {t("prepare-editor-done")}
        </button>
        {asked ? (
          <>
            <button type="button" onClick={onRemove}>
              {t("prepare-editor-remove-go")}
            </button>
            <button type="button" onClick={() => setAsked(false)}>
              {t("cancel")}
            </button>
          </>
        ) : (
          <button type="button" onClick={() => setAsked(true)}>
            {t("prepare-editor-remove")}
          </button>
        )}
      </div>
    </section>
  );
}
