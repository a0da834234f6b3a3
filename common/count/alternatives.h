/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The same ballots under other rules, beside the one that the round has: which projects would be funded, and
 * how many voters would get at least one that they support. Not part of a result: anybody can count it again.
 */
#ifndef FOLKMOOT_COUNT_ALTERNATIVES_H
#define FOLKMOOT_COUNT_ALTERNATIVES_H

#include <jansson.h>

#include "count/count.h"

/* [{"rule":{...},"selected":[ids],"served":voters,"total_cost":N},...], the rule of `result` first. The
 * others: by score, by score per cost, equal shares that spends what is left by score, and Phragmén where
 * ballots approve; those that go with the ballots and, where options exclude each other, know of that. Ties
 * fall as in the result. A rule under which a number becomes too large is left out. Questions have no other
 * rules: an empty list. */
json_t *alternatives_json(const struct profile *profile, const struct count_terms *terms,
                          const struct count_result *result);

/* Voters whose ballot gives something to at least one of the winners. */
uint64_t alternatives_served(const struct profile *profile, const struct count_result *result);

#endif
