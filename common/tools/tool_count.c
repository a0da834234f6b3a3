/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmoot count FILE...: the result of each Pabulib file under a rule, or of each file of answers under a
 * motion.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/encoding.h"
#include "count/count.h"
#include "count/decimal.h"
#include "count/prices.h"
#include "count/trace.h"
#include "tools/count_answers.h"
#include "tools/explain_text.h"
#include "tools/jobs.h"
#include "tools/progress.h"
#include "tools/rule_options.h"
#include "tools/tool.h"

struct options {
    struct rule_choice rule;
    bool json, official, explain;
    struct rule motion; /* when one is named */
    uint64_t entitled;  /* 0: not said */
};

/* How a result compares with the `selected` of its file. */
struct official {
    bool said; /* the file has a column `selected` */
    json_t *missing, *extra;
};

static void compare_official(const struct pabulib *pb, const struct count_result *result,
                             struct official *out)
{
    *out = (struct official){.missing = json_array(), .extra = json_array()};
    bool *won = allocate(pb->project_count, sizeof *won);
    for (size_t i = 0; i < result->winner_count; i++)
        won[result->winners[i]] = true;
    for (size_t i = 0; i < pb->project_count; i++) {
        const struct pabulib_project *project = &pb->projects[i];
        out->said |= project->selected != PABULIB_NOT_SAID;
        if (won[i] != (project->selected == 1))
            json_array_append_new(won[i] ? out->extra : out->missing,
                                  json_stringn((const char *)project->id.data, project->id.len));
    }
    free(won);
}

static bool official_equal(const struct official *official)
{
    return json_array_size(official->missing) == 0 && json_array_size(official->extra) == 0;
}

static bool print_json(const char *path, const struct options *options, const struct profile *profile,
                       const struct count_result *result, const struct explanation *explanation,
                       const struct official *official, struct error *err)
{
    json_t *trace = options->explain ? trace_result_json(profile, result, err) : NULL;
    if (options->explain && !trace)
        return false;
    struct buffer total = {0}, seed = {0};
    decimal_append(&total, result->total_cost, profile->minor_digits);
    json_t *json = json_pack("{s:s%, s:o, s:o, s:s, s:o, s:I}", "file", path, strlen(path), "rule",
                             rule_to_json(&result->rule), "selected", trace_selected_json(profile, result),
                             "total_cost", buffer_string(&total), "ties", trace_ties_json(profile, result),
                             "repeated_choices", (json_int_t)profile->repeat_count);
    if (rule_is_drawn(&result->rule)) {
        hex_append(&seed, bytes_of(options->rule.seed, sizeof options->rule.seed));
        json_object_set_new(json, "draw", json_string(buffer_string(&seed)));
    }
    if (options->official)
        json_object_set_new(json, "official",
                            official->said ? json_pack("{s:b, s:O, s:O}", "equal", official_equal(official),
                                                       "missing", official->missing, "extra", official->extra)
                                           : json_null());
    if (options->explain) {
        json_object_set_new(json, "count", trace);
        json_object_set_new(json, "explanation", explanation_json(profile, explanation));
    }
    json_dumpf(json, stdout, JSON_COMPACT | JSON_SORT_KEYS);
    putchar('\n');
    json_decref(json);
    buffer_clear(&seed);
    buffer_clear(&total);
    return true;
}

static void print_ids(const char *label, const json_t *ids)
{
    if (json_array_size(ids) == 0)
        return;
    fputs(label, stdout);
    for (size_t i = 0; i < json_array_size(ids); i++)
        printf(" %s", json_string_value(json_array_get(ids, i)));
    putchar('\n');
}

static void print_money(const char *label, int64_t value, unsigned digits)
{
    struct buffer text = {0};
    decimal_append(&text, value, digits);
    printf("%s%s", label, buffer_string(&text));
    buffer_clear(&text);
}

static void print_winner(size_t place, const struct pabulib *pb, const struct profile *profile,
                         const struct count_result *result, uint16_t option)
{
    const struct count_comparison *comparison = result->shares.comparison;
    const struct count_result *by = comparison && comparison->greedy_won ? comparison->greedy : result;
    const struct pabulib_project *project = &pb->projects[option];
    printf("  %zu. %.*s", place, (int)project->id.len, (const char *)project->id.data);
    for (size_t i = 0; i < by->step_count; i++) {
        const struct count_step *step = &by->steps[i];
        if (step->option != option || step->outcome != COUNT_BOUGHT)
            continue;
        if (step->by_score)
            printf("  score %" PRId64, step->score);
        else
            printf("  payers %" PRIu64, step->payers);
    }
    print_money("  cost ", project->cost, profile->minor_digits);
    printf("  %.*s\n", (int)project->name.len, (const char *)project->name.data);
}

