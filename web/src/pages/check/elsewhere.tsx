// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Whose receipts can be checked here besides the city's own, and under which policy.

import { useState } from "preact/hooks";
import type { City } from "../../api/index.ts";
import { t, T } from "../../components/text/index.tsx";

const POLICY_LIMIT_BYTES = 65_536;

export function Elsewhere({ city, policy, onPolicy }: { city: City; policy: string; onPolicy: (text: string) => void }) {
  const [tooLarge, setTooLarge] = useState(false);
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setTooLarge(file.size > POLICY_LIMIT_BYTES);
    if (file.size <= POLICY_LIMIT_BYTES) onPolicy(await file.text());
  };
  return (
    <section>
      <h2>
        <T id="elsewhere-title" />
      </h2>
      <p>
        <T id="elsewhere-about" args={{ city: city.name }} />
      </p>
      <ul>
        {city.mirrored!.map((origin) => (
          <li key={origin}>
            <bdi dir="ltr">{origin.replace(/\/log(?:-\d+)?$/, "")}</bdi>
          </li>
        ))}
      </ul>
      <details>
        <summary>
          <T id="elsewhere-policy" />
        </summary>
        <p>
          <T id="elsewhere-policy-about" args={{ city: city.name }} />
        </p>
        <div class="field">
          <label for="policy">
            <T id="elsewhere-policy-text" />
          </label>
          <textarea id="policy" rows={5} dir="ltr" value={policy} autocomplete="off" spellcheck={false} onInput={(event) => onPolicy(event.currentTarget.value)} />
        </div>
        <div class="field">
          <label for="policy-file">
            <T id="elsewhere-policy-file" />
          </label>
          <input id="policy-file" type="file" accept=".txt,text/plain" onChange={(event) => void read(event.currentTarget.files?.[0])} />
          <p role="status">{tooLarge && t("elsewhere-policy-large")}</p>
        </div>
      </details>
    </section>
  );
}
