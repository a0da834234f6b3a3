/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/prices.h"

#include <stdlib.h>

#include "count/rational.h"
#include "count/score.h"
#include "count/supporters.h"

/* Voters who took part in the same purchases at the same weights have the same money: they are kept as one
 * purse, and those who have nothing as the first. */
enum { EMPTY };

/* The supporters of an option with the same purse and weight. */
struct group {
    uint32_t purse;
    int64_t weight;
    uint64_t voters;
    uint32_t after; /* their purse when they have paid */
    size_t slot;
};

struct prices {
    const struct profile *profile;
    const struct rule *rule;
    struct supporters supporters;
    uint32_t *purse_of; /* of each ballot */
    mpq_t *purses;
    uint32_t purse_count, purse_capacity;
    bool *seen;           /* options with a step */
    struct group *groups; /* of the option looked at */
    size_t group_count;
    uint32_t *group_of; /* of each of its ballots, in the order of the supporters */
    uint32_t *slots;    /* hash table: number of a group + 1; all 0 between options */
    size_t slot_count;
    mpq_t due, part, sum, greatest;
    prices_visit *visit; /* may be NULL */
    void *context;
};

static uint32_t add_purse(struct prices *p, mpq_srcptr money)
{
    if (p->purse_count == p->purse_capacity) {
        p->purse_capacity = 2 * p->purse_capacity + 64;
        p->purses = reallocate(p->purses, p->purse_capacity, sizeof *p->purses);
    }
    mpq_init(p->purses[p->purse_count]);
    mpq_set(p->purses[p->purse_count], money);
    return p->purse_count++;
}

static bool prices_init(struct prices *p, const struct profile *profile, const struct rule *rule,
                        struct error *err)
{
    *p = (struct prices){.profile = profile, .rule = rule, .slot_count = 16};
    if (!supporters_init(&p->supporters, profile, score_of_utility(rule->utility), err))
        return false;
    while (p->slot_count < 2 * profile->ballot_count)
        p->slot_count *= 2;
    p->slots = allocate(p->slot_count, sizeof *p->slots);
    p->groups = allocate(profile->ballot_count, sizeof *p->groups);
    p->group_of = allocate(profile->ballot_count, sizeof *p->group_of);
    p->purse_of = allocate(profile->ballot_count, sizeof *p->purse_of);
    p->seen = allocate(profile->option_count, sizeof *p->seen);
    mpq_inits(p->due, p->part, p->sum, p->greatest, NULL);
    add_purse(p, p->due);
    return true;
}

static void prices_clear(struct prices *p)
{
    for (uint32_t i = 0; i < p->purse_count; i++)
        mpq_clear(p->purses[i]);
    mpq_clears(p->due, p->part, p->sum, p->greatest, NULL);
    supporters_clear(&p->supporters);
    free(p->purses);
    free(p->purse_of);
    free(p->slots);
    free(p->groups);
    free(p->group_of);
    free(p->seen);
}

static uint32_t group_of(struct prices *p, uint32_t purse, int64_t weight)
{
    size_t mask = p->slot_count - 1;
    size_t slot = ((purse ^ (uint64_t)weight << 32) * UINT64_C(0x9e3779b97f4a7c15) >> 24) & mask;
    while (p->slots[slot]) {
        const struct group *group = &p->groups[p->slots[slot] - 1];
        if (group->purse == purse && group->weight == weight)
            return p->slots[slot] - 1;
        slot = (slot + 1) & mask;
    }
    p->groups[p->group_count] = (struct group){.purse = purse, .weight = weight, .slot = slot};
    p->slots[slot] = (uint32_t)++p->group_count;
    return (uint32_t)p->group_count - 1;
}

