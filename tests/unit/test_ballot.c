/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "round_fixture.h"

static struct bytes vector_ballot(struct fixture *f, json_t **document)
{
    *document = vector_load("ballot");
    const char *text = vector_text(*document, "ballot");
    return bytes_of(arena_string(&f->arena, text), strlen(text));
}

static void the_vector_is_read(void **state)
{
    struct fixture *f = *state;
    json_t *document;
    struct bytes text = vector_ballot(f, &document);
    struct ballot ballot;
    struct error err = {0};
    uint8_t eid[HASH_BYTES], id[HASH_BYTES], expected[HASH_BYTES], least[HASH_BYTES], greatest[HASH_BYTES];
    char tracker[BALLOT_TRACKER_TEXT_BYTES + 1], check[BALLOT_CHECK_SYMBOLS + 1];
    struct buffer back = {0};
    if (!ballot_parse(text, &f->arena, &ballot, &err))
        fail_msg("%s", err.detail);
    assert_true(bytes_equal(ballot.bytes, text));
    assert_int_equal(ballot.statement.contest_count, 2);
    assert_int_equal(ballot.statement.seq, 3);
    assert_int_equal(ballot_point_count(&ballot), 10);
    vector_hex(document, "eid", eid, sizeof eid);
    assert_true(ballot_verify(&ballot, eid, &err));
    assert_true(ballot_check_distinct(&ballot, &err));
    ballot_check_code(eid, &ballot.statement, check);
    assert_string_equal(check, vector_text(document, "check_code"));
    ballot_id(ballot.bytes, id);
    vector_hex(document, "ballot_id", expected, sizeof expected);
    assert_memory_equal(id, expected, sizeof id);
    ballot_tracker(id, tracker);
    struct buffer dashed = {0};
    for (const char *c = tracker; *c; c++)
        if (*c != '-')
            buffer_append_u8(&dashed, (uint8_t)*c);
    assert_string_equal(buffer_string(&dashed), vector_text(document, "tracker"));
    buffer_clear(&dashed);
    assert_true(ballot_tracker_read(bytes_of_string(tracker), least, greatest, NULL));
    assert_true(memcmp(least, id, sizeof id) <= 0 && memcmp(id, greatest, sizeof id) <= 0);
    assert_memory_equal(least, greatest, 12);
    assert_int_equal(greatest[12] - least[12], 15);
    tracker[0] = tracker[0] == '0' ? '1' : '0';
    assert_true(ballot_tracker_read(bytes_of_string(tracker), least, greatest, NULL));
    assert_false(memcmp(least, id, sizeof id) <= 0 && memcmp(id, greatest, sizeof id) <= 0);
    ballot_write(&ballot.statement, ballot.t, ballot.z, &back);
    assert_true(bytes_equal(buffer_bytes(&back), text));
    size_t width;
    assert_ptr_equal(ballot_contest(&ballot, "streets-2026", &width), &ballot.statement.ciphertexts[1]);
    assert_int_equal(width, 2);
    assert_null(ballot_contest(&ballot, "street", &width));
    eid[0] ^= 1;
    assert_false(ballot_verify(&ballot, eid, &err));
    assert_string_equal(err.type, "bad-proof");
    buffer_clear(&back);
    json_decref(document);
}

static void expect_symbols(const char *symbols, const json_t *one, const char *key)
{
    char bare[64];
    size_t count = 0;
    for (const char *c = symbols; *c; c++)
        if (*c != '-')
            bare[count++] = *c;
    bare[count] = '\0';
    assert_string_equal(bare, vector_text(one, key));
}

static void expect_layout(const struct ballot *ballot, const json_t *layout)
{
    size_t i;
    json_t *contest;
    assert_int_equal(ballot->statement.contest_count, json_array_size(layout));
    json_array_foreach(layout, i, contest)
    {
        assert_true(bytes_equal(ballot->statement.layout[i].contest,
                                bytes_of_string(vector_text(contest, "contest"))));
        assert_int_equal(ballot->statement.layout[i].width,
                         json_integer_value(json_object_get(contest, "width")));
    }
}

