/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>

#include "crypto/group.h"
#include "vector.h"

static const struct scalar ORDER_MINUS_ONE = {{0xec, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c,
                                               0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10}};

static void multiples_of_the_generator(void **state)
{
    (void)state;
    json_t *document = vector_load("ristretto255"), *value;
    struct point base, sum = POINT_IDENTITY;
    point_multiply_base(&base, &SCALAR_ONE);
    size_t i;
    json_array_foreach(json_object_get(document, "multiples"), i, value)
    {
        struct point expected, product, other;
        struct scalar factor;
        vector_hex_value(value, expected.bytes, POINT_BYTES);
        scalar_from_u64(&factor, i);
        point_multiply_base(&product, &factor);
        assert_memory_equal(product.bytes, expected.bytes, POINT_BYTES);
        point_multiply(&product, &factor, &base);
        assert_memory_equal(product.bytes, expected.bytes, POINT_BYTES);
        assert_memory_equal(sum.bytes, expected.bytes, POINT_BYTES);
        point_subtract(&other, &sum, &base);
        point_add(&other, &other, &base);
        assert_true(point_equal(&other, &sum));
        point_add(&sum, &sum, &base);
    }
    assert_int_equal(i, 16);
    json_decref(document);
}

static void invalid_encodings(void **state)
{
    (void)state;
    json_t *document = vector_load("ristretto255"), *value;
    size_t i;
    json_array_foreach(json_object_get(document, "invalid"), i, value)
    {
        uint8_t bytes[POINT_BYTES];
        struct point out = {{7}};
        vector_hex(value, "bytes", bytes, sizeof bytes);
        assert_false(point_read(bytes, &out));
        assert_int_equal(out.bytes[0], 7);
    }
    assert_int_equal(i, 29);
    json_decref(document);
}

static void uniform_bytes_to_points(void **state)
{
    (void)state;
    json_t *document = vector_load("ristretto255"), *value;
    size_t i;
    json_array_foreach(json_object_get(document, "from_uniform_bytes"), i, value)
    {
        uint8_t wide[WIDE_BYTES];
        struct point expected, out;
        vector_hex(value, "input", wide, sizeof wide);
        vector_hex(value, "output", expected.bytes, POINT_BYTES);
        point_from_wide(&out, wide);
        assert_memory_equal(out.bytes, expected.bytes, POINT_BYTES);
    }
    assert_int_equal(i, 11);
    json_decref(document);
}

static void doors(void **state)
{
    (void)state;
    json_t *document = vector_load("doors"), *value;
    size_t i;
    json_array_foreach(json_object_get(document, "points"), i, value)
    {
        uint8_t bytes[POINT_BYTES];
        struct point out = {{7}};
        vector_hex(value, "bytes", bytes, sizeof bytes);
        bool valid = json_is_true(json_object_get(value, "valid"));
        if (point_read(bytes, &out) != valid)
            fail_msg("point: %s", vector_text(value, "why"));
        if (valid)
            assert_memory_equal(out.bytes, bytes, sizeof bytes);
        else
            assert_int_equal(out.bytes[0], 7);
    }
    assert_true(i >= 13);
    json_array_foreach(json_object_get(document, "scalars"), i, value)
    {
        uint8_t bytes[SCALAR_BYTES];
        struct scalar out = {{7}};
        vector_hex(value, "bytes", bytes, sizeof bytes);
        bool valid = json_is_true(json_object_get(value, "valid"));
        if (scalar_read(bytes, &out) != valid)
            fail_msg("scalar: %s", vector_text(value, "why"));
        if (valid)
            assert_memory_equal(out.bytes, bytes, sizeof bytes);
        else
            assert_int_equal(out.bytes[0], 7);
    }
    assert_true(i >= 11);
    json_decref(document);
}

/* libsodium 1.0.18 alone would accept each of these. */
static void bit_255_is_never_ignored(void **state)
{
    (void)state;
    for (size_t i = 0; i < 200; i++) {
        struct scalar s;
        struct point p, out;
        scalar_random(&s);
        point_multiply_base(&p, &s);
        assert_true(point_read(p.bytes, &out));
        p.bytes[31] |= 0x80;
        assert_false(point_read(p.bytes, &out));
    }
}

static void identity_is_a_value(void **state)
{
    (void)state;
    struct scalar s, inverse;
    struct point p, out;
    scalar_random(&s);
    point_multiply_base(&p, &s);
    assert_false(point_is_identity(&p));
    point_multiply(&out, &SCALAR_ZERO, &p);
    assert_true(point_is_identity(&out));
    point_multiply_base(&out, &SCALAR_ZERO);
    assert_true(point_is_identity(&out));
    point_subtract(&out, &p, &p);
    assert_true(point_is_identity(&out));
    point_multiply(&out, &s, &POINT_IDENTITY);
    assert_true(point_is_identity(&out));
    point_negate(&out, &POINT_IDENTITY);
    assert_true(point_is_identity(&out));
    point_add(&out, &p, &POINT_IDENTITY);
    assert_true(point_equal(&out, &p));
    point_negate(&out, &p);
    point_add(&out, &out, &p);
    assert_true(point_is_identity(&out));
    /* (L - 1) p = -p */
    point_multiply(&out, &ORDER_MINUS_ONE, &p);
    point_add(&out, &out, &p);
    assert_true(point_is_identity(&out));
    assert_true(scalar_invert(&inverse, &s));
    point_multiply(&out, &inverse, &p);
    struct point base;
    point_multiply_base(&base, &SCALAR_ONE);
    assert_true(point_equal(&out, &base));
}

