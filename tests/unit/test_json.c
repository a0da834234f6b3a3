/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/json.h"
#include "vector.h"

enum { LIMIT = 1 << 16 };

static void canonical_forms(void **state)
{
    (void)state;
    json_t *vectors = vector_load("json"), *example;
    size_t i;
    json_array_foreach(json_object_get(vectors, "canonical"), i, example)
    {
        const char *canonical = json_string_value(json_object_get(example, "canonical"));
        const char *relaxed = json_string_value(json_object_get(example, "relaxed"));
        struct error err = {0};
        struct buffer out = {0};
        json_t *value = json_read_relaxed(bytes_of_string(relaxed), LIMIT, &err);
        assert_string_equal(err.detail, "");
        assert_non_null(value);
        assert_true(json_write(value, &out, &err));
        assert_string_equal(buffer_string(&out), canonical);
        json_decref(value);
        value = json_read(bytes_of_string(canonical), LIMIT, &err);
        assert_non_null(value);
        out.len = 0;
        assert_true(json_write(value, &out, &err));
        assert_string_equal(buffer_string(&out), canonical);
        json_decref(value);
        /* a prefix is never a value */
        for (size_t len = 0; len < strlen(canonical); len++)
            assert_null(json_read(bytes_of(canonical, len), LIMIT, NULL));
        buffer_clear(&out);
    }
    json_decref(vectors);
}

static void refusals(void **state)
{
    (void)state;
    json_t *vectors = vector_load("json"), *example;
    size_t i;
    json_array_foreach(json_object_get(vectors, "refused"), i, example)
    {
        const char *text = json_string_value(json_array_get(example, 0));
        struct error err = {0};
        json_t *value = json_read(bytes_of_string(text), LIMIT, &err);
        if (value)
            fail_msg("%s (%s) was accepted", text, json_string_value(json_array_get(example, 1)));
        assert_int_equal(err.class, ERROR_INPUT);
        assert_true(err.detail[0] != 0);
    }
    json_decref(vectors);
    assert_null(json_read(bytes_of("{\"a\":\"\xff\"}", 9), LIMIT, NULL));
    assert_null(json_read(bytes_of("{\"a\":\"\xc0\xaf\"}", 10), LIMIT, NULL));
    assert_null(json_read(bytes_of("{}\0", 3), LIMIT, NULL));
}

static void limits_are_exact(void **state)
{
    (void)state;
    struct error err;
    for (unsigned depth = JSON_MAX_DEPTH; depth <= JSON_MAX_DEPTH + 1; depth++) {
        struct buffer text = {0};
        buffer_append_string(&text, "{\"a\":");
        for (unsigned i = 1; i < depth; i++)
            buffer_append_u8(&text, '[');
        for (unsigned i = 1; i < depth; i++)
            buffer_append_u8(&text, ']');
        buffer_append_u8(&text, '}');
        json_t *value = json_read(buffer_bytes(&text), LIMIT, &err);
        assert_int_equal(value != NULL, depth <= JSON_MAX_DEPTH);
        json_decref(value);
        buffer_clear(&text);
    }
    for (unsigned len = JSON_MAX_KEY_BYTES; len <= JSON_MAX_KEY_BYTES + 1; len++) {
        struct buffer text = {0};
        buffer_append_format(&text, "{\"%0*d\":1}", len, 0);
        json_t *value = json_read(buffer_bytes(&text), LIMIT, &err);
        assert_int_equal(value != NULL, len <= JSON_MAX_KEY_BYTES);
        json_decref(value);
        buffer_clear(&text);
    }
    json_t *value = json_read(bytes_of_string("{\"a\":1}"), 7, &err);
    assert_non_null(value);
    json_decref(value);
    assert_null(json_read(bytes_of_string("{\"a\":1}"), 6, &err));
    assert_string_equal(err.type, "too-large");
}

static void writer_refuses_what_the_reader_would(void **state)
{
    (void)state;
    json_t *bad[] = {json_pack("{s:f}", "a", 1.5),
                     json_pack("{s:n}", "a"),
                     json_pack("{s:i}", "a", -1),
                     json_pack("{s:I}", "a", (json_int_t)1 << 53),
                     json_pack("{s:i}", "Upper", 1),
                     json_pack("{s:s}", "a", "two\nlines"),
                     json_integer(1),
                     json_array(),
                     json_string("a")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct buffer out = {0};
        assert_non_null(bad[i]);
        assert_false(json_write(bad[i], &out, NULL));
        assert_int_equal(out.len, 0);
        json_decref(bad[i]);
    }
    assert_false(json_write(NULL, &(struct buffer){0}, NULL));
    json_t *value =
        json_pack("{s:o,s:o,s:o}", "c", json_of_integer(JSON_MAX_INTEGER), "b",
                  json_of_bytes(bytes_of("\xff\xfe", 2)), "a", json_of_string(bytes_of_string("ż")));
    struct buffer out = {0};
    assert_true(json_write(value, &out, NULL));
    assert_string_equal(buffer_string(&out), "{\"a\":\"ż\",\"b\":\"__4\",\"c\":9007199254740991}");
    buffer_clear(&out);
    json_decref(value);
    assert_null(json_of_string(bytes_of("\xff", 1)));
}

