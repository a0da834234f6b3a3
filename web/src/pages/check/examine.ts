// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What a receipt or a tracker comes to: the receipt is verified here, the log proven to have only grown since, and gone
// through for what became of the ballot. The server's own words are believed only where the log is too long for that.

import { api, ApiProblem, type BallotLine, type CredentialStatus, type RoundAnswer, type VoidLine } from "../../api/index.ts";
import { utf8Decode } from "../../crypto/bytes.ts";
import { normalise } from "../../crypto/symbols.ts";
import { pinnedLogKey } from "../../storage/index.ts";
import type { startWorker } from "../../worker/client.ts";
import type { HistoryView, ReceiptView } from "../../worker/view.ts";

/** "missing": the log holds the ballot, but is too long to go through here, and the server's list lacks it. */
export type Verdict = "counts" | "replaced" | "withdrawn" | "missing";

export interface Examined {
  readonly receipt: ReceiptView;
  readonly status: CredentialStatus;
  readonly verdict: Verdict;
  readonly history: HistoryView;
  /** the server's list of the code is not the one that the log proves */
  readonly disagrees: boolean;
  readonly title: string | null;
  readonly zone: string | undefined;
  readonly rehearsal: boolean;
  /** a later ballot of the same code can still take its place */
  readonly replaceable: boolean;
}

/** `message` is a message id. */
export class CannotExamine extends Error {
  override name = "CannotExamine";
}

type Worker = ReturnType<typeof startWorker>;

export const KIND = { counts: "success", replaced: "info", withdrawn: "warning", missing: "error" } as const;

/** The log that a receipt says it is from: the first line of its checkpoint. */
export function originOf(proof: string): string {
  return proof.slice(proof.indexOf("\n\n") + 2).split("\n", 1)[0]!;
}

export function isReceipt(given: string): boolean {
  return given.startsWith("c2sp.org/");
}

/** `given`: a tlog-proof or a tracker. */
export async function examine(worker: Worker, given: string, language: string): Promise<Examined> {
  const { key, changed } = pinnedLogKey((await api.city()).log_key);
  if (changed) throw new CannotExamine("failure-log-key");

  const isProof = isReceipt(given);
  const tracker = isProof ? (await worker.receipt(given, key)).tracker : trackerOf(given);
  const place = await api.tracker(tracker).catch((error: unknown) => {
    if (error instanceof ApiProblem && error.slug === "not-found") throw new CannotExamine(isProof ? "check-missing" : "check-unknown");
    throw error;
  });
  const proof = isProof ? given : utf8Decode(await api.receipt(place.round, place.id));
  const receipt = await worker.receipt(proof, key);
  // The tracker is part of the ballot id: another ballot than the one asked for would show here.
  if (receipt.tracker !== tracker) throw new CannotExamine("failure-check");

  const [said, round, form] = await Promise.all([api.credential(place.round, receipt.credential), api.round(place.round), api.form(place.round, language)]);
  const history = await worker.history(proof, key, form, said.batch ?? "", !["open", "closed"].includes(round.state));
  const status = history.proven === null ? said : proven(said, receipt, history.proven.ballots, history.proven.void);
  return {
    receipt,
    status,
    verdict: verdictOf(receipt, status),
    history,
    disagrees: !alike(said, status),
    ...announced(round, language),
  };
}

function proven(said: CredentialStatus, receipt: ReceiptView, ballots: readonly BallotLine[], withdrawn: VoidLine | null): CredentialStatus {
  const { void: _void, ...rest } = said;
  return { ...rest, serial: receipt.serial, ballots, ...(withdrawn === null ? {} : { void: withdrawn }) };
}

function alike(one: CredentialStatus, other: CredentialStatus): boolean {
  const ids = ({ ballots }: CredentialStatus): string => ballots.map(({ id }) => id).join(" ");
  return ids(one) === ids(other) && one.void?.index === other.void?.index;
}

export function verdictOf(receipt: ReceiptView, status: CredentialStatus): Verdict {
  const at = status.ballots.findIndex(({ id }) => id === receipt.id);
  if (at < 0) return "missing";
  if (status.void !== undefined) return "withdrawn";
  return at === status.ballots.length - 1 ? "counts" : "replaced";
}

/** What the server tells of the round; nothing hangs on it. */
function announced({ state, texts, definition_text }: RoundAnswer, language: string): Pick<Examined, "title" | "zone" | "rehearsal" | "replaceable"> {
  try {
    const { schedule, languages, kind, revoting } = JSON.parse(definition_text ?? "") as { schedule: { zone: string }; languages: string[]; kind: string; revoting: boolean };
    const words = [language.replace(/-/g, "_"), ...languages].map((key) => texts?.["round"]?.[key]).find((found) => found !== undefined);
    return { title: words === undefined ? null : (JSON.parse(words.text) as { title: string }).title, zone: schedule.zone, rehearsal: kind === "rehearsal", replaceable: state === "open" && revoting };
  } catch {
    return { title: null, zone: undefined, rehearsal: false, replaceable: false };
  }
}

function trackerOf(typed: string): string {
  const symbols = normalise(typed);
  if (symbols === null || symbols.length !== 20) throw new CannotExamine("check-no-tracker");
  return symbols;
}
