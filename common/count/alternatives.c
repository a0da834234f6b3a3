/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/alternatives.h"

#include <stdlib.h>

#include "count/trace.h"

/* How a form of ballots is looked at by rules that others use. */
static enum rule_score score_of(enum profile_form form)
{
    return form == PROFILE_POINTS ? RULE_POINTS : form == PROFILE_RANKING ? RULE_BORDA : RULE_VOTES;
}

static enum rule_utility utility_of(enum profile_form form)
{
    return form == PROFILE_POINTS    ? RULE_UTILITY_POINTS
           : form == PROFILE_RANKING ? RULE_UTILITY_BORDA
                                     : RULE_UTILITY_COST;
}

uint64_t alternatives_served(const struct profile *profile, const struct count_result *result)
{
    bool *won = allocate(profile->option_count, sizeof *won);
    uint64_t served = 0;
    for (size_t i = 0; i < result->winner_count; i++)
        won[result->winners[i]] = true;
    for (size_t b = 0; b < profile->ballot_count; b++) {
        const struct profile_ballot *ballot = &profile->ballots[b];
        bool any = false;
        for (uint32_t i = 0; !any && i < ballot->count; i++)
            any = won[ballot->options[i]] && (!ballot->points || ballot->points[i] > 0);
        served += any ? ballot->multiplicity : 0;
    }
    free(won);
    return served;
}

static void append(json_t *list, const struct profile *profile, const struct count_result *result)
{
    json_array_append_new(list, json_pack("{s:o, s:o, s:I, s:I}", "rule", rule_to_json(&result->rule),
                                          "selected", trace_selected_json(profile, result), "served",
                                          (json_int_t)alternatives_served(profile, result), "total_cost",
                                          (json_int_t)result->total_cost));
}

static bool same_rule(const struct rule *a, const struct rule *b)
{
    json_t *x = rule_to_json(a), *y = rule_to_json(b);
    bool same = json_equal(x, y);
    json_decref(x);
    json_decref(y);
    return same;
}

json_t *alternatives_json(const struct profile *profile, const struct count_terms *terms,
                          const struct count_result *result)
{
    json_t *list = json_array();
    enum rule_score score = score_of(profile->form);
    const struct rule rules[] = {
        {.name = RULE_GREEDY, .score = score},
        {.name = RULE_GREEDY, .score = score, .density = RULE_PER_COST},
        {.name = RULE_EQUAL_SHARES,
         .utility = utility_of(profile->form),
         .completion = RULE_COMPLETION_ADD1U},
        {.name = RULE_PHRAGMEN},
    };
    if (profile->form == PROFILE_ANSWERS)
        return list;
    append(list, profile, result);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct count_result other = {0};
        struct rule rule = rules[i];
        rule.ties = result->rule.ties;
        if (!same_rule(&rule, &result->rule) && count_run(profile, &rule, terms, &other, NULL))
            append(list, profile, &other);
        count_result_clear(&other);
    }
    return list;
}
