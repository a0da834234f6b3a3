// SPDX-License-Identifier: AGPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ballot/definition.h"
#include "vector.h"

enum { IDS_MAX = 32 };

static void the_vectors_are_drawn(void **state)
{
    (void)state;
    json_t *document = vector_load("lot"), *lot, *id;
    uint8_t round[ROUND_ID_BYTES];
    const char *ids[IDS_MAX], *drawn[IDS_MAX];
    uint16_t order[IDS_MAX];
    size_t l, i, count;
    vector_hex(document, "round", round, sizeof round);
    json_array_foreach(json_object_get(document, "lots"), l, lot)
    {
        const char *contest = vector_text(lot, "contest"), *value = vector_text(lot, "value");
        count = json_array_size(json_object_get(lot, "ids"));
        json_array_foreach(json_object_get(lot, "ids"), i, id) ids[i] = json_string_value(id);
        json_array_foreach(json_object_get(lot, "drawn"), i, id) drawn[i] = json_string_value(id);
        lot_draw(round, contest, value, ids, count, order);
        for (i = 0; i < count; i++)
            assert_string_equal(ids[order[i]], drawn[i]);
        assert_true(lot_holds(round, contest, value, drawn, count));
        assert_false(lot_holds(round, contest, value, ids, count));
        round[0] ^= 1;
        assert_false(lot_holds(round, contest, value, drawn, count));
        round[0] ^= 1;
        assert_false(lot_holds(round, "other", value, drawn, count));
        assert_true(lot_holds(round, contest, value, drawn, 1));
        assert_true(lot_holds(round, contest, value, drawn, 0));
    }
    json_decref(document);
}

static bool reads(const char *text, struct lot *out, struct arena *arena, struct error *err)
{
    struct json_fields fields;
    json_t *json = json_loads(text, 0, NULL);
    assert_non_null(json);
    bool ok = json_object_begin(&fields, json, "lot", err) && lot_from_json(&fields, arena, out);
    if (ok) {
        json_t *again = lot_to_json(out);
        assert_true(json_equal(json, again));
        json_decref(again);
    }
    json_decref(json);
    return ok;
}

#define HEX64 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static void values_are_what_the_source_gives(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "{}",
        "{\"source\":\"dice\"}",
        "{\"source\":\"dice\",\"value\":\"123456123\"}",
        "{\"source\":\"dice\",\"value\":\"1234567123456\"}",
        "{\"source\":\"dice\",\"value\":\"1 2 3 4 5 6 1 2 3 4\"}",
        "{\"source\":\"dice\",\"value\":\"1234561234\",\"beacon\":\"b\",\"beacon_round\":1}",
        "{\"source\":\"coins\",\"value\":\"1234561234\"}",
        "{\"source\":\"drand\",\"value\":\"" HEX64 "\"}",
        "{\"source\":\"drand\",\"value\":\"" HEX64 "\",\"beacon\":\"b\",\"beacon_round\":0}",
        "{\"source\":\"drand\",\"value\":\"" HEX64 "0\",\"beacon\":\"b\",\"beacon_round\":1}",
        "{\"source\":\"drand\",\"value\":\"A\",\"beacon\":\"b\",\"beacon_round\":1}",
    };
    struct arena arena = {0};
    struct error err;
    struct lot lot;
    assert_true(reads("{\"source\":\"dice\",\"value\":\"1234561234\"}", &lot, &arena, &err));
    assert_int_equal(lot.source, LOT_DICE);
    assert_true(reads("{\"source\":\"drand\",\"value\":\"" HEX64
                      "\",\"beacon\":\"quicknet\",\"beacon_round\":7}",
                      &lot, &arena, &err));
    assert_int_equal(lot.beacon_round, 7);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (reads(bad[i], &lot, &arena, &err))
            fail_msg("read: %s", bad[i]);
    arena_clear(&arena);
}

/* A definition of which `options` of the first contest stand in this order is read, or not. */
static bool definition_reads(const struct definition *definition, struct error *err)
{
    struct buffer bytes = {0};
    bool ok = definition_write(definition, &bytes, err);
    buffer_clear(&bytes);
    return ok;
}

static void a_definition_stands_in_the_order_of_its_lot(void **state)
{
    (void)state;
    json_t *document = vector_load("definition");
    struct arena arena = {0};
    struct definition definition;
    struct error err = {0};
    const char *ids[IDS_MAX];
    uint16_t order[IDS_MAX];
    struct option sorted[IDS_MAX];
    assert_true(
        definition_parse(bytes_of_string(vector_text(document, "definition")), &arena, &definition, &err));
    struct contest *contest = &definition.contests[0];
    assert_true(contest->option_count > 2 && contest->option_count <= IDS_MAX);
    assert_int_equal(contest->lot.source, LOT_NONE);
    contest->lot = (struct lot){LOT_DICE, "1234561234", NULL, 0};
    for (size_t i = 0; i < contest->option_count; i++)
        ids[i] = contest->options[i].id;
    lot_draw(definition.round, contest->id, contest->lot.value, ids, contest->option_count, order);
    for (size_t i = 0; i < contest->option_count; i++)
        sorted[i] = contest->options[order[i]];
    contest->options = sorted;
    contest->conflict_count = 0;
    if (!definition_reads(&definition, &err))
        fail_msg("%s", err.detail);
    struct option first = sorted[0];
    sorted[0] = sorted[1];
    sorted[1] = first;
    assert_false(definition_reads(&definition, &err));
    assert_non_null(strstr(err.detail, "order"));
    contest->lot.source = LOT_NONE;
    assert_true(definition_reads(&definition, &err));
    arena_clear(&arena);
    json_decref(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_vectors_are_drawn),
        cmocka_unit_test(values_are_what_the_source_gives),
        cmocka_unit_test(a_definition_stands_in_the_order_of_its_lot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
