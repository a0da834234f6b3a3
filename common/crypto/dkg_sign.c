/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/dkg_sign.h"

#include <sodium.h>

static const char NONCE_PREFIX[] = "COCKTAIL-DKG-Ristretto255-SHA512-NONCE";
static const char CHALLENGE_PREFIX[] = "COCKTAIL-DKG-Ristretto255-SHA512-H7";

bool dkg_signature_read(const uint8_t bytes[DKG_SIGNATURE_BYTES], struct dkg_signature *out)
{
    struct dkg_signature signature;
    if (!point_read(bytes, &signature.r) || !scalar_read(bytes + POINT_BYTES, &signature.z))
        return false;
    *out = signature;
    return true;
}

/* H(prefix || a || b || message); b may be empty. */
static void hash_to_scalar(const char *prefix, struct bytes a, struct bytes b, struct bytes message,
                           struct scalar *out)
{
    crypto_hash_sha512_state state;
    uint8_t wide[WIDE_BYTES];
    crypto_hash_sha512_init(&state);
    crypto_hash_sha512_update(&state, (const uint8_t *)prefix, strlen(prefix));
    crypto_hash_sha512_update(&state, a.data, a.len);
    crypto_hash_sha512_update(&state, b.data, b.len);
    crypto_hash_sha512_update(&state, message.data, message.len);
    crypto_hash_sha512_final(&state, wide);
    scalar_from_wide(out, wide);
    sodium_memzero(&state, sizeof state);
    sodium_memzero(wide, sizeof wide);
}

static void challenge(const struct point *r, const struct point *key, struct bytes message, struct scalar *c)
{
    hash_to_scalar(CHALLENGE_PREFIX, bytes_of(r->bytes, POINT_BYTES), bytes_of(key->bytes, POINT_BYTES),
                   message, c);
}

bool dkg_sign(const struct scalar *secret, struct bytes message, struct dkg_signature *out, struct error *err)
{
    struct scalar k, c;
    struct point key;
    hash_to_scalar(NONCE_PREFIX, bytes_of(secret->bytes, SCALAR_BYTES), bytes_of("", 0), message, &k);
    if (scalar_is_zero(&k)) /* z would be c * secret */
        return error_broken(err, "nonce", "the nonce of a signature is zero");
    point_multiply_base(&key, secret);
    point_multiply_base(&out->r, &k);
    challenge(&out->r, &key, message, &c);
    scalar_multiply_add(&out->z, &k, &c, secret);
    sodium_memzero(&k, sizeof k);
    return true;
}

bool dkg_sign_verify(const struct point *key, struct bytes message, const struct dkg_signature *signature)
{
    struct scalar c;
    struct point left, right = signature->r;
    challenge(&signature->r, key, message, &c);
    point_multiply_base(&left, &signature->z);
    point_add_product(&right, &c, key);
    return point_equal(&left, &right);
}
