// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The round's tables for a spreadsheet of whatever country: made here from the files as they were published.

import { useState } from "preact/hooks";
import { desk as deskApi } from "../../api/desk.ts";
import type { DeskRound } from "../../components/desk/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { t, T } from "../../components/text/index.tsx";
import { readTable, SEPARATORS, writeRow, type Separator } from "../../sheets/csv.ts";
import { guardCell } from "../../sheets/projects.ts";
import type { Situation } from "./standing.ts";

const NAMES: Readonly<Record<Separator, string>> = { ";": "semicolon", ",": "comma", "\t": "tab" };
const SUMS = ["id", "listed", "void", "ballots", "replaced", "withdrawn", "input", "withheld"] as const;
const TYPES = { csv: "text/csv;charset=utf-8", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" } as const;
const NUMBER = /^\d{1,15}(?:\.\d+)?$/;

type Rows = readonly (readonly string[])[];

export function Tables({ desk, situation }: { desk: DeskRound; situation: Situation }) {
  const [separator, setSeparator] = useState<Separator>(";");
  const [mark, setMark] = useState(true);
  const [failure, setFailure] = useState<string | null>(null);
  const files = situation.closing.files.map(({ name }) => name).filter((name) => name.endsWith(".csv"));
  const rowsOf = async (name: string): Promise<Rows> => {
    if (name === "control_sums.csv") return [SUMS, ...situation.closing.contests.map((sums) => SUMS.map((column) => String(sums[column])))];
    const { header, rows } = readTable(await deskApi.file(desk.answer.id, name));
    return [header, ...rows];
  };
  const save = async (name: string, kind: keyof typeof TYPES): Promise<void> => {
    setFailure(null);
    try {
      const rows = await rowsOf(name);
      const content = kind === "csv" ? `${mark ? "\ufeff" : ""}${rows.map((row) => writeRow(row.map(guardCell), separator)).join("")}` : await workbook(name, rows);
      offer(name.replace(/\.csv$/, `.${kind}`), content, TYPES[kind]);
    } catch (error) {
      setFailure(problemText(error));
    }
  };
  return (
    <section class="card">
      <h3>
        <T id="close-out-tables" />
      </h3>
      <div class="field">
        <label for="separator">
          <T id="close-out-separator" />
        </label>
        <select id="separator" value={separator} onChange={(event) => setSeparator(event.currentTarget.value as Separator)}>
          {SEPARATORS.map((one) => (
            <option key={one} value={one}>
              {t(`close-out-${NAMES[one]}`)}
            </option>
          ))}
        </select>
      </div>
      <p class="tick">
        <input id="mark" type="checkbox" checked={mark} onInput={(event) => setMark(event.currentTarget.checked)} />
        <label for="mark">
          <T id="close-out-bom" />
        </label>
      </p>
      {failure !== null && (
        <p class="field-message" role="alert">
          {failure}
        </p>
      )}
      <ul class="table-list">
        {[...files, "control_sums.csv"].map((name) => (
          <li key={name}>
            {titleOf(name)}
            <span>
              {(["csv", "xlsx"] as const).map((kind) => (
                <button key={kind} type="button" class="link" aria-label={`${titleOf(name)} ${kind.toUpperCase()}`} onClick={() => void save(name, kind)}>
                  {kind.toUpperCase()}
                </button>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const titleOf = (name: string): string => t(`close-out-table-${name.replace(/\.csv$/, "").replace("_", "-")}`);

/** A column of nothing but numbers is one of numbers. */
async function workbook(name: string, rows: Rows): Promise<Uint8Array> {
  const { writeXlsx } = await import("../../sheets/xlsx.ts");
  const [header = [], ...body] = rows;
  const numeric = header.map((_, column) => column).filter((column) => body.every((row) => row[column] === "" || NUMBER.test(row[column] ?? "")));
  return writeXlsx(name.replace(/\.csv$/, ""), rows, new Set(numeric));
}

function offer(name: string, content: string | Uint8Array, type: string): void {
  const address = URL.createObjectURL(new Blob([content as BlobPart], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
