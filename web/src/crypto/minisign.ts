// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Signing keys of people, in the files of minisign (common/record/minisign.h draws them): what a browser keeps is byte
// for byte the file that `minisign -S -s` takes.

import { ed25519 } from "@noble/curves/ed25519";
import { blake2b } from "@noble/hashes/blake2";
import { scryptAsync } from "@noble/hashes/scrypt";
import { base64, base64Decode, concat, equal, FormatError, utf8 } from "./bytes.ts";
import { ed25519Holds } from "./ed25519.ts";

export const SECRET_FILE_MAX_CHARS = 8192;

type Bytes = Uint8Array;

const ID_BYTES = 8;
const SECRET_BYTES = 64;
const CHECK_BYTES = 32;
const SALT_BYTES = 32;
const HEAD_BYTES = 6;
const BODY_BYTES = ID_BYTES + SECRET_BYTES + CHECK_BYTES;
const FILE_BYTES = HEAD_BYTES + SALT_BYTES + 16 + BODY_BYTES;
/** 128 MiB and about a second, as the command line writes. */
const WRITE_OPS = 2n ** 22n;
const WRITE_MEMORY = 2n ** 27n;
/** minisign's own. */
const READ_MAX_OPS = 2n ** 25n;
const READ_MAX_MEMORY = 2n ** 30n;
const SCRYPT_BLOCK = 8;

/** Of the secret `key` (seed, then public key) only this module and whoever wipes it should hold a copy. */
export interface SigningKey {
  readonly id: Bytes;
  readonly key: Bytes;
}

/** Whether the passphrase, or the file, is what is wrong. */
export class WrongPassphrase extends Error {
  override name = "WrongPassphrase";
}

type Progress = (part: number) => void;

export function makeKey(random: (length: number) => Bytes): SigningKey {
  const seed = random(32);
  const key = concat(seed, ed25519.getPublicKey(seed));
  seed.fill(0);
  return { id: random(ID_BYTES), key };
}

export const publicOf = ({ key }: SigningKey): Bytes => key.slice(32);

export function wipe({ key }: SigningKey): void {
  key.fill(0);
}

/** As minisign shows it: the number in the file is little-endian. */
export function idText(id: Bytes): string {
  return [...id].reverse().map((byte) => byte.toString(16).padStart(2, "0")).join("").toUpperCase();
}

export function publicLine(id: Bytes, key: Bytes): string {
  return base64(concat(utf8("Ed"), id, key));
}

export function publicFile(id: Bytes, key: Bytes): string {
  return `untrusted comment: minisign public key ${idText(id)}\n${publicLine(id, key)}\n`;
}

/** Null writes it as `minisign -G -W` does: whoever has the file can sign. */
export async function secretFile(key: SigningKey, passphrase: string | null, random: (length: number) => Bytes, progress: Progress = () => {}): Promise<string> {
  const body = concat(key.id, key.key, passphrase === null ? new Uint8Array(CHECK_BYTES) : checkOf(key.id, key.key));
  const salt = passphrase === null ? new Uint8Array(SALT_BYTES) : random(SALT_BYTES);
  const [ops, memory] = passphrase === null ? [0n, 0n] : [WRITE_OPS, WRITE_MEMORY];
  if (passphrase !== null) await apply(body, passphrase, salt, ops, memory, progress);
  const raw = concat(utf8(passphrase === null ? "Ed\0\0B2" : "EdScB2"), salt, littleEndian(ops), littleEndian(memory), body);
  const text = `untrusted comment: minisign encrypted secret key\n${base64(raw)}\n`;
  body.fill(0);
  raw.fill(0);
  return text;
}

export function isEncrypted(file: string): boolean {
  return parse(file).encrypted;
}

/** `passphrase` null for a file without one. FormatError: no such file; WrongPassphrase. */
export async function openSecretFile(file: string, passphrase: string | null, progress: Progress = () => {}): Promise<SigningKey> {
  const { encrypted, salt, ops, memory, body } = parse(file);
  if (encrypted !== (passphrase !== null)) throw new WrongPassphrase(encrypted ? "a passphrase is needed" : "there is no passphrase");
  if (passphrase !== null) await apply(body, passphrase, salt, ops, memory, progress);
  const id = body.slice(0, ID_BYTES);
  const key = body.slice(ID_BYTES, ID_BYTES + SECRET_BYTES);
  const check = body.slice(ID_BYTES + SECRET_BYTES);
  body.fill(0);
  const unchecked = !encrypted && check.every((byte) => byte === 0);
  if (!unchecked && !equal(check, checkOf(id, key))) throw encrypted ? new WrongPassphrase("the passphrase is wrong") : new FormatError("the key is damaged");
  // A public half that does not belong to the seed would give the seed away with the first signatures.
  if (!equal(ed25519.getPublicKey(key.slice(0, 32)), key.slice(32))) throw new FormatError("the key is damaged");
  return { id, key };
}

