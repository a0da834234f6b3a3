/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * COCKTAIL-DKG, suite COCKTAIL(Ristretto255, SHA-512): n trustees make a key of which any t can use their
 * shares, and fewer know nothing. Who carries the messages need not be trusted (c2sp.org/cocktail-dkg;
 * docs/protocol.md section 8). In order, for trustee i with static secret d of this session alone:
 *
 *     1 dkg_deal      makes the first message; what it drew is then wiped, nothing of it is needed again
 *     2 dkg_receive   reads those of all n: x_i, and dkg_outcome what is public
 *     3 dkg_sign      over dkg_transcript with d: the second message
 *     4 dkg_certify   checks those of all n: now everybody has seen the same
 *
 * With d and the messages of the record, steps 2 to 4 give x_i back at any time.
 *
 * On failure *blame (unless NULL) names the trustee whose message is at fault, or 0. What only the recipient
 * can see (a ciphertext that does not open, a share that does not fit) is shown to others by dkg_evidence.h.
 */
#ifndef FOLKMOOT_CRYPTO_DKG_H
#define FOLKMOOT_CRYPTO_DKG_H

#include "crypto/dkg_message.h"

/* What is drawn for the first message. Wipe after use. */
struct dkg_dealing {
    struct scalar coefficients[DKG_TRUSTEES_MAX]; /* t of them */
    struct scalar ephemeral;
};
void dkg_dealing_random(const struct dkg_session *session, struct dkg_dealing *out);

/* Append the first message of trustee i. `payloads`: what goes to each of the n beside the share, or NULL.
 * ERROR_BROKEN when the static secret is not that of trustee i. */
MUST_CHECK bool dkg_deal(const struct dkg_session *session, uint64_t i, const struct scalar *static_secret,
                         const struct dkg_dealing *dealing, const struct bytes *payloads, struct buffer *out,
                         struct error *err);

/* Check the first messages of all n and open what they hold for trustee i: *x = x_i; wipe it. `payloads`:
 * n buffers that are appended to, or NULL. ERROR_INPUT: those of dkg_message_check and dkg_cipher_open. */
MUST_CHECK bool dkg_receive(const struct dkg_session *session, const struct dkg_message *messages, uint64_t i,
                            const struct scalar *static_secret, struct scalar *x, struct buffer *payloads,
                            uint64_t *blame, struct error *err);

/* What everybody knows afterwards. */
struct dkg_outcome {
    struct point key;                      /* Y */
    struct point shares[DKG_TRUSTEES_MAX]; /* Y_1..Y_n */
};
/* ERROR_INPUT "bad-key" when one of them is the identity. */
MUST_CHECK bool dkg_outcome(const struct dkg_session *session, const struct dkg_message *messages,
                            struct dkg_outcome *out, struct error *err);

/* The second messages of all n are signatures over the transcript. ERROR_INPUT "bad-signature". */
MUST_CHECK bool dkg_certify(const struct dkg_session *session, struct bytes transcript,
                            const struct dkg_signature *signatures, uint64_t *blame, struct error *err);

#endif
