// SPDX-License-Identifier: AGPL-3.0-or-later
import { useMemo, useState } from "preact/hooks";
import { Alert } from "../../components/alert/index.tsx";
import { BallotBar, NotCast } from "../../components/ballot-bar/index.tsx";
import { Contest } from "../../components/contest/index.tsx";
import { ErrorSummary, type FieldError } from "../../components/error-summary/index.tsx";
import { t, T } from "../../components/text/index.tsx";
import type { Fields } from "../../crypto/forms.ts";
import { moneyOf, type MoneyText } from "../../i18n/format.ts";
import type { Choices, ContestView, DistrictView, RoundView } from "../../worker/view.ts";
import { seedOf, shuffled } from "./order.ts";
import { standing } from "./standing.ts";
import type { Linked } from "./vote.tsx";

interface Props {
  readonly round: RoundView;
  readonly contests: readonly ContestView[];
  readonly district: DistrictView | null;
  readonly choices: Choices;
  readonly seed: number;
  readonly money: MoneyText;
  /** receipts of earlier ballots on this phone */
  readonly earlier: number;
  readonly linked: Linked | null;
  readonly onDistrict: (id: string) => void;
  readonly onChange: (contest: string, fields: Fields) => void;
  readonly onReview: () => void;
}

export function Choose(props: Props) {
  const { round, contests, district, choices, seed, money, onReview } = props;
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const orders = useMemo(() => new Map(contests.map(({ id, options }) => [id, shuffled(options.length, seedOf(seed, id))])), [contests, seed]);
  const { map: file, map_bounds: bounds } = round.words;
  const map = file === undefined || bounds === undefined ? null : { file, bounds };
  const review = (): void => {
    const found = contests.flatMap((contest) => errorOf(contest, choices[contest.id]!, money));
    setErrors(found);
    if (found.length === 0) onReview();
  };
  return (
    <>
      <ErrorSummary errors={errors} />
      {props.earlier > 0 && (
        <Alert kind="info" title="earlier-here">
          <p>
            <T id={round.revoting ? "earlier-here-replace" : "earlier-here-final"} />
          </p>
        </Alert>
      )}
      <p>
        <T id="choose-needs" />
      </p>
      {round.districts.length > 1 && <DistrictChoice {...props} />}
      {district === null && <NotCast />}
      {district !== null && (
        <>
          {contests.some(({ form }) => form.kind !== "questions") && (
            <p class="quiet">
              <T id="choose-order" />
            </p>
          )}
          {contests.map((contest) => (
            <Contest
              key={contest.id}
              contest={contest}
              fields={choices[contest.id]!}
              order={contest.form.kind === "questions" ? contest.options.map((_, i) => i) : orders.get(contest.id)!}
              money={money}
              several={contests.length > 1}
              map={map}
              linked={props.linked !== null && round.contests[props.linked.list - 1]?.id === contest.id ? props.linked.number - 1 : null}
              onChange={(fields) => props.onChange(contest.id, fields)}
            />
          ))}
          <BallotBar contests={contests} choices={choices} money={money} onReview={review} />
        </>
      )}
    </>
  );
}

function DistrictChoice({ round, district, onDistrict }: Props) {
  return (
    <div class="field">
      <label for="district">
        <T id="district-label" />
      </label>
      <p class="quiet" id="district-hint">
        <T id="district-hint" />
      </p>
      <select id="district" aria-describedby="district-hint" value={district?.id ?? ""} onChange={(event) => onDistrict(event.currentTarget.value)}>
        {district === null && <option value="">{t("district-none")}</option>}
        {round.districts.map(({ id, words }) => (
          <option key={id} value={id} lang={words.language === "" ? undefined : words.language}>
            {words.title}
          </option>
        ))}
      </select>
    </div>
  );
}

function errorOf(contest: ContestView, fields: Fields, money: MoneyText): FieldError[] {
  const { fault, cost } = standing(contest, fields);
  if (fault === null) return [];
  const { form } = contest;
  const args = {
    contest: contest.words.title,
    min: "min" in form ? form.min : 0,
    max: "max" in form ? form.max : 0,
    total: form.kind === "points" ? form.min_total : 0,
    over: moneyOf(money, Math.max(0, cost - contest.envelope)),
  };
  return [{ field: `contest-${contest.id}`, text: t(`error-${fault}`, args) }];
}
