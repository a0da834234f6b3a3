// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The frame of the desks of one round (/LANG/staff/rounds/ROUND/DESK): who is signed in and may be here, what the round
// is and where it stands, the way to the other desks. A desk draws what is inside:
//
//     <Desk name="close">{(desk) => <CloseDesk desk={desk} />}</Desk>

import type { ComponentChild } from "preact";
import { useEffect, useState } from "preact/hooks";
import { desk as deskApi } from "../../api/desk.ts";
import { api, ApiProblem, type City, type RoundAnswer, type RoundState, type Session } from "../../api/index.ts";
import { base64urlDecode, utf8 } from "../../crypto/bytes.ts";
import { parseDefinition, type Definition } from "../../crypto/definition.ts";
import { roundInAddress, setCity, setHeading } from "../../pages/page.tsx";
import { titleIn } from "../../pages/words.ts";
import { rememberSignedIn, signedInHere } from "../../storage/index.ts";
import { Alert } from "../alert/index.tsx";
import { StaffLinks } from "../signed-in/index.tsx";
import { language, t, T } from "../text/index.tsx";

/** In the order of a round's life; whom the server lets work there. Administrators may look at all of them. */
const DESKS = {
  prepare: ["facilitator", "registrar", "clerk"],
  codes: ["facilitator", "registrar", "clerk", "observer"],
  watch: ["facilitator", "registrar", "clerk", "reviewer", "observer"],
  close: ["facilitator", "registrar", "clerk", "observer"],
} as const;
export type DeskName = keyof typeof DESKS;

export interface DeskRound {
  readonly city: City;
  readonly session: Session;
  readonly answer: RoundAnswer;
  /** null before the freeze */
  readonly definition: Definition | null;
  /** of the round, in the page's language if it has one */
  readonly title: string;
  /** of the session in the round's assembly, and "administrator" */
  readonly roles: ReadonlySet<string>;
  /** Loads round and session again, without a flicker. */
  readonly reload: () => Promise<void>;
}

type State = { readonly at: "loading" } | { readonly at: "refused"; readonly message: string; readonly signIn: boolean } | { readonly at: "ready"; readonly round: Omit<DeskRound, "reload"> };

/** `heading`: of a page that belongs to a desk; a message id. */
export function Desk({ name, heading = `desk-heading-${name}`, children }: { name: DeskName; heading?: string; children: (round: DeskRound) => ComponentChild }) {
  const [state, setState] = useState<State>({ at: "loading" });
  const load = (): Promise<void> =>
    find().then(
      (found) => {
        if (found.at === "ready") setCity(found.round.city.name);
        setState(found);
      },
      (error: unknown) => setState(refusal(error)),
    );
  useEffect(() => void load(), []);
  switch (state.at) {
    case "loading":
      return (
        <p role="status">
          <T id="loading" />
        </p>
      );
    case "refused":
      return (
        <Alert kind={state.signIn ? "info" : "error"} title={state.signIn ? "desk-sign-in" : "load-failed"}>
          <p>
            <T id={state.message} />
          </p>
          {state.signIn ? (
            <a class="button primary" href={`/${language()}/sign-in#${deskFragment(name)}`}>
              {t("desk-sign-in-go")}
            </a>
          ) : (
            <button type="button" onClick={() => void load()}>
              {t("try-again")}
            </button>
          )}
        </Alert>
      );
    case "ready":
      return <Frame name={name} heading={heading} round={{ ...state.round, reload: load }} content={children} />;
  }
}

function Frame({ name, heading, round, content }: { name: DeskName; heading: string; round: DeskRound; content: (round: DeskRound) => ComponentChild }) {
  const { title, answer, session, roles, definition } = round;
  useEffect(() => setHeading(t(heading, { round: title })), [title]);
  const desks = (Object.keys(DESKS) as DeskName[]).filter((desk) => desk === name || roles.has("administrator") || DESKS[desk].some((role) => roles.has(role)));
  return (
    <>
      <StaffLinks session={session} page={null} />
      <nav class="desks" aria-label={t("desk-navigation")}>
        <ul>
          {desks.map((desk) => (
            <li key={desk}>
              <a href={deskAddress(answer.id, desk)} aria-current={desk === name ? "page" : undefined}>
                <T id={`desk-${desk}`} />
              </a>
            </li>
          ))}
        </ul>
        <p>
          <StatePill state={answer.state} />
        </p>
      </nav>
      {definition?.kind === "rehearsal" && <Alert kind="warning" title="rehearsal" />}
      {content(round)}
    </>
  );
}

const PILLS: Readonly<Record<RoundState, string>> = {
  draft: "", frozen: "pill-soon", open: "pill-open", closed: "pill-soon", sealed: "pill-soon", mixing: "pill-soon", counted: "pill-soon",
  certified: "pill-done", published: "pill-done", annulled: "pill-void",
}; // prettier-ignore

export function StatePill({ state }: { state: RoundState }) {
  return (
    <span class={`pill ${PILLS[state]}`}>
      <T id={`state-${state}`} />
    </span>
  );
}

export const deskAddress = (round: string, name: DeskName): string => `/${language()}/staff/rounds/${round}/${name}`;

/** What the sign-in page needs to lead back here (components/signed-in). */
const deskFragment = (name: DeskName): string => `rounds/${roundInAddress() ?? ""}/${name}`;

async function find(): Promise<State> {
  const id = roundInAddress();
  if (id === null) return { at: "refused", message: "failure-not-found", signIn: false };
  if (!signedInHere()) return { at: "refused", message: "desk-sign-in-detail", signIn: true };
  const [session, answer, city] = await Promise.all([api.session(), api.round(id), api.city()]);
  const definition = answer.definition === undefined || answer.definition_text === undefined ? null : parseDefinition(utf8(answer.definition_text), base64urlDecode(answer.definition.hash, 32));
  const roles = new Set(session.roles.filter(({ role, assembly }) => role === "administrator" || assembly === answer.assembly).map(({ role }) => role));
  return { at: "ready", round: { city, session, answer, definition, title: (await titleOf(answer)) ?? id, roles } };
}

/** Before the freeze only the draft has one. */
async function titleOf({ id, texts }: RoundAnswer): Promise<string | null> {
  if (texts !== undefined) return textTitle(texts["round"]);
  const { draft } = await deskApi.batches(id);
  return titleIn(Object.fromEntries(Object.entries(draft?.texts ?? {}).map(([tongue, { title }]) => [tongue, title])), language());
}

/** The title in texts of a frozen round (TextsAnswer), in the page's language or else in another. */
export function textTitle(texts: Readonly<Record<string, { readonly text: string }>> | undefined): string | null {
  return titleIn(Object.fromEntries(Object.entries(texts ?? {}).map(([tongue, { text }]) => [tongue, (JSON.parse(text) as { title: string }).title])), language());
}

function refusal(error: unknown): State {
  const slug = error instanceof ApiProblem ? error.slug : "";
  if (slug === "not-signed-in") {
    rememberSignedIn(false);
    return { at: "refused", message: "desk-sign-in-detail", signIn: true };
  }
  const known: Record<string, string> = { "not-found": "failure-not-found", forbidden: "desk-forbidden" };
  return { at: "refused", message: known[slug] ?? (error instanceof ApiProblem ? "failure-server" : "failure-network"), signIn: false };
}
