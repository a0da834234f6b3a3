// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { ed25519 } from "@noble/curves/ed25519";
import { base64, concat, FormatError, hex, hexDecode, u64be, utf8 } from "../src/crypto/bytes.ts";
import { parseCheckpoint, verifyCheckpoint } from "../src/crypto/checkpoint.ts";
import { consistencyHolds, consistencyRanges, emptyRoot, leafHash, nodeHash, rootFromInclusion, rootOf, split } from "../src/crypto/merkle.ts";
import { keyId, parseNote, parseVerifierKey, signatureTimes, signedBy, type VerifierKey } from "../src/crypto/note.ts";
import { entryTile, tilePath, type Tile } from "../src/crypto/tile_path.ts";
import { consistencyFromTiles, parseBundle, rootAround } from "../src/crypto/tiles.ts";
import { parseTlogProof, verifyTlogProof } from "../src/crypto/tlog_proof.ts";
import { seeded } from "./support.ts";

// The tree of the Certificate Transparency reference tests, used by most implementations of RFC 6962.
const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"].map(hexDecode).map(leafHash);
const ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const many = (count: number): Uint8Array[] => Array.from({ length: count }, (_, i) => leafHash(u64be(i)));

function inclusion(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return index < k ? [...inclusion(index, left), rootOf(right)] : [...inclusion(index - k, right), rootOf(left)];
}

const consistency = (first: number, leaves: readonly Uint8Array[]): Uint8Array[] =>
  consistencyRanges(first, leaves.length).map(({ start, size }) => rootOf(leaves.slice(start, start + size)));

test("roots of the reference tree", () => {
  ROOTS.forEach((root, size) => assert.equal(hex(rootOf(LEAVES.slice(0, size))), root));
});

test("every inclusion proof leads to the root, a changed one does not", () => {
  for (let size = 1; size <= 40; size++) {
    const leaves = many(size);
    const root = hex(rootOf(leaves));
    for (let index = 0; index < size; index++) {
      const path = inclusion(index, leaves);
      assert.equal(hex(rootFromInclusion(index, size, leaves[index]!, path)), root);
      assert.throws(() => rootFromInclusion(index, size, leaves[index]!, [...path, path[0] ?? root]  as Uint8Array[]), FormatError);
      if (size > 1) {
        assert.throws(() => rootFromInclusion(index, size, leaves[index]!, path.slice(1)), FormatError);
        assert.notEqual(hex(rootFromInclusion(index, size, leaves[(index + 1) % size]!, path)), root);
      }
    }
    assert.throws(() => rootFromInclusion(size, size, leaves[0]!, []), FormatError);
  }
});

test("the consistency proof example of RFC 6962 section 2.1.3", () => {
  const leaves = many(7);
  const [a, b, c, d, e, f, j] = leaves as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const [g, h, i] = [nodeHash(a, b), nodeHash(c, d), nodeHash(e, f)];
  const [k, l] = [nodeHash(g, h), nodeHash(i, j)];
  assert.deepEqual(consistency(3, leaves), [c, d, g, l]);
  assert.deepEqual(consistency(4, leaves), [l]);
  assert.deepEqual(consistency(6, leaves), [i, j, k]);
});

test("every consistency proof holds, and no other history passes", () => {
  for (let second = 1; second <= 24; second++) {
    const leaves = many(second);
    const root = rootOf(leaves);
    for (let first = 1; first <= second; first++) {
      const old = rootOf(leaves.slice(0, first));
      const proof = first === second ? [] : consistency(first, leaves);
      assert.equal(consistencyHolds(first, old, second, root, proof), true, `${first} to ${second}`);
      assert.equal(consistencyHolds(first, leafHash(utf8("other")), second, root, proof), false);
      assert.equal(consistencyHolds(first, old, second, leafHash(utf8("other")), proof), false);
      assert.equal(consistencyHolds(first, old, second, root, [...proof, old]), false);
      proof.forEach((_, i) => {
        assert.equal(consistencyHolds(first, old, second, root, proof.filter((_, j) => j !== i)), false);
        assert.equal(consistencyHolds(first, old, second, root, proof.map((hash, j) => (j === i ? leafHash(hash) : hash))), false);
      }); // prettier-ignore
    }
  }
  assert.equal(consistencyHolds(0, emptyRoot(), 5, rootOf(many(5)), []), true);
  assert.equal(consistencyHolds(5, rootOf(many(5)), 4, rootOf(many(4)), []), false);
});

