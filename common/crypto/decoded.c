/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/decoded.h"

#include <stdlib.h>

bool decoded_read(const uint8_t bytes[POINT_BYTES], struct decoded *out)
{
    struct decoded decoded;
    if (decaf_255_point_decode(decoded.point, bytes, DECAF_FALSE) != DECAF_SUCCESS)
        return false;
    *out = decoded;
    return true;
}

void decoded_from_point(struct decoded *out, const struct point *point)
{
    if (decaf_255_point_decode(out->point, point->bytes, DECAF_TRUE) != DECAF_SUCCESS)
        abort(); /* a struct point is always an encoding */
}

void decoded_to_point(const struct decoded *decoded, struct point *out)
{
    decaf_255_point_encode(out->bytes, decoded->point);
}

void decoded_from_wide(struct decoded *out, const uint8_t wide[WIDE_BYTES])
{
    decaf_255_point_from_hash_uniform(out->point, wide);
}

void decoded_set_identity(struct decoded *out)
{
    decaf_255_point_copy(out->point, decaf_255_point_identity);
}

bool decoded_is_identity(const struct decoded *decoded)
{
    return decaf_255_point_eq(decoded->point, decaf_255_point_identity) == DECAF_TRUE;
}

bool decoded_equal(const struct decoded *a, const struct decoded *b)
{
    return decaf_255_point_eq(a->point, b->point) == DECAF_TRUE;
}

void decoded_add(struct decoded *out, const struct decoded *a, const struct decoded *b)
{
    decaf_255_point_add(out->point, a->point, b->point);
}

void decoded_subtract(struct decoded *out, const struct decoded *a, const struct decoded *b)
{
    decaf_255_point_sub(out->point, a->point, b->point);
}

void decoded_negate(struct decoded *out, const struct decoded *a)
{
    decaf_255_point_negate(out->point, a->point);
}

void decoded_double(struct decoded *out, const struct decoded *a)
{
    decaf_255_point_double(out->point, a->point);
}
