// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The minutes of a round, to be printed or saved as PDF: what was done when and by whom, figures, winners, checks, and who
// signed. All of it is read from the record and from the files of the round.

import "../../styles/staff.css";
import "../../styles/desk.css";
import "../close/close.css";
import "./minutes.css";
import { useEffect, useState } from "preact/hooks";
import { desk as deskApi, type Closing } from "../../api/desk.ts";
import { staff } from "../../api/staff.ts";
import { Alert } from "../../components/alert/index.tsx";
import { Desk, type DeskRound } from "../../components/desk/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { language, t, T } from "../../components/text/index.tsx";
import { base64url } from "../../crypto/bytes.ts";
import { asInteger, asText } from "../../crypto/json.ts";
import { listOf } from "../../i18n/format.ts";
import type { PageTexts } from "../../i18n/index.ts";
import { Outcome } from "../close/count.tsx";
import { number, sentenceOf, titleOf, when } from "../close/parts.tsx";
import { progressOf, type Done, type Progress } from "../close/progress.ts";
import { jobOf, namesOf } from "../close/standing.ts";
import { startPage } from "../page.tsx";

const COLUMNS = ["listed", "void", "ballots", "replaced", "withdrawn", "input"] as const;
/** Acts of people say themselves in their own words. */
const SIGNED = ["opening", "extension", "note", "sealing", "draw-source", "certified", "correction", "annulment"];

export function start(texts: PageTexts): void {
  startPage(texts, () => (
    <Desk name="close" heading="minutes-heading">
      {(desk) => <Load desk={desk} />}
    </Desk>
  ));
}

function Load({ desk }: { desk: DeskRound }) {
  const [found, setFound] = useState<{ readonly closing: Closing; readonly assembly: string } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const find = async (): Promise<void> => {
    const { id, assembly } = desk.answer;
    const [closing, assemblies] = await Promise.all([deskApi.closing(id), staff.assemblies()]);
    setFound({ closing, assembly: assemblies.find((one) => one.id === assembly)?.name ?? assembly });
  };
  useEffect(() => void find().catch((error: unknown) => setFailure(problemText(error))), []);
  if (failure !== null || desk.definition === null) {
    return (
      <Alert kind="error" title="load-failed">
        <p>{failure ?? t("close-now-not-open")}</p>
      </Alert>
    );
  }
  if (found === null) {
    return (
      <p role="status">
        <T id="loading" />
      </p>
    );
  }
  return <Minutes desk={desk} {...found} progress={progressOf(found.closing, desk.definition)} />;
}

