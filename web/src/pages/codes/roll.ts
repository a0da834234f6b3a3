// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The roll of residents beside the codes, on this computer only: which rows get a code, and what a mailing list says.

import { codeText, countOf, serialText, type Codes } from "../../crypto/code_batch.ts";
import { writeRow, type Separator, type Table } from "../../sheets/csv.ts";

export interface Match {
  /** only rows that have this value in this column; null: all */
  readonly only: { readonly column: number; readonly value: string } | null;
  /** columns of the roll that the mailing list has */
  readonly columns: readonly number[];
}

export function rowsOf(table: Table, { only }: Match): readonly (readonly string[])[] {
  return only === null ? table.rows : table.rows.filter((row) => row[only.column]!.trim() === only.value);
}

/** What stands in a column, each once, in the order of the roll. */
export function valuesOf(table: Table, column: number): readonly string[] {
  return [...new Set(table.rows.map((row) => row[column]!.trim()))];
}

/** Names of the two columns that are added, free in the roll. */
export function addedColumns(table: Table): readonly [string, string] {
  const free = (name: string): string => (table.header.includes(name) ? free(`${name}_`) : name);
  return [free("serial"), free("code")];
}

/** One row of the roll after the other gets one code after the other. There must be enough of them. */
export function mailingList(table: Table, match: Match, codes: Codes, separator: Separator): string[] {
  const rows = rowsOf(table, match);
  if (rows.length > countOf(codes)) throw new Error("more rows than codes");
  const picked = (row: readonly string[]): string[] => match.columns.map((column) => row[column]!);
  return [writeRow([...picked(table.header), ...addedColumns(table)], separator), ...rows.map((row, i) => writeRow([...picked(row), serialText(codes, i), codeText(codes, i)], separator))];
}
