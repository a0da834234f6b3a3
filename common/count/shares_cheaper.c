/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_cheaper.h"

#include "count/score.h"
#include "count/shares.h"

static void raise(int64_t *least, int64_t to)
{
    if (to > *least)
        *least = to;
}

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static bool is_harmed(const struct profile *profile, enum rule_utility utility)
{
    enum rule_score score = score_of_utility(utility);
    if (!score_times_cost(utility))
        return false;
    for (size_t b = 0; b < profile->ballot_count; b++)
        for (uint32_t i = 0; i < profile->ballots[b].count; i++)
            if (score_given(&profile->ballots[b], score, i) < 0)
                return true;
    return false;
}

bool cheaper_init(struct cheaper *cheaper, const struct profile *changed, struct profile_option *options,
                  const struct rule *rule, const uint16_t *order, struct arena *arena)
{
    size_t count = changed->option_count;
    *cheaper = (struct cheaper){.changed = changed,
                                .options = options,
                                .rule = rule,
                                .harm = is_harmed(changed, rule->utility),
                                .none = arena_allocate(arena, count, sizeof *cheaper->none),
                                .by_shares = arena_allocate(arena, count, sizeof *cheaper->by_shares),
                                .by_greedy = arena_allocate(arena, count, sizeof *cheaper->by_greedy)};
    return ranking_init(&cheaper->ranking, changed, score_of_utility(rule->utility), order, 1, arena, NULL);
}

void cheaper_start(struct cheaper *cheaper, uint16_t option, int64_t cost)
{
    cheaper->option = option;
    cheaper->cost = cost;
    cheaper->judged = NULL;
}

/* The winners by equal shares, completed, and by greedy alone, at the greatest cost; *least rises so far that
 * they are the same at all. */
static void complete(struct cheaper *c, const bool *bought, bool by_shares, bool by_greedy, int64_t *least)
{
    size_t options = c->changed->option_count;
    size_t place = ranking_place(&c->ranking, c->option, 0);
    bool completes = shares_ends_greedily(c->rule->completion);
    int64_t slack = INT64_MAX;
    memcpy(c->by_shares, bought, options * sizeof *bought);
    memset(c->by_greedy, 0, options * sizeof *c->by_greedy);
    if (by_greedy)
        slack = ranking_slack(&c->ranking, c->none, c->option);
    if (by_shares && completes)
        slack = lesser(slack, ranking_slack(&c->ranking, bought, c->option));
    if (completes)
        ranking_fill(&c->ranking, c->option, by_shares ? place : SIZE_MAX, c->by_shares);
    ranking_fill(&c->ranking, c->option, by_greedy ? place : SIZE_MAX, c->by_greedy);
    raise(least, c->harm ? c->cost : slack < c->cost ? c->cost - slack + 1 : 1);
}

/* Who has it by one of the two ways only. A lower cost makes the one outcome that has it no better to
 * anybody, without harm; so who prefers the other one at the greatest cost prefers it at all. */
static bool is_outvoted(struct cheaper *c, const bool *bought, bool by_shares, bool by_greedy, int64_t *least)
{
    struct count_comparison tally = {0};
    int64_t *cost = &c->options[c->option].cost, own = *cost;
    *cost = c->cost;
    complete(c, bought, by_shares, by_greedy, least);
    c->comparisons++;
    bool counted = shares_compare(c->changed, c->rule->utility, c->by_shares, c->by_greedy, &tally, NULL);
    *cost = own;
    return counted && tally.greedy_won != by_greedy; /* on overflow counting tells */
}

bool cheaper_loses(struct cheaper *c, const bool *bought, int64_t *least)
{
    bool by_shares = bought[c->option];
    if (bought == c->judged)
        return true;
    if (!by_shares && shares_ends_greedily(c->rule->completion)) {
        int64_t most = ranking_cost(&c->ranking, bought, c->option);
        by_shares = c->cost <= most;
        if (!by_shares)
            raise(least, most + 1);
    }
    if (c->rule->compare == RULE_COMPARE_NONE)
        return !by_shares;
    int64_t most = ranking_cost(&c->ranking, c->none, c->option);
    bool by_greedy = c->cost <= most;
    if (!by_greedy)
        raise(least, most + 1);
    if (by_shares == by_greedy)
        return !by_shares;
    bool lost = is_outvoted(c, bought, by_shares, by_greedy, least);
    if (lost && !bought[c->option])
        c->judged = bought;
    return lost;
}
