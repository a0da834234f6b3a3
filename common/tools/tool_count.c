/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmoot count FILE...: the result of each Pabulib file under a rule.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/encoding.h"
#include "count/count.h"
#include "count/decimal.h"
#include "count/trace.h"
#include "tools/tool.h"

struct options {
    const char *rule, *reference; /* NULL: not given */
    bool has_score, has_misfit, has_threshold, per_cost;
    enum rule_score score;
    enum rule_misfit on_misfit;
    int64_t threshold;
    json_t *conflicts; /* NULL: none */
    bool draw;
    uint8_t seed[COUNT_SEED_BYTES];
    bool json, official;
};

/* How a result compares with the `selected` of its file. */
struct official {
    bool said; /* the file has a column `selected` */
    json_t *missing, *extra;
};

static bool read_ties(const char *text, struct options *options, struct error *err)
{
    if (strcmp(text, "lex") == 0) {
        options->draw = false;
        return true;
    }
    if (strncmp(text, "draw:", 5) != 0 ||
        !hex_decode_exact(bytes_of_string(text + 5), options->seed, sizeof options->seed))
        return error_input(err, "ties",
                           "--ties is %.80s; expected lex, or draw: and 64 lower-case hex digits", text);
    options->draw = true;
    return true;
}

static bool read_conflicts(const char *path, struct options *options, struct error *err)
{
    json_error_t why;
    json_decref(options->conflicts);
    options->conflicts = json_load_file(path, JSON_REJECT_DUPLICATES, &why);
    if (!options->conflicts)
        return error_input(err, "conflicts", "%s:%d:%d: %s", path, why.line, why.column, why.text);
    return true;
}

static bool read_rule_name(const char *text, struct error *err)
{
    static const char *const planned[] = {"equal-shares", "phragmen", "motion"};
    if (strcmp(text, "greedy") == 0)
        return true;
    for (size_t i = 0; i < sizeof planned / sizeof *planned; i++)
        if (strcmp(planned[i], text) == 0)
            return error_input(err, "rule", "the rule %s is not built yet; expected greedy", text);
    return error_input(err, "rule", "there is no rule %.40s; expected greedy", text);
}

enum option_key {
    OPTION_RULE = 256,
    OPTION_SCORE,
    OPTION_PER_COST,
    OPTION_MISFIT,
    OPTION_THRESHOLD,
    OPTION_CONFLICTS,
    OPTION_TIES,
    OPTION_JSON,
    OPTION_OFFICIAL,
    OPTION_REFERENCE
};

static const struct option long_options[] = {
    {"rule", required_argument, NULL, OPTION_RULE},
    {"score", required_argument, NULL, OPTION_SCORE},
    {"per-cost", no_argument, NULL, OPTION_PER_COST},
    {"on-misfit", required_argument, NULL, OPTION_MISFIT},
    {"threshold", required_argument, NULL, OPTION_THRESHOLD},
    {"conflicts", required_argument, NULL, OPTION_CONFLICTS},
    {"ties", required_argument, NULL, OPTION_TIES},
    {"json", no_argument, NULL, OPTION_JSON},
    {"official", no_argument, NULL, OPTION_OFFICIAL},
    {"reference", required_argument, NULL, OPTION_REFERENCE},
    {0},
};

static bool read_option(int option, struct options *options, struct error *err)
{
    uint64_t threshold;
    switch (option) {
    case OPTION_RULE:
        options->rule = optarg;
        return read_rule_name(optarg, err);
    case OPTION_SCORE:
        options->has_score = true;
        return rule_score_parse(optarg, &options->score, err);
    case OPTION_PER_COST:
        options->per_cost = true;
        return true;
    case OPTION_MISFIT:
        options->has_misfit = true;
        return rule_misfit_parse(optarg, &options->on_misfit, err);
    case OPTION_THRESHOLD:
        options->has_threshold = true;
        if (!decimal_decode_u64(bytes_of_string(optarg), &threshold) || threshold > RULE_THRESHOLD_MAX)
            return error_input(err, "threshold", "--threshold is %.40s; expected a whole number", optarg);
        options->threshold = (int64_t)threshold;
        return true;
    case OPTION_CONFLICTS:
        return read_conflicts(optarg, options, err);
    case OPTION_TIES:
        return read_ties(optarg, options, err);
    case OPTION_JSON:
        options->json = true;
        return true;
    case OPTION_OFFICIAL:
        options->official = true;
        return true;
    default: {
        struct rule rule;
        options->reference = optarg;
        return rule_from_reference(optarg, &rule, err);
    }
    }
}

