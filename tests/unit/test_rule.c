/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "count/rule.h"

static bool same_rule(const struct rule *a, const struct rule *b)
{
    return a->name == b->name && a->score == b->score && a->density == b->density &&
           a->on_misfit == b->on_misfit && a->ties == b->ties && a->threshold == b->threshold;
}

static void every_rule_survives_json(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 4 * 2 * 2 * 2; i++) {
        struct rule rule = {.score = i % 4,
                            .density = i / 4 % 2,
                            .on_misfit = i / 8 % 2,
                            .ties = i / 16 % 2,
                            .threshold = i % 3 ? i : RULE_THRESHOLD_MAX};
        json_t *json = rule_to_json(&rule);
        struct rule back;
        assert_true(rule_from_json(json, &back, NULL));
        assert_true(same_rule(&rule, &back));
        json_decref(json);
    }
}

static void json_that_is_no_rule_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "[]",
        "{}",
        "{'name':'greedy'}",
        "{'name':'random','score':'votes','density':'absolute','on_misfit':'skip','threshold':0,'ties':'lex'"
        "}",
        "{'name':'greedy','score':'vote','density':'absolute','on_misfit':'skip','threshold':0,'ties':'lex'}",
        "{'name':'greedy','score':'votes','density':'dense','on_misfit':'skip','threshold':0,'ties':'lex'}",
        "{'name':'greedy','score':'votes','density':'absolute','on_misfit':'go','threshold':0,'ties':'lex'}",
        "{'name':'greedy','score':'votes','density':'absolute','on_misfit':'skip','threshold':-1,'ties':'lex'"
        "}",
        "{'name':'greedy','score':'votes','density':'absolute','on_misfit':'skip','threshold':'0','ties':'"
        "lex'}",
        "{'name':'greedy','score':'votes','density':'absolute','on_misfit':'skip','threshold':"
        "9007199254740992,"
        "'ties':'lex'}",
        "{'name':'greedy','score':'votes','density':'absolute','on_misfit':'skip','threshold':0,'ties':'lots'"
        "}",
        "{'name':'greedy','score':'votes','density':'absolute','on_misfit':'skip','threshold':0}",
        "{'name':'greedy','score':'votes','density':'absolute','on_misfit':'skip','threshold':0,'ties':'lex',"
        "'more':1}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[256];
        snprintf(text, sizeof text, "%s", bad[i]);
        for (char *c = text; *c; c++)
            *c = *c == '\'' ? '"' : *c;
        json_t *json = json_loads(text, 0, NULL);
        assert_non_null(json);
        struct rule rule = {.threshold = 77};
        struct error err = {0};
        if (rule_from_json(json, &rule, &err))
            fail_msg("was read: %s", text);
        assert_string_equal(err.type, "rule");
        assert_int_equal(rule.threshold, 77);
        json_decref(json);
    }
}

static void names_are_parsed_and_wrong_ones_get_the_choices(void **state)
{
    (void)state;
    struct error err;
    for (enum rule_score i = RULE_VOTES; i <= RULE_BORDA0; i++) {
        enum rule_score score;
        assert_true(rule_score_parse(rule_score_name(i), &score, NULL));
        assert_int_equal(score, i);
    }
    enum rule_score score = RULE_POINTS;
    assert_false(rule_score_parse("Votes", &score, &err));
    assert_int_equal(score, RULE_POINTS);
    assert_string_equal(err.detail, "the score is Votes, expected votes, points, borda or borda0");
    enum rule_ties ties;
    assert_false(rule_ties_parse("", &ties, &err));
    assert_string_equal(err.detail, "the tie order is , expected draw or lex");
}

static void a_score_fits_its_ballots(void **state)
{
    (void)state;
    static const bool fits[][4] = {
        /* votes, points, borda, borda0 */
        [PROFILE_APPROVAL] = {true, false, false, false},
        [PROFILE_POINTS] = {true, true, false, false},
        [PROFILE_RANKING] = {true, false, true, true},
    };
    for (enum profile_form form = PROFILE_APPROVAL; form <= PROFILE_RANKING; form++) {
        for (enum rule_score score = RULE_VOTES; score <= RULE_BORDA0; score++)
            assert_int_equal(rule_fits(&(struct rule){.score = score}, form, NULL), fits[form][score]);
        struct rule rule = rule_default(form);
        assert_true(rule_fits(&rule, form, NULL));
    }
}

/* vote_type, rule, threshold ("" for none); what is expected ("" for a refusal) */
static const struct {
    const char *vote_type, *rule, *threshold, *expected;
} declared[] = {
    {"approval", "greedy", "", "votes skip 0"},
    {"choose-1", "greedy", "", "votes skip 0"},
    {"choose-1", "greedy-no-skip", "", "votes stop 0"},
    {"approval", "greedy-no-skip", "50", "votes stop 50"},
    {"approval", "greedy", "7", "votes skip 7"},
    {"cumulative", "greedy-threshold", "300", "points skip 300"},
    {"scoring", "greedy", "", "points skip 0"},
    {"ordinal", "greedy", "", "borda skip 0"},
    {"approval", "greedy-threshold", "", ""},
    {"approval", "greedy-threshold", "many", ""},
    {"approval", "greedy-threshold", "1.5", ""},
    {"approval", "greedy-custom", "", ""},
    {"approval", "greedy-exclusive", "", ""},
    {"approval", "unknown", "", ""},
    {"approval", "equalshares/add1", "", ""},
    {"approval", "", "", ""},
};

static void a_file_declares_its_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof declared / sizeof *declared; i++) {
        char text[512];
        snprintf(text, sizeof text,
                 "META\nkey;value\nbudget;1\nvote_type;%s\n%s%s\n%s%s\nPROJECTS\nproject_id;cost\nVOTES\n"
                 "voter_id;vote;points\n",
                 declared[i].vote_type, *declared[i].rule ? "rule;" : "", declared[i].rule,
                 *declared[i].threshold ? "min_project_score_threshold;" : "", declared[i].threshold);
        struct error err = {0};
        struct pabulib *pb = pabulib_read(bytes_of_string(text), "t", 0, &err);
        if (!pb)
            fail_msg("%s", err.detail);
        struct rule rule;
        if (!*declared[i].expected) {
            assert_false(rule_from_meta(pb, &rule, &err));
            assert_string_equal(err.type, "rule-undeclared");
        } else {
            char got[64];
            assert_true(rule_from_meta(pb, &rule, &err));
            snprintf(got, sizeof got, "%s %s %lld", rule_score_name(rule.score),
                     rule_misfit_name(rule.on_misfit), (long long)rule.threshold);
            assert_string_equal(got, declared[i].expected);
            assert_int_equal(rule.ties, RULE_LEX);
            assert_int_equal(rule.density, RULE_ABSOLUTE);
        }
        pabulib_free(pb);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_survives_json),
        cmocka_unit_test(json_that_is_no_rule_is_refused),
        cmocka_unit_test(names_are_parsed_and_wrong_ones_get_the_choices),
        cmocka_unit_test(a_score_fits_its_ballots),
        cmocka_unit_test(a_file_declares_its_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
