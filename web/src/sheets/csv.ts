// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Tables as text (RFC 4180), with the separators that offices use.

export const SEPARATORS = [";", ",", "\t"] as const;
export type Separator = (typeof SEPARATORS)[number];

/** What is wrong with a file; `line` counts from 1. */
export class CsvFault extends Error {
  override name = "CsvFault";
  constructor(
    readonly fault: "encoding" | "quote" | "width" | "empty",
    readonly line: number,
  ) {
    super(`${fault} in line ${line}`);
  }
}

export interface Table {
  readonly separator: Separator;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Where each row begins. */
  readonly lines: readonly number[];
}

/** UTF-8, with or without a byte order mark; every row as wide as the first, which names the columns. */
export function readTable(bytes: Uint8Array): Table {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new CsvFault("encoding", 1);
  }
  const separator = likeliest(text);
  const { rows: all, lines } = readRows(text, separator);
  const [header, ...rows] = all;
  if (header === undefined || rows.length === 0) throw new CsvFault("empty", 1);
  return { separator, header: header.map((name) => name.trim()), rows, lines: lines.slice(1) };
}

export function writeRow(fields: readonly string[], separator: Separator): string {
  return `${fields.map((field) => (/["\r\n;,\t]/.test(field) ? `"${field.replace(/"/g, '""')}"` : field)).join(separator)}\r\n`;
}

/** The separator that the first line has most of. */
function likeliest(text: string): Separator {
  const line = text.slice(0, text.search(/[\r\n]|$/));
  const times = (separator: Separator): number => line.split(separator).length;
  return SEPARATORS.reduce((best, separator) => (times(separator) > times(best) ? separator : best));
}

function readRows(text: string, separator: Separator): { rows: string[][]; lines: number[] } {
  const rows: string[][] = [];
  const lines: number[] = [];
  let row: string[] = [];
  let at = 0;
  let line = 1;
  let begun = 1;
  const endRow = (): void => {
    // A line without anything is no row.
    if (row.length > 1 || row[0] !== "") {
      if (rows.length > 0 && row.length !== rows[0]!.length) throw new CsvFault("width", line);
      rows.push(row);
      lines.push(begun);
    }
    row = [];
  };
  while (at < text.length) {
    let field = "";
    if (text[at] === '"') {
      const from = line;
      for (at++; ; at++) {
        if (at >= text.length) throw new CsvFault("quote", from);
        if (text[at] === "\n") line++;
        if (text[at] !== '"') field += text[at];
        else if (text[at + 1] === '"') field += text[at++];
        else break;
      }
      at++;
    } else {
      while (at < text.length && text[at] !== separator && text[at] !== "\r" && text[at] !== "\n") field += text[at++];
    }
    row.push(field);
    if (text[at] === separator) {
      at++;
      if (at === text.length) row.push("");
    } else if (at < text.length && text[at] !== "\r" && text[at] !== "\n") {
      throw new CsvFault("quote", line);
    } else {
      if (text[at] === "\r" && text[at + 1] === "\n") at++;
      at++;
      endRow();
      begun = ++line;
    }
  }
  if (row.length > 0) endRow();
  return { rows, lines };
}