static bool read_options(int argc, char **argv, struct options *options, struct error *err)
{
    int option;
    while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (option == '?')
            return error_input(err, "usage", "try: folkmoot help count");
        if (!read_option(option, options, err))
            return false;
    }
    if (optind == argc)
        return error_input(err, "usage", "which file? folkmoot count FILE...");
    bool changed = options->rule || options->has_score || options->per_cost || options->has_misfit ||
                   options->has_threshold || options->draw;
    if (options->reference && changed)
        return error_input(err, "usage", "--reference names the whole rule; leave out the others");
    return true;
}

/* The rule for one file: named, a reference, or declared in META; then what the command line changes in it.
 */
static bool choose_rule(const struct options *options, const struct pabulib *pb, struct rule *out,
                        struct error *err)
{
    struct rule rule;
    if (options->reference) {
        if (!rule_from_reference(options->reference, &rule, err))
            return false;
    } else if (options->rule) {
        rule = rule_default(profile_form_of(pb->vote_type));
    } else if (!rule_from_meta(pb, &rule, err)) {
        return false;
    }
    if (options->has_score)
        rule.score = options->score;
    if (options->per_cost)
        rule.density = RULE_PER_COST;
    if (options->has_misfit)
        rule.on_misfit = options->on_misfit;
    if (options->has_threshold)
        rule.threshold = options->threshold;
    rule.ties = options->draw ? RULE_DRAW : RULE_LEX;
    if (!rule_fits(&rule, profile_form_of(pb->vote_type), err))
        return false;
    *out = rule;
    return true;
}

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

