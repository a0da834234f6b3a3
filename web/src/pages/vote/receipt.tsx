// SPDX-License-Identifier: AGPL-3.0-or-later
import { useEffect, useState } from "preact/hooks";
import { Alert } from "../../components/alert/index.tsx";
import { Code } from "../../components/code/index.tsx";
import { Qr } from "../../components/qr/index.tsx";
import { language, locale, t, T } from "../../components/text/index.tsx";
import { moment, type MoneyText } from "../../i18n/format.ts";
import { WitnessLine } from "../../components/witness-line/index.tsx";
import type { Choices, ContestView, ReceiptView, RoundView, WitnessesView } from "../../worker/view.ts";
import type { Worker } from "./ballot.tsx";
import { clear, kiosk } from "./kiosk.tsx";
import { Picked } from "./picked.tsx";

/** Witnesses sign every few minutes. */
const AGAIN_MS = 10_000;

interface Props {
  readonly worker: Worker;
  readonly logKey: string;
  readonly round: RoundView;
  readonly contests: readonly ContestView[];
  readonly money: MoneyText;
  readonly receipt: ReceiptView;
  readonly proof: string;
  /** null after a reload: choices are not kept once they are cast */
  readonly what: Choices | null;
  readonly onAgain: () => void;
}

/** Shown only for a receipt that the worker has verified. */
export function ReceiptStep({ worker, logKey, round, contests, money, receipt, proof, what, onAgain }: Props) {
  const seen = useWitnesses(worker, proof, logKey, round);
  const file = useFile(proof);
  const checkPath = `/${language()}/check#${receipt.tracker}`;
  return (
    <>
      <div class="receipt-done">
        <Alert kind="success" title="receipt-heading">
          <p>
            <T id="receipt-proven" />
          </p>
        </Alert>
      </div>
      <dl class="receipt">
        <dt>
          <T id="receipt-when" />
        </dt>
        <dd>{moment(locale(), round.zone, receipt.minute)}</dd>
        <dt>
          <T id="receipt-tracker" />
        </dt>
        <dd>
          <Code symbols={receipt.tracker} id="tracker" />
        </dd>
        <dt>
          <T id="check-code-heading" />
        </dt>
        <dd>
          <Code symbols={receipt.checkCode} />
        </dd>
        <dt>
          <T id="receipt-place" />
        </dt>
        <dd>
          <T id="receipt-place-number" args={{ number: receipt.index + 1 }} />
        </dd>
        <dt>
          <T id="receipt-witnesses" />
        </dt>
        <dd id="witnesses">
          <WitnessLine witnesses={seen} zone={round.zone} />
        </dd>
        <dt>
          <T id="receipt-until" />
        </dt>
        <dd>
          {round.revoting ? <T id="receipt-until-close" args={{ when: moment(locale(), round.zone, round.close) }} /> : <T id="receipt-until-never" />}
        </dd>
      </dl>
      {kiosk === null && <Away file={file} name={`${round.id}-${receipt.tracker}`} checkPath={checkPath} />}
      <figure class="scan">
        <Qr text={location.origin + checkPath} label={t("receipt-qr")} />
        <figcaption class="quiet">
          <T id="receipt-qr-about" />
        </figcaption>
      </figure>
      {kiosk === null ? (
        <p class="quiet">
          <T id="receipt-keep" />
        </p>
      ) : (
        <Stay />
      )}
      {what !== null && (
        <>
          <h2>
            <T id="receipt-what" />
          </h2>
          <Picked contests={contests} choices={what} money={money} done />
          <p class="quiet">
            <T id="receipt-what-once" />
          </p>
        </>
      )}
      {round.revoting && kiosk === null && (
        <button type="button" onClick={onAgain}>
          <T id="receipt-again" />
        </button>
      )}
    </>
  );
}

/** Asked for again until they have seen it. */
function useWitnesses(worker: Worker, proof: string, logKey: string, round: RoundView): WitnessesView {
  const [seen, setSeen] = useState<WitnessesView>({ at: round.witnesses === null ? "nobody" : "waiting" });
  useEffect(() => {
    if (seen.at !== "waiting") return;
    const ask = (): void => void worker.witnesses(proof, logKey).then(setSeen, () => {});
    ask();
    const timer = setInterval(ask, AGAIN_MS);
    return () => clearInterval(timer);
  }, [seen.at]);
  return seen;
}

/** The receipt leaves the page: as a file, and to where it is checked. */
function Away({ file, name, checkPath }: { file: string; name: string; checkPath: string }) {
  return (
    <div class="actions">
      <a class="button primary" href={file} download={`${name}.tlog-proof`}>
        <T id="receipt-save" />
      </a>
      <a class="button" href={checkPath}>
        <T id="receipt-check" />
      </a>
    </div>
  );
}

/** Where nothing is kept: by picture or by hand, and then the next person. */
function Stay() {
  return (
    <>
      <p>
        <T id="kiosk-keep" />
      </p>
      <div class="actions">
        <button type="button" class="primary" onClick={clear}>
          <T id="kiosk-done" />
        </button>
      </div>
    </>
  );
}

function useFile(content: string): string {
  const [address, setAddress] = useState("");
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([content], { type: "text/plain" }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [content]);
  return address;
}