static void scalars_are_a_field(void **state)
{
    (void)state;
    struct scalar a, b, c, x, y;
    for (size_t i = 0; i < 50; i++) {
        scalar_random(&a);
        scalar_random(&b);
        scalar_random(&c);
        assert_true(scalar_read(a.bytes, &x));
        scalar_add(&x, &a, &b); /* (a + b) c = ac + bc */
        scalar_multiply(&x, &x, &c);
        scalar_multiply(&y, &b, &c);
        scalar_multiply_add(&y, &y, &a, &c);
        assert_true(scalar_equal(&x, &y));
        scalar_subtract(&x, &a, &b);
        scalar_add(&x, &x, &b);
        assert_true(scalar_equal(&x, &a));
        scalar_negate(&x, &a);
        scalar_add(&x, &x, &a);
        assert_true(scalar_is_zero(&x));
        assert_true(scalar_invert(&x, &a));
        scalar_multiply(&x, &x, &a);
        assert_true(scalar_equal(&x, &SCALAR_ONE));
    }
    x = a;
    assert_false(scalar_invert(&x, &SCALAR_ZERO));
    assert_true(scalar_equal(&x, &a));
    scalar_negate(&x, &SCALAR_ZERO);
    assert_true(scalar_is_zero(&x));
    scalar_add(&x, &ORDER_MINUS_ONE, &SCALAR_ONE);
    assert_true(scalar_is_zero(&x));
    scalar_multiply(&x, &ORDER_MINUS_ONE, &ORDER_MINUS_ONE);
    assert_true(scalar_equal(&x, &SCALAR_ONE));
    scalar_from_u64(&x, 0x0102030405060708);
    const uint8_t expected[SCALAR_BYTES] = {8, 7, 6, 5, 4, 3, 2, 1};
    assert_memory_equal(x.bytes, expected, SCALAR_BYTES);
    uint8_t weight[WEIGHT_BYTES], wide[WIDE_BYTES] = {0};
    memset(weight, 0xff, sizeof weight);
    memset(wide, 0xff, sizeof weight);
    scalar_from_weight(&x, weight);
    assert_memory_equal(x.bytes, wide, SCALAR_BYTES);
    scalar_from_wide(&y, wide);
    assert_true(scalar_equal(&x, &y));
}

static void blocks_embed_and_come_back(void **state)
{
    (void)state;
    uint8_t block[BLOCK_BYTES], back[BLOCK_BYTES];
    struct point p, again;
    for (size_t i = 0; i < 100; i++) {
        randombytes_buf(block, sizeof block);
        if (i == 0)
            memset(block, 0, sizeof block); /* the first try is the identity and must not be taken */
        point_embed(block, &p);
        assert_true(point_read(p.bytes, &again));
        assert_true(point_unembed(&p, back));
        assert_memory_equal(back, block, sizeof block);
    }
}

static void points_that_carry_no_block(void **state)
{
    (void)state;
    uint8_t block[BLOCK_BYTES];
    memset(block, 0x55, sizeof block);
    assert_false(point_unembed(&POINT_IDENTITY, block));
    /* Any point but the one with the smallest counter is refused. */
    uint8_t s[POINT_BYTES];
    struct point first, later;
    point_embed(block, &first);
    memcpy(s, first.bytes, sizeof s);
    size_t others = 0;
    for (unsigned c = 0; c < 16384 && others < 20; c++) {
        s[0] = (uint8_t)(c % 128 * 2);
        s[31] = (uint8_t)(c / 128);
        if (!point_read(s, &later) || point_equal(&later, &first))
            continue;
        uint8_t out[BLOCK_BYTES] = {9};
        assert_false(point_unembed(&later, out));
        assert_int_equal(out[0], 9);
        others++;
    }
    assert_int_equal(others, 20);
}

static int start(void **state)
{
    (void)state;
    return sodium_init() < 0;
}

/* Over the borders of what is drawn together: every one is in its place, and no two are the same. */
static void many_random_scalars_are_distinct(void **state)
{
    enum { COUNT = 131 };
    struct scalar scalars[COUNT + 1] = {0};
    (void)state;
    scalars_random(scalars, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        assert_true(scalar_is_valid(scalars[i].bytes));
        for (size_t j = i + 1; j <= COUNT; j++)
            assert_false(scalar_equal(&scalars[i], &scalars[j]));
    }
    assert_true(scalar_is_zero(&scalars[COUNT]));
    scalars_random(scalars, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_random_scalars_are_distinct),
        cmocka_unit_test(multiples_of_the_generator),
        cmocka_unit_test(invalid_encodings),
        cmocka_unit_test(uniform_bytes_to_points),
        cmocka_unit_test(doors),
        cmocka_unit_test(bit_255_is_never_ignored),
        cmocka_unit_test(identity_is_a_value),
        cmocka_unit_test(scalars_are_a_field),
        cmocka_unit_test(blocks_embed_and_come_back),
        cmocka_unit_test(points_that_carry_no_block),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
