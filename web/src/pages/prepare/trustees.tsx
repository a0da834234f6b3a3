// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The key ceremony as the desk sees it: what each trustee has done, who is waited for, and what the eight words are for.

import type { Ceremony } from "../../api/prepare.ts";
import type { DeskRound } from "../../components/desk/index.tsx";
import { language, t } from "../../components/text/index.tsx";
import { listOf } from "../../i18n/format.ts";

const STEPS = ["commit", "join", "first-message", "second-message"] as const;

export function Trustees({ ceremony, desk }: { ceremony: Ceremony; desk: DeskRound }) {
  const { trustees, attempt, key } = ceremony;
  // Everybody's step comes before anybody's next.
  const step = STEPS.find((one) => trustees.some(({ done }) => !done.includes(one)));
  const waited = trustees.filter(({ done }) => step !== undefined && !done.includes(step)).map(({ name }) => name);
  const unconfirmed = trustees.filter(({ done }) => !done.includes("acknowledge")).map(({ name }) => name);
  return (
    <>
      <p>{t(key ? "prepare-ceremony-run-about" : "prepare-ceremony-about")}</p>
      <pre class="exact" tabIndex={0} aria-label={t("prepare-ceremony-command")}>{`folkmoot trustee ${key ? "run" : "join"} --key FILE --url ${location.origin} --round ${desk.answer.id}`}</pre>
      {attempt > 1 && <p>{t("prepare-ceremony-attempt", { attempt })}</p>}
      <div class="scroll" tabIndex={0} role="group" aria-label={t("prepare-ceremony-table")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("prepare-ceremony-trustee")}</th>
              {[...STEPS, "acknowledge" as const].map((one) => (
                <th key={one} scope="col">
                  {t(`prepare-ceremony-${one}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trustees.map(({ number, name, done }) => (
              <tr key={number}>
                <th scope="row">{name}</th>
                {[...STEPS, "acknowledge" as const].map((one) => (
                  <td key={one}>
                    <span aria-hidden="true">{done.includes(one) ? "✓" : "…"}</span>
                    <span class="visually-hidden">{t(done.includes(one) ? "prepare-ceremony-is-done" : "prepare-ceremony-is-waited")}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p role="status">{key ? (unconfirmed.length === 0 ? t("prepare-ceremony-made") : t("prepare-ceremony-made-waits", { names: listOf(language(), unconfirmed) })) : t("prepare-ceremony-waits", { names: listOf(language(), waited) })}</p>
      <details>
        <summary>{t("prepare-words-summary")}</summary>
        <p>{t("prepare-words-why")}</p>
        <p>{t("prepare-words-how")}</p>
        <p>{t("prepare-words-differ")}</p>
      </details>
    </>
  );
}
