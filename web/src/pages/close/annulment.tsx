// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The end of a round that nothing else can mend. It stands at the foot of the page, folded.

import { Propose } from "../../components/act/propose.tsx";
import { T } from "../../components/text/index.tsx";
import type { StepProps } from "./close.tsx";
import { Happened, Proposed } from "./parts.tsx";
import { waiting } from "./standing.ts";

const ANNULLING = ["definition-error", "failure", "court-order", "count-error", "other"];

export function Annulment({ desk, situation, clerk, refresh }: Omit<StepProps, "current">) {
  const { progress, acts } = situation;
  const asked = waiting(acts, "annulment") !== undefined;
  if (progress.annulled !== null) return <Happened desk={desk} done={progress.annulled} />;
  return (
    <>
      <Proposed desk={desk} acts={acts} types={["annulment"]} refresh={refresh} />
      {clerk && !asked && (
        <details class="card part">
          <summary>
            <T id="close-annul" />
          </summary>
          <Propose desk={desk} type="annulment" reasons={ANNULLING} about="close-annul-about" go="close-annul-go" sure="close-annul-sure" onProposed={refresh} />
        </details>
      )}
    </>
  );
}
