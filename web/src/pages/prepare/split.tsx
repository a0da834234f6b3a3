// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The envelopes of the lists as parts of a larger budget: equal, or by how many people live where, or by need. What is shown adds
// up to the share exactly, unit by unit; it takes effect when somebody says so.

import { t } from "../../components/text/index.tsx";
import { moneyOf, type MoneyText } from "../../i18n/format.ts";
import { Radios, TextInput } from "../../components/inputs/index.tsx";
import { readMoney, shareOf, splitMoney } from "./money.ts";

export interface SplitForm {
  readonly budget: string;
  readonly percent: string;
  readonly method: "equal" | "people" | "need";
  /** as they stand in the fields, by list: residents, and how much more a list needs for each of them */
  readonly weights: Readonly<Record<string, { readonly people?: string; readonly need?: string }>>;
}

interface Props {
  readonly split: SplitForm;
  readonly lists: readonly { readonly id: string; readonly name: string }[];
  readonly money: MoneyText;
  readonly onSplit: (split: SplitForm) => void;
  readonly onShares: (shares: readonly number[]) => void;
}

/** Residents and needs have at most this many digits. */
const DIGITS = 9;

export function Split({ split, lists, money, onSplit, onShares }: Props) {
  if (lists.length === 0) return null;
  const budget = readMoney(split.budget, money.minorDigits);
  const hundredths = readMoney(split.percent, 2);
  const pot = budget === null || hundredths === null || hundredths > 10_000 ? null : shareOf(budget, hundredths);
  const weights = lists.map(({ id }) => weightOf(split, id));
  const whole = weights.every((weight): weight is number => weight !== null);
  const shares = pot === null || !whole ? null : splitMoney(pot, weights as number[]);
  const weigh = (id: string, kind: "people" | "need", value: string): void => onSplit({ ...split, weights: { ...split.weights, [id]: { ...split.weights[id], [kind]: value } } });
  const sum = shares?.reduce((a, b) => a + b, 0) ?? 0;
  return (
    <details class="part split" open={split.budget !== ""}>
      <summary>{t("prepare-split")}</summary>
      <p>{t("prepare-split-about")}</p>
      <TextInput id="split-budget" label={t("prepare-split-budget")} numeric value={split.budget} onValue={(value) => onSplit({ ...split, budget: value })} after={budget === null ? undefined : moneyOf(money, budget)} />
      <TextInput
        id="split-percent"
        label={t("prepare-split-percent")}
        numeric
        value={split.percent}
        onValue={(value) => onSplit({ ...split, percent: value })}
        after={pot === null ? undefined : t("prepare-split-pot", { amount: moneyOf(money, pot) })}
      />
      <Radios
        id="split-method"
        legend={t("prepare-split-method")}
        value={split.method}
        onValue={(method) => onSplit({ ...split, method })}
        options={(["equal", "people", "need"] as const).map((value) => ({ value, text: t(`prepare-split-${value}`), hint: value === "need" ? t("prepare-split-need-about") : undefined }))}
      />
      <div class="scroll" tabIndex={0} role="group" aria-label={t("prepare-split-preview")}>
        <table class="shares">
          <thead>
            <tr>
              <th scope="col">{t("prepare-split-list")}</th>
              {split.method !== "equal" && <th scope="col">{t("prepare-split-residents")}</th>}
              {split.method === "need" && <th scope="col">{t("prepare-split-needs")}</th>}
              <th scope="col">{t("prepare-envelope")}</th>
            </tr>
          </thead>
          <tbody>
            {lists.map(({ id, name }, at) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                {split.method !== "equal" && (
                  <td>
                    <input inputMode="numeric" autocomplete="off" aria-label={t("prepare-split-residents-of", { list: name })} value={split.weights[id]?.people ?? ""} onInput={(event) => weigh(id, "people", event.currentTarget.value)} />
                  </td>
                )}
                {split.method === "need" && (
                  <td>
                    <input inputMode="numeric" autocomplete="off" aria-label={t("prepare-split-needs-of", { list: name })} value={split.weights[id]?.need ?? ""} onInput={(event) => weigh(id, "need", event.currentTarget.value)} />
                  </td>
                )}
                <td>{shares === null ? "–" : moneyOf(money, shares[at]!)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={split.method === "equal" ? 1 : split.method === "people" ? 2 : 3}>
                {t("prepare-split-sum")}
              </th>
              <td>{shares === null ? "–" : moneyOf(money, sum)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      <p role="status">{shares !== null ? t("prepare-split-exact") : whole || pot === null ? t("prepare-split-incomplete") : t("prepare-split-weights")}</p>
      <button type="button" aria-disabled={shares === null} onClick={() => shares !== null && onShares(shares)}>
        {t("prepare-split-apply")}
      </button>
    </details>
  );
}

/** Null where it is no whole number yet. */
function weightOf({ method, weights }: SplitForm, id: string): number | null {
  if (method === "equal") return 1;
  const number = (text: string | undefined): number | null => (new RegExp(`^\\d{1,${DIGITS}}$`).test((text ?? "").trim()) ? Number(text) : null);
  const people = number(weights[id]?.people);
  if (people === null || method === "people") return people;
  const need = number(weights[id]?.need === undefined || weights[id].need.trim() === "" ? "100" : weights[id].need);
  // Both have at most 9 digits: the product may be above what a number holds exactly.
  return need === null ? null : people * need <= Number.MAX_SAFE_INTEGER ? people * need : null;
}
