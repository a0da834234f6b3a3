// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Acts that people sign (docs/protocol.md section 4): raw Ed25519 over H32("act", origin, act bytes). What is signed is
// the text of the act itself, byte for byte; whoever shows it to a person reads it with `readAct` from the same text.

import { ed25519 } from "@noble/curves/ed25519";
import { utf8 } from "./bytes.ts";
import { asText, parseCanonical, type JsonObject } from "./json.ts";
import type { SigningKey } from "./minisign.ts";
import { hash32 } from "./transcript.ts";

/** An act: canonical JSON without `minute` and `signatures`, with its type and its round or election. FormatError. */
export function readAct(text: string): JsonObject {
  const act = parseCanonical(utf8(text));
  asText(act["type"]);
  asText(act["round"] ?? act["eid"]);
  return act;
}

export function actDigest(origin: string, text: string): Uint8Array {
  return hash32("act", origin, utf8(text));
}

/** The signature; `key` stays the caller's, who wipes it. */
export function signAct(origin: string, text: string, key: SigningKey): Uint8Array {
  const seed = key.key.slice(0, 32);
  const signature = ed25519.sign(actDigest(origin, text), seed);
  seed.fill(0);
  return signature;
}
