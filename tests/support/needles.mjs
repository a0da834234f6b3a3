// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Looks for secrets where none may be: codes as they are printed and typed, and the scalars behind them, in every form in
// which they could have been written down; in bytes of any kind, and in the memory of running processes.

import { createHash } from "node:crypto";
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import path from "node:path";

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const CHUNK_BYTES = 1 << 24;

/** k of a code in a round (docs/protocol.md section 3), 32 bytes little-endian. `nonce` is base64url. */
export function secretOf(nonce, code) {
  const hash = createHash("sha512").update("folkmoot/1/credential\0");
  for (const field of [Buffer.from(nonce, "base64url"), Buffer.from(code.replace(/-/g, "").slice(0, 19))]) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    hash.update(length).update(field);
  }
  const scalar = BigInt(`0x${Buffer.from(hash.digest()).reverse().toString("hex")}`) % ORDER;
  return Buffer.from(scalar.toString(16).padStart(64, "0"), "hex").reverse();
}

/** Everything that gives away a code: [form, bytes]. The check symbol adds nothing and is left out. */
export function formsOf(nonce, code) {
  const symbols = code.replace(/-/g, "").slice(0, 19);
  const grouped = symbols.replace(/.{5}(?=.)/g, "$&-");
  const secret = secretOf(nonce, code);
  const text = { symbols, "symbols in lower case": symbols.toLowerCase(), groups: grouped, "groups in lower case": grouped.toLowerCase(), "groups with spaces": grouped.replace(/-/g, " ") };
  return [
    ...Object.entries(text).map(([form, value]) => [form, Buffer.from(value)]),
    ["symbols in UTF-16", Buffer.from(symbols, "utf16le")],
    ["secret", secret],
    ["secret, big-endian", Buffer.from(secret).reverse()],
    ["secret in hexadecimal", Buffer.from(secret.toString("hex"))],
    ["secret in base64url", Buffer.from(secret.toString("base64url"))],
    ["secret in base64", Buffer.from(secret.toString("base64").replace(/=$/, ""))],
  ];
}

/** Finds any of many byte strings in one pass over the haystack. */
export class Needles {
  #starts = new Uint8Array(1 << 24); // 1 where the first three bytes of a needle are these
  #byStart = new Map();
  #longest = 0;

  /** `all`: [name, bytes] */
  constructor(all) {
    for (const [name, bytes] of all) {
      const start = bytes.readUIntLE(0, 3);
      this.#starts[start] = 1;
      if (!this.#byStart.has(start)) this.#byStart.set(start, []);
      this.#byStart.get(start).push([name, bytes]);
      this.#longest = Math.max(this.#longest, bytes.length);
    }
  }

  /** Names of those that are in these bytes. */
  in(bytes, found = new Set()) {
    for (let i = 0; i + 2 < bytes.length; i++) {
      const start = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16);
      if (this.#starts[start] === 0) continue;
      for (const [name, needle] of this.#byStart.get(start)) {
        if (needle.compare(bytes, i, Math.min(bytes.length, i + needle.length)) === 0) found.add(name);
      }
    }
    return found;
  }

  inFiles(folder, found = new Set()) {
    for (const name of readdirSync(folder)) {
      const file = path.join(folder, name);
      const about = statSync(file, { throwIfNoEntry: false });
      if (about?.isDirectory()) this.inFiles(file, found);
      else if (about?.isFile()) this.in(readFileSync(file), found);
    }
    return found;
  }

  /** In everything that a process has mapped and may read; in nothing where we may not trace it. */
  inMemory(pid, found = new Set()) {
    let looked = 0;
    let memory;
    try {
      memory = openSync(`/proc/${pid}/mem`, "r");
    } catch (error) {
      if (error.code !== "EACCES") throw error;
      return { found, bytes: looked };
    }
    try {
      for (const line of readFileSync(`/proc/${pid}/maps`, "utf8").trim().split("\n")) {
        const [, from, to, rights, name] = /^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \S+ *(.*)$/.exec(line);
        if (!rights.startsWith("r") || name.startsWith("[v")) continue;
        looked += this.#inRange(memory, parseInt(from, 16), parseInt(to, 16), found);
      }
    } finally {
      closeSync(memory);
    }
    return { found, bytes: looked };
  }

  #inRange(memory, from, to, found) {
    let looked = 0;
    for (let at = from; at < to; at += CHUNK_BYTES - this.#longest) {
      const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, to - at));
      try {
        const length = readSync(memory, chunk, 0, chunk.length, at);
        this.in(chunk.subarray(0, length), found);
        looked += length;
      } catch {
        return looked; // pages behind the end of a mapped file
      }
    }
    return looked;
  }
}

/** Processes of a group. */
export function groupOf(leader) {
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ")[2] === String(leader);
      } catch {
        return false; // it has ended meanwhile
      }
    })
    .map(Number);
}
