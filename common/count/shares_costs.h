/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Equal shares with a lower cost of one loser: does it win at it? Until an option is bought its cost changes
 * nothing for the others, and the endowments stay. So one run at each endowment without change tells for
 * every loser the greatest cost at which it would be bought in it (count/shares_needs.h). Where it is bought,
 * a run at a cost and one at a lower cost show what all costs between lead to (shares_hold_cheaper), and
 * completion and greedy take it at its place wherever that is (count/ranking.h).
 *
 * So intervals of costs are followed from endowment to endowment, until add1 ends. What happens at one of
 * them need not be known where the option loses in any case.
 */
#ifndef FOLKMOOT_COUNT_SHARES_COSTS_H
#define FOLKMOOT_COUNT_SHARES_COSTS_H

#include "count/count.h"

struct shares_costs;

/* Of the options that are not `left_out`. All must live as long. NULL when numbers are too large. `work` is
 * how many marks on ballots may be looked at, for all of them; each gets an equal part of what is left, or an
 * eighth. */
struct shares_costs *shares_costs_new(const struct profile *profile, const struct rule *rule,
                                      const uint8_t *seed, const bool *left_out, int64_t work);
void shares_costs_free(struct shares_costs *costs);
/* Is asked now and then; when it says no, what is being tried ends as if its work was used up. */
void shares_costs_ask(struct shares_costs *costs, bool (*goes_on)(void *context), void *context);

enum costs_verdict {
    COSTS_LOSE,     /* it loses at this cost, and at all down to *least */
    COSTS_WIN,      /* it wins at this cost */
    COSTS_WORN_OUT, /* its part of the work is used up: nothing is known */
};

/* At this cost, from 1 to one below its own. One option after the other. */
MUST_CHECK enum costs_verdict shares_costs_try(struct shares_costs *costs, uint16_t option, int64_t cost,
                                               int64_t *least);

#endif
