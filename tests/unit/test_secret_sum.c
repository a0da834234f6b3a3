/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <string.h>

#include "crypto/secret_sum.h"

enum { FACTORS = 70 };

struct fixture {
    struct scalar factors[FACTORS];
    struct point points[FACTORS];
    struct decoded decoded[FACTORS];
};

static struct fixture fixture;

/* Factors where every digit is each of -8 to 7 once, the least and greatest, and random ones. */
static int start(void **state)
{
    if (sodium_init() < 0)
        return -1;
    for (size_t i = 0; i < FACTORS; i++) {
        uint8_t wide[WIDE_BYTES];
        randombytes_buf(wide, sizeof wide);
        point_from_wide(&fixture.points[i], wide);
        scalar_random(&fixture.factors[i]);
        if (i < 16) {
            memset(fixture.factors[i].bytes, (int)(i * 17), SCALAR_BYTES);
            fixture.factors[i].bytes[SCALAR_BYTES - 1] = (uint8_t)i;
        }
    }
    fixture.factors[16] = SCALAR_ONE;
    scalar_negate(&fixture.factors[17], &SCALAR_ONE);
    fixture.points[18] = POINT_IDENTITY;
    for (size_t i = 0; i < FACTORS; i++)
        decoded_from_point(&fixture.decoded[i], &fixture.points[i]);
    *state = &fixture;
    return 0;
}

static void expect(const struct decoded *found, const struct point *expected)
{
    struct point point;
    decoded_to_point(found, &point);
    assert_memory_equal(&point, expected, sizeof point);
}

/* Each factor onto a point of its own, all in one call. */
static void fixed_bases_multiply(void **state)
{
    const struct fixture *f = *state;
    struct decoded sums[FACTORS];
    for (size_t i = 0; i < FACTORS; i += 13) {
        struct fixed_base *base = fixed_base_new(&f->decoded[i]);
        for (size_t j = 0; j < FACTORS; j++)
            sums[j] = f->decoded[(i + j) % FACTORS];
        fixed_base_add(sums, base, f->factors, FACTORS);
        for (size_t j = 0; j < FACTORS; j++) {
            struct point expected = f->points[(i + j) % FACTORS];
            point_add_product(&expected, &f->factors[j], &f->points[i]);
            expect(&sums[j], &expected);
        }
        fixed_base_free(base);
    }
}

static void products_are_summed(void **state)
{
    const struct fixture *f = *state;
    struct secret_sum *sum = secret_sum_new(FACTORS);
    for (size_t count = 0; count <= FACTORS; count++) {
        struct decoded found = f->decoded[3];
        struct point expected = f->points[3];
        for (size_t i = 0; i < count; i++) {
            secret_sum_add(sum, &f->factors[i], &f->decoded[i]);
            point_add_product(&expected, &f->factors[i], &f->points[i]);
        }
        secret_sum_finish(sum, &found);
        expect(&found, &expected);
        found = f->decoded[4];
        secret_sum_finish(sum, &found); /* it starts anew */
        expect(&found, &f->points[4]);
    }
    secret_sum_free(sum);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_bases_multiply),
        cmocka_unit_test(products_are_summed),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
