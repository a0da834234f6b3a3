// SPDX-License-Identifier: AGPL-3.0-or-later
//
// How many may vote and how often, and how few ballots are too few to be counted without giving somebody away.

import { useState } from "preact/hooks";
import type { FieldError } from "../../components/error-summary/index.tsx";
import { language as pageLanguage, t } from "../../components/text/index.tsx";
import { titleOf, type Draft } from "./draft.ts";
import { Radios, TextInput, Tick } from "../../components/inputs/index.tsx";
import { StepForm, type StepProps } from "./step-form.tsx";

interface Form {
  readonly size: string;
  readonly cap: string;
  readonly revoting: boolean;
  readonly totals: boolean;
  readonly pools: Readonly<Record<string, { readonly min: string; readonly below: "count" | "withhold" | undefined }>>;
}

const DIGITS = /^\d{1,8}$/;

export function Voters(step: StepProps) {
  const { draft } = step;
  const [form, setForm] = useState<Form>(() => ({
    size: draft.roll.size === undefined ? "" : String(draft.roll.size),
    cap: draft.roll.cap === undefined ? "" : String(draft.roll.cap),
    revoting: draft.revoting,
    totals: draft.totals_only_paper,
    pools: Object.fromEntries(draft.contests.map(({ id, pool_min, below_pool_min }) => [id, { min: String(pool_min ?? 10), below: below_pool_min }])),
  }));
  const set = (change: Partial<Form>): void => setForm({ ...form, ...change });
  const pool = (id: string) => form.pools[id] ?? { min: "10", below: undefined };
  const check = (): FieldError[] => [
    ...(form.size.trim() === "" || DIGITS.test(form.size.trim()) ? [] : [{ field: "roll-size", text: t("prepare-roll-size-wrong") }]),
    ...(form.cap.trim() === "" || (DIGITS.test(form.cap.trim()) && Number(form.cap) >= 1) ? [] : [{ field: "roll-cap", text: t("prepare-roll-cap-wrong") }]),
    ...draft.contests.filter(({ id }) => !(DIGITS.test(pool(id).min.trim()) && Number(pool(id).min) >= 1)).map(({ id }) => ({ field: `pool-${id}-min`, text: t("prepare-pool-min-wrong") })),
  ];
  return (
    <StepForm step={step} form={form} check={check} part={(latest) => partOf(form, latest)}>
      {(errorOf) => (
        <>
          <TextInput id="roll-size" label={t("prepare-roll-size")} hint={t("prepare-roll-size-hint")} numeric value={form.size} error={errorOf("roll-size")} onValue={(size) => set({ size })} />
          <TextInput id="roll-cap" label={t("prepare-roll-cap")} hint={t("prepare-roll-cap-hint")} numeric value={form.cap} error={errorOf("roll-cap")} onValue={(cap) => set({ cap })} />
          <Tick id="revoting" label={t("prepare-revoting")} hint={t("prepare-revoting-hint")} checked={form.revoting} onChecked={(revoting) => set({ revoting })} />
          <Tick id="totals-only" label={t("prepare-totals")} hint={t("prepare-totals-hint")} checked={form.totals} onChecked={(totals) => set({ totals })} />
          <h3>{t("prepare-pool")}</h3>
          <p>{t("prepare-pool-about")}</p>
          {draft.contests.map((contest) => {
            const { id } = contest;
            const change = (of: Partial<Form["pools"][string]>): void => set({ pools: { ...form.pools, [id]: { ...pool(id), ...of } } });
            return (
              <section class="card part" key={id} aria-labelledby={`pool-${id}`}>
                <h4 id={`pool-${id}`}>{titleOf(contest.texts, pageLanguage()) || t("prepare-unnamed", { id })}</h4>
                <TextInput id={`pool-${id}-min`} label={t("prepare-pool-min")} numeric value={pool(id).min} error={errorOf(`pool-${id}-min`)} onValue={(min) => change({ min })} />
                <Radios
                  id={`pool-${id}-below`}
                  legend={t("prepare-pool-below")}
                  value={pool(id).below}
                  onValue={(below) => change({ below })}
                  options={(["withhold", "count"] as const).map((value) => ({ value, text: t(`prepare-pool-${value}`), hint: t(`prepare-pool-${value}-about`) }))}
                />
              </section>
            );
          })}
        </>
      )}
    </StepForm>
  );
}

function partOf(form: Form, latest: Draft): Partial<Draft> {
  const number = (text: string): number | undefined => (text.trim() === "" ? undefined : Number(text));
  const [size, cap] = [number(form.size), number(form.cap)];
  return {
    roll: { ...(size === undefined ? {} : { size }), ...(cap === undefined ? {} : { cap }) },
    revoting: form.revoting,
    totals_only_paper: form.totals,
    contests: latest.contests.map((contest) => {
      const pool = form.pools[contest.id];
      return pool === undefined ? contest : { ...contest, pool_min: Number(pool.min), ...(pool.below === undefined ? {} : { below_pool_min: pool.below }) };
    }),
  };
}