/* Every ciphertext opens to the embedding of its block. */
static void expect_blocks(const struct ballot *ballot, const json_t *one)
{
    const json_t *blocks = json_object_get(one, "blocks");
    struct scalar secret;
    vector_hex(one, "election_secret", secret.bytes, sizeof secret.bytes);
    assert_int_equal(ballot->statement.ciphertext_count, json_array_size(blocks));
    for (size_t i = 0; i < ballot->statement.ciphertext_count; i++) {
        const struct ciphertext *ciphertext = &ballot->statement.ciphertexts[i];
        uint8_t block[BLOCK_BYTES], expected[BLOCK_BYTES];
        struct point shared, opened;
        point_multiply(&shared, &secret, &ciphertext->a);
        point_subtract(&opened, &ciphertext->c, &shared);
        assert_true(point_unembed(&opened, block));
        vector_hex_value(json_array_get(blocks, i), expected, sizeof expected);
        assert_memory_equal(block, expected, sizeof block);
    }
}

/* Ballots that web/src/crypto made, with all that the two sides must see alike. */
static void the_ballots_of_the_browser_are_accepted(void **state)
{
    struct fixture *f = *state;
    json_t *document = vector_load("ballot_ts"), *one;
    size_t i;
    assert_true(json_array_size(json_object_get(document, "ballots")) > 1);
    json_array_foreach(json_object_get(document, "ballots"), i, one)
    {
        uint8_t nonce[ROUND_NONCE_BYTES], eid[HASH_BYTES], expected[HASH_BYTES], id[HASH_BYTES];
        char serial[SERIAL_TEXT_BYTES + 1], tracker[BALLOT_TRACKER_TEXT_BYTES + 1],
            check[BALLOT_CHECK_SYMBOLS + 1];
        struct code code;
        struct credential credential;
        struct ballot ballot;
        struct error err = {0};
        if (!ballot_parse(bytes_of_string(vector_text(one, "ballot")), &f->arena, &ballot, &err))
            fail_msg("%s: %s", vector_text(one, "name"), err.detail);
        vector_hex(one, "eid", eid, sizeof eid);
        if (!ballot_verify(&ballot, eid, &err) || !ballot_check_distinct(&ballot, &err))
            fail_msg("%s: %s", vector_text(one, "name"), err.detail);
        assert_int_equal(ballot.statement.seq, json_integer_value(json_object_get(one, "seq")));
        vector_hex(one, "prev", expected, sizeof expected);
        assert_memory_equal(ballot.statement.prev, expected, sizeof expected);
        expect_layout(&ballot, json_object_get(one, "layout"));
        expect_blocks(&ballot, one);

        vector_hex(one, "nonce", nonce, sizeof nonce);
        assert_true(code_read(bytes_of_string(vector_text(one, "code")), &code, &err));
        assert_true(credential_from_code(nonce, &code, &credential));
        assert_true(point_equal(&credential.key, &ballot.statement.credential));
        serial_text(serial_of(&credential.key), serial);
        expect_symbols(serial, one, "serial");

        ballot_id(ballot.bytes, id);
        vector_hex(one, "ballot_id", expected, sizeof expected);
        assert_memory_equal(id, expected, sizeof id);
        ballot_tracker(id, tracker);
        expect_symbols(tracker, one, "tracker");
        ballot_check_code(eid, &ballot.statement, check);
        assert_string_equal(check, vector_text(one, "check_code"));

        eid[HASH_BYTES - 1] ^= 0x80;
        assert_false(ballot_verify(&ballot, eid, &err));
        credential_wipe(&credential);
    }
    json_decref(document);
}

static void a_piece_is_no_ballot(void **state)
{
    struct fixture *f = *state;
    json_t *document;
    struct bytes text = vector_ballot(f, &document);
    for (size_t len = 0; len < text.len; len++) {
        /* on the heap, so that reading behind the end would be found */
        struct buffer piece = {0};
        struct arena arena = {0};
        struct ballot ballot;
        struct error err;
        buffer_append(&piece, text.data, len);
        assert_false(ballot_parse(buffer_bytes(&piece), &arena, &ballot, &err));
        assert_string_equal(err.type, "bad-json");
        buffer_clear(&piece);
        arena_clear(&arena);
    }
    struct ballot ballot;
    struct error err;
    struct buffer more = {0};
    buffer_append_bytes(&more, text);
    buffer_append_u8(&more, ' ');
    assert_false(ballot_parse(buffer_bytes(&more), &f->arena, &ballot, &err));
    assert_true(ballot_parse_prefix(buffer_bytes(&more), false, &f->arena, &ballot, &err));
    assert_int_equal(ballot.bytes.len, text.len);
    buffer_clear(&more);
    json_decref(document);
}

