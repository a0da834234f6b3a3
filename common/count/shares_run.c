/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_run.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "count/result.h"
#include "count/score.h"
#include "count/shares_floors.h"
#include "count/shares_offers.h"
#include "count/shares_span.h"
#include "count/shares_trace.h"

#define ROOM_MAX 1e18

/* A purchase, with the upper bound of rho. */
struct bargain {
    uint16_t option;
    double high;
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
};

static bool add_costs(const struct profile *profile, struct error *err)
{
    int64_t costs = 0;
    for (size_t o = 0; o < profile->option_count; o++)
        if (__builtin_add_overflow(costs, profile->options[o].cost, &costs))
            return error_input(err, "overflow", "the costs of all options together are too large");
    return true;
}

struct shares *shares_new(const struct profile *profile, enum rule_utility utility, const uint16_t *order,
                          bool filter, struct error *err)
{
    size_t options = profile->option_count;
    struct purse purse;
    if (!add_costs(profile, err) || !purse_init(&purse, profile, score_of_utility(utility), err))
        return NULL;
    struct shares *s = allocate(1, sizeof *s);
    *s = (struct shares){.profile = profile,
                         .order = order,
                         .place = allocate(options, sizeof *s->place),
                         .times_cost = score_times_cost(utility),
                         .filter = filter,
                         .purse = purse,
                         .near = allocate(options, sizeof *s->near),
                         .level = allocate(options, sizeof *s->level),
                         .bought = allocate(options, sizeof *s->bought),
                         .bargains = allocate(options, sizeof *s->bargains),
                         .last = allocate(options, sizeof *s->last)};
    offers_init(&s->others, options);
    span_init(&s->span, &s->purse);
    floors_init(&s->floors, options);
    mpz_inits(s->best.numerator, s->best.slope, s->other.numerator, s->other.slope, NULL);
    for (size_t i = 0; i < options; i++)
        s->place[order[i]] = i;
    return s;
}

void shares_free(struct shares *s)
{
    if (!s)
        return;
    purse_clear(&s->purse);
    span_clear(&s->span);
    floors_clear(&s->floors);
    mpz_clears(s->best.numerator, s->best.slope, s->other.numerator, s->other.slope, NULL);
    free(s->place);
    offers_clear(&s->others);
    free(s->near);
    free(s->level);
    free(s->bought);
    free(s->bargains);
    free(s->last);
    free(s);
}

static int64_t factor_of(const struct shares *s, uint16_t option)
{
    return s->times_cost ? s->profile->options[option].cost : 1;
}

/* Somebody has a use for it. */
static bool is_supported(const struct shares *s, uint16_t option)
{
    return s->purse.supporters.voters[option] > 0 && factor_of(s, option) > 0;
}

/* ---- the least price ---- */

/* The bounds of rho from those of a price, and back for the lower one. */
static struct offer offer_of(const struct shares *s, uint16_t option, const struct price *price)
{
    double factor = (double)factor_of(s, option);
    return (struct offer){option, price->low / factor * (1 - 4 * DBL_EPSILON),
                          price->high / factor * (1 + 4 * DBL_EPSILON),
                          price->slope / factor - fabs(price->slope / factor) * 4 * DBL_EPSILON};
}

static struct price price_of(const struct shares *s, const struct offer *offer)
{
    double factor = (double)factor_of(s, offer->option);
    return (struct price){offer->low * factor * (1 - 4 * DBL_EPSILON),
                          offer->high * factor * (1 + 4 * DBL_EPSILON)};
}

/* Look at an option anew: its bounds, or false when it is out for good. What is above `best` is not wanted.
 */