/* Its supporters: voters who get something from it. */
static void gather(struct prices *p, uint16_t option)
{
    const struct supporters *all = &p->supporters;
    bool worthless = score_times_cost(p->rule->utility) && p->profile->options[option].cost == 0;
    p->group_count = 0;
    for (size_t i = all->starts[option]; !worthless && i < all->starts[option + 1]; i++) {
        uint32_t ballot = all->ballots[i],
                 group = group_of(p, p->purse_of[ballot], supporters_weight(all, i));
        p->groups[group].voters += p->profile->ballots[ballot].multiplicity;
        p->group_of[i - all->starts[option]] = group;
    }
    for (size_t g = 0; g < p->group_count; g++)
        p->slots[p->groups[g].slot] = 0;
}

static void add_times(mpq_ptr sum, mpq_srcptr amount, uint64_t times, mpq_ptr part)
{
    mpq_set_ui(part, times, 1);
    mpq_mul(part, part, amount);
    mpq_add(sum, sum, part);
}

static bool breach(const struct prices *p, uint16_t option, const char *what, struct error *err)
{
    return error_broken(err, "prices", "equal shares, option %s: %s",
                        (const char *)p->profile->options[option].id.data, what);
}

static bool says(const char *text, mpq_srcptr value)
{
    mpq_t said;
    mpq_init(said);
    bool equal = text && rational_read(text, said) && mpq_equal(said, value);
    mpq_clear(said);
    return equal;
}

/* What each supporter pays at this price for a unit of weight. */
static void pay(struct prices *p, uint16_t option, mpq_srcptr price, uint64_t *payers, uint64_t *emptied)
{
    *payers = *emptied = 0;
    mpq_set_ui(p->sum, 0, 1);
    mpq_set_ui(p->greatest, 0, 1);
    gather(p, option);
    for (size_t g = 0; g < p->group_count; g++) {
        struct group *group = &p->groups[g];
        mpq_set_si(p->due, group->weight, 1);
        mpq_mul(p->due, p->due, price);
        bool all = mpq_cmp(p->due, p->purses[group->purse]) >= 0;
        if (all)
            mpq_set(p->due, p->purses[group->purse]);
        mpq_sub(p->part, p->purses[group->purse], p->due);
        group->after = all ? EMPTY : add_purse(p, p->part);
        add_times(p->sum, p->due, group->voters, p->part);
        if (mpq_cmp(p->due, p->greatest) > 0)
            mpq_set(p->greatest, p->due);
        *payers += mpq_sgn(p->due) > 0 ? group->voters : 0;
        *emptied += mpq_sgn(p->due) > 0 && all ? group->voters : 0;
    }
    size_t first = p->supporters.starts[option];
    for (size_t i = first; p->group_count && i < p->supporters.starts[option + 1]; i++)
        p->purse_of[p->supporters.ballots[i]] = p->groups[p->group_of[i - first]].after;
}

/* Supporters by group, and everybody else by purse. */
static void show(struct prices *p, const struct count_step *step)
{
    size_t first = p->supporters.starts[step->option], last = p->supporters.starts[step->option + 1],
           count = 0;
    struct prices_group *groups = allocate(p->group_count + p->purse_count, sizeof *groups);
    uint64_t *others = allocate(p->purse_count, sizeof *others);
    mpq_t *paid = allocate(p->group_count + 1, sizeof *paid);
    for (size_t b = 0; b < p->profile->ballot_count; b++)
        others[p->purse_of[b]] += p->profile->ballots[b].multiplicity;
    for (size_t i = first; p->group_count && i < last; i++)
        others[p->purse_of[p->supporters.ballots[i]]] -=
            p->profile->ballots[p->supporters.ballots[i]].multiplicity;
    for (size_t g = 0; g < p->group_count; g++) {
        mpq_init(paid[g]);
        mpq_sub(paid[g], p->purses[p->groups[g].purse], p->purses[p->groups[g].after]);
        groups[count++] = (struct prices_group){p->groups[g].voters, p->purses[p->groups[g].purse], paid[g]};
    }
    mpq_init(paid[p->group_count]);
    for (uint32_t purse = 0; purse < p->purse_count; purse++)
        if (others[purse])
            groups[count++] = (struct prices_group){others[purse], p->purses[purse], paid[p->group_count]};
    p->visit(p->context, step, groups, count);
    for (size_t g = 0; g <= p->group_count; g++)
        mpq_clear(paid[g]);
    free(paid);
    free(others);
    free(groups);
}

