/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a trace of equal shares says of purchases and losers, in fractions.
 */
#ifndef FOLKMOOT_COUNT_SHARES_TRACE_H
#define FOLKMOOT_COUNT_SHARES_TRACE_H

#include "count/count.h"
#include "count/shares_price.h"

/* Fills in the numbers of voters and the amounts of a purchase at this price, which price_exact found last
 * and which is not paid yet. rho is the price by the factor. */
void shares_trace_purchase(struct purse *purse, const struct exact_price *exact, int64_t factor,
                           struct count_step *step, struct arena *arena);

/* What the supporters have together. */
const char *shares_trace_held(struct purse *purse, uint16_t option, struct arena *arena);

#endif
