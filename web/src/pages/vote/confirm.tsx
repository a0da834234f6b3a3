// SPDX-License-Identifier: AGPL-3.0-or-later
import { useState } from "preact/hooks";
import { Alert } from "../../components/alert/index.tsx";
import { BallotLines } from "../../components/ballot-lines/index.tsx";
import { T } from "../../components/text/index.tsx";
import type { MoneyText } from "../../i18n/format.ts";
import type { Choices, ContestView, RoundView } from "../../worker/view.ts";
import type { KnownCode } from "./ballot.tsx";
import { Picked } from "./picked.tsx";
import { CheckCode } from "./review.tsx";

interface Props {
  readonly round: RoundView;
  readonly contests: readonly ContestView[];
  readonly choices: Choices;
  readonly money: MoneyText;
  readonly checkCode: string;
  readonly code: KnownCode;
  readonly notice: string | null;
  readonly onBack: () => void;
  readonly onCast: () => void;
}

/** The last look: what will be cast, what it replaces, and one button. */
export function Confirm(props: Props) {
  const { round, code, notice, onCast } = props;
  const [pressed, setPressed] = useState(false);
  const press = (): void => {
    // A double tap is one ballot; the server would answer it with the same receipt anyway.
    if (pressed) return;
    setPressed(true);
    onCast();
  };
  return (
    <>
      <h2>
        <T id="confirm-heading" />
      </h2>
      {notice !== null && <Alert kind="warning" title={notice} />}
      {code.status.ballots.length > 0 && (
        <Alert kind="info" title="confirm-earlier">
          <BallotLines status={code.status} zone={round.zone} />
          <p>
            <T id="confirm-replaces" />
          </p>
        </Alert>
      )}
      <Picked {...props} />
      <h3>
        <T id="check-code-heading" />
      </h3>
      <CheckCode code={props.checkCode} />
      <button type="button" class="primary cast" id="cast" onClick={press} aria-disabled={pressed}>
        <T id="cast" />
      </button>
      <div class="actions">
        <button type="button" onClick={props.onBack}>
          <T id="back" />
        </button>
      </div>
    </>
  );
}
