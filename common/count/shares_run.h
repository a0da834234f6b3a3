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
#include "count/shares_needs.h"

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

/* Another multiplicity of a ballot, in the profile already, for the runs to come. */
void shares_take_times(struct shares *shares, uint32_t ballot);
/* The runs to come, and those that shares_hold() makes, tell what losers need (NULL: no longer). */
void shares_watch(struct shares *shares, struct needs *needs);

enum shares_verdict {
    SHARES_HOLD,   /* every endowment from that of the last run up to this one leads to the same purchases in
                      the same order; this run is now the last one */
    SHARES_DIFFER, /* this one does not */
    SHARES_UNCERTAIN, /* they may */
};

/* What is known of this endowment, which is greater than that of the last run, and of those between. Unless
 * it holds the last run is still the one before, but its outcome has to be found anew; what was seen of this
 * one spares work in those before it (count/shares_floors.h).
 *
 * In each step what was bought then must be the cheapest of all at this endowment and, by how fast prices can
 * change (count/shares_span.h), at all those between.
 *
 * `meet` is a guess, in minor units: where it holds, how much more until something else is bought, if that
 * seems near, else infinite; where it differs, after how much from the last run that begins. */
MUST_CHECK enum shares_verdict shares_hold(struct shares *shares, mpq_srcptr endowment, double *meet);

/* The same at the endowment of the last run, after which the cost of one option, above 0, has become lower by
 * so much: of all costs between. Nothing that was seen is kept. */
MUST_CHECK enum shares_verdict shares_hold_cheaper(struct shares *shares, mpq_srcptr endowment,
                                                   uint16_t option, int64_t less, double *meet);

/* A run at this endowment, which is not less than that of the last run, after which one option may have got
 * more extra ballots for it alone. True when it buys the same in the same order, and so do
 * all runs between: all of that leaves everybody at least as much, and makes nothing dearer, so it is enough
 * that in each step every other option is dearer now than the purchase was then. */
MUST_CHECK bool shares_stay(struct shares *shares, mpq_srcptr endowment, uint16_t option);

/* How many runs there have been until now, those that only told of others included. */
int64_t shares_runs(const struct shares *shares);
/* What the last run bought: of each option. */
const bool *shares_bought(const struct shares *shares);
/* What that costs; of all options together it fits in 64 bits. */
int64_t shares_cost(const struct shares *shares);
/* The least cost of an option with supporters that the last run did not buy; INT64_MAX: there is none. */
int64_t shares_least_left(const struct shares *shares);
/* Does an option with supporters that the last run did not buy fit in what its purchases leave of the budget?
 */
bool shares_leaves_room(const struct shares *shares);

#endif
