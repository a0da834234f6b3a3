// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A receipt of another city, checked from the copy that this city keeps of that city's log (docs/decisions/mirror.md).
// The server says where to look; what is said of the ballot leads to the root that this city has cosigned.

import { sha256 } from "@noble/hashes/sha2";
import { ApiProblem } from "../api/http.ts";
import { mirrorApi } from "../api/mirror.ts";
import type { BallotLine } from "../api/types.ts";
import { base64url, equal, FormatError, hex, utf8 } from "../crypto/bytes.ts";
import { parseCheckpoint, verifyCheckpoint, type Checkpoint } from "../crypto/checkpoint.ts";
import { parseDefinition, type Definition } from "../crypto/definition.ts";
import { actBytes, policyOf, referenceHash } from "../crypto/election.ts";
import { asList, asText, parseCanonical, type Json, type JsonObject } from "../crypto/json.ts";
import { leafHash } from "../crypto/merkle.ts";
import { parseVerifierKey, signatureTimes, type VerifierKey } from "../crypto/note.ts";
import { parsePolicy, witnessed, type Policy } from "../crypto/policy.ts";
import { readBallotEntry, verifyReceipt, type Receipt } from "../crypto/receipt.ts";
import { entryTile } from "../crypto/tile_path.ts";
import { parseBundle, rootAround } from "../crypto/tiles.ts";
import { parseTlogProof } from "../crypto/tlog_proof.ts";
import { hash32 } from "../crypto/transcript.ts";
import { receiptView } from "./receipt_view.ts";
import type { AbroadAnswer, WitnessesView } from "./view.ts";
import { follows, lineOf, linesOf, membersOf, walk, type Placed } from "./walk.ts";
import { newerOf } from "./witnesses.ts";

type Copy = ReturnType<typeof mirrorApi>;
type Place = Awaited<ReturnType<Copy["places"]>>[number];

/**
 * `given`: a policy of the voter's own (tlog-policy), which then says what the key of the log is and who must have
 * signed; or "". `witnessKey`: that of this city.
 */
async function abroad(proof: string, given: string, witnessKey: string): Promise<AbroadAnswer> {
  const { origin } = parseCheckpoint(parseTlogProof(utf8(proof)).checkpoint);
  const copy = mirrorApi(hex(sha256(utf8(origin))));
  const about = await orNull(copy.about());
  if (about === null) return { at: "unknown", origin };
  const own = given === "" ? null : parsePolicy(given);
  const keys = own === null || own.logs.length === 0 ? about.log_keys.map(parseVerifierKey) : own.logs;
  const log = keys.find(({ name }) => name === origin);
  if (log === undefined) return { at: "other-policy", origin };
  const receipt = firstOf(keys.filter(({ name }) => name === origin), (key) => verifyReceipt(utf8(proof), key));

  const now = about.own === undefined ? null : verifyCheckpoint(utf8(about.own), log);
  if (now === null || now.size <= receipt.index) return { at: "behind", origin, size: about.size, visited: about.visited };
  const [signed] = signatureTimes(now.note, parseVerifierKey(witnessKey));
  if (signed === undefined) throw new FormatError("a copy without the signature of the city that keeps it");
  // A tree that the receipt is from and that is newer than the copy cannot be compared; the entry itself is found all the same.
  if (receipt.checkpoint.size <= now.size) await newerOf(receipt.checkpoint, now, copy.tile);

  const places = await copy.places(base64url(receipt.eid), base64url(receipt.ballot.credential));
  const opening = await openingOf(copy, receipt, origin, now, places.find(({ type }) => type === "opening")?.index);
  const definition = opening === null ? null : await definitionOf(copy, opening);
  const policy = own ?? (definition === null ? null : policyOf(definition));
  const walked = await walk(receipt.index, now, copy);
  const common = {
    at: "found",
    origin,
    receipt: receiptView(receipt),
    treeSize: now.size,
    signed,
    visited: about.visited,
    compared: receipt.checkpoint.size <= now.size,
    witnesses: own === null && definition === null ? null : seenBy(policy, log, [about.own, about.shown], receipt.index),
    ownPolicy: own !== null,
    zone: definition?.schedule.zone,
  } as const;

  const before = await ballotsAt(copy, now, places, receipt);
  const entries = walked?.entries ?? (await entriesAt(copy, now, places, receipt.index));
  const { ofCode, unclear } = await batchesOf(copy, now, places, opening, receipt, entries);
  const lines = linesOf(receipt, entries, (batch) => ofCode.has(batch), before);
  return { ...common, walked: walked?.entries.length ?? null, sealed: walked?.sealed ?? false, ...lines, unclear };
}

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: unknown) => {
    if (error instanceof ApiProblem && error.slug === "not-found") return null;
    throw error;
  });
}

/** A log may have more than one key; the error is that of the last. */
function firstOf<T>(keys: readonly VerifierKey[], read: (key: VerifierKey) => T): T {
  for (const key of keys.slice(0, -1)) {
    try {
      return read(key);
    } catch {
      // perhaps the next
    }
  }
  return read(keys.at(-1)!);
}

/** An entry of the copy, proven to be in the tree. */
async function entryAt(copy: Copy, index: number, now: Checkpoint): Promise<Uint8Array> {
  if (index >= now.size) throw new FormatError("a place outside the tree");
  const { tile, offset } = entryTile(index, now.size);
  const entry = parseBundle(await copy.entries(tile), tile.width)[offset]!;
  if (!equal(await rootAround(index, [leafHash(entry)], now.size, copy.tile), now.root)) throw new FormatError("an entry that is not that of the log");
  return entry;
}

