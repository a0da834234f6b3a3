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
                             const struct conflicts *conflicts, const uint8_t *seed, struct count_result *out,
                             struct error *err);

/* The score of each option under `score`, into profile->option_count numbers. */
MUST_CHECK bool greedy_scores(const struct profile *profile, enum rule_score score, int64_t *out,
                              struct error *err);

#endif
