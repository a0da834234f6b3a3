// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The desk of clerks for the codes of a round: what there is, a new batch, and single codes by their serial. Codes
// are made, shown and wiped in this window; the server gets public keys, storage gets nothing.

import { useEffect, useState } from "preact/hooks";
import { desk as deskApi, type Desk } from "../../api/desk.ts";
import { api, ApiProblem, type City, type RoundAnswer, type Session } from "../../api/index.ts";
import { Alert } from "../../components/alert/index.tsx";
import { language, t, T } from "../../components/text/index.tsx";
import { signedInHere } from "../../storage/index.ts";
import { roundInAddress, setHeading } from "../page.tsx";
import { Batches } from "./batches.tsx";
import { titleOf } from "./names.ts";
import { NewBatch } from "./new-batch.tsx";
import { Serials } from "./serials.tsx";

export interface Round {
  readonly city: City;
  readonly answer: RoundAnswer;
  readonly desk: Desk;
  /** of the round, in the page's language if it has one */
  readonly title: string;
}

type State = { readonly at: "loading" } | { readonly at: "refused"; readonly message: string; readonly signIn: boolean } | { readonly at: "ready"; readonly round: Round; readonly session: Session };

export function CodesPage() {
  const [state, setState] = useState<State>({ at: "loading" });
  const load = (): void => {
    find().then(setState, (error: unknown) => setState(refusal(error)));
  };
  useEffect(load, []);
  switch (state.at) {
    case "loading":
      return (
        <p role="status">
          <T id="loading" />
        </p>
      );
    case "refused":
      return (
        <Alert kind={state.signIn ? "info" : "error"} title={state.signIn ? "codes-sign-in" : "load-failed"}>
          <p>
            <T id={state.message} />
          </p>
          {state.signIn ? (
            <a class="button primary" href={`/${language()}/sign-in`}>
              {t("codes-sign-in-go")}
            </a>
          ) : (
            <button type="button" onClick={load}>
              {t("try-again")}
            </button>
          )}
        </Alert>
      );
    case "ready":
      return <Ready round={state.round} session={state.session} onChange={load} />;
  }
}

function Ready({ round, session, onChange }: { round: Round; session: Session; onChange: () => void }) {
  const { answer, desk } = round;
  const preparing = ["draft", "frozen"].includes(answer.state);
  const clerk = session.roles.some(({ role, assembly }) => role === "clerk" && assembly === answer.assembly);
  useEffect(() => setHeading(t("codes-heading", { round: round.title })), []);
  return (
    <div class="codes">
      {desk.draft?.kind === "rehearsal" && <Alert kind="warning" title="rehearsal" />}
      <Batches round={round} session={session} removable={preparing && clerk} onChange={onChange} />
      {!clerk && <Alert kind="info" title="codes-clerks-only" />}
      {clerk && preparing && desk.draft !== undefined && <NewBatch round={round} session={session} />}
      {clerk && preparing && desk.draft === undefined && <Alert kind="info" title="codes-no-draft" />}
      {answer.eid === undefined ? (
        <Alert kind="info" title="codes-sign-list">
          <p>
            <T id="codes-sign-list-detail" />
          </p>
        </Alert>
      ) : (
        <Serials round={round} session={session} clerk={clerk} onChange={onChange} />
      )}
    </div>
  );
}

async function find(): Promise<State> {
  const id = roundInAddress();
  if (id === null) return { at: "refused", message: "failure-not-found", signIn: false };
  if (!signedInHere()) return { at: "refused", message: "codes-sign-in-detail", signIn: true };
  const [session, answer, desk, city] = await Promise.all([api.session(), api.round(id), deskApi.batches(id), api.city()]);
  return { at: "ready", session, round: { city, answer, desk, title: titleOf(desk.draft?.texts, language()) ?? id } };
}

function refusal(error: unknown): State {
  const slug = error instanceof ApiProblem ? error.slug : "";
  if (slug === "not-signed-in") return { at: "refused", message: "codes-sign-in-detail", signIn: true };
  const known: Record<string, string> = { "not-found": "failure-not-found", forbidden: "codes-forbidden" };
  return { at: "refused", message: known[slug] ?? (error instanceof ApiProblem ? "failure-server" : "failure-network"), signIn: false };
}
