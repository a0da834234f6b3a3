/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "count/rational.h"
#include "count/trace.h"

static struct profile *four(int64_t budget, const int64_t costs[4])
{
    struct profile_option options[4];
    static const char *const ids[] = {"a", "b", "c", "d"};
    for (size_t i = 0; i < 4; i++)
        options[i] = (struct profile_option){bytes_of_string(ids[i]), costs[i]};
    struct profile *profile = profile_new(PROFILE_APPROVAL, options, 4, budget, 0, NULL);
    assert_non_null(profile);
    return profile;
}

static void vote(struct profile *profile, const char *ids, uint64_t times)
{
    uint16_t options[4];
    size_t count = 0;
    for (; ids[count]; count++)
        options[count] = (uint16_t)(ids[count] - 'a');
    assert_true(profile_add_approval(profile, options, count, times, NULL));
}

static char *count_text(const struct profile *profile)
{
    struct count_result result = {0};
    assert_true(count_run(profile, &(struct rule){.name = RULE_PHRAGMEN, .ties = RULE_LEX},
                          &(struct count_terms){0}, &result, NULL));
    json_t *json = trace_result_json(profile, &result, NULL);
    char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(json);
    count_result_clear(&result);
    return text;
}

/* a and b are level at 2; a's supporters then carry 2 each. b's share one of them: (2 + 4) / 2 = 3. c's carry
 * nothing: 9 / 3 = 3 as well, and of these two c does not fit: the end. d costs too much from the beginning.
 */
static void the_trace_as_json(void **state)
{
    (void)state;
    struct profile *p = four(10, (int64_t[]){4, 4, 9, 11});
    vote(p, "a", 1);
    vote(p, "ab", 1);
    vote(p, "bd", 1);
    vote(p, "c", 3);
    char *text = count_text(p);
    assert_string_equal(
        text,
        "{\"rule\":{\"name\":\"phragmen\",\"ties\":\"lex\"},\"selected\":[\"a\"],"
        "\"ties\":[[\"a\",\"b\"],[\"b\",\"c\"]],\"total_cost\":4,\"trace\":["
        "{\"cost\":11,\"left\":10,\"option\":\"d\",\"outcome\":\"misfit\",\"step\":1},"
        "{\"cost\":4,\"emptied\":0,\"greatest\":\"2\",\"left\":10,\"option\":\"a\",\"outcome\":\"bought\","
        "\"payers\":2,\"price\":\"2\",\"step\":2},"
        "{\"cost\":4,\"left\":6,\"option\":\"b\",\"outcome\":\"stopped\",\"price\":\"3\",\"step\":3},"
        "{\"cost\":9,\"left\":6,\"option\":\"c\",\"outcome\":\"misfit\",\"price\":\"3\",\"step\":4}]}");
    free(text);
    profile_free(p);
}

/* As the reference does it: in the end they are level at no price, and bought while all of them fit. */
static void without_supporters_all_or_nothing(void **state)
{
    (void)state;
    struct profile *p = four(10, (int64_t[]){3, 2, 5, 0});
    vote(p, "c", 1);
    char *text = count_text(p);
    assert_non_null(strstr(text, "\"selected\":[\"c\",\"a\",\"b\",\"d\"]"));
    free(text);
    profile_free(p);
    p = four(9, (int64_t[]){3, 2, 5, 0});
    vote(p, "c", 1);
    text = count_text(p);
    /* a is bought, and then b does not fit: d is not reached */
    assert_non_null(strstr(text, "\"selected\":[\"c\",\"a\"]"));
    free(text);
    profile_free(p);
    p = four(10, (int64_t[]){3, 2, 5, 0});
    text = count_text(p);
    assert_non_null(strstr(text, "\"selected\":[\"a\",\"b\",\"c\",\"d\"]"));
    free(text);
    profile_free(p);
}

/* Loads are spread in full: votes times price is what they carried and the cost. */
static void loads_add_up(void **state)
{
    (void)state;
    struct profile *p = four(100, (int64_t[]){7, 5, 3, 2});
    vote(p, "abc", 2);
    vote(p, "bcd", 3);
    vote(p, "ad", 1);
    vote(p, "c", 1);
    struct count_result result = {0};
    assert_true(count_run(p, &(struct rule){.name = RULE_PHRAGMEN, .ties = RULE_LEX},
                          &(struct count_terms){0}, &result, NULL));
    assert_int_equal(result.winner_count, 4);
    mpq_t loads[4], price, sum, part;
    mpq_inits(loads[0], loads[1], loads[2], loads[3], price, sum, part, NULL);
    for (size_t k = 0; k < 4; k++) {
        uint64_t payers = 0, votes = 0;
        assert_true(rational_read(result.steps[k].price, price));
        mpq_set_si(sum, result.steps[k].cost, 1);
        for (size_t b = 0; b < p->ballot_count; b++) {
            for (uint32_t i = 0; i < p->ballots[b].count; i++) {
                if (p->ballots[b].options[i] != result.steps[k].option)
                    continue;
                assert_true(mpq_cmp(loads[b], price) <= 0);
                payers += mpq_cmp(loads[b], price) < 0 ? p->ballots[b].multiplicity : 0;
                votes += p->ballots[b].multiplicity;
                mpq_set_ui(part, p->ballots[b].multiplicity, 1);
                mpq_mul(part, part, loads[b]);
                mpq_add(sum, sum, part);
                mpq_set(loads[b], price);
            }
        }
        mpq_set_ui(part, votes, 1);
        mpq_mul(part, part, price);
        assert_true(mpq_equal(part, sum));
        assert_int_equal(payers, result.steps[k].payers);
    }
    mpq_clears(loads[0], loads[1], loads[2], loads[3], price, sum, part, NULL);
    count_result_clear(&result);
    profile_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_trace_as_json),
        cmocka_unit_test(without_supporters_all_or_nothing),
        cmocka_unit_test(loads_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
