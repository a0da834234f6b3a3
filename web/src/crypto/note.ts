// SPDX-License-Identifier: AGPL-3.0-or-later
//
// C2SP signed-note with Ed25519 (type 0x01) and the Ed25519 cosignatures of tlog-cosignature (type 0x04).

import { sha256 } from "@noble/hashes/sha2";
import { base64Decode, concat, equal, FormatError, hex, hexDecode, utf8, utf8Decode } from "./bytes.ts";
import { ed25519Holds } from "./ed25519.ts";

const MAX_NOTE_BYTES = 262_144;
const MAX_SIGNATURES = 64;
const MAX_NAME_BYTES = 255;
const ID_BYTES = 4;
const TIMESTAMP_BYTES = 8;

export const TYPE_ED25519 = 0x01;
export const TYPE_COSIGNATURE = 0x04;

export interface VerifierKey {
  readonly name: string;
  readonly id: Uint8Array;
  readonly type: number;
  readonly key: Uint8Array;
}

export interface Signature {
  readonly name: string;
  readonly id: Uint8Array;
  readonly bytes: Uint8Array;
}

export interface Note {
  /** The signed text with its final newline. */
  readonly text: string;
  readonly signatures: readonly Signature[];
}

/** `name+id+base64(type ‖ key)`; the id must be the one that the key gives. */
export function parseVerifierKey(text: string): VerifierKey {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text);
  if (match === null) throw new FormatError("not a verifier key");
  const [, name, id, encoded] = match as unknown as [string, string, string, string];
  checkName(name);
  const material = base64Decode(encoded, 33);
  const type = material[0]!;
  if (type !== TYPE_ED25519 && type !== TYPE_COSIGNATURE) throw new FormatError("verifier key of an unknown type");
  const key = material.slice(1);
  if (hex(keyId(name, type, key)) !== id) throw new FormatError("id does not fit the verifier key");
  return { name, id: hexDecode(id), type, key };
}

export function keyId(name: string, type: number, key: Uint8Array): Uint8Array {
  return sha256(concat(utf8(name), Uint8Array.of(0x0a, type), key)).slice(0, ID_BYTES);
}

export function parseNote(bytes: Uint8Array): Note {
  if (bytes.length > MAX_NOTE_BYTES) throw new FormatError("note too large");
  const all = utf8Decode(bytes);
  for (let i = 0; i < all.length; i++) {
    const unit = all.charCodeAt(i);
    if (unit < 0x20 && unit !== 0x0a) throw new FormatError("control character in a note");
  }
  const border = all.lastIndexOf("\n\n");
  if (border < 1 || !all.endsWith("\n")) throw new FormatError("note without signatures");
  const lines = all.slice(border + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw new FormatError("too many signatures");
  return { text: all.slice(0, border + 1), signatures: lines.map(parseSignature) };
}

/**
 * True when the note carries a signature by this key and it holds. A signature by the key that fails refuses the
 * note (throws), others are ignored. For a cosignature key `note` must be a checkpoint.
 */
export function signedBy(note: Note, key: VerifierKey): boolean {
  return signatureTimes(note, key).length > 0;
}

/** POSIX seconds of each valid cosignature by the key (0 for a plain signature). */
export function signatureTimes(note: Note, key: VerifierKey): number[] {
  return note.signatures
    .filter((signature) => signature.name === key.name && equal(signature.id, key.id))
    .map(({ bytes }) => {
      const time = key.type === TYPE_COSIGNATURE ? readTime(bytes) : 0;
      const message = key.type === TYPE_COSIGNATURE ? `cosignature/v1\ntime ${time}\n${note.text}` : note.text;
      const raw = key.type === TYPE_COSIGNATURE ? bytes.slice(TIMESTAMP_BYTES) : bytes;
      if (!ed25519Holds(raw, utf8(message), key.key)) throw new FormatError("signature of a note does not hold");
      return time;
    });
}

function readTime(bytes: Uint8Array): number {
  if (bytes.length !== TIMESTAMP_BYTES + 64) throw new FormatError("cosignature of another length");
  let time = 0;
  for (const byte of bytes.slice(0, TIMESTAMP_BYTES)) time = time * 256 + byte;
  if (!Number.isSafeInteger(time)) throw new FormatError("time of a cosignature");
  return time;
}

function parseSignature(line: string): Signature {
  const match = /^\u2014 ([^ ]+) ([A-Za-z0-9+/]+=*)$/.exec(line);
  if (match === null) throw new FormatError("not a signature line");
  const [, name, encoded] = match as unknown as [string, string, string];
  checkName(name);
  const bytes = base64Decode(encoded);
  if (bytes.length <= ID_BYTES) throw new FormatError("signature too short");
  return { name, id: bytes.slice(0, ID_BYTES), bytes: bytes.slice(ID_BYTES) };
}

function checkName(name: string): void {
  if (name.length === 0 || utf8(name).length > MAX_NAME_BYTES || /[\s+]/.test(name)) throw new FormatError("name of a key");
}
