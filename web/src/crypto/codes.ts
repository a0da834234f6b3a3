// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A voter's code, the credential derived from it and its public serial (docs/protocol.md section 3).

import { BASE, multiply, type Point } from "./group.ts";
import { checkSymbol, grouped, hasValidCheck, normalise, symbolsOf } from "./symbols.ts";
import { hash32, hashToScalar } from "./transcript.ts";

const CODE_SYMBOLS = 20;
const SERIAL_SYMBOLS = 8;

/** Why what was typed is no code. "check": well formed, but a symbol is wrong or two are swapped. */
export type CodeFault = "empty" | "symbol" | "short" | "long" | "check";

export type CodeReading = { readonly symbols: string } | { readonly fault: CodeFault };

export interface Credential {
  readonly secret: bigint;
  readonly point: Point;
  /** K, as it stands in lists and ballots. */
  readonly key: Uint8Array;
}

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

/** Null for the one code in 2^252 whose secret is 0: it is no credential. */
export function credentialOf(nonce: Uint8Array, symbols: string): Credential | null {
  const secret = hashToScalar("credential", nonce, symbols);
  if (secret === 0n) return null;
  const point = multiply(BASE, secret);
  return { secret, point, key: point.toBytes() };
}

/** 8 symbols and their check symbol, printed on sheet and stub as XXXX-XXXXX; never secret. */
export function serialOf(key: Uint8Array): string {
  const symbols = symbolsOf(hash32("serial", key), SERIAL_SYMBOLS);
  return symbols + checkSymbol(symbols);
}

export function showSerial(serial: string): string {
  return `${serial.slice(0, 4)}-${serial.slice(4)}`;
}
