// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The credential that a code gives, and its public serial (docs/protocol.md section 3).

import { BASE, multiply, type Point } from "./group.ts";
import { checkSymbol, symbolsOf } from "./symbols.ts";
import { hash32, hashToScalar } from "./transcript.ts";

const SERIAL_SYMBOLS = 8;

export interface Credential {
  readonly secret: bigint;
  readonly point: Point;
  /** K, as it stands in lists and ballots. */
  readonly key: Uint8Array;
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
