/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Equal shares with its completions and its comparison with greedy (docs/counting.md, "Equal shares"). Called
 * through count_run(). One run at one endowment is in count/shares_run.h.
 */
#ifndef FOLKMOOT_COUNT_SHARES_H
#define FOLKMOOT_COUNT_SHARES_H

#include <gmp.h>

#include "count/count.h"

/* As count_run() for RULE_EQUAL_SHARES; the rule fits the ballots and the seed is there when needed. */
MUST_CHECK bool shares_count(const struct profile *profile, const struct rule *rule,
                             const struct count_terms *terms, struct count_result *out, struct error *err);

/* What everybody has to begin with, before any completion. */
void shares_endowment(const struct profile *profile, enum rule_start start, mpq_ptr out);
/* A unit of the currency in minor units, by which add1 raises the endowment. */
int64_t shares_unit(const struct profile *profile);
bool shares_has_add1(enum rule_completion completion);
bool shares_ends_greedily(enum rule_completion completion);
/* Of what is bought: do completion or comparison look at it? */
bool shares_is_followed_up(const struct rule *rule);

/* How many voters prefer which outcome; both say of each option whether it wins. Fails on overflow. */
MUST_CHECK bool shares_compare(const struct profile *profile, enum rule_utility utility,
                               const bool *by_shares, const bool *by_greedy, struct count_comparison *out,
                               struct error *err);

#endif
