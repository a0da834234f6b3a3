// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A role, and the assembly where it holds. Administrators are of the city.

import type { Role } from "../../api/index.ts";
import type { Assembly } from "../../api/staff.ts";
import { t, T } from "../../components/text/index.tsx";

const ROLES = ["facilitator", "reviewer", "registrar", "clerk", "trustee", "observer", "administrator"];

export interface Choice {
  readonly role: string;
  readonly assembly: string;
}

export const NO_CHOICE: Choice = { role: "", assembly: "" };

export function RoleChoice({ id, choice, assemblies, onChoice }: { id: string; choice: Choice; assemblies: readonly Assembly[]; onChoice: (choice: Choice) => void }) {
  return (
    <>
      <div class="field">
        <label for={`${id}-role`}>
          <T id="people-role" />
        </label>
        <select id={`${id}-role`} value={choice.role} onInput={(event) => onChoice({ ...choice, role: event.currentTarget.value })}>
          <option value="">{t("people-choose")}</option>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {t(`role-${role}`)}
            </option>
          ))}
        </select>
      </div>
      {choice.role !== "administrator" && (
        <div class="field">
          <label for={`${id}-assembly`}>
            <T id="people-assembly" />
          </label>
          <select id={`${id}-assembly`} value={choice.assembly} onInput={(event) => onChoice({ ...choice, assembly: event.currentTarget.value })}>
            <option value="">{t("people-choose")}</option>
            {assemblies.map(({ id: assembly, name }) => (
              <option key={assembly} value={assembly}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
    </>
  );
}

/** Null until both are chosen. */
export function roleOf({ role, assembly }: Choice): Role | null {
  if (role === "administrator") return { role };
  return role === "" || assembly === "" ? null : { role, assembly };
}
