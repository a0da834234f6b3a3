/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_run.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "count/rational.h"
#include "count/result.h"
#include "count/score.h"
#include "count/shares_price.h"

#define ROOM_MAX 1e18

/* An option that may still be bought, with bounds of rho. Money only falls and prices only rise, so an old
 * `low` holds, and an option need not be looked at while others are below it. */
struct offer {
    uint16_t option;
    double low, high;
    double slope; /* of a line that begins at `low` and is nowhere above rho (count/shares_price.h) */
};

struct shares {
    const struct profile *profile;
    const uint16_t *order;
    size_t *place; /* of each option in the order of ties */
    bool times_cost, filter;
    struct purse purse;
    struct offer *heap; /* the least `low` first */
    size_t heap_count;
    struct offer *near; /* looked at in this step */
    size_t near_count;
    uint16_t *level; /* at the least price, in tie order */
    size_t level_count;
    bool falls_back; /* with more endowment one of the others would be cheaper than the first */
    struct exact_price best, other; /* best: for a unit of weight of level[0] */
    bool *bought;
    int64_t cost;
    double *highs, *last; /* bounds of rho of the purchases of this run, and of the last one */
    size_t high_count, last_count;
    double ceiling; /* look at everything below it */
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
                         .heap = allocate(options, sizeof *s->heap),
                         .near = allocate(options, sizeof *s->near),
                         .level = allocate(options, sizeof *s->level),
                         .bought = allocate(options, sizeof *s->bought),
                         .highs = allocate(options, sizeof *s->highs),
                         .last = allocate(options, sizeof *s->last)};
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
    mpz_clears(s->best.numerator, s->best.slope, s->other.numerator, s->other.slope, NULL);
    free(s->place);
    free(s->heap);
    free(s->near);
    free(s->level);
    free(s->bought);
    free(s->highs);
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

/* ---- the heap ---- */

static void heap_push(struct shares *s, struct offer offer)
{
    size_t i = s->heap_count++;
    while (i > 0 && s->heap[(i - 1) / 2].low > offer.low) {
        s->heap[i] = s->heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    s->heap[i] = offer;
}

static struct offer heap_pop(struct shares *s)
{
    struct offer least = s->heap[0], last = s->heap[--s->heap_count];
    size_t i = 0;
    for (size_t child; (child = 2 * i + 1) < s->heap_count; i = child) {
        if (child + 1 < s->heap_count && s->heap[child + 1].low < s->heap[child].low)
            child++;
        if (last.low <= s->heap[child].low)
            break;
        s->heap[i] = s->heap[child];
    }
    s->heap[i] = last;
    return least;
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
                          offer->high * factor * (1 + 4 * DBL_EPSILON), 0};
}

/* Look at an option anew: its bounds, or false when it is out for good. What is above `best` is not wanted.
 */
static bool look(struct shares *s, struct offer *offer, double best)
{
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
    return verdict != PRICE_TOO_HIGH;
}

