// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Voters and ballots hour by hour, as columns and as a table; a long round day by day.

import type { Turnout } from "../../api/desk.ts";
import { language, t } from "../../components/text/index.tsx";
import { directionOf } from "../../i18n/index.ts";
import { tagOf } from "../../i18n/format.ts";

interface Column {
  readonly key: number;
  readonly name: string;
  readonly voters: number;
  readonly ballots: number;
}

const HOUR = 60;
const HOURS_MAX = 72;
const WIDTH = 640;
const HEIGHT = 160;
/** of a column, so that the first hour is no wall */
const WIDEST = 48;

/** Without gaps: an hour in which nobody voted is a column, too. */
function columnsOf(hours: Turnout["hours"], zone: string | undefined): readonly Column[] {
  const first = hours[0];
  const last = hours[hours.length - 1];
  if (first === undefined || last === undefined) return [];
  const span = (last.begins - first.begins) / HOUR + 1;
  const days = span > HOURS_MAX;
  const options: Intl.DateTimeFormatOptions = { month: "short", day: "numeric", ...(days ? {} : { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }), ...(zone === undefined ? {} : { timeZone: zone }) };
  const format = new Intl.DateTimeFormat(tagOf(language()), options);
  const columns = new Map<string, Column>();
  for (let i = 0; i < span; i++) {
    const begins = first.begins + i * HOUR;
    const name = format.format(begins * 60_000);
    if (!columns.has(name)) columns.set(name, { key: begins, name, voters: 0, ballots: 0 });
  }
  for (const { begins, voters, ballots } of hours) {
    const name = format.format(begins * 60_000);
    const column = columns.get(name)!;
    columns.set(name, { ...column, voters: column.voters + voters, ballots: column.ballots + ballots });
  }
  return [...columns.values()];
}

export function Hours({ hours, zone }: { hours: Turnout["hours"]; zone: string | undefined }) {
  const columns = columnsOf(hours, zone);
  const number = new Intl.NumberFormat(tagOf(language()));
  const most = Math.max(1, ...columns.map(({ ballots, voters }) => Math.max(ballots, voters)));
  const step = WIDTH / Math.max(1, columns.length);
  const mirrored = directionOf(language()) === "rtl";
  const peak = columns.reduce<Column | null>((best, column) => (best === null || column.voters > best.voters ? column : best), null);
  return (
    <>
      <h3 id="hours">{t("watch-hours")}</h3>
      {peak === null ? (
        <p>{t("watch-hours-none")}</p>
      ) : (
        <>
          <figure class="hours">
            <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={t("watch-hours-alt", { count: columns.length, name: peak.name, voters: peak.voters })}>
              {columns.map(({ key, voters, ballots }, i) => {
                const width = Math.min(WIDEST, Math.max(1, step - Math.min(4, step / 5)));
                const x = mirrored ? WIDTH - i * step - width : i * step;
                const tall = (HEIGHT * Math.max(ballots, voters)) / most;
                const high = (HEIGHT * voters) / most;
                return (
                  <g key={key}>
                    <rect class="hours-ballots" x={x} y={HEIGHT - tall} width={width} height={tall} />
                    <rect class="hours-voters" x={x} y={HEIGHT - high} width={width} height={high} />
                  </g>
                );
              })}
            </svg>
            <figcaption>
              <span>{columns[0]!.name}</span>
              {columns.length > 1 && <span>{columns[columns.length - 1]!.name}</span>}
            </figcaption>
            <p class="legend">
              <span class="key key-voters" aria-hidden="true" /> {t("watch-voters")} <span class="key key-ballots" aria-hidden="true" /> {t("watch-hours-again")}
            </p>
          </figure>
          <details>
            <summary>{t("watch-table")}</summary>
            <div class="wide-table" tabIndex={0} role="group" aria-labelledby="hours">
              <table aria-labelledby="hours">
                <thead>
                  <tr>
                    <th scope="col">{t("watch-hour")}</th>
                    <th scope="col">{t("watch-voters")}</th>
                    <th scope="col">{t("watch-ballots")}</th>
                  </tr>
                </thead>
                <tbody>
                  {columns.map(({ key, name, voters, ballots }) => (
                    <tr key={key}>
                      <th scope="row">{name}</th>
                      <td>{number.format(voters)}</td>
                      <td>{number.format(ballots)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        </>
      )}
    </>
  );
}
