/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Receipts: a C2SP tlog-proof whose extra data is the ballot entry (docs/protocol.md section 6).
 */
#ifndef FOLKMOOT_CLIENT_RECEIPT_H
#define FOLKMOOT_CLIENT_RECEIPT_H

#include "crypto/transcript.h"
#include "record/note.h"
#include "record/tlog_proof.h"

struct receipt {
    uint64_t index, minute; /* of the entry */
    struct checkpoint checkpoint;
};

/* The entry is a ballot of `eid` with exactly these ballot bytes, and the log has signed a tree that contains
 * it. ERROR_INPUT "receipt". */
MUST_CHECK bool receipt_check(struct bytes text, const struct note_key *log_key,
                              const uint8_t eid[HASH_BYTES], struct bytes ballot, struct receipt *out,
                              struct error *err);

#endif
