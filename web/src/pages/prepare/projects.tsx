// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The projects (or questions) of each list: a table, an editor for one of them, which exclude each other, and what comes
// from a file.

import { useState } from "preact/hooks";
import { Alert } from "../../components/alert/index.tsx";
import { language as pageLanguage, t } from "../../components/text/index.tsx";
import { moneyOf, type MoneyText } from "../../i18n/format.ts";
import { Categories, categoriesIn, named, type CategoryNames } from "./categories.tsx";
import { idOf, lacking, MAX_OPTIONS, sharedWord, tidied, titleOf, withShared, withWord, type Draft, type DraftContest, type DraftOption, type Texts } from "./draft.ts";
import { Exclusions } from "./exclusions.tsx";
import { Select, tagOf, TextInput } from "../../components/inputs/index.tsx";
import { LanguageTabs } from "./languages.tsx";
import { readMoney, writeMoney } from "./money.ts";
import { ImportPart } from "./import.tsx";
import { LotForm } from "./lot.tsx";
import { ProjectEditor } from "./project-editor.tsx";
import { StepForm, type StepProps } from "./step-form.tsx";
import { readTarget } from "./target.ts";

export interface ProjectForm {
  readonly id: string;
  /** as it stands in the field */
  readonly cost: string;
  /** empty: none */
  readonly category: string;
  /** as in texts, where every language repeats them; empty: none */
  readonly position: string;
  readonly picture: string;
  /** without these three */
  readonly texts: Texts;
}

export interface ListProjects {
  readonly projects: readonly ProjectForm[];
  readonly conflicts: readonly (readonly string[])[];
}

interface Form {
  readonly lists: Readonly<Record<string, ListProjects>>;
  readonly categories: CategoryNames;
}

