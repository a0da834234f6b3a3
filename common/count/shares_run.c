/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_run.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "count/result.h"
#include "count/score.h"
#include "count/shares_run_internal.h"
#include "count/shares_trace.h"

#define ROOM_MAX 1e18

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

int64_t run_factor(const struct shares *s, uint16_t option)
{
    return s->times_cost ? s->profile->options[option].cost : 1;
}

/* Somebody has a use for it. */
static bool is_supported(const struct shares *s, uint16_t option)
{
    return s->purse.supporters.voters[option] > 0 && run_factor(s, option) > 0;
}

/* ---- the least price ---- */

/* The bounds of rho from those of a price, and back for the lower one. */
static struct offer offer_of(const struct shares *s, uint16_t option, const struct price *price)
{
    double factor = (double)run_factor(s, option);
    return (struct offer){option, price->low / factor * (1 - 4 * DBL_EPSILON),
                          price->high / factor * (1 + 4 * DBL_EPSILON),
                          price->slope / factor - fabs(price->slope / factor) * 4 * DBL_EPSILON};
}

struct price run_price(const struct shares *s, const struct offer *offer)
{
    double factor = (double)run_factor(s, offer->option);
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
    struct price price = {0, INFINITY, 0}, old = run_price(s, offer);
    double enough = best * (double)run_factor(s, offer->option) * (1 + 8 * DBL_EPSILON);
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
    mpz_mul_ui(left, left, (unsigned long)run_factor(s, b_option));
    mpz_mul_ui(right, b, a_weight);
    mpz_mul_ui(right, right, (unsigned long)run_factor(s, a_option));
    int order = mpz_cmp(left, right);
    mpz_clears(left, right, NULL);
    return order;
}

bool run_find_cheapest(struct shares *s)
{
    list_near(s);
    s->level_count = 0;
    for (size_t i = 0; i < s->near_count; i++) {
        uint16_t option = s->near[i].option;
        struct price price = run_price(s, &s->near[i]);
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

/* The rho of what was found, or more. */
static double best_rho(const struct shares *s)
{
    double best = ledger_double(&s->purse.ledger, s->best.numerator, s->best.weight);
    return best / (double)run_factor(s, s->level[0]) * (1 + 16 * DBL_EPSILON);
}

/* Every other option must stay at least as dear as the purchase, at what it was last seen at. */
static void narrow_by_others(struct shares *s)
{
    struct purse *purse = &s->purse;
    double best = best_rho(s), factor = (double)run_factor(s, s->level[0]);
    double slope = ledger_double(&purse->ledger, s->best.slope, s->best.weight) / factor;
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

const struct offer *run_look_last(struct shares *s)
{
    const struct offer *offer = s->near;
    while (offer->option != s->level[0])
        offer++;
    struct price price = run_price(s, offer);
    if (s->near_count > 1 && !price_exact(&s->purse, offer->option, &price, &s->best))
        abort();
    return offer;
}

static bool is_even(const struct shares *s, uint16_t option)
{
    return s->profile->options[option].cost == 0 || s->best.weight == s->purse.supporters.totals[option];
}

void run_buy(struct shares *s, struct count_result *result)
{
    uint16_t option = s->level[0];
    if (s->purse.roomy)
        narrow_by_others(s);
    double high = run_look_last(s)->high;
    s->bargains[s->bargain_count++] = (struct bargain){option, high, is_even(s, option)};
    for (size_t i = 0; i < s->near_count; i++)
        if (s->near[i].option != option)
            offers_push(&s->others, s->near[i]);
    if (result) {
        struct count_step step = step_of(s, option, COUNT_BOUGHT);
        shares_trace_purchase(&s->purse, &s->best, run_factor(s, option), &step, &result->arena);
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

void run_start(struct shares *s, mpq_srcptr endowment, bool roomy, bool follow)
{
    purse_start(&s->purse, endowment, s->filter, roomy);
    floors_start(&s->floors, endowment, follow);
    s->runs++;
    s->cost = 0;
    s->others.count = 0;
    s->bargain_count = 0;
    s->ceiling = 0;
    if (s->needs)
        needs_start(s->needs);
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

void run_end(struct shares *s, mpq_srcptr endowment)
{
    struct bargain *last = s->last;
    if (s->needs)
        needs_end(s->needs, &s->purse, s->bought, s->cost);
    s->last = s->bargains;
    s->last_count = s->bargain_count;
    s->bargains = last;
    span_set_from(&s->span, &s->purse, endowment);
}

void shares_run(struct shares *s, mpq_srcptr endowment, struct count_result *result, int64_t *room)
{
    run_start(s, endowment, room != NULL, !room && !result);
    while (run_find_cheapest(s)) {
        if (s->needs)
            needs_step(s->needs, &s->purse, s->level[0], best_rho(s), s->cost);
        run_buy(s, result);
    }
    if (result)
        add_losers(s, result);
    run_end(s, endowment);
    if (room)
        *room = (int64_t)(s->purse.room < ROOM_MAX ? s->purse.room : ROOM_MAX);
}

void shares_take_times(struct shares *s, uint32_t ballot)
{
    purse_take_times(&s->purse, ballot);
    floors_forget(&s->floors);
}

void shares_watch(struct shares *s, struct needs *needs)
{
    s->needs = needs;
}

int64_t shares_runs(const struct shares *s)
{
    return s->runs;
}

const bool *shares_bought(const struct shares *s)
{
    return s->bought;
}

int64_t shares_cost(const struct shares *s)
{
    return s->cost;
}

int64_t shares_least_left(const struct shares *s)
{
    int64_t least = INT64_MAX;
    for (size_t o = 0; o < s->profile->option_count; o++)
        if (!s->bought[o] && is_supported(s, (uint16_t)o) && s->profile->options[o].cost < least)
            least = s->profile->options[o].cost;
    return least;
}

bool shares_leaves_room(const struct shares *s)
{
    int64_t least = shares_least_left(s);
    return least < INT64_MAX && least <= s->profile->budget - s->cost;
}
