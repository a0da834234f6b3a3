/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The second engine against the first: every sum of products is also computed by libsodium alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdlib.h>

#include "crypto/msm.h"
#include "vector.h"

static void draw_point(struct point *out)
{
    uint8_t wide[WIDE_BYTES];
    randombytes_buf(wide, sizeof wide);
    point_from_wide(out, wide);
}

static void expect_decoded(const struct decoded *decoded, const struct point *expected)
{
    struct point point;
    struct decoded again;
    decoded_to_point(decoded, &point);
    assert_memory_equal(point.bytes, expected->bytes, POINT_BYTES);
    decoded_from_point(&again, expected);
    assert_true(decoded_equal(decoded, &again));
    assert_int_equal(decoded_is_identity(decoded), point_is_identity(expected));
}

/* `announced` points are expected, `count` come, in several lanes, and multiples of B between them. */
static void expect_sum(const struct scalar *factors, const struct point *points, size_t count,
                       size_t announced)
{
    unsigned lanes = (unsigned)(count % 4) + 1;
    struct msm *msm = msm_new(lanes, announced);
    struct point expected = POINT_IDENTITY;
    struct decoded decoded;
    for (size_t i = 0; i < count; i++) {
        decoded_from_point(&decoded, &points[i]);
        msm_add(msm, (unsigned)i % lanes, &factors[i], &decoded);
        point_add_product(&expected, &factors[i], &points[i]);
        if (i % 50 == 1) {
            struct point product;
            msm_add_base(msm, (unsigned)(i + 1) % lanes, &factors[i]);
            point_multiply_base(&product, &factors[i]);
            point_add(&expected, &expected, &product);
        }
    }
    msm_sum(msm, &decoded);
    expect_decoded(&decoded, &expected);
    msm_sum(msm, &decoded); /* it starts anew */
    assert_true(decoded_is_identity(&decoded));
    msm_free(msm);
}

/* Powers of two and what lies around them, negated as well: every window meets its greatest and least digit
 * and every carry. */
static size_t special_factors(struct scalar *out)
{
    size_t count = 0;
    for (size_t bit = 0; bit <= 252; bit++) {
        struct scalar power = SCALAR_ZERO;
        power.bytes[bit / 8] = (uint8_t)(1u << bit % 8);
        out[count++] = power;
        scalar_subtract(&out[count++], &power, &SCALAR_ONE);
        scalar_negate(&out[count++], &power);
        scalar_subtract(&out[count], &SCALAR_ONE, &power);
        count++;
    }
    out[count++] = SCALAR_ZERO;
    /* (L - 1) / 2 and (L + 1) / 2 */
    struct scalar half;
    scalar_from_u64(&half, 2);
    assert_true(scalar_invert(&half, &half));
    out[count++] = half;
    scalar_negate(&out[count++], &half);
    return count;
}

static void sums_of_every_length(void **state)
{
    (void)state;
    static const size_t counts[] = {0, 1, 2, 5, 64, 255, 256, 257, 300};
    static const size_t announced[] = {0, 1, 3, 256, 257, 1000, 100000};
    struct scalar factors[300];
    struct point points[300];
    for (size_t i = 0; i < 300; i++) {
        draw_point(&points[i]);
        scalar_random(&factors[i]);
        if (i % 3 == 1)
            memset(factors[i].bytes + WEIGHT_BYTES, 0, SCALAR_BYTES - WEIGHT_BYTES);
        if (i % 6 == 4)
            scalar_negate(&factors[i], &factors[i]);
    }
    points[7] = points[8] = POINT_IDENTITY;
    points[10] = points[11] = points[12];
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (size_t j = 0; j < sizeof announced / sizeof *announced; j++)
            if (counts[i] <= 64 || j % 2 == 1)
                expect_sum(factors, points, counts[i], announced[j]);
}

static void special_factors_alone_and_together(void **state)
{
    (void)state;
    struct scalar factors[4 * 253 + 3];
    size_t count = special_factors(factors);
    struct point point, *points = allocate(count, sizeof *points);
    draw_point(&point);
    struct decoded decoded, sum;
    decoded_from_point(&decoded, &point);
    /* every width of window that is chosen for some number of points */
    static const size_t announced[] = {1, 257, 700, 2000, 5000, 12000, 30000, 100000};
    struct point *expected = allocate(count, sizeof *expected);
    for (size_t i = 0; i < count; i++) {
        point_multiply(&expected[i], &factors[i], &point);
        points[i] = point;
    }
    for (size_t j = 0; j < sizeof announced / sizeof *announced; j++) {
        struct msm *msm = msm_new(1, announced[j]);
        for (size_t i = j; i<count; i += announced[j]> 1 ? 8 : 1) {
            msm_add(msm, 0, &factors[i], &decoded);
            msm_sum(msm, &sum);
            expect_decoded(&sum, &expected[i]);
        }
        msm_free(msm);
    }
    expect_sum(factors, points, count, count);
    free(points);
    free(expected);
}

