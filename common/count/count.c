/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/count.h"

#include "count/greedy.h"
#include "count/motion.h"
#include "count/phragmen.h"
#include "count/shares.h"

static bool terms_fit(const struct rule *rule, const struct count_terms *terms, struct error *err)
{
    if (rule_is_drawn(rule) && !terms->seed)
        return error_input(err, "rule", "ties are drawn, but there is no draw seed");
    if (!rule_is_drawn(rule) && terms->seed)
        return error_input(err, "rule", "ties are not drawn, but there is a draw seed");
    if (rule->name != RULE_GREEDY && terms->conflicts && terms->conflicts->set_count)
        return error_input(err, "rule", "conflict sets go with greedy only");
    return true;
}

bool count_run(const struct profile *profile, const struct rule *rule, const struct count_terms *terms,
               struct count_result *out, struct error *err)
{
    if (!rule_fits(rule, profile_form_kind(profile->form), err) || !terms_fit(rule, terms, err))
        return false;
    switch (rule->name) {
    case RULE_EQUAL_SHARES:
        return shares_count(profile, rule, terms, out, err);
    case RULE_PHRAGMEN:
        return phragmen_count(profile, rule, terms, out, err);
    case RULE_MOTION:
        return motion_count(profile, rule, terms, out, err);
    case RULE_GREEDY:
        break;
    }
    return greedy_count(profile, rule, terms, out, err);
}

void count_result_clear(struct count_result *result)
{
    arena_clear(&result->arena);
    *result = (struct count_result){0};
}
