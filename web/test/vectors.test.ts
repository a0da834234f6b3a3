// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Vectors shared with C that others have computed: codes, forms, definition and acts, JSON, trees, notes, proofs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { actDigest, readAct, signAct } from "../src/crypto/act.ts";
import { base64url, concat, FormatError, hex, hexDecode, utf8, utf8Decode } from "../src/crypto/bytes.ts";
import { parseCheckpoint, verifyCheckpoint } from "../src/crypto/checkpoint.ts";
import { credentialOf, serialOf } from "../src/crypto/codes.ts";
import { checkLot, checkText, parseDefinition } from "../src/crypto/definition.ts";
import { ed25519Holds } from "../src/crypto/ed25519.ts";
import { actBytes, checkElection, signersOf } from "../src/crypto/election.ts";
import { blankFields, pack, unpack, widthOf, type ContestShape, type Form } from "../src/crypto/forms.ts";
import { scalarBytes } from "../src/crypto/group.ts";
import { canonical, parseCanonical, type JsonObject } from "../src/crypto/json.ts";
import { consistencyHolds, leafHash, rootFromInclusion, rootOf } from "../src/crypto/merkle.ts";
import { parseNote, parseVerifierKey, signedBy } from "../src/crypto/note.ts";
import { fewest, parsePolicy, witnessed } from "../src/crypto/policy.ts";
import { hasValidCheck, normalise, readCode, showCode, showSerial } from "../src/crypto/symbols.ts";
import { hash32 } from "../src/crypto/transcript.ts";
import { parseTlogProof, verifyTlogProof } from "../src/crypto/tlog_proof.ts";
import { vectors } from "./support.ts";

test("codes, credentials and serials", () => {
  const { codes, readings, refused } = vectors<{
    codes: { nonce: string; code: string; text: string; k: string; credential: string; serial: string }[];
    readings: { text: string; code: string }[];
    refused: { text: string; error: string }[];
  }>("codes");
  for (const { nonce, code, text, k, credential, serial } of codes) {
    assert.ok(hasValidCheck(code));
    assert.equal(showCode(code.slice(0, 19)), text);
    const made = credentialOf(hexDecode(nonce), code.slice(0, 19))!;
    assert.equal(hex(scalarBytes(made.secret)), k);
    assert.equal(hex(made.key), credential);
    assert.equal(showSerial(serialOf(made.key)), serial);
  }
  for (const { text, code } of readings) assert.equal(normalise(text), code, text);
  for (const { text, error } of refused) assert.ok("fault" in readCode(text), `${text}: ${error}`);
});

test("forms, valid and invalid", () => {
  const { contests, valid, invalid } = vectors<{
    contests: { name: string; form: Form; costs: number[]; envelope: number; width: number }[];
    valid: { contest: string; options: number[]; values: number[]; blocks: string }[];
    invalid: { contest: string; reason: string; blocks: string }[];
  }>("forms");
  const shapes = new Map(contests.map(({ name, form, costs, envelope }): [string, ContestShape] => [name, { form, costs, envelope }]));
  for (const { name, width } of contests) assert.equal(widthOf(shapes.get(name)!), width, name);
  const split = (bytes: string): Uint8Array[] => (bytes.match(/.{60}/g) ?? []).map(hexDecode);
  for (const { contest, options, values, blocks } of valid) {
    const shape = shapes.get(contest)!;
    const fields = fieldsOf(shape, options, values);
    assert.equal(pack(shape, fields).map(hex).join(""), blocks, `${contest} ${String(options)}`);
    assert.deepEqual(unpack(shape, split(blocks)), { fields });
  }
  for (const { contest, reason, blocks } of invalid) assert.deepEqual(unpack(shapes.get(contest)!, split(blocks)), { fault: reason }, `${contest} ${blocks}`);
});

/** The vectors name options and what they carry; fields are as the payload has them. */
function fieldsOf(shape: ContestShape, options: readonly number[], values: readonly number[]): number[] {
  const fields = [...blankFields(shape)];
  const { form } = shape;
  options.forEach((option, i) => {
    if (form.kind === "choice") fields[0] = option + 1;
    else if (form.kind === "ranking") fields[i] = option + 1;
    else if (form.kind === "scores") fields[option] = values[i]! - form.low + 1;
    else if (form.kind === "points" || form.kind === "questions") fields[option] = values[i]!;
    else fields[option] = 1;
  });
  return fields;
}

