// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Extensions and incident notes: proposed here by clerks, signed by those who must, in public at once.

import { useEffect, useState } from "preact/hooks";
import { desk as deskApi, type Act } from "../../api/desk.ts";
import { ActCard } from "../../components/act/index.tsx";
import { Extension, INCIDENTS } from "../../components/act/extension.tsx";
import { Propose } from "../../components/act/propose.tsx";
import { Alert } from "../../components/alert/index.tsx";
import type { DeskRound } from "../../components/desk/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { language, t, T } from "../../components/text/index.tsx";
import { waiting } from "../close/standing.ts";

const TYPES = ["extension", "note"];

export function Incidents({ desk }: { desk: DeskRound }) {
  const { answer, roles } = desk;
  const [acts, setActs] = useState<readonly Act[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const load = (): Promise<void> =>
    deskApi.actsPage(answer.id, { types: TYPES }).then(
      ({ acts: newest }) => {
        setActs(newest);
        setFailure(null);
      },
      (error: unknown) => setFailure(problemText(error)),
    );
  useEffect(() => void load(), []);
  const changed = async (): Promise<void> => {
    await Promise.all([load(), desk.reload()]);
  };
  return (
    <section aria-labelledby="incidents">
      <h2 id="incidents">{t("watch-incidents")}</h2>
      <p>
        <T id="watch-incidents-about" /> <a href={`/${language()}/rounds/${answer.id}/acts?kind=voting`}>{t("watch-incidents-public")}</a>
      </p>
      {failure !== null && (
        <Alert kind="error" title="load-failed">
          <p>{failure}</p>
        </Alert>
      )}
      {roles.has("clerk") ? <Proposals desk={desk} waits={waiting(acts, "extension") !== undefined} onProposed={() => void load()} /> : <p class="quiet">{t("watch-incidents-clerks")}</p>}
      {acts.length > 0 && (
        <div class="acts-list">
          {acts.map((act) => (
            <ActCard key={act.id} act={act} desk={desk} onChange={() => void changed()} />
          ))}
        </div>
      )}
    </section>
  );
}

/** An extension waits alone; of incidents there may be several. */
function Proposals({ desk, waits, onProposed }: { desk: DeskRound; waits: boolean; onProposed: () => void }) {
  const { answer } = desk;
  return (
    <div class="proposals">
      {answer.state === "open" && !waits && (
        <section class="card" aria-labelledby="extend-heading">
          <h3 id="extend-heading">{t("watch-extend")}</h3>
          <Extension desk={desk} close={answer.close ?? 0} onProposed={onProposed} />
        </section>
      )}
      <section class="card" aria-labelledby="note-heading">
        <h3 id="note-heading">{t("watch-note")}</h3>
        <Propose desk={desk} type="note" reasons={INCIDENTS} reasonMember="incident" about="watch-note-about" go="watch-note-go" onProposed={onProposed} />
      </section>
    </div>
  );
}
