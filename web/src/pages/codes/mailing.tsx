// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A mailing list for the printer's: the clerk's file of the roll with a code for each row. The file is read here and
// goes nowhere.

import { useState } from "preact/hooks";
import type { UploadHead } from "../../api/desk.ts";
import { t, T } from "../../components/text/index.tsx";
import { countOf, type Codes } from "../../crypto/code_batch.ts";
import { CsvFault, readTable, type Separator, type Table } from "../../sheets/csv.ts";
import { saveFile } from "./files.ts";
import { addedColumns, mailingList, rowsOf, valuesOf, type Match } from "./roll.ts";
import { SeparatorField, separatorName } from "./separator.tsx";

const PREVIEW = 3;

export function Mailing({ head, codes, onMade }: { head: UploadHead; codes: Codes; onMade: () => void }) {
  const [table, setTable] = useState<Table | null>(null);
  const [match, setMatch] = useState<Match>({ only: null, columns: [] });
  const [separator, setSeparator] = useState<Separator>(";");
  const [error, setError] = useState<string | null>(null);

  const read = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    setTable(null);
    setError(null);
    if (file === undefined) return;
    try {
      const found = readTable(new Uint8Array(await file.arrayBuffer()));
      setTable(found);
      setSeparator(found.separator);
      setMatch({ only: null, columns: found.header.map((_, i) => i) });
    } catch (fault) {
      // So that the same file, mended, can be chosen again.
      input.value = "";
      setError(fault instanceof CsvFault ? t(`codes-roll-${fault.fault}`, { line: fault.line }) : t("codes-roll-unreadable"));
    }
  };
  const save = (): void => {
    if (table === null) return;
    const rows = rowsOf(table, match).length;
    const wrong = rows === 0 ? t("codes-roll-no-rows") : rows > countOf(codes) ? t("codes-roll-too-many", { rows, codes: countOf(codes) }) : null;
    setError(wrong);
    if (wrong !== null) return;
    saveFile(`${head.batch}-mailing.csv`, mailingList(table, match, codes, separator));
    onMade();
  };
  return (
    <>
      <h3>{t("codes-mailing")}</h3>
      <p class="quiet">
        <T id="codes-mailing-about" />
      </p>
      <div class={error === null ? "field" : "field field-error"}>
        <label for="roll">{t("codes-roll")}</label>
        {error !== null && (
          <p id="roll-error" class="field-message" role="alert">
            {error}
          </p>
        )}
        <input id="roll" type="file" accept=".csv,.txt,text/csv" aria-invalid={error !== null} {...(error === null ? {} : { "aria-describedby": "roll-error" })} onChange={(event) => void read(event.currentTarget)} />
      </div>
      {table !== null && (
        <>
          <p role="status">{t("codes-roll-read", { rows: table.rows.length, columns: table.header.length, separator: separatorName(table.separator) })}</p>
          <Only table={table} match={match} onChange={setMatch} />
          <fieldset class="field columns">
            <legend>{t("codes-columns")}</legend>
            {table.header.map((name, column) => (
              <div class="pick" key={column}>
                <input
                  type="checkbox"
                  id={`column-${column}`}
                  checked={match.columns.includes(column)}
                  onChange={(event) => setMatch({ ...match, columns: table.header.map((_, i) => i).filter((i) => (i === column ? event.currentTarget.checked : match.columns.includes(i))) })}
                />
                <label for={`column-${column}`}>{name || t("codes-column", { number: column + 1 })}</label>
              </div>
            ))}
          </fieldset>
          <Preview table={table} match={match} />
          <p>{t("codes-roll-enough", { rows: rowsOf(table, match).length, codes: countOf(codes) })}</p>
          <SeparatorField field="mailing-separator" value={separator} onChange={setSeparator} />
          <button type="button" onClick={save}>
            {t("codes-mailing-go")}
          </button>
        </>
      )}
    </>
  );
}

/** For a roll of the whole city: the rows of the district that the batch is for. */
function Only({ table, match, onChange }: { table: Table; match: Match; onChange: (match: Match) => void }) {
  const { only } = match;
  return (
    <>
      <div class="field">
        <label for="only-column">{t("codes-only")}</label>
        <select
          id="only-column"
          value={only?.column ?? ""}
          onChange={({ currentTarget: { value } }) => onChange({ ...match, only: value === "" ? null : { column: Number(value), value: valuesOf(table, Number(value))[0]! } })}
        >
          <option value="">{t("codes-only-all")}</option>
          {table.header.map((name, column) => (
            <option key={column} value={column}>
              {t("codes-only-where", { column: name })}
            </option>
          ))}
        </select>
      </div>
      {only !== null && (
        <div class="field">
          <label for="only-value">{t("codes-only-is", { column: table.header[only.column]! })}</label>
          <select id="only-value" value={only.value} onChange={(event) => onChange({ ...match, only: { ...only, value: event.currentTarget.value } })}>
            {valuesOf(table, only.column).map((value) => (
              <option key={value} value={value}>
                {value}
              </option>
            ))}
          </select>
        </div>
      )}
    </>
  );
}

/** The first rows as they will be, the codes hidden. */
function Preview({ table, match }: { table: Table; match: Match }) {
  return (
    <div class="preview" tabIndex={0} role="region" aria-label={t("codes-preview")}>
      <table>
        <caption>{t("codes-preview")}</caption>
        <thead>
          <tr>
            {match.columns.map((column) => (
              <th key={column} scope="col">
                {table.header[column]}
              </th>
            ))}
            {addedColumns(table).map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsOf(table, match)
            .slice(0, PREVIEW)
            .map((row, i) => (
              <tr key={i}>
                {match.columns.map((column) => (
                  <td key={column}>{row[column]}</td>
                ))}
                <td>••••-•••••</td>
                <td>•••••-…</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
