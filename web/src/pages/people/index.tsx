// SPDX-License-Identifier: AGPL-3.0-or-later
//
// For administrators: who works with the city's assemblies, in which roles, and how they get in.

import "../../styles/staff.css";
import { useEffect, useState } from "preact/hooks";
import type { Session } from "../../api/index.ts";
import { staff, type Assembly, type Person } from "../../api/staff.ts";
import { Alert } from "../../components/alert/index.tsx";
import { Cancelled, useConfirm } from "../../components/confirm/index.tsx";
import { Field } from "../../components/field/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { isAdministrator, SignedIn } from "../../components/signed-in/index.tsx";
import { t, T } from "../../components/text/index.tsx";
import type { PageTexts } from "../../i18n/index.ts";
import { startPage } from "../page.tsx";
import { PersonCard } from "./person.tsx";
import { InvitationLink, type FreshLink } from "./link.tsx";
import { Newcomer } from "./newcomer.tsx";

export function start(texts: PageTexts): void {
  startPage(texts, () => <SignedIn page="people">{(session) => (isAdministrator(session) ? <People session={session} /> : <Alert kind="error" title="problem-forbidden" />)}</SignedIn>);
}

/** Runs what changes something, confirmed where needed, and loads the list again; false when it was not done. */
export type Run = (action: () => Promise<void>) => Promise<boolean>;

function People({ session }: { session: Session }) {
  const { dialog, confirmed } = useConfirm(session);
  const [people, setPeople] = useState<readonly Person[] | null>(null);
  const [assemblies, setAssemblies] = useState<readonly Assembly[]>([]);
  const [link, setLink] = useState<FreshLink | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [filter, setFilter] = useState("");
  const load = async (): Promise<void> => {
    try {
      const [everybody, all] = await Promise.all([staff.people(), staff.assemblies()]);
      setPeople(everybody);
      setAssemblies(all);
    } catch (error) {
      setFailure(problemText(error));
    }
  };
  useEffect(() => void load(), []);
  const run: Run = async (action) => {
    setFailure(null);
    try {
      await confirmed(action);
      await load();
      return true;
    } catch (error) {
      if (!(error instanceof Cancelled)) setFailure(problemText(error));
      return false;
    }
  };
  const acts = staff.of(session.csrf);
  const wanted = filter.trim().toLowerCase();
  const shown = (people ?? []).filter(({ login, name }) => login.includes(wanted) || name.toLowerCase().includes(wanted));
  return (
    <>
      {dialog}
      {failure !== null && (
        <Alert kind="error" title="people-failed">
          <p>{failure}</p>
        </Alert>
      )}
      {link !== null && <InvitationLink link={link} onClose={() => setLink(null)} />}
      <Newcomer assemblies={assemblies} acts={acts} run={run} onLink={setLink} />
      <h2>
        <T id="people-all" />
      </h2>
      <Field id="people-filter" label="people-filter" value={filter} onValue={setFilter} />
      {people === null ? (
        <p role="status">
          <T id="loading" />
        </p>
      ) : (
        <>
          <p role="status">{t("people-count", { count: shown.length })}</p>
          <ul class="people">
            {shown.map((person) => (
              <PersonCard key={person.id} person={person} own={person.login === session.login} assemblies={assemblies} acts={acts} run={run} onLink={setLink} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}
