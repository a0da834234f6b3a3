// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Where one is in a sequence (the step indicator of USWDS, in words and as a list).

import { t, T } from "../text/index.tsx";

export function Steps({ names, current }: { names: readonly string[]; current: number }) {
  return (
    <nav class="steps" aria-label={t("steps-label")}>
      <ol>
        {names.map((name, i) => (
          <li key={name} class={i < current ? "done" : ""} aria-current={i === current ? "step" : undefined}>
            <T id={name} />
            {i < current && (
              <span class="visually-hidden">
                {" "}
                <T id="steps-done" />
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
