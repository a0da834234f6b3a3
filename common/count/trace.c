/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/trace.h"

#include <inttypes.h>
#include <stdio.h>

/* Integers in a record stay below 2^53 (docs/protocol.md section 1). */
#define INTEGER_MAX ((INT64_C(1) << 53) - 1)

const char *trace_outcome_name(enum count_outcome outcome)
{
    static const char *const names[] = {"bought",  "misfit",       "below-threshold", "conflict",
                                        "stopped", "unaffordable", "unsupported"};
    return names[outcome];
}

static json_t *id_json(const struct profile *profile, uint16_t option)
{
    struct bytes id = profile->options[option].id;
    return json_stringn((const char *)id.data, id.len);
}

json_t *trace_ids_json(const struct profile *profile, const uint16_t *options, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, id_json(profile, options[i]));
    return list;
}

json_t *trace_selected_json(const struct profile *profile, const struct count_result *result)
{
    return trace_ids_json(profile, result->winners, result->winner_count);
}

json_t *trace_ties_json(const struct profile *profile, const struct count_result *result)
{
    json_t *list = json_array();
    for (size_t i = 0; i < result->tie_count; i++)
        json_array_append_new(list, trace_ids_json(profile, result->ties[i].options, result->ties[i].count));
    return list;
}

static void set_text(json_t *json, const char *member, const char *text)
{
    if (text)
        json_object_set_new(json, member, json_string(text));
}

static json_t *step_json(const struct profile *profile, const struct count_step *step, size_t number)
{
    json_t *json = json_pack("{s:I, s:I, s:o, s:s, s:I}", "cost", (json_int_t)step->cost, "left",
                             (json_int_t)step->left, "option", id_json(profile, step->option), "outcome",
                             trace_outcome_name(step->outcome), "step", (json_int_t)number);
    if (step->by_score) {
        char score[24];
        snprintf(score, sizeof score, "%" PRId64, step->score);
        set_text(json, "score", score);
    }
    if (step->outcome == COUNT_CONFLICT)
        json_object_set_new(json, "rival", id_json(profile, step->rival));
    set_text(json, "price", step->price);
    set_text(json, "held", step->held);
    if (step->greatest) {
        set_text(json, "greatest", step->greatest);
        json_object_set_new(json, "payers", json_integer((json_int_t)step->payers));
        json_object_set_new(json, "emptied", json_integer((json_int_t)step->emptied));
    }
    return json;
}

static json_t *motion_json(const struct profile *profile, const struct count_motion *motion, size_t number)
{
    const char *outcome = !motion->quorate ? "no-quorum" : motion->passed ? "passed" : "failed";
    return json_pack("{s:I, s:I, s:I, s:I, s:o, s:s, s:I}", "yes", (json_int_t)motion->yes, "no",
                     (json_int_t)motion->no, "abstain", (json_int_t)motion->abstain, "base",
                     (json_int_t)motion->base, "option", id_json(profile, motion->option), "outcome", outcome,
                     "step", (json_int_t)number);
}

static json_t *steps_json(const struct profile *profile, const struct count_result *result)
{
    json_t *trace = json_array();
    for (size_t i = 0; i < result->step_count; i++)
        json_array_append_new(trace, step_json(profile, &result->steps[i], i + 1));
    for (size_t i = 0; i < result->motion_count; i++)
        json_array_append_new(trace, motion_json(profile, &result->motions[i], i + 1));
    return trace;
}

static json_t *outcome_json(const struct profile *profile, const struct count_result *result)
{
    return json_pack("{s:o, s:o, s:o, s:I, s:o}", "rule", rule_to_json(&result->rule), "selected",
                     trace_selected_json(profile, result), "ties", trace_ties_json(profile, result),
                     "total_cost", (json_int_t)result->total_cost, "trace", steps_json(profile, result));
}

static json_t *comparison_json(const struct profile *profile, const struct count_comparison *comparison)
{
    return json_pack("{s:o, s:I, s:I, s:I, s:s}", "greedy", outcome_json(profile, comparison->greedy),
                     "prefer_equal_shares", (json_int_t)comparison->prefer_equal_shares, "prefer_greedy",
                     (json_int_t)comparison->prefer_greedy, "indifferent",
                     (json_int_t)comparison->indifferent, "winner",
                     comparison->greedy_won ? "greedy" : "equal-shares");
}

json_t *trace_shares_json(const struct profile *profile, const struct count_result *result)
{
    const struct count_shares *shares = &result->shares;
    json_t *json = json_pack("{s:s}", "endowment", shares->endowment);
    if (shares->end != COUNT_END_NONE) {
        json_object_set_new(json, "added", json_integer(shares->added));
        set_text(json, "end", shares->end == COUNT_END_OVERSPENT ? "overspent" : "exhausted");
    }
    if (shares->end == COUNT_END_OVERSPENT)
        json_object_set_new(json, "over", json_integer(shares->over));
    if (shares->comparison)
        json_object_set_new(json, "comparison", comparison_json(profile, shares->comparison));
    return json;
}

static bool amounts_fit(const struct count_result *result, struct error *err)
{
    bool fit = result->shares.over <= INTEGER_MAX && result->shares.added <= INTEGER_MAX;
    for (size_t i = 0; i < result->step_count; i++)
        fit = fit && result->steps[i].cost <= INTEGER_MAX && result->steps[i].left <= INTEGER_MAX;
    return fit || error_input(err, "overflow", "an amount of money is beyond 2^53 - 1 minor units");
}

json_t *trace_result_json(const struct profile *profile, const struct count_result *result, struct error *err)
{
    if (!amounts_fit(result, err))
        return NULL;
    json_t *json = outcome_json(profile, result);
    if (result->rule.name == RULE_EQUAL_SHARES)
        json_object_set_new(json, "shares", trace_shares_json(profile, result));
    if (result->entitled)
        json_object_set_new(json, "entitled", json_integer((json_int_t)result->entitled));
    return json;
}