static void print_text(const char *path, const struct options *options, const struct pabulib *pb,
                       const struct profile *profile, const struct count_result *result,
                       const struct explanation *explanation, const struct official *official)
{
    struct buffer rule = {0}, words = {0};
    rule_describe(&result->rule, &rule);
    printf("%s\n  %s\n", path, buffer_string(&rule));
    buffer_clear(&rule);
    printf("  %" PRIu64 " ballots, %zu projects\n", profile->voter_count, profile->option_count);
    if (profile->repeat_count)
        printf("  %" PRIu64 " repeated choices were counted once\n", profile->repeat_count);
    for (size_t i = 0; i < result->winner_count; i++)
        print_winner(i + 1, pb, profile, result, result->winners[i]);
    print_money("  total cost ", result->total_cost, profile->minor_digits);
    print_money(" of ", profile->budget, profile->minor_digits);
    putchar('\n');
    for (size_t i = 0; i < result->tie_count; i++) {
        fputs("  tie, fell in this order:", stdout);
        for (size_t j = 0; j < result->ties[i].count; j++) {
            struct bytes id = profile->options[result->ties[i].options[j]].id;
            printf(" %.*s", (int)id.len, (const char *)id.data);
        }
        putchar('\n');
    }
    if (options->official && !official->said)
        puts("  official: the file does not say what was selected");
    else if (options->official && official_equal(official))
        puts("  official: the same");
    else if (options->official) {
        puts("  official: differs");
        print_ids("    selected officially, not here:", official->missing);
        print_ids("    selected here, not officially:", official->extra);
    }
    if (options->explain)
        explain_text(pb, profile, result, explanation, &words);
    fputs(buffer_string(&words), stdout);
    buffer_clear(&words);
}

static bool explain(const struct profile *profile, const struct rule *rule, const struct count_terms *terms,
                    const struct count_result *result, struct explanation *out, struct error *err)
{
    struct progress progress;
    const struct work how = {.progress = progress_report, .context = &progress};
    const struct explain_effort effort = {EXPLAIN_SCAN, EXPLAIN_SEARCH, &how};
    if (isatty(STDERR_FILENO))
        progress_begin(&progress, "explaining");
    else
        progress_begin_silent(&progress);
    bool ok =
        prices_check(profile, result, err) && explain_result(profile, rule, terms, result, &effort, out, err);
    progress_end(&progress);
    return ok;
}

static int count_file(const char *path, const struct options *options)
{
    struct error err;
    struct profile *profile = NULL;
    struct conflicts conflicts = {0};
    struct count_result result = {0};
    struct explanation explanation = {0};
    struct official official = {0};
    struct count_terms terms = {.conflicts = &conflicts,
                                .seed = options->rule.draw ? options->rule.seed : NULL};
    struct rule rule;
    int status = TOOL_FAILED;
    struct pabulib *pb = pabulib_read_file(path, 0, &err);
    if (!pb)
        return tool_error(TOOL_FAILED, &err);
    if (!pabulib_is_whole(pb, &err))
        tool_complain(TOOL_OK, "%s: %s; what it has is counted", path, err.detail);
    if (!rule_choice_for(&options->rule, pb, &rule, &err)) {
        status = TOOL_USAGE;
        goto out;
    }
    profile = profile_from_pabulib(pb, &err);
    if (!profile ||
        (options->rule.conflicts &&
         !conflicts_from_json(options->rule.conflicts, profile, &conflicts, &err)) ||
        !count_run(profile, &rule, &terms, &result, &err) ||
        (options->explain && !explain(profile, &rule, &terms, &result, &explanation, &err)))
        goto out;
    status = TOOL_OK;
    if (options->official) {
        compare_official(pb, &result, &official);
        if (official.said && !official_equal(&official))
            status = TOOL_FAILED;
    }
    err.detail[0] = '\0';
    if (!options->json)
        print_text(path, options, pb, profile, &result, &explanation, &official);
    else if (!print_json(path, options, profile, &result, &explanation, &official, &err))
        status = TOOL_FAILED;
out:
    if (status != TOOL_OK && err.detail[0])
        tool_complain((enum tool_status)status, "%s: %s", path, err.detail);
    json_decref(official.missing);
    json_decref(official.extra);
    explanation_clear(&explanation);
    count_result_clear(&result);
    conflicts_clear(&conflicts);
    profile_free(profile);
    pabulib_free(pb);
    return status;
}

