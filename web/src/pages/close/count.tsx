// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What was counted: winners, figures, ties and how they fell. Counting again, and a correction where another version of
// the software counts something else.

import { useEffect, useState } from "preact/hooks";
import { desk as deskApi } from "../../api/desk.ts";
import { Alert } from "../../components/alert/index.tsx";
import { Propose } from "../../components/act/propose.tsx";
import type { DeskRound } from "../../components/desk/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { t, T } from "../../components/text/index.tsx";
import { base64urlDecode, hex } from "../../crypto/bytes.ts";
import type { StepProps } from "./close.tsx";
import { About, Happened, money, Proposed, titleOf } from "./parts.tsx";
import { loadResult, type Result, type ResultContest } from "./result.ts";
import { jobOf, waiting } from "./standing.ts";

const CORRECTING = ["definition-error", "failure", "court-order", "count-error", "other"];

export function Count({ desk, situation, clerk, refresh }: StepProps) {
  const { closing, progress, acts } = situation;
  const counted = ["counted", "certified", "published"].includes(closing.state);
  const seen = closing.files.some(({ name }) => name === "result.json");
  return (
    <>
      {!counted && <About id="close-counting-about" />}
      {progress.counted !== null && (
        <Happened desk={desk} done={progress.counted}>
          {t("close-counted")}
        </Happened>
      )}
      {progress.corrections.map((done) => (
        <Happened key={done.index} desk={desk} done={done} />
      ))}
      {counted && !seen && <About id="close-result-for-clerks" />}
      {counted && seen && <Outcome desk={desk} version={closing.files.find(({ name }) => name === "result.json")!.hash} />}
      {counted && <Proposed desk={desk} acts={acts} types={["correction"]} refresh={refresh} />}
      {counted && clerk && <Recount desk={desk} situation={situation} refresh={refresh} waits={waiting(acts, "correction") !== undefined} />}
    </>
  );
}

/** `version`: another one is loaded anew. */
export function Outcome({ desk, version }: { desk: DeskRound; version: string }) {
  const [result, setResult] = useState<Result | null>(null);
  useEffect(() => {
    loadResult(desk.answer.id).then(setResult, () => setResult(null));
  }, [version]);
  return <div class="sums">{result?.contests.map((contest) => <ContestResult key={contest.id} desk={desk} contest={contest} />)}</div>;
}

function ContestResult({ desk, contest }: { desk: DeskRound; contest: ResultContest }) {
  const { count } = contest;
  const questions = desk.definition!.contests.find(({ id }) => id === contest.id)?.form.kind === "questions";
  const envelope = desk.definition!.contests.find(({ id }) => id === contest.id)?.envelope ?? 0;
  return (
    <div class="card sum-card">
      <h3>{titleOf(desk, contest.id)}</h3>
      <p class="quiet">{t("close-result-figures", { voters: contest.voters, valid: contest.valid, blank: contest.blank, invalid: contest.invalid.length })}</p>
      {contest.status !== "counted" && <About id={`close-result-${contest.status}`} />}
      {count !== undefined && questions && (
        <ul class="winners">
          {count.trace.map((step) => (
            <li key={step.option}>
              <div class="winner">
                <span>{titleOf(desk, contest.id, step.option)}</span>
                <span>{t(`close-outcome-${step.outcome === "passed" || step.outcome === "failed" ? step.outcome : "quorum"}`)}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
      {count !== undefined && !questions && (
        <>
          <ol class="winners">
            {count.selected.map((option) => (
              <li key={option}>
                <div class="winner">
                  <span>{titleOf(desk, contest.id, option)}</span>
                  <span class="cost">{money(desk, desk.definition!.contests.find(({ id }) => id === contest.id)!.options.find(({ id }) => id === option)!.cost)}</span>
                </div>
              </li>
            ))}
          </ol>
          {count.selected.length === 0 && <About id="close-result-nobody" />}
          <p>{t("close-result-cost", { cost: money(desk, count.total_cost), envelope: money(desk, envelope) })}</p>
        </>
      )}
      {count !== undefined && count.ties.length > 0 && <Ties desk={desk} contest={contest} ties={count.ties} />}
    </div>
  );
}

function Ties({ desk, contest, ties }: { desk: DeskRound; contest: ResultContest; ties: readonly (readonly string[])[] }) {
  return (
    <details>
      <summary>{t("close-ties", { count: ties.length })}</summary>
      <p>
        <T id={contest.draw === undefined ? "close-ties-lex" : "close-ties-draw"} />
      </p>
      <ul>
        {ties.map((tie) => (
          <li key={tie.join()}>{tie.map((option) => titleOf(desk, contest.id, option)).join(" › ")}</li>
        ))}
      </ul>
      {contest.draw !== undefined && (
        <p class="quiet">
          <T id="close-ties-seed" /> <code>{hex(base64urlDecode(contest.draw, 32))}</code>
        </p>
      )}
    </details>
  );
}

function Recount({ desk, situation, refresh, waits }: { desk: DeskRound; situation: StepProps["situation"]; refresh: () => void; waits: boolean }) {
  const [failure, setFailure] = useState<string | null>(null);
  const job = jobOf(situation, "count");
  const busy = job?.state === "running" || job?.state === "waiting";
  const same = job?.state === "done" ? job.result?.same : undefined;
  const recount = async (): Promise<void> => {
    setFailure(null);
    try {
      await deskApi.of(desk.session.csrf).recount(desk.answer.id);
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
      <div role="status">
        {busy && (
          <p>
            <T id="close-recounting" />
          </p>
        )}
        {same === true && (
          <p class="adds-up">
            <T id="close-recount-same" />
          </p>
        )}
      </div>
      {same === false && (
        <Alert kind="warning" title="close-recount-differs">
          <p>
            <T id="close-recount-differs-about" />
          </p>
        </Alert>
      )}
      {!busy && (
        <div class="actions">
          <button type="button" onClick={() => void recount()}>
            <T id="close-recount" />
          </button>
        </div>
      )}
      {same === false && !waits && <Propose desk={desk} type="correction" reasons={CORRECTING} about="close-correct-about" go="close-correct-go" sure="close-correct-sure" onProposed={refresh} />}
    </>
  );
}
