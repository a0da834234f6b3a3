/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/trace.h"

#include <inttypes.h>
#include <stdio.h>

/* Integers in a record stay below 2^53 (docs/protocol.md section 1). */
#define INTEGER_MAX ((INT64_C(1) << 53) - 1)

const char *trace_outcome_name(enum count_outcome outcome)
{
    static const char *const names[] = {"bought", "misfit", "below-threshold", "conflict", "stopped"};
    return names[outcome];
}

static json_t *id_json(const struct profile *profile, uint16_t option)
{
    struct bytes id = profile->options[option].id;
    return json_stringn((const char *)id.data, id.len);
}

static json_t *ids_json(const struct profile *profile, const uint16_t *options, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, id_json(profile, options[i]));
    return list;
}

json_t *trace_selected_json(const struct profile *profile, const struct count_result *result)
{
    return ids_json(profile, result->winners, result->winner_count);
}

json_t *trace_ties_json(const struct profile *profile, const struct count_result *result)
{
    json_t *list = json_array();
    for (size_t i = 0; i < result->tie_count; i++)
        json_array_append_new(list, ids_json(profile, result->ties[i].options, result->ties[i].count));
    return list;
}

static json_t *step_json(const struct profile *profile, const struct count_step *step, size_t number)
{
    char score[24];
    snprintf(score, sizeof score, "%" PRId64, step->score);
    json_t *json = json_pack("{s:I, s:I, s:o, s:s, s:s, s:I}", "cost", (json_int_t)step->cost, "left",
                             (json_int_t)step->left, "option", id_json(profile, step->option), "outcome",
                             trace_outcome_name(step->outcome), "score", score, "step", (json_int_t)number);
    if (step->outcome == COUNT_CONFLICT)
        json_object_set_new(json, "rival", id_json(profile, step->rival));
    return json;
}

json_t *trace_result_json(const struct profile *profile, const struct count_result *result, struct error *err)
{
    for (size_t i = 0; i < result->step_count; i++) {
        if (result->steps[i].cost > INTEGER_MAX || result->steps[i].left > INTEGER_MAX) {
            error_input(err, "overflow", "an amount of money is beyond 2^53 - 1 minor units");
            return NULL;
        }
    }
    json_t *trace = json_array();
    for (size_t i = 0; i < result->step_count; i++)
        json_array_append_new(trace, step_json(profile, &result->steps[i], i + 1));
    return json_pack("{s:o, s:o, s:o, s:I, s:o}", "rule", rule_to_json(&result->rule), "selected",
                     trace_selected_json(profile, result), "ties", trace_ties_json(profile, result),
                     "total_cost", (json_int_t)result->total_cost, "trace", trace);
}
