// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Canonical JSON: RFC 8785 restricted as in docs/protocol.md section 1 (an object at the top; short lower-case
// keys, strings without control characters, integers 0..2^53-1, booleans, arrays, objects). One value has one
// text, and parsing refuses every other text of it: what a reader accepts, a writer has written.

import { FormatError, utf8, utf8Decode } from "./bytes.ts";

export type Json = string | number | boolean | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

const MAX_DEPTH = 16;

export function canonical(value: JsonObject): Uint8Array {
  return utf8(write(value, 0));
}

/** Parses canonical JSON; throws FormatError for anything that canonical() would not have written. */
export function parseCanonical(bytes: Uint8Array): JsonObject {
  const text = utf8Decode(bytes);
  if (!text.startsWith("{")) throw new FormatError("not a JSON object");
  let value: JsonObject;
  try {
    value = JSON.parse(text) as JsonObject;
  } catch {
    throw new FormatError("not JSON");
  }
  // Doubled keys, white space, -0, exponents, escapes: all of them change when written again.
  if (write(value, 0) !== text) throw new FormatError("not canonical JSON");
  return value;
}

function write(value: Json, depth: number): string {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || value < 0 || Object.is(value, -0)) throw new FormatError("JSON number out of range");
    return String(value);
  }
  if (typeof value === "string") return writeString(value);
  if (depth === MAX_DEPTH) throw new FormatError("JSON nested too deep");
  if (Array.isArray(value)) return `[${value.map((item: Json) => write(item, depth + 1)).join(",")}]`;
  if (typeof value !== "object" || value === null) throw new FormatError("JSON of a kind that is not used");
  const object = value as JsonObject;
  const members = Object.keys(object)
    .sort() // ASCII keys only: UTF-16 order is byte order
    .map((key) => {
      if (!/^[a-z0-9_]{1,64}$/.test(key)) throw new FormatError("JSON key of a form that is not used");
      return `"${key}":${write(object[key]!, depth + 1)}`;
    });
  return `{${members.join(",")}}`;
}

function writeString(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit === 0x7f) throw new FormatError("control character in a JSON string");
    if ((unit & 0xf800) === 0xd800) {
      const next = text.charCodeAt(i + 1);
      if (unit >= 0xdc00 || (next & 0xfc00) !== 0xdc00) throw new FormatError("broken surrogate in a JSON string");
      i++;
    }
  }
  return JSON.stringify(text);
}

/** The members of an object that must have exactly these names, and may have the optional ones. */
export function exactMembers(value: Json | undefined, required: readonly string[], optional: readonly string[] = []): { readonly [key: string]: Json } {
  if (typeof value !== "object" || Array.isArray(value)) throw new FormatError("not an object");
  const keys = Object.keys(value);
  for (const name of required) if (!keys.includes(name)) throw new FormatError(`member ${name} is missing`);
  for (const key of keys) if (!required.includes(key) && !optional.includes(key)) throw new FormatError("unknown member");
  return value as JsonObject;
}

export function asList(value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw new FormatError("not a list");
  return value as readonly Json[];
}

export function asText(value: Json | undefined): string {
  if (typeof value !== "string") throw new FormatError("not a text");
  return value;
}

export function asBoolean(value: Json | undefined): boolean {
  if (typeof value !== "boolean") throw new FormatError("not a boolean");
  return value;
}

export function asInteger(value: Json | undefined, low = 0, high = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < low || value > high) throw new FormatError("not an integer in range");
  return value;
}
