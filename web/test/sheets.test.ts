// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { DOMParser } from "@xmldom/xmldom";
import { strToU8, zipSync } from "fflate";
import { utf8 } from "../src/crypto/bytes.ts";
import { guardCell, readCell, tableFromCsv, tableOf, tableToCsv, tableToXlsx, withoutVotes, type Project } from "../src/sheets/projects.ts";
import { plainNumber, readXlsx, writeXlsx, XlsxFault } from "../src/sheets/xlsx.ts";
import { seeded } from "./support.ts";

const parse = (text: string): Document => new DOMParser().parseFromString(text, "application/xml") as unknown as Document;

const PROJECTS: readonly Project[] = [
  { id: "p1", cost: 1250, category: "green", texts: { en: { title: "=HYPERLINK(\"x\")", summary: "a;b, \"c\"\nd" }, ar: { title: "حديقة", category: "أخضر" } } },
  { id: "OGM/0015", cost: 30000, texts: { en: { title: "'quoted'", position: "-12.5,3" } } },
  { id: "00123", cost: 7, texts: { en: { title: "''+x" }, ar: {} } },
  { texts: { en: { title: "@begun" } } },
];

test("what is saved as CSV is what is picked again", () => {
  const table = tableOf(PROJECTS, ["en", "ar"], 2);
  assert.deepEqual(table.header, ["id", "cost", "category", "title", "summary", "description", "position", "title:ar", "summary:ar", "description:ar", "category:ar"]);
  assert.deepEqual(table.rows.map(({ cells }) => cells[1]), ["12.5", "300", "0.07", ""]);
  for (const separator of [";", ",", "\t"] as const) {
    const text = tableToCsv(table, separator);
    assert.doesNotMatch(text, /(?:^|[;,\t\n"])[=+@]/, "no cell begins as a formula");
    const again = tableFromCsv(utf8(text));
    assert.deepEqual(again.header, table.header);
    assert.deepEqual(again.rows.map(({ cells }) => cells), table.rows.map(({ cells }) => cells));
    assert.deepEqual(again.rows.map(({ line }) => line), [2, 4, 5, 6], "the second line is two");
  }
  assert.deepEqual(tableOf([{ id: "x", cost: 5 }], ["en"], 0).rows[0]!.cells, ["x", "5", "", "", "", ""]);
});

test("cells that are guarded against spreadsheets come back as they were", () => {
  const random = seeded("guards");
  const alphabet = "=+-@\t\r'ab";
  for (let i = 0; i < 5000; i++) {
    const text = Array.from(random(5), (byte) => alphabet[byte % alphabet.length]).join("").slice(0, i % 6);
    assert.equal(readCell(guardCell(text)), text, JSON.stringify(text));
    assert.ok(!/^[=+\-@\t\r]/.test(guardCell(text)), JSON.stringify(text));
  }
});

test("what is saved as XLSX is what is picked again", async () => {
  const table = tableOf(PROJECTS, ["en", "ar"], 2);
  const file = await tableToXlsx("City: 2026/27 [all]", table);
  assert.deepEqual(await tableToXlsx("City: 2026/27 [all]", table), file, "the same bytes");
  const [header, ...rows] = readXlsx(file, parse);
  assert.deepEqual(header!.cells, table.header);
  const ended = (cells: readonly string[]): string[] => cells.slice(0, Math.max(0, ...cells.map((cell, at) => (cell === "" ? 0 : at + 1))));
  assert.deepEqual(rows.map(({ cells }) => cells), table.rows.map(({ cells }) => ended(cells)));
});

const SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

function workbook(sheet: string, shared = "", more: Record<string, string> = {}): Uint8Array {
  const parts = {
    "xl/workbook.xml": `<workbook xmlns="${SHEET}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="3" r:id="rId7"/><sheet name="B" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="x"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId7" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
    "xl/worksheets/sheet2.xml": `<worksheet xmlns="${SHEET}"><sheetData>${sheet}</sheetData></worksheet>`,
    "xl/sharedStrings.xml": `<sst xmlns="${SHEET}">${shared}</sst>`,
    ...more,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
}

test("sheets are read as other programs write them", () => {
  const rows = readXlsx(
    workbook(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row r="3"/>' +
        '<row r="4"><c r="A4"><v>1.5E3</v></c><c r="B4" t="str"><f>A4&amp;"x"</f><v>1500x</v></c><c r="AB4" t="b"><v>1</v></c></row>' +
        '<row><c><v>0.30000000000000004</v></c><c t="inlineStr"><is><r><t>in </t></r><r><t>runs</t></r></is></c></row>' +
        '<row r="9"><c r="A9" t="s"><v>99</v></c><c r="B9"/></row>',
      "<si><t>id</t></si><si><r><t>ti</t></r><r><t>tle</t></r><rPh><t>aid</t></rPh></si>",
    ),
    parse,
  );
  assert.deepEqual(rows.map(({ line }) => line), [1, 4, 5]);
  assert.deepEqual(rows[0]!.cells, ["id", "", "title"]);
  assert.deepEqual([rows[1]!.cells[0], rows[1]!.cells[1], rows[1]!.cells[27], rows[1]!.cells.length], ["1500", "1500x", "1", 28]);
  assert.deepEqual(rows[2]!.cells, ["0.3", "in runs"]);
});

test("what is no XLSX file is refused", () => {
  const refused = (bytes: Uint8Array, fault: string, what: string): void =>
    assert.throws(() => readXlsx(bytes, parse), (error: unknown) => error instanceof XlsxFault && error.fault === fault, what);
  const good = writeXlsx("A", [["id"], ["x"]], new Set());
  refused(new Uint8Array(), "not-xlsx", "nothing");
  refused(utf8("id;cost\n"), "not-xlsx", "a CSV file");
  refused(zipSync({ "a.txt": strToU8("a") }), "not-xlsx", "another zip");
  refused(workbook("<row>"), "not-xlsx", "XML that is not closed");
  refused(workbook("", "", { "xl/worksheets/sheet2.xml": '<!DOCTYPE x [<!ENTITY e "e">]><worksheet/>' }), "not-xlsx", "entities");
  refused(workbook('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'), "too-large", "too far to the right");
  refused(workbook('<row><c><v>1</v></c></row>'.repeat(10_002)), "too-large", "too many rows");
  for (let end = 0; end < good.length; end += 7) assert.throws(() => readXlsx(good.subarray(0, end), parse), XlsxFault, `cut at ${end}`);
  for (const value of ["1e400", "x"]) assert.equal(plainNumber(value), value);
  assert.deepEqual(["12", "0.07", "1234567.1299999999", "1E-7", "-5"].map(plainNumber), ["12", "0.07", "1234567.13", "0.0000001", "-5"]);
});

test("votes of a Pabulib file are left out", () => {
  const head = "META\r\nkey;value\r\nvotes;VOTES\r\nPROJECTS\r\nproject_id;name\r\n1;VOTES\r\nVOTES\r\nvoter_id;vote\r\n";
  assert.equal(withoutVotes(`${head}1;1\r\n2;1\r\n`), head);
  assert.equal(withoutVotes(head), head);
  assert.equal(withoutVotes("META\nkey;value\n"), "META\nkey;value\n");
});
