/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What ballots give to options: scores for greedy, weights for equal shares.
 */
#ifndef FOLKMOOT_COUNT_SCORE_H
#define FOLKMOOT_COUNT_SCORE_H

#include "count/count.h"

/* What a ballot gives to the option in place i (of points and approvals, to its i-th option). */
int64_t score_given(const struct profile_ballot *ballot, enum rule_score score, uint32_t i);

/* The score of each option, into profile->option_count numbers. Fails on overflow. */
MUST_CHECK bool score_all(const struct profile *profile, enum rule_score score, int64_t *out,
                          struct error *err);

/* A utility is a weight, given like a score, times the cost of the option or times 1. */
enum rule_score score_of_utility(enum rule_utility utility);
bool score_times_cost(enum rule_utility utility);

#endif
