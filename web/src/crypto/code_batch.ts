// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Voter codes, made where they are printed (docs/protocol.md section 3). Everything secret stands in typed arrays,
// which can be wiped; texts are made one at a time.

import type { RandomBytes } from "./ballot.ts";
import { concat } from "./bytes.ts";
import { credentialOf } from "./codes.ts";
import { checkSymbol, showCode, showSerial, symbolAt, symbolsOf } from "./symbols.ts";
import { hash32 } from "./transcript.ts";
import { POINT_BYTES } from "./group.ts";

const CODE_SYMBOLS = 19;
const SERIAL_BYTES = 5;

/** Codes with their keys and serials, all in one order: 19 symbols (ASCII), 32 bytes, 5 bytes each. */
export interface Codes {
  readonly symbols: Uint8Array;
  readonly keys: Uint8Array;
  readonly serials: Uint8Array;
}

export function countOf(codes: Codes): number {
  return codes.keys.length / POINT_BYTES;
}

export function makeCodes(nonce: Uint8Array, count: number, random: RandomBytes): Codes {
  const made = emptyCodes(count);
  for (let i = 0; i < count; ) {
    const drawn = random(CODE_SYMBOLS);
    // 256 is a multiple of 32: the low five bits are as good as the byte.
    const symbols = Array.from(drawn, (byte) => symbolAt(byte & 31)).join("");
    drawn.fill(0);
    const credential = credentialOf(nonce, symbols);
    if (credential === null) continue;
    for (let at = 0; at < CODE_SYMBOLS; at++) made.symbols[i * CODE_SYMBOLS + at] = symbols.charCodeAt(at);
    made.keys.set(credential.key, i * POINT_BYTES);
    made.serials.set(hash32("serial", credential.key).subarray(0, SERIAL_BYTES), i * SERIAL_BYTES);
    i++;
  }
  return made;
}

/** All of them ascending by serial, an order that says nothing, and one of those that share a serial; `parts` are wiped. */
export function mergeCodes(parts: readonly Codes[]): Codes {
  const all: Codes = { symbols: concat(...parts.map(({ symbols }) => symbols)), keys: concat(...parts.map(({ keys }) => keys)), serials: concat(...parts.map(({ serials }) => serials)) };
  parts.forEach(wipeCodes);
  const numbers = Array.from({ length: countOf(all) }, (_, i) => serialNumber(all.serials, i));
  const order = numbers.map((_, i) => i).sort((a, b) => numbers[a]! - numbers[b]!);
  const kept = order.filter((i, at) => at === 0 || numbers[i] !== numbers[order[at - 1]!]);
  return pickCodes(all, kept);
}

/** Without those whose keys are named; the given ones are wiped. */
export function withoutKeys(codes: Codes, keys: readonly Uint8Array[]): Codes {
  const named = new Set(keys.map(String));
  const kept = Array.from({ length: countOf(codes) }, (_, i) => i).filter((i) => !named.has(String(codes.keys.subarray(i * POINT_BYTES, (i + 1) * POINT_BYTES))));
  return pickCodes(codes, kept);
}

/** The keys blob of the batch: ascending as bytes. */
export function keysBlob(codes: Codes): Uint8Array {
  const { keys } = codes;
  const view = new DataView(keys.buffer, keys.byteOffset, keys.byteLength);
  const order = Array.from({ length: countOf(codes) }, (_, i) => i).sort((a, b) => {
    for (let at = 0; at < POINT_BYTES; at += 4) {
      const difference = view.getUint32(a * POINT_BYTES + at) - view.getUint32(b * POINT_BYTES + at);
      if (difference !== 0) return difference;
    }
    return 0;
  });
  const blob = new Uint8Array(keys.length);
  order.forEach((from, at) => blob.set(keys.subarray(from * POINT_BYTES, (from + 1) * POINT_BYTES), at * POINT_BYTES));
  return blob;
}

/** As printed: XXXXX-XXXXX-XXXXX-XXXXX. */
export function codeText(codes: Codes, index: number): string {
  return showCode(String.fromCharCode(...codes.symbols.subarray(index * CODE_SYMBOLS, (index + 1) * CODE_SYMBOLS)));
}

/** As printed: XXXX-XXXXX. */
export function serialText(codes: Codes, index: number): string {
  const symbols = symbolsOf(codes.serials.subarray(index * SERIAL_BYTES, (index + 1) * SERIAL_BYTES), 8);
  return showSerial(symbols + checkSymbol(symbols));
}

export function wipeCodes({ symbols, keys, serials }: Codes): void {
  for (const bytes of [symbols, keys, serials]) bytes.fill(0);
}

function emptyCodes(count: number): Codes {
  return { symbols: new Uint8Array(count * CODE_SYMBOLS), keys: new Uint8Array(count * POINT_BYTES), serials: new Uint8Array(count * SERIAL_BYTES) };
}

function pickCodes(from: Codes, indexes: readonly number[]): Codes {
  const picked = emptyCodes(indexes.length);
  const copy = (to: Uint8Array, source: Uint8Array, size: number): void => indexes.forEach((index, at) => to.set(source.subarray(index * size, (index + 1) * size), at * size));
  copy(picked.symbols, from.symbols, CODE_SYMBOLS);
  copy(picked.keys, from.keys, POINT_BYTES);
  copy(picked.serials, from.serials, SERIAL_BYTES);
  wipeCodes(from);
  return picked;
}

function serialNumber(serials: Uint8Array, index: number): number {
  let number = 0;
  for (let at = 0; at < SERIAL_BYTES; at++) number = number * 256 + serials[index * SERIAL_BYTES + at]!;
  return number;
}
