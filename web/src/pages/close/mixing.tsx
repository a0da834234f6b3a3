// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What the trustees have done, by name and list by list: mixed, and opened. A chain of mixes can be begun anew.

import { useState } from "preact/hooks";
import { desk as deskApi } from "../../api/desk.ts";
import { Dialog } from "../../components/dialog/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { t, T } from "../../components/text/index.tsx";
import type { StepProps } from "./close.tsx";
import { About, Happened, titleOf } from "./parts.tsx";
import type { ContestProgress } from "./progress.ts";

const RESTARTING = ["crash", "trustee-unavailable", "other"];

export function Mixing({ desk, situation, current, clerk, refresh }: StepProps) {
  const { definition, progress } = situation;
  return (
    <>
      {current && <About id={definition.trustees.length === 1 ? "close-mixing-single" : "close-mixing-about"} />}
      <div class="sums">
        {progress.contests.map((contest) => (
          <div key={contest.id} class="card sum-card">
            <h3>{titleOf(desk, contest.id)}</h3>
            {contest.abandoned.map((done) => (
              <Happened key={done.index} desk={desk} done={done}>
                {t("close-chain-abandoned", { chain: Number(done.entry["abandoned"]), reason: t(`act-reason-${String(done.entry["reason"])}`) })}
              </Happened>
            ))}
            {contest.input === 0 ? (
              <p>
                <T id="close-nothing-to-mix" />
              </p>
            ) : (
              <Contest contest={contest} needed={definition.threshold} trustees={definition.trustees.map(({ name }) => name)} />
            )}
            {current && clerk && definition.trustees.length > 1 && contest.input > 0 && contest.opened.length === 0 && <Restart desk={desk} contest={contest} refresh={refresh} />}
          </div>
        ))}
      </div>
    </>
  );
}

function Contest({ contest, needed, trustees }: { contest: ContestProgress; needed: number; trustees: readonly string[] }) {
  const bar = (id: string, done: number): preact.JSX.Element => {
    const value = Math.min(done, needed);
    return (
      <p class="bar-line">
        <label for={`${id}-${contest.id}`}>{t(`close-${id}-of`, { done: value, needed })}</label>
        <progress id={`${id}-${contest.id}`} value={value} max={needed} />
      </p>
    );
  };
  return (
    <>
      {bar("mixed", contest.mixingDone ? needed : contest.mixed.length)}
      {bar("opened", contest.opened.length)}
      <ul class="trustees">
        {trustees.map((name) => {
          const place = contest.mixed.indexOf(name);
          return (
            <li key={name}>
              <strong>{name}</strong>
              <span class={place < 0 ? "pill" : "pill pill-open"}>{place < 0 ? t(contest.mixingDone ? "close-trustee-not-needed" : "close-trustee-not-mixed") : t("close-trustee-mixed", { place: place + 1 })}</span>
              {contest.mixingDone && <span class={contest.opened.includes(name) ? "pill pill-open" : "pill"}>{t(contest.opened.includes(name) ? "close-trustee-opened" : contest.opened.length >= needed ? "close-trustee-not-needed" : "close-trustee-not-opened")}</span>}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Not proposed: an entry of the server that a clerk asks for, since it takes nothing away but time. */
function Restart({ desk, contest, refresh }: { desk: StepProps["desk"]; contest: ContestProgress; refresh: () => void }) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState(RESTARTING[0]!);
  const [failure, setFailure] = useState<string | null>(null);
  const restart = async (): Promise<void> => {
    setAsking(false);
    setFailure(null);
    try {
      await deskApi.of(desk.session.csrf).restartChain(desk.answer.id, contest.id, contest.chain, reason);
      refresh();
    } catch (error) {
      setFailure(problemText(error));
    }
  };
  return (
    <>
      {failure !== null && (
        <p class="field-message" role="alert">
          {failure}
        </p>
      )}
      <button type="button" class="link" onClick={() => setAsking(true)}>
        {t("close-restart", { contest: titleOf(desk, contest.id) })}
      </button>
      {asking && (
        <Dialog title="close-restart-ask" onClose={() => setAsking(false)}>
          <p>
            <T id="close-restart-about" />
          </p>
          <div class="field">
            <label for="restart-reason">
              <T id="act-reason" />
            </label>
            <select id="restart-reason" value={reason} onChange={(event) => setReason(event.currentTarget.value)}>
              {RESTARTING.map((code) => (
                <option key={code} value={code}>
                  {t(`act-reason-${code}`)}
                </option>
              ))}
            </select>
          </div>
          <div class="actions">
            <button type="button" class="primary" onClick={() => void restart()}>
              <T id="close-restart-go" />
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              <T id="back" />
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
