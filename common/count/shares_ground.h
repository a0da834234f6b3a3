/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * On what ground an option loses with a number of extra ballots, in endowments of equal shares that are each
 * one unit above another: while none of them leaves its span, while they do not give what is needed in it,
 * and while the number does not get greater than some. With more ballots the first endowment, and so all,
 * become less; the ground tells up to which number it holds.
 */
#ifndef FOLKMOOT_COUNT_SHARES_GROUND_H
#define FOLKMOOT_COUNT_SHARES_GROUND_H

#include "ballot/rule.h"
#include "count/profile.h"
#include "count/shares_needs.h"

struct ground {
    double voters, budget, unit; /* without the extra ones; minor units */
    bool is_integral;            /* the first endowment is a whole number of units */
    int64_t most;                /* number of extra ballots */
    double slack;                /* minor units by which the endowments may be less */
};

/* Endowments in one span: the last of them, or a little more; how much it is above the very first one, and
 * how much less they may be in the span. */
struct ground_place {
    double last, above, slack;
};

/* Up to `most`, as far as is known. */
void ground_start(struct ground *ground, const struct profile *profile, uint64_t voters,
                  enum rule_start start, int64_t unit, int64_t most);
void ground_narrow(struct ground *ground, int64_t most);
/* It loses by this need there. */
void ground_stand(struct ground *ground, const struct ground_place *place, const struct need *need);
/* It was found with so many, which lead to this first endowment: the greatest number with which the option
 * loses by it, or a lesser one that is not below `extra`. */
int64_t ground_most(const struct ground *ground, int64_t extra, double first);

#endif
