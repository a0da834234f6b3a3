/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "count/answers.h"
#include "count/count.h"

/* One question with so many answers of each kind. */
static struct profile *question(uint64_t yes, uint64_t no, uint64_t abstain)
{
    struct error err = {0};
    struct profile_option option = {.id = bytes_of_string("q")};
    struct profile *profile = profile_new(PROFILE_ANSWERS, &option, 1, 0, 0, &err);
    assert_non_null(profile);
    const uint64_t times[] = {yes, no, abstain};
    for (int64_t answer = ANSWER_YES; answer <= ANSWER_ABSTAIN; answer++)
        assert_true(
            profile_add_points(profile, &(uint16_t){0}, &answer, 1, times[answer - ANSWER_YES], &err));
    return profile;
}

static struct rule motion(enum rule_base base, struct rule_fraction quorum, struct rule_fraction majority)
{
    return (struct rule){.name = RULE_MOTION, .base = base, .quorum = quorum, .majority = majority};
}

static const struct rule_fraction none = {0, 1}, quarter = {1, 4}, third = {1, 3}, half = {1, 2},
                                  two_of_four = {2, 4}, two_thirds = {2, 3}, all = {1, 1};

static void one_question_is_decided(void **state)
{
    (void)state;
    const struct {
        uint64_t yes, no, abstain, entitled;
        enum rule_base base;
        struct rule_fraction quorum, majority;
        bool quorate, passed;
        uint64_t of;
    } cases[] = {
        /* half is more than half, of each base */
        {5, 4, 1, 0, RULE_BASE_YES_NO, none, half, true, true, 9},
        {5, 5, 9, 0, RULE_BASE_YES_NO, none, half, true, false, 10},
        {5, 4, 1, 0, RULE_BASE_CAST, none, half, true, false, 10},
        {6, 4, 0, 0, RULE_BASE_CAST, none, half, true, true, 10},
        {6, 4, 0, 0, RULE_BASE_CAST, none, two_of_four, true, true, 10},
        {5, 5, 0, 0, RULE_BASE_CAST, none, two_of_four, true, false, 10},
        {50, 0, 0, 100, RULE_BASE_ENTITLED, none, half, true, false, 100},
        {51, 49, 0, 100, RULE_BASE_ENTITLED, none, half, true, true, 100},
        /* anything else is at least that much */
        {6, 3, 5, 0, RULE_BASE_YES_NO, none, two_thirds, true, true, 9},
        {5, 3, 0, 0, RULE_BASE_YES_NO, none, two_thirds, true, false, 8},
        {6, 2, 1, 0, RULE_BASE_CAST, none, two_thirds, true, true, 9},
        {6, 2, 2, 0, RULE_BASE_CAST, none, two_thirds, true, false, 10},
        {3, 0, 0, 0, RULE_BASE_CAST, none, all, true, true, 3},
        {3, 0, 1, 0, RULE_BASE_CAST, none, all, true, false, 4},
        /* less than half: more yes than no all the same */
        {25, 24, 0, 100, RULE_BASE_ENTITLED, none, quarter, true, true, 100},
        {24, 0, 0, 100, RULE_BASE_ENTITLED, none, quarter, true, false, 100},
        {25, 25, 0, 100, RULE_BASE_ENTITLED, none, quarter, true, false, 100},
        {25, 26, 0, 100, RULE_BASE_ENTITLED, none, quarter, true, false, 100},
        {1, 0, 9, 0, RULE_BASE_CAST, none, none, true, true, 10},
        {1, 1, 0, 0, RULE_BASE_CAST, none, none, true, false, 2},
        /* nobody answered */
        {0, 0, 0, 0, RULE_BASE_CAST, none, none, true, false, 0},
        {0, 0, 0, 9, RULE_BASE_YES_NO, third, half, false, false, 0},
        /* the quorum: at least so many answered, abstentions too */
        {2, 0, 1, 9, RULE_BASE_YES_NO, third, half, true, true, 2},
        {2, 0, 0, 9, RULE_BASE_YES_NO, third, half, false, false, 2},
        {2, 1, 0, 10, RULE_BASE_YES_NO, third, half, false, false, 3},
        {9, 0, 0, 9, RULE_BASE_YES_NO, all, half, true, true, 9},
        /* nothing overflows */
        {UINT64_MAX / 2,
         UINT64_MAX / 2 - 1,
         0,
         UINT64_MAX,
         RULE_BASE_CAST,
         {999999998, 999999999},
         {999999998, 999999999},
         true,
         false,
         UINT64_MAX - 2},
        {UINT64_MAX, 0, 0, UINT64_MAX, RULE_BASE_CAST, {999999999, 999999999}, half, true, true, UINT64_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct profile *profile = question(cases[i].yes, cases[i].no, cases[i].abstain);
        struct rule rule = motion(cases[i].base, cases[i].quorum, cases[i].majority);
        struct count_result result = {0};
        struct error err = {0};
        if (!count_run(profile, &rule, &(struct count_terms){.entitled = cases[i].entitled}, &result, &err))
            fail_msg("case %zu: %s", i, err.detail);
        const struct count_motion *found = &result.motions[0];
        if (found->quorate != cases[i].quorate || found->passed != cases[i].passed ||
            found->base != cases[i].of)
            fail_msg("case %zu: %s, %s, of %llu", i, found->quorate ? "quorate" : "not quorate",
                     found->passed ? "passed" : "failed", (unsigned long long)found->base);
        assert_int_equal(result.motion_count, 1);
        assert_true(found->yes == cases[i].yes && found->no == cases[i].no &&
                    found->abstain == cases[i].abstain);
        assert_int_equal(result.winner_count, cases[i].passed);
        assert_true(result.total_cost == 0 && result.step_count == 0 && result.tie_count == 0);
        count_result_clear(&result);
        profile_free(profile);
    }
}

static void each_question_stands_alone(void **state)
{
    (void)state;
    struct error err = {0};
    struct profile *profile =
        answers_read(bytes_of_string("a;b;c\nyes;no;\nyes;;abstain\nno;no;\nyes;yes;yes\n"), "t", &err);
    if (!profile)
        fail_msg("%s", err.detail);
    struct rule rule = motion(RULE_BASE_CAST, half, half);
    struct count_result result = {0};
    assert_true(count_run(profile, &rule, &(struct count_terms){.entitled = 5}, &result, &err));
    static const uint64_t expected[3][3] = {{3, 1, 0}, {1, 2, 0}, {1, 0, 1}};
    for (size_t i = 0; i < 3; i++) {
        const struct count_motion *found = &result.motions[i];
        assert_int_equal(found->option, i);
        assert_true(found->yes == expected[i][0] && found->no == expected[i][1] &&
                    found->abstain == expected[i][2]);
        assert_int_equal(found->quorate, i != 2); /* 2 of 5 answered c */
        assert_int_equal(found->passed, i == 0);
    }
    assert_int_equal(result.winner_count, 1);
    assert_int_equal(result.winners[0], 0);
    count_result_clear(&result);
    profile_free(profile);
}

static void refused(const struct profile *profile, const struct rule *rule, uint64_t entitled,
                    const char *part)
{
    struct count_result result = {0};
    struct error err = {0};
    assert_false(count_run(profile, rule, &(struct count_terms){.entitled = entitled}, &result, &err));
    if (!strstr(err.detail, part))
        fail_msg("%s", err.detail);
}

static void what_the_rule_needs_must_be_given(void **state)
{
    (void)state;
    struct profile *profile = question(2, 1, 0);
    struct rule rule = motion(RULE_BASE_ENTITLED, none, half);
    refused(profile, &rule, 0, "number is not given");
    refused(profile, &rule, 2, "3 ballots, but only 2 could vote");
    rule = motion(RULE_BASE_CAST, quarter, half);
    refused(profile, &rule, 0, "number is not given");
    struct rule greedy = {.name = RULE_GREEDY, .ties = RULE_LEX};
    refused(profile, &greedy, 0, "");
    profile_free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_question_is_decided),
        cmocka_unit_test(each_question_stands_alone),
        cmocka_unit_test(what_the_rule_needs_must_be_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