/* Curve points that differ by torsion are one decoded point, alone and in sums. */
static void torsion_is_not_seen(void **state)
{
    (void)state;
    struct scalar factors[40];
    struct msm *msm = msm_new(1, 40), *other = msm_new(1, 300);
    struct decoded a, b;
    for (size_t i = 0; i < 40; i++) {
        struct point point;
        struct decoded turned;
        draw_point(&point);
        scalar_random(&factors[i]);
        decoded_from_point(&a, &point);
        decaf_255_point_debugging_torque(turned.point, a.point);
        assert_true(decoded_equal(&a, &turned));
        expect_decoded(&turned, &point);
        msm_add(msm, 0, &factors[i], &a);
        msm_add(other, 0, &factors[i], &turned);
        decoded_subtract(&b, &turned, &a);
        assert_true(decoded_is_identity(&b));
    }
    msm_sum(msm, &a);
    msm_sum(other, &b);
    assert_true(decoded_equal(&a, &b));
    msm_free(msm);
    msm_free(other);
}

static void decoded_arithmetic_is_that_of_points(void **state)
{
    (void)state;
    struct point p, q, expected;
    struct decoded a, b, c;
    uint8_t wide[WIDE_BYTES];
    for (size_t i = 0; i < 100; i++) {
        draw_point(&p);
        draw_point(&q);
        decoded_from_point(&a, &p);
        decoded_from_point(&b, &q);
        assert_false(decoded_equal(&a, &b));
        decoded_add(&c, &a, &b);
        point_add(&expected, &p, &q);
        expect_decoded(&c, &expected);
        decoded_subtract(&c, &a, &b);
        point_subtract(&expected, &p, &q);
        expect_decoded(&c, &expected);
        decoded_negate(&c, &a);
        point_negate(&expected, &p);
        expect_decoded(&c, &expected);
        decoded_double(&c, &a);
        point_add(&expected, &p, &p);
        expect_decoded(&c, &expected);
        randombytes_buf(wide, sizeof wide);
        decoded_from_wide(&c, wide);
        point_from_wide(&expected, wide);
        expect_decoded(&c, &expected);
    }
    decoded_from_point(&a, &POINT_IDENTITY);
    expect_decoded(&a, &POINT_IDENTITY);
}

static void expect_same_door(const uint8_t bytes[POINT_BYTES])
{
    struct point point, again;
    struct decoded decoded;
    bool valid = point_read(bytes, &point);
    if (decoded_read(bytes, &decoded) != valid)
        fail_msg("the engines disagree about a point");
    if (!valid)
        return;
    decoded_to_point(&decoded, &again);
    assert_memory_equal(again.bytes, bytes, POINT_BYTES);
}

static void doors_are_the_same(void **state)
{
    (void)state;
    static const char *const names[] = {"doors", "ristretto255"}, *const lists[] = {"points", "invalid"};
    uint8_t bytes[POINT_BYTES];
    for (size_t j = 0; j < 2; j++) {
        json_t *document = vector_load(names[j]), *value;
        size_t i;
        json_array_foreach(json_object_get(document, lists[j]), i, value)
        {
            struct decoded decoded, before;
            memset(&decoded, 7, sizeof decoded);
            before = decoded;
            vector_hex(value, "bytes", bytes, sizeof bytes);
            bool valid = json_is_true(json_object_get(value, "valid"));
            if (decoded_read(bytes, &decoded) != valid)
                fail_msg("point: %s", vector_text(value, "why"));
            if (!valid)
                assert_memory_equal(&decoded, &before, sizeof before);
            expect_same_door(bytes);
        }
        assert_true(i >= 13);
        json_decref(document);
    }
    /* half of all random strings of the right sign are no points */
    for (size_t i = 0; i < 2000; i++) {
        randombytes_buf(bytes, sizeof bytes);
        if (i % 4 > 0)
            bytes[0] &= 0xfe;
        if (i % 4 > 1)
            bytes[31] &= 0x7f;
        if (i % 4 > 2)
            memset(bytes + 1, 0xff, 30); /* around p */
        expect_same_door(bytes);
    }
}

static int start(void **state)
{
    (void)state;
    return sodium_init() < 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_of_every_length), cmocka_unit_test(special_factors_alone_and_together),
        cmocka_unit_test(torsion_is_not_seen),  cmocka_unit_test(decoded_arithmetic_is_that_of_points),
        cmocka_unit_test(doors_are_the_same),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