test("paths of tiles", () => {
  assert.equal(tilePath({ level: 0, index: 1234067, width: 256 }), "tile/0/x001/x234/067");
  assert.equal(tilePath({ level: 2, index: 0, width: 1 }), "tile/2/000.p/1");
  assert.equal(tilePath({ level: 0, index: 273, width: 112 }, "entries"), "tile/entries/273.p/112");
  assert.deepEqual(entryTile(69_999, 70_000), { tile: { level: 0, index: 273, width: 112 }, offset: 111 });
  assert.deepEqual(entryTile(255, 256), { tile: { level: 0, index: 0, width: 256 }, offset: 255 });
});

test("consistency proofs from tiles equal those from leaves", async () => {
  const all = many(66_000);
  const levels = [all];
  while (levels[levels.length - 1]!.length >= 256) {
    const below = levels[levels.length - 1]!;
    levels.push(Array.from({ length: Math.floor(below.length / 256) }, (_, i) => rootOf(below.slice(i * 256, (i + 1) * 256))));
  }
  const roots = new Map<number, Uint8Array>();
  const rootAt = (size: number): Uint8Array => {
    if (!roots.has(size)) roots.set(size, rootOf(all.slice(0, size)));
    return roots.get(size)!;
  };
  for (const [first, second] of [[1, 2], [3, 7], [255, 256], [256, 257], [1, 300], [255, 600], [300, 65_536], [65_535, 65_537], [65_536, 66_000], [777, 66_000]] as const) {
    let fetched = 0;
    const read = async (tile: Tile): Promise<Uint8Array> => {
      fetched++;
      const hashes = Math.floor(second / 256 ** tile.level);
      assert.equal(tile.width, Math.min(256, hashes - tile.index * 256), "only tiles that the tree has are asked for");
      return concat(...levels[tile.level]!.slice(tile.index * 256, tile.index * 256 + tile.width));
    };
    const proof = await consistencyFromTiles(first, second, read);
    assert.equal(consistencyHolds(first, rootAt(first), second, rootAt(second), proof), true, `${first} to ${second}`);
    assert.ok(fetched <= 8, `${fetched} tiles`);
    for (const [start, count] of [[0, second], [first - 1, 1], [first, second - first], [Math.floor(first / 2), Math.ceil(first / 2)]] as const) {
      fetched = 0;
      const leaves = all.slice(start, start + count);
      assert.deepEqual(await rootAround(start, leaves, second, read), rootAt(second), `${count} from ${start} of ${second}`);
      assert.ok(fetched <= 8, `${fetched} tiles`);
      if (start + count < second) assert.notDeepEqual(await rootAround(start + 1, leaves, second, read), rootAt(second));
    }
    await assert.rejects(rootAround(second - 1, all.slice(0, 2), second, read), FormatError);
    await assert.rejects(rootAround(0, [], second, read), FormatError);
  }
  await assert.rejects(consistencyFromTiles(3, 7, async () => new Uint8Array(32)), FormatError);
});

test("entry bundles", () => {
  const bundle = hexDecode("0003616263" + "0000" + "000178");
  assert.deepEqual(parseBundle(bundle, 3), [utf8("abc"), new Uint8Array(0), utf8("x")]);
  assert.throws(() => parseBundle(bundle, 2), FormatError);
  for (let length = 0; length < bundle.length; length++) assert.throws(() => parseBundle(bundle.slice(0, length), 3), FormatError);
});

// The example of C2SP signed-note.
const EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const EXAMPLE_NOTE =
  "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

test("the example note of C2SP verifies under its key", () => {
  const key = parseVerifierKey(EXAMPLE_KEY);
  assert.equal(signedBy(parseNote(utf8(EXAMPLE_NOTE)), key), true);
  assert.throws(() => signedBy(parseNote(utf8(EXAMPLE_NOTE.replace("This", "that"))), key), FormatError);
  assert.equal(signedBy(parseNote(utf8(EXAMPLE_NOTE.replace("com/foo", "com/bar"))), key), false);
});

test("verifier keys whose id does not fit are refused", () => {
  for (const text of [EXAMPLE_KEY.replace("530d", "530e"), EXAMPLE_KEY.replace("foo", "bar"), EXAMPLE_KEY.replace("Aeky", "Beky"), "", "a+b+c", EXAMPLE_KEY + "AA"]) {
    assert.throws(() => parseVerifierKey(text), FormatError, text);
  }
});

test("notes of another form are refused", () => {
  const bytes = utf8(EXAMPLE_NOTE);
  for (let length = 0; length < bytes.length; length++) assert.throws(() => signedBy(parseNote(bytes.slice(0, length)), parseVerifierKey(EXAMPLE_KEY)), FormatError);
  for (const text of [EXAMPLE_NOTE + "\n", EXAMPLE_NOTE.replace("\n\n", "\n"), EXAMPLE_NOTE.replace("—", "-"), EXAMPLE_NOTE.replace("is an", "is\tan"), EXAMPLE_NOTE + "junk\n"]) {
    assert.throws(() => parseNote(utf8(text)), FormatError, JSON.stringify(text));
  }
});

