/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Pages: escaping, messages and their plurals, money, times, Accept-Language.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdlib.h>

#include "server/pages/html.h"
#include "server/pages/messages.h"
#include "server/pages/pages.h"

static struct messages *messages;
static const struct translation *en, *es, *ar;

static json_t *language(const char *name, const char *texts, const char *rest)
{
    json_t *json = json_loads(rest, 0, NULL), *small = json_array(), *large = json_array();
    for (int i = 0; i < 100; i++) {
        json_array_append_new(small, json_string(i == 1 ? "one" : "other"));
        json_array_append_new(large, json_string("other"));
    }
    json_object_set_new(json, "language", json_string(name));
    json_object_set_new(json, "messages", json_loads(texts, 0, NULL));
    json_object_set_new(json, "plural", json_pack("{s:o, s:o}", "small", small, "large", large));
    return json;
}

/* The categories of CLDR for 0..99, and for 100..199. */
static json_t *arabic(bool small)
{
    static const char *const first[] = {"zero", "one", "two"};
    json_t *table = json_array();
    for (int i = 0; i < 100; i++)
        json_array_append_new(table, json_string(i >= 11  ? "many"
                                                 : i >= 3 ? "few"
                                                 : small  ? first[i]
                                                          : "other"));
    return table;
}

static json_t *document(void)
{
    json_t *first = language(
        "en",
        "{\"plain\":\"A & B\",\"only\":\"English\",\"hello\":[\"Hello \",{\"var\":\"name\"},\"!\"],"
        "\"apples\":[{\"select\":\"n\",\"variants\":{\"0\":\"none\",\"one\":\"one "
        "apple\",\"other\":[{\"var\":\"n\"},"
        "\" apples\"]},\"default\":\"other\"}]}",
        "{\"number\":{\"group\":\",\",\"decimal\":\".\",\"group_min\":1},"
        "\"money\":{\"other\":[\"¤ \",\"\"],\"currencies\":{\"EUR\":[\"€\",\"\"]}},"
        "\"date\":[\"{month}\",\" \",\"{day}\",\", \",\"{year}\",\" at \",\"{hour}\",\":\",\"{minute}\"],"
        "\"months\":[\"January\",\"February\",\"March\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\","
        "\"12\"]}");
    json_t *second = language(
        "es", "{\"plain\":\"A y B\"}",
        "{\"number\":{\"group\":\".\",\"decimal\":\",\",\"group_min\":2},"
        "\"money\":{\"other\":[\"\",\" ¤\"],\"currencies\":{\"EUR\":[\"\",\" €\"]}},"
        "\"date\":[\"{day}\",\" de \",\"{month}\"],"
        "\"months\":[\"enero\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\",\"12\"]}");
    json_t *third = language("ar",
                             "{\"hello\":[\"أ \",{\"var\":\"name\"},\"!\"],\"apples\":[{\"select\":\"n\","
                             "\"variants\":{\"zero\":\"0\",\"one\":\"1\",\"two\":\"2\",\"few\":\"few\","
                             "\"many\":\"many\",\"other\":\"other\"},\"default\":\"other\"}]}",
                             "{\"direction\":\"rtl\",\"number\":{\"group\":\",\",\"decimal\":\".\","
                             "\"group_min\":1},\"money\":{\"other\":[\"\",\" ¤\"],\"currencies\":{}},"
                             "\"date\":[\"{day}\"],\"months\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\","
                             "\"8\",\"9\",\"10\",\"11\",\"12\"]}");
    json_object_set_new(json_object_get(third, "plural"), "small", arabic(true));
    json_object_set_new(json_object_get(third, "plural"), "large", arabic(false));
    return json_pack("{s:[o, o, o]}", "languages", first, second, third);
}

static int load(void **state)
{
    (void)state;
    json_t *json = document();
    char *text = json_dumps(json, 0);
    bool done = messages_load(bytes_of_string(text), &messages, NULL);
    free(text);
    json_decref(json);
    en = messages_language(messages, "en");
    es = messages_language(messages, "es");
    ar = messages_language(messages, "ar");
    return done && en && es && ar && !messages_language(messages, "fr") ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    messages_free(messages);
    return 0;
}

static void expect(struct buffer *out, const char *text)
{
    assert_string_equal(buffer_string(out), text);
    out->len = 0;
}

static void text_is_escaped(void **state)
{
    (void)state;
    struct buffer out = {0};
    html_write(&out, "<b title=\"%s\">%s</b>", "\"x' onclick=", "<script>&amp;</script>");
    expect(&out, "<b title=\"&#34;x&#39; onclick=\">&#60;script&#62;&#38;amp;&#60;/script&#62;</b>");
    html_write(&out, "%s", "ünïcode, %s and \n stay");
    expect(&out, "ünïcode, %s and \n stay");
    buffer_clear(&out);
}

