// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What the draft still lacks, with a way to each field; and the freeze, when nothing does.

import { useEffect, useState } from "preact/hooks";
import { api, ApiProblem } from "../../api/index.ts";
import { prepare, type Finding, type Readiness } from "../../api/prepare.ts";
import { Alert } from "../../components/alert/index.tsx";
import { Cancelled, useConfirm } from "../../components/confirm/index.tsx";
import { deskAddress } from "../../components/desk/index.tsx";
import { Dialog } from "../../components/dialog/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { language, t, T } from "../../components/text/index.tsx";
import { languageName, moment, moneyOf, tagOf } from "../../i18n/format.ts";
import { titleOf, type Draft } from "./draft.ts";
import type { StepProps } from "./step-form.tsx";
import { fragmentOf, placeOf } from "./target.ts";

export function Ready({ desk, draft, onPlace }: StepProps) {
  const [readiness, setReadiness] = useState<Readiness | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const { dialog, confirmed } = useConfirm(desk.session);
  const load = (): void => {
    setFailure(null);
    prepare.readiness(desk.answer.id).then(setReadiness, (error: unknown) => setFailure(problemText(error)));
  };
  useEffect(load, []);
  const freeze = async (version: number): Promise<void> => {
    setAsked(false);
    setFailure(null);
    try {
      const { csrf } = await api.session();
      await confirmed(() => prepare.of(csrf).freeze(desk.answer.id, version));
      history.replaceState(null, "", location.pathname);
      await desk.reload();
    } catch (error) {
      if (error instanceof Cancelled) return;
      setFailure(error instanceof ApiProblem && error.slug === "precondition-failed" ? t("prepare-freeze-changed") : problemText(error));
      prepare.readiness(desk.answer.id).then(setReadiness, () => {});
    }
  };
  const list = (severity: Finding["severity"]) => {
    const findings = readiness!.findings.filter((finding) => finding.severity === severity);
    if (findings.length === 0) return null;
    return (
      <section aria-labelledby={`ready-${severity}`}>
        <h3 id={`ready-${severity}`}>{t(`prepare-ready-${severity}`, { count: findings.length })}</h3>
        <ul class={`findings ${severity}`}>
          {grouped(findings).map(({ finding, times }) => {
            if (OF_CODES.includes(finding.id)) {
              return (
                <li key={`${finding.id} ${finding.pointer}`}>
                  <a href={deskAddress(desk.answer.id, "codes")}>{sentence(finding, draft)}</a> <span class="quiet">{t("desk-codes")}</span>
                </li>
              );
            }
            const place = placeOf(finding.pointer, draft);
            return (
              <li key={`${finding.id} ${finding.pointer}`}>
                <a href={fragmentOf(place)} onClick={(event) => (event.preventDefault(), onPlace(place))}>
                  {sentence(finding, draft)}
                </a>{" "}
                {times > 1 && <span class="quiet">{t("prepare-ready-more", { count: times - 1 })}</span>} <span class="quiet">{t(`prepare-step-${place.step}`)}</span>
              </li>
            );
          })}
        </ul>
      </section>
    );
  };
  return (
    <>
      {dialog}
      {failure !== null && (
        <Alert kind="error" title="prepare-ready-failed">
          <p>{failure}</p>
          <button type="button" onClick={load}>
            {t("try-again")}
          </button>
        </Alert>
      )}
      {readiness === null && failure === null && (
        <p role="status">
          <T id="loading" />
        </p>
      )}
      {readiness !== null && (
        <>
          {readiness.ready ? <Alert kind="success" title="prepare-ready" /> : <p>{t("prepare-ready-about")}</p>}
          {list("blocking")}
          {list("warning")}
          <section class="card part" aria-labelledby="freeze-heading">
            <h3 id="freeze-heading">{t("prepare-freeze")}</h3>
            <p>{t("prepare-freeze-about")}</p>
            <p>{t(draft.trustees === undefined ? "prepare-freeze-then-single" : "prepare-freeze-then-trustees")}</p>
            <div class="actions">
              <button type="button" class="primary" aria-disabled={!readiness.ready} onClick={() => readiness.ready && setAsked(true)}>
                {t("prepare-freeze-go")}
              </button>
              <button type="button" onClick={load}>
                {t("prepare-ready-again")}
              </button>
            </div>
          </section>
          {asked && (
            <Dialog title="prepare-freeze-ask" onClose={() => setAsked(false)}>
              <p>{t("prepare-freeze-ask-about", { title: titleOf(draft.texts, language()) })}</p>
              {readiness.findings.length > 0 && <p>{t("prepare-freeze-ask-warnings", { count: readiness.findings.length })}</p>}
              <div class="actions">
                <button type="button" class="primary" onClick={() => void freeze(readiness.version)}>
                  {t("prepare-freeze-go")}
                </button>
                <button type="button" onClick={() => setAsked(false)}>
                  {t("cancel")}
                </button>
              </div>
            </Dialog>
          )}
        </>
      )}
    </>
  );
}

/** Missing translations of one language are one line: forty of them would hide the rest. */
function grouped(findings: readonly Finding[]): { finding: Finding; times: number }[] {
  const lines = new Map<string, { finding: Finding; times: number }>();
  for (const finding of findings) {
    const key = finding.id === "translation-missing" ? `${finding.id} ${finding.arguments["kind"]} ${finding.arguments["language"]}` : `${finding.id} ${finding.pointer}`;
    const line = lines.get(key);
    if (line === undefined) lines.set(key, { finding, times: 1 });
    else line.times++;
  }
  return [...lines.values()];
}

/** Mended at the desk of codes, not in the draft. */
const OF_CODES = ["codes-none", "district-without-codes"];
const MONEY = ["envelope", "cheapest", "sum", "dearest", "cost"];
const MINUTES = ["open", "close", "additions"];

/** The finding in the page's language; ids as the titles that people gave them. */
function sentence({ id, arguments: given }: Finding, draft: Draft): string {
  const money = { language: language(), currency: draft.currency, minorDigits: draft.minor_digits };
  const shown: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(given)) {
    if (MONEY.includes(name)) shown[name] = moneyOf(money, Number(value));
    else if (MINUTES.includes(name)) shown[name] = moment(language(), draft.schedule.zone, Number(value));
    else if (name === "language") shown[name] = languageName(String(value), language());
    else if (name === "patterns") shown[name] = new Intl.NumberFormat(tagOf(language()), { notation: String(value).length > 12 ? "scientific" : "standard" }).format(BigInt(value));
    else shown[name] = value;
  }
  const contest = draft.contests.find((one) => one.id === given["contest"]);
  if (contest !== undefined) shown["contest"] = titleOf(contest.texts, language()) || contest.id;
  const project = draft.contests.flatMap(({ options }) => options).find((option) => option.id === given["project"]);
  if (project !== undefined) shown["project"] = titleOf(project.texts, language()) || project.id;
  if (id === "translation-missing" || id === "title-missing" || id === "text-invalid" || id === "language-not-of-round") shown["name"] = nameOf(String(given["kind"]), String(given["name"]), draft);
  return t(`readiness-${id}`, shown);
}

function nameOf(kind: string, id: string, { contests, districts, texts }: Draft): string {
  const all = { round: [{ id: "", texts }], contest: contests, district: districts, project: contests.flatMap(({ options }) => options) }[kind] ?? [];
  return titleOf(all.find((one) => one.id === id)?.texts ?? {}, language()) || id;
}
