// SPDX-License-Identifier: AGPL-3.0-or-later
import { useState } from "preact/hooks";
import type { Role } from "../../api/index.ts";
import type { Assembly, Person, StaffActs } from "../../api/staff.ts";
import { roleText } from "../../components/signed-in/index.tsx";
import { t, T } from "../../components/text/index.tsx";
import type { Run } from "./index.tsx";
import type { FreshLink } from "./link.tsx";
import { NO_CHOICE, RoleChoice, roleOf } from "./role-choice.tsx";

interface Props {
  readonly person: Person;
  /** the one who is looking */
  readonly own: boolean;
  readonly assemblies: readonly Assembly[];
  readonly acts: StaffActs;
  readonly run: Run;
  readonly onLink: (link: FreshLink) => void;
}

const PILLS = { none: "pill pill-void", invited: "pill pill-soon", active: "pill pill-open" };

export function PersonCard(props: Props) {
  const { person, own, acts, run } = props;
  const take = (role: Role): Promise<boolean> => run(async () => void (await acts.changeRoles(person.id, [], [role])));
  return (
    <li class="card">
      <h3>{person.name}</h3>
      <p>
        <span class={PILLS[person.access]}>{t(`people-access-${person.access}`)}</span>
      </p>
      <p class="quiet">
        {person.login}
        {person.access === "active" && <> · {t(person.totp ? "people-app" : "people-no-app")}</>} · {t(person.signing_key === undefined ? "people-no-key" : "people-key")}
      </p>
      <ul class="roles">
        {person.roles.map((role) => (
          <li key={roleText(role)}>
            {roleText(role)}{" "}
            {!(own && role.role === "administrator") && (
              <button type="button" class="link" aria-label={t("people-take-role", { role: roleText(role), name: person.name })} onClick={() => void take(role)}>
                <T id="people-take" />
              </button>
            )}
          </li>
        ))}
      </ul>
      <details>
        <summary aria-label={t("people-change-of", { name: person.name })}>
          <T id="people-change" />
        </summary>
        <GiveRole {...props} />
        <Access {...props} />
      </details>
    </li>
  );
}

function GiveRole({ person, assemblies, acts, run }: Props) {
  const [choice, setChoice] = useState(NO_CHOICE);
  const role = roleOf(choice);
  const give = async (): Promise<void> => {
    if (role !== null && (await run(async () => void (await acts.changeRoles(person.id, [role], []))))) setChoice(NO_CHOICE);
  };
  return (
    <>
      <RoleChoice id={`give-${person.id}`} choice={choice} assemblies={assemblies} onChoice={setChoice} />
      <button type="button" aria-disabled={role === null} onClick={() => void give()}>
        <T id="people-give" />
      </button>
    </>
  );
}

function Access({ person, own, acts, run, onLink }: Props) {
  const [asked, setAsked] = useState(false);
  const invite = (): Promise<boolean> => run(async () => onLink({ ...(await acts.invite(person.id)), name: person.name }));
  const end = async (): Promise<void> => {
    setAsked(false);
    await run(() => acts.endAccess(person.id));
  };
  return (
    <>
      <p>
        <T id={person.access === "active" ? "people-reset-about" : "people-invite-about"} />
      </p>
      <div class="actions">
        <button type="button" onClick={() => void invite()}>
          {t(person.access === "active" ? "people-reset" : "people-new-link")}
        </button>
        {person.invited_until !== undefined && (
          <button type="button" onClick={() => void run(() => acts.withdraw(person.id))}>
            <T id="people-withdraw" />
          </button>
        )}
        {!own && person.access === "active" && !asked && (
          <button type="button" onClick={() => setAsked(true)}>
            <T id="people-end" />
          </button>
        )}
      </div>
      {asked && (
        <div role="alert">
          <p>{t("people-end-sure", { name: person.name })}</p>
          <div class="actions">
            <button type="button" class="primary" onClick={() => void end()}>
              <T id="people-end" />
            </button>
            <button type="button" onClick={() => setAsked(false)}>
              <T id="cancel" />
            </button>
          </div>
        </div>
      )}
    </>
  );
}
