/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "count/decimal.h"

static const struct {
    const char *text;
    unsigned digits; /* that the text needs */
    int64_t cents;   /* when they are at most 2 */
    const char *canonical;
} known[] = {
    {"0", 0, 0, "0"},
    {"4000.0", 0, 400000, "4000"},
    {"1331751.11", 2, 133175111, "1331751.11"},
    {"1.10", 1, 110, "1.1"},
    {"0.01", 2, 1, "0.01"},
    {"007", 0, 700, "7"},
    {"-0.5", 1, -50, "-0.5"},
    {"-12.34000", 2, -1234, "-12.34"},
    {"92233720368547758.07", 2, INT64_MAX, "92233720368547758.07"},
    {"-92233720368547758.08", 2, INT64_MIN, "-92233720368547758.08"},
};

static void known_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct bytes text = bytes_of_string(known[i].text);
        unsigned digits = 99;
        int64_t cents = 77;
        assert_true(decimal_digits(text, &digits, NULL));
        assert_int_equal(digits, known[i].digits);
        assert_true(decimal_read(text, 2, &cents, NULL));
        assert_true(cents == known[i].cents);
        struct buffer out = {0};
        decimal_append(&out, cents, 2);
        assert_string_equal(buffer_string(&out), known[i].canonical);
        buffer_clear(&out);
    }
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",   ".",  "-",  "1.",  ".5",    "1..2", "1,5",  "1e3",
                                      " 1", "1 ", "+1", "--1", "1.2.3", "0x1",  "1.-2", "1_000"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        unsigned digits = 99;
        int64_t value = 77;
        struct error err = {0};
        assert_false(decimal_digits(bytes_of_string(bad[i]), &digits, &err));
        assert_false(decimal_read(bytes_of_string(bad[i]), 2, &value, &err));
        assert_int_equal(digits, 99);
        assert_true(value == 77);
        assert_string_equal(err.type, "decimal");
    }
}

static void too_large_and_too_fine_are_refused(void **state)
{
    (void)state;
    int64_t value = 77;
    unsigned digits;
    assert_false(decimal_read(bytes_of_string("92233720368547758.08"), 2, &value, NULL));
    assert_false(decimal_read(bytes_of_string("-92233720368547758.09"), 2, &value, NULL));
    assert_false(decimal_read(bytes_of_string("9223372036854775808"), 0, &value, NULL));
    assert_false(decimal_read(bytes_of_string("9223372036854775807"), 1, &value, NULL));
    assert_false(decimal_read(bytes_of_string("1.234"), 2, &value, NULL));
    assert_true(value == 77);
    assert_true(decimal_read(bytes_of_string("9223372036854775807"), 0, &value, NULL));
    assert_true(value == INT64_MAX);
    assert_true(decimal_digits(bytes_of_string("0.123456789000"), &digits, NULL));
    assert_int_equal(digits, DECIMAL_DIGITS_MAX);
    assert_false(decimal_digits(bytes_of_string("0.1234567891"), &digits, NULL));
}

static void text_and_value_are_inverse(void **state)
{
    (void)state;
    uint64_t random = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        int64_t value = (int64_t)(random >> (random % 64)), back;
        if (i % 2)
            value = -value;
        unsigned digits = (unsigned)(i % (DECIMAL_DIGITS_MAX + 1)), needed;
        struct buffer text = {0};
        decimal_append(&text, value, digits);
        assert_true(decimal_read(buffer_bytes(&text), digits, &back, NULL));
        assert_true(back == value);
        assert_true(decimal_digits(buffer_bytes(&text), &needed, NULL));
        assert_true(needed <= digits);
        buffer_clear(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_numbers),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(too_large_and_too_fine_are_refused),
        cmocka_unit_test(text_and_value_are_inverse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
