// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The codes are here and nowhere else: print or save them, say so, and only then they are put in force and wiped.

import { useState } from "preact/hooks";
import type { UploadHead } from "../../api/desk.ts";
import { Alert } from "../../components/alert/index.tsx";
import { ErrorSummary, type FieldError } from "../../components/error-summary/index.tsx";
import { t, T } from "../../components/text/index.tsx";
import { codeText, countOf, serialText, type Codes } from "../../crypto/code_batch.ts";
import type { Round } from "./codes.tsx";
import { writeRow, type Separator } from "../../sheets/csv.ts";
import { saveFile } from "./files.ts";
import { Mailing } from "./mailing.tsx";
import { SeparatorField } from "./separator.tsx";
import { printSheets, SHEETS, type Kind } from "./sheets.tsx";

interface Props {
  readonly round: Round;
  readonly head: UploadHead;
  readonly codes: Codes;
  /** some were made anew: what was saved before is worth nothing */
  readonly again: boolean;
  readonly failure: string | null;
  readonly busy: boolean;
  readonly onCommit: () => void;
  readonly onDrop: () => void;
}

export function Save({ round, head, codes, again, failure, busy, onCommit, onDrop }: Props) {
  const [outputs, setOutputs] = useState<readonly string[]>([]);
  const [confirmed, setConfirmed] = useState(false);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const made = (output: string): void => setOutputs((before) => [...before.filter((one) => one !== output), output]);
  const commit = (): void => {
    const found: FieldError[] = [];
    if (outputs.length === 0) found.push({ field: "print-letter", text: t("codes-error-nothing-saved") });
    else if (!confirmed) found.push({ field: "confirmed", text: t("codes-error-unconfirmed") });
    setErrors(found);
    if (found.length === 0 && !busy) onCommit();
  };
  return (
    <div class="save">
      <ErrorSummary errors={errors} />
      {failure !== null && (
        <Alert kind="error" title="codes-not-in-force">
          <p>
            <T id={failure} />
          </p>
        </Alert>
      )}
      {again && <Alert kind="error" title="codes-again" />}
      <Alert kind="warning" title="codes-unsaved">
        <p>{t("codes-unsaved-detail", { count: countOf(codes) })}</p>
      </Alert>
      <ul class="outputs">
        <li class="card">
          <Sheets kind="letter" round={round} district={head.district} codes={codes} onMade={made} />
        </li>
        <li class="card">
          <Sheets kind="card" round={round} district={head.district} codes={codes} onMade={made} />
        </li>
        <li class="card">
          <Mailing head={head} codes={codes} onMade={() => made("mailing")} />
        </li>
        <li class="card">
          <PlainList head={head} codes={codes} onMade={() => made("list")} />
        </li>
      </ul>
      <div class="card confirm">
        <p role="status">
          {outputs.length === 0 ? t("codes-outputs-none") : t("codes-outputs", { outputs: outputs.map((output) => t(`codes-output-${output}`)).join(", ") })}
        </p>
        <div class="pick">
          <input type="checkbox" id="confirmed" checked={confirmed} onChange={(event) => setConfirmed(event.currentTarget.checked)} />
          <label for="confirmed">{t("codes-confirm")}</label>
        </div>
        <div class="actions">
          <button type="button" class="primary" aria-disabled={busy} onClick={commit}>
            {busy ? t("codes-committing") : t("codes-commit")}
          </button>
          <button type="button" aria-disabled={busy} onClick={() => !busy && onDrop()}>
            {t("codes-drop")}
          </button>
        </div>
      </div>
    </div>
  );
}

/** Printed in portions: a browser cannot lay out 100,000 sheets at once. */
function Sheets({ kind, round, district, codes, onMade }: { kind: Kind; round: Round; district: string; codes: Codes; onMade: (output: string) => void }) {
  const [portion, setPortion] = useState(0);
  const [printing, setPrinting] = useState(false);
  const size = SHEETS[kind].portion;
  const portions = Math.ceil(countOf(codes) / size);
  const range = (number: number): { from: number; to: number } => ({ from: number * size + 1, to: Math.min(countOf(codes), (number + 1) * size) });
  const print = async (): Promise<void> => {
    if (printing) return;
    setPrinting(true);
    try {
      const { from, to } = range(portion);
      await printSheets(kind, round, district, codes, from - 1, to);
      onMade(kind);
      if (portion + 1 < portions) setPortion(portion + 1);
    } finally {
      setPrinting(false);
    }
  };
  return (
    <>
      <h3>{t(`codes-print-${kind}`)}</h3>
      <p class="quiet">
        <T id={`codes-print-${kind}-about`} />
      </p>
      {portions > 1 && (
        <div class="field">
          <label for={`portion-${kind}`}>{t("codes-portion")}</label>
          <select id={`portion-${kind}`} value={portion} onChange={(event) => setPortion(Number(event.currentTarget.value))}>
            {Array.from({ length: portions }, (_, number) => (
              <option key={number} value={number}>
                {t("codes-range", range(number))}
              </option>
            ))}
          </select>
        </div>
      )}
      <button type="button" id={`print-${kind}`} aria-disabled={printing} onClick={() => void print()}>
        {printing ? t("codes-preparing") : t(`codes-print-${kind}-go`)}
      </button>
    </>
  );
}

function PlainList({ head, codes, onMade }: { head: UploadHead; codes: Codes; onMade: () => void }) {
  const [separator, setSeparator] = useState<Separator>(";");
  const save = (): void => {
    const rows = Array.from({ length: countOf(codes) }, (_, i) => writeRow([serialText(codes, i), codeText(codes, i)], separator));
    saveFile(`${head.batch}.csv`, [writeRow(["serial", "code"], separator), ...rows]);
    onMade();
  };
  return (
    <>
      <h3>{t("codes-list")}</h3>
      <p class="quiet">
        <T id="codes-list-about" />
      </p>
      <SeparatorField field="list-separator" value={separator} onChange={setSeparator} />
      <button type="button" onClick={save}>
        {t("codes-list-go")}
      </button>
    </>
  );
}
