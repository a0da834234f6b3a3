// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What is wrong with a form, at its top: takes focus when it appears and links to the fields.

import { useLayoutEffect, useRef } from "preact/hooks";
import { T } from "../text/index.tsx";

export interface FieldError {
  /** id of the element to go to */
  readonly field: string;
  readonly text: string;
}

export function ErrorSummary({ errors }: { errors: readonly FieldError[] }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (errors.length > 0) box.current?.focus();
  }, [errors]);
  if (errors.length === 0) return null;
  const go = (event: Event, field: string): void => {
    event.preventDefault();
    const element = document.getElementById(field);
    element?.scrollIntoView({ block: "center" });
    element?.focus();
  };
  return (
    <div class="error-summary" ref={box} tabIndex={-1} role="alert" aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">
        <T id="error-summary-title" />
      </h2>
      <ul>
        {errors.map(({ field, text }) => (
          <li key={field}>
            <a href={`#${field}`} onClick={(event) => go(event, field)}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
