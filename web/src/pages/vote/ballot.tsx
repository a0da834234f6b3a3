// SPDX-License-Identifier: AGPL-3.0-or-later
//
// One sitting: choose, review, code, cast, receipt. Choices and the bytes of a ballot on its way live in storage/;
// the code lives in this component and is gone with it.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { CredentialStatus } from "../../api/index.ts";
import { tellStep, type VisitStep } from "../../api/steps.ts";
import { Alert } from "../../components/alert/index.tsx";
import { NotCast } from "../../components/ballot-bar/index.tsx";
import { Steps } from "../../components/steps/index.tsx";
import { language, locale, t, T } from "../../components/text/index.tsx";
import { isBlank } from "../../crypto/forms.ts";
import { listOf, moment, timeLeft, type MoneyText } from "../../i18n/format.ts";
import { recall, remember, renewed, type Pending, type RoundMemory } from "../../storage/index.ts";
import { TaskFailed, type startWorker } from "../../worker/client.ts";
import type { Choices, ContestView, ReceiptView } from "../../worker/view.ts";
import { castBallot, restore, type Outcome } from "./cast.ts";
import { Choose } from "./choose.tsx";
import { CodeStep } from "./code.tsx";
import { Confirm } from "./confirm.tsx";
import type { Found } from "./find.ts";
import { ReceiptStep } from "./receipt.tsx";
import { Review } from "./review.tsx";
import { Attendant, kiosk } from "./kiosk.tsx";
import { fitting } from "./standing.ts";
import type { Linked } from "./vote.tsx";

export type Worker = ReturnType<typeof startWorker>;

/** A code that the round lists, and what the record has of it. */
export interface KnownCode {
  readonly symbols: string;
  readonly status: CredentialStatus;
}

type Step =
  | { readonly at: "choose" }
  | { readonly at: "review" }
  | { readonly at: "code" }
  | { readonly at: "confirm"; readonly code: KnownCode; readonly notice: string | null }
  | { readonly at: "sending" }
  | { readonly at: "unanswered"; readonly reason: string; readonly code: KnownCode | null }
  | { readonly at: "refused"; readonly reason: string }
  | { readonly at: "receipt"; readonly receipt: ReceiptView; readonly proof: string; readonly what: Choices | null };

/** While it is not certain that a ballot is recorded, it is sent again this often. */
const AGAIN_MS = 10_000;

const STEP_NAMES = ["step-choose", "step-review", "step-code", "step-cast"];
const STEP_OF: Partial<Record<Step["at"], number>> = { choose: 0, review: 1, code: 2, confirm: 3, sending: 3, unanswered: 3, refused: 3 };

