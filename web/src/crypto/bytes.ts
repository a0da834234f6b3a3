// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Bytes and their texts. Every decoder is strict: one text for one value, no white space, no padding
// where none belongs, no spare bits (docs/protocol.md section 1). Decoders throw FormatError.

/** Bytes from outside do not have the form they must have. */
export class FormatError extends Error {
  override name = "FormatError";
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** For public bytes: stops at the first difference. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Order of memcmp, a prefix first. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export function u32be(value: number): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value);
  return out;
}

/** Of a safe integer. (setBigUint64 is missing in phones that are still in use.) */
export function u64be(value: number): Uint8Array {
  return concat(u32be(Math.floor(value / 2 ** 32)), u32be(value >>> 0));
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

export function utf8Decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new FormatError("not UTF-8");
  }
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function hexDecode(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new FormatError("not lower-case hexadecimal");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE64URL = BASE64.slice(0, 62) + "-_";

function encode(bytes: Uint8Array, alphabet: string): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += alphabet[word >> 18]! + alphabet[(word >> 12) & 63]!;
    if (left > 1) text += alphabet[(word >> 6) & 63]!;
    if (left > 2) text += alphabet[word & 63]!;
  }
  return text;
}

function decode(text: string, alphabet: string): Uint8Array {
  if (text.length % 4 === 1) throw new FormatError("not base64: impossible length");
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let at = 0;
  for (const symbol of text) {
    const value = alphabet.indexOf(symbol);
    if (value < 0) throw new FormatError("not base64: foreign symbol");
    word = ((word << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (word >> bits) & 0xff;
    }
  }
  if ((word & ((1 << bits) - 1)) !== 0) throw new FormatError("not base64: spare bits");
  return out;
}

/** base64url without padding (RFC 4648 section 5): bytes in our JSON. */
export function base64url(bytes: Uint8Array): string {
  return encode(bytes, BASE64URL);
}

export function base64urlDecode(text: string, length?: number): Uint8Array {
  const bytes = decode(text, BASE64URL);
  if (length !== undefined && bytes.length !== length) throw new FormatError(`${bytes.length} bytes instead of ${length}`);
  return bytes;
}

/** Standard base64 with padding (RFC 4648 section 4): bytes in the C2SP formats. */
export function base64(bytes: Uint8Array): string {
  const text = encode(bytes, BASE64);
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}

export function base64Decode(text: string, length?: number): Uint8Array {
  if (text.length % 4 !== 0) throw new FormatError("not base64: length");
  const bytes = decode(text.replace(/={1,2}$/, ""), BASE64);
  if (length !== undefined && bytes.length !== length) throw new FormatError(`${bytes.length} bytes instead of ${length}`);
  return bytes;
}

/** Decimal without sign, leading zero or anything else, up to 2^53 - 1. */
export function decimalDecode(text: string): number {
  const value = /^(?:0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value)) throw new FormatError("not a decimal number");
  return value;
}

/** The first `count` symbols of 5 bits, most significant bit first. */
export function fiveBitGroups(bytes: Uint8Array, count: number): number[] {
  const groups: number[] = [];
  for (let i = 0; i < count; i++) {
    let value = 0;
    for (let bit = i * 5; bit < i * 5 + 5; bit++) value = (value << 1) | ((bytes[bit >> 3]! >> (7 - (bit & 7))) & 1);
    groups.push(value);
  }
  return groups;
}