test("the definition, its acts and its election", () => {
  const v = vectors<{
    definition: string; hash: string; widths: Record<string, number>; text: { salt: string; text: string; hash: string };
    eid: string; origin: string; election_key: string; keys: Record<string, { seed: string; public: string }>;
    acts: { type: string; act: string; digest: string; signers: string[]; entry: string }[];
  }>("definition"); // prettier-ignore
  const definition = parseDefinition(utf8(v.definition), hexDecode(v.hash));
  for (const contest of definition.contests) assert.equal(widthOf(contest), v.widths[contest.id], contest.id);
  assert.equal(hex(hash32("text", hexDecode(v.text.salt), v.text.text)), v.text.hash);
  assert.throws(() => parseDefinition(utf8(v.definition), new Uint8Array(32)), FormatError);
  assert.throws(() => checkText(definition.texts, "en", { salt: "x", text: v.text.text }), FormatError);

  for (const { act, digest, signers, entry } of v.acts) {
    const object = parseCanonical(utf8(entry));
    assert.equal(utf8Decode(actBytes(object)), act);
    assert.equal(hex(hash32("act", v.origin, utf8(act))), digest);
    const keys = "signatures" in object ? signersOf(v.origin, object) : [];
    assert.deepEqual(keys.map(hex).sort(), signers.map((name) => v.keys[name]!.public).sort());
    assert.deepEqual(readAct(act), parseCanonical(utf8(act)));
    assert.equal(hex(actDigest(v.origin, act)), digest);
    for (const name of signers) {
      const secret = { id: new Uint8Array(8), key: concat(hexDecode(v.keys[name]!.seed), hexDecode(v.keys[name]!.public)) };
      const signature = base64url(signAct(v.origin, act, secret));
      assert.ok(entry.includes(`"key":"${base64url(hexDecode(v.keys[name]!.public))}","signature":"${signature}"`), `${name} signs ${act}`);
    }
  }
  const opening = v.acts.find(({ type }) => type === "opening")!;
  assert.equal(hex(hash32("election", v.origin, utf8(opening.act))), v.eid);
  assert.equal(parseCanonical(utf8(opening.entry))["key"], base64url(hexDecode(v.election_key)));
  // Everything but the acknowledgements is here, so their lack is the first thing that is missed.
  assert.throws(() => checkElection(v.origin, utf8(v.definition), utf8(opening.entry), []), /not acknowledged by every trustee/);
});

test("JSON", () => {
  const { canonical: pairs, refused } = vectors<{ canonical: { relaxed: string; canonical: string }[]; refused: [string, string][] }>("json");
  for (const pair of pairs) {
    assert.equal(utf8Decode(canonical(JSON.parse(pair.relaxed) as JsonObject)), pair.canonical);
    assert.equal(utf8Decode(canonical(parseCanonical(utf8(pair.canonical)))), pair.canonical);
  }
  for (const [text, why] of refused) assert.throws(() => parseCanonical(utf8(text)), FormatError, `${why}: ${text}`);
});

test("trees", () => {
  type Hashes = string[];
  const v = vectors<{ leaves: string[]; roots: Hashes; inclusion: { index: number; size: number; proof: Hashes }[]; consistency: { old_size: number; size: number; proof: Hashes }[] }>("merkle");
  const leaves = v.leaves.map(hexDecode).map(leafHash);
  v.roots.forEach((root, size) => assert.equal(hex(rootOf(leaves.slice(0, size))), root));
  for (const { index, size, proof } of v.inclusion) assert.equal(hex(rootFromInclusion(index, size, leaves[index]!, proof.map(hexDecode))), v.roots[size]);
  for (const { old_size, size, proof } of v.consistency) {
    assert.equal(consistencyHolds(old_size, hexDecode(v.roots[old_size]!), size, hexDecode(v.roots[size]!), proof.map(hexDecode)), true, `${old_size} ${size}`);
  }
});

