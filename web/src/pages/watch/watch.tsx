// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The desk during the vote: what needs attention, turnout, how far visits come, extensions and incidents. Looked at
// again every half minute.

import { useEffect, useState } from "preact/hooks";
import { desk as deskApi, type Attention, type Turnout } from "../../api/desk.ts";
import { Alert } from "../../components/alert/index.tsx";
import type { DeskRound } from "../../components/desk/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { language, t, T } from "../../components/text/index.tsx";
import { moment } from "../../i18n/format.ts";
import { Attentions } from "./attention.tsx";
import { Incidents } from "./incidents.tsx";
import { TurnoutParts } from "./turnout.tsx";
import { Visits } from "./visits.tsx";

const EVERY_MS = 30_000;

interface Found {
  readonly turnout: Turnout;
  readonly alerts: readonly Attention[];
  /** minute */
  readonly at: number;
}

export function Watch({ desk }: { desk: DeskRound }) {
  const { answer } = desk;
  const zone = desk.definition?.schedule.zone;
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const load = async (): Promise<void> => {
    try {
      const [turnout, { as_of, alerts }] = await Promise.all([deskApi.turnout(answer.id), deskApi.alerts(answer.id)]);
      setFound({ turnout, alerts, at: as_of / 60 });
      setFailure(null);
    } catch (error) {
      setFailure(problemText(error));
    }
  };
  useEffect(() => {
    void load();
    const timer = setInterval(() => document.visibilityState === "visible" && void load(), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  if (found === null) {
    return failure === null ? (
      <p role="status">
        <T id="loading" />
      </p>
    ) : (
      <Alert kind="error" title="load-failed">
        <p>{failure}</p>
        <button type="button" onClick={() => void load()}>
          {t("try-again")}
        </button>
      </Alert>
    );
  }
  const { turnout, alerts, at } = found;
  return (
    <div class="watch">
      {failure !== null && (
        <Alert kind="warning" title="watch-stale">
          <p>{failure}</p>
        </Alert>
      )}
      <p class="quiet">
        {t("watch-as-of", { when: moment(language(), zone, at) })} {answer.close !== undefined && answer.state === "open" && t("closes", { when: moment(language(), zone, answer.close) })}
      </p>
      <Attentions alerts={alerts} round={answer.id} zone={zone} />
      {answer.eid === undefined ? (
        <Alert kind="info" title="watch-not-open" />
      ) : (
        <>
          <TurnoutParts turnout={turnout} desk={desk} />
          {desk.definition?.kind !== "rehearsal" && <Visits visits={turnout.visits} exact={turnout.exact} />}
          <Incidents desk={desk} />
        </>
      )}
    </div>
  );
}