static bool look(struct shares *s, struct offer *offer, double best)
{
    double floor = floors_of(&s->floors, offer->option);
    if (floor > best || floor == INFINITY) {
        *offer = (struct offer){offer->option, floor, INFINITY, 0};
        floors_see(&s->floors, offer->option, floor);
        return floor < INFINITY;
    }
    offer->low = floor > offer->low ? floor : offer->low;
    struct price price = {0, INFINITY, 0}, old = price_of(s, offer);
    double enough = best * (double)factor_of(s, offer->option) * (1 + 8 * DBL_EPSILON);
    enum price_verdict verdict =
        s->filter ? price_estimate(&s->purse, offer->option, old.low, enough, &price) : PRICE_UNKNOWN;
    if (verdict == PRICE_UNKNOWN) {
        struct purse *purse = &s->purse;
        if (!price_exact(purse, offer->option, &price, &s->other)) {
            purse->room = 0;
            return false;
        }
        double near = ledger_double(&purse->ledger, s->other.numerator, s->other.weight);
        double slope = purse->roomy ? ledger_double(&purse->ledger, s->other.slope, s->other.weight) : 0;
        price = (struct price){near * (1 - 8 * DBL_EPSILON), near * (1 + 8 * DBL_EPSILON),
                               slope - fabs(slope) * 8 * DBL_EPSILON};
    }
    *offer = offer_of(s, offer->option, &price);
    floors_see(&s->floors, offer->option, verdict == PRICE_TOO_HIGH ? INFINITY : offer->low);
    return verdict != PRICE_TOO_HIGH;
}

/* Of the options looked at, those that may be the cheapest, in tie order. */
static void list_near(struct shares *s)
{
    double best = INFINITY, enough = s->ceiling > 0 ? s->ceiling : INFINITY;
    s->near_count = 0;
    while (s->others.count && s->others.heap[0].low <= enough) {
        struct offer offer = offers_pop(&s->others);
        if (!look(s, &offer, enough))
            continue;
        s->near[s->near_count++] = offer;
        best = offer.high < best ? offer.high : best;
        enough = best > s->ceiling ? best : s->ceiling;
    }
    size_t kept = 0;
    for (size_t i = 0; i < s->near_count; i++) {
        struct offer offer = s->near[i];
        if (offer.low > best) {
            offers_push(&s->others, offer);
            continue;
        }
        size_t at = kept++;
        for (; at > 0 && s->place[s->near[at - 1].option] > s->place[offer.option]; at--)
            s->near[at] = s->near[at - 1];
        s->near[at] = offer;
    }
    s->near_count = kept;
}

/* numerator / (weight * factor) of one against the other */
static int compare(const struct shares *s, mpz_srcptr a, uint64_t a_weight, uint16_t a_option, mpz_srcptr b,
                   uint64_t b_weight, uint16_t b_option)
{
    mpz_t left, right;
    mpz_inits(left, right, NULL);
    mpz_mul_ui(left, a, b_weight);
    mpz_mul_ui(left, left, (unsigned long)factor_of(s, b_option));
    mpz_mul_ui(right, b, a_weight);
    mpz_mul_ui(right, right, (unsigned long)factor_of(s, a_option));
    int order = mpz_cmp(left, right);
    mpz_clears(left, right, NULL);
    return order;
}

/* Fill `level` and `best`; false when nothing can be bought any more. */
static bool find_cheapest(struct shares *s)
{
    list_near(s);
    s->level_count = 0;
    for (size_t i = 0; i < s->near_count; i++) {
        uint16_t option = s->near[i].option;
        struct price price = price_of(s, &s->near[i]);
        if (!price_exact(&s->purse, option, &price, &s->other))
            abort(); /* it was affordable a moment ago */
        int order = s->level_count ? compare(s, s->other.numerator, s->other.weight, option,
                                             s->best.numerator, s->best.weight, s->level[0])
                                   : -1;
        if (order > 0)
            continue;
        if (order == 0 && s->purse.roomy)
            s->falls_back |= compare(s, s->other.slope, s->other.weight, option, s->best.slope,
                                     s->best.weight, s->level[0]) < 0;
        if (order < 0) {
            s->level_count = 0;
            s->falls_back = false;
            struct exact_price best = s->best;
            s->best = s->other;
            s->other = best;
        }
        s->level[s->level_count++] = option;
    }
    return s->level_count > 0;
}