export function Projects(step: StepProps) {
  const { draft, target } = step;
  const { languages } = draft;
  const first = languages[0]!;
  const [form, setForm] = useState<Form>(() => formOf(draft));
  const { field, language: wanted } = readTarget(target, languages);
  const aimed = projectOf(draft, field);
  const [list, setList] = useState(aimed?.list ?? (draft.contests.some(({ id }) => id === step.list.current) ? step.list.current : draft.contests[0]?.id) ?? "");
  step.list.current = list;
  const [editing, setEditing] = useState<string | null>(aimed?.project ?? null);
  const [tongue, setTongue] = useState(wanted ?? first);
  const contest = draft.contests.find(({ id }) => id === list);
  if (contest === undefined) {
    return (
      <Alert kind="info" title="prepare-projects-no-list">
        <button type="button" onClick={() => step.onStep("lists")}>
          {t("prepare-step-lists")}
        </button>
      </Alert>
    );
  }
  const here = form.lists[list]!;
  const questions = contest.form.kind === "questions";
  const money: MoneyText = { language: pageLanguage(), currency: draft.currency, minorDigits: draft.minor_digits };
  const change = (of: Partial<ListProjects>): void => setForm({ ...form, lists: { ...form.lists, [list]: { ...here, ...of } } });
  const add = (): void => {
    const id = idOf("", here.projects.map((project) => project.id), `${list.slice(0, 24)}-${here.projects.length + 1}`);
    change({ projects: [...here.projects, { id, cost: "", category: "", position: "", picture: "", texts: {} }] });
    setEditing(id);
  };
  const remove = (id: string): void => {
    change({ projects: here.projects.filter((project) => project.id !== id), conflicts: here.conflicts.map((set) => set.filter((other) => other !== id)).filter((set) => set.length > 1) });
    setEditing(null);
  };
  const missing = (language: string): number => lacking(here.projects.map(({ texts }) => texts), first, language);
  const edited = here.projects.find(({ id }) => id === editing);
  const check = () =>
    Object.entries(form.lists).flatMap(([id, { projects }]) =>
      projects.flatMap((project) =>
        readCost(project.cost, draft.minor_digits) === null ? [{ field: `project-${id}-${project.id}-cost`, text: t("prepare-money-wrong", { name: titleOf(project.texts, tongue) || project.id }) }] : [],
      ),
    );
  return (
    <StepForm step={step} form={form} check={check} part={(latest) => partOf(form, latest)}>
      {(errorOf, unsaved) => (
        <>
          {draft.contests.length > 1 && (
            <Select id="projects-list" label={t("prepare-projects-list")} value={list} onValue={(id) => (setList(id), setEditing(null))} options={draft.contests.map(({ id, texts }) => [id, titleOf(texts, pageLanguage()) || t("prepare-unnamed", { id })] as const)} />
          )}
          <LanguageTabs languages={languages} current={tongue} missing={missing} page={pageLanguage()} onLanguage={setTongue} />
          {edited !== undefined ? (
            <ProjectEditor
              key={edited.id}
              list={list}
              project={edited}
              number={here.projects.indexOf(edited) + 1}
              costs={!questions}
              draft={draft}
              desk={step.desk}
              language={tongue}
              categories={form.categories}
              errorOf={errorOf}
              onProject={(project) => change({ projects: here.projects.map((other) => (other.id === project.id ? project : other)) })}
              onPicture={(picture) => setForm((now) => withPicture(now, list, edited.id, picture))}
              onCategories={(categories, project) => setForm({ ...form, categories, lists: { ...form.lists, [list]: { ...here, projects: here.projects.map((other) => (other.id === project.id ? project : other)) } } })}
              onRemove={() => remove(edited.id)}
              onDone={() => setEditing(null)}
            />
          ) : (
            <>
              <Table projects={here.projects} questions={questions} draft={draft} money={money} language={tongue} categories={form.categories} envelope={contest.envelope} onEdit={setEditing} />
              <div class="actions">
                <button type="button" id={`project-add-${list}`} aria-disabled={here.projects.length >= MAX_OPTIONS} onClick={() => here.projects.length < MAX_OPTIONS && add()}>
                  {t(questions ? "prepare-question-add" : "prepare-project-add")}
                </button>
              </div>
              {!questions && <Categories names={form.categories} language={tongue} first={first} onNames={(categories) => setForm({ ...form, categories })} />}
              {!questions && here.projects.length > 1 && <Exclusions key={`exclusions ${list}`} list={list} projects={here.projects} conflicts={here.conflicts} language={tongue} greedy={contest.rule.name === "greedy"} onConflicts={(conflicts) => change({ conflicts })} />}
              {!questions && <ImportPart key={`import ${list}`} step={step} contest={contest} unsaved={unsaved} />}
              {!questions && here.projects.length > 1 && <LotForm key={`lot ${list}`} step={step} contest={contest} unsaved={unsaved} />}
            </>
          )}
        </>
      )}
    </StepForm>
  );
}

function withPicture(form: Form, list: string, id: string, picture: string): Form {
  const here = form.lists[list]!;
  return { ...form, lists: { ...form.lists, [list]: { ...here, projects: here.projects.map((project) => (project.id === id ? { ...project, picture } : project)) } } };
}

interface TableProps {
  readonly projects: readonly ProjectForm[];
  readonly questions: boolean;
  readonly draft: Draft;
  readonly money: MoneyText;
  readonly language: string;
  readonly categories: CategoryNames;
  readonly envelope: number;
  readonly onEdit: (id: string) => void;
}

/** From so many on one can search. */
const SEARCH_FROM = 9;

