/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "ballot/payload.h"
#include "vector.h"

enum { CONTESTS_MAX = 32 };

struct loaded {
    const char *name;
    struct contest contest;
};

/* The contests of forms.json, by name. */
static size_t load_contests(const json_t *document, struct arena *arena, struct loaded *out)
{
    size_t i, k;
    json_t *one, *cost;
    json_array_foreach(json_object_get(document, "contests"), i, one)
    {
        assert_true(i < CONTESTS_MAX);
        struct contest *contest = &out[i].contest;
        struct json_fields fields;
        out[i].name = vector_text(one, "name");
        *contest = (struct contest){.id = out[i].name};
        assert_true(json_object_begin(&fields, json_object_get(one, "form"), "form", NULL));
        assert_true(form_from_json(&fields, &contest->form));
        json_t *costs = json_object_get(one, "costs");
        contest->option_count = json_array_size(costs);
        contest->options = arena_allocate(arena, contest->option_count, sizeof *contest->options);
        json_array_foreach(costs, k, cost) contest->options[k].cost = (uint64_t)json_integer_value(cost);
        contest->envelope = (uint64_t)json_integer_value(json_object_get(one, "envelope"));
        assert_true(form_check(&contest->form, contest->option_count, NULL));
        contest->width = form_width(&contest->form, contest->option_count);
        assert_int_equal(contest->width, json_integer_value(json_object_get(one, "width")));
    }
    return json_array_size(json_object_get(document, "contests"));
}

static const struct contest *find(const struct loaded *loaded, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(loaded[i].name, name) == 0)
            return &loaded[i].contest;
    fail_msg("no contest %s", name);
    return NULL;
}

static void load_choices(const json_t *one, struct choices *out)
{
    size_t i;
    json_t *value;
    json_array_foreach(json_object_get(one, "options"), i, value) out->options[i] =
        (uint16_t)json_integer_value(value);
    json_array_foreach(json_object_get(one, "values"), i, value) out->values[i] = json_integer_value(value);
    out->count = i;
}

static void assert_choices_equal(const struct choices *a, const struct choices *b)
{
    assert_int_equal(a->count, b->count);
    assert_memory_equal(a->options, b->options, a->count * sizeof *a->options);
    assert_memory_equal(a->values, b->values, a->count * sizeof *a->values);
}

static void payloads_are_as_published(void **state)
{
    (void)state;
    json_t *document = vector_load("forms");
    struct arena arena = {0};
    struct loaded loaded[CONTESTS_MAX];
    size_t count = load_contests(document, &arena, loaded), i;
    json_t *one;
    json_array_foreach(json_object_get(document, "valid"), i, one)
    {
        const struct contest *contest = find(loaded, count, vector_text(one, "contest"));
        struct choices choices = {0}, back = {0};
        struct buffer expected = {0};
        uint8_t blocks[BALLOT_CIPHERTEXTS_MAX * BLOCK_BYTES];
        struct point points[BALLOT_CIPHERTEXTS_MAX];
        load_choices(one, &choices);
        vector_hex_append(one, "blocks", &expected);
        assert_int_equal(expected.len, contest->width * BLOCK_BYTES);
        assert_true(payload_encode(contest, &choices, blocks, NULL));
        assert_memory_equal(blocks, expected.data, expected.len);
        assert_int_equal(payload_decode(contest, blocks, &back), PAYLOAD_VALID);
        assert_choices_equal(&choices, &back);
        for (size_t b = 0; b < contest->width; b++)
            point_embed(blocks + b * BLOCK_BYTES, &points[b]);
        assert_int_equal(payload_decode_points(contest, points, &back), PAYLOAD_VALID);
        assert_choices_equal(&choices, &back);
        buffer_clear(&expected);
    }
    json_array_foreach(json_object_get(document, "invalid"), i, one)
    {
        const struct contest *contest = find(loaded, count, vector_text(one, "contest"));
        struct choices back = {.count = 12345};
        struct buffer blocks = {0};
        vector_hex_append(one, "blocks", &blocks);
        assert_int_equal(blocks.len, contest->width * BLOCK_BYTES);
        enum payload_verdict verdict = payload_decode(contest, blocks.data, &back);
        assert_string_equal(payload_verdict_name(verdict), vector_text(one, "reason"));
        assert_int_equal(back.count, 12345);
        buffer_clear(&blocks);
    }
    arena_clear(&arena);
    json_decref(document);
}

/* There is one payload for each choice: whatever decodes encodes to the same bits, and any other bit set
 * makes it something else or invalid. */
static void payload_and_choices_are_one_to_one(void **state)
{
    (void)state;
    json_t *document = vector_load("forms");
    struct arena arena = {0};
    struct loaded loaded[CONTESTS_MAX];
    size_t count = load_contests(document, &arena, loaded);
    for (size_t c = 0; c < count; c++) {
        const struct contest *contest = &loaded[c].contest;
        size_t bits = form_field_count(&contest->form, contest->option_count) *
                      form_field_bits(&contest->form, contest->option_count);
        if (bits > 14)
            continue;
        size_t valid = 0;
        for (unsigned pattern = 0; pattern < 1u << bits; pattern++) {
            uint8_t blocks[BLOCK_BYTES] = {1}, again[BLOCK_BYTES];
            struct choices choices;
            unsigned shifted = pattern << (16 - bits);
            blocks[1] = (uint8_t)(shifted >> 8);
            blocks[2] = (uint8_t)shifted;
            if (payload_decode(contest, blocks, &choices) != PAYLOAD_VALID)
                continue;
            valid++;
            assert_true(payload_encode(contest, &choices, again, NULL));
            assert_memory_equal(blocks, again, BLOCK_BYTES);
        }
        assert_true(valid > 1);
    }
    arena_clear(&arena);
    json_decref(document);
}

