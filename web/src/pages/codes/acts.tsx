// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Acts about codes that have been proposed: what became of them, and whose signature they wait for.

import type { Act, Batch } from "../../api/desk.ts";
import { t, T } from "../../components/text/index.tsx";
import { base64urlDecode } from "../../crypto/bytes.ts";
import { serialOf } from "../../crypto/codes.ts";
import { showSerial } from "../../crypto/symbols.ts";

const TYPES = ["void", "batch-void", "issue"];
const PILLS: Readonly<Record<Act["state"], string>> = { proposed: "pill pill-soon", submitted: "pill pill-soon", done: "pill pill-open", refused: "pill pill-void", withdrawn: "pill" };

export function Acts({ acts, batches, onReload }: { acts: readonly Act[]; batches: readonly Batch[]; onReload: () => void }) {
  const shown = acts.filter(({ type }) => TYPES.includes(type));
  return (
    <section aria-labelledby="acts-heading">
      <h2 id="acts-heading">{t("codes-acts")}</h2>
      {shown.length === 0 ? (
        <p>
          <T id="codes-no-acts" />
        </p>
      ) : (
        <ul class="acts-list">
          {shown.map((act) => (
            <li key={act.id} class="card">
              <Line act={act} batches={batches} />
            </li>
          ))}
        </ul>
      )}
      <div class="actions">
        <button type="button" onClick={onReload}>
          {t("codes-acts-reload")}
        </button>
      </div>
    </section>
  );
}

function Line({ act, batches }: { act: Act; batches: readonly Batch[] }) {
  const waiting = act.state === "proposed";
  return (
    <>
      <p>
        <strong>{sentenceOf(act, batches)}</strong> <span class={PILLS[act.state]}>{t(`codes-act-${act.state}`)}</span>
      </p>
      {waiting && <p>{t("codes-act-signed", { signed: act.signatures.length, needed: neededText(act) })}</p>}
      {waiting && (
        <p class="quiet">
          <T id="codes-act-how" />
        </p>
      )}
      {act.detail !== undefined && <p class="quiet">{act.detail}</p>}
    </>
  );
}

function neededText({ needs }: Act): string {
  return needs.map(({ role, count }) => t("codes-act-need", { count, role: t(`codes-role-${role}`) })).join(", ");
}

/** What the act says, read from the bytes that are signed. */
function sentenceOf(act: Act, batches: readonly Batch[]): string {
  const { credential, batch = "", reason = "other", voided } = JSON.parse(act.act) as { readonly [name: string]: string };
  if (act.type === "void") return t("codes-act-void", { serial: credential === undefined ? "" : showSerial(serialOf(base64urlDecode(credential))), reason: t(`codes-reason-${reason}`) });
  if (act.type === "batch-void") return t("codes-act-batch-void", { batch, count: batches.find((one) => one.batch === batch)?.count ?? 0, reason: t(`codes-reason-${reason}`) });
  return voided === undefined ? t("codes-act-issue", { batch }) : t("codes-act-reissue", { batch, serial: showSerial(voided.replace("-", "")) });
}
