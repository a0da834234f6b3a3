// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Ballot numbers by a lot that everybody can draw again (docs/decisions/lot.md). It is over the list as it is saved.

import { useState } from "preact/hooks";
import type { Lot } from "../../api/draft.ts";
import { Radios, TextInput } from "../../components/inputs/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { t } from "../../components/text/index.tsx";
import type { DraftContest } from "./draft.ts";
import type { StepProps } from "./step-form.tsx";

export function LotForm({ step, contest, unsaved }: { step: StepProps; contest: DraftContest; unsaved: boolean }) {
  const { lot } = contest;
  const [source, setSource] = useState<Lot["source"]>(lot?.source ?? "dice");
  const [value, setValue] = useState("");
  const [beacon, setBeacon] = useState(lot?.source === "drand" ? lot.beacon : "");
  const [round, setRound] = useState("");
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const draw = async (): Promise<void> => {
    if (busy || unsaved) return;
    const drawn = read(source, value, beacon, round);
    if (drawn === null) return setFailure(t("prepare-lot-value-wrong"));
    setBusy(true);
    setFailure(undefined);
    try {
      await step.change((acts, version) => acts.draw(step.desk.answer.id, version, contest.id, drawn), "prepare-lot-done");
    } catch (error) {
      setFailure(problemText(error));
      setBusy(false);
    }
  };
  return (
    <details class="part" open={lot !== undefined}>
      <summary id={`lot-${contest.id}`}>{t("prepare-lot")}</summary>
      <p>{t("prepare-lot-about")}</p>
      <p>
        {t("prepare-lot-round")} <code>{step.desk.answer.id}</code>
      </p>
      {lot !== undefined && <p class="drawn">{t("prepare-lot-drawn", { value: lot.value })}</p>}
      <Radios id="lot-source" legend={t("prepare-lot-source")} value={source} onValue={setSource} options={(["dice", "drand"] as const).map((one) => ({ value: one, text: t(`prepare-lot-${one}`), hint: t(`prepare-lot-${one}-about`) }))} />
      {source === "drand" && (
        <>
          <TextInput id="lot-beacon" label={t("prepare-beacon")} hint={t("prepare-beacon-hint")} value={beacon} onValue={setBeacon} />
          <TextInput id="lot-round" label={t("prepare-beacon-round")} numeric value={round} onValue={setRound} />
        </>
      )}
      <TextInput id="lot-value" label={t(`prepare-lot-value-${source}`)} hint={t(`prepare-lot-value-${source}-hint`)} value={value} onValue={setValue} error={failure} />
      {unsaved && <p class="quiet">{t("prepare-lot-save-first")}</p>}
      <button type="button" aria-disabled={unsaved || busy} onClick={() => void draw()}>
        {t(lot === undefined ? "prepare-lot-go" : "prepare-lot-again")}
      </button>
    </details>
  );
}

function read(source: Lot["source"], text: string, beacon: string, round: string): Lot | null {
  const value = text.replace(/\s/g, "").toLowerCase();
  if (source === "dice") return /^[1-6]{10,200}$/.test(value) ? { source, value } : null;
  return /^[0-9a-f]{64}$/.test(value) && beacon.trim() !== "" && /^[1-9]\d{0,14}$/.test(round.trim()) ? { source, value, beacon: beacon.trim(), beacon_round: Number(round) } : null;
}