static void relaxed_is_still_strict_about_values(void **state)
{
    (void)state;
    static const char *const good[] = {"{\"fooBar_1\" : null}", "{\"a\":\"two\\nlines\\tand a tab\"}",
                                       "\t{ \"b\" : 1,\r\n\"a\" : 2 }\n"};
    static const char *const bad[] = {"{\"a\":1,\"a\":2}",
                                      "{\"a\":1.5}",
                                      "{\"a\":1e2}",
                                      "{\"a\":-1}",
                                      "{\"1a\":1}",
                                      "{\"a b\":1}",
                                      "{\"a\":\"\\u0001\"}",
                                      "{\"a\":\"\\u007f\"}",
                                      "{} x",
                                      "{\"a\":1,}",
                                      "[]",
                                      "{\"a\":\"\\r\"}"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        json_t *value = json_read_relaxed(bytes_of_string(good[i]), LIMIT, NULL);
        assert_non_null(value);
        json_decref(value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_null(json_read_relaxed(bytes_of_string(bad[i]), LIMIT, NULL));
}

struct thing {
    const char *name;
    int64_t seq;
    bool open;
    unsigned kind;
    uint8_t prev[4];
    struct buffer data;
    const json_t *any;
    int64_t inner[2];
    const char *words[2];
    unsigned kinds[1];
};

static bool parse_thing(const json_t *value, struct thing *out, struct error *err)
{
    static const char *const kinds[] = {"approval", "points"};
    struct json_fields top, object, row;
    struct json_items rows, words, nested, kind_list;
    if (!json_object_begin(&top, value, "thing", err) || !json_get_string(&top, "name", 1, 8, &out->name) ||
        !json_get_integer(&top, "seq", 0, 31, &out->seq) || !json_get_bool(&top, "open", &out->open) ||
        !json_get_choice(&top, "kind", kinds, 2, &out->kind) ||
        !json_get_bytes(&top, "prev", out->prev, sizeof out->prev) ||
        !json_get_data(&top, "data", 0, 3, &out->data) || !json_get_value(&top, "any", &out->any) ||
        !json_get_array(&top, "rows", 2, 2, &rows) || !json_get_object(&top, "object", &object) ||
        (json_has(&top, "more") && !json_get_integer(&top, "more", 7, 7, &out->seq)) ||
        !json_object_end(&top))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (!json_item_object(&rows, i, &row) || !json_get_integer(&row, "w", 1, 300, &out->inner[i]) ||
            !json_object_end(&row))
            return false;
    bool flag;
    uint8_t raw[1];
    int64_t number;
    if (!json_get_array(&object, "words", 2, 2, &words) ||
        !json_get_array(&object, "nested", 1, 1, &nested) ||
        !json_get_array(&object, "kinds", 1, 1, &kind_list) || !json_object_end(&object) ||
        !json_item_choice(&kind_list, 0, kinds, 2, &out->kinds[0]))
        return false;
    for (size_t i = 0; i < words.count; i++)
        if (!json_item_string(&words, i, 1, 3, &out->words[i]))
            return false;
    struct json_items inner;
    return json_item_array(&nested, 0, 3, 3, &inner) && json_item_bool(&inner, 0, &flag) &&
           json_item_bytes(&inner, 1, raw, 1) && json_item_integer(&inner, 2, 5, 5, &number) &&
           (raw[0] == 0xff || json_item_fail(&inner, 1, "is not ff")) &&
           (flag || json_fail(&object, "nested", "is off"));
}

static const char THING[] =
    "{\"any\":{\"x\":1},\"data\":\"AAE\",\"kind\":\"points\",\"name\":\"abc\","
    "\"object\":{\"kinds\":[\"approval\"],\"nested\":[[true,\"_w\",5]],\"words\":[\"a\",\"bcd\"]},"
    "\"open\":true,\"prev\":\"AAECAw\",\"rows\":[{\"w\":1},{\"w\":300}],\"seq\":31}";

static void fields_are_read(void **state)
{
    (void)state;
    struct error err = {0};
    struct thing thing = {0};
    json_t *value = json_read(bytes_of_string(THING), LIMIT, &err);
    assert_non_null(value);
    assert_true(parse_thing(value, &thing, &err));
    assert_string_equal(thing.name, "abc");
    assert_true(thing.seq == 31 && thing.open && thing.kind == 1 && thing.kinds[0] == 0);
    assert_memory_equal(thing.prev, "\0\1\2\3", 4);
    assert_int_equal(thing.data.len, 2);
    assert_true(json_is_object(thing.any));
    assert_true(thing.inner[0] == 1 && thing.inner[1] == 300);
    assert_string_equal(thing.words[1], "bcd");
    buffer_clear(&thing.data);
    json_decref(value);
}

/* Replace the first `from` in THING by `to`, parse, and expect the error. */
static void expect_error(const char *from, const char *to, const char *detail)
{
    struct buffer text = {0};
    const char *at = strstr(THING, from);
    assert_non_null(at);
    buffer_append(&text, THING, (size_t)(at - THING));
    buffer_append_string(&text, to);
    buffer_append_string(&text, at + strlen(from));
    struct error err = {0};
    struct thing thing = {0};
    json_t *value = json_read_relaxed(buffer_bytes(&text), LIMIT, &err);
    assert_non_null(value);
    assert_false(parse_thing(value, &thing, &err));
    assert_string_equal(err.type, "bad-field");
    assert_string_equal(err.detail, detail);
    buffer_clear(&thing.data);
    json_decref(value);
    buffer_clear(&text);
}

static void errors_name_the_field(void **state)
{
    (void)state;
    expect_error("\"seq\":31", "\"seq\":32", "thing.seq: is 32, must be 0 to 31");
    expect_error(",\"seq\":31", "", "thing.seq: is missing");
    expect_error("\"seq\":31", "\"seq\":null", "thing.seq: is missing");
    expect_error("\"seq\":31", "\"seq\":31,\"more\":8", "thing.more: is 8, must be 7 to 7");
    expect_error("\"seq\":31", "\"seq\":31,\"zzz\":8", "thing.zzz: is not a known field");
    expect_error("\"seq\":31", "\"seq\":\"31\"", "thing.seq: is not an integer");
    expect_error("\"abc\"", "\"\"", "thing.name: has 0 bytes, must have 1 to 8");
    expect_error("\"abc\"", "\"abcdefghi\"", "thing.name: has 9 bytes, must have 1 to 8");
    expect_error("\"abc\"", "\"a\\nc\"", "thing.name: is not a single line");
    expect_error("\"abc\"", "5", "thing.name: is not a string");
    expect_error("\"open\":true", "\"open\":1", "thing.open: is not true or false");
    expect_error("\"points\"", "\"point\"", "thing.kind: is not one of the 2 words allowed");
    expect_error("AAECAw", "AAECAx", "thing.prev: is not unpadded base64url");
    expect_error("AAECAw", "AAEC", "thing.prev: has 4 symbols of base64url, must have 6 to 6");
    expect_error("\"AAE\"", "\"AAECAw\"", "thing.data: has 6 symbols of base64url, must have 0 to 4");
    expect_error("{\"w\":300}", "{\"w\":0}", "thing.rows[1].w: is 0, must be 1 to 300");
    expect_error("{\"w\":300}", "{\"w\":301}", "thing.rows[1].w: is 301, must be 1 to 300");
    expect_error("{\"w\":300}", "{\"w\":300,\"v\":1}", "thing.rows[1].v: is not a known field");
    expect_error("{\"w\":300}", "7", "thing.rows[1]: is not an object");
    expect_error(",{\"w\":300}", "", "thing.rows: has 1 elements, must have 2 to 2");
    expect_error("\"rows\":[", "\"rows\":3,\"rws\":[", "thing.rows: is not an array");
    expect_error("\"bcd\"", "\"bcde\"", "thing.object.words[1]: has 4 bytes, must have 1 to 3");
    expect_error("[true,", "[3,", "thing.object.nested[0][0]: is not true or false");
    expect_error("\"_w\"", "\"_g\"", "thing.object.nested[0][1]: is not ff");
    expect_error("[true,", "[false,", "thing.object.nested: is off");
    expect_error("\"approval\"", "\"x\"", "thing.object.kinds[0]: is not one of the 2 words allowed");
    struct error err;
    struct json_fields fields;
    json_t *array = json_array();
    assert_false(json_object_begin(&fields, array, "body", &err));
    assert_string_equal(err.detail, "body: is not an object");
    json_decref(array);
}

static void texts_may_have_lines(void **state)
{
    (void)state;
    struct json_fields fields;
    const char *text = NULL;
    json_t *value = json_read_relaxed(bytes_of_string("{\"t\":\"a\\n\\tb\"}"), LIMIT, NULL);
    assert_true(json_object_begin(&fields, value, "body", NULL));
    assert_false(json_get_string(&fields, "t", 0, 9, &text));
    assert_null(text);
    assert_true(json_get_text(&fields, "t", 0, 9, &text));
    assert_string_equal(text, "a\n\tb");
    assert_true(json_object_end(&fields));
    json_decref(value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(canonical_forms),
        cmocka_unit_test(refusals),
        cmocka_unit_test(limits_are_exact),
        cmocka_unit_test(writer_refuses_what_the_reader_would),
        cmocka_unit_test(relaxed_is_still_strict_about_values),
        cmocka_unit_test(fields_are_read),
        cmocka_unit_test(errors_name_the_field),
        cmocka_unit_test(texts_may_have_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
