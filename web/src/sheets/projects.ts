// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Projects of a contest as a table, from and to CSV and XLSX: what is saved can be picked again. Which rows are right the
// server says (POST /rounds/{round}/import); here is only what a file is.

import { readTable, writeRow, type Separator } from "./csv.ts";
import type { SheetRow } from "./xlsx.ts";

/** As the API wants it. */
export interface ProjectTable {
  readonly header: readonly string[];
  readonly rows: readonly SheetRow[];
}

export interface ProjectTexts {
  readonly [language: string]: { readonly [member: string]: string };
}

export interface Project {
  readonly id?: string;
  readonly cost?: number;
  readonly category?: string;
  readonly texts?: ProjectTexts;
}

/** Those that are there even when no project has any, so that people see what there could be. */
const ALWAYS = ["title", "summary", "description"] as const;
const MEMBERS = [...ALWAYS, "place", "position", "url", "picture", "picture_text"] as const;

/** The projects, one a row below the header. */
export function tableOf(projects: readonly Project[], languages: readonly string[], minorDigits: number): ProjectTable {
  const columns = textColumns(projects, languages);
  const header = ["id", "cost", "category", ...columns.map(({ name }) => name)];
  const rows = projects.map((project, at) => ({
    line: at + 2,
    cells: [
      project.id ?? "",
      project.cost === undefined ? "" : decimal(project.cost, minorDigits),
      project.category ?? "",
      ...columns.map(({ language, member }) => project.texts?.[language]?.[member] ?? ""),
    ],
  }));
  return { header, rows };
}

function textColumns(projects: readonly Project[], languages: readonly string[]): { name: string; language: string; member: string }[] {
  const used = (language: string, member: string): boolean => projects.some(({ texts }) => (texts?.[language]?.[member] ?? "") !== "");
  return languages.flatMap((language, at) => {
    // The name of a category always has its language: without one the column is its id.
    const category = used(language, "category") ? [{ name: `category:${language}`, language, member: "category" }] : [];
    const members = MEMBERS.filter((member) => (ALWAYS as readonly string[]).includes(member) || used(language, member));
    return [...members.map((member) => ({ name: at === 0 ? member : `${member}:${language}`, language, member })), ...category];
  });
}

/** Minor units as a decimal number with a point: what the import reads in every language. */
function decimal(cost: number, minorDigits: number): string {
  const digits = String(cost).padStart(minorDigits + 1, "0");
  const fraction = minorDigits === 0 ? "" : digits.slice(-minorDigits).replace(/0+$/, "");
  const whole = minorDigits === 0 ? digits : digits.slice(0, -minorDigits);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

// ---- CSV ----

// A spreadsheet that opens a CSV file takes a cell with one of these at its start for a formula. An apostrophe before it makes it
// a text there; readCell takes it away again.
const FORMULA = /^[=+\-@\t\r]/;
const GUARDED = /^'(?=[=+\-@\t\r'])/;

export function guardCell(text: string): string {
  return FORMULA.test(text) || GUARDED.test(text) ? `'${text}` : text;
}

export function readCell(text: string): string {
  return text.replace(GUARDED, "");
}

/** CsvFault when it is no table. */
export function tableFromCsv(bytes: Uint8Array): ProjectTable {
  const { header, rows, lines } = readTable(bytes);
  return { header, rows: rows.map((cells, at) => ({ line: lines[at]!, cells: cells.map(readCell) })) };
}

/** With a byte order mark, by which spreadsheets know that it is UTF-8. */
export function tableToCsv(table: ProjectTable, separator: Separator): string {
  return `\ufeff${[table.header, ...table.rows.map(({ cells }) => cells.map(guardCell))].map((row) => writeRow(row, separator)).join("")}`;
}

// ---- XLSX ----

/** XlsxFault when it is none. */
export async function tableFromXlsx(bytes: Uint8Array): Promise<ProjectTable> {
  const { readXlsx } = await import("./xlsx.ts");
  const [header, ...rows] = readXlsx(bytes);
  return { header: header?.cells ?? [], rows };
}

export async function tableToXlsx(name: string, table: ProjectTable): Promise<Uint8Array> {
  const { writeXlsx } = await import("./xlsx.ts");
  return writeXlsx(name, [table.header, ...table.rows.map(({ cells }) => cells)], new Set([table.header.indexOf("cost")]));
}

// ---- Pabulib ----

/** A Pabulib file without its votes, which may be a hundred megabytes and are not imported. */
export function withoutVotes(text: string): string {
  return /^[\s\S]*?\nVOTES[; \t]*\r?\n[^\n]*(?:\n|$)/i.exec(text)?.[0] ?? text;
}
