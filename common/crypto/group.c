/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/group.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { EMBED_TRIES = 16384 };

/* For what cannot happen with points that came through the doors. */
static void require(int status)
{
    if (status != 0)
        abort();
}

bool point_is_valid(const uint8_t bytes[POINT_BYTES])
{
    /* libsodium 1.0.18 ignores bit 255, which would give every point a second encoding. */
    return !(bytes[POINT_BYTES - 1] & 0x80) && crypto_core_ristretto255_is_valid_point(bytes) == 1 &&
           memcmp(bytes, POINT_IDENTITY.bytes, POINT_BYTES) != 0;
}

bool point_read(const uint8_t bytes[POINT_BYTES], struct point *out)
{
    if (!point_is_valid(bytes))
        return false;
    memcpy(out->bytes, bytes, POINT_BYTES);
    return true;
}

bool scalar_is_valid(const uint8_t bytes[SCALAR_BYTES])
{
    uint8_t wide[WIDE_BYTES] = {0}, reduced[SCALAR_BYTES];
    memcpy(wide, bytes, SCALAR_BYTES);
    crypto_core_ristretto255_scalar_reduce(reduced, wide);
    bool valid = sodium_memcmp(bytes, reduced, SCALAR_BYTES) == 0;
    sodium_memzero(wide, sizeof wide);
    sodium_memzero(reduced, sizeof reduced);
    return valid;
}

bool scalar_read(const uint8_t bytes[SCALAR_BYTES], struct scalar *out)
{
    if (!scalar_is_valid(bytes))
        return false;
    memcpy(out->bytes, bytes, SCALAR_BYTES);
    return true;
}

bool point_is_identity(const struct point *point)
{
    return sodium_is_zero(point->bytes, POINT_BYTES);
}

bool point_equal(const struct point *a, const struct point *b)
{
    return sodium_memcmp(a->bytes, b->bytes, POINT_BYTES) == 0;
}

void point_add(struct point *out, const struct point *a, const struct point *b)
{
    require(crypto_core_ristretto255_add(out->bytes, a->bytes, b->bytes));
}

void point_subtract(struct point *out, const struct point *a, const struct point *b)
{
    require(crypto_core_ristretto255_sub(out->bytes, a->bytes, b->bytes));
}

void point_negate(struct point *out, const struct point *a)
{
    point_subtract(out, &POINT_IDENTITY, a);
}

void point_multiply(struct point *out, const struct scalar *factor, const struct point *point)
{
    struct point result;
    /* libsodium returns -1 both for a point that does not decode and for the identity as the result. */
    if (crypto_scalarmult_ristretto255(result.bytes, factor->bytes, point->bytes) != 0) {
        require(crypto_core_ristretto255_is_valid_point(point->bytes) == 1 ? 0 : -1);
        result = POINT_IDENTITY;
    }
    *out = result;
}

void point_multiply_base(struct point *out, const struct scalar *factor)
{
    if (crypto_scalarmult_ristretto255_base(out->bytes, factor->bytes) != 0)
        *out = POINT_IDENTITY;
}

void point_add_product(struct point *sum, const struct scalar *factor, const struct point *point)
{
    struct point product;
    point_multiply(&product, factor, point);
    point_add(sum, sum, &product);
    sodium_memzero(&product, sizeof product);
}

void point_from_wide(struct point *out, const uint8_t wide[WIDE_BYTES])
{
    require(crypto_core_ristretto255_from_hash(out->bytes, wide));
}

/* The try number c: what the bytes beside the block are then. */
static void set_try(uint8_t s[POINT_BYTES], unsigned c)
{
    s[0] = (uint8_t)(c % 128 * 2);
    s[POINT_BYTES - 1] = (uint8_t)(c / 128);
}

