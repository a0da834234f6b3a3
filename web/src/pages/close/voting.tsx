// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Voting: when it ends, and the public acts that end it earlier or later.

import { Extension } from "../../components/act/extension.tsx";
import { Propose } from "../../components/act/propose.tsx";
import { t, T } from "../../components/text/index.tsx";
import type { StepProps } from "./close.tsx";
import { About, Happened, Proposed } from "./parts.tsx";
import { waiting } from "./standing.ts";

const ENDING = ["everyone-voted", "assembly-ended", "other"];

export function Voting({ desk, situation, current, clerk, refresh }: StepProps) {
  const { progress, closing, acts, definition } = situation;
  const open = closing.state === "open";
  return (
    <>
      {progress.extensions.map((done) => (
        <Happened key={done.index} desk={desk} done={done} />
      ))}
      {progress.notes.map((done) => (
        <Happened key={done.index} desk={desk} done={done} />
      ))}
      {progress.ended !== null && (
        <Happened desk={desk} done={progress.ended}>
          {progress.ended.entry["reason"] === "on-time" ? t("close-ended-on-time") : undefined}
        </Happened>
      )}
      {current && open && <About id="close-voting-about" />}
      {open && <Proposed desk={desk} acts={acts} types={["extension", "voting-closed"]} refresh={refresh} />}
      {current && open && clerk && (
        <>
          {waiting(acts, "extension") === undefined && (
            <details class="card part">
              <summary>
                <T id="close-extend" />
              </summary>
              <Extension desk={desk} close={closing.close ?? definition.schedule.close} onProposed={refresh} />
            </details>
          )}
          {waiting(acts, "voting-closed") === undefined && (
            <details class="card part">
              <summary>
                <T id="close-end-now" />
              </summary>
              <Propose desk={desk} type="voting-closed" reasons={ENDING} about="close-end-now-about" go="close-end-now-go" onProposed={refresh} />
            </details>
          )}
        </>
      )}
    </>
  );
}
