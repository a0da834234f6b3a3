/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One mix of one contest: N tuples of w ciphertexts, re-encrypted and put into a new order, with a
 * Terelius-Wikstroem proof that it was nothing else (docs/protocol.md section 9; Haenni, Locher, Koenig,
 * Dubuis, "Pseudo-code algorithms for verifiable re-encryption mix-nets").
 *
 * The mix blob is, without any separators:
 *
 *     "folkmoot-mix/1\n"  u32be N  u32be w
 *     outputs   N * w * (A' C')     tuple by tuple
 *     P_1..P_N  Q_1..Q_N  T1 T2 T3  T4_1..T4_w (each: A part, C part)  T^_1..T^_N
 *     s1 s2 s3  s4_1..s4_w  s^_1..s^_N  s'_1..s'_N                    (scalars)
 *
 * Every point and scalar is 32 bytes. N >= 1, 1 <= w <= SHUFFLE_WIDTH_MAX, 2 N w < 2^32 (the count of a
 * vector). Memory is linear in N * w. The generators H, H_1..H_N are Hp("shuffle-h", 0..N), the same for
 * every mix.
 */
#ifndef FOLKMOOT_CRYPTO_SHUFFLE_H
#define FOLKMOOT_CRYPTO_SHUFFLE_H

#include "base/buffer.h"
#include "crypto/elgamal.h"
#include "crypto/transcript.h"
#include "crypto/work.h"

enum { SHUFFLE_WIDTH_MAX = 300 };

struct shuffle_statement {
    uint8_t eid[HASH_BYTES];
    struct bytes contest;         /* the id string */
    uint64_t position;            /* of this mix in its chain, from 1 */
    uint64_t trustee;             /* who mixes, from 1 */
    uint8_t previous[HASH_BYTES]; /* SHA-256 of the previous mix blob, zeros for the first */
    struct point key;             /* Y */
    uint32_t n;
    uint32_t w;
    const struct ciphertext *inputs; /* n * w, tuple by tuple, through the doors */
};

/* A mix blob taken apart: views into its bytes, which must live as long. */
struct mix {
    uint32_t n, w;
    const struct ciphertext *outputs; /* n * w */
    const struct point *p, *q;        /* n each */
    const struct point *t1, *t2, *t3;
    const struct ciphertext *t4; /* w */
    const struct point *t_hat;   /* n */
    const struct scalar *s1, *s2, *s3, *s4 /* w */, *s_hat /* n */, *s_prime /* n */;
};

/* Bytes of a mix blob of n tuples of w ciphertexts. */
uint64_t mix_size(uint32_t n, uint32_t w);
/* Header, counts and size, and every point and scalar through the doors. ERROR_INPUT "bad-mix". */
MUST_CHECK bool mix_read(struct bytes blob, struct mix *out, const struct work *work, struct error *err);

/* Draw a permutation, re-encrypt, prove; append the blob to `blob`. Whoever publishes a mix verifies it
 * first. */
MUST_CHECK bool shuffle_prove(const struct shuffle_statement *statement, const struct work *work,
                              struct buffer *blob, struct error *err);

/* Read `blob` and check that it is a mix of exactly this statement. On success *out (unless NULL) are the
 * views. ERROR_INPUT "bad-mix" (does not read) or "bad-proof". */
MUST_CHECK bool shuffle_verify(const struct shuffle_statement *statement, struct bytes blob,
                               const struct work *work, struct mix *out, struct error *err);

/* Check that blobs[i] is a mix of statements[i], for all mixes of a chain by one equation: faster than one
 * after the other, since what one puts out the next takes in, and all share their generators. The inputs of
 * the statements behind the first are set here to the outputs before them. ERROR_INPUT "bad-chain" when one
 * is not what it should be (none is overlooked but with a chance of 2^-128): which one it is shuffle_verify
 * tells. */
MUST_CHECK bool shuffle_verify_chain(struct shuffle_statement *statements, const struct bytes *blobs,
                                     size_t count, const struct work *work, struct mix *last,
                                     struct error *err);

#endif
