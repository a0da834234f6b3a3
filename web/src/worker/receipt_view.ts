// SPDX-License-Identifier: AGPL-3.0-or-later
import { ballotBytes, checkCode } from "../crypto/ballot.ts";
import { base64url, utf8Decode } from "../crypto/bytes.ts";
import { serialOf } from "../crypto/codes.ts";
import type { Receipt } from "../crypto/receipt.ts";
import type { ReceiptView } from "./view.ts";

/** A verified receipt, as pages show it. */
export function receiptView({ eid, ballot, id, tracker, minute, index, checkpoint }: Receipt): ReceiptView {
  return {
    ballot: utf8Decode(ballotBytes(ballot)),
    eid: base64url(eid),
    id: base64url(id),
    tracker,
    checkCode: checkCode(eid, ballot),
    credential: base64url(ballot.credential),
    serial: serialOf(ballot.credential),
    seq: ballot.seq,
    minute,
    index,
    treeSize: checkpoint.size,
    contests: ballot.layout.map(({ contest }) => contest),
  };
}
