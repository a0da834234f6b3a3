/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Greedy by score (absolute, skip) as equal shares has it for a completion and for the comparison, seen from
 * one option: nobody who comes before it is changed by it, so it wins if what is left at its place covers its
 * cost. `won` says of each option whether it has won before; the option itself has not.
 */
#ifndef FOLKMOOT_COUNT_RANKING_H
#define FOLKMOOT_COUNT_RANKING_H

#include "base/arena.h"
#include "count/count.h"

struct ranking {
    const struct profile *profile;
    int64_t *scores, gift; /* what an extra ballot adds */
    size_t *tie;           /* the place of each option in the order of ties */
    uint16_t *order;       /* of consideration */
};
#define RANKING_NEVER INT64_MAX

/* Fails on overflow. */
MUST_CHECK bool ranking_init(struct ranking *ranking, const struct profile *profile, enum rule_score score,
                             const uint16_t *ties, int64_t gift, struct arena *arena, struct error *err);

/* How many options come before this one, with so many extra ballots for it. */
size_t ranking_place(const struct ranking *ranking, uint16_t option, int64_t extra);
/* The greatest number of extra ballots with which it is so many. */
int64_t ranking_most(const struct ranking *ranking, uint16_t option, int64_t extra);
/* The least number of extra ballots with which it wins, from 0, or RANKING_NEVER. */
int64_t ranking_votes(const struct ranking *ranking, const bool *won, uint16_t option);
/* The greatest cost at which it wins, or -1. */
int64_t ranking_cost(const struct ranking *ranking, const bool *won, uint16_t option);
/* If it wins at its place, or has won before: as long as its cost is lower by less than this, so do the same
 * others. */
int64_t ranking_slack(const struct ranking *ranking, const bool *won, uint16_t option);
/* Add the winners, with this option behind so many others, or without it (SIZE_MAX). */
void ranking_fill(const struct ranking *ranking, uint16_t option, size_t place, bool *won);

#endif
