/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The endowments of equal shares, one after the other, without change: what is bought at each, and at what
 * lower cost each loser would be (count/shares_needs.h). They are run where they are asked for.
 */
#ifndef FOLKMOOT_COUNT_SHARES_STAGES_H
#define FOLKMOOT_COUNT_SHARES_STAGES_H

#include "base/arena.h"
#include "count/shares_run.h"

struct stage {
    const bool *bought; /* the same array as that of the stage before, if it is the same */
    int64_t cost;
    bool leaves_room;
    /* Of each loser, by its place: the greatest cost at which it may be bought and what is left covers it,
     * and at which it may be bought at all; NULL where only the first tells anything. */
    const int64_t *limit, *loud;
};

struct stages {
    const struct profile *profile;
    struct shares *shares;
    struct needs needs;
    struct arena arena;
    struct stage *list;
    size_t count, capacity;
    mpq_t next; /* endowment */
};

/* Losers are the options that are not `left_out`. `shares` is used by stages_at(), for others between its
 * calls. */
void stages_init(struct stages *stages, struct shares *shares, const struct profile *profile,
                 const struct rule *rule, const bool *left_out);
void stages_clear(struct stages *stages);

size_t stages_place(const struct stages *stages, uint16_t loser);
/* Will it take a run? */
bool stages_is_new(const struct stages *stages, size_t number);
/* The one before it has been asked for. Until the next call; NULL when there are too many. */
const struct stage *stages_at(struct stages *stages, size_t number);

#endif
