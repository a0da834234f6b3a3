/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmoot replay FILE.pb: a real election through a running city, from codes to a verified, certified
 * result.
 */
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/encoding.h"
#include "tools/password.h"
#include "tools/progress.h"
#include "tools/replay_check.h"
#include "tools/rule_options.h"

enum { VOTERS_AT_A_TIME = 32, FOLDERS_OPEN = 16 };

struct options {
    const char *url, *admin, *admin_password_file, *assembly, *assembly_name, *expect, *out;
    const char *trustees, *threshold, *policy;
    uint64_t trustee_count, trustee_threshold;
    struct rule_choice rule;
    bool json, dry_run;
};

/* The winners that are expected: those that the file marks, none in particular, or ids. */
struct expectation {
    json_t *ids; /* NULL: none in particular */
    bool equal;  /* of the winners */
};

/* ---- expectation ---- */

static bool file_says(const struct pabulib *pb)
{
    for (size_t p = 0; p < pb->project_count; p++)
        if (pb->projects[p].selected != PABULIB_NOT_SAID)
            return true;
    return false;
}

static json_t *selected_ids(const struct pabulib *pb)
{
    json_t *ids = json_array();
    for (size_t p = 0; p < pb->project_count; p++)
        if (pb->projects[p].selected == 1)
            json_array_append_new(
                ids, json_stringn((const char *)pb->projects[p].id.data, pb->projects[p].id.len));
    return ids;
}

static bool read_ids(const char *text, const struct pabulib *pb, json_t **out, struct error *err)
{
    json_t *ids = json_array();
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, ",");
        bool known = false;
        for (size_t p = 0; !known && p < pb->project_count; p++)
            known = bytes_equal(pb->projects[p].id, bytes_of(at, len));
        if (!known) {
            json_decref(ids);
            return error_input(err, "usage", "--expect: the file has no project %.*s", (int)len, at);
        }
        json_array_append_new(ids, json_stringn(at, len));
        at += len + (at[len] == ',');
    }
    *out = ids;
    return true;
}

static bool read_expectation(const char *text, const struct pabulib *pb, struct expectation *out,
                             struct error *err)
{
    *out = (struct expectation){0};
    if (text ? strcmp(text, "none") == 0 : !file_says(pb))
        return true;
    if (!text || strcmp(text, "selected") == 0) {
        if (!file_says(pb))
            return error_input(err, "usage", "the file does not say what was selected; --expect none or ids");
        out->ids = selected_ids(pb);
        return true;
    }
    return read_ids(text, pb, &out->ids, err);
}

/* The same ids, in whatever order. */
static bool same_ids(const json_t *a, const json_t *b)
{
    size_t i, j;
    const json_t *x, *y;
    bool found = json_array_size(a) == json_array_size(b);
    json_array_foreach(a, i, x)
    {
        bool here = false;
        json_array_foreach(b, j, y) here = here || json_equal(x, y);
        found = found && here;
    }
    return found;
}

/* ---- reports ---- */

static bool all_hold(const struct replay *replay, const struct replay_outcome *outcome,
                     const struct expectation *expectation)
{
    return outcome->verify == REPLAY_OK && outcome->sums != REPLAY_FAILED &&
           outcome->minisign != REPLAY_FAILED && outcome->profile_equal &&
           outcome->valid == replay->votes.fates[VOTE_CAST] && outcome->blank == 0 && outcome->invalid == 0 &&
           (!expectation->ids || expectation->equal);
}

