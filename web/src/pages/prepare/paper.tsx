// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The ballot paper of a district, made of the same draft: all papers are alike and speak all languages of the round. No number,
// no code: it is stamped only when the boxes have been opened.

import { t } from "../../components/text/index.tsx";
import { moneyOf } from "../../i18n/format.ts";
import { directionOf, type Translator } from "../../i18n/index.ts";
import type { Draft, DraftContest, DraftDistrict, Texts } from "./draft.ts";
import { tagOf } from "../../components/inputs/index.tsx";
import { paperTexts } from "./paper-texts.ts";

export function Paper({ draft, district, city }: { draft: Draft; district: DraftDistrict | null; city: string }) {
  const tongues = paperTexts(draft.languages);
  const contests = draft.contests.filter(({ id, options }) => options.length > 0 && (district === null || district.contests.includes(id)));
  return (
    <section aria-labelledby="paper-heading">
      <h3 id="paper-heading">{t("prepare-paper")}</h3>
      <p>{t("prepare-paper-about")}</p>
      <div class="actions">
        <button type="button" onClick={() => window.print()}>
          {t("prepare-paper-print")}
        </button>
      </div>
      <div class="paper" tabIndex={0} role="group" aria-label={t("prepare-paper")}>
        <header>
          <p class="paper-city">{city}</p>
          {draft.kind === "rehearsal" && <p class="paper-rehearsal">{tongues.map(({ text }) => text("paper-rehearsal")).join(" · ")}</p>}
          <InAll tongues={tongues} texts={draft.texts} large />
          {district !== null && draft.districts.length > 1 && <InAll tongues={tongues} texts={district.texts} />}
        </header>
        {contests.map((contest) => (
          <PaperList key={contest.id} contest={contest} draft={draft} tongues={tongues} />
        ))}
        <footer>
          {tongues.map((tongue) => (
            <p key={tongue.language} lang={tagOf(tongue.language)} dir={tongue.direction}>
              {tongue.text("paper-blank")} {tongue.text("paper-unsigned")}
            </p>
          ))}
        </footer>
      </div>
    </section>
  );
}

function PaperList({ contest, draft, tongues }: { contest: DraftContest; draft: Draft; tongues: readonly Translator[] }) {
  const { form } = contest;
  const money = (tongue: Translator, minor: number): string => moneyOf({ language: tongue.language, currency: draft.currency, minorDigits: draft.minor_digits }, minor);
  const limits = "min" in form ? { min: form.min, max: form.max } : {};
  const points = form.kind === "points" ? { total: form.total, each: form.max_each } : {};
  const scores = form.kind === "scores" ? { low: form.low, high: form.high } : {};
  const answers = form.kind === "questions";
  return (
    <section class="paper-list">
      <InAll tongues={tongues} texts={contest.texts} />
      {tongues.map((tongue) => (
        <p key={tongue.language} class="paper-how" lang={tagOf(tongue.language)} dir={tongue.direction}>
          {tongue.text(`paper-how-${form.kind}`, { ...limits, ...points, ...scores, envelope: money(tongue, contest.envelope) })}
        </p>
      ))}
      <table>
        {answers && (
          <thead>
            <tr>
              <td />
              <td />
              {["yes", "no", "abstain"].map((answer) => (
                <th key={answer} scope="col">
                  {tongues.map((tongue) => (
                    <span key={tongue.language} lang={tagOf(tongue.language)} dir={tongue.direction}>
                      {tongue.text(`paper-${answer}`)}
                    </span>
                  ))}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {contest.options.map((option, at) => (
            <tr key={option.id}>
              {!answers && <td><Mark wide={form.kind === "scores" || form.kind === "points" || form.kind === "ranking"} /></td>}
              <td class="paper-number">{at + 1}</td>
              <th scope="row">
                <InAll tongues={tongues} texts={option.texts} />
              </th>
              {answers ? (
                ["yes", "no", "abstain"].map((answer) => (
                  <td key={answer}>
                    <Mark wide={false} />
                  </td>
                ))
              ) : (
                <td class="paper-cost">{money(tongues[0]!, option.cost ?? 0)}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Where a cross is made, or a number is written. */
function Mark({ wide }: { wide: boolean }) {
  return <span class={wide ? "mark wide" : "mark"} />;
}

/** The title in every language that has one, the first one larger. */
function InAll({ tongues, texts, large = false }: { tongues: readonly Translator[]; texts: Texts; large?: boolean }) {
  const shown = tongues.filter(({ language }) => texts[language]?.title !== undefined);
  return (
    <>
      {shown.map(({ language }, at) => (
        <span key={language} class={`paper-title ${at === 0 ? "first" : ""} ${large ? "large" : ""}`} lang={tagOf(language)} dir={directionOf(language)}>
          {texts[language]!.title}
        </span>
      ))}
    </>
  );
}
