/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "count/ledger.h"
#include "count/rational.h"

static void assert_fraction(const struct ledger *ledger, mpz_srcptr numerator, const char *expected)
{
    struct arena arena = {0};
    mpq_t fraction;
    mpq_init(fraction);
    ledger_fraction(ledger, numerator, 1, fraction);
    assert_string_equal(rational_text(fraction, &arena), expected);
    mpq_clear(fraction);
    arena_clear(&arena);
}

static void balances_are_what_purchases_leave(void **state)
{
    (void)state;
    struct profile_option options[] = {{bytes_of_string("a"), 6}, {bytes_of_string("b"), 5}};
    struct profile *profile = profile_new(PROFILE_RANKING, options, 2, 100, 0, NULL);
    assert_true(profile_add_ranking(profile, (uint16_t[]){0, 1}, 2, 3, NULL));
    assert_true(profile_add_ranking(profile, (uint16_t[]){1}, 1, 2, NULL));
    assert_true(profile_add_ranking(profile, NULL, 0, 4, NULL));
    struct ledger ledger;
    mpq_t endowment;
    mpz_t numerator, slope, out;
    mpq_init(endowment);
    mpz_inits(numerator, slope, out, NULL);
    ledger_init(&ledger, profile, RULE_BORDA);
    mpq_set_str(endowment, "22/3", 10);
    ledger_start(&ledger, endowment, true);
    /* a at 6 / (3 * 4) = 1/2 for each of the two units of weight of the first ballot, falling by 1/12 */
    mpz_set_si(numerator, 6);
    mpz_set_si(slope, -1);
    ledger_buy(&ledger, 0, numerator, slope, 4);
    ledger_balance(&ledger, 0, out);
    assert_fraction(&ledger, out, "19/3");
    ledger_balance_slope(&ledger, 0, out);
    assert_fraction(&ledger, out, "7/6");
    ledger_balance(&ledger, 1, out);
    assert_fraction(&ledger, out, "22/3");
    /* b at 10/3 for everybody who has it; the second ballot is emptied by the price of it */
    mpz_mul_ui(numerator, ledger.denominator, 10);
    mpz_set_si(slope, 0);
    ledger_buy(&ledger, 1, numerator, slope, 3);
    ledger.emptied[1] = true;
    ledger_balance(&ledger, 0, out);
    assert_fraction(&ledger, out, "3");
    ledger_balance(&ledger, 1, out);
    assert_fraction(&ledger, out, "0");
    ledger_balance_slope(&ledger, 1, out);
    assert_fraction(&ledger, out, "0");
    ledger_sum_begin(&ledger);
    for (uint32_t b = 0; b < 3; b++)
        ledger_sum_add(&ledger, b);
    ledger_sum_get(&ledger, out);
    assert_fraction(&ledger, out, "115/3"); /* 3 * 3 + 4 * 22/3 */
    ledger_sum_slope(&ledger, out);
    assert_fraction(&ledger, out, "15/2"); /* 3 * 7/6 + 4 */
    assert_true(ledger_double(&ledger, out, 3) == 2.5);
    mpz_neg(out, out);
    assert_true(ledger_double(&ledger, out, 1) == -7.5);
    ledger_clear(&ledger);
    mpq_clear(endowment);
    mpz_clears(numerator, slope, out, NULL);
    profile_free(profile);
}

static void fractions_have_one_text(void **state)
{
    (void)state;
    static const char *const good[] = {"0", "1", "-1", "1/2", "-22/7", "123456789012345678901234567891/7"};
    static const char *const bad[] = {"",     "-",    "-0", "+1", "01",    "1/",  "/2",  "1/0", "2/4", "1/1",
                                      "1/01", "1/-2", " 1", "1 ", "1/2/3", "0x1", "1.5", "0/2", "1/ 2"};
    mpq_t value;
    mpq_init(value);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct arena arena = {0};
        assert_true(rational_read(good[i], value));
        assert_string_equal(rational_text(value, &arena), good[i]);
        arena_clear(&arena);
    }
    mpq_set_si(value, 7, 1);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (rational_read(bad[i], value))
            fail_msg("was read: %s", bad[i]);
    assert_true(mpq_cmp_si(value, 7, 1) == 0);
    mpq_clear(value);
}

static void fractions_are_rounded_exactly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t down, up;
    } cases[] = {{"7/2", 3, 4},
                 {"4", 4, 4},
                 {"0", 0, 0},
                 {"-7/2", -4, -3},
                 {"1/1000000000000000000000", 0, 1},
                 {"9223372036854775807", INT64_MAX, INT64_MAX}};
    int64_t value = 42;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(rational_round(cases[i].text, false, &value));
        assert_int_equal(value, cases[i].down);
        assert_true(rational_round(cases[i].text, true, &value));
        assert_int_equal(value, cases[i].up);
    }
    value = 42;
    assert_false(rational_round("9223372036854775808", false, &value));
    assert_false(rational_round("18446744073709551615/2", true, &value));
    assert_false(rational_round("1.5", false, &value));
    assert_int_equal(value, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fractions_are_rounded_exactly),
        cmocka_unit_test(balances_are_what_purchases_leave),
        cmocka_unit_test(fractions_have_one_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