function Minutes({ desk, closing, assembly, progress }: { desk: DeskRound; closing: Closing; assembly: string; progress: Progress }) {
  const definition = desk.definition!;
  const result = closing.files.find(({ name }) => name === "result.json");
  const job = jobOf({ closing }, "bundle");
  const certifiers = progress.certified?.signers ?? [];
  return (
    <div class="minutes closing">
      <div class="actions">
        <button type="button" class="primary" onClick={() => print()}>
          <T id="minutes-print" />
        </button>
      </div>
      {closing.state !== "published" && closing.state !== "annulled" && <Alert kind="info" title="minutes-not-final" />}
      <dl class="facts">
        <Fact label="minutes-city">{desk.city.name}</Fact>
        <Fact label="minutes-assembly">{assembly}</Fact>
        <Fact label="minutes-state">{t(`state-${closing.state}`)}</Fact>
        <Fact label="minutes-zone">{definition.schedule.zone}</Fact>
        <Fact label="minutes-record">
          <code>{definition.origin}</code>
        </Fact>
        <Fact label="minutes-election">
          <code>{desk.answer.eid ?? base64url(definition.round)}</code>
        </Fact>
        <Fact label="minutes-people">{t("minutes-people-of", { clerks: listOf(language(), definition.clerks.map(({ name }) => name)), trustees: listOf(language(), definition.trustees.map(({ name }) => name)), threshold: definition.threshold })}</Fact>
      </dl>

      <h2>
        <T id="minutes-done" />
      </h2>
      <div class="wide-table" tabIndex={0} role="group" aria-label={t("minutes-done")}>
        <table class="timeline">
          <thead>
            <tr>
              <th scope="col">
                <T id="minutes-when" />
              </th>
              <th scope="col">
                <T id="minutes-what" />
              </th>
              <th scope="col">
                <T id="minutes-who" />
              </th>
            </tr>
          </thead>
          <tbody>
            {progress.all
              .filter(({ entry }) => entry["type"] !== "acknowledgement")
              .map((done) => (
                <tr key={done.index}>
                  <td>{when(desk, done.minute)}</td>
                  <td>{words(desk, done)}</td>
                  <td>{done.signers.length > 0 ? listOf(language(), done.signers) : t("minutes-server")}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      <p>{t("close-sums-codes", { voids: closing.counts.voids, batches: closing.counts.batch_voids, issues: closing.counts.issues })}</p>

      <h2>
        <T id="minutes-figures" />
      </h2>
      <div class="wide-table" tabIndex={0} role="group" aria-label={t("minutes-figures")}>
        <table>
          <thead>
            <tr>
              <th scope="col">
                <T id="act-total-contest" />
              </th>
              {COLUMNS.map((name) => (
                <th key={name} scope="col">
                  <T id={`minutes-${name}`} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {closing.contests.map((sums) => (
              <tr key={sums.id}>
                <th scope="row">{titleOf(desk, sums.id)}</th>
                {COLUMNS.map((name) => (
                  <td key={name}>{number(sums[name])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>

      {result !== undefined && (
        <>
          <h2>
            <T id="minutes-result" />
          </h2>
          <Outcome desk={desk} version={result.hash} />
        </>
      )}
      {closing.verification !== undefined && (
        <>
          <h2>
            <T id="close-checks" />
          </h2>
          <ol class="minutes-checks">
            {closing.verification.checks.map(({ n, status }) => (
              <li key={n} value={n}>
                <T id={`close-check-${n}`} />: {t(`close-check-${status}`)}
              </li>
            ))}
          </ol>
        </>
      )}

      {certifiers.length > 0 && (
        <>
          <h2>
            <T id="minutes-signed" />
          </h2>
          <p>{t("minutes-certified-by", { names: listOf(language(), certifiers), when: when(desk, progress.certified!.minute) })}</p>
          {(job?.result?.signed ?? []).length > 0 && <p>{t("minutes-bundle-by", { names: listOf(language(), namesOf(job!.result!.signed!, definition)) })}</p>}
          <ul class="sign-lines">
            {certifiers.map((name) => (
              <li key={name}>
                <span>{name}</span>
                <span class="quiet">
                  <T id="minutes-by-hand" />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Fact({ label, children }: { label: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>
        <T id={label} />
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function words(desk: DeskRound, done: Done): string {
  const { entry } = done;
  const type = asText(entry["type"]);
  if (type === "voting-closed") return entry["reason"] === "on-time" ? t("close-ended-on-time") : sentenceOf(desk, done);
  if (SIGNED.includes(type)) return sentenceOf(desk, done);
  const contest = entry["contest"] === undefined ? "" : titleOf(desk, asText(entry["contest"]));
  switch (type) {
    case "mix":
      return t("minutes-mix", { contest, place: asInteger(entry["position"]) });
    case "share":
    case "mixing-done":
      return t(`minutes-${type}`, { contest });
    case "chain-restart":
      return `${contest}: ${t("close-chain-abandoned", { chain: asInteger(entry["abandoned"]), reason: t(`act-reason-${asText(entry["reason"])}`) })}`;
    case "counted":
    case "published":
    case "destruction":
    case "purge":
      return t(`minutes-${type}`);
    default:
      return t("act-other", { type });
  }
}
