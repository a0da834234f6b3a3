// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Fields whose labels and hints are texts, not ids: many name a language or a project. components/field has the shorter ones of
// forms that are all known beforehand.

import type { ComponentChild, ComponentChildren } from "preact";
import { directionOf } from "../../i18n/index.ts";

interface Labelled {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

interface TextProps extends Labelled {
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** of the words in it, if it is not the page's */
  readonly language?: string | undefined;
  /** lines; 1: a field of one line */
  readonly rows?: number;
  readonly numeric?: boolean;
  readonly type?: "text" | "datetime-local";
  readonly list?: string;
  /** something said behind the field, e.g. the amount as it is understood */
  readonly after?: ComponentChild;
}

export function TextInput({ id, label, hint, error, value, onValue, language, rows = 1, numeric = false, type = "text", list, after }: TextProps) {
  const about = describing(id, hint, error, after !== undefined);
  const shared = {
    id,
    value,
    ...(language === undefined ? {} : { lang: tagOf(language), dir: directionOf(language) }),
    "aria-invalid": error === undefined ? undefined : ("true" as const),
    "aria-describedby": about,
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  };
  return (
    <FieldBox {...{ id, label, hint, error }}>
      {rows > 1 ? <textarea class="prose" rows={rows} {...shared} /> : <input type={type} autocomplete="off" list={list} inputMode={numeric ? "decimal" : undefined} {...shared} />}
      {after !== undefined && (
        <p id={`${id}-after`} class="quiet">
          {after}
        </p>
      )}
    </FieldBox>
  );
}

export interface SelectProps extends Labelled {
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** value and text */
  readonly options: readonly (readonly [string, string])[];
}

export function Select({ id, label, hint, error, value, onValue, options }: SelectProps) {
  return (
    <FieldBox {...{ id, label, hint, error }}>
      <select id={id} value={value} aria-invalid={error === undefined ? undefined : "true"} aria-describedby={describing(id, hint, error, false)} onInput={(event) => onValue(event.currentTarget.value)}>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </FieldBox>
  );
}

function FieldBox({ id, label, hint, error, children }: Labelled & { children: ComponentChildren }) {
  return (
    <div class={error === undefined ? "field" : "field field-error"}>
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p id={`${id}-hint`} class="quiet">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} class="field-message">
          {error}
        </p>
      )}
      {children}
    </div>
  );
}

interface RadiosProps<T extends string> extends Omit<Labelled, "label"> {
  readonly legend: string;
  /** undefined: nothing is chosen */
  readonly value: T | undefined;
  readonly onValue: (value: T) => void;
  readonly options: readonly { readonly value: T; readonly text: string; readonly hint?: string | undefined }[];
}

/** One of a few, each explained. `id` is that of the first, where a link to the field leads. */
export function Radios<T extends string>({ id, legend, hint, error, value, onValue, options }: RadiosProps<T>) {
  return (
    <fieldset class={error === undefined ? "choices" : "choices field-error"} aria-describedby={describing(id, hint, error, false)}>
      <legend>{legend}</legend>
      {hint !== undefined && (
        <p id={`${id}-hint`} class="quiet">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} class="field-message">
          {error}
        </p>
      )}
      {options.map((option, i) => {
        const own = i === 0 ? id : `${id}-${option.value}`;
        return (
          <div class="tick" key={option.value}>
            <input type="radio" id={own} name={id} checked={value === option.value} aria-describedby={option.hint === undefined ? undefined : `${own}-about`} onChange={() => onValue(option.value)} />
            <div>
              <label for={own}>{option.text}</label>
              {option.hint !== undefined && (
                <p id={`${own}-about`} class="quiet">
                  {option.hint}
                </p>
              )}
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}

export function Tick({ id, label, hint, checked, onChecked }: { id: string; label: string; hint?: string; checked: boolean; onChecked: (checked: boolean) => void }) {
  return (
    <div class="tick">
      <input type="checkbox" id={id} checked={checked} aria-describedby={hint === undefined ? undefined : `${id}-hint`} onChange={(event) => onChecked(event.currentTarget.checked)} />
      <div>
        <label for={id}>{label}</label>
        {hint !== undefined && (
          <p id={`${id}-hint`} class="quiet">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

function describing(id: string, hint: string | undefined, error: string | undefined, after: boolean): string | undefined {
  const names = [hint === undefined ? "" : `${id}-hint`, error === undefined ? "" : `${id}-error`, after ? `${id}-after` : ""].filter((name) => name !== "");
  return names.length === 0 ? undefined : names.join(" ");
}

/** A language of a definition (pt_br) as HTML and Intl write it. */
export const tagOf = (language: string): string => language.replace(/_/g, "-");
