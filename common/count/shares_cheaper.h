/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What completion and comparison make of a run of equal shares at lower costs of one option.
 */
#ifndef FOLKMOOT_COUNT_SHARES_CHEAPER_H
#define FOLKMOOT_COUNT_SHARES_CHEAPER_H

#include "count/ranking.h"

struct cheaper {
    const struct profile *changed;
    struct profile_option *options; /* its options */
    const struct rule *rule;
    struct ranking ranking;
    bool harm;                          /* a lower cost may make the outcome better for somebody */
    bool *none, *by_shares, *by_greedy; /* of each option: none has won; scratch */
    uint16_t option;                    /* that gets cheaper, */
    int64_t cost;                       /* to this */
    const bool *judged;                 /* an outcome that is known to lose */
    int64_t comparisons;                /* until now */
};

/* Costs of `options`, which are those of `changed`, are changed by the caller and, while ballots are
 * compared, here. `order` of ties. All must live as long. False when numbers are too large. */
MUST_CHECK bool cheaper_init(struct cheaper *cheaper, const struct profile *changed,
                             struct profile_option *options, const struct rule *rule, const uint16_t *order,
                             struct arena *arena);
/* From now on: this option, at this cost and below. */
void cheaper_start(struct cheaper *cheaper, uint16_t option, int64_t cost);

/* Equal shares ends with this before its completion. Does the option lose at all costs down to *least, which
 * rises so far that it can be said? Else it wins at the greatest. */
bool cheaper_loses(struct cheaper *cheaper, const bool *bought, int64_t *least);

#endif