/* Every other option must stay at least as dear as the purchase, at what it was last seen at. */
static void narrow_by_others(struct shares *s)
{
    struct purse *purse = &s->purse;
    double factor = (double)factor_of(s, s->level[0]);
    double best = ledger_double(&purse->ledger, s->best.numerator, s->best.weight) / factor;
    double slope = ledger_double(&purse->ledger, s->best.slope, s->best.weight) / factor;
    best *= 1 + 16 * DBL_EPSILON;
    slope += fabs(slope) * 16 * DBL_EPSILON;
    for (size_t i = 0; i < s->others.count; i++)
        purse_narrow(purse, s->others.heap[i].low - best, s->others.heap[i].slope - slope);
    for (size_t i = 0, j = 0; i < s->near_count; i++) {
        if (j < s->level_count && s->near[i].option == s->level[j])
            j++;
        else
            purse_narrow(purse, s->near[i].low - best, s->near[i].slope - slope);
    }
    if (s->falls_back)
        purse->room = 0;
}

/* ---- paying ---- */

static struct count_step step_of(const struct shares *s, uint16_t option, enum count_outcome outcome)
{
    return (struct count_step){.option = option,
                               .outcome = outcome,
                               .cost = s->profile->options[option].cost,
                               .left = s->profile->budget - s->cost};
}

/* The first of the level ones. Who pays how is known from looking at it last. */
static void buy(struct shares *s, struct count_result *result)
{
    uint16_t option = s->level[0];
    struct price price = {0, INFINITY, 0};
    if (s->purse.roomy)
        narrow_by_others(s);
    for (size_t i = 0; i < s->near_count; i++) {
        if (s->near[i].option != option) {
            offers_push(&s->others, s->near[i]);
        } else {
            price = price_of(s, &s->near[i]);
            s->bargains[s->bargain_count++] = (struct bargain){option, s->near[i].high};
        }
    }
    if (s->near_count > 1 && !price_exact(&s->purse, option, &price, &s->best))
        abort();
    if (result) {
        struct count_step step = step_of(s, option, COUNT_BOUGHT);
        shares_trace_purchase(&s->purse, &s->best, factor_of(s, option), &step, &result->arena);
        result_add_tie(result, s->level, s->level_count);
        result_add_step(result, &step);
    }
    purse_pay(&s->purse, option, &s->best);
    floors_buy(&s->floors, option);
    s->bought[option] = true;
    s->cost += s->profile->options[option].cost;
}

/* ---- a run ---- */

static void add_losers(struct shares *s, struct count_result *result)
{
    for (size_t i = 0; i < s->profile->option_count; i++) {
        uint16_t option = s->order[i];
        if (s->bought[option])
            continue;
        struct count_step step = step_of(s, option, COUNT_UNSUPPORTED);
        if (is_supported(s, option)) {
            step.outcome = COUNT_UNAFFORDABLE;
            step.held = shares_trace_held(&s->purse, option, &result->arena);
        }
        result_add_step(result, &step);
    }
}

/* With `follow` the far run may tell about this one. */
static void start(struct shares *s, mpq_srcptr endowment, bool roomy, bool follow)
{
    purse_start(&s->purse, endowment, s->filter, roomy);
    floors_start(&s->floors, endowment, follow);
    s->cost = 0;
    s->others.count = 0;
    s->bargain_count = 0;
    s->ceiling = 0;
    for (size_t o = 0; o < s->profile->option_count; o++) {
        uint16_t option = (uint16_t)o;
        s->bought[o] = false;
        if (!is_supported(s, option))
            continue;
        /* as if nobody was poor */
        struct price all = {(double)s->profile->options[o].cost / (double)s->purse.supporters.totals[o] *
                                (1 - 4 * DBL_EPSILON),
                            INFINITY, 0};
        offers_push(&s->others, offer_of(s, option, &all));
    }
}

