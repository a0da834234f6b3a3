/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Greedy: options in descending order of score (or of score per cost), each bought when it fits
 * (docs/counting.md, "Greedy"). Called through count_run().
 */
#ifndef FOLKMOOT_COUNT_GREEDY_H
#define FOLKMOOT_COUNT_GREEDY_H

#include "count/count.h"

/* As count_run() for RULE_GREEDY; the rule fits the ballots and the seed is there when needed. */
MUST_CHECK bool greedy_count(const struct profile *profile, const struct rule *rule,
                             const struct count_terms *terms, struct count_result *out, struct error *err);

/* Add to a result, which has room (count_result_reserve), what greedy by these scores (absolute, skip) buys
 * with the rest of the budget: a step for each option that is not among the winners. `order`: of ties. */
void greedy_complete(const struct profile *profile, const int64_t *scores, const uint16_t *order,
                     struct count_result *result);

#endif
