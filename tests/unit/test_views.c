/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What is published beside a result: who paid what, and the same ballots under other rules; worked out by
 * hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "count/alternatives.h"
#include "count/purchases.h"

static const struct profile_option options[] = {
    {{(const uint8_t *)"a", 1}, 400}, {{(const uint8_t *)"b", 1}, 300}, {{(const uint8_t *)"c", 1}, 100}};
enum { OPTIONS = 3 };
static const struct rule shares = {.name = RULE_EQUAL_SHARES, .utility = RULE_UTILITY_COST, .ties = RULE_LEX};

static void add(struct profile *profile, const char *names, uint64_t times)
{
    uint16_t chosen[OPTIONS];
    size_t count = 0;
    for (; *names; names++)
        chosen[count++] = (uint16_t)(*names - 'a');
    assert_true(profile_add_approval(profile, chosen, count, times, NULL));
}

static void count_by(const struct profile *profile, const struct rule *rule, struct count_result *result)
{
    const struct count_terms terms = {0};
    *result = (struct count_result){0};
    assert_true(count_run(profile, rule, &terms, result, NULL));
}

static void check_text(json_t *take_json, const char *expected)
{
    char *text = json_dumps(take_json, JSON_COMPACT | JSON_SORT_KEYS);
    assert_string_equal(text, expected);
    free(text);
    json_decref(take_json);
}

/* 4 voters have 200 each. a: 3 supporters pay 133 1/3 each; then b's supporters have 66 2/3 + 200, too little
 * for 300; c: one supporter, who has 66 2/3. */
static void everybody_is_in_the_picture_of_a_purchase(void **state)
{
    (void)state;
    struct profile *profile = profile_new(PROFILE_APPROVAL, options, OPTIONS, 800, 2, NULL);
    struct count_result result;
    add(profile, "a", 1);
    add(profile, "ac", 1);
    add(profile, "ab", 1);
    add(profile, "b", 1);
    count_by(profile, &shares, &result);
    check_text(purchases_json(profile, &result, NULL),
               "[{\"cost\":400,\"groups\":[[3,200,133],[1,200,0]],\"option\":\"a\"}]");
    assert_int_equal(alternatives_served(profile, &result), 3);
    count_result_clear(&result);
    profile_free(profile);
}

/* Every voter pays another sum for b: many groups become few, and no voter and hardly any money is lost. */
static void many_groups_become_few(void **state)
{
    (void)state;
    enum { MANY = 60 };
    struct profile_option many[MANY + 1];
    char names[MANY + 1][8];
    struct profile *profile;
    struct count_result result;
    for (size_t i = 0; i <= MANY; i++) {
        snprintf(names[i], sizeof names[i], "o%02zu", i);
        many[i] =
            (struct profile_option){{(const uint8_t *)names[i], 3}, i == MANY ? 30000 : (int64_t)(10 + i)};
    }
    profile = profile_new(PROFILE_APPROVAL, many, MANY + 1, 61 * 1000, 2, NULL);
    for (uint16_t i = 0; i < MANY; i++)
        assert_true(profile_add_approval(profile, (uint16_t[]){i, MANY}, 2, 1, NULL));
    assert_true(profile_add_approval(profile, NULL, 0, 1, NULL));
    struct rule rule = shares;
    rule.utility = RULE_UTILITY_CARDINALITY;
    count_by(profile, &rule, &result);
    json_t *purchases = purchases_json(profile, &result, NULL);
    const json_t *last = json_array_get(purchases, json_array_size(purchases) - 1),
                 *groups = json_object_get(last, "groups");
    assert_string_equal(json_string_value(json_object_get(last, "option")), "o60");
    assert_in_range(json_array_size(groups), 2, PURCHASES_PAYERS_MAX + PURCHASES_OTHERS_MAX);
    json_int_t voters = 0, paid = 0;
    for (size_t i = 0; i < json_array_size(groups); i++) {
        const json_t *group = json_array_get(groups, i);
        voters += json_integer_value(json_array_get(group, 0));
        paid += json_integer_value(json_array_get(group, 0)) * json_integer_value(json_array_get(group, 2));
    }
    assert_int_equal(voters, MANY + 1);
    assert_in_range(paid, 30000 - MANY, 30000);
    json_decref(purchases);
    count_result_clear(&result);
    profile_free(profile);
}

static void the_same_ballots_under_other_rules(void **state)
{
    (void)state;
    struct profile *profile = profile_new(PROFILE_APPROVAL, options, OPTIONS, 500, 2, NULL);
    struct count_result result;
    const struct count_terms terms = {0};
    const struct rule greedy = {.name = RULE_GREEDY, .score = RULE_VOTES, .ties = RULE_LEX};
    add(profile, "a", 3);
    add(profile, "b", 2);
    add(profile, "c", 1);
    add(profile, "", 1);
    count_by(profile, &greedy, &result);
    json_t *list = alternatives_json(profile, &terms, &result);
    static const char *const expected[][2] = {
        {"{\"density\":\"absolute\",\"name\":\"greedy\",\"on_misfit\":\"skip\",\"score\":\"votes\","
         "\"threshold\":0,\"ties\":\"lex\"}",
         "[\"a\",\"c\"] 4 500"},
        {"{\"density\":\"per-cost\",\"name\":\"greedy\",\"on_misfit\":\"skip\",\"score\":\"votes\","
         "\"threshold\":0,\"ties\":\"lex\"}",
         "[\"c\",\"a\"] 4 500"},
        {"{\"compare\":\"none\",\"completion\":\"add1u\",\"name\":\"equal-shares\",\"start\":\"exact\","
         "\"ties\":\"lex\",\"utility\":\"cost\"}",
         NULL},
        {"{\"name\":\"phragmen\",\"ties\":\"lex\"}", NULL},
    };
    assert_int_equal(json_array_size(list), sizeof expected / sizeof *expected);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        struct buffer said = {0};
        char *selected = json_dumps(json_object_get(one, "selected"), JSON_COMPACT);
        buffer_append_format(&said, "%s %lld %lld", selected,
                             (long long)json_integer_value(json_object_get(one, "served")),
                             (long long)json_integer_value(json_object_get(one, "total_cost")));
        check_text(json_incref(json_object_get(one, "rule")), expected[i][0]);
        if (expected[i][1])
            assert_string_equal(buffer_string(&said), expected[i][1]);
        free(selected);
        buffer_clear(&said);
    }
    json_decref(list);
    count_result_clear(&result);
    profile_free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_is_in_the_picture_of_a_purchase),
        cmocka_unit_test(many_groups_become_few),
        cmocka_unit_test(the_same_ballots_under_other_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
