// SPDX-License-Identifier: AGPL-3.0-or-later
//
// From the end of voting to the publication, step by step: what happens now, who is waited for, and what is to be done.
// The server is asked again and again while the page is looked at.

import type { ComponentChild } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { desk as deskApi } from "../../api/desk.ts";
import { Alert } from "../../components/alert/index.tsx";
import type { DeskRound } from "../../components/desk/index.tsx";
import { language, t, T } from "../../components/text/index.tsx";
import { listOf, moment, timeLeft } from "../../i18n/format.ts";
import { Bundle } from "./bundle.tsx";
import { Certify } from "./certify.tsx";
import { Count } from "./count.tsx";
import { Annulment } from "./annulment.tsx";
import { Mixing } from "./mixing.tsx";
import { Objection } from "./objection.tsx";
import { progressOf } from "./progress.ts";
import { Published } from "./published.tsx";
import { standingOf, STEPS, type Situation, type Standing, type Step } from "./standing.ts";
import { Sums } from "./sums.tsx";
import { Voting } from "./voting.tsx";

const BUSY_MS = 2_000;
const CALM_MS = 10_000;
/** that are proposed here */
const ACTS = ["extension", "voting-closed", "sealing", "draw-source", "certified", "correction", "annulment"];

/** What every step is given. */
export interface StepProps {
  readonly desk: DeskRound;
  readonly situation: Situation;
  /** this is the step that the round is at */
  readonly current: boolean;
  readonly clerk: boolean;
  /** Asks the server again, now. */
  readonly refresh: () => void;
}

const PARTS: { readonly [step in Step]: (props: StepProps) => ComponentChild } = {
  voting: Voting,
  sums: Sums,
  objection: Objection,
  mixing: Mixing,
  count: Count,
  certify: Certify,
  bundle: Bundle,
  published: Published,
};

export function CloseDesk({ desk }: { desk: DeskRound }) {
  const { definition, answer } = desk;
  const [situation, setSituation] = useState<Situation | null>(null);
  const [failed, setFailed] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const refresh = (): void => {
    clearTimeout(timer.current);
    if (definition === null) return;
    Promise.all([deskApi.closing(answer.id), deskApi.acts(answer.id, ACTS)]).then(
      ([closing, acts]) => {
        setFailed(false);
        setSituation({ definition, closing, acts, progress: progressOf(closing, definition) });
        if (closing.state !== answer.state) void desk.reload();
        clearTimeout(timer.current);
        timer.current = setTimeout(tick, isBusy(closing.jobs, closing.state) ? BUSY_MS : CALM_MS);
      },
      () => {
        setFailed(true);
        timer.current = setTimeout(tick, CALM_MS);
      },
    );
  };
  /** Nobody looks: wait until somebody does. */
  const tick = (): void => {
    if (document.hidden) document.addEventListener("visibilitychange", tick, { once: true });
    else refresh();
  };
  useEffect(() => {
    refresh();
    return () => {
      clearTimeout(timer.current);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [definition === null]);
  if (definition === null) return <Alert kind="info" title="close-now-not-open" />;
  return (
    <>
      {failed && (
        <Alert kind="error" title="failure-network">
          <button type="button" onClick={refresh}>
            {t("try-again")}
          </button>
        </Alert>
      )}
      {situation === null ? (
        !failed && (
          <p role="status">
            <T id="loading" />
          </p>
        )
      ) : (
        <Steps desk={desk} situation={situation} refresh={refresh} />
      )}
    </>
  );
}

const isBusy = (jobs: readonly { readonly state: string }[], state: string): boolean => state === "mixing" || state === "sealed" || jobs.some((job) => job.state === "running" || job.state === "waiting");

function Steps({ desk, situation, refresh }: { desk: DeskRound; situation: Situation; refresh: () => void }) {
  const standing = standingOf(situation);
  const clerk = desk.roles.has("clerk");
  const at = standing.step === null ? -1 : STEPS.indexOf(standing.step);
  return (
    <div class="closing">
      <Now standing={standing} desk={desk} situation={situation} />
      <ol class="stages">
        {STEPS.map((step, i) => {
          const Part = PARTS[step];
          const state = standing.step === null || i < at || standing.step === "published" ? "done" : i === at ? "now" : "later";
          const part = <Part desk={desk} situation={situation} current={i === at} clerk={clerk} refresh={refresh} />;
          return (
            <li key={step} class={`stage ${state}`} aria-current={state === "now" ? "step" : undefined}>
              <h2>
                <T id={`close-step-${step}`} /> <span class="visually-hidden">{t(`close-step-${state}`)}</span>
              </h2>
              {state === "later" ? (
                <p class="quiet">
                  <T id={`close-about-${step}`} />
                </p>
              ) : (
                part
              )}
            </li>
          );
        })}
      </ol>
      <Annulment desk={desk} situation={situation} clerk={clerk} refresh={refresh} />
    </div>
  );
}

function Now({ standing, desk, situation }: { standing: Standing; desk: DeskRound; situation: Situation }) {
  const { now, until, waits, step } = standing;
  const zone = situation.definition.schedule.zone;
  const left = until === undefined ? 0 : until - situation.closing.now / 60;
  return (
    <section class={`card now-card${now === "check-failed" || now === "refused" || step === null ? " now-bad" : ""}`} data-now={now} aria-labelledby="now-heading" aria-live="polite">
      <h2 id="now-heading">
        <T id={`close-now-${now}`} args={{ when: until === undefined ? "" : moment(language(), zone, until) }} />
      </h2>
      <p>
        <T id={`close-next-${now}`} args={{ required: situation.definition.clerksRequired, signers: situation.definition.actSigners }} />
      </p>
      {until !== undefined && left > 0 && <p>{t("close-left", { left: timeLeft(language(), left) })}</p>}
      {waits.length > 0 && (
        <p>
          <strong>{t("close-waits", { names: listOf(language(), waits) })}</strong>
        </p>
      )}
      {waits.includes(desk.session.name) && (
        <p class="your-turn">
          <T id="close-your-turn" />
        </p>
      )}
    </section>
  );
}
