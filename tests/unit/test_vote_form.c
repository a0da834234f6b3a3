/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "count/count.h"
#include "tools/vote_form.h"

static struct pabulib *read_text(const char *text)
{
    struct error err;
    struct pabulib *pb = pabulib_read(bytes_of_string(text), "test.pb", 0, &err);
    if (!pb)
        fail_msg("%s", err.detail);
    return pb;
}

static const char approval[] =
    "META\nkey;value\nbudget;100\nvote_type;approval\nmin_length;1\nmax_length;2\n%s"
    "PROJECTS\nproject_id;cost\na;60\nb;50\nc;10\n"
    "VOTES\nvoter_id;vote\n1;a\n2;a,b\n3;a,b,c\n4;\n5;c,c,a\n";

static const char points[] =
    "META\nkey;value\nbudget;100\nvote_type;cumulative\n%s"
    "PROJECTS\nproject_id;cost\na;60\nb;50\nc;10\n"
    "VOTES\nvoter_id;vote;points\n1;a,b;3,2\n2;a;6\n3;b,c;5,5\n4;b;0\n5;a,a;1,4\n6;c,a;0,5\n"
    "7;a;-1\n";

struct expected {
    const char *text, *meta;
    enum form_kind kind;
    uint64_t fates[VOTE_FATES];
};

static void limits_decide_what_is_left_out(void **state)
{
    static const struct expected cases[] = {
        {approval, "", FORM_APPROVAL, {[VOTE_CAST] = 3, [VOTE_EMPTY] = 1, [VOTE_MANY] = 1}},
        {approval,
         "max_sum_cost;100\n",
         FORM_KNAPSACK,
         {[VOTE_CAST] = 2, [VOTE_EMPTY] = 1, [VOTE_MANY] = 1, [VOTE_COST] = 1}},
        {approval,
         "max_sum_cost;60\n",
         FORM_APPROVAL,
         {[VOTE_CAST] = 1, [VOTE_EMPTY] = 1, [VOTE_MANY] = 1, [VOTE_COST] = 2}},
        {points, "", FORM_POINTS, {[VOTE_CAST] = 5, [VOTE_EMPTY] = 1, [VOTE_POINTS] = 1}},
        {points, "max_sum_points;5\n", FORM_POINTS, {[VOTE_CAST] = 3, [VOTE_EMPTY] = 1, [VOTE_POINTS] = 3}},
        {points,
         "max_sum_points;10\nmax_points;5\n",
         FORM_POINTS,
         {[VOTE_CAST] = 4, [VOTE_EMPTY] = 1, [VOTE_POINTS] = 2}},
        {points, "min_sum_points;5\n", FORM_POINTS, {[VOTE_CAST] = 4, [VOTE_EMPTY] = 1, [VOTE_POINTS] = 2}},
        {points, "min_length;2\n", FORM_POINTS, {[VOTE_CAST] = 2, [VOTE_EMPTY] = 1, [VOTE_FEW] = 4}},
    };
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        char text[1000];
        struct error err;
        struct vote_form form;
        struct vote_tally tally;
        struct profile *profile;
        uint32_t cast[10];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(text, sizeof text, cases[c].text, cases[c].meta);
#pragma GCC diagnostic pop
        struct pabulib *pb = read_text(text);
        assert_true(vote_form_read(pb, &form, &err));
        assert_int_equal(form.form.kind, cases[c].kind);
        assert_true(vote_form_sort(&form, pb, cast, &tally, &profile, &err));
        for (int f = 0; f < VOTE_FATES; f++)
            if (tally.fates[f] != cases[c].fates[f])
                fail_msg("case %zu: %s: %" PRIu64 " instead of %" PRIu64, c,
                         vote_fate_name((enum vote_fate)f), tally.fates[f], cases[c].fates[f]);
        assert_int_equal(tally.repeats, 1);
        assert_int_equal(profile->voter_count, tally.fates[VOTE_CAST]);
        profile_free(profile);
        pabulib_free(pb);
    }
}

static void projects_named_twice_count_once(void **state)
{
    (void)state;
    char text[1000];
    struct error err;
    struct vote_form form;
    struct choices choices;
    snprintf(text, sizeof text, points, "");
    struct pabulib *pb = read_text(text);
    assert_true(vote_form_read(pb, &form, &err));
    assert_int_equal(vote_form_choices(&form, pb, 4, &choices), VOTE_CAST);
    assert_int_equal(choices.count, 1);
    assert_int_equal(choices.values[0], 4); /* the last value */
    assert_int_equal(vote_form_choices(&form, pb, 5, &choices), VOTE_CAST);
    assert_int_equal(choices.count, 1); /* 0 points are no points */
    assert_int_equal(choices.options[0], 0);
    pabulib_free(pb);

    pb = read_text(
        "META\nkey;value\nbudget;100\nvote_type;ordinal\nPROJECTS\nproject_id;cost\na;60\nb;50\nc;10\n"
        "VOTES\nvoter_id;vote\n1;c,a,c,b\n");
    assert_true(vote_form_read(pb, &form, &err));
    assert_int_equal(form.form.max, 3);
    assert_int_equal(vote_form_choices(&form, pb, 0, &choices), VOTE_CAST);
    assert_int_equal(choices.count, 3);
    assert_int_equal(choices.options[0], 2);
    assert_int_equal(choices.options[1], 0);
    assert_int_equal(choices.options[2], 1);
    pabulib_free(pb);
}

