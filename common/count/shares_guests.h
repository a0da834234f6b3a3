/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Equal shares with extra ballots for each loser alone, for all losers in one run. Until an option is bought,
 * extra ballots for it change nothing for the others but the endowment, which is the same whoever they are
 * for. So each loser gets a double, a guest, that its supporters and the extra ballots support: it buys
 * nothing, and the option wins with that many extra ballots exactly when its guest would have been bought at
 * some time. For the rule without completion and comparison.
 */
#ifndef FOLKMOOT_COUNT_SHARES_GUESTS_H
#define FOLKMOOT_COUNT_SHARES_GUESTS_H

#include "count/count.h"

struct guests;

/* Of the options that are not `left_out` (by number). The profile holds approvals or points and must live as
 * long; an extra ballot gives `gift`. NULL: there are too many options, or numbers are too large. */
struct guests *guests_new(const struct profile *profile, const struct rule *rule, const uint8_t *seed,
                          int64_t gift, const bool *left_out);
void guests_free(struct guests *guests);

/* Marks on ballots that guests_count() looks at. */
int64_t guests_work(const struct guests *guests);
/* Set wins[option] for those that win with so many extra ballots. False when that is too many. */
MUST_CHECK bool guests_count(struct guests *guests, uint64_t extra, bool *wins);

#endif
