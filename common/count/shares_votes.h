/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Equal shares with extra ballots for one loser alone, for all losers together. Until an option is bought,
 * extra ballots for it change nothing for the others but the endowment, which is the same whoever they are
 * for. So one map of endowments (count/shares_map.h) shows for every loser that the runs which a number of
 * extra ballots leads to, of add1 at one endowment after the other, are those without them; only where it
 * does not is a run made with them. The endowment falls a little with every voter, so what shows that an
 * option loses with a number shows it for the next ones, too. What completion and comparison make of such a
 * run is clear, too: greedy takes the option at its place (count/ranking.h), and the outcomes that voters
 * compare are known.
 */
#ifndef FOLKMOOT_COUNT_SHARES_VOTES_H
#define FOLKMOOT_COUNT_SHARES_VOTES_H

#include "count/count.h"
#include "count/shares_endings.h"

struct shares_votes;

/* Of the options that are not `left_out` (by number). The profile holds approvals or points and must live as
 * long; an extra ballot gives `gift`. Numbers up to `most` will be tried. NULL: numbers are too large. */
struct shares_votes *shares_votes_new(const struct profile *profile, const struct rule *rule,
                                      const uint8_t *seed, int64_t gift, int64_t most, const bool *left_out);
void shares_votes_free(struct shares_votes *votes);

/* With so many extra ballots, for each option that is not `done`, now and later; above that all that lose do
 * so with fewer than *next, too. False when more than `work` marks on ballots (since the beginning) would
 * have to be looked at, or too much kept. */
MUST_CHECK bool shares_votes_try(struct shares_votes *votes, int64_t extra, const bool *done, int64_t work,
                                 enum votes_verdict *out, int64_t *next);

#endif
