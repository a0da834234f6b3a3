/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What completion and comparison make of a run of equal shares with extra ballots for one option alone.
 */
#ifndef FOLKMOOT_COUNT_SHARES_ENDINGS_H
#define FOLKMOOT_COUNT_SHARES_ENDINGS_H

#include "count/ranking.h"
#include "count/shares_ground.h"
#include "count/shares_map.h"

enum votes_verdict {
    VOTES_LOSE,
    VOTES_WIN,
    VOTES_COUNT, /* only counting tells */
};

struct standing;

struct endings {
    const struct profile *profile;
    const struct rule *rule;
    const struct needs *needs;
    struct arena *arena;
    struct ranking ranking;
    int64_t *greedy;             /* of each option: extra ballots with which greedy alone would buy it */
    struct standing **standings; /* of each outcome, by its number, when it is looked for */
    size_t standing_count;
    int64_t comparisons; /* until now */
    bool overflows;      /* one of them did */
};

/* `order` of ties. All must live as long. False when numbers are too large. */
MUST_CHECK bool endings_init(struct endings *endings, const struct profile *profile, const struct rule *rule,
                             const struct needs *needs, const uint16_t *order, struct arena *arena);
void endings_clear(struct endings *endings);

/* Equal shares ends with this outcome, before its completion. Where the option loses the ground narrows to
 * the numbers with which it does so, too. */
enum votes_verdict endings_judge(struct endings *endings, const struct map_outcome *outcome, uint16_t option,
                                 int64_t extra, struct ground *ground);

#endif
