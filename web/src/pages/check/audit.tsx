// SPDX-License-Identifier: AGPL-3.0-or-later
//
// "Check my phone", on the second device: encrypts the revealed ballot again and tells what it holds. Nothing is
// sent but the request for the public round.

import { useState } from "preact/hooks";
import { Alert } from "../../components/alert/index.tsx";
import { Code } from "../../components/code/index.tsx";
import { language, locale, T } from "../../components/text/index.tsx";
import { TaskFailed, type startWorker } from "../../worker/client.ts";
import type { AuditView, RoundView } from "../../worker/view.ts";
import { openRound } from "../vote/find.ts";
import { Picked } from "../vote/picked.tsx";
import { failureOf } from "../vote/failure.ts";

export function Audit({ worker }: { worker: ReturnType<typeof startWorker> }) {
  const [text, setText] = useState("");
  const [found, setFound] = useState<{ round: RoundView; view: AuditView } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setFailure(null);
    setFound(null);
    let told = "audit-misread";
    try {
      const id = await worker.auditRound(text);
      told = "failure-check";
      const { round } = await openRound(worker, id, language());
      told = "audit-no-ballot";
      setFound({ round, view: await worker.audit(text) });
    } catch (error) {
      setFailure(error instanceof TaskFailed && error.fault === "format" ? told : failureOf(error));
    }
  };
  return (
    <section>
      <h2>
        <T id="audit-title" />
      </h2>
      <p>
        <T id="audit-second" />
      </p>
      <form onSubmit={(event) => void submit(event)}>
        <div class="field">
          <label for="audit">
            <T id="audit-paste" />
          </label>
          <textarea id="audit" rows={4} value={text} autocomplete="off" spellcheck={false} onInput={(event) => setText(event.currentTarget.value)} />
        </div>
        <button type="submit">
          <T id="audit-run" />
        </button>
      </form>
      {failure !== null && (
        <Alert kind="error" title="audit-failed">
          <p>
            <T id={failure} />
          </p>
        </Alert>
      )}
      {found !== null && (
        <Alert kind="info" title="audit-result">
          <p>
            <T id="audit-result-code" /> <Code symbols={found.view.checkCode} id="audit-code" />
          </p>
          <Picked
            contests={found.round.contests.filter(({ id }) => id in found.view.choices)}
            choices={found.view.choices}
            done
            money={{ language: locale(), currency: found.round.currency, minorDigits: found.round.minorDigits }}
          />
        </Alert>
      )}
    </section>
  );
}
