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

#include <gmp.h>

#include "count/count.h"

/* A breach is a broken invariant (ERROR_BROKEN "prices"). Other rules than equal shares have no prices: true.
 */
MUST_CHECK bool prices_check(const struct profile *profile, const struct count_result *result,
                             struct error *err);

/* Voters who had the same before a purchase and pay the same for it. */
struct prices_group {
    uint64_t voters;
    mpq_srcptr before, paid;
};
/* All voters at a purchase; what it gets is its own to sort, and gone when it returns. */
typedef void prices_visit(void *context, const struct count_step *step, struct prices_group *groups,
                          size_t count);
/* prices_check, which lets each purchase be looked at. */
MUST_CHECK bool prices_show(const struct profile *profile, const struct count_result *result,
                            prices_visit *visit, void *context, struct error *err);

#endif
