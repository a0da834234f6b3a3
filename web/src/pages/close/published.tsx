// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What is out: the bundle, files to work with, the certificate and the minutes to print; and what is still to be done.

import { language, t, T } from "../../components/text/index.tsx";
import { languageName } from "../../i18n/format.ts";
import type { StepProps } from "./close.tsx";
import { Happened, when } from "./parts.tsx";
import { Tables } from "./tables.tsx";

export function Published({ desk, situation }: StepProps) {
  const { progress, closing, definition } = situation;
  const { id } = desk.answer;
  const file = (name: string): string => `/api/v1/rounds/${id}/exports/${encodeURIComponent(name)}`;
  const others = closing.files.filter(({ name }) => /^(?:.*\.(?:pb|json|csv)|SHA256SUMS.*|VERIFY\.txt)$/.test(name));
  const papers = closing.files.flatMap(({ name }) => {
    const of = /^certificate\.(.+)\.pdf$/.exec(name)?.[1];
    return of === undefined ? [] : [{ name, of }];
  });
  return (
    <>
      {progress.published !== null && (
        <Happened desk={desk} done={progress.published}>
          <a href={`/${language()}/rounds/${id}/result`}>{t("close-result-page")}</a>
        </Happened>
      )}
      <div class="outputs">
        <section class="card">
          <h3>
            <T id="close-out-bundle" />
          </h3>
          <p>
            <T id="close-out-bundle-about" />
          </p>
          <a class="button primary" href={`/api/v1/rounds/${id}/bundle`} download>
            {t("close-out-bundle-go")}
          </a>
        </section>
        <section class="card">
          <h3>
            <T id="close-out-paper" />
          </h3>
          <p>
            <T id="close-out-paper-about" />
          </p>
          <div class="actions">
            <a class="button" href={`/${language()}/staff/rounds/${id}/minutes`}>
              {t("close-out-minutes")}
            </a>
            <a class="button" href={file("certificate.html")}>
              {t("close-out-certificate")}
            </a>
            {papers.map(({ name, of }) => (
              <a key={name} class="button" href={file(name)}>
                {t("close-out-certificate-pdf", { language: languageName(of, language()) })}
              </a>
            ))}
          </div>
        </section>
        <Tables desk={desk} situation={situation} />
        <section class="card">
          <h3>
            <T id="close-out-files" />
          </h3>
          <ul class="table-list">
            {others.map(({ name }) => (
              <li key={name}>
                <a href={file(name)} download={name}>
                  <bdi>{name}</bdi>
                </a>
              </li>
            ))}
          </ul>
        </section>
      </div>
      {progress.published !== null && definition.trustees.length > 1 && <p>{t("close-trustees-forget", { when: when(desk, progress.published.minute + definition.schedule.complaint) })}</p>}
    </>
  );
}
