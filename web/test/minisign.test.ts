// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Key files of minisign: read as stock minisign wrote them, written so that stock minisign signs with them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { FormatError } from "../src/crypto/bytes.ts";
import { isEncrypted, makeKey, openSecretFile, publicFile, publicLine, publicOf, scryptNumbers, secretFile, signFile, wipe, WrongPassphrase } from "../src/crypto/minisign.ts";
import { seeded } from "./support.ts";

interface Files {
  readonly public: string;
  readonly secret: string;
  readonly password?: string;
}
const vectors = JSON.parse(readFileSync("../tests/vectors/minisign.json", "utf8")) as { plain: Files; encrypted: Files };

let folder: string;
before(() => (folder = mkdtempSync(path.join(tmpdir(), "folkmoot-minisign-"))));
after(() => rmSync(folder, { recursive: true }));

/** Stock minisign in the folder; its status. */
function minisign(words: readonly string[], input = ""): number | null {
  return spawnSync("minisign", words, { cwd: folder, input }).status;
}

test("keys of stock minisign are read, without a passphrase and with the largest scrypt there is", async () => {
  assert.equal(isEncrypted(vectors.plain.secret), false);
  const plain = await openSecretFile(vectors.plain.secret, null);
  assert.equal(publicFile(plain.id, publicOf(plain)), vectors.plain.public);
  assert.equal(isEncrypted(vectors.encrypted.secret), true);
  const encrypted = await openSecretFile(vectors.encrypted.secret, vectors.encrypted.password!);
  assert.equal(publicFile(encrypted.id, publicOf(encrypted)), vectors.encrypted.public);
});

test("what is written is read again, and stock minisign signs with it", async () => {
  const key = makeKey(seeded("minisign"));
  writeFileSync(path.join(folder, "m"), "abc  SHA256SUMS\n");
  writeFileSync(path.join(folder, "pub"), publicFile(key.id, publicOf(key)));
  for (const passphrase of [null, "öffne dich, Sesam"]) {
    const progress: number[] = [];
    const file = await secretFile(key, passphrase, seeded(`salt of ${passphrase}`), (part) => progress.push(part));
    assert.equal(progress.length > 0, passphrase !== null);
    assert.deepEqual(await openSecretFile(file, passphrase), key);
    writeFileSync(path.join(folder, "key"), file, { mode: 0o600 });
    assert.equal(minisign(["-S", "-H", "-s", "key", "-m", "m", "-x", "m.minisig"], `${passphrase ?? ""}\n`), 0);
    assert.equal(minisign(["-V", "-H", "-q", "-p", "pub", "-m", "m", "-x", "m.minisig"]), 0);
    assert.equal(minisign(["-V", "-H", "-q", "-P", publicLine(key.id, publicOf(key)), "-m", "m", "-x", "m.minisig"]), 0);
    rmSync(path.join(folder, "m.minisig"));
  }
});

test("a wrong passphrase and a damaged file are told apart", async () => {
  const key = makeKey(seeded("damage"));
  const file = await secretFile(key, "right", seeded("salt"));
  const plain = await secretFile(key, null, seeded("none"));
  await assert.rejects(openSecretFile(file, "wrong"), WrongPassphrase);
  await assert.rejects(openSecretFile(file, null), WrongPassphrase);
  await assert.rejects(openSecretFile(plain, "right"), WrongPassphrase);
  const damaged = (text: string, at: number): string => text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
  // Of the unprotected file: the public half.
  await assert.rejects(openSecretFile(damaged(plain, plain.length - 70), null), FormatError);
  for (const wrong of ["", "x", plain.slice(0, -1), `${plain}\n`, plain.replace("untrusted", "trusted"), damaged(plain, plain.indexOf("\n") + 1), plain.replace("RWQ", "RWR"), "a\n".repeat(5000)]) {
    assert.throws(() => isEncrypted(wrong), FormatError, JSON.stringify(wrong.slice(0, 60)));
  }
  wipe(key);
  assert.ok(key.key.every((byte) => byte === 0));
});

test("a signature made here is one of stock minisign, prehashed", () => {
  const key = makeKey(seeded("signature"));
  const content = "abc  SHA256SUMS\n";
  writeFileSync(path.join(folder, "sums"), content);
  writeFileSync(path.join(folder, "sums.pub"), publicFile(key.id, publicOf(key)));
  const file = signFile(new TextEncoder().encode(content), "signature by a certifying clerk", "round of the city", key);
  writeFileSync(path.join(folder, "sums.minisig"), file);
  const verify = (): number | null => minisign(["-V", "-H", "-q", "-p", "sums.pub", "-m", "sums", "-x", "sums.minisig"]);
  assert.equal(verify(), 0);
  writeFileSync(path.join(folder, "sums.minisig"), file.replace("of the city", "of a city"));
  assert.notEqual(verify(), 0, "the trusted comment is signed");
  writeFileSync(path.join(folder, "sums.minisig"), file);
  writeFileSync(path.join(folder, "sums"), "abd  SHA256SUMS\n");
  assert.notEqual(verify(), 0);
  assert.throws(() => signFile(new Uint8Array(0), "two\nlines", "", key), FormatError);
});

test("limits mean what they mean to libsodium", () => {
  assert.deepEqual(scryptNumbers(2n ** 25n, 2n ** 30n), { N: 2 ** 20, p: 1 }); // "sensitive"
  assert.deepEqual(scryptNumbers(524288n, 16777216n), { N: 2 ** 14, p: 1 }); // "interactive"
  assert.deepEqual(scryptNumbers(2n ** 22n, 2n ** 27n), { N: 2 ** 17, p: 1 });
  assert.deepEqual(scryptNumbers(2n ** 22n, 2n ** 24n), { N: 2 ** 14, p: 8 });
});
