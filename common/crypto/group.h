/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The group ristretto255 (RFC 9496) with base point B of prime order L, in additive notation, and the
 * integers modulo L (docs/protocol.md sections 1 and 6), computed by libsodium: call sodium_init() before
 * anything else. Where many points are added the second engine (crypto/decoded.h) is faster.
 *
 * Bytes from outside become a point or scalar only through the doors, point_read and scalar_read. Every
 * struct point is therefore a canonical encoding, and everything else here takes that for granted (a struct
 * point that holds anything else aborts). The identity is an ordinary value of results; the door refuses it.
 *
 * Time does not depend on the values of points and scalars except where it says so. Outputs may be inputs.
 */
#ifndef FOLKMOOT_CRYPTO_GROUP_H
#define FOLKMOOT_CRYPTO_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum {
    POINT_BYTES = 32,
    SCALAR_BYTES = 32,
    WEIGHT_BYTES = 16, /* a scalar below 2^128 */
    BLOCK_BYTES = 30,  /* what one point carries */
    WIDE_BYTES = 64,   /* uniform bytes that become a point or scalar */
};

struct point {
    uint8_t bytes[POINT_BYTES];
};

/* Little-endian, below L. */
struct scalar {
    uint8_t bytes[SCALAR_BYTES];
};

#define POINT_IDENTITY ((struct point){{0}})
#define SCALAR_ZERO ((struct scalar){{0}})
#define SCALAR_ONE ((struct scalar){{1}})

/* The doors. A point: canonical with bit 255 clear, and not the identity. A scalar: below L (zero passes). */
MUST_CHECK bool point_read(const uint8_t bytes[POINT_BYTES], struct point *out);
MUST_CHECK bool scalar_read(const uint8_t bytes[SCALAR_BYTES], struct scalar *out);
/* The same doors for bytes that stay where they are, as in a mapped blob. */
MUST_CHECK bool point_is_valid(const uint8_t bytes[POINT_BYTES]);
MUST_CHECK bool scalar_is_valid(const uint8_t bytes[SCALAR_BYTES]);

bool point_is_identity(const struct point *point);
bool point_equal(const struct point *a, const struct point *b);
void point_add(struct point *out, const struct point *a, const struct point *b);
void point_subtract(struct point *out, const struct point *a, const struct point *b);
void point_negate(struct point *out, const struct point *a);
void point_multiply(struct point *out, const struct scalar *factor, const struct point *point);
void point_multiply_base(struct point *out, const struct scalar *factor);
/* sum += factor * point */
void point_add_product(struct point *sum, const struct scalar *factor, const struct point *point);
/* 64 uniform bytes to a point (RFC 9496 section 4.3.4). */
void point_from_wide(struct point *out, const uint8_t wide[WIDE_BYTES]);

/* The point that carries 30 bytes (section 6), and back: false when the point carries none. About four tries
 * at the door; the time depends on the block. */
void point_embed(const uint8_t block[BLOCK_BYTES], struct point *out);
MUST_CHECK bool point_unembed(const struct point *point, uint8_t block[BLOCK_BYTES]);

bool scalar_is_zero(const struct scalar *scalar);
bool scalar_equal(const struct scalar *a, const struct scalar *b);
void scalar_add(struct scalar *out, const struct scalar *a, const struct scalar *b);
void scalar_subtract(struct scalar *out, const struct scalar *a, const struct scalar *b);
void scalar_negate(struct scalar *out, const struct scalar *a);
void scalar_multiply(struct scalar *out, const struct scalar *a, const struct scalar *b);
/* a + b * c */
void scalar_multiply_add(struct scalar *out, const struct scalar *a, const struct scalar *b,
                         const struct scalar *c);
/* False for zero. */
MUST_CHECK bool scalar_invert(struct scalar *out, const struct scalar *a);
/* Uniform in 1..L-1, from the system generator. */
void scalar_random(struct scalar *out);
/* Many at once, with few calls to the generator: several times faster. */
void scalars_random(struct scalar *out, size_t count);
void scalar_from_u64(struct scalar *out, uint64_t value);
/* 16 bytes, little-endian. */
void scalar_from_weight(struct scalar *out, const uint8_t bytes[WEIGHT_BYTES]);
/* 64 bytes, little-endian, modulo L. */
void scalar_from_wide(struct scalar *out, const uint8_t wide[WIDE_BYTES]);

#endif