test("notes and checkpoints", () => {
  const v = vectors<{ notes: { vkey: string; note: string }[]; unverified: string[]; bad_vkeys: string[]; checkpoints: { note: string; origin: string; size: number; root: string }[] }>("note");
  for (const { vkey, note } of v.notes) assert.equal(signedBy(parseNote(utf8(note)), parseVerifierKey(vkey)), true, note);
  for (const note of v.unverified) assert.doesNotThrow(() => parseNote(utf8(note)));
  for (const { note, origin, size, root } of v.checkpoints) {
    const checkpoint = parseCheckpoint(utf8(note));
    assert.deepEqual([checkpoint.origin, checkpoint.size, hex(checkpoint.root)], [origin, size, root]);
  }
});

test("policies of witnesses, and checkpoints under them", () => {
  const v = vectors<{
    log: string; example: string; malformed_after_example: string[]; malformed: string[]; fewest: { after_example: string; fewest: number }[];
    checkpoints: { name: string; policy: string; checkpoint: string; accepted: boolean; quorum?: boolean; cosignatures?: { witness: string; time: number }[] }[];
  }>("policy"); // prettier-ignore
  for (const line of v.malformed_after_example) assert.throws(() => parsePolicy(v.example + line), FormatError, line);
  for (const text of [...v.malformed, `${"\n".repeat(65_536)}quorum none\n`]) assert.throws(() => parsePolicy(text), FormatError, text);
  for (const { after_example, fewest: least } of v.fewest) assert.equal(fewest(parsePolicy(v.example + after_example)), least, after_example);
  const log = parseVerifierKey(v.log);
  for (const { name, policy, checkpoint, accepted, quorum, cosignatures } of v.checkpoints) {
    const judge = () => witnessed(parsePolicy(policy), log, utf8(checkpoint));
    if (!accepted) {
      assert.throws(judge, FormatError, name);
      continue;
    }
    const found = judge();
    assert.deepEqual([found.quorum, found.cosignatures.map((one) => ({ witness: one.name, time: one.time }))], [quorum, cosignatures], name);
  }
  assert.ok(v.checkpoints.length > 10);
});

test("proofs", () => {
  const v = vectors<{ vkey: string; leaves: string[]; proofs: { index: number; text: string }[] }>("tlog_proof");
  const log = parseVerifierKey(v.vkey);
  for (const { index, text } of v.proofs) {
    const proof = parseTlogProof(utf8(text));
    const leaf = hexDecode(v.leaves[index]!);
    assert.equal(proof.index, index);
    if (proof.extra === null) {
      const { root, size } = verifyCheckpoint(proof.checkpoint, log);
      assert.deepEqual(rootFromInclusion(index, size, leafHash(leaf), proof.path), root);
    } else {
      assert.deepEqual(verifyTlogProof(utf8(text), log).entry, leaf);
    }
  }
});

test("ballot numbers by lot", () => {
  const { round, lots } = vectors<{ round: string; lots: { contest: string; source: string; value: string; ids: string[]; drawn: string[]; first: string }[] }>("lot");
  for (const { contest, source, value, ids, drawn, first } of lots) {
    const lot = source === "drand" ? { source, value, beacon: "quicknet", beacon_round: 7 } : { source, value };
    const check = (l: JsonObject, order: readonly string[]): void => checkLot(l, hexDecode(round), contest, order);
    assert.equal(hex(hash32("lot", hexDecode(round), contest, value, drawn[0]!)), first);
    check(lot, drawn);
    assert.throws(() => check(lot, ids), FormatError);
    assert.throws(() => check({ ...lot, value: `${value.slice(1)}1` }, drawn), FormatError);
    assert.throws(() => check({ ...lot, value: `${value}x` }, drawn), FormatError);
    assert.throws(() => check({ ...lot, source: "coins" }, drawn), FormatError);
    assert.throws(() => check({ ...lot, more: 1 }, drawn), FormatError);
  }
});

test("Ed25519 at its borders, as libsodium verifies it", () => {
  const { signatures } = vectors<{ signatures: { why: string; key: string; message: string; signature: string; valid: boolean }[] }>("ed25519");
  assert.ok(signatures.length > 0);
  for (const { why, key, message, signature, valid } of signatures)
    assert.equal(ed25519Holds(hexDecode(signature), hexDecode(message), hexDecode(key)), valid, why);
});
