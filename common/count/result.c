/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/result.h"

enum { PARTS = 2 /* a rule and its completion */ };

void result_reserve(struct count_result *result, size_t option_count)
{
    result->winners = arena_allocate(&result->arena, option_count, sizeof *result->winners);
    result->steps = arena_allocate(&result->arena, PARTS * option_count, sizeof *result->steps);
    result->ties = arena_allocate(&result->arena, PARTS * option_count, sizeof *result->ties);
}

void result_add_step(struct count_result *result, const struct count_step *step)
{
    result->steps[result->step_count++] = *step;
    if (step->outcome == COUNT_BOUGHT) {
        result->winners[result->winner_count++] = step->option;
        result->total_cost += step->cost;
    }
}

/* Both are in tie order. */
static bool contains(const struct count_tie *tie, const uint16_t *options, size_t count)
{
    size_t found = 0;
    for (size_t i = 0; i < tie->count && found < count; i++)
        found += tie->options[i] == options[found];
    return found == count;
}

void result_add_tie(struct count_result *result, const uint16_t *options, size_t count)
{
    if (count < 2 || (result->tie_count && contains(&result->ties[result->tie_count - 1], options, count)))
        return;
    uint16_t *copy = arena_allocate(&result->arena, count, sizeof *copy);
    memcpy(copy, options, count * sizeof *copy);
    result->ties[result->tie_count++] = (struct count_tie){copy, count};
}