/** The opening that the ballot is for: no other hashes to the eid in the receipt. Null: the copy does not say where it stands. */
async function openingOf(copy: Copy, receipt: Receipt, origin: string, now: Checkpoint, index: number | undefined): Promise<JsonObject | null> {
  if (index === undefined) return null;
  const opening = parseCanonical(await entryAt(copy, index, now)) as JsonObject;
  if (opening["type"] !== "opening" || !equal(hash32("election", origin, actBytes(opening)), receipt.eid)) throw new FormatError("opening of another election");
  return opening;
}

/** The blob that a reference names; null: the copy does not have it. */
async function blobOf(copy: Copy, reference: Json | undefined): Promise<Uint8Array | null> {
  const hash = referenceHash(reference);
  const bytes = await orNull(copy.blob(hex(hash)));
  if (bytes !== null && !equal(sha256(bytes), hash)) throw new FormatError("a blob that is not what its name says");
  return bytes;
}

async function definitionOf(copy: Copy, opening: JsonObject): Promise<Definition | null> {
  const bytes = await blobOf(copy, opening["definition"]);
  return bytes === null ? null : parseDefinition(bytes, referenceHash(opening["definition"]));
}

/** Who has signed a tree with the ballot in it, as the policy asks for: by the newest of these checkpoints that has its quorum. */
function seenBy(policy: Policy | null, log: VerifierKey, notes: readonly (string | undefined)[], index: number): WitnessesView {
  if (policy === null || policy.quorum === null) return { at: "nobody" };
  const seen = notes
    .filter((note) => note !== undefined)
    .map((note) => witnessed(policy, log, utf8(note)))
    .filter(({ quorum, checkpoint }) => quorum && checkpoint.size > index)
    .sort((a, b) => b.checkpoint.size - a.checkpoint.size)[0];
  if (seen === undefined) return { at: "waiting" };
  return { at: "seen", names: seen.cosignatures.map(({ name }) => name), time: Math.max(...seen.cosignatures.map(({ time }) => time)) };
}

/** The ballots before that of the receipt: each is named by the one after it. */
async function ballotsAt(copy: Copy, now: Checkpoint, places: readonly Place[], receipt: Receipt): Promise<BallotLine[]> {
  const earlier = places.filter(({ type, index }) => type === "ballot" && index < receipt.index).reverse();
  const lines: BallotLine[] = [];
  let next: Parameters<typeof follows>[0] = receipt;
  for (let seq = receipt.ballot.seq; seq > 0; seq--) {
    const place = earlier.shift();
    if (place === undefined) throw new FormatError("the copy lacks an earlier ballot");
    const found = readBallotEntry(await entryAt(copy, place.index, now));
    follows(next, found);
    lines.unshift(lineOf(found, place.index));
    next = found;
  }
  return lines;
}

/** Where the walk would be too long: what the copy's index names, each entry proven, but not that there is no other. */
async function entriesAt(copy: Copy, now: Checkpoint, places: readonly Place[], from: number): Promise<readonly Placed[]> {
  const at = places.filter(({ type, index }) => index >= from && ["ballot", "void", "batch-void"].includes(type));
  return Promise.all(at.map(async ({ index }) => ({ index, bytes: await entryAt(copy, index, now) })));
}

/**
 * Of the batches that were withdrawn in these entries: which the code is of, by the keys of each batch. "unclear" are those whose
 * keys the copy does not have.
 */
async function batchesOf(copy: Copy, now: Checkpoint, places: readonly Place[], opening: JsonObject | null, receipt: Receipt, entries: readonly Placed[]) {
  const eid = base64url(receipt.eid);
  const withdrawn = new Set(entries.map(({ bytes }) => membersOf(bytes)).filter((members) => members["type"] === "batch-void" && members["eid"] === eid).map((members) => asText(members["batch"])));
  const ofCode = new Set<string>();
  if (withdrawn.size === 0) return { ofCode, unclear: [] };
  const references: (Json | undefined)[] = opening === null ? [] : [opening["credentials"]];
  for (const { index } of places.filter(({ type }) => type === "addition")) {
    const addition = membersOf(await entryAt(copy, index, now));
    if (addition["eid"] === eid) references.push(addition["list"]);
  }
  const unclear = new Set(withdrawn);
  for (const reference of references) {
    const list = await blobOf(copy, reference);
    if (list === null) continue;
    for (const item of asList((parseCanonical(list) as JsonObject)["batches"])) {
      const batch = item as JsonObject;
      const id = asText(batch["batch"]);
      if (!withdrawn.has(id)) continue;
      const keys = await blobOf(copy, batch["keys"]);
      if (keys === null) continue;
      unclear.delete(id);
      if (holds(keys, receipt.ballot.credential)) ofCode.add(id);
    }
  }
  return { ofCode, unclear: [...unclear] };
}

function holds(keys: Uint8Array, key: Uint8Array): boolean {
  for (let at = 0; at + 32 <= keys.length; at += 32) if (equal(keys.subarray(at, at + 32), key)) return true;
  return false;
}

export const tasks = { abroad };
export type AbroadTasks = typeof tasks;
