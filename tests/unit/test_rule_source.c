/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "count/rule_source.h"

/* vote_type, rule, threshold ("" for none); what is expected ("" for a refusal) */
static const struct {
    const char *vote_type, *rule, *threshold, *expected;
} declared[] = {
    {"approval", "greedy", "",
     "greedy, score votes, density absolute, on_misfit skip, threshold 0, ties lex"},
    {"choose-1", "greedy", "",
     "greedy, score votes, density absolute, on_misfit skip, threshold 0, ties lex"},
    {"choose-1", "greedy-no-skip", "",
     "greedy, score votes, density absolute, on_misfit stop, threshold 0, ties lex"},
    {"approval", "greedy-no-skip", "50",
     "greedy, score votes, density absolute, on_misfit stop, threshold 50, ties lex"},
    {"approval", "greedy", "7",
     "greedy, score votes, density absolute, on_misfit skip, threshold 7, ties lex"},
    {"cumulative", "greedy-threshold", "300",
     "greedy, score points, density absolute, on_misfit skip, threshold 300, ties lex"},
    {"scoring", "greedy", "",
     "greedy, score points, density absolute, on_misfit skip, threshold 0, ties lex"},
    {"ordinal", "greedy", "", "greedy, score borda, density absolute, on_misfit skip, threshold 0, ties lex"},
    {"approval", "equalshares", "",
     "equal-shares, utility cost, completion none, start exact, compare none, ties lex"},
    {"approval", "equalshares/add1", "",
     "equal-shares, utility cost, completion add1, start exact, compare none, ties lex"},
    {"approval", "equalshares/add1-comparison", "",
     "equal-shares, utility cost, completion add1, start exact, compare greedy, ties lex"},
    {"choose-1", "phragmen", "", "phragmen, ties lex"},
    {"approval", "greedy-threshold", "", ""},
    {"approval", "greedy-threshold", "many", ""},
    {"approval", "greedy-threshold", "1.5", ""},
    {"approval", "greedy-custom", "", ""},
    {"approval", "greedy-exclusive", "", ""},
    {"approval", "unknown", "", ""},
    {"approval", "equalshares/add2", "", ""},
    {"approval", "equalshares/add1", "3", ""},
    {"cumulative", "equalshares/add1", "", ""},
    {"ordinal", "phragmen", "", ""},
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
            assert_false(rule_source_meta(pb, &rule, &err));
            assert_string_equal(err.type, "rule-undeclared");
        } else {
            struct buffer got = {0};
            if (!rule_source_meta(pb, &rule, &err))
                fail_msg("%s", err.detail);
            rule_describe(&rule, &got);
            assert_string_equal(buffer_string(&got), declared[i].expected);
            assert_true(rule_fits(&rule, profile_form_kind(profile_form_of(pb->vote_type)), NULL));
            if (!*declared[i].threshold)
                assert_string_equal(rule_source_word(&rule), declared[i].rule);
            buffer_clear(&got);
        }
        pabulib_free(pb);
    }
}

static void a_rule_without_a_word_is_called_another(void **state)
{
    (void)state;
    assert_string_equal(rule_source_word(&(struct rule){.threshold = 3}), "greedy-threshold");
    assert_string_equal(rule_source_word(&(struct rule){.density = RULE_PER_COST}), "greedy-custom");
    struct rule rule = rule_source_default(RULE_EQUAL_SHARES, PROFILE_APPROVAL);
    rule.completion = RULE_COMPLETION_ADD1U;
    assert_string_equal(rule_source_word(&rule), "unknown");
    rule.completion = RULE_COMPLETION_ADD1;
    rule.start = RULE_START_INTEGRAL;
    assert_string_equal(rule_source_word(&rule), "unknown");
}

static void the_usual_parameters_go_with_the_ballots(void **state)
{
    (void)state;
    for (enum profile_form form = PROFILE_APPROVAL; form <= PROFILE_ANSWERS; form++) {
        for (enum rule_name name = RULE_GREEDY; name <= RULE_MOTION; name++) {
            struct rule rule = rule_source_default(name, form);
            bool expected = name == RULE_MOTION     ? form == PROFILE_ANSWERS
                            : name == RULE_PHRAGMEN ? form == PROFILE_APPROVAL
                                                    : form != PROFILE_ANSWERS;
            assert_int_equal(rule_fits(&rule, profile_form_kind(form), NULL), expected);
        }
    }
}

static void reference_names_are_read_whole(void **state)
{
    (void)state;
    struct rule rule;
    struct error err;
    assert_true(rule_source_reference("mes_borda_add1iu", &rule, NULL));
    assert_true(rule.utility == RULE_UTILITY_BORDA0 && rule.completion == RULE_COMPLETION_ADD1U &&
                rule.start == RULE_START_INTEGRAL && rule.ties == RULE_LEX);
    static const char *const bad[] = {"mes_",   "mes_cost_", "mes_costs", "mes_cost_add2",
                                      "greedy", "phragmen_", ""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(rule_source_reference(bad[i], &rule, &err));
        assert_int_equal(rule.utility, RULE_UTILITY_BORDA0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_declares_its_rule),
        cmocka_unit_test(a_rule_without_a_word_is_called_another),
        cmocka_unit_test(the_usual_parameters_go_with_the_ballots),
        cmocka_unit_test(reference_names_are_read_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
