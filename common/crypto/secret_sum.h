/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Products of SECRET factors with public points, in constant time: neither branches nor addresses depend on a
 * factor. Tables make them cheaper than single multiplications: one for a point that is multiplied again and
 * again, and a common one for many products of which only the sum is wanted.
 */
#ifndef FOLKMOOT_CRYPTO_SECRET_SUM_H
#define FOLKMOOT_CRYPTO_SECRET_SUM_H

#include "crypto/decoded.h"

/* Multiples of one point: 96 KiB. */
struct fixed_base;
struct fixed_base *fixed_base_new(const struct decoded *point);
void fixed_base_free(struct fixed_base *base);
/* sums[i] += factors[i] * point. Many at once go faster: the table is then read once for up to 64. */
void fixed_base_add(struct decoded *sums, const struct fixed_base *base, const struct scalar *factors,
                    size_t count);

/* The sum of up to `capacity` products: 1.5 KiB for each. Wiped when it is summed or freed. */
struct secret_sum;
struct secret_sum *secret_sum_new(size_t capacity);
void secret_sum_free(struct secret_sum *sum);
/* Aborts beyond the capacity. */
void secret_sum_add(struct secret_sum *sum, const struct scalar *factor, const struct decoded *point);
/* out += what was added since it was new or last summed */
void secret_sum_finish(struct secret_sum *sum, struct decoded *out);

#endif
