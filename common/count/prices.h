/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The price system of equal shares, checked exactly from the ballots, the endowment and the prices of a
 * result, and from nothing else that the count found: with min(what a voter has, price times utility) from
 * each supporter, every option bought is paid in full, by as many payers as the trace says, and nobody pays
 * more than he has; the supporters of every other option have in the end less than it costs, and what the
 * trace says; each option is bought or not, once, and what is bought in all is within the budget. Whoever
 * sees that needs no trust in how the prices were found.
 */
#ifndef FOLKMOOT_COUNT_PRICES_H
#define FOLKMOOT_COUNT_PRICES_H

#include "count/count.h"

/* A breach is a broken invariant (ERROR_BROKEN "prices"). Other rules than equal shares have no prices: true.
 */
MUST_CHECK bool prices_check(const struct profile *profile, const struct count_result *result,
                             struct error *err);

#endif
