/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/greedy.h"

#include <stdlib.h>

#include "count/order.h"
#include "count/result.h"
#include "count/score.h"

__extension__ typedef __int128 wide;

/* What the order of consideration is decided by. */
struct rank {
    uint16_t option;
    bool per_cost;
    int64_t score;
    int64_t cost;
    size_t tie; /* its place in the order of ties */
};

static int sign(int64_t value)
{
    return (value > 0) - (value < 0);
}

/* Negative when a stands before b by score alone. Something for nothing (cost 0) is denser than anything that
 * costs; with the signs equal, a / a.cost against b / b.cost is a product against a product. */
static int compare_standing(const struct rank *a, const struct rank *b)
{
    if (!a->per_cost)
        return (a->score < b->score) - (a->score > b->score);
    if (sign(a->score) != sign(b->score))
        return sign(b->score) - sign(a->score);
    wide left = (wide)a->score * b->cost, right = (wide)b->score * a->cost;
    return (left < right) - (left > right);
}

static int compare_ranks(const void *a, const void *b)
{
    const struct rank *left = a, *right = b;
    int order = compare_standing(left, right);
    return order ? order : (left->tie > right->tie) - (left->tie < right->tie);
}

static void note_ties(const struct rank *ranks, size_t count, struct count_result *result)
{
    for (size_t first = 0, next; first < count; first = next) {
        next = first + 1;
        while (next < count && compare_standing(&ranks[first], &ranks[next]) == 0)
            next++;
        if (next - first < 2)
            continue;
        uint16_t *options = arena_allocate(&result->arena, next - first, sizeof *options);
        for (size_t i = first; i < next; i++)
            options[i - first] = ranks[i].option;
        result->ties[result->tie_count++] = (struct count_tie){options, next - first};
    }
}

/* For each option the winner that shuts it out, or itself: filled in as options are bought. */
static void shut_out_rivals(const struct conflicts *conflicts, uint16_t winner, uint16_t *rivals)
{
    for (size_t s = 0; conflicts && s < conflicts->set_count; s++) {
        const struct exclusion *set = &conflicts->sets[s];
        bool in_set = false;
        for (size_t i = 0; i < set->count; i++)
            in_set |= set->options[i] == winner;
        for (size_t i = 0; in_set && i < set->count; i++)
            if (rivals[set->options[i]] == set->options[i])
                rivals[set->options[i]] = winner;
    }
}

static void buy(const struct rule *rule, const struct conflicts *conflicts, const struct rank *ranks,
                size_t count, int64_t left, uint16_t *rivals, struct count_result *result)
{
    bool stopped = false;
    for (size_t i = 0; i < count; i++) {
        const struct rank *rank = &ranks[i];
        struct count_step step = {
            .option = rank->option, .by_score = true, .score = rank->score, .cost = rank->cost, .left = left};
        if (rank->score < rule->threshold && rule->threshold > 0) {
            step.outcome = COUNT_BELOW_THRESHOLD;
        } else if (stopped) {
            step.outcome = COUNT_STOPPED;
        } else if (rivals[rank->option] != rank->option) {
            step.outcome = COUNT_CONFLICT;
            step.rival = rivals[rank->option];
        } else if (rank->cost > left) {
            step.outcome = COUNT_MISFIT;
            stopped = rule->on_misfit == RULE_STOP;
        } else {
            left -= rank->cost;
            shut_out_rivals(conflicts, rank->option, rivals);
        }
        result_add_step(result, &step);
    }
}

/* Over the options that have not won yet. */
static void fill(const struct profile *profile, const struct rule *rule, const struct conflicts *conflicts,
                 const int64_t *scores, const uint16_t *order, struct count_result *result)
{
    size_t count = profile->option_count, ranked = 0;
    struct arena scratch = {0};
    struct rank *ranks = arena_allocate(&scratch, count, sizeof *ranks);
    uint16_t *rivals = arena_allocate(&scratch, count, sizeof *rivals);
    bool *won = arena_allocate(&scratch, count, sizeof *won);
    for (size_t i = 0; i < result->winner_count; i++)
        won[result->winners[i]] = true;
    for (size_t place = 0; place < count; place++) {
        uint16_t option = order[place];
        rivals[option] = option;
        if (!won[option])
            ranks[ranked++] = (struct rank){.option = option,
                                            .per_cost = rule->density == RULE_PER_COST,
                                            .score = scores[option],
                                            .cost = profile->options[option].cost,
                                            .tie = place};
    }
    if (ranked)
        qsort(ranks, ranked, sizeof *ranks, compare_ranks);
    note_ties(ranks, ranked, result);
    buy(rule, conflicts, ranks, ranked, profile->budget - result->total_cost, rivals, result);
    arena_clear(&scratch);
}

void greedy_complete(const struct profile *profile, const int64_t *scores, const uint16_t *order,
                     struct count_result *result)
{
    fill(profile, &(struct rule){.name = RULE_GREEDY}, NULL, scores, order, result);
}

bool greedy_count(const struct profile *profile, const struct rule *rule, const struct count_terms *terms,
                  struct count_result *out, struct error *err)
{
    struct arena scratch = {0};
    int64_t *scores = arena_allocate(&scratch, profile->option_count, sizeof *scores);
    bool ok = score_all(profile, rule->score, scores, err);
    if (ok) {
        struct count_result result = {.rule = *rule};
        result_reserve(&result, profile->option_count);
        fill(profile, rule, terms->conflicts, scores, order_of_ties(profile, terms->seed, &scratch), &result);
        *out = result;
    }
    arena_clear(&scratch);
    return ok;
}
