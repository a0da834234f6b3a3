// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Everything that the public record says of one code, read from the log itself and proven, so that no answer of the API
// has to be believed: ballots before the receipt's by their links, all that follows entry by entry.

import { api, type BallotLine, type FormAnswer } from "../api/index.ts";
import { base64url, equal, FormatError, utf8 } from "../crypto/bytes.ts";
import { checkElection } from "../crypto/election.ts";
import { parseVerifierKey, type VerifierKey } from "../crypto/note.ts";
import { verifyReceipt, type Receipt } from "../crypto/receipt.ts";
import type { HistoryView } from "./view.ts";
import { follows, lineOf, linesOf, LONGEST_WALK, walk } from "./walk.ts";
import { watched } from "./witnesses.ts";

/**
 * `form`: that of the round, from which its witnesses are known; `batch` is that of the code; `sealed`: the round's sealing is expected in the log. Throws unless the
 * log as it is now extends the receipt's, and unless what is read of it is what it holds.
 */
export async function history(proof: string, logKey: string, form: FormAnswer, batch: string, sealed: boolean): Promise<HistoryView> {
  const log = parseVerifierKey(logKey);
  const receipt = verifyReceipt(utf8(proof), log);
  const { eid, definition, policy } = checkElection(log.name, utf8(form.definition), utf8(form.opening), form.acknowledgements.map(utf8));
  if (!equal(eid, receipt.eid)) throw new FormatError("receipt of another election");
  const { now, witnesses } = await watched(policy, log, receipt.checkpoint, receipt.index);
  // Without a sealing on the way, the walk leads to the end of the log: no phone begins what it will not finish.
  const walked = !sealed && now.size - receipt.index > LONGEST_WALK ? null : await walk(receipt.index, now, api);
  if (walked === null) return { treeSize: now.size, witnesses, proven: null };
  const before = await ballotsBefore(receipt, log, base64url(definition.round));
  return { treeSize: now.size, witnesses, proven: { ...linesOf(receipt, walked.entries, (named) => named === batch, before), walked: walked.entries.length, sealed: walked.sealed } };
}

/** Each ballot names the one before it, and each of those has a receipt of its own. */
async function ballotsBefore(receipt: Receipt, log: VerifierKey, round: string): Promise<BallotLine[]> {
  const lines: BallotLine[] = [];
  for (let next = receipt; next.ballot.seq > 0; ) {
    const found = verifyReceipt(await api.receipt(round, base64url(next.ballot.prev)), log);
    follows(next, found);
    lines.unshift(lineOf(found, found.index));
    next = found;
  }
  return lines;
}
