/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_endings.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "count/score.h"
#include "count/shares.h"

enum { NO_PLACE = -1 };

/* Voters who prefer the outcome of greedy, less those who prefer that of equal shares, without the extra
 * ones, when greedy takes the option at this place. */
struct lead {
    int64_t place, lead; /* NO_PLACE: not known yet */
};

/* Of an outcome and one option, which wins by one of the two ways alone. */
struct standing {
    int64_t completion; /* ranking_votes() */
    struct lead by_shares, by_greedy;
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
                outcome->bought[o] ? 0 : ranking_votes(&e->ranking, outcome->bought, (uint16_t)o),
                {NO_PLACE, 0},
                {NO_PLACE, 0}};
    }
    return &(*standings)[option];
}

/* What greedy takes after this, with the option at its place or without it (SIZE_MAX). */
static bool *filled(const struct endings *e, const bool *won, uint16_t option, size_t place)
{
    bool *list = allocate(e->profile->option_count, sizeof *list);
    if (won)
        memcpy(list, won, e->profile->option_count * sizeof *list);
    ranking_fill(&e->ranking, option, place, list);
    return list;
}

/* Of the extra ballots, where some are cast: their voters prefer the way that has the option. */
static int64_t lead_of(struct endings *e, const struct map_outcome *outcome, uint16_t option, bool by_shares,
                       size_t place)
{
    struct standing *standing = standing_of(e, outcome, option);
    struct lead *lead = by_shares ? &standing->by_shares : &standing->by_greedy;
    if (lead->place == (int64_t)place)
        return lead->lead;
    struct count_comparison tally = {0};
    bool completes = shares_ends_greedily(e->rule->completion);
    bool *greedy = filled(e, NULL, option, by_shares ? SIZE_MAX : place);
    bool *shares = completes ? filled(e, outcome->bought, option, by_shares ? place : SIZE_MAX) : NULL;
    e->comparisons++;
    e->overflows |= !shares_compare(e->profile, e->rule->utility, completes ? shares : outcome->bought,
                                    greedy, &tally, NULL);
    *lead = (struct lead){(int64_t)place, (int64_t)tally.prefer_greedy - (int64_t)tally.prefer_equal_shares};
    free(shares);
    free(greedy);
    return lead->lead;
}

/* Who comes in when ballots are compared, of two ways of which only one has the option. */
static enum votes_verdict compare(struct endings *e, const struct map_outcome *outcome, uint16_t option,
                                  int64_t extra, bool by_shares, struct ground *ground)
{
    bool is_placed = !by_shares || !outcome->bought[option], is_useful = needs_is_useful(e->needs, option);
    size_t place = is_placed ? ranking_place(&e->ranking, option, extra) : 0;
    int64_t lead = lead_of(e, outcome, option, by_shares, place);
    int64_t missing = by_shares ? lead : 1 - lead; /* extra ballots; those that are level keep equal shares */
    if (e->overflows)
        return VOTES_COUNT;
    if (missing <= (is_useful ? extra : 0))
        return VOTES_WIN;
    if (is_placed)
        ground_narrow(ground, ranking_most(&e->ranking, option, extra));
    if (is_useful)
        ground_narrow(ground, missing - 1);
    return VOTES_LOSE;
}

enum votes_verdict endings_judge(struct endings *e, const struct map_outcome *outcome, uint16_t option,
                                 int64_t extra, struct ground *ground)
{
    bool by_shares = outcome->bought[option], by_greedy = extra >= e->greedy[option];
    if (!by_shares && shares_ends_greedily(e->rule->completion)) {
        int64_t completion = standing_of(e, outcome, option)->completion;
        by_shares = extra >= completion;
        if (!by_shares)
            ground_narrow(ground, completion - 1);
    }
    if (e->rule->compare == RULE_COMPARE_NONE)
        return by_shares ? VOTES_WIN : VOTES_LOSE;
    if (!by_greedy)
        ground_narrow(ground, e->greedy[option] - 1);
    if (by_shares == by_greedy)
        return by_shares ? VOTES_WIN : VOTES_LOSE;
    return compare(e, outcome, option, extra, by_shares, ground);
}
