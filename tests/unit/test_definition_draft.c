/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>

#include "base/encoding.h"
#include "server/resources/definition_draft.h"

static const char draft_text[] =
    "{\"kind\":\"real\",\"currency\":\"EUR\",\"minor_digits\":2,\"languages\":[\"en\",\"es\"],"
    "\"texts\":{\"en\":{\"title\":\"Round\"},\"es\":{\"title\":\"Ronda\"}},"
    "\"contests\":[{\"id\":\"main\",\"texts\":{\"en\":{\"title\":\"Main\"}},\"envelope\":100000,"
    "\"form\":{\"kind\":\"approval\",\"min\":1,\"max\":2},"
    "\"rule\":{\"name\":\"greedy\",\"score\":\"votes\",\"density\":\"absolute\",\"on_misfit\":\"skip\","
    "\"threshold\":0,\"ties\":\"lex\"},"
    "\"options\":[{\"id\":\"a/1\",\"cost\":50000,\"texts\":{\"en\":{\"title\":\"A\",\"summary\":\"why\"}}},"
    "{\"id\":\"b\",\"cost\":60000,\"texts\":{\"en\":{\"title\":\"B\"}}}],"
    "\"conflicts\":[],\"pool_min\":1,\"below_pool_min\":\"count\"}],"
    "\"districts\":[{\"id\":\"all\",\"texts\":{\"en\":{\"title\":\"All\"}},\"contests\":[\"main\"]}],"
    "\"schedule\":{\"zone\":\"Europe/Warsaw\",\"open\":100,\"close\":1000,\"grace\":0,\"objection\":0,"
    "\"complaint\":0,\"additions_end\":900},\"revoting\":true,\"draw\":{\"source\":\"none\"},"
    "\"roll\":{\"size\":10,\"cap\":20},\"totals_only_paper\":false,\"witness_policy\":[],"
    "\"people\":{\"facilitators\":[\"fay\"],\"registrars\":[\"reg\"],\"clerks\":[\"fay\",\"reg\"]},"
    "\"act_signers\":1,\"clerks_required\":1,\"pruning_years\":0}";

static const uint8_t round_id[ROUND_ID_BYTES] = {1}, nonce[ROUND_NONCE_BYTES] = {2},
                     trustee[SIGN_PUBLIC_BYTES] = {3};
static struct draft_person people[2] = {{"fay", "Fay", "facilitator", true, {4}},
                                        {"reg", "Registrar", "registrar", true, {5}}};

static struct draft_context context_of(void)
{
    return (struct draft_context){.origin = "vote.example/log",
                                  .assembly = "city",
                                  .round = round_id,
                                  .nonce = nonce,
                                  .trustee_key = trustee,
                                  .people = people,
                                  .person_count = 2};
}

static bool build(json_t *draft, const struct draft_context *context, struct buffer *bytes, json_t **texts,
                  struct error *err)
{
    *texts = NULL;
    return draft_to_definition(draft, context, bytes, texts, err);
}

static void a_draft_becomes_a_definition(void **state)
{
    (void)state;
    json_t *draft = json_loads(draft_text, 0, NULL), *texts;
    struct draft_context context = context_of();
    struct buffer bytes = {0};
    struct arena arena = {0};
    struct definition d;
    struct error err;
    if (!build(draft, &context, &bytes, &texts, &err) ||
        !definition_parse(buffer_bytes(&bytes), &arena, &d, &err))
        fail_msg("%s", err.detail);
    assert_string_equal(d.origin, "vote.example/log");
    assert_memory_equal(d.round, round_id, sizeof round_id);
    assert_memory_equal(d.trustees.list[0].key.bytes, trustee, sizeof trustee);
    assert_string_equal(d.clerks.list[0].name, "Fay");
    assert_int_equal(json_array_size(texts), 6);

    /* each text is stored with the salt that makes the hash of the definition */
    bool found = false;
    size_t i;
    json_t *row;
    json_array_foreach(texts, i, row)
    {
        uint8_t salt[TEXT_SALT_BYTES], hash[HASH_BYTES];
        if (strcmp(json_string_value(json_object_get(row, "thing")), "option/main/a/1") != 0)
            continue;
        const char *text = json_string_value(json_object_get(row, "text"));
        assert_string_equal(text, "{\"summary\":\"why\",\"title\":\"A\"}");
        assert_true(hex_decode_exact(bytes_of_string(json_string_value(json_object_get(row, "salt"))), salt,
                                     sizeof salt));
        text_hash(salt, bytes_of_string(text), hash);
        assert_memory_equal(d.contests[0].options[0].texts[0].hash, hash, sizeof hash);
        found = true;
    }
    assert_true(found);

    /* fresh salts: the same draft gives another definition */
    struct buffer again = {0};
    json_t *more;
    assert_true(build(draft, &context, &again, &more, &err));
    assert_false(bytes_equal(buffer_bytes(&bytes), buffer_bytes(&again)));
    json_decref(more);
    json_decref(texts);
    json_decref(draft);
    buffer_clear(&again);
    buffer_clear(&bytes);
    arena_clear(&arena);
}

