/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "count/shares_run_internal.h"

/* Its cost falls over the span, and rho is over it. */
static bool is_over_falling(const struct shares *s, uint16_t option)
{
    return s->times_cost && s->span.saving > 0 && s->span.cheaper == option;
}

/* Of rho, at least. */
static double fall_of(const struct shares *s, const struct offer *offer)
{
    if (is_over_falling(s, offer->option))
        return 0; /* it falls, but rho at `from` is not known */
    double fall = span_fall(&s->span, &s->purse, offer->option, run_price(s, offer).low);
    return fall / (double)run_factor(s, offer->option) * (1 - 4 * DBL_EPSILON);
}

/* Of rho, from that of the price, of the first of the level ones, bought at `from` at this bargain. */
static struct pace pace_of(const struct shares *s, const struct bargain *then, struct pace fall)
{
    double factor = (double)run_factor(s, then->option);
    if (is_over_falling(s, then->option))
        return span_over_cost(&s->span, fall, factor, then->high, s->near[0].low);
    return (struct pace){fall.least / factor * (1 - 4 * DBL_EPSILON),
                         fall.most / factor * (1 + 4 * DBL_EPSILON)};
}

/* The first of the level ones was bought at `from` as well, at this bargain. Was it that all over the span?
 * With a price that stays, because no other one falls below it before `to`, nor is one level with it that is
 * not so at `to`. `meet` becomes less where another one seems to become as cheap sooner after `to`. */
static bool was_cheapest(struct shares *s, const struct bargain *then, double *meet)
{
    run_look_last(s);
    struct pace fall = span_buy(&s->span, &s->purse, then->option, &s->best);
    if (s->near_count > 1) /* an even price over a cost that falls stays, too: all pay their part of the cost */
        return fall.most <= 0 || (then->is_even && is_over_falling(s, then->option));
    fall = pace_of(s, then, fall);
    struct span_price own = {then->high, s->near[0].high, fall};
    for (size_t i = 0; i < s->others.count; i++) {
        const struct offer *offer = &s->others.heap[i];
        if (offer->low > then->high)
            continue; /* dearer than it has ever been */
        double other_fall = fall_of(s, offer);
        if (!span_is_below(&s->span, &own, offer->low, other_fall))
            return false;
        double gains = other_fall - (fall.least + fall.most) / 2;
        if (gains > 0 && offer->low - own.at_to < *meet * gains)
            *meet = (offer->low - own.at_to) / gains;
    }
    return true;
}

/* The cheapest one at `to` is not what was bought then. Where in the span it seems to become cheaper, or what
 * its supporters can pay. */
static double where_they_meet(const struct shares *s, uint16_t then)
{
    const struct offer *cheapest = &s->near[0];
    double fall = fall_of(s, cheapest), back = span_back(&s->span, &s->purse, cheapest->option);
    for (size_t i = 0; i < s->others.count; i++) {
        const struct offer *own = &s->others.heap[i];
        double gains = own->option == then ? fall - fall_of(s, own) : 0;
        if (gains > 0 && own->low - cheapest->low < back * gains)
            return s->span.length - (own->low - cheapest->low) / gains;
    }
    return s->span.length - back;
}

/* The run has been started, and the span. */
static enum shares_verdict hold(struct shares *s, mpq_srcptr endowment, double *meet)
{
    double next = INFINITY;
    *meet = 0;
    for (size_t i = 0; i < s->last_count; i++) {
        s->ceiling = s->last[i].high;
        if (!run_find_cheapest(s))
            abort(); /* what was bought then is affordable */
        if (s->level[0] != s->last[i].option) {
            *meet = where_they_meet(s, s->last[i].option);
            return SHARES_DIFFER;
        }
        if (!was_cheapest(s, &s->last[i], &next))
            return SHARES_UNCERTAIN;
        if (s->needs)
            needs_step(s->needs, &s->purse, s->level[0], s->last[i].high, s->cost);
        run_buy(s, NULL);
    }
    s->ceiling = 0;
    if (run_find_cheapest(s)) {
        *meet = s->span.length - span_back(&s->span, &s->purse, s->near[0].option);
        return SHARES_DIFFER;
    }
    run_end(s, endowment);
    *meet = next;
    return SHARES_HOLD;
}

enum shares_verdict shares_hold(struct shares *s, mpq_srcptr endowment, double *meet)
{
    run_start(s, endowment, false, true);
    span_start(&s->span, &s->purse, endowment);
    enum shares_verdict verdict = hold(s, endowment, meet);
    if (verdict != SHARES_HOLD)
        floors_keep(&s->floors);
    return verdict;
}

enum shares_verdict shares_hold_cheaper(struct shares *s, mpq_srcptr endowment, uint16_t option, int64_t less,
                                        double *meet)
{
    run_start(s, endowment, false, false);
    span_start_cheaper(&s->span, &s->purse, option, less);
    return hold(s, endowment, meet);
}

/* Of what was bought then, which is the first of the level ones now. With a price that stays it need only be
 * the cheapest now; that of the option itself does not stay. */
static bool stays_cheapest(const struct shares *s, const struct bargain *then, uint16_t option)
{
    if (s->near_count > 1)
        return then->is_even && then->option != option;
    for (size_t i = 0; i < s->others.count; i++)
        if (s->others.heap[i].low <= then->high)
            return false;
    return true;
}

bool shares_stay(struct shares *s, mpq_srcptr endowment, uint16_t option)
{
    run_start(s, endowment, false, false);
    for (size_t i = 0; i < s->last_count; i++) {
        s->ceiling = s->last[i].high;
        if (!run_find_cheapest(s) || s->level[0] != s->last[i].option ||
            !stays_cheapest(s, &s->last[i], option))
            return false;
        run_buy(s, NULL);
    }
    s->ceiling = 0;
    if (run_find_cheapest(s))
        return false;
    run_end(s, endowment);
    return true;
}