static bool check_purchase(struct prices *p, const struct count_step *step, struct error *err)
{
    uint64_t payers, emptied;
    mpq_t price;
    mpq_init(price);
    bool ok = (step->price && rational_read(step->price, price) && mpq_sgn(price) >= 0) ||
              breach(p, step->option, "no price", err);
    if (score_times_cost(p->rule->utility)) {
        mpq_set_si(p->part, step->cost, 1);
        mpq_mul(price, price, p->part);
    }
    if (ok)
        pay(p, step->option, price, &payers, &emptied);
    mpq_set_si(p->part, p->profile->options[step->option].cost, 1);
    ok = ok && (mpq_equal(p->sum, p->part) || breach(p, step->option, "not paid in full", err)) &&
         ((payers == step->payers && emptied == step->emptied && says(step->greatest, p->greatest)) ||
          breach(p, step->option, "other payers than the trace says", err));
    if (ok && p->visit)
        show(p, step);
    mpq_clear(price);
    return ok;
}

static bool check_loser(struct prices *p, const struct count_step *step, struct error *err)
{
    gather(p, step->option);
    if (!p->group_count)
        return step->outcome == COUNT_UNSUPPORTED ||
               breach(p, step->option, "has no supporters, but the trace says that it has", err);
    mpq_set_ui(p->sum, 0, 1);
    for (size_t g = 0; g < p->group_count; g++)
        add_times(p->sum, p->purses[p->groups[g].purse], p->groups[g].voters, p->part);
    mpq_set_si(p->part, p->profile->options[step->option].cost, 1);
    return (mpq_cmp(p->sum, p->part) < 0 ||
            breach(p, step->option, "its supporters can pay for it, but it was not bought", err)) &&
           ((step->outcome == COUNT_UNAFFORDABLE && says(step->held, p->sum)) ||
            breach(p, step->option, "its supporters have other money than the trace says", err));
}

static bool start(struct prices *p, const struct count_result *result, struct error *err)
{
    mpq_t endowment;
    mpq_init(endowment);
    bool ok = result->shares.endowment && rational_read(result->shares.endowment, endowment) &&
              mpq_sgn(endowment) >= 0;
    uint32_t full = ok && mpq_sgn(endowment) > 0 ? add_purse(p, endowment) : EMPTY;
    for (size_t b = 0; b < p->profile->ballot_count; b++)
        p->purse_of[b] = full;
    mpq_clear(endowment);
    return ok || error_broken(err, "prices", "equal shares: no endowment");
}

bool prices_check(const struct profile *profile, const struct count_result *result, struct error *err)
{
    return prices_show(profile, result, NULL, NULL, err);
}

bool prices_show(const struct profile *profile, const struct count_result *result, prices_visit *visit,
                 void *context, struct error *err)
{
    struct prices p;
    size_t checked = 0;
    if (result->rule.name != RULE_EQUAL_SHARES)
        return true;
    if (!prices_init(&p, profile, &result->rule, err))
        return false;
    p.visit = visit;
    p.context = context;
    bool ok = start(&p, result, err);
    for (size_t i = 0; ok && i < result->step_count && !result->steps[i].by_score; i++) {
        const struct count_step *step = &result->steps[i];
        ok = !p.seen[step->option] || breach(&p, step->option, "bought or passed over twice", err);
        p.seen[step->option] = true;
        checked++;
        ok = ok &&
             (step->outcome == COUNT_BOUGHT ? check_purchase(&p, step, err) : check_loser(&p, step, err));
    }
    ok = ok && (checked == profile->option_count ||
                error_broken(err, "prices", "equal shares: not every option was considered"));
    ok = ok && (result->total_cost <= profile->budget ||
                error_broken(err, "prices", "equal shares: what was bought costs more than the budget"));
    prices_clear(&p);
    return ok;
}