/* Everything is under the proof: no bit can change. */
static void a_flipped_bit_is_found(void **state)
{
    struct fixture *f = *state;
    json_t *document;
    struct bytes text = vector_ballot(f, &document);
    char *copy = arena_copy(&f->arena, text.data, text.len);
    uint8_t eid[HASH_BYTES];
    vector_hex(document, "eid", eid, sizeof eid);
    for (size_t bit = 0; bit < 8 * text.len; bit += 5) {
        struct arena arena = {0};
        struct ballot ballot;
        copy[bit / 8] = (char)(copy[bit / 8] ^ 1 << bit % 8);
        assert_false(ballot_parse(bytes_of(copy, text.len), &arena, &ballot, NULL) &&
                     ballot_verify(&ballot, eid, NULL));
        copy[bit / 8] = (char)(copy[bit / 8] ^ 1 << bit % 8);
        arena_clear(&arena);
    }
    json_decref(document);
}

#define ZERO "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define ORDER "7dP1XBpjEljWnPei3vneFAAAAAAAAAAAAAAAAAAAABA" /* L */

/* Replace the 43 characters behind `before`, or `before` by `with`, and see the error. True: reading a ballot
 * to be proven does not find it, but the proof does. */
static bool expect_refusal(struct fixture *f, struct bytes text, const char *before, const char *with,
                           bool behind, const char *type)
{
    struct buffer wrong = {0};
    struct ballot ballot;
    struct error err = {0};
    const char *start = (const char *)text.data, *at = strstr(start, before);
    assert_non_null(at);
    if (behind)
        at += strlen(before);
    buffer_append(&wrong, start, (size_t)(at - start));
    buffer_append_string(&wrong, with);
    buffer_append_string(&wrong, at + (behind ? 43 : strlen(before)));
    assert_false(ballot_parse(buffer_bytes(&wrong), &f->arena, &ballot, &err));
    if (strcmp(err.type, type) != 0)
        fail_msg("%s -> %s gives %s (%s)", before, with, err.type, err.detail);
    /* What the other way of reading leaves open, both ways of checking the proof find. */
    static const uint8_t eid[HASH_BYTES];
    bool left = ballot_parse_unproven(buffer_bytes(&wrong), &f->arena, &ballot, &err);
    if (left) {
        const struct ballot *ballots[] = {&ballot};
        assert_string_equal(type, "bad-point");
        assert_false(ballots_hold(ballots, 1, eid, NULL));
        assert_false(ballot_verify(&ballot, eid, &err));
    }
    assert_string_equal(err.type, type);
    buffer_clear(&wrong);
    return left;
}