function Table({ projects, questions, draft, money, language, categories, envelope, onEdit }: TableProps) {
  const [wanted, setWanted] = useState("");
  const needle = wanted.trim().toLocaleLowerCase();
  const shown = projects.map((project, at) => ({ project, at, title: titleOf(project.texts, language) })).filter(({ project, title }) => needle === "" || title.toLocaleLowerCase().includes(needle) || project.id.includes(needle));
  const first = draft.languages[0]!;
  const costs = projects.map(({ cost }) => readMoney(cost, draft.minor_digits));
  const total = costs.reduce<bigint>((sum, cost) => sum + BigInt(cost ?? 0), 0n);
  if (projects.length === 0) return <p>{t(questions ? "prepare-questions-none" : "prepare-projects-none")}</p>;
  return (
    <>
      {projects.length >= SEARCH_FROM && <TextInput id="projects-search" label={t("prepare-projects-search")} value={wanted} onValue={setWanted} after={needle === "" ? undefined : t("prepare-projects-found", { count: shown.length })} />}
      <div class="scroll" tabIndex={0} role="group" aria-label={t("prepare-projects-table")}>
        <table class="projects">
          <thead>
            <tr>
              <th scope="col">{t("prepare-project-number")}</th>
              <th scope="col">{t("prepare-project-title")}</th>
              {!questions && <th scope="col">{t("prepare-project-cost")}</th>}
              {!questions && <th scope="col">{t("prepare-project-category")}</th>}
              {draft.languages.length > 1 && <th scope="col">{t("prepare-project-texts")}</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ project, at, title }) => {
              const lacks = draft.languages.reduce((sum, other) => sum + lacking([project.texts], first, other), 0);
              const name = title || t("prepare-unnamed", { id: project.id });
              return (
                <tr key={project.id}>
                  <td>{at + 1}</td>
                  <th scope="row" lang={title === "" ? undefined : tagOf(language)} dir="auto">
                    <button type="button" class="link" aria-label={t("prepare-project-edit-label", { title: name })} onClick={() => onEdit(project.id)}>
                      {name}
                    </button>
                  </th>
                  {!questions && <td>{costs[at] == null ? <span class="lacks">{t("prepare-missing")}</span> : moneyOf(money, costs[at]!)}</td>}
                  {!questions && <td>{project.category === "" ? "–" : named(categories, project.category, language)}</td>}
                  {draft.languages.length > 1 && <td>{lacks === 0 ? <span class="whole">{t("prepare-whole")}</span> : <span class="lacks">{t("prepare-lacks", { count: lacks })}</span>}</td>}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {!questions && <p class="quiet">{t("prepare-projects-total", { count: projects.length, total: moneyOf(money, Number(total)), envelope: moneyOf(money, envelope) })}</p>}
    </>
  );
}

/** 0 where nothing stands there; null where it is no amount. */
function readCost(text: string, digits: number): number | null {
  return text.trim() === "" ? 0 : readMoney(text, digits);
}

function formOf(draft: Draft): Form {
  const projectsOf = ({ options }: DraftContest): readonly ProjectForm[] =>
    options.map(({ id, cost, category, texts }) => ({
      id,
      cost: cost === undefined ? "" : writeMoney(cost, draft.minor_digits),
      category: category ?? "",
      position: sharedWord(texts, "position"),
      picture: sharedWord(texts, "picture"),
      texts: withShared(texts, { position: "", picture: "", category: "" }),
    }));
  return { lists: Object.fromEntries(draft.contests.map((contest) => [contest.id, { projects: projectsOf(contest), conflicts: contest.conflicts }])), categories: categoriesIn(draft) };
}

function partOf(form: Form, latest: Draft): Partial<Draft> {
  const optionOf = ({ id, cost, category, position, picture, texts }: ProjectForm): DraftOption => {
    let words = withShared(tidied(texts, latest.languages), { position, picture, ...(picture === "" ? { picture_text: "" } : {}) });
    for (const [language, name] of Object.entries(form.categories[category] ?? {})) if (words[language]?.title !== undefined) words = withWord(words, language, "category", name);
    return { id, ...(cost.trim() === "" ? {} : { cost: readMoney(cost, latest.minor_digits) ?? 0 }), texts: words, ...(category === "" ? {} : { category }) };
  };
  return {
    contests: latest.contests.map((contest) => {
      const list = form.lists[contest.id];
      return list === undefined ? contest : { ...contest, options: list.projects.map((project) => optionOf(contest.form.kind === "questions" ? { ...project, cost: "0", category: "" } : project)), conflicts: list.conflicts };
    }),
  };
}

/** Of `project-LIST-PROJECT-FIELD`, as the fields of the editor are called, and of what belongs to a whole list. */
function projectOf(draft: Draft, field: string | null): { list: string; project: string | null } | null {
  for (const { id, options } of draft.contests) {
    if ([`project-add-${id}`, `exclusions-${id}`, `lot-${id}`].includes(field ?? "")) return { list: id, project: null };
    const option = options.find((one) => field?.startsWith(`project-${id}-${one.id}-`));
    if (option !== undefined) return { list: id, project: option.id };
  }
  return null;
}
