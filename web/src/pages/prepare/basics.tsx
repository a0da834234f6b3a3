// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What the round is called and says of itself, in which languages, and its districts.

import { useState } from "preact/hooks";
import { language as pageLanguage, t } from "../../components/text/index.tsx";
import type { FieldError } from "../../components/error-summary/index.tsx";
import type { Wording } from "../../crypto/definition.ts";
import { idOf, lacking, sharedWord, tidied, titleOf, withShared, withWord, type Draft, type DraftDistrict, type Texts } from "./draft.ts";
import { Radios, Select, TextInput, type SelectProps } from "../../components/inputs/index.tsx";
import { languageName } from "../../i18n/format.ts";
import { LanguageTabs } from "./languages.tsx";
import { MAP_ROOM, PictureField } from "./picture-field.tsx";
import { isBounds, isPicture } from "./place-map.tsx";
import { StepForm, type StepProps } from "./step-form.tsx";
import { readTarget } from "./target.ts";
import { Tongues } from "./tongues.tsx";

interface Form {
  readonly kind: Draft["kind"];
  readonly currency: string;
  readonly languages: readonly string[];
  /** without the two that follow, which all languages share */
  readonly texts: Texts;
  readonly map: string;
  readonly bounds: string;
  readonly districts: readonly Pick<DraftDistrict, "id" | "texts">[];
}

/** Of the round, and how many lines each has. */
const MEMBERS: readonly (readonly [keyof Wording, number])[] = [["title", 1], ["summary", 2], ["description", 4], ["voters", 3], ["paper", 3], ["help", 3]]; // prettier-ignore

export function Basics(step: StepProps) {
  const { draft } = step;
  const [form, setForm] = useState<Form>(() => ({
    kind: draft.kind,
    currency: draft.currency,
    languages: draft.languages,
    texts: withShared(draft.texts, { map: "", map_bounds: "" }),
    map: sharedWord(draft.texts, "map"),
    bounds: sharedWord(draft.texts, "map_bounds"),
    districts: draft.districts.map(({ id, texts }) => ({ id, texts })),
  }));
  const [tongue, setTongue] = useState(readTarget(step.target, draft.languages).language ?? draft.languages[0]!);
  const [hasMap] = useState(form.map !== ""); // what was opened stays open
  const set = (change: Partial<Form>): void => setForm({ ...form, ...change });
  const current = form.languages.includes(tongue) ? tongue : form.languages[0]!;
  const first = form.languages[0]!;
  const missing = (language: string): number => lacking([form.texts, ...form.districts.map(({ texts }) => texts)], first, language);

  const check = (): FieldError[] => [
    ...(form.map === "" || isPicture(form.map) ? [] : [{ field: "map", text: t("prepare-picture-wrong") }]),
    ...((form.map === "" ? form.bounds === "" : isBounds(form.bounds)) ? [] : [{ field: "map-bounds", text: t("prepare-bounds-wrong") }]),
  ];
  return (
    <StepForm step={step} form={form} check={check} part={(latest) => partOf(form, latest)}>
      {(errorOf) => (
        <>
          <Radios
            id="kind"
            legend={t("kind-legend")}
            value={form.kind}
            onValue={(kind) => set({ kind })}
            options={[
              { value: "real", text: t("kind-real"), hint: t("kind-real-about") },
              { value: "rehearsal", text: t("kind-rehearsal"), hint: t("kind-rehearsal-about") },
            ]}
          />
          <Tongues languages={form.languages} offered={step.desk.city.languages} onLanguages={(languages) => set({ languages })} />
          <CurrencyField value={form.currency} onValue={(currency) => set({ currency })} />
          <h3>{t("prepare-words")}</h3>
          <LanguageTabs languages={form.languages} current={current} missing={missing} page={pageLanguage()} onLanguage={setTongue} />
          {MEMBERS.map(([member, rows]) => (
            <WordInput key={`${member} ${current}`} id={`text-${member}`} thing="round" member={member} rows={rows} texts={form.texts} language={current} first={first} onTexts={(texts) => set({ texts })} />
          ))}
          <details class="part" open={hasMap}>
            <summary>{t("prepare-round-map")}</summary>
            <p>{t("prepare-round-map-about")}</p>
            <PictureField id="map" label={t("prepare-map-picture")} desk={step.desk} room={MAP_ROOM} name={form.map} alt={t("prepare-map-picture")} error={errorOf("map")} onName={(map) => setForm((now) => ({ ...now, map }))} />
            <TextInput id="map-bounds" label={t("prepare-map-bounds")} hint={t("prepare-map-bounds-hint")} value={form.bounds} onValue={(bounds) => set({ bounds: bounds.trim() })} error={errorOf("map-bounds")} />
          </details>
          <Districts districts={form.districts} language={current} first={first} onDistricts={(districts) => set({ districts })} />
        </>
      )}
    </StepForm>
  );
}