static void each_door_has_its_error(void **state)
{
    struct fixture *f = *state;
    json_t *document;
    struct bytes text = vector_ballot(f, &document);
    static const char *const points[] = {"{\"a\":[\"", "\"c\":[\"", "\"credential\":\"", "\"t\":[\""};
    for (size_t i = 0; i < 4; i++) {
        char high[44];
        const char *at = strstr((const char *)text.data, points[i]) + strlen(points[i]);
        memcpy(high, at, 43);
        high[43] = 0;
        uint8_t bytes[32];
        assert_true(base64url_decode_exact(bytes_of(high, 43), bytes, 32));
        bytes[31] |= 0x80;
        struct buffer encoded = {0};
        base64url_append(&encoded, bytes_of(bytes, 32));
        bool proven = i != 1; /* no proof is about c */
        assert_int_equal(expect_refusal(f, text, points[i], buffer_string(&encoded), true, "bad-point"),
                         proven);
        buffer_clear(&encoded);
        assert_int_equal(expect_refusal(f, text, points[i], ZERO, true, "bad-point"), proven);
    }
    expect_refusal(f, text, "\"z\":[\"", ORDER, true, "bad-scalar");
    expect_refusal(f, text, "\"width\":1", "\"width\":2", false, "layout");
    expect_refusal(f, text, "\"width\":1", "\"width\":0", false, "layout");
    expect_refusal(f, text, "\"width\":1", "\"width\":300", false, "layout");
    expect_refusal(f, text, "\"width\":1", "\"width\":301", false, "bad-json");
    expect_refusal(f, text, "\"width\":1", "\"width\":01", false, "bad-json");
    expect_refusal(f, text, "\"seq\":3", "\"seq\":32", false, "bad-json");
    expect_refusal(f, text, "\"seq\":3", "\"seq\":-3", false, "bad-json");
    expect_refusal(f, text, "\"parks\"", "\"Parks\"", false, "bad-json");
    expect_refusal(f, text, "\"parks\"", "\"\"", false, "bad-json");
    expect_refusal(f, text, "{\"contest\":\"parks\",\"width\":1},", "", false, "layout");
    expect_refusal(f, text, "\"c\":[", "\"c\":[\"" ZERO "\",", false, "layout");
    expect_refusal(f, text, "\"t\":[", "\"t\":[\"" ZERO "\",", false, "layout");
    expect_refusal(f, text, "\"z\":[", "\"z\":[\"" ZERO "\",", false, "layout");
    expect_refusal(f, text, "{\"a\":[", "{\"a\":[\"" ZERO "\",", false, "layout");
    expect_refusal(f, text, "\"prev\"", " \"prev\"", false, "bad-json");
    expect_refusal(f, text, "\"seq\"", "\"more\":1,\"seq\"", false, "bad-json");
    struct ballot ballot;
    struct error err;
    uint8_t *large = arena_allocate(&f->arena, 1, BALLOT_BYTES_MAX + 1);
    assert_false(ballot_parse(bytes_of(large, BALLOT_BYTES_MAX + 1), &f->arena, &ballot, &err));
    assert_string_equal(err.type, "too-large");
    json_decref(document);
}

/* Decrypt one contest of a ballot with the election secret. */
static enum payload_verdict decrypt(const struct fixture *f, const struct ballot *ballot,
                                    const struct contest *contest, struct choices *out)
{
    struct point points[BALLOT_CIPHERTEXTS_MAX];
    size_t width;
    const struct ciphertext *ciphertexts = ballot_contest(ballot, contest->id, &width);
    assert_int_equal(width, contest->width);
    for (size_t i = 0; i < width; i++) {
        struct point shared;
        point_multiply(&shared, &f->election_secret, &ciphertexts[i].a);
        point_subtract(&points[i], &ciphertexts[i].c, &shared);
    }
    return payload_decode_points(contest, points, out);
}

static void what_a_device_makes_is_accepted_and_decrypts(void **state)
{
    struct fixture *f = *state;
    const struct district *east = definition_district(&f->definition, "east");
    struct choices choices[2] = {{2, {1, 2}, {1, 1}}, {3, {0, 231, 249}, {1, 1, 1}}}, back;
    struct code code;
    struct credential credential;
    uint8_t prev[HASH_BYTES] = {0};
    credential_generate(f->definition.nonce, &code, &credential);
    struct ballot_plan plan = {&f->definition, east, f->eid, &f->election_key, &credential, 0, prev, choices};
    struct buffer bytes = {0}, again = {0};
    struct error err = {0};
    struct ballot ballot;
    if (!ballot_make(&plan, &bytes, &err))
        fail_msg("%s", err.detail);
    assert_true(ballot_parse(buffer_bytes(&bytes), &f->arena, &ballot, &err));
    assert_true(ballot_fits(&ballot, east, &err));
    assert_true(ballot_verify(&ballot, f->eid, &err));
    for (size_t c = 0; c < 2; c++) {
        assert_int_equal(decrypt(f, &ballot, &f->definition.contests[c], &back), PAYLOAD_VALID);
        assert_int_equal(back.count, choices[c].count);
        assert_memory_equal(back.options, choices[c].options, back.count * sizeof *back.options);
    }
    assert_false(ballot_fits(&ballot, definition_district(&f->definition, "west"), &err));
    assert_string_equal(err.type, "layout");
    struct district other = *east;
    struct ballot_layout layout[2] = {east->layout[0], east->layout[1]};
    other.layout = layout;
    assert_true(ballot_fits(&ballot, &other, &err));
    layout[1].contest = bytes_of_string("streets-2027");
    assert_false(ballot_fits(&ballot, &other, &err));
    layout[1] = east->layout[1];
    layout[1].width = 1;
    assert_false(ballot_fits(&ballot, &other, &err));
    assert_true(ballot_make(&plan, &again, &err)); /* the same choices, nothing in common */
    struct ballot second;
    assert_true(ballot_parse(buffer_bytes(&again), &f->arena, &second, &err));
    for (size_t i = 0; i < ballot_point_count(&ballot); i++)
        for (size_t k = 0; k < ballot_point_count(&ballot); k++)
            assert_false(point_equal(ballot_point(&ballot, i), ballot_point(&second, k)));
    choices[0].count = 3; /* the third option is twice there */
    choices[0].options[2] = 2;
    choices[0].values[2] = 1;
    size_t len = again.len;
    assert_false(ballot_make(&plan, &again, &err));
    assert_string_equal(err.type, "ranking");
    assert_int_equal(again.len, len);
    buffer_clear(&bytes);
    buffer_clear(&again);
    credential_wipe(&credential);
}

