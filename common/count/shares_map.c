/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_map.h"

#include <stdlib.h>

#include "base/buffer.h"

/* Parts of an endowment: a span at first is not longer than two of the first, and not shorter than two of the
 * second; of longer ones than the third halves are worth drawing. */
#define REACH_MOST (1. / 512)
#define REACH_LEAST (1. / (1 << 24))
#define LENGTH_LEAST (1. / (1 << 23))

void map_init(struct shares_map *map, struct shares *shares, struct needs *needs, size_t options)
{
    *map = (struct shares_map){.shares = shares, .needs = needs, .options = options, .reach = REACH_MOST};
}

void map_clear(struct shares_map *map)
{
    for (size_t i = 0; i < map->span_count; i++)
        mpq_clears(map->spans[i]->from, map->spans[i]->to, NULL);
    free(map->spans);
    free(map->outcomes);
    arena_clear(&map->arena);
}

/* ---- runs ---- */

static void run(struct shares_map *map, mpq_srcptr endowment, bool watched)
{
    map->runs++;
    shares_watch(map->shares, watched ? map->needs : NULL);
    shares_run(map->shares, endowment, NULL, NULL);
    shares_watch(map->shares, NULL);
}

/* From the last run to there, watched. */
static bool holds(struct shares_map *map, mpq_srcptr to)
{
    double meet;
    map->runs++;
    shares_watch(map->shares, map->needs);
    bool held = shares_hold(map->shares, to, &meet) == SHARES_HOLD;
    shares_watch(map->shares, NULL);
    return held;
}

const struct map_outcome *map_outcome(struct shares_map *map)
{
    const bool *bought = shares_bought(map->shares);
    for (size_t i = map->outcome_count; i-- > 0;)
        if (memcmp(map->outcomes[i]->bought, bought, map->options * sizeof *bought) == 0)
            return map->outcomes[i];
    struct map_outcome *outcome = arena_allocate(&map->arena, 1, sizeof *outcome);
    *outcome = (struct map_outcome){.number = map->outcome_count,
                                    .bought = arena_allocate(&map->arena, map->options, sizeof *bought),
                                    .cost = shares_cost(map->shares),
                                    .leaves_room = shares_leaves_room(map->shares)};
    memcpy(outcome->bought, bought, map->options * sizeof *bought);
    if (map->outcome_count == map->outcome_capacity) {
        map->outcome_capacity = 2 * map->outcome_capacity + 16;
        map->outcomes = reallocate(map->outcomes, map->outcome_capacity, sizeof *map->outcomes);
    }
    map->outcomes[map->outcome_count++] = outcome;
    return outcome;
}

static void take_needs(struct shares_map *map, struct map_span *span)
{
    span->quiet = arena_allocate(&map->arena, map->options, sizeof *span->quiet);
    span->safe = arena_allocate(&map->arena, map->options, sizeof *span->safe);
    memcpy(span->quiet, map->needs->quiet, map->options * sizeof *span->quiet);
    memcpy(span->safe, map->needs->safe, map->options * sizeof *span->safe);
}

/* ---- drawing ---- */

/* The first span that does not end before the endowment, or the number of spans. */
static size_t find(const struct shares_map *map, mpq_srcptr endowment)
{
    size_t low = 0, high = map->span_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (mpq_cmp(map->spans[middle]->to, endowment) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct map_span *insert(struct shares_map *map, size_t at, mpq_srcptr from, mpq_srcptr to)
{
    struct map_span *span = arena_allocate(&map->arena, 1, sizeof *span);
    mpq_inits(span->from, span->to, NULL);
    mpq_set(span->from, from);
    mpq_set(span->to, to);
    if (map->span_count == map->span_capacity) {
        map->span_capacity = 2 * map->span_capacity + 64;
        map->spans = reallocate(map->spans, map->span_capacity, sizeof *map->spans);
    }
    memmove(map->spans + at + 1, map->spans + at, (map->span_count - at) * sizeof *map->spans);
    map->span_count++;
    return map->spans[at] = span;
}

/* So far on both sides of the endowment, but not into the spans before and behind it, if there are any. */
static void bounds(const struct shares_map *map, size_t at, mpq_srcptr endowment, double reach, mpq_ptr from,
                   mpq_ptr to)
{
    mpq_t off;
    mpq_init(off);
    mpq_set_d(off, mpq_get_d(endowment) * reach);
    mpq_sub(from, endowment, off);
    mpq_add(to, endowment, off);
    if (at > 0 && mpq_cmp(from, map->spans[at - 1]->to) < 0)
        mpq_set(from, map->spans[at - 1]->to);
    if (at < map->span_count && mpq_cmp(to, map->spans[at]->from) > 0)
        mpq_set(to, map->spans[at]->from);
    mpq_clear(off);
}

static struct map_span *draw(struct shares_map *map, size_t at, mpq_srcptr endowment)
{
    mpq_t from, to;
    mpq_inits(from, to, NULL);
    double reach = mpq_sgn(endowment) > 0 ? map->reach : 0;
    for (; reach > REACH_LEAST; reach /= 4) {
        bounds(map, at, endowment, reach, from, to);
        run(map, from, false);
        if (holds(map, to))
            break;
    }
    if (!(reach > REACH_LEAST)) {
        mpq_set(from, endowment);
        mpq_set(to, endowment);
        run(map, endowment, true);
    }
    map->reach = 4 * reach < REACH_LEAST ? 4 * REACH_LEAST : 2 * reach < REACH_MOST ? 2 * reach : REACH_MOST;
    struct map_span *span = insert(map, at, from, to);
    span->outcome = map_outcome(map);
    take_needs(map, span);
    mpq_clears(from, to, NULL);
    return span;
}

struct map_span *map_at(struct shares_map *map, mpq_srcptr endowment)
{
    size_t at = find(map, endowment);
    if (at < map->span_count && mpq_cmp(map->spans[at]->from, endowment) <= 0)
        return map->spans[at];
    return draw(map, at, endowment);
}

/* ---- halving ---- */

/* False where the runs at both halves' ends do not tell. */
static bool halve(struct shares_map *map, size_t at, mpq_srcptr middle)
{
    struct map_span *span = map->spans[at], half = *span;
    run(map, span->from, false);
    if (!holds(map, middle))
        return false;
    take_needs(map, &half);
    if (!holds(map, span->to))
        return false;
    struct map_span *rest = insert(map, at + 1, middle, span->to);
    rest->outcome = span->outcome;
    take_needs(map, rest);
    mpq_set(span->to, middle);
    span->quiet = half.quiet;
    span->safe = half.safe;
    return true;
}

void map_tighten(struct shares_map *map)
{
    mpq_t middle, length;
    mpq_inits(middle, length, NULL);
    for (size_t i = 0; i < map->span_count; i++) {
        struct map_span *span = map->spans[i];
        if (!span->is_loose || span->is_firm)
            continue;
        span->is_loose = false;
        mpq_sub(length, span->to, span->from);
        mpq_add(middle, span->from, span->to);
        mpq_div_2exp(middle, middle, 1);
        if (mpq_get_d(length) < mpq_get_d(middle) * LENGTH_LEAST || !halve(map, i, middle))
            span->is_firm = true;
    }
    mpq_clears(middle, length, NULL);
}