void point_embed(const uint8_t block[BLOCK_BYTES], struct point *out)
{
    uint8_t s[POINT_BYTES];
    memcpy(s + 1, block, BLOCK_BYTES);
    for (unsigned c = 0; c < EMBED_TRIES; c++) {
        set_try(s, c);
        if (point_read(s, out)) {
            sodium_memzero(s, sizeof s);
            return;
        }
    }
    abort(); /* each try succeeds with probability 1/4: out of reach for anybody */
}

bool point_unembed(const struct point *point, uint8_t block[BLOCK_BYTES])
{
    if (point_is_identity(point))
        return false;
    /* It is a point, whose encoding is even and below 2^255: so it is the outcome of this try, if no try
     * before gives one. */
    unsigned c = point->bytes[0] / 2 + point->bytes[POINT_BYTES - 1] * 128u;
    uint8_t s[POINT_BYTES];
    memcpy(s, point->bytes, sizeof s);
    for (unsigned before = 0; before < c; before++) {
        set_try(s, before);
        if (point_is_valid(s))
            return false;
    }
    memcpy(block, point->bytes + 1, BLOCK_BYTES);
    return true;
}

bool scalar_is_zero(const struct scalar *scalar)
{
    return sodium_is_zero(scalar->bytes, SCALAR_BYTES);
}

bool scalar_equal(const struct scalar *a, const struct scalar *b)
{
    return sodium_memcmp(a->bytes, b->bytes, SCALAR_BYTES) == 0;
}

void scalar_add(struct scalar *out, const struct scalar *a, const struct scalar *b)
{
    crypto_core_ristretto255_scalar_add(out->bytes, a->bytes, b->bytes);
}

void scalar_subtract(struct scalar *out, const struct scalar *a, const struct scalar *b)
{
    crypto_core_ristretto255_scalar_sub(out->bytes, a->bytes, b->bytes);
}

void scalar_negate(struct scalar *out, const struct scalar *a)
{
    crypto_core_ristretto255_scalar_negate(out->bytes, a->bytes);
}

void scalar_multiply(struct scalar *out, const struct scalar *a, const struct scalar *b)
{
    crypto_core_ristretto255_scalar_mul(out->bytes, a->bytes, b->bytes);
}

void scalar_multiply_add(struct scalar *out, const struct scalar *a, const struct scalar *b,
                         const struct scalar *c)
{
    struct scalar product;
    scalar_multiply(&product, b, c);
    scalar_add(out, a, &product);
    sodium_memzero(&product, sizeof product);
}

bool scalar_invert(struct scalar *out, const struct scalar *a)
{
    struct scalar inverse;
    if (crypto_core_ristretto255_scalar_invert(inverse.bytes, a->bytes) != 0)
        return false;
    *out = inverse;
    sodium_memzero(&inverse, sizeof inverse);
    return true;
}

void scalar_random(struct scalar *out)
{
    crypto_core_ristretto255_scalar_random(out->bytes);
}

void scalars_random(struct scalar *out, size_t count)
{
    enum { TOGETHER = 64 };
    uint8_t wide[TOGETHER][WIDE_BYTES];
    for (size_t from = 0; from < count; from += TOGETHER) {
        size_t some = count - from < TOGETHER ? count - from : TOGETHER;
        randombytes_buf(wide, some * sizeof *wide);
        for (size_t i = 0; i < some; i++)
            scalar_from_wide(&out[from + i], wide[i]);
    }
    sodium_memzero(wide, sizeof wide);
}

void scalar_from_u64(struct scalar *out, uint64_t value)
{
    *out = SCALAR_ZERO;
    for (size_t i = 0; i < sizeof value; i++)
        out->bytes[i] = (uint8_t)(value >> 8 * i);
}

void scalar_from_weight(struct scalar *out, const uint8_t bytes[WEIGHT_BYTES])
{
    struct scalar scalar = SCALAR_ZERO;
    memcpy(scalar.bytes, bytes, WEIGHT_BYTES);
    *out = scalar;
}

void scalar_from_wide(struct scalar *out, const uint8_t wide[WIDE_BYTES])
{
    crypto_core_ristretto255_scalar_reduce(out->bytes, wide);
}