static void forms_allow_as_many_ballots_as_they_should(void **state)
{
    (void)state;
    /* ranking of 2 to 3 of 6: blank, 6 * 5, 6 * 5 * 4 */
    struct contest contest = {
        .form = {.kind = FORM_RANKING, .min = 2, .max = 3}, .option_count = 6, .width = 1};
    size_t valid = 0;
    for (unsigned pattern = 0; pattern < 512; pattern++) {
        uint8_t blocks[BLOCK_BYTES] = {1, (uint8_t)(pattern >> 1), (uint8_t)(pattern << 7)};
        struct choices choices;
        valid += payload_decode(&contest, blocks, &choices) == PAYLOAD_VALID;
    }
    assert_int_equal(valid, 1 + 30 + 120);
}

static void wrong_choices_are_refused(void **state)
{
    (void)state;
    struct option options[4] = {{.cost = 300}, {.cost = 250}, {.cost = 200}, {.cost = 50}};
    struct contest knapsack = {.id = "k",
                               .form = {.kind = FORM_KNAPSACK, .min = 1, .max = 3},
                               .option_count = 4,
                               .options = options,
                               .envelope = 500,
                               .width = 1};
    static const struct {
        struct choices choices;
        const char *type;
    } cases[] = {
        {{1, {4}, {1}}, "value"},
        {{1, {0}, {2}}, "value"},
        {{1, {0}, {0}}, "value"},
        {{1, {0}, {-1}}, "value"},
        {{2, {1, 1}, {1, 1}}, "ranking"},
        {{2, {2, 0}, {1, 1}}, "ranking"},
        {{2, {0, 1}, {1, 1}}, "cost"},
        {{4, {0, 1, 2, 3}, {1, 1, 1, 1}}, "limits"},
        {{FORM_OPTIONS_MAX + 1, {0}, {1}}, "value"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t blocks[BLOCK_BYTES] = {99};
        struct error err;
        assert_false(payload_encode(&knapsack, &cases[i].choices, blocks, &err));
        assert_string_equal(err.type, cases[i].type);
        assert_int_equal(blocks[0], 99);
    }
}

static void points_that_carry_nothing_are_named(void **state)
{
    (void)state;
    struct contest contest = {
        .form = {.kind = FORM_APPROVAL, .min = 1, .max = 233}, .option_count = 233, .width = 2};
    struct choices choices = {1, {7}, {1}};
    uint8_t blocks[2 * BLOCK_BYTES];
    struct point points[2], random;
    assert_true(payload_encode(&contest, &choices, blocks, NULL));
    point_embed(blocks, &points[0]);
    point_embed(blocks + BLOCK_BYTES, &points[1]);
    assert_int_equal(payload_decode_points(&contest, points, &choices), PAYLOAD_VALID);
    struct scalar one = SCALAR_ONE;
    point_multiply_base(&random, &one);
    points[1] = random;
    assert_int_equal(payload_decode_points(&contest, points, &choices), PAYLOAD_EMBEDDING);
    points[0] = random;
    points[1] = POINT_IDENTITY;
    assert_int_equal(payload_decode_points(&contest, points, &choices), PAYLOAD_IDENTITY);
}

static void senseless_limits_are_refused(void **state)
{
    (void)state;
    static const struct {
        struct form form;
        size_t options;
        bool good;
    } cases[] = {
        {{FORM_APPROVAL, 1, 5, 0, 0, 0, 0, 0}, 5, true},  {{FORM_APPROVAL, 0, 5, 0, 0, 0, 0, 0}, 5, false},
        {{FORM_APPROVAL, 3, 2, 0, 0, 0, 0, 0}, 5, false}, {{FORM_APPROVAL, 1, 6, 0, 0, 0, 0, 0}, 5, false},
        {{FORM_CHOICE, 0, 0, 0, 0, 0, 0, 0}, 0, false},   {{FORM_CHOICE, 0, 0, 0, 0, 0, 0, 0}, 1001, false},
        {{FORM_CHOICE, 0, 0, 0, 0, 0, 0, 0}, 1000, true}, {{FORM_POINTS, 1, 5, 10, 10, 2, 0, 0}, 5, true},
        {{FORM_POINTS, 1, 5, 11, 11, 2, 0, 0}, 5, false}, /* 5 * 2 < 11 */
        {{FORM_POINTS, 4, 5, 3, 0, 2, 0, 0}, 5, false},   /* 4 options take 4 points */
        {{FORM_POINTS, 1, 5, 10, 0, 0, 0, 0}, 5, false},  {{FORM_POINTS, 1, 5, 10, 0, 11, 0, 0}, 5, false},
        {{FORM_SCORES, 1, 5, 0, 0, 0, 3, 3}, 5, true},    {{FORM_SCORES, 1, 5, 0, 0, 0, 4, 3}, 5, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(form_check(&cases[i].form, cases[i].options, NULL), cases[i].good);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(payloads_are_as_published),
        cmocka_unit_test(payload_and_choices_are_one_to_one),
        cmocka_unit_test(forms_allow_as_many_ballots_as_they_should),
        cmocka_unit_test(wrong_choices_are_refused),
        cmocka_unit_test(points_that_carry_nothing_are_named),
        cmocka_unit_test(senseless_limits_are_refused),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
