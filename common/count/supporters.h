/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * For each option the distinct ballots that support it, with the weight that they give it: what a score
 * (ballot/rule.h) gives, where it is above 0.
 */
#ifndef FOLKMOOT_COUNT_SUPPORTERS_H
#define FOLKMOOT_COUNT_SUPPORTERS_H

#include "ballot/rule.h"
#include "count/profile.h"

/* Of option o: places starts[o] up to starts[o + 1] - 1 of the arrays. Their order there says nothing. */
struct supporters {
    size_t *starts; /* option_count + 1 */
    uint32_t *ballots;
    int64_t *weights; /* > 0; NULL where all are 1 */
    uint64_t *voters; /* of each option: its supporters */
    uint64_t *totals; /* of each option: the weights of all voters together */
};

/* Fails when the weights of an option do not fit in 63 bits together. */
MUST_CHECK bool supporters_init(struct supporters *supporters, const struct profile *profile,
                                enum rule_score score, struct error *err);
void supporters_clear(struct supporters *supporters);

static inline int64_t supporters_weight(const struct supporters *supporters, size_t place)
{
    return supporters->weights ? supporters->weights[place] : 1;
}

#endif
