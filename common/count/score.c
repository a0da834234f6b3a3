/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/score.h"

#include <stdlib.h>

int64_t score_given(const struct profile_ballot *ballot, enum rule_score score, uint32_t i)
{
    switch (score) {
    case RULE_POINTS:
        return ballot->points[i];
    case RULE_BORDA:
        return (int64_t)ballot->count - i;
    case RULE_BORDA0:
        return (int64_t)ballot->count - i - 1;
    case RULE_VOTES:
        break;
    }
    return 1;
}

bool score_all(const struct profile *profile, enum rule_score score, int64_t *out, struct error *err)
{
    int64_t *scores = allocate(profile->option_count, sizeof *scores);
    bool ok = true;
    for (size_t b = 0; ok && b < profile->ballot_count; b++) {
        const struct profile_ballot *ballot = &profile->ballots[b];
        for (uint32_t i = 0; ok && i < ballot->count; i++) {
            int64_t *sum = &scores[ballot->options[i]], more;
            if (__builtin_mul_overflow(score_given(ballot, score, i), ballot->multiplicity, &more) ||
                __builtin_add_overflow(*sum, more, sum))
                ok = error_input(err, "overflow", "the score of option %s is too large",
                                 (const char *)profile->options[ballot->options[i]].id.data);
        }
    }
    if (ok && profile->option_count)
        memcpy(out, scores, profile->option_count * sizeof *out);
    free(scores);
    return ok;
}

enum rule_score score_of_utility(enum rule_utility utility)
{
    switch (utility) {
    case RULE_UTILITY_POINTS:
    case RULE_UTILITY_POINTS_COST:
        return RULE_POINTS;
    case RULE_UTILITY_BORDA:
        return RULE_BORDA;
    case RULE_UTILITY_BORDA0:
        return RULE_BORDA0;
    case RULE_UTILITY_COST:
    case RULE_UTILITY_CARDINALITY:
        break;
    }
    return RULE_VOTES;
}

bool score_times_cost(enum rule_utility utility)
{
    return utility == RULE_UTILITY_COST || utility == RULE_UTILITY_POINTS_COST;
}
