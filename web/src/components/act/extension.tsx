// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The form that proposes to let the voting end later; both desks that are open during the vote have it.

import { useState } from "preact/hooks";
import { moment } from "../../i18n/format.ts";
import type { DeskRound } from "../desk/index.tsx";
import { language, t, T } from "../text/index.tsx";
import { Propose } from "./propose.tsx";

/** Of extensions and of notes about incidents. */
export const INCIDENTS = ["outage", "attack", "access", "delivery", "other"];
const LONGER_MINUTES = [15, 30, 60, 120, 240, 480, 1440, 2880];

interface Props {
  readonly desk: DeskRound;
  /** when voting ends as things are, in minutes since 1970 */
  readonly close: number;
  readonly onProposed: () => void;
}

export function Extension({ desk, close, onProposed }: Props) {
  const [longer, setLonger] = useState(60);
  return (
    <Propose desk={desk} type="extension" reasons={INCIDENTS} about="act-extend-about" go="act-extend-go" parameters={() => ({ close: close + longer })} onProposed={onProposed}>
      <div class="field">
        <label for="extend-by">
          <T id="act-extend-by" />
        </label>
        <select id="extend-by" value={longer} aria-describedby="extend-until" onChange={(event) => setLonger(Number(event.currentTarget.value))}>
          {LONGER_MINUTES.map((minutes) => (
            <option key={minutes} value={minutes}>
              {lengthOf(minutes)}
            </option>
          ))}
        </select>
        <p id="extend-until" class="quiet">
          {t("act-extend-until", { when: moment(language(), desk.definition?.schedule.zone, close + longer) })}
        </p>
      </div>
    </Propose>
  );
}

function lengthOf(minutes: number): string {
  if (minutes < 60) return t("act-minutes", { count: minutes });
  return minutes < 1440 ? t("act-hours", { count: minutes / 60 }) : t("act-days", { count: minutes / 1440 });
}
