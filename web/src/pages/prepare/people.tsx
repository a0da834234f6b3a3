// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Who signs for this round. The definition pins their keys, so whoever has none yet has to make one before the freeze.

import { useEffect, useState } from "preact/hooks";
import { prepare, type Colleague } from "../../api/prepare.ts";
import { Alert } from "../../components/alert/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { staffAddress } from "../../components/signed-in/index.tsx";
import { t } from "../../components/text/index.tsx";
import type { Draft } from "./draft.ts";
import { Radios, Select, Tick } from "../../components/inputs/index.tsx";
import { StepForm, type StepProps } from "./step-form.tsx";

const ROLES = { facilitators: "facilitator", registrars: "registrar", clerks: "clerk" } as const;
type Group = keyof typeof ROLES;
const GROUPS = Object.keys(ROLES) as Group[];

interface Form {
  readonly people: Draft["people"];
  readonly signers: "1" | "2";
  readonly required: string;
}

export function People(step: StepProps) {
  const { draft, desk } = step;
  const [staff, setStaff] = useState<readonly Colleague[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [form, setForm] = useState<Form>(() => ({ people: draft.people, signers: draft.act_signers === 1 ? "1" : "2", required: String(draft.clerks_required) }));
  useEffect(() => {
    prepare.staff(desk.answer.id).then(setStaff, (error: unknown) => setFailure(problemText(error)));
  }, []);
  const toggle = (group: Group, login: string, on: boolean): void => {
    const others = form.people[group].filter((one) => one !== login);
    setForm({ ...form, people: { ...form.people, [group]: on ? [...others, login] : others } });
  };
  const clerks = form.people.clerks.length;
  const counts = Array.from({ length: Math.max(clerks, Number(form.required), 1) }, (_, i) => String(i + 1));
  return (
    <StepForm step={step} form={form} check={() => []} part={() => ({ people: form.people, act_signers: form.signers === "1" ? 1 : 2, clerks_required: Number(form.required) })}>
      {() => (
        <>
          <p>{t("prepare-people-about")}</p>
          {failure !== null && (
            <Alert kind="error" title="load-failed">
              <p>{failure}</p>
            </Alert>
          )}
          {staff !== null &&
            GROUPS.map((group) => {
              const known = staff.filter(({ roles }) => roles.includes(ROLES[group]));
              const gone = form.people[group].filter((login) => !known.some((one) => one.login === login));
              return (
                <fieldset class="choices" key={group} id={`people-${group}`} tabIndex={-1}>
                  <legend>{t(`prepare-people-${group}`)}</legend>
                  <p class="quiet">{t(`prepare-people-${group}-about`)}</p>
                  {known.length + gone.length === 0 && <p>{t("prepare-people-none")}</p>}
                  {known.map(({ login, name, signing_key }) => (
                    <Tick key={login} id={`person-${group}-${login}`} label={name} hint={signing_key === undefined ? t("prepare-people-no-key") : t("prepare-people-key", { login })} checked={form.people[group].includes(login)} onChecked={(on) => toggle(group, login, on)} />
                  ))}
                  {gone.map((login) => (
                    <Tick key={login} id={`person-${group}-${login}`} label={login} hint={t("prepare-people-gone")} checked onChecked={(on) => toggle(group, login, on)} />
                  ))}
                </fieldset>
              );
            })}
          {staff !== null && desk.session.signing_key === undefined && (
            <p>
              {t("prepare-people-own-key")} <a href={staffAddress("key")}>{t("staff-key")}</a>
            </p>
          )}
          <Radios
            id="act-signers"
            legend={t("prepare-signers")}
            value={form.signers}
            onValue={(signers) => setForm({ ...form, signers })}
            options={[
              { value: "2", text: t("prepare-signers-two"), hint: t("prepare-signers-two-about") },
              { value: "1", text: t("prepare-signers-one"), hint: t("prepare-signers-one-about") },
            ]}
          />
          <Select id="clerks-required" label={t("prepare-required")} hint={t("prepare-required-hint")} value={form.required} onValue={(required) => setForm({ ...form, required })} options={counts.map((count) => [count, count] as const)} />
        </>
      )}
    </StepForm>
  );
}
