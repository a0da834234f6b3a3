// SPDX-License-Identifier: AGPL-3.0-or-later
import { useState } from "preact/hooks";
import { Alert } from "../../components/alert/index.tsx";
import { Code } from "../../components/code/index.tsx";
import { language, T, Title } from "../../components/text/index.tsx";
import type { MoneyText } from "../../i18n/format.ts";
import type { Choices, ContestView, RoundView } from "../../worker/view.ts";
import { Picked } from "./picked.tsx";

interface Props {
  readonly round: RoundView;
  readonly contests: readonly ContestView[];
  readonly choices: Choices;
  readonly money: MoneyText;
  /** null while the ballot is being encrypted */
  readonly checkCode: string | null;
  /** why it could not be: a message id */
  readonly fault: string | null;
  readonly reveal: () => Promise<string>;
  readonly onRenew: () => Promise<void>;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

export function Review(props: Props) {
  const { contests, checkCode, fault } = props;
  return (
    <>
      <h2>
        <T id="review-heading" />
      </h2>
      <Picked {...props} />
      {contests.every(({ belowPoolMin }) => belowPoolMin === "count") ? (
        <p class="quiet">
          <T id="pool-count" />
        </p>
      ) : (
        contests.map((contest) => (
          <p key={contest.id} class="quiet">
            {contests.length > 1 && (
              <>
                <Title words={contest.words} />:{" "}
              </>
            )}
            <T id={`pool-${contest.belowPoolMin}`} args={{ min: contest.poolMin }} />
          </p>
        ))
      )}
      <h3>
        <T id="check-code-heading" />
      </h3>
      {fault === null ? (
        <>
          <CheckCode code={checkCode} />
          <p class="quiet">
            <T id="check-code-about" />
          </p>
          <Audit {...props} />
        </>
      ) : (
        <Alert kind="error" title="seal-failed">
          <p>
            <T id={fault} />
          </p>
          <button type="button" onClick={() => void props.onRenew()}>
            <T id="try-again" />
          </button>
        </Alert>
      )}
      <div class="actions">
        <button type="button" class="primary" aria-disabled={checkCode === null} onClick={() => checkCode !== null && props.onNext()}>
          <T id="review-next" />
        </button>
        <button type="button" onClick={props.onBack}>
          <T id="back-to-choices" />
        </button>
      </div>
    </>
  );
}

export function CheckCode({ code }: { code: string | null }) {
  return (
    <p role="status">
      {code === null ? (
        <T id="encrypting" />
      ) : (
        <Code symbols={code} id="check-code" loud />
      )}
    </p>
  );
}

/** Reveals the encrypted ballot for a second device. What was revealed is spent: a new one is made at once. */
function Audit({ checkCode, reveal, onRenew }: Props) {
  const [revealed, setRevealed] = useState<{ text: string; code: string } | null>(null);
  const start = async (): Promise<void> => {
    if (checkCode === null) return;
    setRevealed({ text: await reveal(), code: checkCode });
    await onRenew();
  };
  return (
    <details class="audit">
      <summary>
        <T id="audit-heading" />
      </summary>
      <p>
        <T id="audit-about" />
      </p>
      <button type="button" aria-disabled={checkCode === null} onClick={() => void start()}>
        <T id="audit-reveal" />
      </button>
      {revealed !== null && (
        <Alert kind="info" title="audit-spent">
          <p>
            <T id="audit-compare" args={{ address: `${location.host}/${language()}/check` }} /> <Code symbols={revealed.code} />
          </p>
          <label for="audit-text">
            <T id="audit-text" />
          </label>
          <textarea id="audit-text" readOnly rows={6} value={revealed.text} />
        </Alert>
      )}
    </details>
  );
}
