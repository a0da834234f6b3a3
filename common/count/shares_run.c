/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_run.h"

#include <stdlib.h>

#include "count/rational.h"
#include "count/result.h"
#include "count/score.h"
#include "count/supporters.h"

struct shares {
    const struct profile *profile;
    const uint16_t *order;
    bool times_cost;
    struct supporters supporters;
    mpq_t *money;  /* of one voter with each ballot */
    mpq_t *prices; /* of each option, the one last found */
    bool *bought;
    int64_t cost;
};

/* Voters with a utility above 0. */
static struct supporter *supporters_of(const struct shares *s, uint16_t option, size_t *count)
{
    bool worthless = s->times_cost && s->profile->options[option].cost == 0;
    *count = worthless ? 0 : supporters_count(&s->supporters, option);
    return s->supporters.list + s->supporters.starts[option];
}

struct shares *shares_new(const struct profile *profile, enum rule_utility utility, const uint16_t *order,
                          struct error *err)
{
    int64_t costs = 0;
    for (size_t o = 0; o < profile->option_count; o++) {
        if (__builtin_add_overflow(costs, profile->options[o].cost, &costs)) {
            error_input(err, "overflow", "the costs of all options together are too large");
            return NULL;
        }
    }
    struct shares *s = allocate(1, sizeof *s);
    *s = (struct shares){.profile = profile, .order = order, .times_cost = score_times_cost(utility)};
    supporters_init(&s->supporters, profile, score_of_utility(utility));
    s->money = allocate(profile->ballot_count, sizeof *s->money);
    for (size_t b = 0; b < profile->ballot_count; b++)
        mpq_init(s->money[b]);
    s->prices = allocate(profile->option_count, sizeof *s->prices);
    for (size_t o = 0; o < profile->option_count; o++)
        mpq_init(s->prices[o]);
    s->bought = allocate(profile->option_count, sizeof *s->bought);
    return s;
}

void shares_free(struct shares *s)
{
    if (!s)
        return;
    for (size_t b = 0; b < s->profile->ballot_count; b++)
        mpq_clear(s->money[b]);
    for (size_t o = 0; o < s->profile->option_count; o++)
        mpq_clear(s->prices[o]);
    supporters_clear(&s->supporters);
    free(s->money);
    free(s->prices);
    free(s->bought);
    free(s);
}

static int compare_wealth(const void *a, const void *b, void *shares)
{
    const struct shares *s = shares;
    const struct supporter *left = a, *right = b;
    mpq_t x, y;
    mpq_inits(x, y, NULL);
    mpq_set_si(x, right->weight, 1);
    mpq_mul(x, x, s->money[left->ballot]);
    mpq_set_si(y, left->weight, 1);
    mpq_mul(y, y, s->money[right->ballot]);
    int order = mpq_cmp(x, y);
    mpq_clears(x, y, NULL);
    return order;
}

static void multiplicity_times(const struct shares *s, const struct supporter *supporter, mpq_ptr out)
{
    mpz_set_ui(mpq_numref(out), s->profile->ballots[supporter->ballot].multiplicity);
    mpz_set_ui(mpq_denref(out), 1);
    mpq_mul(out, out, s->money[supporter->ballot]);
}

/* The price of a unit of weight; false when the supporters cannot pay. */
static bool find_price(struct shares *s, uint16_t option, mpq_ptr price)
{
    size_t count;
    struct supporter *list = supporters_of(s, option, &count);
    bool found = false;
    mpq_t rest, weight, part;
    mpq_inits(rest, weight, part, NULL);
    if (count)
        qsort_r(list, count, sizeof *list, compare_wealth, s);
    mpq_set_si(rest, s->profile->options[option].cost, 1);
    for (size_t i = 0; i < count; i++) {
        mpz_set_si(mpq_numref(part), list[i].weight);
        mpz_mul_ui(mpq_numref(part), mpq_numref(part), s->profile->ballots[list[i].ballot].multiplicity);
        mpz_set_ui(mpq_denref(part), 1);
        mpq_add(weight, weight, part);
    }
    for (size_t i = 0; i < count && !found; i++) {
        mpq_div(price, rest, weight);
        mpq_set_si(part, list[i].weight, 1);
        mpq_mul(part, part, price);
        if (mpq_cmp(part, s->money[list[i].ballot]) <= 0) {
            found = true;
            break;
        }
        multiplicity_times(s, &list[i], part);
        mpq_sub(rest, rest, part);
        mpz_set_si(mpq_numref(part), list[i].weight);
        mpz_mul_ui(mpq_numref(part), mpq_numref(part), s->profile->ballots[list[i].ballot].multiplicity);
        mpz_set_ui(mpq_denref(part), 1);
        mpq_sub(weight, weight, part);
    }
    mpq_clears(rest, weight, part, NULL);
    return found;
}

