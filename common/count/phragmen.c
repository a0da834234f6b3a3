/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/phragmen.h"

#include <gmp.h>
#include <stdlib.h>

#include "count/order.h"
#include "count/rational.h"
#include "count/result.h"
#include "count/supporters.h"

/* A voter carries the load of the last purchase that he supports: it is never less than those before. So the
 * loads of an option's supporters are how many of them are at each purchase. Loads only grow, and with them
 * prices: an old price is a lower bound. */
struct phragmen {
    const struct profile *profile;
    const uint16_t *order;
    struct supporters supporters;
    uint32_t *last;    /* of each ballot: number of the last purchase it supports, 0 for none */
    mpq_t *loads;      /* after each purchase; loads[0] is 0 */
    uint64_t *at_load; /* scratch: supporters at each load */
    size_t purchases;
    mpq_t *prices;      /* of options with supporters */
    uint32_t *found_at; /* the number of purchases at which the price was found; STALE: never */
    bool *out;          /* bought, or never possible */
    struct count_result *result;
};
#define STALE UINT32_MAX

static bool phragmen_init(struct phragmen *p, const struct profile *profile, const uint16_t *order,
                          struct count_result *result, struct error *err)
{
    size_t options = profile->option_count;
    *p = (struct phragmen){.profile = profile, .order = order, .result = result};
    if (!supporters_init(&p->supporters, profile, RULE_VOTES, err))
        return false;
    p->last = allocate(profile->ballot_count, sizeof *p->last);
    p->loads = allocate(options + 1, sizeof *p->loads);
    p->at_load = allocate(options + 1, sizeof *p->at_load);
    p->prices = allocate(options, sizeof *p->prices);
    p->found_at = allocate(options, sizeof *p->found_at);
    p->out = allocate(options, sizeof *p->out);
    for (size_t o = 0; o <= options; o++)
        mpq_init(p->loads[o]);
    for (size_t o = 0; o < options; o++) {
        mpq_init(p->prices[o]);
        p->found_at[o] = STALE;
    }
    return true;
}

static void phragmen_clear(struct phragmen *p)
{
    for (size_t o = 0; o < p->profile->option_count; o++)
        mpq_clear(p->prices[o]);
    for (size_t o = 0; o <= p->profile->option_count; o++)
        mpq_clear(p->loads[o]);
    supporters_clear(&p->supporters);
    free(p->last);
    free(p->loads);
    free(p->at_load);
    free(p->prices);
    free(p->found_at);
    free(p->out);
}

/* (what the supporters carry + cost) / supporters */
static void find_price(struct phragmen *p, uint16_t option)
{
    mpq_ptr price = p->prices[option];
    mpq_t part;
    mpq_init(part);
    for (size_t i = p->supporters.starts[option]; i < p->supporters.starts[option + 1]; i++) {
        uint32_t ballot = p->supporters.ballots[i];
        p->at_load[p->last[ballot]] += p->profile->ballots[ballot].multiplicity;
    }
    mpq_set_si(price, p->profile->options[option].cost, 1);
    for (size_t k = 0; k <= p->purchases; k++) {
        if (p->at_load[k]) {
            mpq_set_ui(part, p->at_load[k], 1);
            mpq_mul(part, part, p->loads[k]);
            mpq_add(price, price, part);
        }
        p->at_load[k] = 0;
    }
    mpq_set_ui(part, p->supporters.voters[option], 1);
    mpq_div(price, price, part);
    mpq_clear(part);
    p->found_at[option] = (uint32_t)p->purchases;
}

/* The options at the least price, in tie order. Without supporters left, those without: at no price at all.
 */
