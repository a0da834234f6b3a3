// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The files of a bundle (docs/protocol.md section 12): a zip without compression, or what stands in it.

import { sha256 } from "@noble/hashes/sha2";
import { unzipSync } from "fflate";
import { base64Decode, equal, FormatError, hex, utf8Decode } from "../crypto/bytes.ts";
import { fileSignatureHolds } from "../crypto/minisign.ts";

export type Files = ReadonlyMap<string, Uint8Array>;

const SUMS = "SHA256SUMS";
const NAME = /^[a-z0-9][A-Za-z0-9._/-]*$|^SHA256SUMS[A-Za-z0-9._-]*$|^VERIFY\.txt$/;

/** Throws where it is no zip, or says that it holds more than it is long: bundles are not compressed. */
export function openBundle(bytes: Uint8Array): Files {
  let total = 0;
  const found = unzipSync(bytes, {
    filter: ({ name, originalSize, compression }) => {
      total += originalSize;
      if (compression !== 0 || total > bytes.length || !NAME.test(name)) throw new FormatError(`${name} does not belong in a bundle`);
      return true;
    },
  });
  return new Map(Object.entries(found));
}

export function fileOf(files: Files, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes === undefined) throw new FormatError(`${name} is missing`);
  return bytes;
}

export function blobOf(files: Files, hash: Uint8Array): Uint8Array {
  const bytes = fileOf(files, `blobs/${hex(hash)}`);
  if (!equal(sha256(bytes), hash)) throw new FormatError(`blob ${hex(hash)} has other bytes than its name says`);
  return bytes;
}

/** Every file has the hash that SHA256SUMS gives it, blobs also the one that they are called by; and nothing is left out. */
export function checkSums(files: Files): void {
  const lines = utf8Decode(fileOf(files, SUMS)).split("\n");
  if (lines.pop() !== "") throw new FormatError(`${SUMS} does not end with a line`);
  const listed = new Set<string>();
  let before = "";
  for (const line of lines) {
    const match = /^([0-9a-f]{64}) {2}(.+)$/.exec(line);
    if (match === null) throw new FormatError(`${SUMS} has a line that is none`);
    const [, sum, name] = match as unknown as [string, string, string];
    if (name <= before) throw new FormatError(`${SUMS} is not in order`);
    before = name;
    listed.add(name);
    if (hex(sha256(fileOf(files, name))) !== sum) throw new FormatError(`${name} has another hash than ${SUMS} says`);
    if (name.startsWith("blobs/") && name !== `blobs/${sum}`) throw new FormatError(`${name} does not have the hash that it is called by`);
  }
  for (const name of files.keys()) if (!listed.has(name) && !name.startsWith(SUMS)) throw new FormatError(`${name} is not in ${SUMS}`);
}

/** The name of a clerk in names of files. */
export function fileNameOf(person: string): string {
  return Array.from(new TextEncoder().encode(person), (byte) => {
    const symbol = String.fromCharCode(byte).toLowerCase();
    return /[a-z0-9-]/.test(symbol) ? symbol : "-";
  }).join("");
}

/** The signature of a clerk, whose key the definition pins, over SHA256SUMS. */
export function checkSignature(files: Files, name: string, key: Uint8Array): void {
  const file = `keys/${name}.pub`;
  const line = utf8Decode(fileOf(files, file)).split("\n")[1] ?? "";
  if (!equal(base64Decode(line, 42).slice(10), key)) throw new FormatError(`${file} is not the key that the definition pins`);
  const signature = `${SUMS}.${name}.minisig`;
  if (!fileSignatureHolds(fileOf(files, SUMS), utf8Decode(fileOf(files, signature)), key)) throw new FormatError(`${signature} does not hold`);
}
