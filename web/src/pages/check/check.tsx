// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The check page: receipts (by file, by tracker, or kept on this phone) and the audit of another phone.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ApiProblem } from "../../api/index.ts";
import { Alert } from "../../components/alert/index.tsx";
import { BallotLines } from "../../components/ballot-lines/index.tsx";
import { ErrorSummary, type FieldError } from "../../components/error-summary/index.tsx";
import { language, locale, t, T } from "../../components/text/index.tsx";
import { WitnessLine } from "../../components/witness-line/index.tsx";
import { grouped, showTracker } from "../../crypto/symbols.ts";
import { moment } from "../../i18n/format.ts";
import { keptReceipts } from "../../storage/index.ts";
import { startWorker, TaskFailed } from "../../worker/client.ts";
import type { NamedReceipt } from "../../worker/view.ts";
import { Audit } from "./audit.tsx";
import { CannotExamine, examine, isReceipt, type Examined } from "./examine.ts";

const worker = startWorker();

const RECEIPT_LIMIT_BYTES = 262_144;

export function CheckPage() {
  const [tracker, setTracker] = useState("");
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [result, setResult] = useState<Examined | null>(null);

  const run = async (given: string, field: string): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setErrors([]);
    setResult(null);
    try {
      setResult(await examine(worker, given, language()));
    } catch (error) {
      setErrors([{ field, text: t(messageOf(error)) }]);
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
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
      <form onSubmit={submit} noValidate>
        <div class="field">
          <label for="tracker">{t("check-tracker")}</label>
          <p class="quiet" id="tracker-hint">
            {t("check-tracker-hint")}
          </p>
          <input id="tracker" class="code" value={tracker} autocomplete="off" spellcheck={false} aria-describedby="tracker-hint" onInput={(event) => setTracker(event.currentTarget.value)} />
        </div>
        <button type="submit" class="primary">
          {t("check-start")}
        </button>
      </form>
      <div class="field">
        <label for="file">{t("check-file")}</label>
        <input id="file" type="file" accept=".tlog-proof" onChange={(event) => void read(event.currentTarget.files?.[0])} />
      </div>
      {kept.length > 0 && <Kept receipts={kept} onCheck={(proof) => void run(proof, "tracker")} />}
      <Audit worker={worker} />
    </>
  );
}

function Kept({ receipts, onCheck }: { receipts: readonly NamedReceipt[]; onCheck: (proof: string) => void }) {
  return (
    <section>
      <h2>{t("check-kept")}</h2>
      <p class="quiet">
        <T id="check-kept-about" />
      </p>
      <ul class="kept">
        {receipts.map(({ proof, tracker, minute }) => (
          <li key={tracker}>
            <button type="button" class="link" onClick={() => onCheck(proof)}>
              {t("check-kept-one", { tracker: showTracker(tracker), when: moment(locale(), undefined, minute) })}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const KIND = { counts: "success", replaced: "info", withdrawn: "warning", missing: "error" } as const;

function Result({ result }: { result: Examined }) {
  const { receipt, status, verdict, history, disagrees, open, title, zone } = result;
  const { treeSize, witnesses, proven } = history;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.focus(), [result]);
  return (
    <div ref={box} tabIndex={-1} id="verdict" data-verdict={verdict} class="verdict">
      <Alert kind={KIND[verdict]} title={`verdict-${verdict}`}>
        <p>
          <T id={`verdict-${verdict}-detail`} />
          {verdict === "counts" && open && (
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
            <dt>{t("check-round")}</dt>
            <dd>{title}</dd>
          </>
        )}
        <dt>{t("receipt-tracker")}</dt>
        <dd>
          <code>{showTracker(receipt.tracker)}</code>
        </dd>
        <dt>{t("check-code-heading")}</dt>
        <dd>
          <code>{grouped(receipt.checkCode, 5)}</code>
        </dd>
        <dt>{t("receipt-when")}</dt>
        <dd>{moment(locale(), zone, receipt.minute)}</dd>
      </dl>
      <h2>{t("check-proven-heading")}</h2>
      <ul>
        <li>{t("check-proven-inclusion", { number: receipt.index + 1, size: receipt.treeSize })}</li>
        <li>{t("check-proven-consistency", { size: treeSize })}</li>
        {witnesses.at !== "waiting" && (
          <li>
            <WitnessLine witnesses={witnesses} zone={zone} />
          </li>
        )}
        <li>{proven === null ? t("check-not-walked") : t(proven.sealed ? "check-walked-sealed" : "check-walked", { count: proven.walked })}</li>
      </ul>
      <h2>{t("check-all-heading")}</h2>
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
