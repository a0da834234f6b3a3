/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Points of the group in decoded form, by the second engine, libdecaf: adding two is some 80 times cheaper
 * than point_add (crypto/group.h), which decodes and encodes each time, but a point takes 256 bytes. This
 * room's other files that use libdecaf are built on this one.
 *
 * A decoded point stands for an element of G, not for one point of the curve: decoding picks one of the four
 * curve points that differ by 4-torsion only, and sums carry that along. Addition is well defined on these
 * classes and decoded_equal and decoded_is_identity compare classes, so an equation between decoded points
 * holds if and only if it holds in G, which has the prime order L: there is no cofactor to be cleared, and
 * factors may be reduced modulo L.
 *
 * Time does not depend on the points. Outputs may be inputs. The type has an alignment of its own: on the
 * heap it wants allocate_aligned().
 */
#ifndef FOLKMOOT_CRYPTO_DECODED_H
#define FOLKMOOT_CRYPTO_DECODED_H

#include <decaf/point_255.h>

#include "crypto/group.h"

struct decoded {
    decaf_255_point_t point;
};

/* The door of this engine: it accepts exactly what point_read accepts. Scalars have one door for both. */
MUST_CHECK bool decoded_read(const uint8_t bytes[POINT_BYTES], struct decoded *out);
/* A point that came through a door, or was computed. */
void decoded_from_point(struct decoded *out, const struct point *point);
void decoded_to_point(const struct decoded *decoded, struct point *out);
/* As point_from_wide. */
void decoded_from_wide(struct decoded *out, const uint8_t wide[WIDE_BYTES]);

void decoded_set_identity(struct decoded *out);
bool decoded_is_identity(const struct decoded *decoded);
bool decoded_equal(const struct decoded *a, const struct decoded *b);
void decoded_add(struct decoded *out, const struct decoded *a, const struct decoded *b);
void decoded_subtract(struct decoded *out, const struct decoded *a, const struct decoded *b);
void decoded_negate(struct decoded *out, const struct decoded *a);
void decoded_double(struct decoded *out, const struct decoded *a);

#endif
