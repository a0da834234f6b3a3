// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The log under the eyes of its witnesses: the newest tree that has the quorum of a round's policy, and whether it is
// of one history with a tree that the log alone has signed.

import { api, ApiProblem } from "../api/index.ts";
import { FormatError } from "../crypto/bytes.ts";
import { verifyCheckpoint, type Checkpoint } from "../crypto/checkpoint.ts";
import { consistencyHolds } from "../crypto/merkle.ts";
import type { VerifierKey } from "../crypto/note.ts";
import { witnessed, type Policy, type Witnessed } from "../crypto/policy.ts";
import { consistencyFromTiles, type TileReader } from "../crypto/tiles.ts";
import { Unwitnessed } from "./unwitnessed.ts";
import type { WitnessesView } from "./view.ts";

/** What the log shows to everybody; with the quorum, or else Unwitnessed. */
export async function newestWitnessed(policy: Policy, log: VerifierKey): Promise<Witnessed> {
  const bytes = await api.checkpoint().catch((error: unknown) => {
    if (error instanceof ApiProblem && error.slug === "not-found") throw new Unwitnessed("no checkpoint has been witnessed yet");
    throw error;
  });
  const found = witnessed(policy, log, bytes);
  if (!found.quorum) throw new Unwitnessed("the newest checkpoint lacks witnesses");
  return found;
}

/** The newer of two trees, one of which is proven to extend the other. */
export async function newerOf(one: Checkpoint, other: Checkpoint, tile: TileReader = api.tile): Promise<Checkpoint> {
  const [older, newer] = one.size < other.size ? [one, other] : [other, one];
  const path = await consistencyFromTiles(older.size, newer.size, tile);
  if (!consistencyHolds(older.size, older.root, newer.size, newer.root, path)) throw new FormatError("the log does not extend the receipt's");
  return newer;
}

/**
 * The newest tree known that is of one history with `known`, which holds the entry of this index; and who has seen the
 * entry. `policy` null: nobody watches.
 */
export async function watched(policy: Policy | null, log: VerifierKey, known: Checkpoint, index: number): Promise<{ now: Checkpoint; witnesses: WitnessesView }> {
  if (policy === null) return { now: await newerOf(known, verifyCheckpoint(await api.checkpoint(), log)), witnesses: { at: "nobody" } };
  try {
    const { checkpoint, cosignatures } = await newestWitnessed(policy, log);
    const now = await newerOf(known, checkpoint);
    if (checkpoint.size <= index) return { now, witnesses: { at: "waiting" } };
    return { now, witnesses: { at: "seen", names: cosignatures.map(({ name }) => name), time: Math.max(...cosignatures.map(({ time }) => time)) } };
  } catch (error) {
    if (error instanceof Unwitnessed) return { now: known, witnesses: { at: "waiting" } };
    throw error;
  }
}
