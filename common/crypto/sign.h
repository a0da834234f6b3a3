/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Raw Ed25519 over 32 bytes, the digest of an act (docs/protocol.md section 4): H32("act", origin, act
 * bytes).
 */
#ifndef FOLKMOOT_CRYPTO_SIGN_H
#define FOLKMOOT_CRYPTO_SIGN_H

#include <stdint.h>

#include "base/error.h"
#include "crypto/transcript.h"

enum { SIGN_PUBLIC_BYTES = 32, SIGN_SECRET_BYTES = 64, SIGN_SEED_BYTES = 32, SIGNATURE_BYTES = 64 };

struct sign_public {
    uint8_t bytes[SIGN_PUBLIC_BYTES];
};

/* Seed and public key, as libsodium and minisign keep it. Wipe after use. */
struct sign_secret {
    uint8_t bytes[SIGN_SECRET_BYTES];
};

struct signature {
    uint8_t bytes[SIGNATURE_BYTES];
};

void sign_key_random(struct sign_public *public, struct sign_secret *secret);
void sign_key_from_seed(const uint8_t seed[SIGN_SEED_BYTES], struct sign_public *public,
                        struct sign_secret *secret);

void sign_digest(const struct sign_secret *secret, const uint8_t digest[HASH_BYTES], struct signature *out);
MUST_CHECK bool sign_verify(const struct sign_public *public, const uint8_t digest[HASH_BYTES],
                            const struct signature *signature);

#endif
