// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The vote page: finds the round, then leads from choosing to the receipt. Only what storage/ names is kept.

import { useEffect, useRef, useState } from "preact/hooks";
import type { RoundSummary } from "../../api/index.ts";
import { Alert } from "../../components/alert/index.tsx";
import { language, T, Title } from "../../components/text/index.tsx";
import { readCode } from "../../crypto/symbols.ts";
import { startWorker } from "../../worker/client.ts";
import { roundInAddress, setCity, setHeading } from "../page.tsx";
import { Ballot } from "./ballot.tsx";
import { failureOf } from "./failure.ts";
import { openRound, openRounds, roundOfCode, type Found } from "./find.ts";

type State =
  | { readonly at: "loading" }
  | { readonly at: "failed"; readonly message: string }
  | { readonly at: "choose-round"; readonly rounds: readonly RoundSummary[]; readonly message: string | null }
  | { readonly at: "ready"; readonly found: Found; readonly symbols: string | null };

const worker = startWorker();

/** A project that a link leads to, by its place in the definition: list and number, from 1. */
export interface Linked {
  readonly list: number;
  readonly number: number;
}

export function VotePage({ scanned, linked }: { scanned: string; linked: Linked | null }) {
  const [state, setState] = useState<State>({ at: "loading" });
  const load = (): void => {
    setState({ at: "loading" });
    find(scanned).then(setState, (error: unknown) => setState({ at: "failed", message: failureOf(error) }));
  };
  useEffect(load, []);

  switch (state.at) {
    case "loading":
      return (
        <p role="status">
          <T id="loading" />
        </p>
      );
    case "failed":
      return (
        <Alert kind="error" title="load-failed">
          <p>
            <T id={state.message} />
          </p>
          <button type="button" onClick={load}>
            <T id="try-again" />
          </button>
        </Alert>
      );
    case "choose-round":
      return (
        <>
          {state.message !== null && <Alert kind="warning" title={state.message} />}
          <RoundLinks rounds={state.rounds} />
        </>
      );
    case "ready":
      return <Ready found={state.found} symbols={state.symbols} linked={linked} />;
  }
}

function Ready({ found, symbols, linked }: { found: Found; symbols: string | null; linked: Linked | null }) {
  const { round } = found;
  const introduced = useRef(false);
  useEffect(() => {
    if (!introduced.current) setHeading(round.words.title);
    setCity(found.city);
    introduced.current = true;
  }, [round]);
  return (
    <>
      {round.words.language !== language() && round.words.language !== "" && (
        <p class="quiet">
          <T id="words-foreign" /> <Title words={round.words} />
        </p>
      )}
      {round.rehearsal && <Alert kind="warning" title="rehearsal" />}
      <Ballot worker={worker} found={found} scanned={symbols} linked={linked} />
    </>
  );
}

function RoundLinks({ rounds }: { rounds: readonly RoundSummary[] }) {
  if (rounds.length === 0) {
    return (
      <p>
        <T id="no-open-round" />
      </p>
    );
  }
  return (
    <>
      <p>
        <T id="choose-round" />
      </p>
      <ul>
        {rounds.map(({ id, title }) => (
          <li key={id}>
            <a href={`/${language()}/rounds/${id}/vote`}>{title?.[language()] ?? Object.values(title ?? {})[0] ?? id}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

async function find(scanned: string): Promise<State> {
  const id = roundInAddress();
  const reading = readCode(scanned);
  const symbols = "symbols" in reading ? reading.symbols : null;
  if (id !== null) return { at: "ready", found: await openRound(worker, id, language()), symbols };
  if (symbols === null) return { at: "choose-round", rounds: await openRounds(), message: scanned === "" ? null : "scanned-misread" };
  const found = await roundOfCode(worker, symbols, language());
  if (found === null) return { at: "choose-round", rounds: await openRounds(), message: "scanned-unknown" };
  history.replaceState(null, "", `/${language()}/rounds/${found.round.id}/vote`);
  return { at: "ready", found, symbols };
}
