// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The bundle of a small round, checked in the browser of whoever reads the result: loaded only when asked, in a worker,
// with what was checked and what folkmoot-verify checks beyond it.

import { useEffect, useRef, useState } from "preact/hooks";
import { Alert } from "../../components/alert/index.tsx";
import { t, T } from "../../components/text/index.tsx";
import { CHECKS, type Check, type Step } from "../../verify/checks.ts";
import type { Told } from "../../worker/verify_main.ts";

/** About 8,000 votes: two minutes on a desk (17 s for 1 MB), and longer on a phone than anybody waits for more. */
export const LARGEST_BYTES = 6_000_000;

type Outcome = Extract<Step, { at: "passed" | "failed" | "left" }>;

type State =
  | { readonly at: "idle" | "cancelled" | "no-bundle" }
  | { readonly at: "fetching" }
  | { readonly at: "checking"; readonly check: Check | null; readonly part: { readonly done: number; readonly total: number } | null; readonly outcomes: readonly Outcome[] }
  | { readonly at: "done"; readonly outcomes: readonly Outcome[] };

export function VerifyHere({ round, bytes }: { round: string; bytes: number }) {
  const [state, setState] = useState<State>({ at: "idle" });
  const worker = useRef<Worker | null>(null);
  const end = (): void => {
    worker.current?.terminate();
    worker.current = null;
  };
  useEffect(() => end, []);
  const start = (): void => {
    end();
    setState({ at: "fetching" });
    const started = new Worker(new URL("../../worker/verify_main.ts", import.meta.url));
    started.onmessage = ({ data }: MessageEvent<Told>) => setState((now) => after(now, data));
    started.onerror = () => setState({ at: "no-bundle" });
    started.postMessage({ round, limit_bytes: LARGEST_BYTES });
    worker.current = started;
  };
  const cancel = (): void => {
    end();
    setState({ at: "cancelled" });
  };
  const megabytes = Math.max(0.1, Math.round(bytes / 100_000) / 10);
  if (bytes > LARGEST_BYTES) return <p class="quiet"><T id="verify-too-large" args={{ megabytes }} /></p>;
  const running = state.at === "fetching" || state.at === "checking";
  return (
    <div class="verify">
      <h3>
        <T id="verify-here-heading" />
      </h3>
      <p>
        <T id="verify-here-about" args={{ megabytes }} />
      </p>
      {running ? (
        <button type="button" onClick={cancel}>
          <T id="verify-cancel" />
        </button>
      ) : (
        <button type="button" onClick={start}>
          <T id={state.at === "idle" ? "verify-start" : "verify-again"} />
        </button>
      )}
      <p role="status">{statusOf(state)}</p>
      {running && <Progress state={state} />}
      {state.at === "no-bundle" && (
        <Alert kind="error" title="load-failed">
          <p>
            <T id="verify-no-bundle" />
          </p>
        </Alert>
      )}
      {state.at === "done" && <Verdict outcomes={state.outcomes} />}
      {(state.at === "checking" || state.at === "done") && <Lines outcomes={state.outcomes} />}
      {state.at === "done" && (
        <>
          <h4>
            <T id="verify-beyond-heading" />
          </h4>
          <p>
            <T id="verify-beyond" />
          </p>
        </>
      )}
    </div>
  );
}

function after(now: State, told: Told): State {
  if (told.at === "no-bundle") return { at: "no-bundle" };
  if (told.at === "fetched") return { at: "checking", check: null, part: null, outcomes: [] };
  if (now.at !== "checking") return now;
  if (told.at === "done") return { at: "done", outcomes: now.outcomes };
  if (told.at === "begin") return { ...now, check: told.check, part: null };
  if (told.at === "part") return { ...now, part: told };
  return { ...now, outcomes: [...now.outcomes, told] };
}

function statusOf(state: State): string {
  if (state.at === "fetching") return t("verify-fetching");
  if (state.at === "checking" && state.check !== null) return t(`verify-check-${state.check}`);
  if (state.at === "cancelled") return t("verify-cancelled");
  return "";
}

function Progress({ state }: { state: Extract<State, { at: "fetching" | "checking" }> }) {
  if (state.at === "fetching") return <progress aria-label={t("verify-progress")} />;
  const { part, outcomes } = state;
  const within = part === null || part.total === 0 ? 0 : part.done / part.total;
  return <progress aria-label={t("verify-progress")} max={CHECKS.length} value={outcomes.length + within} />;
}

function Verdict({ outcomes }: { outcomes: readonly Outcome[] }) {
  const good = outcomes.every(({ at }) => at === "passed");
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} id="verified" data-good={good}>
      <Alert kind={good ? "success" : "error"} title={good ? "verify-good" : "verify-bad"}>
        <p>
          <T id={good ? "verify-good-detail" : "verify-bad-detail"} />
        </p>
      </Alert>
    </div>
  );
}

const MARK = { passed: "✓", failed: "✗", left: "–" } as const;

/** By the numbers that folkmoot-verify gives them. */
function Lines({ outcomes }: { outcomes: readonly Outcome[] }) {
  const order = [...outcomes].sort((a, b) => a.check - b.check);
  return (
    <ul class="checks">
      {order.map((outcome) => (
        <li key={outcome.check} class={outcome.at} data-check={outcome.check}>
          <span aria-hidden="true">{MARK[outcome.at]}</span>
          <div>
            <strong>
              {outcome.check} · {t(`verify-check-${outcome.check}`)}: {t(`verify-${outcome.at}`)}
            </strong>
            {outcome.at === "passed" && (
              <p class="quiet">
                <T id={`verify-count-${outcome.check}`} args={{ count: outcome.count }} />
              </p>
            )}
            {outcome.at === "failed" && (
              <p>
                <bdi lang="en" dir="ltr">
                  {outcome.why}
                </bdi>
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
