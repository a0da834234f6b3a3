// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A labelled text field. Its error is also said by the error summary, which leads here.

import type { ComponentChild } from "preact";
import { T } from "../text/index.tsx";

export interface FieldProps {
  readonly id: string;
  /** message ids */
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly type?: "text" | "password";
  readonly autocomplete?: string;
  readonly numeric?: boolean;
  readonly error?: string | undefined;
  readonly children?: ComponentChild;
}

export function Field({ id, label, hint, value, onValue, type = "text", autocomplete = "off", numeric = false, error, children }: FieldProps) {
  const describedBy = [hint === undefined ? "" : `${id}-hint`, error === undefined ? "" : `${id}-error`].filter((name) => name !== "").join(" ");
  return (
    <div class={error === undefined ? "field" : "field field-error"}>
      <label for={id}>
        <T id={label} />
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} class="quiet">
          <T id={hint} />
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} class="field-message">
          {error}
        </p>
      )}
      <input
        id={id}
        type={type}
        value={value}
        autocomplete={autocomplete as "off"}
        autocapitalize="none"
        spellcheck={false}
        inputMode={numeric ? "numeric" : undefined}
        aria-invalid={error === undefined ? undefined : "true"}
        aria-describedby={describedBy === "" ? undefined : describedBy}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {children}
    </div>
  );
}

/** Chosen by the person who reads it: shown while it is typed if they like. */
export function NewPassword({ id, label, value, onValue, error, shown, onShown }: Omit<FieldProps, "type"> & { shown: boolean; onShown: (shown: boolean) => void }) {
  return (
    <Field id={id} label={label} hint="password-hint" value={value} onValue={onValue} type={shown ? "text" : "password"} autocomplete="new-password" error={error}>
      <p class="tick">
        <input id={`${id}-shown`} type="checkbox" checked={shown} onInput={(event) => onShown(event.currentTarget.checked)} />
        <label for={`${id}-shown`}>
          <T id="password-show" />
        </label>
      </p>
    </Field>
  );
}

export const PASSWORD_CHARS_MIN = 12;
