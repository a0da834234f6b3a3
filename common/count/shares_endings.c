/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_endings.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "count/score.h"
#include "count/shares.h"

enum { NO_PLACE = -1 };

/* Of an outcome and one option. */
struct standing {
    int64_t completion; /* ranking_votes() */
    int64_t place;      /* in greedy alone, to which `lead` belongs, or NO_PLACE */
    int64_t lead;       /* voters who prefer the outcome of greedy, less those who prefer the other */
};

bool endings_init(struct endings *endings, const struct profile *profile, const struct rule *rule,
                  const struct needs *needs, const uint16_t *order, struct arena *arena)
{
    size_t options = profile->option_count;
    *endings = (struct endings){.profile = profile, .rule = rule, .needs = needs, .arena = arena};
    if (!ranking_init(&endings->ranking, profile, score_of_utility(rule->utility), order, needs->gift, arena,
                      NULL))
        return false;
    bool *none = arena_allocate(arena, options, sizeof *none);
    endings->greedy = arena_allocate(arena, options, sizeof *endings->greedy);
    for (size_t o = 0; o < options; o++)
        endings->greedy[o] = ranking_votes(&endings->ranking, none, (uint16_t)o);
    return true;
}

void endings_clear(struct endings *endings)
{
    free(endings->standings);
}

static struct standing *standing_of(struct endings *e, const struct map_outcome *outcome, uint16_t option)
{
    size_t options = e->profile->option_count;
    if (outcome->number >= e->standing_count) {
        size_t count = 2 * outcome->number + 16;
        e->standings = reallocate(e->standings, count, sizeof *e->standings);
        while (e->standing_count < count)
            e->standings[e->standing_count++] = NULL;
    }
    struct standing **standings = &e->standings[outcome->number];
    if (!*standings) {
        *standings = arena_allocate(e->arena, options, sizeof **standings);
        for (size_t o = 0; o < options; o++)
            (*standings)[o] = (struct standing){
                outcome->bought[o] ? 0 : ranking_votes(&e->ranking, outcome->bought, (uint16_t)o), NO_PLACE,
                0};
    }
    return &(*standings)[option];
}

/* Equal shares leads to the outcome and what completes it, without the option; greedy alone to one with it.
 */
static bool greedy_is_preferred(struct endings *e, const struct map_outcome *outcome, uint16_t option,
                                int64_t extra, struct ground *ground)
{
    struct standing *standing = standing_of(e, outcome, option);
    size_t options = e->profile->option_count, place = ranking_place(&e->ranking, option, extra);
    bool is_useful = needs_is_useful(e->needs, option);
    if (standing->place != (int64_t)place) {
        struct count_comparison tally = {0};
        bool *by_shares = allocate(options, sizeof *by_shares),
             *by_greedy = allocate(options, sizeof *by_greedy);
        memcpy(by_shares, outcome->bought, options * sizeof *by_shares);
        if (shares_ends_greedily(e->rule->completion))
            ranking_fill(&e->ranking, option, SIZE_MAX, by_shares);
        ranking_fill(&e->ranking, option, place, by_greedy);
        e->comparisons++;
        e->overflows |= !shares_compare(e->profile, e->rule->utility, by_shares, by_greedy, &tally, NULL);
        standing->place = (int64_t)place;
        standing->lead = (int64_t)tally.prefer_greedy - (int64_t)tally.prefer_equal_shares;
        free(by_shares);
        free(by_greedy);
    }
    if (place > 0)
        ground_narrow(ground, extra); /* with more, greedy may buy something else */
    else if (is_useful)
        ground_narrow(ground, -standing->lead);
    return standing->lead + (is_useful ? extra : 0) > 0;
}

enum votes_verdict endings_won(const struct endings *e)
{
    return e->rule->compare != RULE_COMPARE_NONE ? VOTES_COUNT : VOTES_WIN;
}

enum votes_verdict endings_lost(struct endings *e, const struct map_outcome *outcome, uint16_t option,
                                int64_t extra, struct ground *ground)
{
    if (shares_ends_greedily(e->rule->completion)) {
        int64_t completion = standing_of(e, outcome, option)->completion;
        if (extra >= completion)
            return endings_won(e);
        ground_narrow(ground, completion - 1);
    }
    if (e->rule->compare == RULE_COMPARE_NONE)
        return VOTES_LOSE;
    if (extra < e->greedy[option]) {
        ground_narrow(ground, e->greedy[option] - 1);
        return VOTES_LOSE;
    }
    bool wins = greedy_is_preferred(e, outcome, option, extra, ground);
    return e->overflows ? VOTES_COUNT : wins ? VOTES_WIN : VOTES_LOSE;
}