/* What goes with motions and only there. */
static bool read_motion(const char *entitled, struct options *options, struct error *err)
{
    int64_t value = 0;
    if (!options->rule.named || options->rule.name != RULE_MOTION)
        return !entitled || error_input(err, "usage", "--entitled goes with --rule motion");
    if (options->official)
        return error_input(err, "usage", "--official goes with Pabulib files");
    if (entitled && (!decimal_read(bytes_of_string(entitled), 0, &value, NULL) || value < 1))
        return error_input(err, "usage", "--entitled is %.40s; expected a whole number from 1 on", entitled);
    options->entitled = (uint64_t)value;
    return rule_choice_for_answers(&options->rule, &options->motion, err);
}

static int count_one(const char *path, const struct options *options)
{
    if (options->rule.named && options->rule.name == RULE_MOTION)
        return count_answers(path, &options->motion, options->entitled, options->json, options->explain);
    return count_file(path, options);
}

struct files {
    char **paths;
    const struct options *options;
};

static int count_file_number(void *context, size_t index)
{
    const struct files *files = context;
    return count_one(files->paths[index], files->options);
}

static bool read_jobs(const char *text, unsigned *out, struct error *err)
{
    uint64_t jobs;
    if (!decimal_decode_u64(bytes_of_string(text), &jobs) || jobs < 1 || jobs > JOBS_MAX)
        return error_input(err, "jobs", "--jobs is %.40s; expected a number from 1 to %d", text, JOBS_MAX);
    *out = (unsigned)jobs;
    return true;
}

static int run(int argc, char **argv)
{
    struct options options = {0};
    struct rule_options said = {0};
    const char *entitled = NULL, *said_jobs = "1";
    unsigned jobs = 1;
    struct error err;
    const struct tool_option table[] = {
        RULE_OPTION_ROWS(said),
        {"entitled", &entitled, NULL},
        {"jobs", &said_jobs, NULL},
        {"json", NULL, &options.json},
        {"official", NULL, &options.official},
        {"explain", NULL, &options.explain},
        {0},
    };
    int at = tool_options(argc, argv, table);
    if (!at)
        return tool_usage(&tool_count);
    if (at == argc)
        return tool_complain(TOOL_USAGE, "which file? folkmoot count FILE...");
    if (!read_jobs(said_jobs, &jobs, &err) || !rule_options_read(&said, &options.rule, &err))
        return tool_error(TOOL_USAGE, &err);
    if (!read_motion(entitled, &options, &err)) {
        json_decref(options.rule.conflicts);
        return tool_error(TOOL_USAGE, &err);
    }
    struct files files = {argv + at, &options};
    int status = jobs_run((size_t)(argc - at), jobs, count_file_number, &files);
    json_decref(options.rule.conflicts);
    return status;
}

const struct tool tool_count = {
    .name = "count",
    .help = "count Pabulib files, or the answers of a motion, under a rule",
    .usage = "usage: folkmoot count FILE... [OPTION]...\n"
             "\n"
             "Counts each Pabulib (.pb) file, without --rule under the rule that it declares, and with\n"
             "--rule motion each file of answers (CONTEST.csv of a round).\n"
             "\n"
             "  --rule RULE            greedy, equal-shares, phragmen or motion\n"
             "  --ties lex|draw:HEX    by project id (lex), or by draw with this seed of 32 bytes\n"
             "  --reference NAME       the rule of a result of pabutools: greedy_cost, mes_cost_add1, ...\n"
             "greedy:\n"
             "  --score SCORE          votes, points, borda (k..1) or borda0 (k-1..0)\n"
             "  --per-cost             by score per cost\n"
             "  --on-misfit skip|stop  what happens at a project that does not fit (skip)\n"
             "  --threshold N          the least score that can win\n"
             "  --conflicts FILE       JSON array of arrays of ids; of each at most one can win\n"
             "equal-shares:\n"
             "  --utility UTILITY      cost, cardinality, points, borda, borda0 or points-cost\n"
             "  --completion WORD      none, utilitarian, add1 or add1u\n"
             "  --start WORD           exact (budget / ballots) or integral (rounded down)\n"
             "  --compare none|greedy  greedy instead, if more voters prefer its outcome\n"
             "motion:\n"
             "  --base WORD            a majority of: yes-no (the default), cast or entitled\n"
             "  --quorum P/Q           the least part of the entitled that must answer (0/1: none)\n"
             "  --majority P/Q         1/2: more than half say yes; another part: at least that part\n"
             "  --entitled N           how many could vote\n"
             "\n"
             "  --jobs N               count N files at a time; the output is in order all the same\n"
             "  --official             compare with the selected projects of the file\n"
             "  --explain              say why each project won or lost, and what would have changed that\n"
             "  --json                 one line of JSON for each file\n"
             "\n"
             "status: 0 counted (and as official, when asked), 1 a bad file or another result,\n"
             "        2 wrong usage, or the declared rule has no exact meaning: give --rule\n",
    .run = run,
};
