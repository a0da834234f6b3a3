// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The checks, and then the certificate: the act by which clerks say that this is the result.

import { Alert } from "../../components/alert/index.tsx";
import { Propose } from "../../components/act/propose.tsx";
import { T } from "../../components/text/index.tsx";
import { Checks } from "./checks.tsx";
import type { StepProps } from "./close.tsx";
import { About, Happened, Proposed } from "./parts.tsx";
import { waiting } from "./standing.ts";

export function Certify({ desk, situation, current, clerk, refresh }: StepProps) {
  const { progress, acts, definition, closing } = situation;
  if (definition.kind === "rehearsal") return <Alert kind="warning" title="close-rehearsal-end" />;
  return (
    <>
      {current && <About id="close-certify-about" />}
      {current && closing.files.length > 0 && <Checks desk={desk} situation={situation} clerk={clerk} refresh={refresh} />}
      {progress.certified !== null && <Happened desk={desk} done={progress.certified} />}
      {current && (
        <>
          <h3>
            <T id="close-certify-act" />
          </h3>
          <Proposed desk={desk} acts={acts} types={["certified"]} refresh={refresh} />
          {clerk && waiting(acts, "certified") === undefined && <Propose desk={desk} type="certified" about="close-certify-propose" go="close-certify-go" onProposed={refresh} />}
        </>
      )}
    </>
  );
}
