// SPDX-License-Identifier: AGPL-3.0-or-later
//
// From a receipt or a tracker to what became of the ballot. Everything that can be proven is proven in this browser.

import { api, ApiProblem, type CredentialStatus } from "../../api/index.ts";
import { utf8Decode } from "../../crypto/bytes.ts";
import { normalise } from "../../crypto/symbols.ts";
import { pinnedLogKey } from "../../storage/index.ts";
import type { startWorker } from "../../worker/client.ts";
import type { ReceiptView } from "../../worker/view.ts";

/** "missing": the log has signed this ballot, but the city's answer does not list it. */
export type Verdict = "counts" | "replaced" | "withdrawn" | "missing";

export interface Examined {
  readonly round: string;
  readonly receipt: ReceiptView;
  readonly proof: string;
  readonly status: CredentialStatus;
  readonly verdict: Verdict;
  readonly open: boolean;
  /** size of the log now, proven to extend the receipt's */
  readonly treeSize: number;
}

/** `message` is a message id. */
export class CannotExamine extends Error {
  override name = "CannotExamine";
}

type Worker = ReturnType<typeof startWorker>;

/** `given`: a tlog-proof or a tracker. */
export async function examine(worker: Worker, given: string): Promise<Examined> {
  const { key, changed } = pinnedLogKey((await api.city()).log_key);
  if (changed) throw new CannotExamine("failure-log-key");

  const isProof = given.startsWith("c2sp.org/");
  const tracker = isProof ? (await worker.receipt(given, key)).tracker : trackerOf(given);
  const place = await api.tracker(tracker).catch((error: unknown) => {
    if (error instanceof ApiProblem && error.slug === "not-found") throw new CannotExamine(isProof ? "check-missing" : "check-unknown");
    throw error;
  });
  const proof = isProof ? given : utf8Decode(await api.receipt(place.round, place.id));
  const receipt = await worker.receipt(proof, key);
  // The tracker is part of the ballot id: another ballot than the one asked for would show here.
  if (receipt.tracker !== tracker) throw new CannotExamine("failure-check");

  const [{ treeSize }, status, round] = await Promise.all([
    worker.continuity(proof, key),
    api.credential(place.round, receipt.credential),
    api.round(place.round),
  ]);
  return { round: place.round, receipt, proof, status, verdict: verdictOf(receipt, status), open: round.state === "open", treeSize };
}

function verdictOf(receipt: ReceiptView, status: CredentialStatus): Verdict {
  const at = status.ballots.findIndex(({ id }) => id === receipt.id);
  if (at < 0) return "missing";
  if (status.void !== undefined) return "withdrawn";
  return at === status.ballots.length - 1 ? "counts" : "replaced";
}

function trackerOf(typed: string): string {
  const symbols = normalise(typed);
  if (symbols === null || symbols.length !== 20) throw new CannotExamine("check-no-tracker");
  return symbols;
}
