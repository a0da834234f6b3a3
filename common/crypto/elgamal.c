/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/elgamal.h"

#include "crypto/transcript.h"

void elgamal_encrypt(struct ciphertext *out, const struct point *message, const struct scalar *r,
                     const struct point *key)
{
    struct point mask;
    point_multiply(&mask, r, key);
    point_add(&out->c, message, &mask);
    point_multiply_base(&out->a, r);
    sodium_memzero(&mask, sizeof mask);
}

void elgamal_nonce(struct scalar *r, const uint8_t entropy[ENTROPY_BYTES], const uint8_t block[BLOCK_BYTES],
                   uint64_t index)
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_NONCE);
    transcript_bytes(&transcript, bytes_of(entropy, ENTROPY_BYTES));
    transcript_bytes(&transcript, bytes_of(block, BLOCK_BYTES));
    transcript_u64(&transcript, index);
    transcript_scalar(&transcript, r);
}
