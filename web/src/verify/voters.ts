// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Who may vote: credential lists and additions (docs/protocol.md section 3).

import { compare, FormatError, hex } from "../crypto/bytes.ts";
import { serialOf } from "../crypto/codes.ts";
import type { Definition } from "../crypto/definition.ts";
import { referenceHash, signersOf } from "../crypto/election.ts";
import { readPoint } from "../crypto/group.ts";
import { asInteger, asList, asText, exactMembers, parseCanonical, type Json } from "../crypto/json.ts";
import { blobOf, type Files } from "./files.ts";
import { typed, type Entry, type Record } from "./record.ts";

export interface Voter {
  readonly district: string;
  readonly batch: string;
  /** index of the entry that lists it */
  readonly listed: number;
}

/** By the credential in hex. */
export type Voters = ReadonlyMap<string, Voter>;

const PURPOSES = ["letter", "card", "walk-in", "spare"];

/** `entries`: those of the election; `step`: called for each key. */
export function* votersOf(files: Files, record: Record, definition: Definition, opening: Entry, entries: readonly Entry[]): Generator<void, Voters> {
  const voters = new Map<string, Voter>();
  const serials = new Set<string>();
  const batches = new Set<string>();
  const round = opening.members["round"];
  const listed = typed(record.entries, "credential-list").filter(({ members, index }) => members["round"] === round && index < opening.index);
  const last = listed.at(-1);
  if (last === undefined || hex(referenceHash(last.members["list"])) !== hex(referenceHash(opening.members["credentials"]))) {
    throw new FormatError("the opening names another credential list than the last one in the record");
  }
  const districts = definition.districts.map(({ id }) => id);
  let total = 0;
  for (const entry of [last, ...typed(entries, "addition")]) {
    checkSigners(record, definition, entry);
    const list = exactMembers(parseCanonical(blobOf(files, referenceHash(entry.members["list"]))), ["version", "round", "total", "batches"]);
    if (list["version"] !== 1 || list["round"] !== round) throw new FormatError("a credential list of another round or version");
    let count = 0;
    let before = "";
    for (const item of asList(list["batches"])) {
      const batch = exactMembers(item, ["batch", "count", "district", "keys", "purpose"]);
      const id = asText(batch["batch"]);
      if (id <= before || batches.has(id)) throw new FormatError("batches that are not in order, or a batch that is listed twice");
      batches.add(id);
      before = id;
      const district = asText(batch["district"]);
      if (!districts.includes(district) || !PURPOSES.includes(asText(batch["purpose"]))) throw new FormatError("a batch of an unknown district or purpose");
      const keys = keysIn(blobOf(files, referenceHash(batch["keys"])));
      if (keys.length !== asInteger(batch["count"])) throw new FormatError("a batch of another size than the list says");
      count += keys.length;
      for (const key of keys) {
        readPoint(key);
        const name = hex(key);
        const serial = serialOf(key);
        if (voters.has(name) || serials.has(serial)) throw new FormatError("a credential, or a serial, stands in the lists twice");
        serials.add(serial);
        voters.set(name, { district, batch: id, listed: entry.index });
        yield;
      }
    }
    if (count !== asInteger(list["total"]) || count !== asInteger(entry.members["total"])) throw new FormatError("a credential list of another size than it says");
    total += count;
  }
  if (total > capOf(files)) throw new FormatError("more credentials than the definition allows");
  return voters;
}

/** One registrar and one clerk. */
function checkSigners({ log }: Record, { registrars, clerks }: Definition, entry: Entry): void {
  const signers = signersOf(log.name, entry.members).map(hex);
  const has = (people: Definition["clerks"]): boolean => people.some(({ key }) => signers.includes(hex(key)));
  if (!has(registrars) || !has(clerks)) throw new FormatError("a credential list without the signatures of a registrar and a clerk");
}

function keysIn(blob: Uint8Array): Uint8Array[] {
  if (blob.length % 32 !== 0) throw new FormatError("keys that are cut off");
  const keys = Array.from({ length: blob.length / 32 }, (_, i) => blob.slice(32 * i, 32 * i + 32));
  keys.forEach((key, i) => {
    if (i > 0 && compare(keys[i - 1]!, key) >= 0) throw new FormatError("keys that are not in order");
  });
  return keys;
}

function capOf(files: Files): number {
  const roll = parseCanonical(files.get("definition.json")!)["roll"] as Json;
  return asInteger(exactMembers(roll, ["size", "cap"])["cap"]);
}
