/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the members of a COCKTAIL-DKG session agree on, and the bytes that they exchange
 * (c2sp.org/cocktail-dkg, suite COCKTAIL(Ristretto255, SHA-512)). Everything here is public.
 *
 * First message of trustee i, for a threshold of t among n:
 *
 *     C_i0 .. C_i(t-1)   points: commitments to the coefficients of the polynomial, f_i of degree t - 1
 *     PoP_i              signature under C_i0 over context || C_i || E_i
 *     E_i                point: ephemeral key
 *     n times            u64be length || ciphertext for trustee j = 1..n: f_i(j), 32 bytes, and a payload,
 *                        which may be empty, under XChaCha20-Poly1305 (dkg_cipher.h)
 *
 * Second message: signature under the static key over the transcript
 *
 *     u64le length || suite || u64le length || context || u32le n || u32le t
 *     P_1..P_n || C_1..C_n || PoP_1..PoP_n || E_1..E_n || u64le length || extension
 *
 * Trustees count from 1. A message that was read has exactly t commitments, none of them the identity: the
 * degree is exactly t - 1.
 */
#ifndef FOLKMOOT_CRYPTO_DKG_MESSAGE_H
#define FOLKMOOT_CRYPTO_DKG_MESSAGE_H

#include "crypto/dkg_sign.h"
#include "crypto/transcript.h"

#define DKG_SUITE "COCKTAIL(Ristretto255, SHA-512)"

enum {
    DKG_TRUSTEES_MAX = 15,
    DKG_CONTEXT_BYTES = 64,
    DKG_TAG_BYTES = 16,
    DKG_CIPHERTEXT_BYTES = SCALAR_BYTES + DKG_TAG_BYTES, /* without a payload */
    DKG_CIPHERTEXT_BYTES_MAX = 65536,
};

struct dkg_session {
    uint64_t n, t;
    struct point static_keys[DKG_TRUSTEES_MAX]; /* P_1.. */
    uint8_t context[DKG_CONTEXT_BYTES];
};

/* The recommended context:
 *
 *     SHA-512("COCKTAIL-DKG-CONTEXT" || u64be length || session id || u64be length || suite || u32le n ||
 * P_1..P_n)
 *
 * The keys have come through the door. ERROR_INPUT "bad-key" unless 2 <= t <= n <= DKG_TRUSTEES_MAX and all
 * keys differ. */
MUST_CHECK bool dkg_session_init(struct dkg_session *out, struct bytes session_id, uint64_t t,
                                 const struct point *static_keys, uint64_t n, struct error *err);

/* What a trustee shows before its static key, so that nobody can choose one by those of the others:
 * H32("dkg-commit", P, salt). This is not of the specification. */
void dkg_commit(const struct point *static_key, const uint8_t salt[HASH_BYTES], uint8_t out[HASH_BYTES]);

/* A first message taken apart: views into its bytes, which must live as long. */
struct dkg_message {
    const struct point *commitments; /* t of them */
    const struct dkg_signature *possession;
    const struct point *ephemeral;
    struct bytes ciphertexts[DKG_TRUSTEES_MAX]; /* [j - 1] is for trustee j */
};

/* Bytes of a first message without payloads. */
size_t dkg_message_size(uint64_t n, uint64_t t);
/* Strict, and every point and scalar through the doors. ERROR_INPUT "bad-message". Whether the proof of
 * possession holds is for dkg_message_check. */
MUST_CHECK bool dkg_message_read(const struct dkg_session *session, struct bytes bytes,
                                 struct dkg_message *out, struct error *err);
/* The proof of possession. ERROR_INPUT "bad-proof". */
MUST_CHECK bool dkg_message_check(const struct dkg_session *session, const struct dkg_message *message,
                                  struct error *err);
/* Append what the proof of possession signs. */
void dkg_message_statement(const struct dkg_session *session, const struct point *commitments,
                           const struct point *ephemeral, struct buffer *out);

/* Append the transcript over the first messages of all n. */
void dkg_transcript(const struct dkg_session *session, const struct dkg_message *messages,
                    struct bytes extension, struct buffer *out);

#endif
