/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_stages.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "count/rational.h"
#include "count/score.h"
#include "count/shares.h"

#define NUMBERS_MAX ((size_t)1 << 22) /* that are kept of each kind */

void stages_init(struct stages *stages, struct shares *shares, const struct profile *profile,
                 const struct rule *rule, const bool *left_out)
{
    *stages = (struct stages){.profile = profile, .shares = shares};
    mpq_init(stages->next);
    shares_endowment(profile, rule->start, stages->next);
    needs_init(&stages->needs, profile, score_times_cost(rule->utility), 1, left_out);
    stages->needs.want_costs = true;
    stages->needs.want_quiet = shares_has_add1(rule->completion) && shares_is_followed_up(rule);
}

void stages_clear(struct stages *stages)
{
    needs_clear(&stages->needs);
    mpq_clear(stages->next);
    free(stages->list);
    arena_clear(&stages->arena);
}

size_t stages_place(const struct stages *stages, uint16_t loser)
{
    size_t place = 0;
    while (stages->needs.watched[place] != loser)
        place++;
    return place;
}

bool stages_is_new(const struct stages *stages, size_t number)
{
    return number == stages->count;
}

static const bool *keep_bought(struct stages *stages)
{
    const bool *bought = shares_bought(stages->shares);
    const bool *last = stages->count ? stages->list[stages->count - 1].bought : NULL;
    size_t options = stages->profile->option_count;
    if (last && memcmp(last, bought, options * sizeof *bought) == 0)
        return last;
    bool *kept = arena_allocate(&stages->arena, options, sizeof *kept);
    memcpy(kept, bought, options * sizeof *kept);
    return kept;
}

static const int64_t *keep_numbers(struct stages *stages, const int64_t *numbers)
{
    const struct needs *needs = &stages->needs;
    int64_t *kept = arena_allocate(&stages->arena, needs->watched_count, sizeof *kept);
    for (size_t i = 0; i < needs->watched_count; i++)
        kept[i] = numbers[needs->watched[i]];
    return kept;
}

const struct stage *stages_at(struct stages *stages, size_t number)
{
    struct needs *needs = &stages->needs;
    if (!stages_is_new(stages, number))
        return &stages->list[number];
    if (stages->count * needs->watched_count >= NUMBERS_MAX)
        return NULL;
    if (stages->count == stages->capacity) {
        stages->capacity = 2 * stages->capacity + 64;
        stages->list = reallocate(stages->list, stages->capacity, sizeof *stages->list);
    }
    shares_watch(stages->shares, needs);
    shares_run(stages->shares, stages->next, NULL, NULL);
    shares_watch(stages->shares, NULL);
    rational_add(stages->next, shares_unit(stages->profile));
    struct stage stage = {.bought = keep_bought(stages),
                          .cost = shares_cost(stages->shares),
                          .leaves_room = shares_leaves_room(stages->shares),
                          .limit = keep_numbers(stages, needs->limit),
                          .loud = needs->want_quiet ? keep_numbers(stages, needs->loud) : NULL};
    stages->list[stages->count] = stage;
    return &stages->list[stages->count++];
}
