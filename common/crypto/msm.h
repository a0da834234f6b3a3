/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Multi-scalar multiplication: the sum of factors times points, many at once, at a fraction of what the
 * single products cost. VARIABLE TIME: for public factors and public points only, never for a secret.
 *
 * Few points are gathered and multiplied together (Straus); many go into buckets as they come (Pippenger), so
 * that nothing is kept of a point but what it adds. Memory follows the number of points that was announced,
 * up to MSM_LANE_BYTES_MAX for each lane. A factor costs by its length: one of 128 bits, or the negative of
 * one, half of a whole one.
 */
#ifndef FOLKMOOT_CRYPTO_MSM_H
#define FOLKMOOT_CRYPTO_MSM_H

#include "crypto/decoded.h"

enum { MSM_LANE_BYTES_MAX = 6 << 20 };

struct msm;

/* The sum of nothing. Each lane is for one thread at a time. `expected` points will be added in all lanes
 * together, as far as the caller knows: only speed depends on it. */
struct msm *msm_new(unsigned lanes, size_t expected);
void msm_free(struct msm *msm);
/* += factor * point */
void msm_add(struct msm *msm, unsigned lane, const struct scalar *factor, const struct decoded *point);
/* += factor * B, which costs next to nothing */
void msm_add_base(struct msm *msm, unsigned lane, const struct scalar *factor);
/* The sum of all that was added, in all lanes, since it was new or last summed. */
void msm_sum(struct msm *msm, struct decoded *out);

#endif
