// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Sends a ballot and believes nothing but a receipt that proves it. Sending the same bytes again is always safe.

import { api, ApiProblem, NoAnswer, type CredentialStatus } from "../../api/index.ts";
import { utf8, utf8Decode } from "../../crypto/bytes.ts";
import type { ReceiptView, RoundView } from "../../worker/view.ts";
import type { Pending } from "../../storage/index.ts";
import type { Worker } from "./ballot.tsx";

type RoundName = Pick<RoundView, "id" | "eid">;
type Sent = Pick<Pending, "ballot" | "id">;

export type Outcome =
  | { readonly at: "recorded"; readonly proof: string; readonly receipt: ReceiptView }
  /** It may or may not be in the record: send the same bytes again. `reason` is a message id. */
  | { readonly at: "unanswered"; readonly reason: string }
  /** Another ballot of this code came first: to be signed anew behind it. */
  | { readonly at: "superseded"; readonly status: CredentialStatus }
  /** Certainly not in the record. `reason` is a message id. */
  | { readonly at: "refused"; readonly reason: string };

/** Refusals with words of their own; any other is "refused-other". */
const REFUSALS = ["not-open", "ballot-late", "credential-unknown", "credential-void", "revoting-off", "too-soon"];

export async function castBallot(worker: Worker, round: RoundName, logKey: string, pending: Sent): Promise<Outcome> {
  let proof: string;
  try {
    proof = utf8Decode(await api.cast(round.id, utf8(pending.ballot)));
  } catch (error) {
    return afterError(error, round, pending);
  }
  try {
    const receipt = await worker.receipt(proof, logKey);
    if (receipt.id === pending.id && receipt.eid === round.eid) return { at: "recorded", proof, receipt };
  } catch {
    // Whatever went wrong, nothing has been proven.
  }
  return { at: "unanswered", reason: "unanswered-unproven" };
}

/** A receipt whose ballot the record has no more. */
export type Restored = { readonly at: "found" } | { readonly at: "restored"; readonly proof: string } | { readonly at: "lost" };

/** Asks the record for the ballot of a kept receipt, and sends the same bytes again where it is not there. */
export async function restore(worker: Worker, round: string, logKey: string, proof: string): Promise<Restored> {
  const kept = await worker.receipt(proof, logKey);
  try {
    await api.receipt(round, kept.id);
    return { at: "found" };
  } catch (error) {
    if (!(error instanceof ApiProblem && error.slug === "not-found")) throw error;
  }
  const outcome = await castBallot(worker, { id: round, eid: kept.eid }, logKey, kept);
  return outcome.at === "recorded" ? { at: "restored", proof: outcome.proof } : { at: "lost" };
}

async function afterError(error: unknown, round: RoundName, pending: Sent): Promise<Outcome> {
  if (error instanceof ApiProblem && error.status < 500 && error.slug !== "unexpected" && error.slug !== "too-many-attempts") {
    if (error.slug !== "sequence") return { at: "refused", reason: REFUSALS.includes(error.slug) ? `refused-${error.slug}` : "refused-other" };
    const { credential } = JSON.parse(pending.ballot) as { credential: string };
    try {
      return { at: "superseded", status: await api.credential(round.id, credential) };
    } catch {
      return { at: "refused", reason: "refused-sequence" };
    }
  }
  if (error instanceof NoAnswer) return { at: "unanswered", reason: error.reason === "timeout" ? "unanswered-timeout" : "unanswered-network" };
  return { at: "unanswered", reason: "unanswered-server" };
}
