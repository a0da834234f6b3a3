/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Ballots: read, written, made, checked (docs/protocol.md section 6).
 *
 * A ballot is read in this order: the bytes are canonical JSON of this one shape ("bad-json"), numbers of
 * ciphertexts agree ("layout"), then all points ("bad-point"), then all scalars ("bad-scalar"). So a struct
 * ballot holds only points and scalars that came through the doors, unless it is one to be proven next.
 */
#ifndef FOLKMOOT_BALLOT_BALLOT_H
#define FOLKMOOT_BALLOT_BALLOT_H

#include "ballot/code.h"
#include "ballot/definition.h"
#include "ballot/payload.h"
#include "crypto/ballot_proof.h"

enum {
    BALLOT_BYTES_MAX = 61440,
    BALLOT_SEQ_MAX = 31,
    BALLOT_SECONDS_BETWEEN = 10,
    BALLOT_TRACKER_SYMBOLS = 20,
    BALLOT_TRACKER_TEXT_BYTES = 23, /* 4 groups of 5 */
    BALLOT_CHECK_SYMBOLS = 26,
};

/* statement.eid is zeros: a ballot does not say its eid, the proof is bound to it. */
struct ballot {
    struct bytes bytes; /* the ballot bytes, a view into what was parsed */
    struct ballot_statement statement;
    const struct point *t;  /* ciphertext_count + 1 */
    const struct scalar *z; /* ciphertext_count + 1 */
};

/* Arrays live in the arena; ids of contests and `bytes` are views into what was parsed. */
MUST_CHECK bool ballot_parse(struct bytes bytes, struct arena *arena, struct ballot *out, struct error *err);
/* The same for a ballot whose proof is checked next: decoding points is half of the work, and the proof has
 * to decode those that it is about. Credential, A and T are just bytes until ballots_hold or ballot_verify
 * has said yes. */
MUST_CHECK bool ballot_parse_unproven(struct bytes bytes, struct arena *arena, struct ballot *out,
                                      struct error *err);
/* Either for a ballot at the start of longer bytes (inside an entry): out->bytes says where it ends. */
MUST_CHECK bool ballot_parse_prefix(struct bytes bytes, bool unproven, struct arena *arena,
                                    struct ballot *out, struct error *err);
void ballot_write(const struct ballot_statement *statement, const struct point *t, const struct scalar *z,
                  struct buffer *out);

void ballot_id(struct bytes ballot_bytes, uint8_t out[HASH_BYTES]);
/* First 100 bits of the ballot id, XXXXX-XXXXX-XXXXX-XXXXX. */
void ballot_tracker(const uint8_t id[HASH_BYTES], char out[BALLOT_TRACKER_TEXT_BYTES + 1]);
/* Read a tracker as leniently as a code: the least and the greatest ballot id that have it. ERROR_INPUT
 * "tracker". */
MUST_CHECK bool ballot_tracker_read(struct bytes text, uint8_t least[HASH_BYTES],
                                    uint8_t greatest[HASH_BYTES], struct error *err);
/* First 130 bits of H32("core", eid, layout, A, C) as symbols. */
void ballot_check_code(const uint8_t eid[HASH_BYTES], const struct ballot_statement *statement,
                       char out[BALLOT_CHECK_SYMBOLS + 1]);

/* The contests are exactly those of the district, with their widths. ERROR_INPUT "layout". */
MUST_CHECK bool ballot_fits(const struct ballot *ballot, const struct district *district, struct error *err);
/* The proof, and its points. ERROR_INPUT "bad-point", "bad-proof". */
MUST_CHECK bool ballot_verify(const struct ballot *ballot, const uint8_t eid[HASH_BYTES], struct error *err);
/* Whether the points are points and the proofs of all of them hold (ballot_proofs_hold). */
MUST_CHECK bool ballots_hold(const struct ballot *const *ballots, size_t count, const uint8_t eid[HASH_BYTES],
                             const struct work *work);
/* Every A, C and T of the ballot: ballot_point_count of them, ballot_point(ballot, i) each. */
static inline size_t ballot_point_count(const struct ballot *ballot)
{
    return 3 * ballot->statement.ciphertext_count + 1;
}
const struct point *ballot_point(const struct ballot *ballot, size_t i);
/* No point stands in the ballot twice. ERROR_INPUT "duplicate-point". */
MUST_CHECK bool ballot_check_distinct(const struct ballot *ballot, struct error *err);
/* The ciphertexts of one contest; NULL when the ballot does not have it. */
const struct ciphertext *ballot_contest(const struct ballot *ballot, const char *contest, size_t *width);

/* What a voter's device puts together. choices[i] is for contest i of the district. */
struct ballot_plan {
    const struct definition *definition;
    const struct district *district;
    const uint8_t *eid;
    const struct point *key; /* Y */
    const struct credential *credential;
    uint64_t seq;
    const uint8_t *prev; /* ballot id before, or 32 zero bytes */
    const struct choices *choices;
};
/* Append the ballot bytes: embed, encrypt, prove, and read and verify the outcome. ERROR_INPUT when choices
 * are not allowed (types of payload_encode). */
MUST_CHECK bool ballot_make(const struct ballot_plan *plan, struct buffer *out, struct error *err);

#endif