/**
 * A signature file as `minisign -S` writes it (prehashed: Ed25519 over BLAKE2b-512 of the file). Comments are one line;
 * the trusted one is signed, too. `key` stays the caller's, who wipes it.
 */
export function signFile(content: Bytes, comment: string, trusted: string, { id, key }: SigningKey): string {
  if (/[\r\n]/.test(comment + trusted)) throw new FormatError("a comment is one line");
  const seed = key.slice(0, 32);
  const signature = ed25519.sign(blake2b(content, { dkLen: 64 }), seed);
  const whole = ed25519.sign(concat(signature, utf8(trusted)), seed);
  seed.fill(0);
  return `untrusted comment: ${comment}\n${base64(concat(utf8("ED"), id, signature))}\ntrusted comment: ${trusted}\n${base64(whole)}\n`;
}

/** Whether a signature file as `minisign -S` writes it (prehashed) is by this key over the content, trusted comment included. */
export function fileSignatureHolds(content: Bytes, file: string, key: Bytes): boolean {
  const [untrusted = "", line = "", trusted = "", whole = "", end, ...more] = file.split("\n");
  if (!untrusted.startsWith("untrusted comment: ") || !trusted.startsWith("trusted comment: ") || end !== "" || more.length > 0) return false;
  try {
    const raw = base64Decode(line, 2 + ID_BYTES + 64);
    const signature = raw.slice(2 + ID_BYTES);
    if (raw[0] !== 0x45 || raw[1] !== 0x44) return false;
    const comment = utf8(trusted.slice("trusted comment: ".length));
    return ed25519Holds(signature, blake2b(content, { dkLen: 64 }), key) && ed25519Holds(base64Decode(whole, 64), concat(signature, comment), key);
  } catch {
    return false;
  }
}

interface SecretFile {
  readonly encrypted: boolean;
  readonly salt: Bytes;
  readonly ops: bigint;
  readonly memory: bigint;
  readonly body: Bytes;
}

function parse(file: string): SecretFile {
  const [comment, line, end, ...more] = file.split("\n");
  if (file.length > SECRET_FILE_MAX_CHARS || comment === undefined || line === undefined || end !== "" || more.length > 0 || !comment.startsWith("untrusted comment: ")) {
    throw new FormatError("not a secret key file of minisign");
  }
  const raw = base64Decode(line.replace(/\r$/, ""));
  const head = String.fromCharCode(...raw.slice(0, HEAD_BYTES));
  if (raw.length !== FILE_BYTES || (head !== "EdScB2" && head !== "Ed\0\0B2")) throw new FormatError("not a secret key file of minisign");
  let at = HEAD_BYTES;
  const take = (length: number): Bytes => raw.slice(at, (at += length));
  const salt = take(SALT_BYTES);
  const ops = fromLittleEndian(take(8));
  const memory = fromLittleEndian(take(8));
  if (ops > READ_MAX_OPS || memory > READ_MAX_MEMORY) throw new FormatError("the file asks for more work than minisign ever does");
  return { encrypted: head === "EdScB2", salt, ops, memory, body: take(BODY_BYTES) };
}

function checkOf(id: Bytes, key: Bytes): Bytes {
  return blake2b(concat(utf8("Ed"), id, key), { dkLen: CHECK_BYTES });
}

/** Encrypting and decrypting are the same. */
async function apply(body: Bytes, passphrase: string, salt: Bytes, ops: bigint, memory: bigint, progress: Progress): Promise<void> {
  const { N, p } = scryptNumbers(ops, memory);
  const stream = await scryptAsync(utf8(passphrase), salt, { N, r: SCRYPT_BLOCK, p, dkLen: BODY_BYTES, onProgress: progress });
  body.forEach((byte, i) => (body[i] = byte ^ stream[i]!));
  stream.fill(0);
}

/** How libsodium (crypto_pwhash_scryptsalsa208sha256) reads limits as scrypt's parameters; r is 8. */
export function scryptNumbers(ops: bigint, memory: bigint): { N: number; p: number } {
  const least = ops < 32768n ? 32768n : ops;
  const largest = (top: bigint): bigint => {
    let n = 1n;
    while (n < 62n && 2n ** n <= top / 2n) n++;
    return 2n ** n;
  };
  if (least < memory / 32n) return { N: Number(largest(least / 32n)), p: 1 };
  const N = largest(memory / 1024n);
  const rp = least / 4n / N;
  return { N: Number(N), p: Number((rp > 0x3fffffffn ? 0x3fffffffn : rp) / 8n) };
}

function littleEndian(value: bigint): Bytes {
  return Uint8Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}

function fromLittleEndian(bytes: Bytes): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