static void refused(const char *from, const char *to, const char *part)
{
    struct buffer text = {0}, bytes = {0};
    struct draft_context context = context_of();
    struct error err = {.detail = ""};
    const char *at = strstr(draft_text, from);
    json_t *texts;
    assert_non_null(at);
    buffer_append(&text, draft_text, (size_t)(at - draft_text));
    buffer_append_string(&text, to);
    buffer_append_string(&text, at + strlen(from));
    json_t *draft = json_loads(buffer_string(&text), 0, NULL);
    assert_non_null(draft);
    assert_false(build(draft, &context, &bytes, &texts, &err));
    assert_string_equal(err.type, "definition");
    if (!strstr(err.detail, part))
        fail_msg("\"%s\" does not say \"%s\"", err.detail, part);
    assert_int_equal(bytes.len, 0);
    assert_null(texts);
    json_decref(draft);
    buffer_clear(&text);
}

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void what_is_wrong_is_named(void **state)
{
    (void)state;
    refused("\"kind\":", "\"origin\":\"evil/log\",\"kind\":", "origin");
    refused("\"kind\":", "\"threshold\":0,\"kind\":", "threshold");
    refused("\"kind\":", "\"surprise\":1,\"kind\":", "surprise");
    refused("{\"title\":\"B\"}", "{\"name\":\"B\"}", "option/main/b");
    refused("{\"title\":\"B\"}", "{\"title\":\"B\",\"summary\":3}", "summary");
    refused("{\"title\":\"B\"}", "{\"title\":\"B\",\"colour\":\"red\"}", "colour");
    refused("{\"title\":\"B\"}", "{\"title\":\"B\",\"picture\":\"" HEX ".svg\"}", "picture_text");
    refused("{\"title\":\"B\"}", "{\"title\":\"B\",\"picture_text\":\"A tree\"}", "picture_text");
    refused("{\"title\":\"B\"}", "{\"title\":\"B\",\"picture\":\"../x.svg\",\"picture_text\":\"A tree\"}",
            "SHA-256");
    refused("{\"title\":\"B\"}", "{\"title\":\"B\",\"picture\":\"" HEX ".svg/x\",\"picture_text\":\"\"}",
            "SHA-256");
    refused("{\"title\":\"B\"}", "{\"title\":\"B\",\"map\":\"" HEX ".svg\"}", "map_bounds");
    refused("{\"title\":\"B\"}", "{\"title\":\"B\",\"map\":\"" HEX ".svg\",\"map_bounds\":\"1,2,3\"}",
            "map_bounds");
    refused("{\"title\":\"B\"}", "{\"title\":\"B\",\"position\":\"1.5,2.5,\"}", "position");
    refused("{\"title\":\"B\"}", "{\"title\":\"B\",\"position\":\"here,there\"}", "position");
    refused("{\"title\":\"B\"}", "{\"title\":\"two\\nlines\"}", "option/main/b");
    refused("\"registrars\":[\"reg\"]", "\"registrars\":[\"nobody\"]", "nobody");
    refused("\"score\":\"votes\"", "\"score\":\"points\"", "rule");
    refused("\"envelope\":100000", "\"envelope\":-1", "envelope");
    refused("\"id\":\"b\"", "\"id\":\"a/1\"", "options");
}

static void a_person_without_a_key_is_refused(void **state)
{
    (void)state;
    json_t *draft = json_loads(draft_text, 0, NULL), *texts;
    struct draft_context context = context_of();
    struct buffer bytes = {0};
    struct error err;
    people[1].has_key = false;
    assert_false(build(draft, &context, &bytes, &texts, &err));
    assert_non_null(strstr(err.detail, "reg has no signing key"));
    people[1].has_key = true;
    json_decref(draft);
    buffer_clear(&bytes);
}

static void logins_stand_once(void **state)
{
    (void)state;
    json_t *draft = json_loads(draft_text, 0, NULL);
    struct buffer logins = {0};
    draft_logins(draft, &logins);
    assert_string_equal(buffer_string(&logins), "fay reg");
    buffer_clear(&logins);
    json_decref(draft);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draft_becomes_a_definition),
        cmocka_unit_test(what_is_wrong_is_named),
        cmocka_unit_test(a_person_without_a_key_is_refused),
        cmocka_unit_test(logins_stand_once),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("definition_draft", tests, NULL, NULL);
}
