// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A worked example for whoever chooses a counting rule: a few imagined ballots, counted as a round would be.
// Small enough to be counted at once; it changes nothing and is kept nowhere.
#include "ballot/field.h"
#include "count/count.h"
#include "count/trace.h"
#include "server/http/request.h"
#include "server/resources/resources.h"

enum {
    EXAMPLE_OPTIONS_MAX = 12,
    EXAMPLE_BALLOTS_MAX = 24,
    EXAMPLE_RULES_MAX = 8,
    EXAMPLE_TIMES_MAX = 1000,
};
/* Of an amount or an envelope: far above any city's budget, and far below where a count would be long. */
#define EXAMPLE_MONEY_MAX INT64_C(1000000000000000)

static const char *const forms[] = {"approval", "points", "ranking", "questions"};
static const enum profile_form profile_forms[] = {PROFILE_APPROVAL, PROFILE_POINTS, PROFILE_RANKING,
                                                  PROFILE_ANSWERS};

/* Members of the body that all rules share. */
struct example {
    struct profile *profile;
    uint64_t entitled;
};

static bool read_options(struct json_fields *fields, struct profile_option *options, size_t *count)
{
    struct json_items items;
    if (!json_get_array(fields, "options", 1, EXAMPLE_OPTIONS_MAX, &items))
        return false;
    for (size_t i = 0; i < items.count; i++) {
        struct json_fields option;
        const char *id;
        if (!json_item_object(&items, i, &option) ||
            !json_get_string(&option, "id", 1, OPTION_ID_BYTES_MAX, &id) ||
            !json_get_integer(&option, "cost", 0, EXAMPLE_MONEY_MAX, &options[i].cost) ||
            !json_object_end(&option))
            return false;
        options[i].id = bytes_of_string(id);
    }
    *count = items.count;
    return true;
}

/* {options: [number], points?: [number], times}: as many points as options, where the form has them. */
static bool read_ballot(const struct json_items *items, size_t index, struct profile *profile)
{
    struct json_fields ballot;
    struct json_items named, given;
    uint16_t options[EXAMPLE_OPTIONS_MAX];
    int64_t points[EXAMPLE_OPTIONS_MAX], times, number;
    bool has_points = profile->form == PROFILE_POINTS || profile->form == PROFILE_ANSWERS;
    struct error why;
    if (!json_item_object(items, index, &ballot) ||
        !json_get_array(&ballot, "options", 0, profile->option_count, &named) ||
        (has_points && !json_get_array(&ballot, "points", named.count, named.count, &given)) ||
        !json_get_integer(&ballot, "times", 1, EXAMPLE_TIMES_MAX, &times) || !json_object_end(&ballot))
        return false;
    for (size_t i = 0; i < named.count; i++) {
        int64_t least = profile->form == PROFILE_ANSWERS ? ANSWER_YES : 0,
                most = profile->form == PROFILE_ANSWERS ? ANSWER_ABSTAIN : FORM_VALUE_MAX;
        if (!json_item_integer(&named, i, 0, (int64_t)profile->option_count - 1, &number) ||
            (has_points && !json_item_integer(&given, i, least, most, &points[i])))
            return false;
        options[i] = (uint16_t)number;
    }
    bool ok = has_points ? profile_add_points(profile, options, points, named.count, (uint64_t)times, &why)
              : profile->form == PROFILE_RANKING
                  ? profile_add_ranking(profile, options, named.count, (uint64_t)times, &why)
                  : profile_add_approval(profile, options, named.count, (uint64_t)times, &why);
    return ok || json_item_fail(items, index, "%s", why.detail);
}

static bool read_ballots(struct json_fields *fields, struct profile *profile)
{
    struct json_items items;
    if (!json_get_array(fields, "ballots", 1, EXAMPLE_BALLOTS_MAX, &items))
        return false;
    for (size_t i = 0; i < items.count; i++)
        if (!read_ballot(&items, i, profile))
            return false;
    return true;
}

static bool read_example(struct json_fields *fields, struct example *out)
{
    struct profile_option options[EXAMPLE_OPTIONS_MAX];
    size_t count;
    unsigned form;
    int64_t envelope, digits, entitled = 0;
    struct error why;
    if (!read_options(fields, options, &count) ||
        !json_get_integer(fields, "envelope", 0, EXAMPLE_MONEY_MAX, &envelope) ||
        !json_get_integer(fields, "minor_digits", 0, 4, &digits) ||
        !json_get_choice(fields, "form", forms, sizeof forms / sizeof *forms, &form) ||
        (json_has(fields, "entitled") &&
         !json_get_integer(fields, "entitled", 0, EXAMPLE_MONEY_MAX, &entitled)))
        return false;
    out->entitled = (uint64_t)entitled;
    out->profile = profile_new(profile_forms[form], options, count, envelope, (unsigned)digits, &why);
    if (!out->profile)
        return json_fail(fields, "options", "%s", why.detail);
    return read_ballots(fields, out->profile);
}

/* The result of one rule as result.json has it. Ties fall by a seed of zeros: it is an example. */
static bool count_rule(const struct example *example, const struct json_items *rules, size_t index,
                       json_t *results)
{
    static const uint8_t seed[COUNT_SEED_BYTES];
    struct json_fields fields;
    struct rule rule;
    struct count_result result = {0};
    struct error why;
    json_t *json = NULL;
    if (!json_item_object(rules, index, &fields) || !rule_from_json(&fields, &rule))
        return false;
    struct count_terms terms = {.seed = rule_is_drawn(&rule) ? seed : NULL, .entitled = example->entitled};
    bool ok = count_run(example->profile, &rule, &terms, &result, &why) &&
              (json = trace_result_json(example->profile, &result, &why));
    count_result_clear(&result);
    if (!ok)
        return json_item_fail(rules, index, "%s", why.detail);
    json_array_append_new(results, json);
    return true;
}

static bool count_all(const json_t *body, struct example *example, json_t *results, struct error *err)
{
    struct json_fields fields;
    struct json_items rules;
    if (!json_object_begin(&fields, body, "example", err) || !read_example(&fields, example) ||
        !json_get_array(&fields, "rules", 1, EXAMPLE_RULES_MAX, &rules) || !json_object_end(&fields))
        return false;
    for (size_t i = 0; i < rules.count; i++)
        if (!count_rule(example, &rules, i, results))
            return false;
    return true;
}

void count_example_post(struct request *request)
{
    struct example example = {0};
    struct error err;
    json_t *body, *results;
    if (!request_json(request, &body))
        return;
    results = json_array();
    if (count_all(body, &example, results, &err))
        respond_json(request, 200, json_pack("{s:O}", "results", results));
    else
        respond_bad_request(request, &err);
    profile_free(example.profile);
    json_decref(results);
    json_decref(body);
}
