// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The code is typed here and nowhere else. A typing error, an unknown code and a void one are told apart, and none
// of them loses a choice.

import { useState } from "preact/hooks";
import { api, type CredentialStatus } from "../../api/index.ts";
import { Alert } from "../../components/alert/index.tsx";
import { ErrorSummary, type FieldError } from "../../components/error-summary/index.tsx";
import { Scan } from "../../components/scan/index.tsx";
import { t, T, Title } from "../../components/text/index.tsx";
import { readCode, showCode } from "../../crypto/symbols.ts";
import type { RoundView } from "../../worker/view.ts";
import type { KnownCode, Worker } from "./ballot.tsx";
import { failureOf } from "./failure.ts";

interface Props {
  readonly worker: Worker;
  readonly round: RoundView;
  readonly district: string;
  /** symbols of a code read from a sheet */
  readonly scanned: string | null;
  readonly onBack: () => void;
  readonly onDistrict: (id: string) => void;
  readonly onKnown: (code: KnownCode) => void;
}

export function CodeStep({ worker, round, district, scanned, onBack, onDistrict, onKnown }: Props) {
  const [typed, setTyped] = useState(scanned === null ? "" : showCode(scanned));
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [elsewhere, setElsewhere] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const fail = (message: string): void => setErrors([{ field: "code", text: t(message) }]);

  const judge = (symbols: string, status: CredentialStatus): void => {
    if (!status.listed) fail("code-unknown");
    else if (status.void !== undefined) fail("code-void");
    else if (!round.revoting && status.ballots.length > 0) fail("code-used");
    else if (!sameContests(round, district, status.district)) setElsewhere(status.district!);
    else onKnown({ symbols, status });
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setErrors([]);
    setElsewhere(null);
    const reading = readCode(codeIn(typed));
    if ("fault" in reading) return fail(`code-${reading.fault}`);
    setBusy(true);
    try {
      const { key } = await worker.credential(reading.symbols);
      judge(reading.symbols, await api.credential(round.id, key));
    } catch (error) {
      fail(failureOf(error));
    } finally {
      setBusy(false);
    }
  };

  const take = (text: string): boolean => {
    const reading = readCode(codeIn(text));
    if (!("symbols" in reading)) return false;
    setTyped(showCode(reading.symbols));
    setErrors([]);
    return true;
  };

  const other = round.districts.find(({ id }) => id === elsewhere);
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <ErrorSummary errors={errors} />
      <h2>
        <T id="code-heading" />
      </h2>
      <div class={errors.length > 0 ? "field field-error" : "field"}>
        <label for="code">
          <T id="code-label" />
        </label>
        <p id="code-hint" class="quiet">
          <T id="code-hint" />
        </p>
        {errors.map(({ text }) => (
          <p key={text} id="code-error" class="field-message">
            {text}
          </p>
        ))}
        <input
          id="code"
          class="code"
          value={typed}
          autocomplete="off"
          autocapitalize="characters"
          autocorrect="off"
          spellcheck={false}
          aria-invalid={errors.length > 0}
          aria-describedby={errors.length > 0 ? "code-hint code-error" : "code-hint"}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <Scan onRead={take} />
      {other !== undefined && (
        <Alert kind="warning" title="code-district">
          <p>
            <Title words={other.words} />
          </p>
          <button type="button" onClick={() => onDistrict(other.id)}>
            <T id="code-district-go" />
          </button>
        </Alert>
      )}
      <div class="actions">
        <button type="submit" class="primary" aria-disabled={busy}>
          {busy ? t("code-checking") : t("code-next")}
        </button>
        <button type="button" onClick={onBack}>
          <T id="back" />
        </button>
      </div>
      <p class="quiet">
        <T id="code-privacy" />
      </p>
    </form>
  );
}

/** The code in the link of a sheet, however it came here: by camera or pasted whole. */
function codeIn(text: string): string {
  return /\/v#(.*)$/s.exec(text)?.[1] ?? text;
}

/** A code of another district fits as long as its ballot has the same lists. */
function sameContests(round: RoundView, chosen: string, actual: string | undefined): boolean {
  const of = (id: string | undefined): string => (round.districts.find((district) => district.id === id)?.contests ?? []).join(" ");
  return actual !== undefined && of(chosen) === of(actual);
}
