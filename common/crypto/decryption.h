/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Shares of the decryption of one contest and what is made of them (docs/protocol.md section 10).
 *
 * Share of trustee i: D_j = x_i A_j for every ciphertext of the last mix, and D = x_i P for the draw point
 * P = Hp("draw-point", eid, contest), with one proof that x_i is the logarithm of Y_i:
 *
 *     seed = H32("share-seed", eid, contest, hash of the last mix, trustee, Y_i, vector A, P, vector D)
 *     e_j  = first 16 bytes of H32("share-w", seed, j), j = 0..count, the last one for the draw point
 *     E    = sum e_j A_j (P last), F = sum e_j D_j (D last)
 *     T = uB, T' = uE, c = Hs("share", seed, E, F, T, T'), z = u + c x_i
 *     check: zB = T + c Y_i, zE = T' + c F
 *
 * The share blob is, without separators:
 *
 *     "folkmoot-share/1\n"  u32be count  D_0..D_(count-1)  D (draw)  T  T'  z
 */
#ifndef FOLKMOOT_CRYPTO_DECRYPTION_H
#define FOLKMOOT_CRYPTO_DECRYPTION_H

#include "base/buffer.h"
#include "crypto/elgamal.h"
#include "crypto/transcript.h"
#include "crypto/work.h"

struct share_statement {
    uint8_t eid[HASH_BYTES];
    struct bytes contest;                 /* the id string */
    uint8_t mix_hash[HASH_BYTES];         /* SHA-256 of the last mix blob, zeros without a mix */
    uint64_t trustee;                     /* i, from 1 */
    struct point key;                     /* Y_i */
    const struct ciphertext *ciphertexts; /* outputs of the last mix, through the doors */
    size_t count;                         /* N * w; 0 for an empty or withheld contest */
};

/* A share blob taken apart: views into its bytes, which must live as long. */
struct share {
    size_t count; /* of d, without the draw point */
    const struct point *d;
    const struct point *draw;
    const struct point *t, *t_prime;
    const struct scalar *z;
};

uint64_t share_size(size_t count);
/* Header, count and size, and every point and scalar through the doors. ERROR_INPUT "bad-share". */
MUST_CHECK bool share_read(struct bytes blob, struct share *out, const struct work *work, struct error *err);

/* Append the blob to `blob`. ERROR_BROKEN when x is not the logarithm of the key. */
MUST_CHECK bool share_make(const struct share_statement *statement, const struct scalar *x,
                           const struct work *work, struct buffer *blob, struct error *err);
/* ERROR_INPUT "bad-share" (does not read) or "bad-proof". On success *out (unless NULL) are the views. */
MUST_CHECK bool share_verify(const struct share_statement *statement, struct bytes blob,
                             const struct work *work, struct share *out, struct error *err);

/* Lagrange coefficients at 0 of distinct trustee indices from 1: out[i] = product of j / (j - i) over the
 * others. One index gives 1. ERROR_INPUT "bad-indices". */
MUST_CHECK bool lagrange_at_zero(const uint64_t *indices, size_t count, struct scalar *out,
                                 struct error *err);

/* M_j = C_j - sum lambda_i D_ij into out[0..count-1]. The identity and other points that carry no block are
 * invalid ballots for point_unembed to name, not errors. shares[i] goes with lambdas[i]; each was verified
 * over the same `count` ciphertexts. Only `out` may be partly written on failure (cancelled). */
MUST_CHECK bool decryption_combine(const struct ciphertext *ciphertexts, size_t count,
                                   const struct share *shares, const struct scalar *lambdas,
                                   size_t share_count, const struct work *work, struct point *out,
                                   struct error *err);

void draw_point(const uint8_t eid[HASH_BYTES], struct bytes contest, struct point *out);
/* V = sum lambda_i x_i P, then S = H32("draw-seed", eid, contest, V). */
void draw_seed(const uint8_t eid[HASH_BYTES], struct bytes contest, const struct share *shares,
               const struct scalar *lambdas, size_t share_count, uint8_t out[HASH_BYTES]);
/* S = H32("draw-public", eid, contest, value), where dice or a beacon draw. */
void draw_seed_public(const uint8_t eid[HASH_BYTES], struct bytes contest, struct bytes value,
                      uint8_t out[HASH_BYTES]);

#endif
