/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Both sides of add-checkpoint (c2sp.org/tlog-witness), without network, clock and storage. A request is
 *
 *     old 20852014
 *     base64 hash ...           (consistency proof, at most 63 lines)
 *
 *     signed checkpoint
 *
 * and the answer signature lines of the witness, or a status.
 */
#ifndef FOLKMOOT_RECORD_WITNESS_H
#define FOLKMOOT_RECORD_WITNESS_H

#include "record/checkpoint.h"

enum {
    WITNESS_PROOF_MAX = 63, /* lines */
    WITNESS_REQUEST_MAX_BYTES = 4096 + NOTE_MAX_BYTES,
};
#define WITNESS_SIZE_TYPE "text/x.tlog.size" /* content type of the body of WITNESS_CONFLICT */

/* The values are the status codes of HTTP that the specification gives them. */
enum witness_verdict {
    WITNESS_COSIGN = 200,
    WITNESS_MALFORMED = 400,    /* the request cannot be read, or old size is more than size */
    WITNESS_UNTRUSTED = 403,    /* no signature by a known key of the log, or a forged one */
    WITNESS_UNKNOWN_LOG = 404,  /* the origin is not witnessed */
    WITNESS_CONFLICT = 409,     /* old size is not that of the tree cosigned last */
    WITNESS_INCONSISTENT = 422, /* the tree does not provably extend the one cosigned last */
};

/* `checkpoint` is a view into the body. */
struct witness_request {
    uint64_t old_size;
    struct merkle_proof proof;
    struct bytes checkpoint;
};
MUST_CHECK bool witness_request_parse(struct bytes body, struct witness_request *out, struct error *err);
/* `proof` must have at most WITNESS_PROOF_MAX hashes, which every consistency proof has. */
void witness_request_append(const struct witness_request *request, struct buffer *out);

/* ---- the witness ---- */

/* Read the checkpoint and find who signed it: WITNESS_COSIGN means so far so good, and `out` and `note`
 * (views) are filled; otherwise `err` says why not. `logs` are the keys (NOTE_ED25519) of all logs that are
 * witnessed, named like their origins; a log may have several. */
MUST_CHECK enum witness_verdict witness_open(const struct witness_request *request,
                                             const struct note_key *logs, size_t count,
                                             struct checkpoint *out, struct note *note, struct error *err);
/* Compare with the tree of this log that was cosigned last, (0, empty hash) at first. */
MUST_CHECK enum witness_verdict witness_extend(const struct witness_request *request,
                                               const struct checkpoint *checkpoint, uint64_t size,
                                               const uint8_t root[MERKLE_HASH_BYTES], struct error *err);

/* ---- the log ---- */

/* Of the answer to WITNESS_COSIGN: append to `line` the newest cosignature of `witness` (NOTE_COSIGNATURE)
 * over the text of `checkpoint`, a signed note. Lines by others are ignored. Fails when there is none or a
 * forged one. */
MUST_CHECK bool witness_read_cosignature(struct bytes checkpoint, struct bytes answer,
                                         const struct note_key *witness, uint64_t *timestamp,
                                         struct buffer *line, struct error *err);
/* The body of WITNESS_CONFLICT. */
MUST_CHECK bool witness_read_size(struct bytes answer, uint64_t *size, struct error *err);

#endif
