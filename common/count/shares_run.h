/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One run of equal shares: every voter starts with the same endowment; again and again the option that its
 * supporters can pay at the least price per utility is bought.
 *
 * A utility is a weight (of the ballot) times a factor (of the option: its cost, or 1); voters with a utility
 * above 0 are its supporters. So rho is the price for a unit of weight (count/shares_price.h) by the factor.
 */
#ifndef FOLKMOOT_COUNT_SHARES_RUN_H
#define FOLKMOOT_COUNT_SHARES_RUN_H

#include <gmp.h>

#include "count/count.h"

struct shares;

/* `order` (of ties) and the profile must live as long. Without `filter` everything is decided by fractions,
 * with the same result. Fails when costs or weights are too large together. */
MUST_CHECK struct shares *shares_new(const struct profile *profile, enum rule_utility utility,
                                     const uint16_t *order, bool filter, struct error *err);
void shares_free(struct shares *shares);

/* A run. The outcome is in the struct until the next one. With `result`, which has place for it, purchases,
 * ties and losers are added to it. With `room` it gets how much more endowment, in minor units and rounded
 * down, leads to the same purchases in the same order. */
void shares_run(struct shares *shares, mpq_srcptr endowment, struct count_result *result, int64_t *room);
/* What the last run bought costs; of all options together it fits in 64 bits. */
/* Whether every endowment from that of the last run up to this one, which is greater, leads to the same
 * purchases in the same order. True is certain, and this run is now the last one. False says nothing; the last run
 * is then still the one before, but its outcome has to be found anew.
 *
 * While purchases are the same, more endowment leaves everybody at least as much after each, so no option is
 * dearer: if what was bought next is cheaper at the old endowment than all others at the new one, it is the
 * cheapest at each endowment between them. */
MUST_CHECK bool shares_hold(struct shares *shares, mpq_srcptr endowment);
int64_t shares_cost(const struct shares *shares);
/* Does an option with supporters that the last run did not buy fit in what its purchases leave of the budget?
 */
bool shares_leaves_room(const struct shares *shares);

#endif
