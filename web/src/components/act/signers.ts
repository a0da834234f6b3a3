// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Who must sign an act, who has, and with which of the keys on this device the person signed in can.

import type { Act } from "../../api/desk.ts";
import type { Session } from "../../api/index.ts";
import { base64url } from "../../crypto/bytes.ts";
import type { Definition, Person } from "../../crypto/definition.ts";
import type { KeptKey } from "../../storage/keys.ts";

/** People that the definition pins for one role that is asked. */
export interface Need {
  readonly role: string;
  readonly count: number;
  readonly signed: readonly Person[];
  /** those who have not */
  readonly others: readonly Person[];
}

export function needsOf(act: Act, definition: Definition): readonly Need[] {
  const signed = new Set(act.signatures.map(({ key }) => key));
  return act.needs.map(({ role, count }) => {
    const people = peopleOf(definition, role);
    const has = ({ key }: Person): boolean => signed.has(base64url(key));
    return { role, count, signed: people.filter(has), others: people.filter((person) => !has(person)) };
  });
}

function peopleOf({ facilitators, registrars, clerks }: Definition, role: string): readonly Person[] {
  return { facilitator: facilitators, registrar: registrars, clerk: clerks }[role] ?? [];
}

/**
 * What the person signed in can do: sign with `key`; or has `signed`; or the key that is asked is on another device
 * (`elsewhere`); or the round does not know them (`unnamed`: it was frozen with another key, or without them).
 */
export type Standing = { readonly can: "sign"; readonly key: KeptKey } | { readonly can: "signed" | "elsewhere" | "unnamed" };

export function standingOf(needs: readonly Need[], session: Session, kept: readonly KeptKey[]): Standing {
  const keysOf = (people: readonly Person[]): string[] => people.map(({ key }) => base64url(key));
  const signed = keysOf(needs.flatMap((need) => need.signed));
  const open = keysOf(needs.flatMap((need) => need.others));
  const own = [...kept.map((key) => key.public), ...(session.signing_key === undefined ? [] : [session.signing_key])];
  if (own.some((key) => signed.includes(key))) return { can: "signed" };
  const key = kept.find((one) => open.includes(one.public));
  if (key !== undefined) return { can: "sign", key };
  return { can: session.signing_key !== undefined && open.includes(session.signing_key) ? "elsewhere" : "unnamed" };
}
