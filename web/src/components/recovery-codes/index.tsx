// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Recovery codes, the one time that they are shown.

import { useEffect, useRef, useState } from "preact/hooks";
import { t, T } from "../text/index.tsx";

export function RecoveryCodes({ codes, login, onDone }: { codes: readonly string[]; login: string; onDone: () => void }) {
  const [kept, setKept] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${t("recovery-file", { login, host: location.host })}\n\n${codes.join("\n")}\n`)}`;
  return (
    <section>
      <h2 ref={heading} tabIndex={-1}>
        <T id="recovery-title" />
      </h2>
      <p>
        <T id="recovery-about" />
      </p>
      <ol class="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div class="actions">
        <a class="button" href={file} download={`recovery-codes-${login}.txt`}>
          <T id="recovery-save" />
        </a>
        <button type="button" onClick={() => window.print()}>
          <T id="recovery-print" />
        </button>
      </div>
      <p class="tick">
        <input id="recovery-kept" type="checkbox" checked={kept} onInput={(event) => setKept(event.currentTarget.checked)} />
        <label for="recovery-kept">
          <T id="recovery-kept" />
        </label>
      </p>
      <div class="actions">
        <button type="button" class="primary" aria-disabled={!kept} onClick={() => kept && onDone()}>
          <T id="go-on" />
        </button>
      </div>
    </section>
  );
}
