// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The part of the API that is for accounts of staff. Apart from index.ts, so that voters do not load it.

import { BROWSER, requester, type Request, type Surroundings } from "./http.ts";
import type { Role, Session } from "./types.ts";

export interface Invitation {
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** seconds since 1970 */
  readonly expires: number;
  readonly require_totp: boolean;
  readonly city: string;
}

/** The secret of an authenticator app, base64url, and a code that shows that the app has it. */
export interface NewFactor {
  readonly secret: string;
  readonly code: string;
}

export interface OwnSession {
  readonly id: number;
  /** seconds since 1970 */
  readonly begun: number;
  readonly used: number;
  readonly current: boolean;
}

export interface Link {
  readonly token: string;
  readonly expires: number;
}

export interface Person {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly access: "none" | "invited" | "active";
  readonly totp: boolean;
  readonly invited_until?: number;
  readonly signing_key?: string;
  readonly invitation?: Link;
}

export interface Assembly {
  readonly id: string;
  readonly name: string;
}

type Method = "POST" | "PUT" | "DELETE";
export type Proof = { readonly password: string } | { readonly code: string };

export function createStaffApi(surroundings: Surroundings) {
  const { bytes, json } = requester(surroundings);
  const post = <T>(url: string, body: object): Promise<T> => json(url, { method: "POST", body: JSON.stringify(body) });
  const person = (id: number): string => `/api/v1/people/${id}`;

  /** What changes something, by somebody who is signed in. */
  const of = (csrf: string) => {
    const request = (method: Method, body?: object): Request => ({
      method,
      headers: { "x-csrf-token": csrf, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    /** One that answers, and one that only says that it is done. */
    const change = <T>(method: Method, url: string, body?: object): Promise<T> => json(url, request(method, body));
    const act = async (method: Method, url: string, body?: object): Promise<void> => {
      await bytes(url, request(method, body));
    };
    return {
      confirm: (proof: Proof): Promise<void> => act("POST", "/api/v1/session/confirmation", proof),
      endSession: (id: number): Promise<void> => act("DELETE", `/api/v1/sessions/${id}`),
      endAllSessions: (): Promise<void> => act("DELETE", "/api/v1/sessions"),
      setPassword: (password: string): Promise<void> => act("PUT", "/api/v1/people/me/password", { password }),
      setTotp: (factor: NewFactor): Promise<{ readonly recovery_codes: readonly string[] }> => change("PUT", "/api/v1/people/me/totp", factor),
      renewRecoveryCodes: (): Promise<{ readonly recovery_codes: readonly string[] }> => change("POST", "/api/v1/people/me/recovery-codes"),
      setSigningKey: (key: string, minisignId: string): Promise<Session> => change("PUT", "/api/v1/people/me/signing-key", { key, minisign_id: minisignId }),
      addPerson: (login: string, name: string, roles: readonly Role[]): Promise<Person> => change("POST", "/api/v1/people", { login, name, roles }),
      invite: (id: number): Promise<Link> => change("POST", `${person(id)}/invitation`),
      withdraw: (id: number): Promise<void> => act("DELETE", `${person(id)}/invitation`),
      changeRoles: (id: number, give: readonly Role[], take: readonly Role[]): Promise<Person> => change("POST", `${person(id)}/roles`, { give, take }),
      endAccess: (id: number): Promise<void> => act("DELETE", `${person(id)}/access`),
    };
  };

  return {
    of,
    invitation: (token: string): Promise<Invitation> => post("/api/v1/invitation", { token }),
    acceptInvitation: (token: string, password: string, totp: NewFactor | undefined): Promise<Session & { readonly recovery_codes?: readonly string[] }> =>
      post("/api/v1/invitation/acceptance", { token, password, totp }),
    sessions: async (): Promise<readonly OwnSession[]> => (await json<{ sessions: OwnSession[] }>("/api/v1/sessions")).sessions,
    people: async (): Promise<readonly Person[]> => (await json<{ people: Person[] }>("/api/v1/people")).people,
    assemblies: async (): Promise<readonly Assembly[]> => (await json<{ assemblies: Assembly[] }>("/api/v1/assemblies")).assemblies,
  };
}

export const staff = createStaffApi(BROWSER);
export type StaffActs = ReturnType<typeof staff.of>;
