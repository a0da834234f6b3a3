/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_ground.h"

#include <float.h>
#include <math.h>

#define ULP DBL_EPSILON

void ground_start(struct ground *ground, const struct profile *profile, uint64_t voters,
                  enum rule_start start, int64_t unit, int64_t most)
{
    *ground = (struct ground){.voters = (double)voters,
                              .budget = (double)profile->budget,
                              .unit = (double)unit,
                              .is_integral = start == RULE_START_INTEGRAL,
                              .most = most,
                              .slack = INFINITY};
}

void ground_narrow(struct ground *ground, int64_t most)
{
    ground->most = most < ground->most ? most : ground->most;
}

/* The greatest k, or less, with which k ballots give less than `money`, of which each has no more than
 * B / (n + k) + above. */
static double most_giving(const struct ground *ground, double above, double money)
{
    double voters = ground->voters, doubt = (ground->budget + above * voters + money) * 32 * ULP;
    double excess = ground->budget + above * voters - money + doubt;
    double root = sqrt(excess * excess + 4 * above * money * voters);
    if (voters <= 0)
        return 0;
    if (excess > 0)
        return 2 * money * voters / (excess + root) * (1 - 32 * ULP);
    return above > 0 ? (root - excess) / (2 * above) * (1 - 32 * ULP) : INFINITY;
}

void ground_stand(struct ground *ground, const struct ground_place *place, const struct need *need)
{
    ground_narrow(ground, need->count);
    ground->slack = place->slack < ground->slack ? place->slack : ground->slack;
    if (need->money < INFINITY) {
        double most = most_giving(ground, place->above, need->money);
        most = fmax(most, need->money / place->last * (1 - 8 * ULP)); /* with more ballots none has more */
        if (most < (double)ground->most)
            ground->most = (int64_t)ceil(most) - 1;
    }
}

/* The greatest number at which the first endowment is not less than `least`, or less. */
static double most_voters(const struct ground *ground, double least)
{
    if (ground->is_integral)
        least = ceil(least / ground->unit) * ground->unit;
    if (!(least > 0))
        return INFINITY;
    return floor(ground->budget / least * (1 - 16 * ULP)) - ground->voters;
}

int64_t ground_most(const struct ground *ground, int64_t extra, double first)
{
    if (ground->most <= extra)
        return extra;
    double most = most_voters(ground, first - ground->slack + first * 4 * ULP);
    if (!(most < (double)ground->most))
        return ground->most;
    return most > (double)extra ? (int64_t)most : extra;
}
