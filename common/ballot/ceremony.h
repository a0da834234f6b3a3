/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How several trustees make the key of a round, as the record has it (docs/protocol.md section 8): what the
 * messages say that round.h knows by hash only. For those who carry them, for the trustees, and for everybody
 * who checks afterwards.
 *
 * A struct round_state in the attempt that is meant comes first; messages are asked of a source of blobs. On
 * failure *blame (unless NULL) is the trustee whose message is at fault, or 0.
 */
#ifndef FOLKMOOT_BALLOT_CEREMONY_H
#define FOLKMOOT_BALLOT_CEREMONY_H

#include "ballot/round.h"
#include "crypto/dkg.h"

enum { CEREMONY_WORDS = 8 };

/* Appends the bytes of a blob, whose hash and size it has checked. */
struct blob_source {
    bool (*read)(void *context, const struct blob_ref *ref, struct buffer *out, struct error *err);
    void *context;
};

/* H32("dkg", ...) of the attempt. */
void ceremony_session_id(const struct round_state *state, uint8_t out[HASH_BYTES]);
/* When all have joined: ERROR_INPUT "round-state" before. */
MUST_CHECK bool ceremony_session(const struct round_state *state, struct dkg_session *out, struct error *err);
/* What the trustees read out to each other: who the others are, and for which definition; string constants.
 */
void ceremony_words(const struct dkg_session *session, const char *out[CEREMONY_WORDS]);
/* Definition and first messages of all, which each second message answers for: H32("dkg-extension", ...). */
void ceremony_extension(const struct round_state *state, uint8_t out[HASH_BYTES]);
/* A first message as a round has it: no payloads, a proof of possession that holds. Views into `bytes`.
 * ERROR_INPUT "bad-message", "bad-proof". */
MUST_CHECK bool ceremony_message(const struct dkg_session *session, struct bytes bytes,
                                 struct dkg_message *out, struct error *err);

/* Zero-initialise. */
struct ceremony {
    struct dkg_session session;
    struct buffer bytes[DKG_TRUSTEES_MAX]; /* what the messages look into */
    struct dkg_message messages[DKG_TRUSTEES_MAX];
    struct buffer transcript; /* what the second messages sign */
    struct dkg_signature signatures[DKG_TRUSTEES_MAX];
};
void ceremony_clear(struct ceremony *ceremony);

/* The first messages of all, checked, and the transcript. ERROR_INPUT "round-state", those of
 * ceremony_message, and those of the source. */
MUST_CHECK bool ceremony_load(struct ceremony *ceremony, const struct round_state *state,
                              const struct blob_source *source, uint64_t *blame, struct error *err);
/* Then: one second message. ERROR_INPUT "bad-signature". */
MUST_CHECK bool ceremony_signature(const struct ceremony *ceremony, uint64_t trustee, struct bytes bytes,
                                   struct dkg_signature *out, struct error *err);
/* Then: those of all, and what the blob `dkg` of the opening holds: transcript || signatures 1..n. */
MUST_CHECK bool ceremony_certify(struct ceremony *ceremony, const struct round_state *state,
                                 const struct blob_source *source, uint64_t *blame, struct error *err);
void ceremony_certificate(const struct ceremony *ceremony, struct buffer *out);
/* Then: key, shares and `dkg` of the opening are what came out. ERROR_INPUT "bad-key". */
MUST_CHECK bool ceremony_check_opening(const struct ceremony *ceremony, const struct entry *opening,
                                       struct error *err);

/* The evidence of a restart, before it is applied, proves that the one who is blamed sent a bad share.
 * ERROR_INPUT "bad-evidence", and those of the source. */
MUST_CHECK bool ceremony_check_evidence(const struct round_state *state, const struct entry *restart,
                                        const struct blob_source *source, struct error *err);

#endif
