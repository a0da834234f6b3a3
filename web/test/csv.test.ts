// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "../src/crypto/bytes.ts";
import { codeText, makeCodes, mergeCodes, serialText } from "../src/crypto/code_batch.ts";
import { CsvFault, readTable, SEPARATORS, writeRow } from "../src/sheets/csv.ts";
import { mailingList, rowsOf, valuesOf } from "../src/pages/codes/roll.ts";
import { seeded } from "./support.ts";

test("tables are read with each separator, with and without quotes and marks", () => {
  for (const [text, separator, rows] of [
    ["name;street\nAda;Mill 1\n", ";", [["Ada", "Mill 1"]]],
    ["\ufeffname,street\r\n\"Ada, Countess\",\"Mill \"\"1\"\"\"\r\n\r\n", ",", [["Ada, Countess", 'Mill "1"']]],
    ["name\tstreet\nAda\tMill\n1\t\n", "\t", [["Ada", "Mill"], ["1", ""]]],
    ["name;street\n\"two\nlines\";x", ";", [["two\nlines", "x"]]],
    ["name\nAda\n\nBob", ";", [["Ada"], ["Bob"]]],
  ] as const) {
    const table = readTable(utf8(text));
    assert.equal(table.separator, separator, text);
    assert.deepEqual(table.rows, rows, text);
    assert.equal(table.header[0], "name");
  }
});

test("what is no table is named with its line", () => {
  for (const [bytes, fault, line] of [
    [Uint8Array.of(0x6e, 0xe9, 0x0a), "encoding", 1],
    [utf8("a;b\n1;2\n3\n"), "width", 3],
    [utf8("a;b\n\"1;2\n3;4"), "quote", 2],
    [utf8("a;b\n\"1\"x;2\n"), "quote", 2],
    [utf8("a;b\n"), "empty", 1],
    [utf8(""), "empty", 1],
  ] as const) {
    assert.throws(
      () => readTable(bytes),
      (error: unknown) => error instanceof CsvFault && error.fault === fault && error.line === line,
      `${fault}`,
    );
  }
});

test("what is written is read back", () => {
  const fields = ["plain", "a;b", "a,b", "tab\there", 'say "yes"', "two\r\nlines", "", "ñ ü عربي"];
  for (const separator of SEPARATORS) {
    const { rows } = readTable(utf8(writeRow(fields.map((_, i) => `column ${i}`), separator) + writeRow(fields, separator)));
    assert.deepEqual(rows, [fields]);
  }
});

test("a mailing list has a code for each row that is picked, and no more", () => {
  const table = readTable(utf8("name,street,district,code\nAda,Mill 1,north,x\nBob,Mill 2,south,y\nEve,Mill 3, north ,z\n"));
  const codes = mergeCodes([makeCodes(new Uint8Array(16), 2, seeded("mail"))]);
  assert.deepEqual(valuesOf(table, 2), ["north", "south"]);
  const match = { only: { column: 2, value: "north" }, columns: [0, 1] };
  assert.equal(rowsOf(table, match).length, 2);
  assert.deepEqual(mailingList(table, match, codes, ";"), [
    "name;street;serial;code_\r\n",
    `Ada;Mill 1;${serialText(codes, 0)};${codeText(codes, 0)}\r\n`,
    `Eve;Mill 3;${serialText(codes, 1)};${codeText(codes, 1)}\r\n`,
  ]);
  assert.throws(() => mailingList(table, { only: null, columns: [0] }, codes, ";"));
});
