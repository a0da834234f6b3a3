// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The check page: receipts (by file, by tracker, or kept on this phone) and the audit of another phone.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { api, ApiProblem, type City } from "../../api/index.ts";
import { Alert } from "../../components/alert/index.tsx";
import { BallotLines } from "../../components/ballot-lines/index.tsx";
import { Code } from "../../components/code/index.tsx";
import { ErrorSummary, type FieldError } from "../../components/error-summary/index.tsx";
import { language, locale, t, T } from "../../components/text/index.tsx";
import { WitnessLine } from "../../components/witness-line/index.tsx";
import { moment } from "../../i18n/format.ts";
import { keptReceipts } from "../../storage/index.ts";
import { startAbroad } from "../../worker/abroad_client.ts";
import { startWorker, TaskFailed } from "../../worker/client.ts";
import type { AbroadAnswer, NamedReceipt } from "../../worker/view.ts";
import { setCity } from "../page.tsx";
import { Audit } from "./audit.tsx";
import { Abroad } from "./abroad.tsx";
import { CannotExamine, examine, isReceipt, KIND, originOf, type Examined } from "./examine.ts";
import { Elsewhere } from "./elsewhere.tsx";

const worker = startWorker();

let abroad: ReturnType<typeof startAbroad> | null = null;

const RECEIPT_LIMIT_BYTES = 262_144;

export function CheckPage() {
  const [tracker, setTracker] = useState("");
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [result, setResult] = useState<Examined | null>(null);
  const [elsewhere, setElsewhere] = useState<AbroadAnswer | null>(null);
  const [city, setKnown] = useState<City | null>(null);
  /** of other cities' records, as the voter gives it */
  const [policy, setPolicy] = useState("");

  const run = async (given: string, field: string): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setErrors([]);
    setResult(null);
    setElsewhere(null);
    try {
      const here = city ?? (await api.city());
      if (isReceipt(given) && originOf(given) !== here.origin) setElsewhere(await (abroad ??= startAbroad()).abroad(given, policy, here.witness_key ?? ""));
      else setResult(await examine(worker, given, language()));
    } catch (error) {
      setErrors([{ field, text: t(messageOf(error)) }]);
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    api.city().then(
      (known) => {
        setKnown(known);
        setCity(known.name);
      },
      () => {}, // asked again with the first receipt
    );
    void worker.nameReceipts(keptReceipts().map(({ proof }) => proof)).then(setKept);
    const follow = (): void => {
      const named = location.hash.slice(1);
      setTracker(named);
      if (named !== "") void run(named, "tracker");
    };
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);

  const submit = (event: Event): void => {
    event.preventDefault();
    void run(tracker, "tracker");
  };
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const content = file.size > RECEIPT_LIMIT_BYTES ? "" : await file.text();
    if (isReceipt(content)) await run(content, "file");
    else setErrors([{ field: "file", text: t("check-no-receipt") }]);
  };
  const [kept, setKept] = useState<readonly NamedReceipt[]>([]);
  return (
    <>
      <ErrorSummary errors={errors} />
      {busy && (
        <p role="status">
          <T id="checking" />
        </p>
      )}
      {result !== null && <Result result={result} />}
      {elsewhere !== null && <Abroad answer={elsewhere} city={city?.name ?? ""} />}
      <form onSubmit={submit} noValidate>
        <div class="field">
          <label for="tracker">
            <T id="check-tracker" />
          </label>
          <p class="quiet" id="tracker-hint">
            <T id="check-tracker-hint" />
          </p>
          <input id="tracker" class="code" value={tracker} autocomplete="off" spellcheck={false} aria-describedby="tracker-hint" onInput={(event) => setTracker(event.currentTarget.value)} />
        </div>
        <button type="submit" class="primary">
          <T id="check-start" />
        </button>
      </form>
      <div class="field">
        <label for="file">
          <T id="check-file" />
        </label>
        <input id="file" type="file" accept=".tlog-proof" onChange={(event) => void read(event.currentTarget.files?.[0])} />
      </div>
      {kept.length > 0 && <Kept receipts={kept} onCheck={(proof) => void run(proof, "tracker")} />}
      {(city?.mirrored ?? []).length > 0 && <Elsewhere city={city!} policy={policy} onPolicy={setPolicy} />}
      <Audit worker={worker} />
    </>
  );
}

function Kept({ receipts, onCheck }: { receipts: readonly NamedReceipt[]; onCheck: (proof: string) => void }) {
  return (
    <section>
      <h2>
        <T id="check-kept" />
      </h2>
      <p class="quiet">
        <T id="check-kept-about" />
      </p>
      <ul class="kept">
        {receipts.map(({ proof, tracker, minute }) => (
          <li key={tracker}>
            <button type="button" class="link" onClick={() => onCheck(proof)}>
              <Code symbols={tracker} /> <T id="check-kept-when" args={{ when: moment(locale(), undefined, minute) }} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Result({ result }: { result: Examined }) {
  const { receipt, status, verdict, history, disagrees, title, zone, rehearsal, replaceable } = result;
  const { treeSize, witnesses, proven } = history;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.focus(), [result]);
  return (
    <div ref={box} tabIndex={-1} id="verdict" data-verdict={verdict} class="verdict">
      {rehearsal && <Alert kind="warning" title="rehearsal" />}
      <Alert kind={KIND[verdict]} title={`verdict-${verdict}`}>
        <p>
          <T id={`verdict-${verdict}-detail`} />
          {verdict === "counts" && replaceable && (
            <>
              {" "}
              <T id="verdict-open" />
            </>
          )}
        </p>
      </Alert>
      {witnesses.at === "waiting" && (
        <Alert kind="info" title="check-waiting">
          <p>
            <WitnessLine witnesses={witnesses} zone={zone} /> <T id="check-waiting-again" />
          </p>
        </Alert>
      )}
      {disagrees && (
        <Alert kind="error" title="check-disagrees">
          <p>
            <T id="check-disagrees-detail" />
          </p>
        </Alert>
      )}
      <dl class="receipt">
        {title !== null && (
          <>
            <dt>
              <T id="check-round" />
            </dt>
            <dd>{title}</dd>
          </>
        )}
        <dt>
          <T id="receipt-tracker" />
        </dt>
        <dd>
          <Code symbols={receipt.tracker} />
        </dd>
        <dt>
          <T id="check-code-heading" />
        </dt>
        <dd>
          <Code symbols={receipt.checkCode} />
        </dd>
        <dt>
          <T id="receipt-when" />
        </dt>
        <dd>{moment(locale(), zone, receipt.minute)}</dd>
      </dl>
      <h2>
        <T id="check-proven-heading" />
      </h2>
      <ul>
        <li>
          <T id="check-proven-inclusion" args={{ number: receipt.index + 1, size: receipt.treeSize }} />
        </li>
        <li>
          <T id="check-proven-consistency" args={{ size: treeSize }} />
        </li>
        {witnesses.at !== "waiting" && (
          <li>
            <WitnessLine witnesses={witnesses} zone={zone} />
          </li>
        )}
        <li>{proven === null ? t("check-not-walked") : t(proven.sealed ? "check-walked-sealed" : "check-walked", { count: proven.walked })}</li>
      </ul>
      <h2>
        <T id="check-all-heading" />
      </h2>
      <BallotLines status={status} zone={zone} />
    </div>
  );
}

/** A message id. */
function messageOf(error: unknown): string {
  if (error instanceof CannotExamine) return error.message;
  if (error instanceof TaskFailed) return error.fault === "format" ? "failure-check" : "failure-network";
  if (error instanceof ApiProblem) return "failure-server";
  return "failure-network";
}
