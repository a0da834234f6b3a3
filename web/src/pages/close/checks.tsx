// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What the verifier said of the bundle, check by check (docs/protocol.md section 13). It is the program that anybody may
// run, over the same files.

import { useState } from "preact/hooks";
import { desk as deskApi, type Verification } from "../../api/desk.ts";
import { problemText } from "../../components/problem/index.ts";
import { t, T } from "../../components/text/index.tsx";
import type { StepProps } from "./close.tsx";
import { number } from "./parts.tsx";
import { jobOf } from "./standing.ts";

const SIGNS: Readonly<Record<Verification["checks"][number]["status"], string>> = { passed: "✓", failed: "✗", incomplete: "…", "not-applicable": "–", note: "i" };

export function Checks({ desk, situation, clerk, refresh }: Omit<StepProps, "current">) {
  const [failure, setFailure] = useState<string | null>(null);
  const { verification } = situation.closing;
  const job = jobOf(situation, "bundle");
  const busy = job?.state === "running" || job?.state === "waiting";
  const again = async (): Promise<void> => {
    setFailure(null);
    try {
      await deskApi.of(desk.session.csrf).verify(desk.answer.id);
      refresh();
    } catch (error) {
      setFailure(problemText(error));
    }
  };
  return (
    <section aria-labelledby="checks-heading">
      <h3 id="checks-heading">
        <T id="close-checks" />
      </h3>
      {busy && (
        <p class="bar-line">
          <label for="checking">
            <T id={job.detail === undefined ? "close-checking" : "close-checking-waits"} />
          </label>
          <progress id="checking" {...(job.total > 0 ? { value: job.done, max: job.total } : {})} />
        </p>
      )}
      {job?.state === "failed" && (
        <p class="field-message" role="alert">
          {job.detail}
        </p>
      )}
      {failure !== null && (
        <p class="field-message" role="alert">
          {failure}
        </p>
      )}
      {verification !== undefined && (
        <>
          <p>{t("close-checks-summary", { passed: verification.checks.filter(({ status }) => status === "passed").length, failed: verification.checks.filter(({ status }) => status === "failed").length })}</p>
          <ol class="checks">
            {verification.checks.map(({ n, status, detail }) => (
              <li key={n} class={`check ${status}`} value={n}>
                <span class="check-sign" aria-hidden="true">
                  {SIGNS[status]}
                </span>
                <span class="check-name">
                  <strong>
                    {number(n)}. <T id={`close-check-${n}`} />
                  </strong>{" "}
                  <span class="check-status">{t(`close-check-${status}`)}</span>
                  {detail !== "" && (
                    <span class="check-detail quiet" lang="en" dir="ltr">
                      {detail}
                    </span>
                  )}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      {clerk && !busy && (
        <div class="actions">
          <button type="button" onClick={() => void again()}>
            <T id="close-check-again" />
          </button>
        </div>
      )}
    </section>
  );
}