static size_t find_cheapest(struct phragmen *p, uint16_t *level)
{
    size_t options = p->profile->option_count, count = 0;
    bool stale = true;
    while (stale) {
        mpq_srcptr best = NULL;
        stale = false;
        for (size_t i = 0; i < options; i++) {
            uint16_t option = p->order[i];
            if (p->out[option] || !p->supporters.voters[option])
                continue;
            if (p->found_at[option] == STALE)
                find_price(p, option);
            int order = best ? mpq_cmp(p->prices[option], best) : -1;
            if (order < 0) {
                best = p->prices[option];
                count = 0;
            }
            if (order <= 0)
                level[count++] = option;
        }
        for (size_t i = 0; i < count; i++) {
            if (p->found_at[level[i]] != p->purchases) {
                find_price(p, level[i]);
                stale = true;
            }
        }
    }
    if (count > 0)
        return count;
    for (size_t i = 0; i < options; i++)
        if (!p->out[p->order[i]])
            level[count++] = p->order[i];
    return count;
}

static struct count_step step_of(struct phragmen *p, uint16_t option, enum count_outcome outcome)
{
    struct count_step step = {.option = option,
                              .outcome = outcome,
                              .cost = p->profile->options[option].cost,
                              .left = p->profile->budget - p->result->total_cost};
    if (p->supporters.voters[option] && p->found_at[option] != STALE) {
        find_price(p, option);
        step.price = rational_text(p->prices[option], &p->result->arena);
    }
    return step;
}

static void buy(struct phragmen *p, uint16_t option)
{
    struct count_step step = step_of(p, option, COUNT_BOUGHT);
    size_t first = p->purchases;
    mpq_ptr load = p->loads[p->purchases + 1];
    p->out[option] = true;
    if (p->supporters.voters[option]) {
        mpq_set(load, p->prices[option]);
        for (size_t i = p->supporters.starts[option]; i < p->supporters.starts[option + 1]; i++) {
            uint32_t ballot = p->supporters.ballots[i];
            if (p->last[ballot] < first)
                first = p->last[ballot];
            if (mpq_cmp(p->loads[p->last[ballot]], load) < 0)
                step.payers += p->profile->ballots[ballot].multiplicity;
            p->last[ballot] = (uint32_t)p->purchases + 1;
        }
        mpq_t greatest;
        mpq_init(greatest);
        mpq_sub(greatest, load, p->loads[first]);
        step.greatest = rational_text(greatest, &p->result->arena);
        mpq_clear(greatest);
        p->purchases++;
    }
    result_add_step(p->result, &step);
}

static bool fits(const struct phragmen *p, uint16_t option)
{
    return p->profile->options[option].cost <= p->profile->budget - p->result->total_cost;
}

static void run(struct phragmen *p)
{
    size_t options = p->profile->option_count;
    uint16_t *level = allocate(options, sizeof *level);
    for (size_t i = 0; i < options; i++) {
        uint16_t option = p->order[i];
        if (!fits(p, option)) {
            struct count_step step = step_of(p, option, COUNT_MISFIT);
            result_add_step(p->result, &step);
            p->out[option] = true;
        }
    }
    bool stopped = false;
    for (size_t count; !stopped && (count = find_cheapest(p, level)) > 0;) {
        for (size_t i = 0; i < count; i++)
            stopped |= !fits(p, level[i]);
        result_add_tie(p->result, level, count);
        if (!stopped) {
            buy(p, level[0]);
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            struct count_step step = step_of(p, level[i], fits(p, level[i]) ? COUNT_STOPPED : COUNT_MISFIT);
            result_add_step(p->result, &step);
            p->out[level[i]] = true;
        }
    }
    for (size_t i = 0; i < options; i++) {
        if (p->out[p->order[i]])
            continue;
        struct count_step step = step_of(p, p->order[i], COUNT_STOPPED);
        result_add_step(p->result, &step);
    }
    free(level);
}

bool phragmen_count(const struct profile *profile, const struct rule *rule, const struct count_terms *terms,
                    struct count_result *out, struct error *err)
{
    struct count_result result = {.rule = *rule};
    struct arena scratch = {0};
    struct phragmen p;
    result_reserve(&result, profile->option_count);
    bool ok = phragmen_init(&p, profile, order_of_ties(profile, terms->seed, &scratch), &result, err);
    if (ok) {
        run(&p);
        phragmen_clear(&p);
        *out = result;
    } else {
        count_result_clear(&result);
    }
    arena_clear(&scratch);
    return ok;
}
