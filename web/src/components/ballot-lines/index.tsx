// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Every ballot that was cast with one code, newest last, and whether it counts.

import type { CredentialStatus } from "../../api/index.ts";
import { moment } from "../../i18n/format.ts";
import { showSerial } from "../../crypto/symbols.ts";
import { Code } from "../code/index.tsx";
import { locale, T } from "../text/index.tsx";

/** `newest`: the message id of what becomes of the last ballot of a code that is not known to be withdrawn. */
export function BallotLines({ status, zone, newest = "verdict-counts" }: { status: CredentialStatus; zone: string | undefined; newest?: string }) {
  const last = status.ballots.length - 1;
  const when = (minute: number): string => moment(locale(), zone, minute);
  return (
    <div class="ballot-lines">
      {status.serial !== undefined && <p class="quiet"><T id="lines-serial" args={{ serial: showSerial(status.serial) }} /></p>}
      {status.ballots.length === 0 ? (
        <p>
          <T id="lines-none" />
        </p>
      ) : (
        <ol>
          {status.ballots.map((ballot, i) => (
            <li key={ballot.id}>
              <Code symbols={ballot.tracker} />
              <div>{when(ballot.minute)}</div>
              <strong>
                <T id={status.void !== undefined ? "verdict-withdrawn" : i === last ? newest : "verdict-replaced"} />
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