export function Ballot({ worker, found, scanned, linked }: { worker: Worker; found: Found; scanned: string | null; linked: Linked | null }) {
  const { round, logKey } = found;
  const [memory, setMemory] = useState<RoundMemory>(() => recall(round.id));
  const [kept, setKept] = useState(true);
  const [step, setStep] = useState<Step>(memory.pending === null ? { at: "choose" } : { at: "unanswered", reason: "unanswered-reload", code: null });
  /** what became of a receipt's ballot that the record had lost: a message id */
  const [loss, setLoss] = useState<"loss-restored" | "loss-lost" | null>(null);
  /** why there is no encrypted ballot: a message id */
  const [sealFault, setSealFault] = useState<string | null>(null);
  const [checkCode, setCheckCode] = useState<string | null>(null);
  /** the witnesses that the round asks for have not signed; asked again before anything is encrypted */
  const [unwitnessed, setUnwitnessed] = useState(false);
  const top = useRef<HTMLDivElement>(null);
  /** only at first: who comes back to choosing is where they want to be */
  const arriving = useRef(linked);

  const district =
    round.districts.find(({ id }) => id === (found.status?.district ?? memory.district)) ?? (round.districts.length === 1 ? round.districts[0]! : null);
  const contests = useMemo(() => round.contests.filter(({ id }) => district?.contests.includes(id) === true), [round, district?.id]);
  const choices = useMemo(() => choicesFor(contests, memory.choices), [contests, memory.choices]);
  const money: MoneyText = { language: locale(), currency: round.currency, minorDigits: round.minorDigits };
  const anything = Object.values(choices).some((fields) => !isBlank(fields));
  const notCast = step.at !== "receipt";
  /** it may be recorded or not */
  const uncertain = step.at === "sending" || step.at === "unanswered";
  const now = Date.now() / 1000 + round.clockAhead;
  const closed = now >= round.close * 60;
  // The clerks may end it early.
  const over = closed || round.state !== "open" || (step.at === "refused" && step.reason === "refused-ballot-late");

  // What was started long ago, or in another tab, must not put back what has changed since.
  const newest = useRef({ memory, kept: true });
  const latest = (): RoundMemory => (newest.current.kept ? renewed(round.id, newest.current.memory) : newest.current.memory);
  const keep = (change: Partial<RoundMemory>): void => {
    const next = { ...latest(), ...change };
    newest.current = { memory: next, kept: remember(round.id, next) };
    setMemory(next);
    setKept(newest.current.kept);
  };
  const withReceipt = (proof: string, without: string = proof): readonly string[] => [...latest().receipts.filter((kept) => kept !== without), proof];
  const go = (next: Step): void => {
    arriving.current = null;
    setStep(next);
    window.scrollTo(0, 0);
  };

  // A visit that comes to a step has come through those before it.
  const reached: readonly VisitStep[] = ["opened", "chosen", "reviewed", "code", "cast"];
  const far = { choose: anything ? 2 : 1, review: 3, confirm: 4, receipt: 5 }[step.at as string] ?? 0;
  useEffect(() => {
    if (!over) for (const name of reached.slice(0, far)) tellStep(round.id, name, kiosk !== null || round.rehearsal);
  }, [far, over]);

  // With the new step itself, not after it: the next key that is pressed already belongs to it.
  useLayoutEffect(() => top.current?.focus({ preventScroll: true }), [step.at]);
  useLayoutEffect(() => {
    document.title = `${notCast && !uncertain && anything ? `${t("not-cast")} – ` : ""}${round.words.title}`;
    if (!notCast || !anything || kiosk !== null) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [notCast, uncertain, anything]);

  useEffect(() => {
    worker.ready().catch((error: unknown) => setUnwitnessed(error instanceof TaskFailed && error.fault === "unwitnessed"));
  }, [round]);

  /** how many times; choices that have changed since are of no interest any more */
  const seals = useRef(0);
  const seal = async (): Promise<void> => {
    const own = ++seals.current;
    setCheckCode(null);
    setSealFault(null);
    try {
      const { checkCode } = await worker.encrypt(district!.id, choices);
      setUnwitnessed(false);
      if (own === seals.current) setCheckCode(checkCode);
    } catch (error) {
      if (own === seals.current) setSealFault(faultOfSeal(error));
    }
  };

  const settle = (pending: Pending, outcome: Outcome, code: KnownCode | null): void => {
    const settled = latest().pending?.id === pending.id ? { pending: null } : {};
    switch (outcome.at) {
      case "recorded": {
        keep({ ...settled, choices: {}, receipts: withReceipt(outcome.proof) });
        go({ at: "receipt", receipt: outcome.receipt, proof: outcome.proof, what: code === null ? null : choices });
        break;
      }
      case "unanswered":
        keep({ pending });
        go({ at: "unanswered", reason: outcome.reason, code });
        break;
      case "superseded":
        keep(settled);
        if (code === null) go({ at: "refused", reason: "refused-sequence" });
        else go({ at: "confirm", code: { ...code, status: outcome.status }, notice: "sequence-notice" });
        break;
      case "refused":
        keep(settled);
        go({ at: "refused", reason: outcome.reason });
        break;
    }
  };

  const send = async (pending: Pending, code: KnownCode | null): Promise<void> => {
    go({ at: "sending" });
    settle(pending, await castBallot(worker, round, logKey, pending), code);
  };

  // The same bytes again can do no harm: when the page opens, when the phone is back on the network, and now and then.
  const waiting = step.at === "unanswered" ? memory.pending : null;
  useEffect(() => {
    if (waiting === null || step.at !== "unanswered") return;
    let busy = false;
    let over = false;
    const again = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      const outcome = await castBallot(worker, round, logKey, waiting);
      busy = false;
      if (!over && outcome.at !== "unanswered") settle(waiting, outcome, step.code);
    };
    const listener = (): void => void again();
    const timer = setInterval(listener, AGAIN_MS);
    window.addEventListener("online", listener);
    if (step.reason === "unanswered-reload") listener();
    return () => {
      over = true;
      clearInterval(timer);
      window.removeEventListener("online", listener);
    };
  }, [waiting, step]);

  useEffect(() => {
    const kept = memory.receipts[memory.receipts.length - 1];
    if (kept === undefined || memory.pending !== null || closed) return;
    restore(worker, round.id, logKey, kept).then(
      (restored) => {
        if (restored.at === "restored") keep({ receipts: withReceipt(restored.proof, kept) });
        if (restored.at !== "found") setLoss(`loss-${restored.at}`);
      },
      () => {}, // not answered: the next visit asks again
    );
  }, []);

  const cast = async (code: KnownCode): Promise<void> => {
    const last = code.status.ballots[code.status.ballots.length - 1];
    let pending: Pending;
    try {
      pending = { ...(await worker.sign(code.symbols, last === undefined ? 0 : last.seq + 1, last?.id ?? null)), checkCode: checkCode! };
    } catch {
      return go({ at: "refused", reason: "refused-device" });
    }
    // Kept before it leaves: whatever happens to this page, the same bytes can be sent again.
    keep({ pending });
    await send(pending, code);
  };

  const review = (): void => {
    go({ at: "review" });
    void seal();
  };

  const current = STEP_OF[step.at];
  return (
    <div class="ballot" ref={top} tabIndex={-1}>
      {current !== undefined && !over && <Steps names={STEP_NAMES} current={current} />}
      {step.at !== "receipt" && !over && <Frame found={found} first={step.at === "choose"} minutesLeft={round.close - now / 60} />}
      {kiosk !== null && (
        <p class="pill">
          <T id="kiosk-site" args={{ site: kiosk }} />
        </p>
      )}
      {!kept && <Alert kind="warning" title="storage-off" />}
      {loss !== null && (
        <Alert kind={loss === "loss-restored" ? "info" : "error"} title={loss}>
          <p>
            <T id={`${loss}-detail`} />
          </p>
        </Alert>
      )}
      {step.at === "choose" && now < round.open * 60 && (
        <Alert kind="info" title="voting-not-begun">
          <p>
            <T id="voting-not-begun-detail" args={{ when: moment(locale(), round.zone, round.open) }} />
          </p>
        </Alert>
      )}
      {step.at === "choose" && unwitnessed && !over && (
        <Alert kind="warning" title="witnesses-missing">
          <p>
            <T id="witnesses-missing-detail" />
          </p>
        </Alert>
      )}
      {step.at === "choose" &&
        (over ? (
          <Alert kind="warning" title="voting-closed">
            <p>{closed ? <T id="voting-closed-detail" args={{ when: moment(locale(), round.zone, round.close) }} /> : <T id="voting-closed-early" />}</p>
            <p>
              <RoundLink round={round.id} />
            </p>
          </Alert>
        ) : (
          <Choose
            round={round}
            contests={contests}
            district={district}
            choices={choices}
            seed={memory.seed}
            money={money}
            earlier={memory.receipts.length}
            linked={arriving.current}
            onDistrict={(id) => keep({ district: id })}
            onChange={(contest, fields) => keep({ choices: { ...memory.choices, [contest]: fields } })}
            onReview={review}
          />
        ))}
      {step.at === "review" && (
        <Review
          round={round}
          contests={contests}
          choices={choices}
          money={money}
          checkCode={checkCode}
          fault={sealFault}
          reveal={() => worker.reveal()}
          onRenew={seal}
          onBack={() => go({ at: "choose" })}
          onNext={() => go({ at: "code" })}
        />
      )}
      {step.at === "code" && (
        <CodeStep
          worker={worker}
          round={round}
          district={district!.id}
          scanned={scanned}
          onBack={() => go({ at: "review" })}
          onDistrict={(id) => {
            keep({ district: id });
            go({ at: "choose" });
          }}
          onKnown={(code) => go({ at: "confirm", code, notice: null })}
        />
      )}
      {step.at === "confirm" && (
        <Confirm
          round={round}
          contests={contests}
          choices={choices}
          money={money}
          checkCode={checkCode!}
          code={step.code}
          notice={step.notice}
          onBack={() => go({ at: "review" })}
          onCast={() => void cast(step.code)}
        />
      )}
      {step.at === "sending" && (
        <p role="status" class="sending">
          <T id="sending" />
        </p>
      )}
      {step.at === "unanswered" && memory.pending !== null && (
        <Alert kind="warning" title="unanswered">
          <p>
            <T id={step.reason} />
          </p>
          <p>
            <T id="unanswered-again" />
          </p>
          <button type="button" class="primary" onClick={() => void send(memory.pending!, step.code)}>
            <T id="send-again" />
          </button>
        </Alert>
      )}
      {step.at === "refused" && (
        <Alert kind="error" title="refused">
          <p>
            <T id={step.reason} />
          </p>
          {over ? (
            <p>
              <RoundLink round={round.id} />
            </p>
          ) : (
            <>
              <p>
                <T id="refused-kept" />
              </p>
              <button type="button" onClick={() => go({ at: "choose" })}>
                <T id="back-to-choices" />
              </button>
            </>
          )}
        </Alert>
      )}
      {step.at === "receipt" && <ReceiptStep worker={worker} logKey={logKey} round={round} contests={contests} money={money} {...step} onAgain={() => go({ at: "choose" })} />}
      {kiosk !== null && <Attendant busy={uncertain} />}
      {notCast && !uncertain && !over && step.at !== "choose" && <NotCast key={step.at} />}
    </div>
  );
}

