// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The lists of the ballot: what each is called, how much money it has, and whose ballot has it.

import { useState } from "preact/hooks";
import type { FieldError } from "../../components/error-summary/index.tsx";
import { language as pageLanguage, t } from "../../components/text/index.tsx";
import { moneyOf } from "../../i18n/format.ts";
import { WordInput } from "./basics.tsx";
import { freshContest, idOf, lacking, MAX_CONTESTS, tidied, titleOf, type Draft, type Texts } from "./draft.ts";
import { TextInput, Tick } from "../../components/inputs/index.tsx";
import { LanguageTabs } from "./languages.tsx";
import { readMoney, writeMoney } from "./money.ts";
import { Split, type SplitForm } from "./split.tsx";
import { StepForm, type StepProps } from "./step-form.tsx";
import { readTarget } from "./target.ts";

interface ListForm {
  readonly id: string;
  readonly texts: Texts;
  /** as it stands in the field */
  readonly envelope: string;
}

interface Form {
  readonly lists: readonly ListForm[];
  /** ids of the lists of each district */
  readonly whose: Readonly<Record<string, readonly string[]>>;
  readonly split: SplitForm;
}

export function Lists(step: StepProps) {
  const { draft } = step;
  const { languages, minor_digits: digits, currency } = draft;
  const [form, setForm] = useState<Form>(() => ({
    lists: draft.contests.map(({ id, texts, envelope }) => ({ id, texts, envelope: envelope === 0 ? "" : writeMoney(envelope, digits) })),
    whose: Object.fromEntries(draft.districts.map(({ id, contests }) => [id, contests])),
    split: (draft.preparation?.["split"] as SplitForm | undefined) ?? { budget: "", percent: "100", method: "equal", weights: {} },
  }));
  const [tongue, setTongue] = useState(readTarget(step.target, draft.languages).language ?? draft.languages[0]!);
  const first = languages[0]!;
  const money = { language: pageLanguage(), currency, minorDigits: digits };
  const nameOf = ({ id, texts }: { id: string; texts: Texts }): string => titleOf(texts, tongue) || t("prepare-unnamed", { id });
  const set = (change: Partial<Form>): void => setForm({ ...form, ...change });
  const change = (id: string, of: Partial<ListForm>): void => set({ lists: form.lists.map((list) => (list.id === id ? { ...list, ...of } : list)) });
  const add = (): void => {
    const id = idOf("", form.lists.map((list) => list.id), "list");
    set({ lists: [...form.lists, { id, texts: {}, envelope: "" }], whose: Object.fromEntries(Object.entries(form.whose).map(([district, lists]) => [district, [...lists, id]])) });
    requestAnimationFrame(() => document.getElementById(`list-${id}-title`)?.focus());
  };
  const missing = (language: string): number => lacking(form.lists.map(({ texts }) => texts), first, language);
  const check = (): FieldError[] =>
    form.lists.flatMap((list) => (list.envelope.trim() === "" || readMoney(list.envelope, digits) !== null ? [] : [{ field: `list-${list.id}-envelope`, text: t("prepare-money-wrong", { name: nameOf(list) }) }]));
  return (
    <StepForm step={step} form={form} check={check} part={(latest) => partOf(form, latest)}>
      {(errorOf) => (
        <>
          <p>{t("prepare-lists-about")}</p>
          <LanguageTabs languages={languages} current={tongue} missing={missing} page={pageLanguage()} onLanguage={setTongue} />
          {form.lists.map((list, at) => {
            const amount = readMoney(list.envelope, digits);
            return (
              <fieldset class="card part" key={list.id}>
                <legend>
                  {t("prepare-list", { number: at + 1 })} <span class="quiet">{titleOf(list.texts, tongue)}</span>
                </legend>
                <WordInput id={`list-${list.id}-title`} thing="list" member="title" rows={1} texts={list.texts} language={tongue} first={first} onTexts={(texts) => change(list.id, { texts })} />
                <WordInput id={`list-${list.id}-description`} thing="list" member="description" rows={2} texts={list.texts} language={tongue} first={first} onTexts={(texts) => change(list.id, { texts })} />
                <TextInput
                  id={`list-${list.id}-envelope`}
                  label={t("prepare-envelope")}
                  numeric
                  value={list.envelope}
                  error={errorOf(`list-${list.id}-envelope`)}
                  onValue={(envelope) => change(list.id, { envelope })}
                  after={amount === null ? (list.envelope === "" ? undefined : t("prepare-money-unread")) : moneyOf(money, amount)}
                />
                {draft.districts.length > 1 && (
                  <fieldset class="choices">
                    <legend>{t("prepare-list-whose")}</legend>
                    {draft.districts.map((district) => (
                      <Tick
                        key={district.id}
                        id={`list-${list.id}-${district.id}`}
                        label={nameOf(district)}
                        checked={form.whose[district.id]?.includes(list.id) ?? false}
                        onChecked={(on) => set({ whose: { ...form.whose, [district.id]: [...(form.whose[district.id] ?? []).filter((id) => id !== list.id), ...(on ? [list.id] : [])] } })}
                      />
                    ))}
                  </fieldset>
                )}
                <Remove draft={draft} list={list} name={nameOf(list)} onRemove={() => set({ lists: form.lists.filter(({ id }) => id !== list.id) })} />
              </fieldset>
            );
          })}
          <button type="button" id="lists" aria-disabled={form.lists.length >= MAX_CONTESTS} onClick={() => form.lists.length < MAX_CONTESTS && add()}>
            {t("prepare-list-add")}
          </button>
          <Split
            split={form.split}
            lists={form.lists.map((list) => ({ id: list.id, name: nameOf(list) }))}
            money={money}
            onSplit={(split) => set({ split })}
            onShares={(shares) => set({ lists: form.lists.map((list, at) => ({ ...list, envelope: writeMoney(shares[at]!, digits) })) })}
          />
        </>
      )}
    </StepForm>
  );
}

/** A list with projects is asked about: they go with it. */
function Remove({ draft, list, name, onRemove }: { draft: Draft; list: ListForm; name: string; onRemove: () => void }) {
  const [asked, setAsked] = useState(false);
  const count = draft.contests.find(({ id }) => id === list.id)?.options.length ?? 0;
  if (!asked) {
    return (
      <button type="button" aria-label={t("prepare-list-remove-label", { list: name })} onClick={() => (count === 0 ? onRemove() : setAsked(true))}>
        {t("prepare-list-remove")}
      </button>
    );
  }
  return (
    <div class="alert alert-warning" role="alert">
      <p>{t("prepare-list-remove-ask", { count })}</p>
      <div class="actions">
        <button type="button" onClick={onRemove}>
          {t("prepare-list-remove-go", { list: name })}
        </button>
        <button type="button" onClick={() => setAsked(false)}>
          {t("cancel")}
        </button>
      </div>
    </div>
  );
}

function partOf(form: Form, latest: Draft): Partial<Draft> {
  const contests = form.lists.map(({ id, texts, envelope }) => ({
    ...(latest.contests.find((contest) => contest.id === id) ?? freshContest(id)),
    texts: tidied(texts, latest.languages),
    envelope: readMoney(envelope, latest.minor_digits) ?? 0,
  }));
  const ids = contests.map(({ id }) => id);
  // One district, or one that came meanwhile, has them all.
  const listsOf = (district: string): readonly string[] => (latest.districts.length === 1 ? ids : ids.filter((id) => form.whose[district]?.includes(id) ?? true));
  return { contests, districts: latest.districts.map((district) => ({ ...district, contests: listsOf(district.id) })), preparation: { ...latest.preparation, split: form.split } };
}