static void a_point_twice_is_found(void **state)
{
    struct fixture *f = *state;
    json_t *document;
    struct bytes text = vector_ballot(f, &document);
    struct ballot ballot;
    struct error err;
    assert_true(ballot_parse(text, &f->arena, &ballot, NULL));
    size_t count = ballot_point_count(&ballot);
    for (size_t i = 0; i < count; i++) {
        struct point *point = (struct point *)(uintptr_t)ballot_point(&ballot, i), saved = *point;
        *point = *ballot_point(&ballot, (i + 4) % count);
        assert_false(ballot_check_distinct(&ballot, &err));
        assert_string_equal(err.type, "duplicate-point");
        *point = saved;
    }
    assert_true(ballot_check_distinct(&ballot, &err));
    json_decref(document);
}

/* The largest ballot there is fits a ballot, and the ballot an entry. */
static void the_largest_ballot_fits_an_entry(void **state)
{
    struct fixture *f = *state;
    enum { N = BALLOT_CIPHERTEXTS_MAX };
    struct ciphertext *ciphertexts = arena_allocate(&f->arena, N, sizeof *ciphertexts);
    struct point *t = arena_allocate(&f->arena, N + 1, sizeof *t);
    struct scalar *z = arena_allocate(&f->arena, N + 1, sizeof *z);
    struct ballot_layout layout[DEFINITION_CONTESTS_MAX];
    for (size_t i = 0; i < N; i++) {
        ciphertexts[i] = (struct ciphertext){f->election_key, f->election_key};
        t[i] = t[N] = f->election_key;
    }
    for (size_t c = 0; c < DEFINITION_CONTESTS_MAX; c++)
        layout[c] = (struct ballot_layout){bytes_of_string("contest-with-an-id-of-32-bytes--"),
                                           c ? 1 : N - DEFINITION_CONTESTS_MAX + 1};
    struct ballot_statement statement = {.credential = f->election_key,
                                         .seq = BALLOT_SEQ_MAX,
                                         .layout = layout,
                                         .contest_count = DEFINITION_CONTESTS_MAX,
                                         .ciphertexts = ciphertexts,
                                         .ciphertext_count = N};
    struct buffer bytes = {0}, out = {0};
    struct error err = {0};
    ballot_write(&statement, t, z, &bytes);
    struct entry entry = fixture_entry(f, ENTRY_BALLOT, MINUTE_MAX), back;
    if (!ballot_parse(buffer_bytes(&bytes), &f->arena, &entry.ballot, &err))
        fail_msg("%s", err.detail);
    assert_true(entry_write(&entry, &out, NULL));
    assert_true(entry_parse(buffer_bytes(&out), &f->arena, &back, NULL));
    assert_int_equal(back.ballot.statement.ciphertext_count, N);
    buffer_clear(&bytes);
    buffer_clear(&out);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_vector_is_read, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(the_ballots_of_the_browser_are_accepted, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_piece_is_no_ballot, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_flipped_bit_is_found, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(each_door_has_its_error, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(what_a_device_makes_is_accepted_and_decrypts, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_point_twice_is_found, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(the_largest_ballot_fits_an_entry, fixture_setup, fixture_teardown),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
