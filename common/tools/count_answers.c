/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/count_answers.h"

#include <inttypes.h>
#include <stdio.h>

#include "count/answers.h"
#include "count/explain.h"
#include "count/trace.h"

/* The member `count` of result.json, as one line. */
static bool print_json(const char *path, const struct profile *profile, const struct count_result *result,
                       const struct explanation *explanation, struct error *err)
{
    json_t *json = trace_result_json(profile, result, err);
    if (!json)
        return false;
    json_object_set_new(json, "file", json_string(path));
    json_object_set_new(json, "total_cost", json_string("0"));
    if (explanation)
        json_object_set_new(json, "explanation", explanation_json(profile, explanation));
    json_dumpf(json, stdout, JSON_COMPACT | JSON_SORT_KEYS);
    putchar('\n');
    json_decref(json);
    return true;
}

/* What would have passed it; an extra ballot says yes to this question only. */
static void print_margin(const struct explain_option *option)
{
    if (!option->won && option->votes.kind == EXPLAIN_EXACT)
        printf("    %" PRId64 " more yes and it would have passed\n", option->votes.value);
    else if (!option->won)
        puts("    it could not have passed with the voters who did not answer");
}

static void print_text(const char *path, const struct profile *profile, const struct count_result *result,
                       const struct explanation *explanation)
{
    struct buffer rule = {0};
    rule_describe(&result->rule, &rule);
    printf("%s\n  %s\n", path, buffer_string(&rule));
    buffer_clear(&rule);
    printf("  %" PRIu64 " ballots, %zu questions", profile->voter_count, profile->option_count);
    if (result->entitled)
        printf(", %" PRIu64 " could vote", result->entitled);
    putchar('\n');
    for (size_t i = 0; i < result->motion_count; i++) {
        const struct count_motion *motion = &result->motions[i];
        struct bytes id = profile->options[motion->option].id;
        printf("  %.*s  yes %" PRIu64 "  no %" PRIu64 "  abstain %" PRIu64 "  majority of %" PRIu64 ": %s\n",
               (int)id.len, (const char *)id.data, motion->yes, motion->no, motion->abstain, motion->base,
               motion->passed    ? "passed"
               : motion->quorate ? "failed"
                                 : "no quorum");
        if (explanation)
            print_margin(&explanation->options[motion->option]);
    }
}

enum tool_status count_answers(const char *path, const struct rule *rule, uint64_t entitled, bool json,
                               bool explain)
{
    struct error err;
    struct count_result result = {0};
    struct count_terms terms = {.entitled = entitled};
    struct profile *profile = answers_read_file(path, &err);
    if (!profile)
        return (enum tool_status)tool_error(TOOL_FAILED, &err);
    const struct explain_effort effort = {EXPLAIN_SCAN, EXPLAIN_SEARCH, NULL};
    struct explanation explanation = {0}, *explained = explain ? &explanation : NULL;
    bool ok = count_run(profile, rule, &terms, &result, &err) &&
              (!explain || explain_result(profile, rule, &terms, &result, &effort, &explanation, &err));
    if (ok && json)
        ok = print_json(path, profile, &result, explained, &err);
    else if (ok)
        print_text(path, profile, &result, explained);
    if (!ok)
        tool_complain(TOOL_FAILED, "%s: %s", path, err.detail);
    explanation_clear(&explanation);
    count_result_clear(&result);
    profile_free(profile);
    return ok ? TOOL_OK : TOOL_FAILED;
}
