// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A receipt: a tlog-proof whose extra data is a ballot entry (docs/protocol.md section 6, "Receipt").

import { ballotBytes, ballotId, readBallot, tracker, type Ballot } from "./ballot.ts";
import { base64urlDecode, FormatError } from "./bytes.ts";
import { type Checkpoint } from "./checkpoint.ts";
import { asInteger, asText, exactMembers, parseCanonical } from "./json.ts";
import { type VerifierKey } from "./note.ts";
import { verifyTlogProof } from "./tlog_proof.ts";

export interface Receipt {
  readonly eid: Uint8Array;
  readonly ballot: Ballot;
  readonly id: Uint8Array;
  readonly tracker: string;
  /** whole minutes since 1970 */
  readonly minute: number;
  readonly index: number;
  readonly checkpoint: Checkpoint;
}

/** Throws FormatError unless the log of this key has signed a tree that holds this very ballot entry. */
export function verifyReceipt(bytes: Uint8Array, log: VerifierKey): Receipt {
  const { entry, index, checkpoint } = verifyTlogProof(bytes, log);
  return { ...readBallotEntry(entry), index, checkpoint };
}

export function readBallotEntry(entry: Uint8Array): Omit<Receipt, "index" | "checkpoint"> {
  const members = exactMembers(parseCanonical(entry), ["type", "minute", "eid", "ballot"]);
  if (members["type"] !== "ballot") throw new FormatError("not a ballot entry");
  const ballot = readBallot(members["ballot"]!);
  const id = ballotId(ballotBytes(ballot));
  return { eid: base64urlDecode(asText(members["eid"]), 32), ballot, id, tracker: tracker(id), minute: asInteger(members["minute"]) };
}