/* Per utility. */
static void divide_by_factor(const struct shares *s, uint16_t option, mpq_ptr price)
{
    mpq_t factor;
    mpq_init(factor);
    mpq_set_si(factor, s->times_cost ? s->profile->options[option].cost : 1, 1);
    mpq_div(price, price, factor);
    mpq_clear(factor);
}

static void pay(struct shares *s, uint16_t option, struct count_step *step, struct count_result *result)
{
    size_t count;
    const struct supporter *list = supporters_of(s, option, &count);
    mpq_t due, greatest;
    mpq_inits(due, greatest, NULL);
    for (size_t i = 0; i < count; i++) {
        const struct supporter *supporter = &list[i];
        uint64_t times = s->profile->ballots[supporter->ballot].multiplicity;
        mpq_ptr money = s->money[supporter->ballot];
        mpq_set_si(due, supporter->weight, 1);
        mpq_mul(due, due, s->prices[option]);
        bool all = mpq_cmp(due, money) >= 0;
        if (all)
            mpq_set(due, money);
        if (mpq_sgn(due) > 0) {
            step->payers += times;
            step->emptied += all ? times : 0;
        }
        if (mpq_cmp(due, greatest) > 0)
            mpq_set(greatest, due);
        mpq_sub(money, money, due);
    }
    divide_by_factor(s, option, s->prices[option]);
    if (result) {
        step->price = rational_text(s->prices[option], &result->arena);
        step->greatest = rational_text(greatest, &result->arena);
    }
    mpq_clears(due, greatest, NULL);
}

/* The options at the least price, in tie order. */
static size_t find_cheapest(struct shares *s, bool *out, uint16_t *level)
{
    size_t count = 0;
    mpq_t best, price;
    mpq_inits(best, price, NULL);
    for (size_t i = 0; i < s->profile->option_count; i++) {
        uint16_t option = s->order[i];
        if (out[option] || s->bought[option])
            continue;
        if (!find_price(s, option, s->prices[option])) {
            out[option] = true;
            continue;
        }
        mpq_set(price, s->prices[option]);
        divide_by_factor(s, option, price);
        int order = count ? mpq_cmp(price, best) : -1;
        if (order < 0) {
            count = 0;
            mpq_set(best, price);
        }
        if (order <= 0)
            level[count++] = option;
    }
    mpq_clears(best, price, NULL);
    return count;
}

static void run(struct shares *s, mpq_srcptr endowment, struct count_result *result)
{
    size_t options = s->profile->option_count;
    bool *out = allocate(options, sizeof *out);
    uint16_t *level = allocate(options, sizeof *level);
    for (size_t b = 0; b < s->profile->ballot_count; b++)
        mpq_set(s->money[b], endowment);
    s->cost = 0;
    for (size_t o = 0; o < options; o++)
        s->bought[o] = false;
    for (size_t count; (count = find_cheapest(s, out, level));) {
        uint16_t option = level[0];
        struct count_step step = {.option = option,
                                  .outcome = COUNT_BOUGHT,
                                  .cost = s->profile->options[option].cost,
                                  .left = s->profile->budget - s->cost};
        pay(s, option, &step, result);
        s->bought[option] = true;
        s->cost += step.cost;
        if (result) {
            result_add_tie(result, level, count);
            result_add_step(result, &step);
        }
    }
    free(out);
    free(level);
}

void shares_run(struct shares *shares, mpq_srcptr endowment)
{
    run(shares, endowment, NULL);
}

int64_t shares_cost(const struct shares *shares)
{
    return shares->cost;
}

bool shares_leaves_room(const struct shares *s)
{
    for (size_t o = 0; o < s->profile->option_count; o++) {
        size_t count;
        supporters_of(s, (uint16_t)o, &count);
        if (!s->bought[o] && count && s->profile->options[o].cost <= s->profile->budget - s->cost)
            return true;
    }
    return false;
}

static const char *held_by(const struct shares *s, const struct supporter *list, size_t count,
                           struct arena *arena)
{
    mpq_t sum, part;
    mpq_inits(sum, part, NULL);
    for (size_t i = 0; i < count; i++) {
        multiplicity_times(s, &list[i], part);
        mpq_add(sum, sum, part);
    }
    const char *text = rational_text(sum, arena);
    mpq_clears(sum, part, NULL);
    return text;
}

void shares_trace(struct shares *s, mpq_srcptr endowment, struct count_result *result)
{
    run(s, endowment, result);
    for (size_t i = 0; i < s->profile->option_count; i++) {
        uint16_t option = s->order[i];
        struct count_step step = {.option = option,
                                  .outcome = COUNT_UNSUPPORTED,
                                  .cost = s->profile->options[option].cost,
                                  .left = s->profile->budget - s->cost};
        if (s->bought[option])
            continue;
        size_t count;
        const struct supporter *list = supporters_of(s, option, &count);
        if (count) {
            step.outcome = COUNT_UNAFFORDABLE;
            step.held = held_by(s, list, count, &result->arena);
        }
        result_add_step(result, &step);
    }
}
