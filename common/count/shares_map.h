/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A map of endowments of equal shares: what is bought at each of them, and what losers need there
 * (count/shares_needs.h). It is drawn where it is asked for, in spans over which shares_hold() says that the
 * same is bought.
 */
#ifndef FOLKMOOT_COUNT_SHARES_MAP_H
#define FOLKMOOT_COUNT_SHARES_MAP_H

#include "base/arena.h"
#include "count/shares_run.h"

/* What is bought, in any order. */
struct map_outcome {
    size_t number; /* 0, 1, ... */
    bool *bought;  /* of each option */
    int64_t cost;
    bool leaves_room; /* as shares_leaves_room() */
};

struct map_span {
    mpq_t from, to; /* one endowment, where nothing is known of those near it */
    const struct map_outcome *outcome;
    struct need *quiet, *safe; /* as of needs, all over the span */
    bool is_loose;             /* they are too small: set by whoever has seen it */
    bool is_firm;              /* they become no better */
};

struct shares_map {
    struct shares *shares;
    struct needs *needs;
    size_t options;
    struct arena arena;
    struct map_span **spans; /* ascending; neighbours share an end at most */
    size_t span_count, span_capacity;
    struct map_outcome **outcomes;
    size_t outcome_count, outcome_capacity;
    double reach; /* how far from an endowment it is tried to draw next */
    int64_t runs; /* until now */
};

/* Runs and needs are used by the map, by others only between its calls. */
void map_init(struct shares_map *map, struct shares *shares, struct needs *needs, size_t options);
void map_clear(struct shares_map *map);

/* The span with this endowment. It stays until map_tighten(). */
struct map_span *map_at(struct shares_map *map, mpq_srcptr endowment);
/* What the last run of `shares` has bought, whoever made it. */
const struct map_outcome *map_outcome(struct shares_map *map);
/* Halve the loose spans. */
void map_tighten(struct shares_map *map);

#endif
