// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A form that proposes an act. It says what is missing, asks once more where the act cannot be taken back, and gives
// the proposal, which people then sign (ActCard). Begins anew when it has proposed.

import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import { desk as deskApi, type Act } from "../../api/desk.ts";
import { Dialog } from "../dialog/index.tsx";
import type { DeskRound } from "../desk/index.tsx";
import { ErrorSummary, type FieldError } from "../error-summary/index.tsx";
import { problemText } from "../problem/index.ts";
import { t, T } from "../text/index.tsx";

interface Props {
  readonly desk: DeskRound;
  readonly type: string;
  /** reason codes that the act has; none: it has no reason */
  readonly reasons?: readonly string[];
  /** the member of the act that holds the reason */
  readonly reasonMember?: string;
  /** message ids */
  readonly about: string;
  readonly go: string;
  /** asked before it is proposed */
  readonly sure?: string;
  /** Other parameters, or the field in which something is missing. */
  readonly parameters?: () => object | FieldError;
  readonly onProposed: (act: Act) => void;
  readonly children?: ComponentChild;
}

export function Propose({ desk, type, reasons = [], reasonMember = "reason", about, go, sure, parameters = () => ({}), onProposed, children }: Props) {
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState(false);
  const field = `propose-${type}`;
  const propose = async (): Promise<void> => {
    setAsking(false);
    try {
      const act = await deskApi.of(desk.session.csrf).propose(desk.answer.id, type, { ...parameters(), ...(reasons.length === 0 ? {} : { [reasonMember]: reason }) });
      setReason("");
      setDone(true);
      onProposed(act);
    } catch (error) {
      setErrors([{ field, text: problemText(error) }]);
    }
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    setDone(false);
    const given = parameters();
    const wrong = [...("field" in given && "text" in given ? [given as FieldError] : []), ...(reasons.length > 0 && reason === "" ? [{ field: `${field}-reason`, text: t("act-reason-missing") }] : [])];
    setErrors(wrong);
    if (wrong.length > 0) return;
    if (sure === undefined) void propose();
    else setAsking(true);
  };
  return (
    <form class="propose" onSubmit={submit} noValidate>
      <ErrorSummary errors={errors} />
      <p>
        <T id={about} />
      </p>
      {children}
      {reasons.length > 0 && (
        <div class={errors.some((error) => error.field === `${field}-reason`) ? "field field-error" : "field"}>
          <label for={`${field}-reason`}>
            <T id="act-reason" />
          </label>
          <select id={`${field}-reason`} value={reason} onChange={(event) => setReason(event.currentTarget.value)}>
            <option value="">{t("act-reason-choose")}</option>
            {reasons.map((code) => (
              <option key={code} value={code}>
                {t(`act-reason-${code}`)}
              </option>
            ))}
          </select>
        </div>
      )}
      <div class="actions">
        <button id={field} type="submit">
          <T id={go} />
        </button>
      </div>
      <p role="status">{done ? t("act-proposed") : ""}</p>
      {asking && sure !== undefined && (
        <Dialog title={go} onClose={() => setAsking(false)}>
          <p>
            <T id={sure} />
          </p>
          <div class="actions">
            <button type="button" class="primary" onClick={() => void propose()}>
              <T id={go} />
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              <T id="back" />
            </button>
          </div>
        </Dialog>
      )}
    </form>
  );
}
