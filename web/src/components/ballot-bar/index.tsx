// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The bar that stays in sight while choosing: what is chosen, what is left, that nothing is cast yet, and the
// way on. What is left is announced politely.

import { isBlank, type Fields } from "../../crypto/forms.ts";
import { moneyOf, type MoneyText } from "../../i18n/format.ts";
import { standing } from "../../pages/vote/standing.ts";
import type { Choices, ContestView } from "../../worker/view.ts";
import { t, T } from "../text/index.tsx";

interface Props {
  readonly contests: readonly ContestView[];
  readonly choices: Choices;
  readonly money: MoneyText;
  readonly onReview: () => void;
}

export function BallotBar({ contests, choices, money, onReview }: Props) {
  return (
    <div class="ballot-bar" role="region" aria-label={t("bar-label")}>
      <div class="ballot-bar-lines" role="status">
        {contests.length === 1 ? (
          <>
            <p>
              <Left contest={contests[0]!} fields={choices[contests[0]!.id]!} money={money} />
            </p>
            <Fill contest={contests[0]!} fields={choices[contests[0]!.id]!} />
          </>
        ) : (
          <p>
            <T id="bar-lists" args={{ count: contests.filter(({ id }) => !isBlank(choices[id]!)).length, total: contests.length }} />
          </p>
        )}
      </div>
      <NotCast />
      <button type="button" class="primary" onClick={onReview}>
        <T id="bar-review" />
      </button>
    </div>
  );
}

/** What is chosen in a list and what is left. Where there are several lists each shows it in its own place. */
export function Left({ contest, fields, money }: { contest: ContestView; fields: Fields; money: MoneyText }) {
  const { chosen, left } = standing(contest, fields);
  return (
    <>
      <T id="bar-chosen" args={{ count: chosen }} />
      {left !== null && (
        <>
          {" · "}
          {left.kind === "money" ? <T id="bar-left-money" args={{ amount: moneyOf(money, left.amount) }} /> : <T id={`bar-left-${left.kind}`} args={{ count: left.amount }} />}
        </>
      )}
    </>
  );
}

/** How much of what can be given is given, for those who would rather look than read. */
function Fill({ contest, fields }: { contest: ContestView; fields: Fields }) {
  const { chosen, cost, left } = standing(contest, fields);
  if (left === null) return null;
  const used = left.kind === "money" ? cost : left.kind === "choices" ? chosen : fields.reduce((a, b) => a + b, 0);
  return (
    <svg class="fill" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <rect class="whole" width="100" height="1" />
      <rect class="part" width={(100 * used) / Math.max(1, used + left.amount)} height="1" />
    </svg>
  );
}

export function NotCast() {
  return (
    <p class="not-cast">
      <T id="not-cast" />
    </p>
  );
}
