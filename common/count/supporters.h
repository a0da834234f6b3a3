/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * For each option the distinct ballots that support it, with the weight that they give it.
 */
#ifndef FOLKMOOT_COUNT_SUPPORTERS_H
#define FOLKMOOT_COUNT_SUPPORTERS_H

#include "count/profile.h"
#include "ballot/rule.h"

struct supporter {
    uint32_t ballot;
    int64_t weight; /* > 0 */
};

/* Of option o: list[starts[o]] up to list[starts[o + 1] - 1], in the order of the ballots. */
struct supporters {
    struct supporter *list;
    size_t *starts; /* option_count + 1 */
};

/* Ballots that give an option a score above 0. */
void supporters_init(struct supporters *supporters, const struct profile *profile, enum rule_score score);
void supporters_clear(struct supporters *supporters);

static inline size_t supporters_count(const struct supporters *supporters, uint16_t option)
{
    return supporters->starts[option + 1] - supporters->starts[option];
}

#endif
