/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The same election with one thing changed, counted again (docs/counting.md, "Explanation"): with extra
 * ballots for one option alone, at another cost of one option, or without it.
 */
#ifndef FOLKMOOT_COUNT_WHATIF_H
#define FOLKMOOT_COUNT_WHATIF_H

#include "count/count.h"

struct whatif;

/* Profile and terms must live as long. */
struct whatif *whatif_new(const struct profile *profile, const struct rule *rule,
                          const struct count_terms *terms);
void whatif_free(struct whatif *whatif);

/* What one extra ballot gives to its option: of greedy, one point of the score; else as much as any ballot
 * gives to one option at most; to a question, a yes. */
int64_t whatif_gift(const struct whatif *whatif);

/* The ballots and the rule of which extra ballots are one more: rankings are points. */
const struct profile *whatif_scored(const struct whatif *whatif, const struct rule **rule);

/* Marks on ballots that all counts until now have looked at, as if each was looked at in every run. */
int64_t whatif_work(const struct whatif *whatif);

/* Does the option win when so many voters more come, each with a ballot that names it alone? The budget
 * stays. */
MUST_CHECK bool whatif_votes(struct whatif *whatif, uint16_t option, uint64_t extra, bool *won,
                             struct error *err);
/* Does it win at this cost, from 0? */
MUST_CHECK bool whatif_cost(struct whatif *whatif, uint16_t option, int64_t cost, bool *won,
                            struct error *err);
/* Who wins when the option is struck out everywhere? Ballots that named it alone stay, empty. `won` has a
 * place for each option. */
MUST_CHECK bool whatif_without(struct whatif *whatif, uint16_t option, bool *won, struct error *err);

#endif
