// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The first sheet of an XLSX file as rows of texts, and the way back. Loaded only when somebody picks or saves such a file:
// fflate packs and unpacks, the browser reads the XML. Formulas are never run, in either direction: a cell is what the
// file holds as its value, and is written as text or as a number.

import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

/** What is wrong with a file. */
export class XlsxFault extends Error {
  override name = "XlsxFault";
  constructor(readonly fault: "not-xlsx" | "too-large") {
    super(fault);
  }
}

export interface SheetRow {
  /** its number in the sheet, from 1 */
  readonly line: number;
  readonly cells: readonly string[];
}

export type ParseXml = (text: string) => Document;

const MAX_PART_BYTES = 32 * 1024 * 1024;
const MAX_ROWS = 10_001;
const MAX_COLUMNS = 512;

function inBrowser(text: string): Document {
  const document = new DOMParser().parseFromString(text, "application/xml");
  if (document.getElementsByTagName("parsererror").length > 0) throw new XlsxFault("not-xlsx");
  return document;
}

/** Rows without anything are left out; `parse` is for tests outside a browser. */
export function readXlsx(bytes: Uint8Array, parse: ParseXml = inBrowser): readonly SheetRow[] {
  const parts = unpack(bytes);
  const xml = (name: string): Document | null => {
    const part = parts[name];
    if (part === undefined) return null;
    const text = strFromU8(part);
    // No writer of spreadsheets has one; what it could define is nothing that we want to expand.
    if (text.includes("<!DOCTYPE")) throw new XlsxFault("not-xlsx");
    try {
      return parse(text);
    } catch {
      throw new XlsxFault("not-xlsx");
    }
  };
  const sheet = xml(firstSheet(xml("xl/workbook.xml"), xml("xl/_rels/workbook.xml.rels")));
  if (sheet === null) throw new XlsxFault("not-xlsx");
  const shared = all(xml("xl/sharedStrings.xml"), "si").map(textOf);
  const rows: SheetRow[] = [];
  let line = 0;
  for (const row of all(sheet, "row")) {
    line = Number(row.getAttribute("r") ?? line + 1);
    const cells = cellsOf(row, shared);
    if (cells.every((cell) => cell === "")) continue;
    rows.push({ line, cells });
    if (rows.length > MAX_ROWS) throw new XlsxFault("too-large");
  }
  return rows;
}

function unpack(bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!/^xl\/(?:workbook\.xml|sharedStrings\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/.test(name)) return false;
        if (originalSize > MAX_PART_BYTES) throw new XlsxFault("too-large");
        return true;
      },
    });
  } catch (error) {
    throw error instanceof XlsxFault ? error : new XlsxFault("not-xlsx");
  }
}

function all(node: Document | Element | null, name: string): Element[] {
  return node === null ? [] : Array.from(node.getElementsByTagNameNS("*", name));
}

/** The name of the part that the first sheet is in. */
function firstSheet(workbook: Document | null, relations: Document | null): string {
  const sheet = all(workbook, "sheet")[0];
  const id = sheet === undefined ? undefined : Array.from(sheet.attributes).find(({ localName, name }) => localName === "id" && name.includes(":"))?.value;
  const target = all(relations, "Relationship").find((relation) => relation.getAttribute("Id") === id)?.getAttribute("Target");
  if (target === undefined || target === null) throw new XlsxFault("not-xlsx");
  return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
}

/** Of a string with runs of formats, without the reading aids of East Asian texts. */
function textOf(element: Element): string {
  return all(element, "t")
    .filter((t) => (t.parentNode as Element).localName !== "rPh")
    .map((t) => t.textContent ?? "")
    .join("");
}

function cellsOf(row: Element, shared: readonly string[]): string[] {
  const cells: string[] = [];
  for (const cell of all(row, "c")) {
    const column = columnOf(cell.getAttribute("r")) ?? cells.length;
    if (column >= MAX_COLUMNS) throw new XlsxFault("too-large");
    while (cells.length < column) cells.push("");
    cells[column] = valueOf(cell, shared).trim();
  }
  while (cells.length > 0 && cells[cells.length - 1] === "") cells.pop();
  return cells;
}

/** "AB12" is 27. */
function columnOf(reference: string | null): number | null {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference ?? "")?.[0];
  if (letters === undefined) return null;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function valueOf(cell: Element, shared: readonly string[]): string {
  const type = cell.getAttribute("t") ?? "n";
  if (type === "inlineStr") return textOf(cell);
  const value = all(cell, "v")[0]?.textContent ?? "";
  if (type === "s") return shared[Number(value)] ?? "";
  if (type !== "n" || value === "") return value;
  return plainNumber(value);
}

/** As a spreadsheet shows it: 15 significant digits, none of them in an exponent. 0.1 + 0.2 is 0.3. */
export function plainNumber(value: string): string {
  const digits = value.replace(/[-.]/g, "").replace(/^0+/, "");
  if (/^-?\d+(?:\.\d+)?$/.test(value) && digits.length <= 15) return value;
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  return Number(number.toPrecision(15)).toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 20, maximumSignificantDigits: 15 });
}

// ---- writing ----

const OFFICE = "http://schemas.openxmlformats.org";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** One sheet; cells of the columns in `numeric` that are decimal numbers become numbers, all others are texts. */
export function writeXlsx(name: string, rows: readonly (readonly string[])[], numeric: ReadonlySet<number>): Uint8Array {
  const cell = (text: string, row: number, column: number): string => {
    if (text === "") return "";
    const place = `${letters(column)}${row + 1}`;
    if (row > 0 && numeric.has(column) && /^\d{1,15}(?:\.\d+)?$/.test(text)) return `<c r="${place}"><v>${text}</v></c>`;
    return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escape(text)}</t></is></c>`;
  };
  const data = rows.map((row, r) => `<row r="${r + 1}">${row.map((text, c) => cell(text, r, c)).join("")}</row>`).join("");
  const parts: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${OFFICE}/spreadsheetml/2006/main" xmlns:r="${OFFICE}/officeDocument/2006/relationships"><sheets><sheet name="${escape(name.replace(/[\\/?*[\]:]/g, " ").slice(0, 31) || "1")}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${OFFICE}/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>${data}</sheetData></worksheet>`,
  };
  // The same table, the same bytes: no clock.
  return zipSync(Object.fromEntries(Object.entries(parts).map(([part, text]) => [part, strToU8(HEAD + text)])), { mtime: new Date(1980, 0, 1) });
}

function letters(column: number): string {
  return (column >= 26 ? letters(Math.floor(column / 26) - 1) : "") + String.fromCharCode(65 + (column % 26));
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
