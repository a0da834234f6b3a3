// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Projects from a file, and as one. A file is read here; what it would change, or everything that is wrong with it, the server says.
// It is taken over as a whole or not at all, over the draft as it is saved; nothing is deleted.

import { useState } from "preact/hooks";
import { ApiProblem } from "../../api/index.ts";
import { prepare, type ImportFault, type ImportPreview, type ImportRequest } from "../../api/prepare.ts";
import { Alert } from "../../components/alert/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { language as pageLanguage, t, T } from "../../components/text/index.tsx";
import { tableFromCsv, tableFromXlsx, withoutVotes } from "../../sheets/projects.ts";
import { languageName } from "../../i18n/format.ts";
import type { DraftContest } from "./draft.ts";
import { Offered } from "./offered.tsx";
import type { StepProps } from "./step-form.tsx";

type Seen = { readonly at: "preview"; readonly request: ImportRequest; readonly preview: ImportPreview } | { readonly at: "faults"; readonly faults: readonly ImportFault[] } | { readonly at: "failed"; readonly text: string };

/** Lines of what would change, and of faults, that are shown at once. */
const SHOWN = 50;

export function ImportPart({ step, contest, unsaved }: { step: StepProps; contest: DraftContest; unsaved: boolean }) {
  const [seen, setSeen] = useState<Seen | null>(null);
  const [busy, setBusy] = useState(false);
  const { id } = step.desk.answer;
  const look = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setBusy(true);
    setSeen(null);
    try {
      const request = await requestOf(file, contest.id);
      setSeen({ at: "preview", request, preview: await prepare.of(step.desk.session.csrf).importPreview(id, request) });
    } catch (error) {
      setSeen(seenOf(error));
    } finally {
      setBusy(false);
    }
  };
  const take = async (request: ImportRequest): Promise<void> => {
    if (busy || unsaved) return;
    setBusy(true);
    try {
      await step.change((acts, version) => acts.importProjects(id, version, request), "prepare-import-done");
    } catch (error) {
      setSeen(seenOf(error));
      setBusy(false);
    }
  };
  return (
    <details class="part" open={seen !== null || undefined}>
      <summary id="import">{t("prepare-import")}</summary>
      <p>{t("prepare-import-about")}</p>
      <div class="field">
        <label for="import-file">{t("prepare-import-file")}</label>
        <input id="import-file" type="file" accept=".csv,.tsv,.txt,.xlsx,.pb" aria-disabled={busy} onChange={(event) => void look(event.currentTarget.files?.[0])} />
      </div>
      {busy && (
        <p role="status">
          <T id="loading" />
        </p>
      )}
      {seen?.at === "failed" && (
        <Alert kind="error" title="prepare-import-failed">
          <p>{seen.text}</p>
        </Alert>
      )}
      {seen?.at === "faults" && <Faults faults={seen.faults} />}
      {seen?.at === "preview" && <Preview seen={seen.preview} unsaved={unsaved} busy={busy} onTake={() => void take(seen.request)} onDrop={() => setSeen(null)} />}
      <Offered contest={contest} draft={step.draft} round={id} />
    </details>
  );
}

function Faults({ faults }: { faults: readonly ImportFault[] }) {
  return (
    <Alert kind="error" title="prepare-import-faults">
      <p>{t("prepare-import-faults-about", { count: faults.length })}</p>
      <ul>
        {faults.slice(0, SHOWN).map((fault, at) => (
          <li key={at}>
            {fault.line > 0 && <strong>{t(fault.column > 0 ? "prepare-import-place" : "prepare-import-line", { line: fault.line, column: fault.column })}</strong>} {sentence(fault)}
          </li>
        ))}
      </ul>
      {faults.length > SHOWN && <p>{t("prepare-import-more", { count: faults.length - SHOWN })}</p>}
    </Alert>
  );
}

function sentence({ id, arguments: given }: ImportFault): string {
  const shown = typeof given["language"] === "string" ? { ...given, language: languageName(given["language"], pageLanguage()) } : given;
  return t(`import-${id}`, shown);
}

function Preview({ seen, unsaved, busy, onTake, onDrop }: { seen: ImportPreview; unsaved: boolean; busy: boolean; onTake: () => void; onDrop: () => void }) {
  const { added, changed, unchanged } = seen;
  const nothing = added.length + changed.length === 0;
  return (
    <section class="card" aria-labelledby="import-preview">
      <h3 id="import-preview">{t("prepare-import-preview")}</h3>
      <p role="status">{t("prepare-import-sum", { added: added.length, changed: changed.length, unchanged })}</p>
      <ul>
        {added.slice(0, SHOWN).map((one) => (
          <li key={one.id}>
            <strong>{t("prepare-import-new")}</strong> {one.title ?? one.id} <code>{one.id}</code>
          </li>
        ))}
        {changed.slice(0, SHOWN).map((one) => (
          <li key={one.id}>
            <strong>{t("prepare-import-changed")}</strong> {one.title ?? one.id} <code>{one.id}</code>
            <ul>
              {one.fields.map(({ name, before, after }) => (
                <li key={name}>
                  <code>{name}</code> {before !== undefined && <del>{before}</del>} <ins>{after}</ins>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {added.length + changed.length > 2 * SHOWN && <p>{t("prepare-import-long")}</p>}
      {unsaved && <p class="field-message">{t("prepare-import-save-first")}</p>}
      <div class="actions">
        <button type="button" class="primary" aria-disabled={unsaved || busy || nothing} onClick={() => !nothing && onTake()}>
          {t("prepare-import-take")}
        </button>
        <button type="button" onClick={onDrop}>
          {t("cancel")}
        </button>
      </div>
    </section>
  );
}

async function requestOf(file: File, contest: string): Promise<ImportRequest> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (/\.pb$/i.test(file.name)) return { contest, pabulib: withoutVotes(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  return { contest, table: /\.xlsx$/i.test(file.name) ? await tableFromXlsx(bytes) : tableFromCsv(bytes) };
}

/** What the server found, or why the file could not even be read. */
function seenOf(error: unknown): Seen {
  if (error instanceof ApiProblem) {
    if (error.slug === "import") return { at: "faults", faults: error.body["faults"] as readonly ImportFault[] };
    return { at: "failed", text: error.slug === "precondition-failed" ? t("prepare-import-overtaken") : problemText(error) };
  }
  if (!(error instanceof Error) || error.name === "NoAnswer") return { at: "failed", text: t("failure-network") };
  return { at: "failed", text: t("prepare-import-unreadable") };
}
