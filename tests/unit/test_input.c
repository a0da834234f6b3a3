/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ballot/input.h"
#include "round_fixture.h"

/* As the protocol says it, ballot by ballot. */
static enum cast_fate naive_fate(const struct cast_ballot *casts, size_t count, const struct point *voids,
                                 size_t void_count, size_t at)
{
    for (size_t v = 0; v < void_count; v++)
        if (point_equal(&casts[at].credential, &voids[v]))
            return CAST_WITHDRAWN;
    for (size_t i = at + 1; i < count; i++)
        if (point_equal(&casts[at].credential, &casts[i].credential))
            return CAST_REPLACED;
    return CAST_COUNTS;
}

static void the_last_ballot_of_each_credential_counts(void **state)
{
    struct fixture *f = *state;
    enum { CASTS = 400, CREDENTIALS = 150, VOIDS = 20 };
    struct cast_ballot casts[CASTS];
    struct point voids[VOIDS];
    uint32_t positions[CASTS];
    for (size_t i = 0; i < CASTS; i++) {
        uint32_t who = randombytes_uniform(CREDENTIALS);
        casts[i] = (struct cast_ballot){.index = 10 + 3 * i, .district = who % 2};
        memcpy(casts[i].credential.bytes, &who, sizeof who);
    }
    for (uint32_t v = 0; v < VOIDS; v++) {
        uint32_t who = 7 * v; /* some of them never voted */
        voids[v] = POINT_IDENTITY;
        memcpy(voids[v].bytes, &who, sizeof who);
    }
    assert_true(input_settle(casts, CASTS, voids, VOIDS, NULL));
    for (size_t i = 0; i < CASTS; i++)
        assert_int_equal(casts[i].fate, naive_fate(casts, CASTS, voids, VOIDS, i));
    for (size_t c = 0; c < f->definition.contest_count; c++) {
        struct contest_totals totals;
        size_t n = input_of_contest(&f->definition, c, casts, CASTS, positions), expected = 0, ballots = 0;
        assert_int_equal(n, input_of_contest(&f->definition, c, casts, CASTS, NULL));
        for (size_t i = 0; i < CASTS; i++) {
            bool has = c == 0 || (c == 1 && casts[i].district == 0) || (c == 2 && casts[i].district == 1);
            ballots += has;
            if (has && casts[i].fate == CAST_COUNTS)
                assert_int_equal(positions[expected++], i);
        }
        assert_int_equal(n, expected);
        input_totals(&f->definition, c, casts, CASTS, &totals);
        assert_string_equal(totals.contest, f->definition.contests[c].id);
        assert_int_equal(totals.input, n);
        assert_int_equal(totals.ballots, ballots);
        assert_int_equal(totals.ballots, totals.replaced + totals.withdrawn + totals.input);
        assert_int_equal(totals.withheld, 0);
    }
}

static void a_small_pool_is_withheld(void **state)
{
    struct fixture *f = *state;
    struct cast_ballot casts[3] = {{.index = 1}, {.index = 2}, {.index = 3}};
    struct contest_totals totals;
    for (uint8_t i = 0; i < 3; i++)
        casts[i].credential.bytes[0] = i;
    assert_true(input_settle(casts, 3, NULL, 0, NULL));
    f->definition.contests[1].pool_min = 4;
    input_totals(&f->definition, 1, casts, 3, &totals);
    assert_int_equal(totals.withheld, 3);
    f->definition.contests[1].pool_min = 3;
    input_totals(&f->definition, 1, casts, 3, &totals);
    assert_int_equal(totals.withheld, 0);
    input_totals(&f->definition, 1, casts, 0, &totals);
    assert_int_equal(totals.ballots, 0);
}

static void disorder_is_refused(void **state)
{
    (void)state;
    struct cast_ballot casts[2] = {{.index = 5}, {.index = 5}};
    struct error err;
    assert_false(input_settle(casts, 2, NULL, 0, &err));
    assert_int_equal(err.class, ERROR_BROKEN);
    assert_true(input_settle(casts, 0, NULL, 0, &err));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_last_ballot_of_each_credential_counts, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_small_pool_is_withheld, fixture_setup, fixture_teardown),
        cmocka_unit_test(disorder_is_refused),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
