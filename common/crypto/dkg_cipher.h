/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The ciphertext of one share on its way from trustee `sender` to trustee `recipient` of a COCKTAIL-DKG
 * session (c2sp.org/cocktail-dkg, "H6"):
 *
 *     S_e = e_s P_r = d_r E_s    S_d = d_s P_r = d_r P_s
 *     key (32 bytes) || nonce (24 bytes) || unused = SHA-512("COCKTAIL-DKG-Ristretto255-SHA512-H6"
 *         || S_e || S_d || E_s || P_s || P_r || u64le length || context)
 *     ciphertext = XChaCha20-Poly1305(key, nonce, share || payload)
 */
#ifndef FOLKMOOT_CRYPTO_DKG_CIPHER_H
#define FOLKMOOT_CRYPTO_DKG_CIPHER_H

#include "crypto/dkg_message.h"

struct dkg_channel {
    const struct dkg_session *session;
    uint64_t sender, recipient;    /* from 1 */
    const struct point *ephemeral; /* E of the sender */
    struct point shared[2];        /* S_e, S_d: secret; wipe */
};

/* The shared points as the two ends compute them, from their own secrets. */
void dkg_channel_send(struct dkg_channel *channel, const struct scalar *ephemeral_secret,
                      const struct scalar *static_secret);
void dkg_channel_receive(struct dkg_channel *channel, const struct scalar *static_secret);

/* Append the ciphertext. */
void dkg_cipher_seal(const struct dkg_channel *channel, const struct scalar *share, struct bytes payload,
                     struct buffer *out);
/* *share is a scalar below L; `payload` (unless NULL) is appended to. The ciphertext is one that
 * dkg_message_read has let through. ERROR_INPUT "bad-ciphertext" (it does not open) or "bad-share" (what it
 * holds is no scalar). */
MUST_CHECK bool dkg_cipher_open(const struct dkg_channel *channel, struct bytes ciphertext,
                                struct scalar *share, struct buffer *payload, struct error *err);

/* sB = sum over k of j^k C_jk: the share fits the sender's commitments. ERROR_INPUT "bad-share". */
MUST_CHECK bool dkg_share_check(const struct dkg_channel *channel, const struct point *commitments,
                                const struct scalar *share, struct error *err);
/* f(j) in the exponent: sum over k of j^k C_k. */
void dkg_evaluate(const struct point *commitments, uint64_t t, uint64_t j, struct point *out);

#endif