static void print_row(const char *label, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void print_row(const char *label, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("  %-22s ", label);
    vprintf(format, args);
    putchar('\n');
    va_end(args);
}

static void print_ids(const char *label, const json_t *ids)
{
    size_t i;
    const json_t *id;
    printf("  %-22s", label);
    json_array_foreach(ids, i, id) printf(" %s", json_string_value(id));
    putchar('\n');
}

static void print_text(const char *file, const struct replay *replay, const struct replay_outcome *outcome,
                       const struct expectation *expectation, const char *folder)
{
    const struct vote_tally *votes = &replay->votes;
    int64_t total = 0;
    printf("%s\n", file);
    print_row("ballots in the file", "%zu", replay->pb->vote_count);
    for (int f = VOTE_CAST + 1; f < VOTE_FATES; f++)
        if (votes->fates[f])
            print_row("  left out", "%" PRIu64 "  %s", votes->fates[f], vote_fate_name((enum vote_fate)f));
    if (votes->repeats)
        print_row("  counted once", "%" PRIu64 "  project named again on a ballot", votes->repeats);
    print_row("ballots cast", "%" PRIu64, votes->fates[VOTE_CAST]);
    print_row("ballots counted", "%" PRIu64 " (%" PRIu64 " blank, %" PRIu64 " invalid)", outcome->valid,
              outcome->blank, outcome->invalid);
    for (int s = 0; s < REPLAY_STAGES; s++) {
        print_row(s ? "" : "seconds", "%8.3f  %s", (double)replay->ms[s] / 1000,
                  replay_stage_name((enum replay_stage)s));
        total += replay->ms[s];
    }
    print_row("", "%8.3f  in all", (double)total / 1000);
    print_ids("winners", outcome->winners);
    if (expectation->ids) {
        print_row("as expected", "%s", expectation->equal ? "yes" : "NO");
        if (!expectation->equal)
            print_ids("expected", expectation->ids);
    } else {
        print_row("as expected", "nothing was expected");
    }
    if (replay->trustees.count)
        print_row("trustees", "%zu, any %zu of whom open votes%s", replay->trustees.count,
                  replay->trustees.threshold,
                  replay->trustees.threshold < replay->trustees.count ? "; one was lost after the close"
                                                                      : "");
    if (replay->policy)
        print_row("witnesses", "as the policy of the round asks for them");
    print_row("decrypted profile", "%s%s",
              outcome->profile_equal ? "equal" : "DIFFERENT: ", outcome->profile_difference);
    print_row("folkmoot-verify", "%s%s%s", replay_verdict_name(outcome->verify),
              *outcome->verify_words ? ": " : "", outcome->verify_words);
    print_row("sha256sum --check", "%s", replay_verdict_name(outcome->sums));
    print_row("minisign -V", "%s", replay_verdict_name(outcome->minisign));
    if (folder)
        print_row("kept in", "%s", folder);
    puts(all_hold(replay, outcome, expectation) ? "every check holds" : "NOT every check holds");
}

static void print_json(const char *file, const struct replay *replay, const struct replay_outcome *outcome,
                       const struct expectation *expectation, const char *folder)
{
    json_t *left_out = json_object(), *ms = json_object();
    for (int f = VOTE_CAST + 1; f < VOTE_FATES; f++)
        if (replay->votes.fates[f])
            json_object_set_new(left_out, vote_fate_name((enum vote_fate)f),
                                json_integer((json_int_t)replay->votes.fates[f]));
    for (int s = 0; s < REPLAY_STAGES; s++)
        json_object_set_new(ms, replay_stage_name((enum replay_stage)s), json_integer(replay->ms[s]));
    json_t *json = json_pack(
        "{s:s%, s:o, s:I, s:o, s:I, s:I, s:I, s:I, s:I, s:o, s:O, s:b, s:s, s:s, s:s, s:b}", "file", file,
        strlen(file), "rule", rule_to_json(&replay->rule), "in_file", (json_int_t)replay->pb->vote_count,
        "left_out", left_out, "repeats", (json_int_t)replay->votes.repeats, "cast",
        (json_int_t)replay->votes.fates[VOTE_CAST], "counted", (json_int_t)outcome->valid, "blank",
        (json_int_t)outcome->blank, "invalid", (json_int_t)outcome->invalid, "ms", ms, "winners",
        outcome->winners, "profile_equal", outcome->profile_equal, "verify",
        replay_verdict_name(outcome->verify), "sha256sum", replay_verdict_name(outcome->sums), "minisign",
        replay_verdict_name(outcome->minisign), "ok", all_hold(replay, outcome, expectation));
    json_object_set_new(json, "round", json_string(replay->round.id));
    if (replay->trustees.count) {
        json_object_set_new(json, "trustees", json_integer((json_int_t)replay->trustees.count));
        json_object_set_new(json, "threshold", json_integer((json_int_t)replay->trustees.threshold));
    }
    json_object_set_new(json, "witnessed", json_boolean(replay->policy != NULL));
    json_object_set_new(json, "expected", expectation->ids ? json_incref(expectation->ids) : json_null());
    json_object_set_new(json, "winners_equal",
                        expectation->ids ? json_boolean(expectation->equal) : json_null());
    if (*outcome->profile_difference)
        json_object_set_new(json, "profile_difference", json_string(outcome->profile_difference));
    if (*outcome->verify_words)
        json_object_set_new(json, "verify_words", json_string(outcome->verify_words));
    if (folder)
        json_object_set_new(json, "out", json_string(folder));
    json_dumpf(json, stdout, JSON_COMPACT | JSON_SORT_KEYS);
    putchar('\n');
    json_decref(json);
}

/* ---- running ---- */

static int delete_one(const char *path, const struct stat *status, int flag, struct FTW *walk)
{
    (void)status;
    (void)flag;
    (void)walk;
    return remove(path);
}

/* The administrator adds the assembly and its people. */
static bool staff_city(const struct options *options, struct replay_staff *staff, struct error *err)
{
    struct buffer password = {0};
    struct desk_person administrator = {0};
    bool ok =
        password_read(options->admin_password_file, "password of the administrator", &password, err) &&
        desk_sign_in(options->url, options->admin, buffer_string(&password), NULL, &administrator, err) &&
        desk_call(administrator.client, "POST", "/api/v1/assemblies",
                  json_pack("{s:s, s:s}", "id", options->assembly, "name", options->assembly_name), NULL,
                  err) &&
        replay_hire(&administrator, options->assembly, staff, err);
    desk_person_clear(&administrator);
    buffer_wipe(&password);
    return ok;
}

static bool run_and_check(const struct options *options, struct replay *replay, const char *folder,
                          struct replay_outcome *outcome, struct error *err)
{
    struct replay_staff staff = {0};
    struct progress progress;
    if (!staff_city(options, &staff, err))
        return false;
    replay->round.facilitator = &staff.people[REPLAY_FACILITATOR];
    replay->round.registrar = &staff.people[REPLAY_REGISTRAR];
    replay->round.clerks[0] = &staff.people[REPLAY_CLERK_1];
    replay->round.clerks[1] = &staff.people[REPLAY_CLERK_2];
    replay->round.clerks_required = 2;
    bool ok = replay_run(replay, err);
    if (ok) {
        if (replay->quiet)
            progress_begin_silent(&progress);
        else
            progress_begin(&progress, "verifying");
        ok = replay_check(replay, folder, outcome, err);
        replay->ms[REPLAY_VERIFY] = progress_end(&progress);
    }
    replay_dismiss(&staff);
    return ok;
}

static void print_plan(const char *file, const struct replay *replay)
{
    struct buffer rule = {0};
    rule_describe(&replay->rule, &rule);
    printf("%s\n  %s\n  %zu projects, %zu votes, of which %" PRIu64 " would be cast\n", file,
           buffer_string(&rule), replay->pb->project_count, replay->pb->vote_count,
           replay->votes.fates[VOTE_CAST]);
    buffer_clear(&rule);
}

static int replay_file(const char *file, const struct options *options)
{
    char temporary[] = "/tmp/folkmoot-replay-XXXXXX";
    struct error err;
    struct expectation expectation = {0};
    struct replay_outcome outcome = {0};
    struct replay replay = {
        .threads = VOTERS_AT_A_TIME,
        .quiet = options->json,
        .assembly = options->assembly,
        .policy = options->policy,
        .trustees = {.count = options->trustee_count, .threshold = options->trustee_threshold}};
    const char *folder = options->out;
    int status = TOOL_USAGE;
    struct pabulib *pb = pabulib_read_file(file, 0, &err);
    if (!pb)
        return tool_error(TOOL_FAILED, &err);
    replay.pb = pb;
    replay.conflicts = options->rule.conflicts;
    if (!rule_choice_for(&options->rule, pb, &replay.rule, &err) ||
        !read_expectation(options->expect, pb, &expectation, &err))
        goto out;
    status = TOOL_FAILED;
    if (!replay_prepare(&replay, &err))
        goto out;
    if (options->dry_run) {
        print_plan(file, &replay);
        status = TOOL_OK;
        goto out;
    }
    if (!folder && !(folder = mkdtemp(temporary))) {
        error_input(&err, "file", "no temporary folder can be made");
        goto out;
    }
    if (!run_and_check(options, &replay, folder, &outcome, &err))
        goto out;
    expectation.equal = expectation.ids && same_ids(outcome.winners, expectation.ids);
    (options->json ? print_json : print_text)(file, &replay, &outcome, &expectation, options->out);
    status = all_hold(&replay, &outcome, &expectation) ? TOOL_OK : TOOL_FAILED;
    err.detail[0] = '\0';
out:
    if (status != TOOL_OK && err.detail[0])
        tool_complain((enum tool_status)status, "%s: %s", file, err.detail);
    if (folder == temporary)
        nftw(temporary, delete_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
    json_decref(expectation.ids);
    replay_outcome_clear(&outcome);
    replay_clear(&replay);
    pabulib_free(pb);
    return status;
}

static bool read_trustees(struct options *options, struct error *err)
{
    if (!options->trustees)
        return true;
    return (options->threshold &&
            decimal_decode_u64(bytes_of_string(options->trustees), &options->trustee_count) &&
            decimal_decode_u64(bytes_of_string(options->threshold), &options->trustee_threshold) &&
            options->trustee_threshold >= 2 && options->trustee_threshold <= options->trustee_count &&
            options->trustee_count <= DEFINITION_TRUSTEES_MAX) ||
           error_input(err, "usage", "--trustees N --threshold T: expected 2 <= T <= N <= %d",
                       DEFINITION_TRUSTEES_MAX);
}

static int run(int argc, char **argv)
{
    struct options options = {.admin = "administrator", .assembly = "replay", .assembly_name = "Replay"};
    struct rule_options said = {0};
    struct error err;
    const struct tool_option table[] = {
        {"url", &options.url, NULL},
        {"admin", &options.admin, NULL},
        {"admin-password-file", &options.admin_password_file, NULL},
        {"assembly", &options.assembly, NULL},
        {"assembly-name", &options.assembly_name, NULL},
        RULE_OPTION_ROWS(said),
        {"expect", &options.expect, NULL},
        {"out", &options.out, NULL},
        {"trustees", &options.trustees, NULL},
        {"policy", &options.policy, NULL},
        {"json", NULL, &options.json},
        {"dry-run", NULL, &options.dry_run},
        {0},
    };
    int at = tool_options(argc, argv, table);
    if (!at || at + 1 != argc || !(options.url || options.dry_run))
        return tool_usage(&tool_replay);
    if (options.trustees) { /* that of the trustees, not of the rule */
        options.threshold = said.members[RULE_OPTION_THRESHOLD];
        said.members[RULE_OPTION_THRESHOLD] = NULL;
    }
    if (!read_trustees(&options, &err) || !rule_options_read(&said, &options.rule, &err))
        return tool_error(TOOL_USAGE, &err);
    int status =
        options.rule.draw
            ? tool_complain(TOOL_USAGE, "--ties: a replay has no trustees to draw with; expected lex")
            : replay_file(argv[at], &options);
    json_decref(options.rule.conflicts);
    return status;
}

const struct tool tool_replay = {
    .name = "replay",
    .help = "a real election through the whole system",
    .usage = "usage: folkmoot replay FILE.pb --url URL [OPTION]...\n"
             "\n"
             "Takes a Pabulib election through a fresh city: a round made from the file, a code for\n"
             "every voter, every ballot encrypted and cast over HTTP, closed, mixed, decrypted,\n"
             "counted, certified, published, verified, and compared with the file. ./run replay\n"
             "starts the city that this needs and stops it afterwards.\n"
             "\n"
             "  --admin LOGIN               the city's administrator (administrator)\n"
             "  --admin-password-file FILE  else the password is asked for\n"
             "  --assembly ID               where it happens; must be new (replay)\n"
             "  --assembly-name TEXT        (Replay)\n"
             "  --expect selected|none|IDS  winners: as the file marks them (when it does),\n"
             "                              nothing in particular, or these ids, with commas\n"
             "  --out DIR                   keep the decrypted .pb, the bundle, receipts and the\n"
             "                              verifier's words\n"
             "  --trustees N --threshold T  N trustees, each a process of its own, make the key; any T\n"
             "                              open the votes; where T < N one is lost after the close;\n"
             "                              --threshold is then not that of the rule\n"
             "  --policy FILE               a tlog-policy without addresses: the round asks for these\n"
             "                              witnesses, whom the city must have, and the verifier too\n"
             "  --json                      one JSON object instead of the table\n"
             "  --dry-run                   only read the file and the rule, and say what would be cast\n"
             "\n"
             "The rule is the one that the file declares, or that of --rule, --score, --per-cost,\n"
             "--on-misfit, --threshold, --conflicts, --reference, as for folkmoot count.\n"
             "\n"
             "status: 0 every check holds, 1 one does not, 2 wrong usage, or the declared rule has\n"
             "        no exact meaning: give --rule\n",
    .run = run,
};
