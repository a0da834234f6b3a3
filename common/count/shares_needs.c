/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_needs.h"

#include <math.h>
#include <stdlib.h>

#define ULP DBL_EPSILON

void needs_init(struct needs *needs, const struct profile *profile, bool times_cost, int64_t gift,
                const bool *left_out)
{
    size_t options = profile->option_count;
    *needs = (struct needs){.profile = profile,
                            .times_cost = times_cost,
                            .gift = gift,
                            .watched = allocate(options, sizeof *needs->watched),
                            .quiet = allocate(options, sizeof *needs->quiet),
                            .safe = allocate(options, sizeof *needs->safe),
                            .limit = allocate(options, sizeof *needs->limit),
                            .loud = allocate(options, sizeof *needs->loud),
                            .price = allocate(options, sizeof *needs->price),
                            .collected = allocate(options, sizeof *needs->collected)};
    for (size_t o = 0; o < options; o++)
        if (!left_out[o])
            needs->watched[needs->watched_count++] = (uint16_t)o;
}

void needs_clear(struct needs *needs)
{
    free(needs->watched);
    free(needs->quiet);
    free(needs->safe);
    free(needs->limit);
    free(needs->loud);
    free(needs->price);
    free(needs->collected);
}

bool needs_is_useful(const struct needs *needs, uint16_t option)
{
    return !needs->times_cost || needs->profile->options[option].cost > 0;
}

void needs_start(struct needs *needs)
{
    for (size_t i = 0; i < needs->watched_count; i++) {
        uint16_t option = needs->watched[i];
        needs->quiet[option] = needs->safe[option] = (struct need){needs->most, INFINITY};
        needs->limit[option] = needs->loud[option] = -1;
        needs->price[option] = needs->collected[option] = 0;
    }
}

/* What the supporters give at a price, or more. */
static double collect(const struct purse *purse, uint16_t option, double price)
{
    const struct supporters *s = &purse->supporters;
    size_t start = s->starts[option], count = purse->alive[option];
    double sum = 0;
    for (size_t i = start; i < start + count; i++) {
        const struct purse_ballot *ballot = &purse->ballots[s->ballots[i]];
        double due = price * (double)supporters_weight(s, i);
        sum += ballot->voters * (ballot->money < due ? ballot->money : due);
    }
    return (sum + (double)s->voters[option] * purse->error) * (1 + ((double)count + 16) * ULP);
}

/* What they need when its supporters give so much: ballots that give `due` each, or all that they have. */
static struct need need_of(const struct needs *needs, const struct purse *purse, uint16_t option,
                           double collected, double due)
{
    double missing = (double)needs->profile->options[option].cost * (1 - ULP) - collected;
    if (!(missing > 0))
        return (struct need){0, INFINITY};
    if (!(due < purse->endowment))
        return (struct need){needs->most, missing};
    double count = ceil(missing / due * (1 - 16 * ULP)) - 1;
    return (struct need){count < (double)needs->most ? (int64_t)count : needs->most, INFINITY};
}

static void lower(struct need *bound, const struct need *need)
{
    bound->count = need->count < bound->count ? need->count : bound->count;
    bound->money = need->money < bound->money ? need->money : bound->money;
}

static void note(struct needs *needs, uint16_t option, struct need need, bool fits)
{
    lower(&needs->quiet[option], &need);
    if (fits)
        lower(&needs->safe[option], &need);
}

/* Before a purchase at this rho, or at the end at an infinite one. */
static void look(struct needs *needs, const struct purse *purse, uint16_t option, double rho, bool fits)
{
    int64_t cost = needs->profile->options[option].cost;
    double price = rho * (needs->times_cost ? (double)cost : 1) * (1 + 8 * ULP);
    double due = price * (double)needs->gift * (1 + 8 * ULP);
    double *last = &needs->price[option], *collected = &needs->collected[option];
    const struct need *bound = fits ? &needs->safe[option] : &needs->quiet[option];
    /* supporters have no more than then, and what they give grows at most as the price does */
    double growth = price > *last ? price / *last * (1 + 8 * ULP) : 1;
    struct need need = need_of(needs, purse, option, *collected * growth, due);
    if (*last > 0 && need.count >= bound->count && need.money >= bound->money)
        return;
    *last = price;
    *collected = collect(purse, option, price);
    note(needs, option, need_of(needs, purse, option, *collected, due), fits);
}

