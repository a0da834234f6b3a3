// SPDX-License-Identifier: AGPL-3.0-or-later
//
// How people mark each list, and how it is counted: plain choices, an example on the list's own projects, the fine print behind.

import { useState } from "preact/hooks";
import { Alert } from "../../components/alert/index.tsx";
import type { FieldError } from "../../components/error-summary/index.tsx";
import { language as pageLanguage, t } from "../../components/text/index.tsx";
import type { Form as BallotForm } from "../../crypto/forms.ts";
import { titleOf, type Draft, type DraftContest, type Rule } from "./draft.ts";
import { Example } from "./example.tsx";
import { Radios, TextInput } from "../../components/inputs/index.tsx";
import { FinePrint } from "./fine-print.tsx";
import { choiceOf, choicesFor, KINDS, LIMITS, ruleFor, ruleWith, USUAL, type Kind, type Limit } from "./rules.ts";
import { StepForm, type ErrorOf, type StepProps } from "./step-form.tsx";

interface ListBallot {
  readonly kind: Kind;
  /** as they stand in the fields */
  readonly limits: Readonly<Partial<Record<Limit, string>>>;
  readonly rule: Rule;
}

type Form = Readonly<Record<string, ListBallot>>;

export function Ballot(step: StepProps) {
  const { draft } = step;
  const [form, setForm] = useState<Form>(() => Object.fromEntries(draft.contests.map(({ id, form: { kind, ...limits }, rule }) => [id, { kind, limits: Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, String(value)])), rule }])));
  if (draft.contests.length === 0) {
    return (
      <Alert kind="info" title="prepare-projects-no-list">
        <button type="button" onClick={() => step.onStep("lists")}>
          {t("prepare-step-lists")}
        </button>
      </Alert>
    );
  }
  const nameOf = ({ id, texts }: DraftContest): string => titleOf(texts, pageLanguage()) || t("prepare-unnamed", { id });
  const check = (): FieldError[] => draft.contests.flatMap((contest) => faultsOf(contest.id, nameOf(contest), form[contest.id]!));
  return (
    <StepForm step={step} form={form} check={check} part={(latest) => partOf(form, latest)}>
      {(errorOf) =>
        draft.contests.map((contest) => (
          <List key={contest.id} step={step} contest={contest} name={nameOf(contest)} ballot={form[contest.id]!} errorOf={errorOf} onBallot={(ballot) => setForm({ ...form, [contest.id]: ballot })} />
        ))
      }
    </StepForm>
  );
}

interface ListProps {
  readonly step: StepProps;
  readonly contest: DraftContest;
  readonly name: string;
  readonly ballot: ListBallot;
  readonly errorOf: ErrorOf;
  readonly onBallot: (ballot: ListBallot) => void;
}

function List({ step, contest, name, ballot, errorOf, onBallot }: ListProps) {
  const { kind, limits, rule } = ballot;
  const id = (field: string): string => `ballot-${contest.id}-${field}`;
  const setKind = (wanted: Kind): void => onBallot({ kind: wanted, limits, rule: ruleWith(rule, wanted) });
  const choices = choicesFor(kind);
  const words = kind === "ranking" ? "ranking" : kind === "points" || kind === "scores" ? "points" : "votes";
  return (
    <section class="card part" aria-labelledby={id("heading")}>
      <h3 id={id("heading")}>{name}</h3>
      <Radios id={id("kind")} legend={t("prepare-form")} value={kind} onValue={setKind} options={KINDS.map((value) => ({ value, text: t(`prepare-form-${value}`), hint: t(`prepare-form-${value}-about`) }))} />
      {LIMITS[kind].length > 0 && (
        <fieldset class="choices numbers">
          <legend>{t("prepare-limits")}</legend>
          {LIMITS[kind].map((limit) => (
            <TextInput key={limit} id={id(limit)} label={t(`prepare-limit-${limit.replace("_", "-")}`)} numeric value={limits[limit] ?? String(USUAL[limit])} error={errorOf(id(limit))} onValue={(value) => onBallot({ ...ballot, limits: { ...limits, [limit]: value } })} />
          ))}
        </fieldset>
      )}
      <Radios
        id={id("rule")}
        legend={t("prepare-rule")}
        value={choiceOf(rule)}
        onValue={(choice) => onBallot({ ...ballot, rule: ruleFor(choice, kind) })}
        options={choices.map((value) => ({ value, text: t(value === "score" ? `prepare-rule-score-${words}` : `prepare-rule-${value}`), hint: t(`prepare-rule-${value}-about`) }))}
      />
      <Example contest={contest} form={formOf(ballot)} rule={rule} draft={step.draft} csrf={step.desk.session.csrf} />
      <FinePrint id={id("fine")} kind={kind} rule={rule} errorOf={errorOf} onRule={(changed) => onBallot({ ...ballot, rule: changed })} />
    </section>
  );
}

const number = (text: string): number | null => (/^\d{1,7}$/.test(text.trim()) ? Number(text) : null);

/** The form as far as its fields can be read. */
function formOf({ kind, limits }: ListBallot): BallotForm {
  const read = Object.fromEntries(LIMITS[kind].map((limit) => [limit, number(limits[limit] ?? "") ?? USUAL[limit]]));
  return { kind, ...read } as BallotForm;
}

/** What no number of projects can mend; whether there are enough of them the readiness list says. */
function faultsOf(contest: string, name: string, ballot: ListBallot): FieldError[] {
  const field = (limit: string): string => `ballot-${contest}-${limit}`;
  const wrong = LIMITS[ballot.kind].filter((limit) => number(ballot.limits[limit] ?? String(USUAL[limit])) === null);
  if (wrong.length > 0) return wrong.map((limit) => ({ field: field(limit), text: t("prepare-number-wrong", { list: name }) }));
  const form = formOf(ballot) as Readonly<Partial<Record<Limit, number>>>;
  const faults: FieldError[] = [];
  const fault = (limit: Limit, id: string): void => void faults.push({ field: field(limit), text: t(id, { list: name }) });
  if (form.min !== undefined && (form.min < 1 || form.min > form.max!)) fault("min", "prepare-limits-min");
  if (form.total !== undefined) {
    if (form.max_each! < 1 || form.max_each! > form.total) fault("max_each", "prepare-limits-each");
    if (form.min_total! > form.total || form.min_total! > form.max! * form.max_each! || form.min! > form.total) fault("min_total", "prepare-limits-total");
  }
  if (form.low !== undefined && form.low > form.high!) fault("low", "prepare-limits-scores");
  const { rule } = ballot;
  if (rule.name === "motion") {
    for (const part of ["quorum", "majority"] as const) if (!isFraction(rule[part])) faults.push({ field: field(`fine-${part}`), text: t("prepare-fraction-wrong", { list: name }) });
  }
  return faults;
}

export function isFraction(text: string): boolean {
  const match = /^(\d{1,9})\/(\d{1,9})$/.exec(text);
  return match !== null && Number(match[2]) >= 1 && Number(match[1]) <= Number(match[2]);
}

function partOf(form: Form, latest: Draft): Partial<Draft> {
  return { contests: latest.contests.map((contest) => (form[contest.id] === undefined ? contest : { ...contest, form: formOf(form[contest.id]!), rule: form[contest.id]!.rule })) };
}
