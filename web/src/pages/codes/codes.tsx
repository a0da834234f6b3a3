// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The desk of clerks for the codes of a round: what there is, a new batch, and single codes by their serial. Codes
// are made, shown and wiped in this window; the server gets public keys, storage gets nothing.

import { useEffect, useState } from "preact/hooks";
import { desk as deskApi, type Desk as Batched } from "../../api/desk.ts";
import { ApiProblem, type City, type RoundAnswer, type Session } from "../../api/index.ts";
import { Alert } from "../../components/alert/index.tsx";
import { Desk, type DeskRound } from "../../components/desk/index.tsx";
import { t, T } from "../../components/text/index.tsx";
import { Batches } from "./batches.tsx";
import { NewBatch } from "./new-batch.tsx";
import { messageOf } from "./refusals.ts";
import { Serials } from "./serials.tsx";

export interface Round {
  readonly city: City;
  readonly answer: RoundAnswer;
  readonly desk: Batched;
  readonly frame: DeskRound;
  /** of the round, in the page's language if it has one */
  readonly title: string;
}

export function CodesPage() {
  return <Desk name="codes">{(frame) => <Codes frame={frame} />}</Desk>;
}

function Codes({ frame }: { frame: DeskRound }) {
  const [batches, setBatches] = useState<Batched | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const { answer, city, title, session } = frame;
  const load = (): void => {
    deskApi.batches(answer.id).then(
      (fresh) => (setFailure(null), setBatches(fresh)),
      (error: unknown) => setFailure(error instanceof ApiProblem ? messageOf(error) : "failure-network"),
    );
  };
  useEffect(load, [answer]);
  if (failure !== null) {
    return (
      <Alert kind="error" title="load-failed">
        <p>
          <T id={failure} />
        </p>
        <button type="button" onClick={load}>
          {t("try-again")}
        </button>
      </Alert>
    );
  }
  if (batches === null) {
    return (
      <p role="status">
        <T id="loading" />
      </p>
    );
  }
  return <Ready round={{ city, answer, desk: batches, frame, title }} session={session} onChange={() => void frame.reload()} />;
}

function Ready({ round, session, onChange }: { round: Round; session: Session; onChange: () => void }) {
  const { answer, desk } = round;
  const preparing = ["draft", "frozen"].includes(answer.state);
  const clerk = round.frame.roles.has("clerk");
  return (
    <div class="codes">
      {round.frame.definition === null && desk.draft?.kind === "rehearsal" && <Alert kind="warning" title="rehearsal" />}
      <Batches round={round} session={session} removable={preparing && clerk} onChange={onChange} />
      {!clerk && <Alert kind="info" title="codes-clerks-only" />}
      {clerk && preparing && desk.draft !== undefined && <NewBatch round={round} session={session} />}
      {clerk && preparing && desk.draft === undefined && <Alert kind="info" title="codes-no-draft" />}
      {answer.eid === undefined ? (
        <Alert kind="info" title="codes-sign-list">
          <p>
            <T id="codes-sign-list-detail" />
          </p>
        </Alert>
      ) : (
        <Serials round={round} session={session} clerk={clerk} onChange={onChange} />
      )}
    </div>
  );
}