/* ---- costs ---- */

/* The greatest cost up to `most`, or more than it, that the supporters pay at a rho in proportion to it: each
 * gives no more than he has, nor than his part, so what they give is below a line for those who are poor at
 * any one cost, and the line tells where it no longer covers the cost. Not looked for below `least`. */
static double covered(const struct purse *purse, uint16_t option, double rho, double most, double least)
{
    const struct supporters *s = &purse->supporters;
    size_t start = s->starts[option], count = purse->alive[option];
    double cost = most, more = 1 + ((double)count + 32) * ULP;
    while (cost > least) {
        double given = 0, weight = 0;
        for (size_t i = start; i < start + count; i++) {
            const struct purse_ballot *ballot = &purse->ballots[s->ballots[i]];
            double own = (double)supporters_weight(s, i);
            if (ballot->money < rho * cost * own)
                given += ballot->voters * ballot->money;
            else
                weight += ballot->voters * own;
        }
        given = (given + (double)s->voters[option] * purse->error) * more;
        weight *= rho * more;
        if (!(given + weight * cost < cost))
            break;
        double next = given / (1 - weight) * (1 + 8 * ULP);
        if (!(next < cost))
            break;
        cost = next;
    }
    return cost;
}

static void look_at_costs(struct needs *needs, const struct purse *purse, uint16_t option, double rho,
                          int64_t left)
{
    int64_t most = needs->profile->options[option].cost - 1, *limit = &needs->limit[option];
    int64_t least = needs->want_quiet ? needs->loud[option] : *limit;
    if (most <= least || (!needs->want_quiet && left <= least))
        return;
    double cost = needs->times_cost && rho < INFINITY
                      ? covered(purse, option, rho, (double)most, (double)least)
                      : collect(purse, option, rho * (1 + 8 * ULP));
    int64_t found = cost < (double)most ? (int64_t)(cost * (1 + 8 * ULP)) : most;
    found = found < most ? found : most;
    if (found > needs->loud[option])
        needs->loud[option] = found;
    if (found > left)
        found = left;
    if (found > *limit)
        *limit = found;
}

/* ---- a run ---- */

void needs_step(struct needs *needs, const struct purse *purse, uint16_t bought, double rho, int64_t spent)
{
    int64_t left = needs->profile->budget - spent;
    for (size_t i = 0; i < needs->watched_count; i++) {
        uint16_t option = needs->watched[i];
        bool fits = needs->profile->options[option].cost <= left;
        if (needs->want_costs)
            look_at_costs(needs, purse, option, option == bought ? INFINITY : rho, left);
        else if (!needs_is_useful(needs, option) || (!fits && !needs->want_quiet))
            continue;
        else if (option == bought)
            note(needs, option, (struct need){0, INFINITY}, fits);
        else if ((fits ? needs->safe[option] : needs->quiet[option]).count > 0)
            look(needs, purse, option, rho, fits);
    }
}

void needs_end(struct needs *needs, const struct purse *purse, const bool *bought, int64_t spent)
{
    int64_t left = needs->profile->budget - spent;
    for (size_t i = 0; i < needs->watched_count; i++) {
        uint16_t option = needs->watched[i];
        bool fits = needs->profile->options[option].cost <= left;
        if (bought[option])
            continue;
        if (needs->want_costs)
            look_at_costs(needs, purse, option, INFINITY, left);
        else if (needs_is_useful(needs, option) && (fits || needs->want_quiet))
            look(needs, purse, option, INFINITY, fits);
    }
}