static void print_json(const char *path, const struct options *options, const struct profile *profile,
                       const struct count_result *result, const struct official *official)
{
    struct buffer total = {0}, seed = {0};
    decimal_append(&total, result->total_cost, profile->minor_digits);
    json_t *json = json_pack("{s:s%, s:o, s:o, s:s, s:o, s:I}", "file", path, strlen(path), "rule",
                             rule_to_json(&result->rule), "selected", trace_selected_json(profile, result),
                             "total_cost", buffer_string(&total), "ties", trace_ties_json(profile, result),
                             "repeated_choices", (json_int_t)profile->repeat_count);
    if (options->draw) {
        hex_append(&seed, bytes_of(options->seed, sizeof options->seed));
        json_object_set_new(json, "draw", json_string(buffer_string(&seed)));
    }
    if (options->official)
        json_object_set_new(json, "official",
                            official->said ? json_pack("{s:b, s:O, s:O}", "equal", official_equal(official),
                                                       "missing", official->missing, "extra", official->extra)
                                           : json_null());
    json_dumpf(json, stdout, JSON_COMPACT | JSON_SORT_KEYS);
    putchar('\n');
    json_decref(json);
    buffer_clear(&seed);
    buffer_clear(&total);
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

static void print_text(const char *path, const struct options *options, const struct pabulib *pb,
                       const struct profile *profile, const struct count_result *result,
                       const struct official *official)
{
    const struct rule *rule = &result->rule;
    printf("%s\n  greedy, score %s%s, on misfit %s, threshold %" PRId64 ", ties %s\n", path,
           rule_score_name(rule->score), rule->density == RULE_PER_COST ? " per cost" : "",
           rule_misfit_name(rule->on_misfit), rule->threshold, rule_ties_name(rule->ties));
    printf("  %" PRIu64 " ballots, %zu projects\n", profile->voter_count, profile->option_count);
    if (profile->repeat_count)
        printf("  %" PRIu64 " repeated choices were counted once\n", profile->repeat_count);
    for (size_t i = 0, place = 0; i < result->step_count; i++) {
        const struct count_step *step = &result->steps[i];
        const struct pabulib_project *project = &pb->projects[step->option];
        if (step->outcome != COUNT_BOUGHT)
            continue;
        printf("  %zu. %.*s  score %" PRId64, ++place, (int)project->id.len, (const char *)project->id.data,
               step->score);
        print_money("  cost ", step->cost, profile->minor_digits);
        printf("  %.*s\n", (int)project->name.len, (const char *)project->name.data);
    }
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
}

static int count_file(const char *path, const struct options *options)
{
    struct error err;
    struct profile *profile = NULL;
    struct conflicts conflicts = {0};
    struct count_result result = {0};
    struct official official = {0};
    struct rule rule;
    int status = TOOL_FAILED;
    struct pabulib *pb = pabulib_read_file(path, 0, &err);
    if (!pb)
        return tool_error(TOOL_FAILED, &err);
    if (!choose_rule(options, pb, &rule, &err)) {
        status = TOOL_USAGE;
        goto out;
    }
    profile = profile_from_pabulib(pb, &err);
    if (!profile ||
        (options->conflicts && !conflicts_from_json(options->conflicts, profile, &conflicts, &err)) ||
        !count_run(profile, &rule, &conflicts, options->draw ? options->seed : NULL, &result, &err))
        goto out;
    status = TOOL_OK;
    if (options->official) {
        compare_official(pb, &result, &official);
        if (official.said && !official_equal(&official))
            status = TOOL_FAILED;
    }
    if (options->json)
        print_json(path, options, profile, &result, &official);
    else
        print_text(path, options, pb, profile, &result, &official);
    err.detail[0] = '\0';
out:
    if (status != TOOL_OK && err.detail[0])
        tool_complain((enum tool_status)status, "%s: %s", path, err.detail);
    json_decref(official.missing);
    json_decref(official.extra);
    count_result_clear(&result);
    conflicts_clear(&conflicts);
    profile_free(profile);
    pabulib_free(pb);
    return status;
}

static int run(int argc, char **argv)
{
    struct options options = {0};
    struct error err;
    int status = TOOL_OK;
    if (!read_options(argc, argv, &options, &err)) {
        json_decref(options.conflicts);
        return tool_error(TOOL_USAGE, &err);
    }
    for (int i = optind; i < argc; i++) {
        int one = count_file(argv[i], &options);
        status = one > status ? one : status;
    }
    json_decref(options.conflicts);
    return status;
}

const struct tool tool_count = {
    .name = "count",
    .help = "count Pabulib files under a rule",
    .usage = "usage: folkmoot count FILE... [OPTION]...\n"
             "\n"
             "Counts each Pabulib (.pb) file, without --rule under the rule that it declares.\n"
             "\n"
             "  --rule greedy          greedy for the kind of ballot: votes, points or Borda\n"
             "  --score SCORE          votes, points, borda (k..1) or borda0 (k-1..0)\n"
             "  --per-cost             by score per cost\n"
             "  --on-misfit skip|stop  what happens at a project that does not fit (skip)\n"
             "  --threshold N          the least score that can win\n"
             "  --conflicts FILE       JSON array of arrays of ids; of each at most one can win\n"
             "  --ties lex|draw:HEX    by project id (lex), or by draw with this seed of 32 bytes\n"
             "  --reference NAME       greedy_cost, greedy_card, greedy_points, greedy_pointscost,\n"
             "                         greedy_borda or greedy_bordacost, as in pabutools\n"
             "  --official             compare with the selected projects of the file\n"
             "  --json                 one line of JSON for each file\n"
             "\n"
             "status: 0 counted (and as official, when asked), 1 a bad file or another result,\n"
             "        2 wrong usage, or the declared rule has no exact meaning: give --rule\n",
    .run = run,
};
