// SPDX-License-Identifier: AGPL-3.0-or-later
//
// When what happens. Times are those of the round's zone, whatever the zone of who types them.

import { useState } from "preact/hooks";
import type { FieldError } from "../../components/error-summary/index.tsx";
import { language as pageLanguage, t } from "../../components/text/index.tsx";
import { moment } from "../../i18n/format.ts";
import type { Draft } from "./draft.ts";
import { Radios, TextInput } from "../../components/inputs/index.tsx";
import { StepForm, type StepProps } from "./step-form.tsx";
import { clockAt, isZone, minuteOf } from "./zones.ts";

const TIMES = ["open", "close", "additions_end"] as const;
/** Lengths of time, and what their fields count in: minutes of it. */
const LENGTHS = { grace: 1, objection: 60, complaint: 1440 } as const;
type Length = keyof typeof LENGTHS;
const MAX_GRACE = 1440;

interface Form {
  readonly zone: string;
  readonly times: Readonly<Record<(typeof TIMES)[number], string>>;
  /** additions end with the vote */
  readonly toTheEnd: boolean;
  readonly lengths: Readonly<Record<Length, string>>;
  readonly pruning: string;
}

export function ScheduleStep(step: StepProps) {
  const { schedule, pruning_years } = step.draft;
  const clock = (minute: number | undefined): string => (minute === undefined || !isZone(schedule.zone) ? "" : clockAt(schedule.zone, minute));
  const [form, setForm] = useState<Form>(() => ({
    zone: schedule.zone,
    times: { open: clock(schedule.open), close: clock(schedule.close), additions_end: clock(schedule.additions_end) },
    toTheEnd: schedule.additions_end === undefined || schedule.additions_end === schedule.close,
    lengths: { grace: shown(schedule.grace, "grace"), objection: shown(schedule.objection, "objection"), complaint: shown(schedule.complaint, "complaint") },
    pruning: String(pruning_years),
  }));
  const zones = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
  const known = isZone(form.zone);
  const at = (name: (typeof TIMES)[number]): number | null => (known ? minuteOf(form.zone, form.times[name]) : null);
  const set = (change: Partial<Form>): void => setForm({ ...form, ...change });

  const check = (): FieldError[] => {
    const faults: FieldError[] = [];
    if (!known) faults.push({ field: "zone", text: t("prepare-zone-wrong") });
    for (const name of TIMES) if (known && form.times[name] !== "" && !(name === "additions_end" && form.toTheEnd) && at(name) === null) faults.push({ field: `time-${name}`, text: t(`prepare-time-${name.replace("_", "-")}-wrong`) });
    const [open, close, end] = [at("open"), at("close"), at("additions_end")];
    if (open !== null && close !== null && close <= open) faults.push({ field: "time-close", text: t("prepare-time-order") });
    if (!form.toTheEnd && end !== null && close !== null && end > close) faults.push({ field: "time-additions_end", text: t("prepare-time-additions") });
    for (const name of Object.keys(LENGTHS) as Length[]) if (minutesOf(form.lengths[name], name) === null) faults.push({ field: `length-${name}`, text: t(`prepare-length-${name}-wrong`) });
    if (!/^\d{1,3}$/.test(form.pruning.trim())) faults.push({ field: "pruning", text: t("prepare-pruning-wrong") });
    return faults;
  };
  return (
    <StepForm step={step} form={form} check={check} part={(latest) => partOf(form, latest)}>
      {(errorOf) => {
        const time = (name: (typeof TIMES)[number]) => {
          const minute = at(name);
          return (
            <TextInput
              id={`time-${name}`}
              label={t(`prepare-time-${name.replace("_", "-")}`)}
              type="datetime-local"
              value={form.times[name]}
              error={errorOf(`time-${name}`)}
              onValue={(value) => set({ times: { ...form.times, [name]: value } })}
              after={minute === null ? undefined : moment(pageLanguage(), form.zone, minute)}
            />
          );
        };
        const length = (name: Length) => <TextInput id={`length-${name}`} label={t(`prepare-length-${name}`)} hint={t(`prepare-length-${name}-hint`)} numeric value={form.lengths[name]} error={errorOf(`length-${name}`)} onValue={(value) => set({ lengths: { ...form.lengths, [name]: value } })} />;
        return (
          <>
            <TextInput id="zone" label={t("prepare-zone")} hint={t("prepare-zone-hint")} list="zones" value={form.zone} error={errorOf("zone")} onValue={(zone) => set({ zone: zone.trim() })} />
            <datalist id="zones">
              {zones.map((zone) => (
                <option key={zone} value={zone} />
              ))}
            </datalist>
            {time("open")}
            {time("close")}
            {length("grace")}
            <Radios
              id="additions"
              legend={t("prepare-additions")}
              value={form.toTheEnd ? "close" : "earlier"}
              onValue={(value) => set({ toTheEnd: value === "close" })}
              options={[
                { value: "close", text: t("prepare-additions-close"), hint: t("prepare-additions-close-about") },
                { value: "earlier", text: t("prepare-additions-earlier") },
              ]}
            />
            {!form.toTheEnd && time("additions_end")}
            {length("objection")}
            {length("complaint")}
            <TextInput id="pruning" label={t("prepare-pruning")} hint={t("prepare-pruning-hint")} numeric value={form.pruning} error={errorOf("pruning")} onValue={(pruning) => set({ pruning })} />
          </>
        );
      }}
    </StepForm>
  );
}

/** In the unit of the field; what is no whole number of them with a fraction, e.g. 1.5 hours. */
function shown(minutes: number, name: Length): string {
  return String(minutes / LENGTHS[name]);
}

function minutesOf(text: string, name: Length): number | null {
  if (!/^\d{1,6}(?:[.,]\d{1,4})?$/.test(text.trim())) return null;
  const minutes = Math.round(Number(text.trim().replace(",", ".")) * LENGTHS[name]);
  return name === "grace" && minutes > MAX_GRACE ? null : minutes;
}

function partOf(form: Form, latest: Draft): Partial<Draft> {
  const { additions_end: _, open: __, close: ___, ...schedule } = latest.schedule;
  const [open, close, end] = TIMES.map((name) => minuteOf(form.zone, form.times[name]));
  const additions = form.toTheEnd ? close : end;
  return {
    schedule: {
      ...schedule,
      zone: form.zone,
      ...(open == null ? {} : { open }),
      ...(close == null ? {} : { close }),
      ...(additions == null ? {} : { additions_end: additions }),
      grace: minutesOf(form.lengths.grace, "grace") ?? 0,
      objection: minutesOf(form.lengths.objection, "objection") ?? 0,
      complaint: minutesOf(form.lengths.complaint, "complaint") ?? 0,
    },
    pruning_years: Number(form.pruning),
  };
}
