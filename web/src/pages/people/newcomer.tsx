// SPDX-License-Identifier: AGPL-3.0-or-later
import { useState } from "preact/hooks";
import type { Assembly, StaffActs } from "../../api/staff.ts";
import { ErrorSummary, type FieldError } from "../../components/error-summary/index.tsx";
import { Field } from "../../components/field/index.tsx";
import { t, T } from "../../components/text/index.tsx";
import type { Run } from "./index.tsx";
import type { FreshLink } from "./link.tsx";
import { NO_CHOICE, RoleChoice, roleOf } from "./role-choice.tsx";

export function Newcomer({ assemblies, acts, run, onLink }: { assemblies: readonly Assembly[]; acts: StaffActs; run: Run; onLink: (link: FreshLink) => void }) {
  const [login, setLogin] = useState("");
  const [name, setName] = useState("");
  const [choice, setChoice] = useState(NO_CHOICE);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const of = (field: string): string | undefined => errors.find((error) => error.field === field)?.text;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const role = roleOf(choice);
    const wrong = [
      ...(/^[a-z0-9._-]{1,64}$/.test(login) ? [] : [{ field: "person-login", text: t("people-login-wrong") }]),
      ...(name.trim() === "" ? [{ field: "person-name", text: t("people-name-missing") }] : []),
      ...(role === null ? [{ field: "person-role", text: t("people-role-missing") }] : []),
    ];
    setErrors(wrong);
    if (wrong.length > 0 || role === null) return;
    const done = await run(async () => {
      const person = await acts.addPerson(login, name.trim(), [role]);
      onLink({ ...person.invitation!, name: person.name });
    });
    if (!done) return;
    setLogin("");
    setName("");
    setChoice(NO_CHOICE);
  };
  return (
    <details class="card part">
      <summary>
        <T id="people-add" />
      </summary>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <ErrorSummary errors={errors} />
        <Field id="person-login" label="people-login" hint="people-login-hint" value={login} onValue={setLogin} error={of("person-login")} />
        <Field id="person-name" label="people-name" hint="people-name-hint" value={name} onValue={setName} error={of("person-name")} />
        <RoleChoice id="person" choice={choice} assemblies={assemblies} onChoice={setChoice} />
        <div class="actions">
          <button type="submit" class="primary">
            <T id="people-invite" />
          </button>
        </div>
      </form>
    </details>
  );
}