static void what_no_round_can_hold_is_refused(void **state)
{
    static const char *const texts[] = {
        "META\nkey;value\nbudget;1.00001\nvote_type;approval\nPROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_"
        "id;vote\n"
        "1;a\n",
        "META\nkey;value\nbudget;1\nvote_type;scoring\nPROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_id;vote;"
        "points\n"
        "1;a;-2\n",
        "META\nkey;value\nbudget;1\nvote_type;approval\nmin_length;2\nPROJECTS\nproject_id;cost\na;1\n"
        "VOTES\nvoter_id;vote\n1;a\n",
        "META\nkey;value\nbudget;1\nvote_type;approval\nmax_length;many\nPROJECTS\nproject_id;cost\na;1\n"
        "VOTES\nvoter_id;vote\n1;a\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct vote_form form;
        struct error err;
        struct pabulib *pb = read_text(texts[i]);
        assert_false(vote_form_read(pb, &form, &err));
        pabulib_free(pb);
    }
}

/* The contest of the draft, as far as payloads need it. */
static void make_contest(const struct pabulib *pb, const struct vote_form *form, struct arena *arena,
                         struct contest *out)
{
    *out = (struct contest){.id = VOTE_FORM_CONTEST,
                            .envelope = (uint64_t)pb->budget,
                            .form = form->form,
                            .option_count = pb->project_count,
                            .width = form_width(&form->form, pb->project_count)};
    out->options = arena_allocate(arena, pb->project_count, sizeof *out->options);
    for (size_t p = 0; p < pb->project_count; p++)
        out->options[p].cost = (uint64_t)pb->projects[p].cost;
}

/* Every vote that is cast has a payload, and comes back out of it. */
static void check_payloads(const struct pabulib *pb, const struct vote_form *form, const uint32_t *cast,
                           uint64_t count)
{
    struct arena arena = {0};
    struct contest contest;
    static struct choices in, out;
    struct error err;
    make_contest(pb, form, &arena, &contest);
    uint8_t *blocks = arena_allocate(&arena, contest.width, BLOCK_BYTES);
    for (uint64_t i = 0; i < count; i++) {
        assert_int_equal(vote_form_choices(form, pb, cast[i], &in), VOTE_CAST);
        if (!payload_encode(&contest, &in, blocks, &err))
            fail_msg("vote %" PRIu32 ": %s", cast[i], err.detail);
        assert_int_equal(payload_decode(&contest, blocks, &out), PAYLOAD_VALID);
        assert_int_equal(out.count, in.count);
        assert_memory_equal(out.options, in.options, in.count * sizeof *in.options);
        assert_memory_equal(out.values, in.values, in.count * sizeof *in.values);
    }
    arena_clear(&arena);
}

/* Where counting the file gives the official winners, counting what is cast must. */
static bool winners_are_official(const struct profile *profile, const struct pabulib *pb,
                                 const struct rule *rule)
{
    struct count_result result = {0};
    struct error err;
    size_t official = 0, found = 0;
    assert_true(count_run(profile, rule, &(struct count_terms){0}, &result, &err));
    for (size_t p = 0; p < pb->project_count; p++)
        official += pb->projects[p].selected == 1;
    for (size_t w = 0; w < result.winner_count; w++)
        found += pb->projects[result.winners[w]].selected == 1;
    bool same = official == found && official == result.winner_count;
    count_result_clear(&result);
    return same;
}

static void check_file(const char *path, const char *name)
{
    struct error err;
    struct vote_form form;
    struct vote_tally tally;
    struct profile *profile;
    struct pabulib *pb = pabulib_read_file(path, 0, &err);
    if (!pb || !vote_form_read(pb, &form, &err))
        fail_msg("%s: %s", name, err.detail);
    struct rule rule;
    uint32_t *cast = calloc(pb->vote_count, sizeof *cast);
    if (!vote_form_sort(&form, pb, cast, &tally, &profile, &err))
        fail_msg("%s: %s", name, err.detail);
    check_payloads(pb, &form, cast, tally.fates[VOTE_CAST]);
    for (int f = VOTE_CAST + 1; f < VOTE_FATES; f++)
        if (tally.fates[f])
            print_message("%s: %" PRIu64 " of %zu left out: %s\n", name, tally.fates[f], pb->vote_count,
                          vote_fate_name((enum vote_fate)f));
    if (rule_source_meta(pb, &rule, &err)) {
        struct profile *whole = profile_from_pabulib(pb, &err);
        assert_non_null(whole);
        if (winners_are_official(whole, pb, &rule) && !winners_are_official(profile, pb, &rule))
            fail_msg("%s: what is cast has other winners", name);
        profile_free(whole);
    }
    rule = rule_source_default(RULE_GREEDY, profile_form_of(pb->vote_type));
    json_t *draft = vote_form_draft(&form, pb, &rule, NULL, 1000, 1);
    assert_non_null(draft);
    json_decref(draft);
    profile_free(profile);
    free(cast);
    pabulib_free(pb);
}

static void real_votes_can_be_cast(void **state)
{
    (void)state;
    DIR *folder = opendir(DATA_DIR "/pabulib");
    struct dirent *entry;
    size_t files = 0;
    assert_non_null(folder);
    while ((entry = readdir(folder))) {
        size_t len = strlen(entry->d_name);
        if (len < 3 || strcmp(entry->d_name + len - 3, ".pb") != 0)
            continue;
        char path[1024];
        snprintf(path, sizeof path, "%s/pabulib/%s", DATA_DIR, entry->d_name);
        check_file(path, entry->d_name);
        files++;
    }
    closedir(folder);
    assert_true(files > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_decide_what_is_left_out),
        cmocka_unit_test(projects_named_twice_count_once),
        cmocka_unit_test(what_no_round_can_hold_is_refused),
        cmocka_unit_test(real_votes_can_be_cast),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
