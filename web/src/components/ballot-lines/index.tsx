// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Every ballot that was cast with one code, newest last, and whether it counts.

import type { CredentialStatus } from "../../api/index.ts";
import { moment } from "../../i18n/format.ts";
import { showSerial, showTracker } from "../../crypto/symbols.ts";
import { locale, t, T } from "../text/index.tsx";

export function BallotLines({ status, zone }: { status: CredentialStatus; zone: string | undefined }) {
  const last = status.ballots.length - 1;
  const when = (minute: number): string => moment(locale(), zone, minute);
  return (
    <div class="ballot-lines">
      {status.serial !== undefined && <p class="quiet">{t("lines-serial", { serial: showSerial(status.serial) })}</p>}
      {status.ballots.length === 0 ? (
        <p>
          <T id="lines-none" />
        </p>
      ) : (
        <ol>
          {status.ballots.map((ballot, i) => (
            <li key={ballot.id}>
              <code>{showTracker(ballot.tracker)}</code> {when(ballot.minute)} ·{" "}
              <strong>
                <T id={status.void !== undefined ? "verdict-withdrawn" : i === last ? "verdict-counts" : "verdict-replaced"} />
              </strong>
            </li>
          ))}
        </ol>
      )}
      {status.void !== undefined && (
        <p>
          <T id="lines-void" args={{ when: when(status.void.minute) }} /> <T id={`void-${status.void.reason}`} />
        </p>
      )}
    </div>
  );
}
