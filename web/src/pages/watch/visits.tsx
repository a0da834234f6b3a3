// SPDX-License-Identifier: AGPL-3.0-or-later
//
// How far visits of the vote page came: sums, of all days or of one. Nothing joins the steps of one visit.

import { useState } from "preact/hooks";
import type { Turnout } from "../../api/desk.ts";
import type { VisitStep } from "../../api/steps.ts";
import { language, t, T } from "../../components/text/index.tsx";
import { tagOf } from "../../i18n/format.ts";
import { Bar } from "./bar.tsx";

const STEPS: readonly VisitStep[] = ["opened", "chosen", "reviewed", "code", "cast"];
const ALL = "";

export function Visits({ visits, exact }: { visits: Turnout["visits"]; exact: boolean }) {
  const [chosen, setChosen] = useState(ALL);
  const number = new Intl.NumberFormat(tagOf(language()));
  const dayText = (day: string): string => new Intl.DateTimeFormat(tagOf(language()), { dateStyle: "long", timeZone: "UTC" }).format(Date.parse(day));
  const days = visits.filter(({ day }) => chosen === ALL || day === chosen);
  const sums = STEPS.map((step) => days.reduce((sum, day) => sum + (day[step] ?? 0), 0));
  const most = Math.max(0, ...sums);
  return (
    <section aria-labelledby="visits">
      <h2 id="visits">{t("watch-visits")}</h2>
      <p>
        <T id="watch-visits-about" />
      </p>
      {!exact && (
        <p class="quiet">
          <T id="watch-visits-rounded" />
        </p>
      )}
      {visits.length === 0 ? (
        <p>
          <T id="watch-visits-none" />
        </p>
      ) : (
        <>
          {visits.length > 1 && (
            <div class="field">
              <label for="visits-day">{t("watch-visits-day")}</label>
              <select id="visits-day" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
                <option value={ALL}>{t("watch-visits-all")}</option>
                {visits.map(({ day }) => (
                  <option key={day} value={day}>
                    {dayText(day)}
                  </option>
                ))}
              </select>
            </div>
          )}
          <table class="visits" aria-labelledby="visits">
            <thead>
              <tr>
                <th scope="col">{t("watch-step")}</th>
                <th scope="col">{t("watch-visits-count")}</th>
                <th scope="col">{t("watch-visits-kept")}</th>
              </tr>
            </thead>
            <tbody>
              {STEPS.map((step, i) => {
                const before = i === 0 ? 0 : sums[i - 1]!;
                return (
                  <tr key={step}>
                    <th scope="row">
                      {t(`watch-step-${step}`)}
                      <Bar part={sums[i]!} whole={most} />
                    </th>
                    <td>{number.format(sums[i]!)}</td>
                    <td>{i === 0 || before === 0 ? "–" : t("watch-percent", { percent: Math.round((100 * sums[i]!) / before) })}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}
