/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/ranking.h"

#include "count/score.h"

__extension__ typedef __int128 wide;

bool ranking_init(struct ranking *ranking, const struct profile *profile, enum rule_score score,
                  const uint16_t *ties, int64_t gift, struct arena *arena, struct error *err)
{
    size_t count = profile->option_count;
    *ranking = (struct ranking){.profile = profile,
                                .gift = gift,
                                .scores = arena_allocate(arena, count, sizeof *ranking->scores),
                                .tie = arena_allocate(arena, count, sizeof *ranking->tie),
                                .order = arena_allocate(arena, count, sizeof *ranking->order)};
    if (!score_all(profile, score, ranking->scores, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t at = i; /* behind those that are level: they come first in the order of ties */
        for (; at > 0 && ranking->scores[ranking->order[at - 1]] < ranking->scores[ties[i]]; at--)
            ranking->order[at] = ranking->order[at - 1];
        ranking->order[at] = ties[i];
        ranking->tie[ties[i]] = i;
    }
    return true;
}

/* The least number of extra ballots with which the option comes before the other, from 0. */
static int64_t to_overtake(const struct ranking *ranking, uint16_t option, uint16_t other)
{
    wide missing =
        (wide)ranking->scores[other] - ranking->scores[option] + (ranking->tie[option] > ranking->tie[other]);
    wide extra = missing > 0 ? (missing + ranking->gift - 1) / ranking->gift : 0;
    return extra < RANKING_NEVER ? (int64_t)extra : RANKING_NEVER;
}

size_t ranking_place(const struct ranking *ranking, uint16_t option, int64_t extra)
{
    size_t before = 0;
    for (size_t i = 0; i < ranking->profile->option_count; i++)
        before += ranking->order[i] != option && to_overtake(ranking, option, ranking->order[i]) > extra;
    return before;
}

int64_t ranking_most(const struct ranking *ranking, uint16_t option, int64_t extra)
{
    int64_t next = RANKING_NEVER;
    for (size_t i = 0; i < ranking->profile->option_count; i++) {
        uint16_t other = ranking->order[i];
        int64_t overtakes = other != option ? to_overtake(ranking, option, other) : 0;
        if (overtakes > extra && overtakes < next)
            next = overtakes;
    }
    return next - (next < RANKING_NEVER);
}

static int64_t left_of(const struct ranking *ranking, const bool *won)
{
    int64_t left = ranking->profile->budget;
    for (size_t o = 0; o < ranking->profile->option_count; o++)
        left -= won[o] ? ranking->profile->options[o].cost : 0;
    return left;
}

int64_t ranking_votes(const struct ranking *ranking, const bool *won, uint16_t option)
{
    const struct profile_option *options = ranking->profile->options;
    int64_t left = left_of(ranking, won);
    if (options[option].cost > left)
        return RANKING_NEVER;
    for (size_t i = 0; i < ranking->profile->option_count; i++) {
        uint16_t other = ranking->order[i];
        if (other == option || won[other] || options[other].cost > left)
            continue;
        left -= options[other].cost;
        if (options[option].cost > left)
            return to_overtake(ranking, option, other);
    }
    return 0;
}

int64_t ranking_cost(const struct ranking *ranking, const bool *won, uint16_t option)
{
    const struct profile_option *options = ranking->profile->options;
    int64_t left = left_of(ranking, won);
    for (size_t i = 0; i < ranking->profile->option_count && ranking->order[i] != option; i++) {
        uint16_t other = ranking->order[i];
        if (!won[other] && options[other].cost <= left)
            left -= options[other].cost;
    }
    return left < 0 ? -1 : left;
}

int64_t ranking_slack(const struct ranking *ranking, const bool *won, uint16_t option)
{
    int64_t left = left_of(ranking, won), slack = INT64_MAX;
    bool is_behind = won[option];
    for (size_t i = 0; i < ranking->profile->option_count; i++) {
        int64_t cost = ranking->profile->options[ranking->order[i]].cost;
        is_behind |= ranking->order[i] == option;
        if (won[ranking->order[i]])
            continue;
        if (cost <= left)
            left -= cost;
        else if (is_behind && cost - left < slack)
            slack = cost - left;
    }
    return slack;
}

static void take(const struct ranking *ranking, uint16_t option, int64_t *left, bool *won)
{
    int64_t cost = ranking->profile->options[option].cost;
    if (won[option] || cost > *left)
        return;
    *left -= cost;
    won[option] = true;
}

void ranking_fill(const struct ranking *ranking, uint16_t option, size_t place, bool *won)
{
    int64_t left = left_of(ranking, won);
    size_t before = 0;
    for (size_t i = 0; i < ranking->profile->option_count; i++) {
        if (ranking->order[i] == option)
            continue;
        if (before++ == place)
            take(ranking, option, &left, won);
        take(ranking, ranking->order[i], &left, won);
    }
    if (before == place)
        take(ranking, option, &left, won);
}
