/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The steps of a run of equal shares, for what runs (shares_run.c) and what tells of the runs between two
 * (shares_hold.c).
 */
#ifndef FOLKMOOT_COUNT_SHARES_RUN_INTERNAL_H
#define FOLKMOOT_COUNT_SHARES_RUN_INTERNAL_H

#include "count/shares_floors.h"
#include "count/shares_offers.h"
#include "count/shares_run.h"
#include "count/shares_span.h"

/* A purchase, with the upper bound of rho. It is even if all pay by weight, as they do with more endowment
 * too, so that its price stays as it is. */
struct bargain {
    uint16_t option;
    double high;
    bool is_even;
};

struct shares {
    const struct profile *profile;
    const uint16_t *order;
    size_t *place; /* of each option in the order of ties */
    bool times_cost, filter;
    struct purse purse;
    struct offers others; /* not in `near` */
    struct offer *near;   /* looked at in this step */
    size_t near_count;
    uint16_t *level; /* at the least price, in tie order */
    size_t level_count;
    bool falls_back; /* with more endowment one of the others would be cheaper than the first */
    struct exact_price best, other; /* best: for a unit of weight of level[0] */
    bool *bought;
    int64_t cost;
    struct bargain *bargains, *last; /* the purchases of this run, and of the last one */
    size_t bargain_count, last_count;
    struct span span; /* from the last run to this one */
    double ceiling;   /* look at everything below it, and only at that; 0: at what may be the cheapest */
    struct floors floors;
    struct needs *needs; /* NULL: nobody asks */
    int64_t runs;
};

/* By what a price per weight is divided to make rho. */
int64_t run_factor(const struct shares *shares, uint16_t option);
struct price run_price(const struct shares *shares, const struct offer *offer);

/* A run begins. With `roomy` its room is looked for; with `follow` the far run may tell about this one. */
void run_start(struct shares *shares, mpq_srcptr endowment, bool roomy, bool follow);
/* Fill `level` and `best`; false when nothing can be bought any more. */
bool run_find_cheapest(struct shares *shares);
/* Of the first of the level ones, into `best`: who pays how is known from looking at it last. */
const struct offer *run_look_last(struct shares *shares);
/* The first of the level ones; into the result, unless that is NULL. */
void run_buy(struct shares *shares, struct count_result *result);
/* The run is the last one for those to come. */
void run_end(struct shares *shares, mpq_srcptr endowment);

#endif
