/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/sign.h"

#include <sodium.h>

void sign_key_random(struct sign_public *public, struct sign_secret *secret)
{
    crypto_sign_keypair(public->bytes, secret->bytes);
}

void sign_key_from_seed(const uint8_t seed[SIGN_SEED_BYTES], struct sign_public *public,
                        struct sign_secret *secret)
{
    crypto_sign_seed_keypair(public->bytes, secret->bytes, seed);
}

void sign_digest(const struct sign_secret *secret, const uint8_t digest[HASH_BYTES], struct signature *out)
{
    crypto_sign_detached(out->bytes, NULL, digest, HASH_BYTES, secret->bytes);
}

bool sign_verify(const struct sign_public *public, const uint8_t digest[HASH_BYTES],
                 const struct signature *signature)
{
    return crypto_sign_verify_detached(signature->bytes, digest, HASH_BYTES, public->bytes) == 0;
}
