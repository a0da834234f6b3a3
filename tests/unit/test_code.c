/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "ballot/code.h"
#include "ballot/credential_list.h"
#include "vector.h"

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void codes_are_as_published(void **state)
{
    (void)state;
    json_t *document = vector_load("codes");
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(document, "codes"), i, one)
    {
        uint8_t nonce[ROUND_NONCE_BYTES], k[SCALAR_BYTES], key[POINT_BYTES];
        struct code code;
        struct credential credential;
        char text[CODE_TEXT_BYTES + 1], serial[SERIAL_TEXT_BYTES + 1];
        uint64_t number;
        vector_hex(one, "nonce", nonce, sizeof nonce);
        vector_hex(one, "k", k, sizeof k);
        vector_hex(one, "credential", key, sizeof key);
        assert_true(code_read(bytes_of_string(vector_text(one, "text")), &code, NULL));
        assert_string_equal(code.symbols, vector_text(one, "code"));
        code_text(&code, text);
        assert_string_equal(text, vector_text(one, "text"));
        assert_true(credential_from_code(nonce, &code, &credential));
        assert_memory_equal(credential.secret.bytes, k, sizeof k);
        assert_memory_equal(credential.key.bytes, key, sizeof key);
        serial_text(serial_of(&credential.key), serial);
        assert_string_equal(serial, vector_text(one, "serial"));
        assert_true(serial_read(bytes_of_string(serial), &number, NULL));
        assert_true(number == serial_of(&credential.key));
    }
    json_array_foreach(json_object_get(document, "readings"), i, one)
    {
        struct code code;
        assert_true(code_read(bytes_of_string(vector_text(one, "text")), &code, NULL));
        assert_string_equal(code.symbols, vector_text(one, "code"));
    }
    json_array_foreach(json_object_get(document, "refused"), i, one)
    {
        struct code code = {"untouched"};
        struct error err;
        assert_false(code_read(bytes_of_string(vector_text(one, "text")), &code, &err));
        assert_string_equal(err.type, vector_text(one, "error"));
        assert_string_equal(code.symbols, "untouched");
    }
    json_decref(document);
}

static void every_slip_of_the_finger_is_found(void **state)
{
    (void)state;
    uint8_t nonce[ROUND_NONCE_BYTES] = {7};
    struct credential credential;
    struct code code, wrong, out;
    struct error err;
    credential_generate(nonce, &code, &credential);
    for (size_t i = 0; i < CODE_LENGTH; i++) {
        for (size_t v = 0; v < 32; v++) {
            wrong = code;
            wrong.symbols[i] = alphabet[v];
            bool same = alphabet[v] == code.symbols[i];
            assert_int_equal(code_read(bytes_of_string(wrong.symbols), &out, &err), same);
            assert_true(same || strcmp(err.type, "code-check") == 0);
        }
        if (i + 1 < CODE_LENGTH && code.symbols[i] != code.symbols[i + 1]) {
            wrong = code;
            wrong.symbols[i] = code.symbols[i + 1];
            wrong.symbols[i + 1] = code.symbols[i];
            assert_false(code_read(bytes_of_string(wrong.symbols), &out, &err));
        }
        assert_false(code_read(bytes_of(code.symbols, i), &out, &err));
        assert_string_equal(err.type, "code-length");
    }
    assert_false(code_read(bytes_of("\0", 1), &out, &err));
    assert_string_equal(err.type, "code-symbol");
    code_wipe(&code);
    credential_wipe(&credential);
}

static void generated_codes_use_every_symbol(void **state)
{
    (void)state;
    uint8_t nonce[ROUND_NONCE_BYTES] = {1};
    unsigned seen[32] = {0};
    char last[CODE_LENGTH + 1] = "";
    for (size_t i = 0; i < 200; i++) {
        struct code code, back;
        struct credential credential, again;
        credential_generate(nonce, &code, &credential);
        assert_string_not_equal(code.symbols, last);
        strcpy(last, code.symbols);
        assert_true(code_read(bytes_of_string(code.symbols), &back, NULL));
        assert_true(credential_from_code(nonce, &back, &again));
        assert_memory_equal(&credential, &again, sizeof again);
        for (size_t s = 0; s < CODE_SYMBOLS; s++)
            seen[strchr(alphabet, code.symbols[s]) - alphabet]++;
    }
    for (size_t v = 0; v < 32; v++) /* 119 expected */
        assert_in_range(seen[v], 50, 220);
}

static void bits_become_symbols_from_the_top(void **state)
{
    (void)state;
    char text[9];
    symbols_from_bits((const uint8_t[]){0xf8, 0x00, 0x3e, 0x0f, 0x83}, 8, text);
    assert_string_equal(text, "Z003W3W3");
    uint8_t values[3];
    assert_true(symbols_read(bytes_of_string("z-o i"), 3, values));
    assert_memory_equal(values, ((uint8_t[]){31, 0, 1}), 3);
    assert_false(symbols_read(bytes_of_string("zo"), 3, values));
    assert_false(symbols_read(bytes_of_string("zoi1"), 3, values));
    assert_false(symbols_read(bytes_of_string("zou"), 3, values));
}