function RoundLink({ round }: { round: string }) {
  if (kiosk !== null) return null;
  return <a href={`/${language()}/rounds/${round}`}><T id="round-link" /></a>;
}

/** When voting closes; and first of all what the secrecy of this round rests on, and who watches. */
function Frame({ found, first, minutesLeft }: { found: Found; first: boolean; minutesLeft: number }) {
  const { round } = found;
  const { trustees, witnesses } = round;
  return (
    <div class="frame">
      <p>
        <T id="closes" args={{ when: moment(locale(), round.zone, round.close) }} /> <strong>{timeLeft(locale(), minutesLeft)}</strong>
      </p>
      {first && (
        <p class="quiet" id="secrecy">
          {trustees === null ? (
            <T id="single-key" />
          ) : (
            <T id="trustees" args={{ threshold: trustees.threshold, count: trustees.names.length, names: listOf(locale(), trustees.names) }} />
          )}
        </p>
      )}
      {first && (
        <p class="quiet" id="watch">
          {witnesses === null ? (
            <T id="no-witness" />
          ) : (
            <T id="witnesses" args={{ names: listOf(locale(), witnesses.names), fewest: witnesses.fewest, count: witnesses.names.length }} />
          )}
        </p>
      )}
    </div>
  );
}

/** A message id. */
function faultOfSeal(error: unknown): string {
  if (error instanceof TaskFailed && error.fault === "format") return "seal-opening";
  if (error instanceof TaskFailed && error.fault === "unwitnessed") return "seal-unwitnessed";
  if (error instanceof TaskFailed && error.fault === "no-answer") return "seal-record";
  return "seal-device";
}

function choicesFor(contests: readonly ContestView[], stored: Choices): Choices {
  return Object.fromEntries(contests.map((contest) => [contest.id, fitting(contest, stored[contest.id])]));
}
