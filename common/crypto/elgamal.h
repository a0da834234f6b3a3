/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * ElGamal over points (docs/protocol.md section 6): A = rB, C = M + rY.
 */
#ifndef FOLKMOOT_CRYPTO_ELGAMAL_H
#define FOLKMOOT_CRYPTO_ELGAMAL_H

#include "base/buffer.h"
#include "crypto/group.h"

struct ciphertext {
    struct point a;
    struct point c;
};

enum { CIPHERTEXT_BYTES = 2 * POINT_BYTES, ENTROPY_BYTES = 64 };

void elgamal_encrypt(struct ciphertext *out, const struct point *message, const struct scalar *r,
                     const struct point *key);

/* The r of block `index`: Hs("nonce", entropy, secret, index) with 64 fresh random bytes for the whole ballot
 * and the block as the secret, so that a weak generator does not give equal r to different blocks. */
void elgamal_nonce(struct scalar *r, const uint8_t entropy[ENTROPY_BYTES], const uint8_t block[BLOCK_BYTES],
                   uint64_t index);

#endif
