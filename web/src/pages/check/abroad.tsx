// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The receipt of another city: what the copy of its record that this city keeps proves of it, and what it cannot.

import { useLayoutEffect, useRef } from "preact/hooks";
import { Alert } from "../../components/alert/index.tsx";
import { BallotLines } from "../../components/ballot-lines/index.tsx";
import { Code } from "../../components/code/index.tsx";
import { locale, t, T } from "../../components/text/index.tsx";
import { WitnessLine } from "../../components/witness-line/index.tsx";
import { moment } from "../../i18n/format.ts";
import type { AbroadAnswer, AbroadView } from "../../worker/view.ts";
import { KIND, verdictOf } from "./examine.ts";

export function Abroad({ answer, city }: { answer: AbroadAnswer; city: string }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.focus(), [answer]);
  return (
    <div ref={box} tabIndex={-1} id="verdict" data-verdict={answer.at === "found" ? abroadVerdict(answer) : answer.at} class="verdict">
      {answer.at === "found" ? <Found view={answer} city={city} /> : <NotFound answer={answer} city={city} />}
    </div>
  );
}

function NotFound({ answer, city }: { answer: Exclude<AbroadAnswer, AbroadView>; city: string }) {
  const visited = answer.at === "behind" ? seconds(answer.visited) : "";
  return (
    <Alert kind="warning" title={`abroad-${answer.at}`}>
      <p>
        <T id={`abroad-${answer.at}-detail`} args={{ origin: answer.origin, city, visited }} />
      </p>
    </Alert>
  );
}

/** Whether the code was withdrawn with its batch cannot be seen where the copy lacks the batch's keys. */
function abroadVerdict(view: AbroadView): "counts" | "replaced" | "withdrawn" | "unclear" | "missing" {
  if (view.void === null && view.unclear.length > 0) return "unclear";
  return verdictOf(view.receipt, { key: view.receipt.credential, listed: true, ballots: view.ballots, ...(view.void === null ? {} : { void: view.void }) });
}

const seconds = (posix: number): string => moment(locale(), undefined, Math.floor(posix / 60));

function Found({ view, city }: { view: AbroadView; city: string }) {
  const { origin, receipt, zone, witnesses } = view;
  const verdict = abroadVerdict(view);
  const visited = seconds(view.visited);
  const status = { key: receipt.credential, serial: receipt.serial, listed: true, ballots: view.ballots, ...(view.void === null ? {} : { void: view.void }) };
  return (
    <>
      {verdict === "unclear" ? (
        <Alert kind="warning" title="abroad-unclear">
          <p>
            <T id="abroad-unclear-detail" args={{ batches: view.unclear.join(", ") }} />
          </p>
        </Alert>
      ) : (
        <Alert kind={KIND[verdict]} title={`verdict-${verdict}`}>
          <p>
            <T id={`verdict-${verdict}-detail`} /> {!view.sealed && verdict !== "withdrawn" && <T id="abroad-until" args={{ visited }} />}
          </p>
        </Alert>
      )}
      <dl class="receipt">
        <dt>
          <T id="abroad-record" />
        </dt>
        <dd>
          <bdi dir="ltr">{origin}</bdi>
        </dd>
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
          <T id="abroad-proven-inclusion" args={{ number: receipt.index + 1, size: view.treeSize }} />
        </li>
        <li>
          <T id="abroad-proven-signed" args={{ city, when: seconds(view.signed) }} />
        </li>
        <li>
          <T id={view.compared ? "abroad-proven-consistency" : "abroad-not-compared"} />
        </li>
        <li data-sealed={view.sealed}>{view.walked === null ? t("abroad-not-walked") : t(view.sealed ? "check-walked-sealed" : "abroad-walked", { count: view.walked })}</li>
        {witnesses !== null && (
          <li>
            {view.ownPolicy && <T id="abroad-own-policy" />} <WitnessLine witnesses={witnesses} zone={zone} />
          </li>
        )}
      </ul>
      <h2>
        <T id="abroad-unproven-heading" />
      </h2>
      <ul>
        {!view.sealed && <li><T id="abroad-unproven-later" args={{ visited }} /></li>}
        {witnesses === null && <li><T id="abroad-unproven-definition" /></li>}
        <li>
          <T id="abroad-unproven-name" />
        </li>
        <li>
          <T id="abroad-unproven-count" />
        </li>
      </ul>
      <h2>
        <T id="check-all-heading" />
      </h2>
      <BallotLines status={status} zone={zone} newest={verdict === "unclear" ? "abroad-unclear" : "verdict-counts"} />
    </>
  );
}