static void end(struct shares *s, mpq_srcptr endowment)
{
    struct bargain *last = s->last;
    s->last = s->bargains;
    s->last_count = s->bargain_count;
    s->bargains = last;
    span_set_from(&s->span, &s->purse, endowment);
}

void shares_run(struct shares *s, mpq_srcptr endowment, struct count_result *result, int64_t *room)
{
    start(s, endowment, room != NULL, !room && !result);
    while (find_cheapest(s))
        buy(s, result);
    if (result)
        add_losers(s, result);
    end(s, endowment);
    if (room)
        *room = (int64_t)(s->purse.room < ROOM_MAX ? s->purse.room : ROOM_MAX);
}

/* The first of the level ones leaves; what was looked at with it stays. */
static void let_go(struct shares *s)
{
    for (size_t i = 0; i < s->near_count; i++)
        if (s->near[i].option != s->level[0])
            offers_push(&s->others, s->near[i]);
}

void shares_run_with_guests(struct shares *s, mpq_srcptr endowment, uint16_t first, bool *welcome)
{
    start(s, endowment, false, false);
    while (find_cheapest(s)) {
        if (s->level[0] < first) {
            buy(s, NULL);
            continue;
        }
        welcome[s->level[0]] = true;
        let_go(s);
    }
    end(s, endowment);
}

void shares_take_times(struct shares *s, uint32_t ballot)
{
    purse_take_times(&s->purse, ballot);
    floors_forget(&s->floors);
}

/* ---- over a span ---- */

/* Of rho, at least. */
static double fall_of(const struct shares *s, const struct offer *offer)
{
    double fall = span_fall(&s->span, &s->purse, offer->option, price_of(s, offer).low);
    return fall / (double)factor_of(s, offer->option) * (1 - 4 * DBL_EPSILON);
}

/* The one option near the least price was bought at `from` as well, at this bargain. Was it the cheapest all
 * over the span? `meet` becomes less where another one seems to become as cheap sooner after `to`. */
static bool was_cheapest(struct shares *s, const struct bargain *then, double *meet)
{
    double factor = (double)factor_of(s, then->option);
    struct pace fall = span_buy(&s->span, &s->purse, then->option, &s->best);
    fall.least = fall.least / factor * (1 - 4 * DBL_EPSILON);
    fall.most = fall.most / factor * (1 + 4 * DBL_EPSILON);
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

static enum shares_verdict hold(struct shares *s, mpq_srcptr endowment, double *meet)
{
    double next = INFINITY;
    *meet = 0;
    start(s, endowment, false, true);
    span_start(&s->span, &s->purse, endowment);
    for (size_t i = 0; i < s->last_count; i++) {
        s->ceiling = s->last[i].high;
        if (!find_cheapest(s))
            abort(); /* what was bought then is affordable */
        if (s->level[0] != s->last[i].option) {
            *meet = where_they_meet(s, s->last[i].option);
            return SHARES_DIFFER;
        }
        if (s->near_count > 1 || !was_cheapest(s, &s->last[i], &next))
            return SHARES_UNCERTAIN;
        buy(s, NULL);
    }
    s->ceiling = 0;
    if (find_cheapest(s)) {
        *meet = s->span.length - span_back(&s->span, &s->purse, s->near[0].option);
        return SHARES_DIFFER;
    }
    end(s, endowment);
    *meet = next;
    return SHARES_HOLD;
}

enum shares_verdict shares_hold(struct shares *s, mpq_srcptr endowment, double *meet)
{
    enum shares_verdict verdict = hold(s, endowment, meet);
    if (verdict != SHARES_HOLD)
        floors_keep(&s->floors);
    return verdict;
}

int64_t shares_cost(const struct shares *s)
{
    return s->cost;
}

bool shares_leaves_room(const struct shares *s)
{
    for (size_t o = 0; o < s->profile->option_count; o++)
        if (!s->bought[o] && is_supported(s, (uint16_t)o) &&
            s->profile->options[o].cost <= s->profile->budget - s->cost)
            return true;
    return false;
}
