// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A page for somebody who is signed in: everybody else is sent to the sign-in page and comes back.

import type { ComponentChild } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api, ApiProblem, type Role, type Session } from "../../api/index.ts";
import { rememberSignedIn, signedInHere } from "../../storage/index.ts";
import { nameCity } from "../../pages/page.tsx";
import { Alert } from "../alert/index.tsx";
import { language, t, T } from "../text/index.tsx";

/** Pages that a sign-in leads back to, by the name in the fragment. */
export const STAFF_PAGES = { home: "staff", account: "account", key: "account/key", people: "people" } as const;
export type StaffPage = keyof typeof STAFF_PAGES;

export const staffAddress = (page: StaffPage): string => `/${language()}/${STAFF_PAGES[page]}`;

/** Where the sign-in page leads back to, by its fragment: one of STAFF_PAGES, or a desk of a round (components/desk). */
export function addressBack(fragment: string): string | null {
  if (fragment in STAFF_PAGES) return staffAddress(fragment as StaffPage);
  return /^rounds\/[A-Za-z0-9_-]{22}\/[a-z]+$/.test(fragment) ? `/${language()}/staff/${fragment}` : null;
}

export function SignedIn({ page, children }: { page: StaffPage; children: (session: Session, reload: () => Promise<void>) => ComponentChild }) {
  const [session, setSession] = useState<Session | null>(null);
  const [failed, setFailed] = useState(false);
  const load = async (): Promise<void> => {
    try {
      if (signedInHere()) return setSession(await api.session());
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 401)) return setFailed(true);
      rememberSignedIn(false);
    }
    location.replace(`/${language()}/sign-in#${page}`);
  };
  useEffect(() => {
    nameCity();
    void load();
  }, []);
  if (failed) return <Alert kind="error" title="load-failed" />;
  if (session === null) {
    return (
      <p role="status">
        <T id="loading" />
      </p>
    );
  }
  return (
    <>
      <StaffLinks session={session} page={page} />
      {children(session, load)}
    </>
  );
}

/** Where somebody with these roles can go. */
export function StaffLinks({ session, page }: { session: Session; page: StaffPage | null }) {
  const pages: StaffPage[] = ["home", "account", "key", ...(isAdministrator(session) ? (["people"] as const) : [])];
  const out = async (): Promise<void> => {
    await api.signOut(session.csrf);
    rememberSignedIn(false);
    location.assign(`/${language()}/sign-in`);
  };
  return (
    <nav class="staff" aria-label={t("staff-navigation")}>
      <p>{t("sign-in-done", { name: session.name })}</p>
      <ul class="links">
        {pages.map((name) => (
          <li key={name}>
            <a href={staffAddress(name)} aria-current={name === page ? "page" : undefined}>
              <T id={`staff-${name}`} />
            </a>
          </li>
        ))}
        <li>
          <button type="button" class="link" onClick={() => void out()}>
            <T id="sign-out" />
          </button>
        </li>
      </ul>
    </nav>
  );
}

export const isAdministrator = (session: Session): boolean => session.roles.some(({ role }) => role === "administrator");

export function Roles({ roles }: { roles: readonly Role[] }) {
  if (roles.length === 0) {
    return (
      <p>
        <T id="roles-none" />
      </p>
    );
  }
  return (
    <ul class="roles">
      {roles.map(({ role, assembly }) => (
        <li key={`${role}/${assembly ?? ""}`}>{roleText({ role, ...(assembly === undefined ? {} : { assembly }) })}</li>
      ))}
    </ul>
  );
}

export function roleText({ role, assembly }: Role): string {
  return assembly === undefined ? t(`role-${role}`) : t("sign-in-role", { role: t(`role-${role}`), assembly });
}
