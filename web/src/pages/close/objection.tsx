// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The time for objections, before any ballot is opened; and the public value for ties where the round asks for one.

import { useState } from "preact/hooks";
import { Propose } from "../../components/act/propose.tsx";
import { Field } from "../../components/field/index.tsx";
import { t, T } from "../../components/text/index.tsx";
import type { StepProps } from "./close.tsx";
import { Happened, Proposed, when } from "./parts.tsx";
import { waiting } from "./standing.ts";

export function Objection({ desk, situation, current, clerk, refresh }: StepProps) {
  const { definition, closing, progress, acts } = situation;
  const { objection } = definition.schedule;
  const drawn = definition.drawSource === "dice" || definition.drawSource === "drand";
  const sealed = closing.sealed ?? progress.sealing?.minute;
  return (
    <>
      {sealed !== undefined && <p>{objection === 0 ? t("close-objection-none") : t("close-objection-time", { from: when(desk, sealed), until: when(desk, sealed + objection) })}</p>}
      {current && (
        <p>
          <T id="close-objection-about" />
        </p>
      )}
      {progress.draw !== null && <Happened desk={desk} done={progress.draw} />}
      {drawn && progress.draw === null && <Proposed desk={desk} acts={acts} types={["draw-source"]} refresh={refresh} />}
      {current && drawn && clerk && progress.draw === null && waiting(acts, "draw-source") === undefined && definition.drawSource === "dice" && <Dice desk={desk} refresh={refresh} />}
    </>
  );
}

function Dice({ desk, refresh }: { desk: StepProps["desk"]; refresh: () => void }) {
  const [value, setValue] = useState("");
  return (
    <Propose
      desk={desk}
      type="draw-source"
      about="close-dice-about"
      go="close-dice-go"
      parameters={() => (value.trim() === "" ? { field: "dice", text: t("close-dice-missing") } : { source: "dice", value: value.trim() })}
      onProposed={refresh}
    >
      <Field id="dice" label="close-dice" hint="close-dice-hint" value={value} onValue={setValue} />
    </Propose>
  );
}
