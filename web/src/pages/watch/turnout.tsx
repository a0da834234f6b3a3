// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Turnout in sums and bars: each table says in numbers what its bars show.

import type { Turnout, TurnoutPart } from "../../api/desk.ts";
import { Alert } from "../../components/alert/index.tsx";
import { textTitle, type DeskRound } from "../../components/desk/index.tsx";
import { language, t, T } from "../../components/text/index.tsx";
import { moment, tagOf } from "../../i18n/format.ts";
import { Bar } from "./bar.tsx";
import { Hours } from "./hours.tsx";

export function TurnoutParts({ turnout, desk }: { turnout: Turnout; desk: DeskRound }) {
  const { total, exact, until, withdrawn } = turnout;
  const zone = desk.definition?.schedule.zone;
  const number = new Intl.NumberFormat(tagOf(language()));
  const district = (id: string): string => textTitle(desk.answer.texts?.[`district/${id}`]) ?? id;
  return (
    <section aria-labelledby="turnout">
      <h2 id="turnout">{t("watch-turnout")}</h2>
      {!exact && until !== undefined && (
        <Alert kind="info" title="watch-rounded">
          <p>{t("watch-rounded-detail", { when: moment(language(), zone, until) })}</p>
        </Alert>
      )}
      <dl class="sums">
        <Sum id="watch-voters" value={number.format(total.voters)} more={t("watch-share", { percent: percentOf(total), listed: total.listed })} />
        <Sum id="watch-ballots" value={number.format(total.ballots)} more={t("watch-ballots-about")} />
        <Sum id="watch-withdrawn" value={number.format(withdrawn)} more={t("watch-withdrawn-about")} />
      </dl>
      <Hours hours={turnout.hours} zone={zone} />
      <Parts title="watch-channels" parts={turnout.channels} nameOf={(name) => t(`watch-channel-${name ?? "letter"}`)} />
      <Parts title="watch-sites" parts={turnout.sites} nameOf={(name) => name ?? t("watch-no-site")} />
      <Parts title="watch-districts" parts={turnout.districts} nameOf={(name) => district(name ?? "")} />
    </section>
  );
}

const percentOf = ({ voters, listed }: TurnoutPart): number => (listed === 0 ? 0 : Math.floor((100 * voters) / listed));

function Sum({ id, value, more }: { id: string; value: string; more: string }) {
  return (
    <div class="card">
      <dt>
        <T id={id} />
      </dt>
      <dd>
        <strong>{value}</strong> <span class="quiet">{more}</span>
      </dd>
    </div>
  );
}

function Parts({ title, parts, nameOf }: { title: string; parts: readonly TurnoutPart[]; nameOf: (name: string | undefined) => string }) {
  const number = new Intl.NumberFormat(tagOf(language()));
  if (parts.length === 0) return null;
  return (
    <>
      <h3 id={title}>{t(title)}</h3>
      <div class="wide-table" tabIndex={0} role="group" aria-labelledby={title}>
        <table aria-labelledby={title}>
          <thead>
            <tr>
              <th scope="col">{t("watch-part")}</th>
              <th scope="col">{t("watch-voters")}</th>
              <th scope="col">{t("watch-listed")}</th>
              <th scope="col">{t("watch-ballots")}</th>
            </tr>
          </thead>
          <tbody>
            {parts.map((part) => (
              <tr key={part.name ?? ""}>
                <th scope="row">
                  {nameOf(part.name)}
                  <Bar part={part.voters} whole={part.listed} />
                </th>
                <td>
                  {number.format(part.voters)} <span class="quiet">{t("watch-percent", { percent: percentOf(part) })}</span>
                </td>
                <td>{number.format(part.listed)}</td>
                <td>{number.format(part.ballots)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
