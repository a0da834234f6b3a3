// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Hashing with domain separation: docs/protocol.md section 2. TAGS is the one table of the tags that a browser
// needs; a tag is used with one kind of output only, which its type enforces.

import { sha512 } from "@noble/hashes/sha2";
import { concat, u32be, u64be, utf8 } from "./bytes.ts";
import { pointFromUniform, reduceWide, type Point } from "./group.ts";

const TAGS = {
  credential: "scalar",
  ballot: "scalar",
  nonce: "scalar",
  possession: "scalar",
  text: "bytes",
  election: "bytes",
  act: "bytes",
  serial: "bytes",
  "ballot-id": "bytes",
  core: "bytes",
  lot: "bytes",
  shuffle: "scalar",
  share: "scalar",
  "shuffle-seed": "bytes",
  "shuffle-u": "bytes",
  "share-seed": "bytes",
  "share-w": "bytes",
  "draw-point": "point",
  "shuffle-h": "point",
} as const;

type TagsOf<Kind> = { [T in keyof typeof TAGS]: (typeof TAGS)[T] extends Kind ? T : never }[keyof typeof TAGS];

/** Bytes as they are, text as UTF-8, integers as u64be. A part made by `vector` or `layout` stands without a length. */
export type Field = Uint8Array | string | number | Raw;

/** Bytes that already carry their own framing. */
export class Raw {
  constructor(readonly bytes: Uint8Array) {}
}

export function fieldBytes(field: Field): Uint8Array {
  if (field instanceof Raw) return field.bytes;
  const bytes = typeof field === "number" ? u64be(field) : typeof field === "string" ? utf8(field) : field;
  return concat(u32be(bytes.length), bytes);
}

/** A vector: its count without a length before it, then each element as a field. */
export function vector(elements: readonly Uint8Array[]): Raw {
  return new Raw(concat(u32be(elements.length), ...elements.map(fieldBytes)));
}

function digest(tag: keyof typeof TAGS, fields: readonly Field[]): Uint8Array {
  return sha512(concat(utf8(`folkmoot/1/${tag}\0`), ...fields.map(fieldBytes)));
}

export function hashToScalar(tag: TagsOf<"scalar">, ...fields: readonly Field[]): bigint {
  return reduceWide(digest(tag, fields));
}

export function hash32(tag: TagsOf<"bytes">, ...fields: readonly Field[]): Uint8Array {
  return digest(tag, fields).slice(0, 32);
}

export function hashToPoint(tag: TagsOf<"point">, ...fields: readonly Field[]): Point {
  return pointFromUniform(digest(tag, fields));
}