/* Of the options looked at, those that may be the cheapest, in tie order. */
static void list_near(struct shares *s)
{
    double best = INFINITY, enough = INFINITY;
    s->near_count = 0;
    while (s->heap_count && s->heap[0].low <= enough) {
        struct offer offer = heap_pop(s);
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
            heap_push(s, offer);
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
    for (size_t i = 0; i < s->heap_count; i++)
        purse_narrow(purse, s->heap[i].low - best, s->heap[i].slope - slope);
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

/* The greatest payment of one voter: of the rich by weight, or all that a poor one has. */
static const char *greatest_payment(struct shares *s, uint16_t option, struct arena *arena)
{
    const struct supporters *supporters = &s->purse.supporters;
    size_t start = supporters->starts[option], count = s->purse.alive[option];
    mpz_t greatest, payment;
    mpz_inits(greatest, payment, NULL);
    for (size_t i = 0; i < count; i++) {
        if (s->purse.payers[i] == PAYER_POOR && !supporters->weights)
            continue; /* where all weights are 1 a rich one pays more */
        if (s->purse.payers[i] == PAYER_POOR) {
            ledger_balance(&s->purse.ledger, supporters->ballots[start + i], payment);
            mpz_mul_ui(payment, payment, s->best.weight);
        } else {
            mpz_mul_ui(payment, s->best.numerator, (unsigned long)supporters_weight(supporters, start + i));
        }
        if (mpz_cmp(payment, greatest) > 0)
            mpz_set(greatest, payment);
    }
    mpq_t fraction;
    mpq_init(fraction);
    ledger_fraction(&s->purse.ledger, greatest, s->best.weight, fraction);
    const char *text = rational_text(fraction, arena);
    mpq_clear(fraction);
    mpz_clears(greatest, payment, NULL);
    return text;
}

static void describe(struct shares *s, struct count_step *step, struct arena *arena)
{
    const struct supporters *supporters = &s->purse.supporters;
    size_t start = supporters->starts[step->option], count = s->purse.alive[step->option];
    for (size_t i = 0; step->cost > 0 && i < count; i++) {
        uint32_t ballot = supporters->ballots[start + i];
        uint64_t voters = s->profile->ballots[ballot].multiplicity;
        if (s->purse.ledger.emptied[ballot])
            continue;
        step->payers += voters;
        step->emptied += s->purse.payers[i] != PAYER_RICH ? voters : 0;
    }
    mpq_t price, factor;
    mpq_inits(price, factor, NULL);
    ledger_fraction(&s->purse.ledger, s->best.numerator, s->best.weight, price);
    mpq_set_si(factor, factor_of(s, step->option), 1);
    mpq_div(price, price, factor);
    step->price = rational_text(price, arena);
    mpq_clears(price, factor, NULL);
    step->greatest = greatest_payment(s, step->option, arena);
}

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
            heap_push(s, s->near[i]);
        } else {
            price = price_of(s, &s->near[i]);
            s->highs[s->high_count++] = s->near[i].high;
        }
    }
    if (s->near_count > 1 && !price_exact(&s->purse, option, &price, &s->best))
        abort();
    if (result) {
        struct count_step step = step_of(s, option, COUNT_BOUGHT);
        describe(s, &step, &result->arena);
        result_add_tie(result, s->level, s->level_count);
        result_add_step(result, &step);
    }
    purse_pay(&s->purse, option, &s->best);
    s->bought[option] = true;
    s->cost += s->profile->options[option].cost;
}

/* ---- a run ---- */

static const char *held_by_supporters(struct shares *s, uint16_t option, struct arena *arena)
{
    const struct supporters *supporters = &s->purse.supporters;
    mpz_t sum;
    mpq_t fraction;
    mpz_init(sum);
    mpq_init(fraction);
    ledger_sum_begin(&s->purse.ledger);
    for (size_t i = supporters->starts[option]; i < supporters->starts[option + 1]; i++)
        ledger_sum_add(&s->purse.ledger, supporters->ballots[i]);
    ledger_sum_get(&s->purse.ledger, sum);
    ledger_fraction(&s->purse.ledger, sum, 1, fraction);
    const char *text = rational_text(fraction, arena);
    mpz_clear(sum);
    mpq_clear(fraction);
    return text;
}

static void add_losers(struct shares *s, struct count_result *result)
{
    for (size_t i = 0; i < s->profile->option_count; i++) {
        uint16_t option = s->order[i];
        if (s->bought[option])
            continue;
        struct count_step step = step_of(s, option, COUNT_UNSUPPORTED);
        if (is_supported(s, option)) {
            step.outcome = COUNT_UNAFFORDABLE;
            step.held = held_by_supporters(s, option, &result->arena);
        }
        result_add_step(result, &step);
    }
}

static void start(struct shares *s, mpq_srcptr endowment, bool roomy)
{
    purse_start(&s->purse, endowment, s->filter, roomy);
    s->cost = 0;
    s->heap_count = 0;
    s->high_count = 0;
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
        heap_push(s, offer_of(s, option, &all));
    }
}

static void end(struct shares *s)
{
    double *last = s->last;
    s->last = s->highs;
    s->last_count = s->high_count;
    s->highs = last;
}

void shares_run(struct shares *s, mpq_srcptr endowment, struct count_result *result, int64_t *room)
{
    start(s, endowment, room != NULL);
    while (find_cheapest(s))
        buy(s, result);
    end(s);
    if (result)
        add_losers(s, result);
    if (room)
        *room = (int64_t)(s->purse.room < ROOM_MAX ? s->purse.room : ROOM_MAX);
}

bool shares_hold(struct shares *s, mpq_srcptr endowment)
{
    start(s, endowment, false);
    for (size_t i = 0; i < s->last_count; i++) {
        /* If it was another option than then, that one would be left below the ceiling: it is not dearer now. */
        s->ceiling = s->last[i];
        if (!find_cheapest(s) || s->near_count > 1 || (s->heap_count && s->heap[0].low <= s->ceiling))
            return false;
        buy(s, NULL);
    }
    s->ceiling = 0;
    if (find_cheapest(s))
        return false;
    end(s);
    return true;
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
