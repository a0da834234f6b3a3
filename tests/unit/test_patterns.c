// SPDX-License-Identifier: AGPL-3.0-or-later
#include "count/patterns.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

static void counts(struct form form, size_t options, const char *text, uint64_t number)
{
    static const uint64_t costs[] = {5, 4, 3, 2, 1, 9, 9, 9, 9, 9};
    struct patterns patterns;
    struct error err;
    assert_true(form_check(&form, options, &err));
    patterns_count(&form, options, costs, 6, &patterns);
    assert_string_equal(patterns.text, text);
    assert_int_equal(patterns.number, number);
}

/* Every ballot of a small form by hand: each option gets 0..most, and the form says which are allowed. */
static uint64_t by_hand(const struct form *form, size_t options, uint64_t most)
{
    uint64_t values[8] = {0}, found = 0;
    for (;;) {
        uint64_t marked = 0, sum = 0;
        for (size_t i = 0; i < options; i++) {
            marked += values[i] > 0;
            sum += values[i];
        }
        found += marked >= form->min && marked <= form->max &&
                 (form->kind != FORM_POINTS || (sum >= form->min_total && sum <= form->total));
        size_t at = 0;
        while (at < options && values[at] == most)
            values[at++] = 0;
        if (at == options)
            return found;
        values[at]++;
    }
}

static void every_form(void **state)
{
    (void)state;
    counts((struct form){FORM_CHOICE}, 7, "7", 7);
    counts((struct form){FORM_QUESTIONS}, 2, "15", 15);
    counts((struct form){FORM_APPROVAL, .min = 1, .max = 5}, 5, "31", 31);
    counts((struct form){FORM_APPROVAL, .min = 2, .max = 3}, 10, "170", 165); /* 45 + 120 */
    counts((struct form){FORM_RANKING, .min = 1, .max = 3}, 4, "40", 40);     /* 4 + 12 + 24 */
    counts((struct form){FORM_KNAPSACK, .min = 1, .max = 10}, 10, "180",
           175); /* 1 + 2 + 3 fit: 10 + 45 + 120 */
}

static void points_and_scores_as_by_hand(void **state)
{
    (void)state;
    for (uint64_t total = 1; total <= 9; total++)
        for (uint64_t each = 1; each <= 3 && each <= total; each++)
            for (uint64_t min_total = 0; min_total <= 4; min_total += 2) {
                struct form form = {
                    FORM_POINTS,     .min = 1, .max = 3, .total = total, .min_total = min_total,
                    .max_each = each};
                struct patterns patterns;
                if (!form_check(&form, 4, NULL))
                    continue;
                patterns_count(&form, 4, NULL, 0, &patterns);
                assert_int_equal(patterns.bound, PATTERNS_EXACT);
                assert_int_equal(patterns.number, by_hand(&form, 4, each));
            }
    struct form scores = {FORM_SCORES, .min = 1, .max = 2, .low = 2, .high = 4};
    struct patterns patterns;
    patterns_count(&scores, 4, NULL, 0, &patterns);
    assert_int_equal(patterns.number, by_hand(&scores, 4, 3));
}

static void large_ones(void **state)
{
    (void)state;
    struct patterns patterns;
    struct form form = {FORM_APPROVAL, .min = 1, .max = 100};
    patterns_count(&form, 100, NULL, 0, &patterns);
    assert_int_equal(patterns.bound, PATTERNS_EXACT); /* 2^100 - 1 = 1.27e30 */
    assert_string_equal(patterns.text, "1300000000000000000000000000000");
    assert_true(patterns.number == UINT64_MAX);
    form = (struct form){FORM_POINTS,         .min = 1000,    .max = 1000, .total = FORM_VALUE_MAX,
                         .min_total = 900000, .max_each = 999};
    patterns_count(&form, 1000, NULL, 0, &patterns);
    assert_int_equal(patterns.bound, PATTERNS_AT_LEAST);
    assert_string_equal(patterns.text, "10000000000000000000000000000000000000000");
    form = (struct form){FORM_APPROVAL, .min = 1, .max = 64};
    patterns_count(&form, 64, NULL, 0, &patterns); /* 2^64 - 1: as large as the number gets */
    assert_true(patterns.number == UINT64_MAX);
    assert_string_equal(patterns.text, "18000000000000000000");
    form.max = 7;
    patterns_count(&form, 7, NULL, 0, &patterns); /* 127 */
    assert_string_equal(patterns.text, "130");
    uint64_t dear[] = {7, 7};
    form = (struct form){FORM_KNAPSACK, .min = 1, .max = 2};
    patterns_count(&form, 2, dear, 6, &patterns);
    assert_string_equal(patterns.text, "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form),
        cmocka_unit_test(points_and_scores_as_by_hand),
        cmocka_unit_test(large_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
