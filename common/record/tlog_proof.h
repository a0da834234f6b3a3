/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Offline proofs that an entry is in a log (c2sp.org/tlog-proof@v1); a receipt is one with the ballot entry
 * as extra data.
 *
 *     c2sp.org/tlog-proof@v1
 *     extra base64              (optional)
 *     index 73894
 *     base64 hash ...           (leaf's sibling first)
 *
 *     signed checkpoint
 */
#ifndef FOLKMOOT_RECORD_TLOG_PROOF_H
#define FOLKMOOT_RECORD_TLOG_PROOF_H

#include "record/checkpoint.h"

enum {
    TLOG_PROOF_MAX_EXTRA_BYTES = 65535, /* one entry */
    TLOG_PROOF_MAX_BYTES = 65536 + 2 * TLOG_PROOF_MAX_EXTRA_BYTES + NOTE_MAX_BYTES,
};

/* Zero-initialise; owns its buffers. */
struct tlog_proof {
    bool has_extra;
    struct buffer extra; /* not authenticated by the format: compare its leaf hash */
    uint64_t index;
    struct merkle_proof path;
    struct buffer checkpoint; /* the signed note, verbatim */
};

MUST_CHECK bool tlog_proof_parse(struct bytes text, struct tlog_proof *out, struct error *err);
void tlog_proof_append(const struct tlog_proof *proof, struct buffer *out);
void tlog_proof_clear(struct tlog_proof *proof);

/* The checkpoint must be signed by one of `logs` whose name is its origin, and the path must lead from `leaf`
 * to its root. `out` (may be NULL) gets the checkpoint. Cosignatures: policy_check on proof->checkpoint. */
MUST_CHECK bool tlog_proof_verify(const struct tlog_proof *proof, const uint8_t leaf[MERKLE_HASH_BYTES],
                                  const struct note_key *logs, size_t log_count, struct checkpoint *out,
                                  struct error *err);

#endif