const SECRET = Uint8Array.from({ length: 32 }, (_, i) => i);

function logKey(name: string, type = 1): VerifierKey {
  const key = ed25519.getPublicKey(SECRET);
  return parseVerifierKey(`${name}+${hex(keyId(name, type, key))}+${base64(concat(Uint8Array.of(type), key))}`);
}

function signLine(key: VerifierKey, message: string, time?: number): string {
  const signature = ed25519.sign(utf8(message), SECRET);
  return `— ${key.name} ${base64(concat(key.id, time === undefined ? new Uint8Array(0) : u64be(time), signature))}\n`;
}

function signedTree(leaves: readonly Uint8Array[], key = logKey("city.example/log")): string {
  const text = `${key.name}\n${leaves.length}\n${base64(rootOf(leaves))}\n`;
  return `${text}\n${signLine(key, text)}`;
}

test("a checkpoint is accepted from its own log only", () => {
  const key = logKey("city.example/log");
  const checkpoint = verifyCheckpoint(utf8(signedTree(many(5), key)), key);
  assert.equal(checkpoint.size, 5);
  assert.deepEqual(checkpoint.root, rootOf(many(5)));
  assert.throws(() => verifyCheckpoint(utf8(signedTree(many(5), key)), logKey("other.example/log")), FormatError);
  const stranger = `town.example/log\n5\n${base64(rootOf(many(5)))}\n`;
  assert.throws(() => verifyCheckpoint(utf8(`${stranger}\n${signLine(key, stranger)}`), key), /another log/);
  assert.throws(() => verifyCheckpoint(utf8(EXAMPLE_NOTE), parseVerifierKey(EXAMPLE_KEY)), FormatError);
  const extended = `${key.name}\n5\n${base64(rootOf(many(5)))}\nextension\n`;
  assert.throws(() => parseCheckpoint(utf8(`${extended}\n${signLine(key, extended)}`)), FormatError);
});

test("cosignatures carry their time under the signature", () => {
  const witness = logKey("witness.example/w1", 4);
  const text = `city.example/log\n5\n${base64(rootOf(many(5)))}\n`;
  const line = signLine(witness, `cosignature/v1\ntime 1679315147\n${text}`, 1679315147);
  assert.deepEqual(signatureTimes(parseNote(utf8(`${text}\n${line}`)), witness), [1679315147]);
  const later = signLine(witness, `cosignature/v1\ntime 1679315147\n${text}`, 1679315148);
  assert.throws(() => signatureTimes(parseNote(utf8(`${text}\n${later}`)), witness), FormatError);
});

test("a tlog-proof proves its entry, and no changed one does", () => {
  const entries = Array.from({ length: 11 }, (_, i) => utf8(`entry ${i}`));
  const leaves = entries.map(leafHash);
  const key = logKey("city.example/log");
  const path = inclusion(6, leaves).map((hash) => `${base64(hash)}\n`);
  const proof = `c2sp.org/tlog-proof@v1\nextra ${base64(entries[6]!)}\nindex 6\n${path.join("")}\n${signedTree(leaves, key)}`;
  const verified = verifyTlogProof(utf8(proof), key);
  assert.deepEqual(verified.entry, entries[6]);
  assert.equal(verified.index, 6);
  assert.equal(verified.checkpoint.size, 11);

  const refused: [string, string][] = [
    ["another entry", proof.replace(base64(entries[6]!), base64(entries[5]!))],
    ["another index", proof.replace("index 6", "index 7")],
    ["index with a zero", proof.replace("index 6", "index 06")],
    ["no extra", proof.replace(/extra .*\n/, "")],
    ["a hash less", proof.replace(path[0]!, "")],
    ["a hash more", proof.replace(path[0]!, path[0]! + path[0]!)],
    ["another header", proof.replace("@v1", "@v2")],
    ["another size", proof.replace("\n11\n", "\n12\n")],
    ["another log", proof.replace("city.example/log\n11", "town.example/log\n11")],
    ["a line too many", proof.replace("index 6\n", "index 6\n\n")],
  ];
  for (const [what, text] of refused) assert.throws(() => verifyTlogProof(utf8(text), key), FormatError, what);
  const bytes = utf8(proof);
  for (let length = 0; length < bytes.length; length++) assert.throws(() => verifyTlogProof(bytes.slice(0, length), key), FormatError, `at ${length}`);
  const random = seeded("flip")(bytes.length);
  for (let at = 0; at < bytes.length; at++) {
    const flipped = bytes.slice();
    flipped[at]! ^= 1 << random[at]! % 8;
    assert.throws(() => verifyTlogProof(flipped, key), FormatError, `bit at ${at}`);
  }
  assert.deepEqual(parseTlogProof(bytes).path.length, path.length);
});
