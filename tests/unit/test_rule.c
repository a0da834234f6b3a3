/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "ballot/rule.h"

static bool parse(const char *text, struct rule *out, struct error *err)
{
    char quoted[256];
    struct json_fields fields;
    snprintf(quoted, sizeof quoted, "%s", text);
    for (char *c = quoted; *c; c++)
        *c = *c == '\'' ? '"' : *c;
    json_t *json = json_loads(quoted, 0, NULL);
    assert_non_null(json);
    bool ok = json_object_begin(&fields, json, "rule", err) && rule_from_json(&fields, out);
    json_decref(json);
    return ok;
}

static void assert_survives(const struct rule *rule)
{
    json_t *json = rule_to_json(rule);
    char *text = json_dumps(json, 0);
    struct rule back;
    memset(&back, 1, sizeof back);
    assert_true(parse(text, &back, NULL));
    assert_memory_equal(&back, rule, sizeof back);
    free(text);
    json_decref(json);
}

static void every_rule_survives_json(void **state)
{
    (void)state;
    struct rule rule;
    for (unsigned i = 0; i < 4 * 2 * 2 * 2; i++) {
        memset(&rule, 0, sizeof rule);
        rule.score = i % 4;
        rule.density = i / 4 % 2;
        rule.on_misfit = i / 8 % 2;
        rule.ties = i / 16 % 2;
        rule.threshold = i % 3 ? i : JSON_MAX_INTEGER;
        assert_survives(&rule);
    }
    for (unsigned i = 0; i < 6 * 4 * 2 * 2 * 2; i++) {
        memset(&rule, 0, sizeof rule);
        rule.name = RULE_EQUAL_SHARES;
        rule.utility = i % 6;
        rule.completion = i / 6 % 4;
        rule.start = i / 24 % 2;
        rule.compare = i / 48 % 2;
        rule.ties = i / 96 % 2;
        assert_survives(&rule);
    }
    memset(&rule, 0, sizeof rule);
    rule.name = RULE_PHRAGMEN;
    rule.ties = RULE_LEX;
    assert_survives(&rule);
    memset(&rule, 0, sizeof rule);
    rule.name = RULE_MOTION;
    rule.base = RULE_BASE_ENTITLED;
    rule.quorum = (struct rule_fraction){0, 999999999};
    rule.majority = (struct rule_fraction){2, 4};
    assert_survives(&rule);
}

static void json_that_is_no_rule_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
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
        "{'name':'phragmen','ties':'lex','score':'votes'}",
        "{'name':'equal-shares','utility':'cost','completion':'none','start':'exact','ties':'lex'}",
        "{'name':'equal-shares','utility':'votes','completion':'none','start':'exact','compare':'none',"
        "'ties':'lex'}",
        "{'name':'motion','base':'cast','quorum':'1/3','majority':'1/2','ties':'lex'}",
        "{'name':'motion','base':'cast','quorum':'1/3','majority':'3/2'}",
        "{'name':'motion','base':'cast','quorum':'1/3','majority':'0/0'}",
        "{'name':'motion','base':'cast','quorum':'1/3','majority':'1'}",
        "{'name':'motion','base':'cast','quorum':'1/3','majority':'1/02'}",
        "{'name':'motion','base':'cast','quorum':'1/3','majority':'1/1000000000'}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct rule rule = {.threshold = 77};
        struct error err = {0};
        if (parse(bad[i], &rule, &err))
            fail_msg("was read: %s", bad[i]);
        assert_string_equal(err.type, "bad-field");
        assert_int_equal(rule.threshold, 77);
    }
}

static void a_text_sets_a_member_of_its_rule(void **state)
{
    (void)state;
    struct error err;
    struct rule rule = {0};
    assert_true(rule_name_parse("greedy", &rule.name, NULL));
    assert_true(rule_set(&rule, "score", "borda", NULL) && rule.score == RULE_BORDA);
    assert_true(rule_set(&rule, "threshold", "12", NULL) && rule.threshold == 12);
    assert_false(rule_set(&rule, "score", "Votes", &err));
    assert_string_equal(err.detail, "score is Votes, expected votes, points, borda or borda0");
    assert_int_equal(rule.score, RULE_BORDA);
    assert_false(rule_set(&rule, "threshold", "-1", &err));
    assert_string_equal(err.detail, "threshold is -1, expected a whole number");
    assert_false(rule_set(&rule, "utility", "cost", &err));
    assert_string_equal(err.detail, "greedy has no utility");
    rule = (struct rule){.name = RULE_MOTION};
    assert_true(rule_set(&rule, "quorum", "1/3", NULL) && rule.quorum.p == 1 && rule.quorum.q == 3);
    assert_false(rule_set(&rule, "majority", "3/2", &err));
    assert_string_equal(err.detail, "majority is 3/2, expected a fraction P/Q between 0 and 1");
    assert_false(rule_name_parse("dice", &rule.name, &err));
    assert_string_equal(err.detail, "the rule is dice, expected greedy, equal-shares, phragmen or motion");

    struct buffer text = {0};
    rule_describe(&rule, &text);
    assert_string_equal(buffer_string(&text), "motion, base cast, quorum 1/3, majority 0/0");
    buffer_clear(&text);
}

static void a_rule_goes_with_its_ballots(void **state)
{
    (void)state;
    static const bool scores[FORM_KINDS][4] = {
        /* votes, points, borda, borda0 */
        [FORM_APPROVAL] = {true, false, false, false}, [FORM_CHOICE] = {true, false, false, false},
        [FORM_KNAPSACK] = {true, false, false, false}, [FORM_POINTS] = {true, true, false, false},
        [FORM_SCORES] = {true, true, false, false},    [FORM_RANKING] = {true, false, true, true},
    };
    static const bool utilities[FORM_KINDS][6] = {
        /* cost, cardinality, points, borda, borda0, points-cost */
        [FORM_APPROVAL] = {true, true, false, false, false, false},
        [FORM_CHOICE] = {true, true, false, false, false, false},
        [FORM_KNAPSACK] = {true, true, false, false, false, false},
        [FORM_POINTS] = {true, true, true, false, false, true},
        [FORM_SCORES] = {true, true, true, false, false, true},
        [FORM_RANKING] = {true, true, false, true, true, false},
    };
    for (enum form_kind form = 0; form < FORM_KINDS; form++) {
        bool approves = form <= FORM_KNAPSACK;
        for (unsigned i = 0; i < 4; i++)
            assert_int_equal(rule_fits(&(struct rule){.score = i}, form, NULL), scores[form][i]);
        for (unsigned i = 0; i < 6; i++)
            assert_int_equal(rule_fits(&(struct rule){.name = RULE_EQUAL_SHARES, .utility = i}, form, NULL),
                             utilities[form][i]);
        assert_int_equal(rule_fits(&(struct rule){.name = RULE_PHRAGMEN}, form, NULL), approves);
        assert_int_equal(rule_fits(&(struct rule){.name = RULE_MOTION}, form, NULL), form == FORM_QUESTIONS);
    }
    struct error err;
    assert_false(rule_fits(&(struct rule){.score = RULE_BORDA}, FORM_POINTS, &err));
    assert_string_equal(err.detail, "greedy by borda does not go with ballots of the form points");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_survives_json),
        cmocka_unit_test(json_that_is_no_rule_is_refused),
        cmocka_unit_test(a_text_sets_a_member_of_its_rule),
        cmocka_unit_test(a_rule_goes_with_its_ballots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
