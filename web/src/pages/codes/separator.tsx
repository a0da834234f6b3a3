// SPDX-License-Identifier: AGPL-3.0-or-later
import { t } from "../../components/text/index.tsx";
import { SEPARATORS, type Separator } from "../../sheets/csv.ts";

const NAMES: Readonly<Record<Separator, string>> = { ";": "semicolon", ",": "comma", "\t": "tab" };

export function separatorName(separator: Separator): string {
  return t(`codes-separator-${NAMES[separator]}`);
}

export function SeparatorField({ field, value, onChange }: { field: string; value: Separator; onChange: (separator: Separator) => void }) {
  return (
    <div class="field">
      <label for={field}>{t("codes-separator")}</label>
      <select id={field} value={value} onChange={(event) => onChange(event.currentTarget.value as Separator)}>
        {SEPARATORS.map((one) => (
          <option key={one} value={one}>
            {separatorName(one)}
          </option>
        ))}
      </select>
    </div>
  );
}
