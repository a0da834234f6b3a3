/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "server/http/rate.h"

static int64_t take(struct rate *rate, const char *key, int64_t now_ms)
{
    return rate_take(rate, bytes_of_string(key), now_ms);
}

static void a_bucket_empties_and_fills(void **state)
{
    (void)state;
    struct rate *rate = rate_new(3, 1000, 16);
    for (int i = 0; i < 3; i++)
        assert_int_equal(take(rate, "a", 5000), 0);
    assert_int_equal(take(rate, "a", 5000), 1000);
    assert_int_equal(take(rate, "b", 5000), 0); /* others have their own */
    assert_int_equal(take(rate, "a", 5400), 600);
    assert_int_equal(take(rate, "a", 6000), 0);
    assert_int_equal(take(rate, "a", 6000), 1000);
    assert_int_equal(take(rate, "a", 4000), 1000); /* a clock that goes back gives nothing */
    for (int i = 0; i < 3; i++)                    /* no more than the burst, however long the pause */
        assert_int_equal(take(rate, "a", 1000000000), 0);
    assert_true(take(rate, "a", 1000000000) > 0);
    rate_free(rate);
}

static void the_oldest_key_is_forgotten(void **state)
{
    (void)state;
    enum { KEYS = 8 };
    struct rate *rate = rate_new(1, 1000, KEYS);
    char key[16];
    assert_int_equal(take(rate, "kept", 0), 0);
    for (int i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "%d", i);
        assert_int_equal(take(rate, key, 0), 0);
        assert_true(take(rate, key, 0) > 0);    /* still known */
        assert_true(take(rate, "kept", 0) > 0); /* used all the time */
    }
    assert_int_equal(take(rate, "0", 0), 0); /* forgotten */
    rate_free(rate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bucket_empties_and_fills),
        cmocka_unit_test(the_oldest_key_is_forgotten),
    };
    return cmocka_run_group_tests_name("server_rate", tests, NULL, NULL);
}