static void messages_have_plurals_and_arguments(void **state)
{
    (void)state;
    static const struct {
        int64_t number;
        const char *text;
    } cases[] = {
        {0, "none"}, {1, "one apple"}, {2, "2 apples"}, {101, "101 apples"}, {1234567, "1,234,567 apples"}};
    struct buffer out = {0}, link = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        message_append(&out, en, "apples", &(struct message_arg){.name = "n", .number = cases[i].number}, 1);
        expect(&out, cases[i].text);
    }
    message_append(&out, en, "hello", &(struct message_arg){.name = "name", .text = "<Ada>"}, 1);
    expect(&out, "Hello &#60;Ada&#62;!");
    html_write(&link, "<a>%s</a>", "<");
    message_append(&out, en, "hello", &(struct message_arg){.name = "name", .html = &link}, 1);
    expect(&out, "Hello <a>&#60;</a>!");
    message_append(&out, en, "hello", NULL, 0);
    expect(&out, "Hello !");
    message_append_simple(&out, en, "plain");
    expect(&out, "A &#38; B");
    message_append_simple(&out, es, "plain");
    expect(&out, "A y B");
    message_append_simple(&out, es, "only");
    expect(&out, "<span class=\"untranslated\" lang=\"en\" dir=\"auto\">English</span>");
    message_append_plain(&out, es, "only", NULL, 0);
    expect(&out, "English");
    message_append_simple(&out, en, "<unknown>");
    expect(&out, "&#60;unknown&#62;");
    buffer_clear(&link);
    buffer_clear(&out);
}

static void arabic_has_six_plurals_and_isolates_what_is_put_in(void **state)
{
    (void)state;
    static const struct {
        int64_t number;
        const char *text;
    } cases[] = {{0, "0"},     {1, "1"},       {2, "2"},       {3, "few"},   {10, "few"},   {11, "many"},
                 {99, "many"}, {100, "other"}, {102, "other"}, {103, "few"}, {111, "many"}, {1000, "other"}};
    struct buffer out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        message_append(&out, ar, "apples", &(struct message_arg){.name = "n", .number = cases[i].number}, 1);
        expect(&out, cases[i].text);
    }
    message_append(&out, ar, "hello", &(struct message_arg){.name = "name", .text = "ABC-12"}, 1);
    expect(&out, "أ \u2068ABC-12\u2069!");
    buffer_clear(&out);
}

static void money_is_exact(void **state)
{
    (void)state;
    static const struct {
        bool spanish;
        const char *currency, *text;
        unsigned digits;
        int64_t amount;
    } cases[] = {
        {false, "EUR", "€0", 2, 0},
        {false, "EUR", "€0.05", 2, 5},
        {false, "EUR", "€4,000.50", 2, 400050},
        {true, "EUR", "4000,50 €", 2, 400050},
        {true, "EUR", "14.000 €", 2, 1400000},
        {false, "PLN", "PLN 1,000,000", 0, 1000000},
        {true, "PLN", "0,001 PLN", 3, 1},
        {false, "EUR", "\u2212€1.01", 2, -101},
        {false, "EUR", "€90,071,992,547,409.91", 2, INT64_C(9007199254740991)},
        {false, "EUR", "\u2212€9.223372036854775808", 18, INT64_MIN},
    };
    struct buffer out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        money_append(&out, cases[i].spanish ? es : en, cases[i].currency, cases[i].digits, cases[i].amount);
        expect(&out, cases[i].text);
    }
    buffer_clear(&out);
}

static void times_name_their_zone(void **state)
{
    (void)state;
    struct buffer out = {0};
    moment_append(&out, en, 29453759, 60, "Europe/Warsaw");
    expect(
        &out,
        "<time datetime=\"2025-12-31T23:59:00Z\">January 1, 2026 at 00:59 <bdi>(Europe/Warsaw)</bdi></time>");
    moment_append(&out, es, 0, 0, "<zone>");
    expect(&out, "<time datetime=\"1970-01-01T00:00:00Z\">1 de enero <bdi>(&#60;zone&#62;)</bdi></time>");
    buffer_clear(&out);
}

static void broken_messages_are_refused(void **state)
{
    (void)state;
    static const char *const members[] = {"messages", "plural", "number",  "money",
                                          "date",     "months", "language"};
    struct messages *out = NULL;
    struct error err;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        json_t *json = document();
        json_object_del(json_array_get(json_object_get(json, "languages"), 1), members[i]);
        char *text = json_dumps(json, 0);
        assert_false(messages_load(bytes_of_string(text), &out, &err));
        assert_string_equal(err.type, "web");
        free(text);
        json_decref(json);
    }
    assert_false(messages_load(bytes_of_string("{}"), &out, &err));
    assert_false(messages_load(bytes_of_string("["), &out, &err));
    assert_null(out);
}

static void languages_are_chosen_by_weight(void **state)
{
    (void)state;
    static const char *const languages[] = {"en", "es", "ar"};
    static const struct {
        const char *header;
        size_t chosen;
    } cases[] = {
        {NULL, 0},
        {"", 0},
        {"es", 1},
        {"ES-mx", 1},
        {"esp", 0},
        {"fr, ar;q=0.3", 2},
        {"en;q=0.5, es;q=0.8, ar;q=0.75", 1},
        {"en;q=0.799,es;q=0.8", 1},
        {"es;q=0, en;q=0", 0},
        {"es;q=0,ar;q=0.001", 2},
        {"*", 0},
        {";q=1,,es", 1},
        {"es;q=", 1},
        {"  es ; q=0.9 , ar ; q=1.0 ", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (pages_choose_language(cases[i].header, languages, 3) != cases[i].chosen)
            fail_msg("\"%s\"", cases[i].header);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(messages_have_plurals_and_arguments),
        cmocka_unit_test(arabic_has_six_plurals_and_isolates_what_is_put_in),
        cmocka_unit_test(money_is_exact),
        cmocka_unit_test(times_name_their_zone),
        cmocka_unit_test(broken_messages_are_refused),
        cmocka_unit_test(languages_are_chosen_by_weight),
    };
    return cmocka_run_group_tests_name("pages", tests, load, unload);
}
