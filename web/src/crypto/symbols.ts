// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What people read and type: Crockford's 32 symbols, forgiving reading, and the check symbol over GF(32) that
// catches every single wrong symbol and every swap of neighbours (docs/protocol.md section 3).

import { fiveBitGroups } from "./bytes.ts";

const CODE_SYMBOLS = 20;
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The symbol of a value 0..31. */
export function symbolAt(value: number): string {
  return ALPHABET[value]!;
}

/** Symbols of the first bits of `bytes`, most significant bit first. */
export function symbolsOf(bytes: Uint8Array, count: number): string {
  return fiveBitGroups(bytes, count)
    .map((value) => ALPHABET[value]!)
    .join("");
}

/** Upper-cased, spaces and dashes dropped, O read as 0, I and L as 1; null where a symbol is none of ours. */
export function normalise(typed: string): string | null {
  const text = typed
    .replace(/[\s\u002d\u2010-\u2015\u2212]/g, "")
    .toUpperCase()
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  for (const symbol of text) if (!ALPHABET.includes(symbol)) return null;
  return text;
}

/** The symbol that makes the sum of alpha^i x_i zero. */
export function checkSymbol(symbols: string): string {
  let sum = 0;
  let power = 1;
  for (const symbol of symbols) {
    sum ^= multiply(power, ALPHABET.indexOf(symbol));
    power = multiply(power, 2);
  }
  // x_n = sum / alpha^n; the inverse of an element of GF(32)* is its 30th power.
  let inverse = 1;
  for (let i = 0; i < 30; i++) inverse = multiply(inverse, power);
  return ALPHABET[multiply(sum, inverse)]!;
}

export function hasValidCheck(symbols: string): boolean {
  return checkSymbol(symbols.slice(0, -1)) === symbols.slice(-1);
}

/** In groups joined by dashes, for reading aloud and comparing by eye; what fills no group of its own ends the last. */
export function grouped(symbols: string, size: number): string {
  return symbols.replace(new RegExp(`.{${size}}(?=.{${size}})`, "g"), "$&-");
}

/** Why what was typed is no code. "check": well formed, but a symbol is wrong or two are swapped. */
export type CodeFault = "empty" | "symbol" | "short" | "long" | "check";

export type CodeReading = { readonly symbols: string } | { readonly fault: CodeFault };

/** Tells a typing error from a code that is merely unknown, before anything is sent. */
export function readCode(typed: string): CodeReading {
  const text = normalise(typed);
  if (text === null) return { fault: "symbol" };
  if (text.length === 0) return { fault: "empty" };
  if (text.length < CODE_SYMBOLS) return { fault: "short" };
  if (text.length > CODE_SYMBOLS) return { fault: "long" };
  return hasValidCheck(text) ? { symbols: text.slice(0, CODE_SYMBOLS - 1) } : { fault: "check" };
}

/** As printed. `symbols`: the 19 of a code without its check symbol. */
export function showCode(symbols: string): string {
  return grouped(symbols + checkSymbol(symbols), 5);
}

/** A serial as printed: XXXX-XXXXX. */
export function showSerial(serial: string): string {
  return /^[0-9A-Z]{9}$/.test(serial) ? `${serial.slice(0, 4)}-${serial.slice(4)}` : serial;
}

/** Product in GF(2)[x] / (x^5 + x^2 + 1). */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 5; bit++) if ((b >> bit) & 1) product ^= a << bit;
  for (let bit = 8; bit >= 5; bit--) if ((product >> bit) & 1) product ^= 0b100101 << (bit - 5);
  return product;
}