/* A batch of `count` new keys, sorted. */
static void make_keys(struct point *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct scalar k;
        scalar_random(&k);
        point_multiply_base(&keys[i], &k);
    }
}

static void keys_blobs_are_strict(void **state)
{
    (void)state;
    struct point points[5];
    struct buffer blob = {0};
    struct keys keys;
    struct error err;
    make_keys(points, 5);
    assert_true(keys_write(points, 5, &blob, NULL));
    assert_true(keys_read(buffer_bytes(&blob), &keys, NULL));
    assert_int_equal(keys.count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_true(keys_contain(&keys, &points[i]));
    struct point other;
    make_keys(&other, 1);
    assert_false(keys_contain(&keys, &other));
    for (size_t len = 0; len <= blob.len; len++)
        assert_int_equal(keys_read(bytes_of(blob.data, len), &keys, &err), len % 32 == 0);
    uint8_t swapped[64];
    memcpy(swapped, blob.data + 32, 32);
    memcpy(swapped + 32, blob.data, 32);
    assert_false(keys_read(bytes_of(swapped, 64), &keys, &err));
    assert_string_equal(err.type, "credential-list");
    memcpy(swapped, swapped + 32, 32);
    assert_false(keys_read(bytes_of(swapped, 64), &keys, &err));
    assert_string_equal(err.type, "credential-list");
    blob.data[31] ^= 0x80; /* bit 255 */
    assert_false(keys_read(buffer_bytes(&blob), &keys, &err));
    assert_string_equal(err.type, "bad-point");
    points[1] = points[0];
    assert_false(keys_write(points, 5, &blob, &err));
    assert_int_equal(blob.len, 160);
    buffer_clear(&blob);
}

static void a_key_stands_in_one_batch_only(void **state)
{
    (void)state;
    struct point points[6];
    make_keys(points, 6);
    struct keys batches[] = {{points, 3}, {points + 3, 3}};
    struct error err;
    assert_true(keys_check_distinct(batches, 2, &err));
    points[5] = points[1];
    assert_false(keys_check_distinct(batches, 2, &err));
    assert_string_equal(err.type, "credential-list");
    assert_true(keys_check_distinct(batches, 0, &err));
}

static void credential_lists_are_strict(void **state)
{
    (void)state;
    static const char text[] =
        "{\"batches\":[{\"batch\":\"b1\",\"count\":3,\"district\":\"east\",\"keys\":{\"hash\":"
        "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"size\":96},\"purpose\":\"letter\"},"
        "{\"batch\":\"b2\",\"count\":1,\"district\":\"west\",\"keys\":{\"hash\":"
        "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"size\":32},\"purpose\":\"spare\"}],"
        "\"round\":\"AAECAwQFBgcICQoLDA0ODw\",\"total\":4,\"version\":1}";
    struct arena arena = {0};
    struct credential_list list;
    struct error err;
    struct buffer back = {0};
    assert_true(credential_list_parse(bytes_of_string(text), &arena, &list, NULL));
    assert_int_equal(list.batch_count, 2);
    assert_int_equal(list.batches[1].purpose, BATCH_SPARE);
    assert_string_equal(list.batches[0].district, "east");
    assert_true(credential_list_write(&list, &back, NULL));
    assert_string_equal(buffer_string(&back), text);
    for (size_t len = 0; len < strlen(text); len++) {
        assert_false(credential_list_parse(bytes_of(text, len), &arena, &list, &err));
        assert_string_equal(err.type, "credential-list");
    }
    static const char *const changes[][2] = {
        {"\"b2\"", "\"b1\""},           {"\"b2\"", "\"a\""},
        {"\"b2\"", "\"B2\""},           {"total\":4", "total\":5"},
        {"\"size\":96", "\"size\":97"}, {"\"count\":3", "\"count\":0"},
        {"\"spare\"", "\"test\""},      {"\"version\":1", "\"version\":2"},
        {"\"total\"", "\"totale\""},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct buffer wrong = {0};
        const char *at = strstr(text, changes[i][0]);
        buffer_append(&wrong, text, (size_t)(at - text));
        buffer_append_string(&wrong, changes[i][1]);
        buffer_append_string(&wrong, at + strlen(changes[i][0]));
        assert_false(credential_list_parse(buffer_bytes(&wrong), &arena, &list, &err));
        assert_string_equal(err.type, "credential-list");
        buffer_clear(&wrong);
    }
    list.total = UINT64_MAX; /* a writer must not abort on what its caller got wrong */
    assert_false(credential_list_write(&list, &back, &err));
    assert_int_equal(back.len, strlen(text));
    buffer_clear(&back);
    arena_clear(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_as_published),
        cmocka_unit_test(every_slip_of_the_finger_is_found),
        cmocka_unit_test(generated_codes_use_every_symbol),
        cmocka_unit_test(bits_become_symbols_from_the_top),
        cmocka_unit_test(keys_blobs_are_strict),
        cmocka_unit_test(a_key_stands_in_one_batch_only),
        cmocka_unit_test(credential_lists_are_strict),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
