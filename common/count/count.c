/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/count.h"

#include "count/greedy.h"

bool count_run(const struct profile *profile, const struct rule *rule, const struct conflicts *conflicts,
               const uint8_t *seed, struct count_result *out, struct error *err)
{
    if (!rule_fits(rule, profile->form, err))
        return false;
    if (rule->ties == RULE_DRAW && !seed)
        return error_input(err, "rule", "ties are drawn, but there is no draw seed");
    if (rule->ties == RULE_LEX && seed)
        return error_input(err, "rule", "ties are by option id, but there is a draw seed");
    return greedy_count(profile, rule, conflicts, seed, out, err);
}

void count_result_clear(struct count_result *result)
{
    arena_clear(&result->arena);
    *result = (struct count_result){0};
}