function partOf(form: Form, latest: Draft): Partial<Draft> {
  const districts = form.districts.map(({ id, texts }): DraftDistrict => {
    const known = latest.districts.find((district) => district.id === id);
    return { ...known, id, texts: tidied(texts, form.languages), contests: known?.contests ?? latest.contests.map((contest) => contest.id) };
  });
  const costs = latest.contests.some(({ envelope, options }) => envelope > 0 || options.some(({ cost }) => (cost ?? 0) > 0));
  return {
    kind: form.kind,
    currency: form.currency,
    // What has been written in minor units keeps its meaning.
    ...(costs ? {} : { minor_digits: new Intl.NumberFormat("en", { style: "currency", currency: form.currency }).resolvedOptions().maximumFractionDigits ?? 2 }),
    languages: form.languages,
    texts: withShared(tidied(form.texts, form.languages), { map: form.map, map_bounds: form.bounds }),
    districts,
    contests: latest.contests.map((contest) => ({ ...contest, texts: tidied(contest.texts, form.languages), options: contest.options.map((option) => ({ ...option, texts: tidied(option.texts, form.languages) })) })),
  };
}

interface WordProps {
  readonly id: string;
  /** message ids begin with prepare-THING- */
  readonly thing: "round" | "list" | "district" | "project";
  readonly member: keyof Wording;
  readonly rows: number;
  readonly texts: Texts;
  readonly language: string;
  /** the language that the others fall back to */
  readonly first: string;
  readonly onTexts: (texts: Texts) => void;
  readonly error?: string | undefined;
}

/** One text in one language; where another language is written in, with the words of the first to translate. */
export function WordInput({ id, thing, member, rows, texts, language, first, onTexts, error }: WordProps) {
  const message = `prepare-${thing}-${member.replace("_", "-")}`;
  const original = language === first ? undefined : texts[first]?.[member];
  const lacks = original !== undefined && texts[language]?.[member] === undefined;
  return (
    <div class={lacks ? "word lacking" : "word"}>
      <TextInput
        id={id}
        label={t(message)}
        hint={WITH_HINT.includes(`${thing}-${member}`) ? t(`${message}-hint`) : undefined}
        error={error}
        rows={rows}
        language={language}
        value={texts[language]?.[member] ?? ""}
        onValue={(value) => onTexts(withWord(texts, language, member, value))}
        after={
          original === undefined ? undefined : (
            <>
              {lacks && <strong class="lacks">{t("prepare-untranslated", { language: languageName(first, pageLanguage()) })}</strong>} <q lang={first}>{original}</q>
            </>
          )
        }
      />
    </div>
  );
}

const WITH_HINT = ["round-summary", "round-voters", "round-paper", "round-help", "list-description", "project-picture_text", "project-place", "project-position", "project-summary"];

function CurrencyField({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  const known = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("currency") : ["EUR"];
  const names = new Intl.DisplayNames([pageLanguage()], { type: "currency" });
  const options: SelectProps["options"] = known.map((code) => [code, `${code} – ${names.of(code) ?? code}`] as const);
  return <Select id="currency" label={t("prepare-currency")} value={value} onValue={onValue} options={options.some(([code]) => code === value) ? options : [[value, value], ...options]} />;
}

interface DistrictsProps {
  readonly districts: Form["districts"];
  readonly language: string;
  readonly first: string;
  readonly onDistricts: (districts: Form["districts"]) => void;
}

function Districts({ districts, language, first, onDistricts }: DistrictsProps) {
  const add = (): void => {
    const id = idOf("", districts.map((district) => district.id), districts.length === 0 ? "all" : "district");
    onDistricts([...districts, { id, texts: {} }]);
    requestAnimationFrame(() => document.getElementById(`district-${id}`)?.focus());
  };
  const change = (id: string, texts: Texts): void => onDistricts(districts.map((district) => (district.id === id ? { ...district, texts } : district)));
  return (
    <section aria-labelledby="districts-heading">
      <h3 id="districts-heading">{t("prepare-districts")}</h3>
      <p>{t("prepare-districts-about")}</p>
      {districts.map(({ id, texts }) => (
        <div class="row" key={id}>
          <WordInput id={`district-${id}`} thing="district" member="title" rows={1} texts={texts} language={language} first={first} onTexts={(changed) => change(id, changed)} />
          <button type="button" aria-label={t("prepare-district-remove", { district: titleOf(texts, language) || t("prepare-unnamed", { id }) })} onClick={() => onDistricts(districts.filter((district) => district.id !== id))}>
            {t("prepare-remove")}
          </button>
        </div>
      ))}
      <button type="button" id="districts" onClick={add}>
        {t("prepare-district-add")}
      </button>
    </section>
  );
}
