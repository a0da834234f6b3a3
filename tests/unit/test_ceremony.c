/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "ballot/ceremony.h"
#include "ballot/words.h"
#include "crypto/dkg_evidence.h"
#include "vector.h"

enum { N = 3, T = 2, BLOBS_MAX = 16 };

/* A round whose three trustees have sent everything, and the blobs of the record. */
struct fixture {
    struct definition definition;
    struct person trustees[N];
    struct round_state round;
    struct scalar secrets[N];
    struct dkg_dealing dealings[N];
    struct buffer blobs[BLOBS_MAX];
    size_t blob_count;
    struct blob_source source;
    struct ceremony ceremony;
    struct entry opening;
    struct dkg_outcome outcome;
};

static bool read_blob(void *context, const struct blob_ref *ref, struct buffer *out, struct error *err)
{
    struct fixture *f = context;
    for (size_t i = 0; i < f->blob_count; i++) {
        struct blob_ref own;
        blob_ref_of(buffer_bytes(&f->blobs[i]), &own);
        if (blob_ref_equal(&own, ref)) {
            buffer_append_bytes(out, buffer_bytes(&f->blobs[i]));
            return true;
        }
    }
    return error_input(err, "missing", "no such blob");
}

static void add_blob(struct fixture *f, struct bytes bytes, struct blob_ref *ref)
{
    assert_true(f->blob_count < BLOBS_MAX);
    buffer_append_bytes(&f->blobs[f->blob_count++], bytes);
    blob_ref_of(bytes, ref);
}

static void send_first(struct fixture *f, uint64_t i, const struct bytes *payloads)
{
    struct dkg_session session;
    struct buffer message = {0};
    assert_true(ceremony_session(&f->round, &session, NULL));
    assert_true(dkg_deal(&session, i, &f->secrets[i - 1], &f->dealings[i - 1], payloads, &message, NULL));
    add_blob(f, buffer_bytes(&message), &f->round.messages[0][i - 1]);
    f->round.sent[0] |= UINT32_C(1) << (i - 1);
    buffer_clear(&message);
}

static void send_second(struct fixture *f, uint64_t i, const struct scalar *secret)
{
    struct dkg_signature signature;
    assert_true(dkg_sign(secret, buffer_bytes(&f->ceremony.transcript), &signature, NULL));
    add_blob(f, bytes_of(&signature, sizeof signature), &f->round.messages[1][i - 1]);
    f->round.sent[1] |= UINT32_C(1) << (i - 1);
}

static void open_as_made(struct fixture *f)
{
    struct buffer certificate = {0};
    assert_true(dkg_outcome(&f->ceremony.session, f->ceremony.messages, &f->outcome, NULL));
    ceremony_certificate(&f->ceremony, &certificate);
    f->opening = (struct entry){.type = ENTRY_OPENING,
                                .key = f->outcome.key,
                                .share_count = N,
                                .shares = f->outcome.shares,
                                .has_dkg = true};
    blob_ref_of(buffer_bytes(&certificate), &f->opening.dkg);
    buffer_clear(&certificate);
}

static int setup(void **state)
{
    struct fixture *f = allocate(1, sizeof *f);
    *f = (struct fixture){.definition = {.origin = "folkmoot.example/log", .threshold = T},
                          .source = {read_blob, f}};
    f->definition.trustees = (struct people){N, f->trustees};
    round_init(&f->round);
    f->round.definition = &f->definition;
    f->round.joined = (1 << N) - 1;
    for (size_t i = 0; i < N; i++) {
        scalar_random(&f->secrets[i]);
        point_multiply_base(&f->round.static_keys[i], &f->secrets[i]);
    }
    struct dkg_session session;
    assert_true(ceremony_session(&f->round, &session, NULL));
    for (uint64_t i = 1; i <= N; i++) {
        dkg_dealing_random(&session, &f->dealings[i - 1]);
        send_first(f, i, NULL);
    }
    assert_true(ceremony_load(&f->ceremony, &f->round, &f->source, NULL, NULL));
    for (uint64_t i = 1; i <= N; i++)
        send_second(f, i, &f->secrets[i - 1]);
    assert_true(ceremony_certify(&f->ceremony, &f->round, &f->source, NULL, NULL));
    open_as_made(f);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < f->blob_count; i++)
        buffer_clear(&f->blobs[i]);
    ceremony_clear(&f->ceremony);
    round_clear(&f->round);
    free(f);
    return 0;
}

/* ---- hashes and words ---- */

static void hashes_are_those_of_the_vector(void **state)
{
    (void)state;
    json_t *v = vector_load("ceremony");
    struct person trustees[N] = {0};
    struct definition definition = {.origin = vector_text(v, "origin"),
                                    .trustees = {N, trustees},
                                    .threshold = (size_t)json_integer_value(json_object_get(v, "threshold"))};
    struct round_state round;
    struct dkg_session session;
    const char *words[CEREMONY_WORDS];
    uint8_t said[DKG_CONTEXT_BYTES], found[HASH_BYTES], salt[HASH_BYTES];
    round_init(&round);
    round.definition = &definition;
    round.joined = (1 << N) - 1;
    round.attempt = (uint64_t)json_integer_value(json_object_get(v, "attempt"));
    vector_hex(v, "round", round.id, sizeof round.id);
    vector_hex(v, "definition_hash", round.definition_ref.hash, HASH_BYTES);
    for (size_t i = 0; i < N; i++) {
        vector_hex_value(json_array_get(json_object_get(v, "static_keys"), i), &round.static_keys[i],
                         POINT_BYTES);
        vector_hex_value(json_array_get(json_object_get(v, "salts"), i), salt, sizeof salt);
        vector_hex_value(json_array_get(json_object_get(v, "commitments"), i), said, HASH_BYTES);
        vector_hex_value(json_array_get(json_object_get(v, "message_hashes"), i), round.messages[0][i].hash,
                         HASH_BYTES);
        dkg_commit(&round.static_keys[i], salt, found);
        assert_memory_equal(found, said, HASH_BYTES);
    }
    ceremony_session_id(&round, found);
    vector_hex(v, "session_id", said, HASH_BYTES);
    assert_memory_equal(found, said, HASH_BYTES);
    assert_true(ceremony_session(&round, &session, NULL));
    vector_hex(v, "context", said, sizeof said);
    assert_memory_equal(session.context, said, sizeof said);
    ceremony_words(&session, words);
    for (size_t i = 0; i < CEREMONY_WORDS; i++)
        assert_string_equal(words[i], json_string_value(json_array_get(json_object_get(v, "words"), i)));
    ceremony_extension(&round, found);
    vector_hex(v, "extension", said, HASH_BYTES);
    assert_memory_equal(found, said, HASH_BYTES);
    round_clear(&round);
    json_decref(v);
}

/* A share that does not fit, and the proof of it. */
static void blame_is_that_of_the_vector(void **state)
{
    (void)state;
    json_t *v = vector_load("ceremony");
    const json_t *blame = json_object_get(v, "blame");
    struct dkg_session session = {.n = N, .t = T};
    struct dkg_message message;
    struct dkg_evidence evidence;
    struct buffer bytes = {0}, blob = {0};
    struct error err;
    vector_hex(v, "context", session.context, sizeof session.context);
    for (size_t i = 0; i < N; i++)
        vector_hex_value(json_array_get(json_object_get(v, "static_keys"), i), &session.static_keys[i],
                         POINT_BYTES);
    vector_hex_append(blame, "message", &bytes);
    vector_hex_append(blame, "evidence", &blob);
    assert_true(dkg_message_read(&session, buffer_bytes(&bytes), &message, NULL));
    assert_true(dkg_evidence_read(buffer_bytes(&blob), &evidence, NULL));
    assert_int_equal(evidence.accuser, json_integer_value(json_object_get(blame, "accuser")));
    assert_int_equal(evidence.accused, json_integer_value(json_object_get(blame, "accused")));
    assert_true(dkg_evidence_check(&session, &message, &evidence, NULL));
    session.context[0] ^= 1;
    assert_false(dkg_evidence_check(&session, &message, &evidence, &err));
    buffer_clear(&bytes);
    buffer_clear(&blob);
    json_decref(v);
}

/* The list is the published one, and bits become words as BIP-39 says (its vectors of entropy 7f7f... and
 * 8080..., the words before the checksum). */
static void words_are_those_of_bip_39(void **state)
{
    (void)state;
    static const char sum[] = "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda";
    static const char *const legal[] = {"legal", "winner",  "thank", "year",
                                        "wave",  "sausage", "worth", "useful"};
    static const char *const letter[] = {"letter", "advice", "cage",     "absurd",
                                         "amount", "doctor", "acoustic", "avoid"};
    struct buffer list = {0}, text = {0};
    uint8_t bits[16], hash[crypto_hash_sha256_BYTES];
    const char *words[CEREMONY_WORDS];
    for (unsigned i = 0; i < 1u << WORD_BITS; i++) {
        const uint8_t number[2] = {(uint8_t)(i >> 3), (uint8_t)(i << 5)};
        words_of(number, 1, words);
        buffer_append_format(&list, "%s\n", words[0]);
    }
    crypto_hash_sha256(hash, list.data, list.len);
    hex_append(&text, bytes_of(hash, sizeof hash));
    assert_string_equal(buffer_string(&text), sum);
    memset(bits, 0x7f, sizeof bits);
    words_of(bits, CEREMONY_WORDS, words);
    for (size_t i = 0; i < CEREMONY_WORDS; i++)
        assert_string_equal(words[i], legal[i]);
    memset(bits, 0x80, sizeof bits);
    words_of(bits, CEREMONY_WORDS, words);
    for (size_t i = 0; i < CEREMONY_WORDS; i++)
        assert_string_equal(words[i], letter[i]);
    buffer_clear(&list);
    buffer_clear(&text);
}

/* Another definition, round, log, attempt, threshold or trustee gives other words. */
static void words_cover_the_session(void **state)
{
    struct fixture *f = *state;
    const char *words[CEREMONY_WORDS], *others[CEREMONY_WORDS];
    struct dkg_session session;
    ceremony_words(&f->ceremony.session, words);
    for (size_t i = 0; i < 6; i++) {
        struct round_state other = f->round;
        struct definition definition = f->definition;
        struct scalar d;
        other.definition = &definition;
        other.id[0] ^= i == 0;
        other.definition_ref.hash[0] ^= i == 1;
        other.attempt += i == 2;
        definition.threshold += i == 3;
        if (i == 4)
            definition.origin = "folkmoot.example/log-2";
        scalar_from_u64(&d, 5);
        if (i == 5)
            point_multiply_base(&other.static_keys[2], &d);
        assert_true(ceremony_session(&other, &session, NULL));
        ceremony_words(&session, others);
        assert_true(strcmp(words[0], others[0]) != 0 || strcmp(words[1], others[1]) != 0);
    }
}

/* ---- messages ---- */

static void expect(bool ok, const struct error *err, const char *type)
{
    assert_false(ok);
    assert_int_equal(err->class, ERROR_INPUT);
    assert_string_equal(err->type, type);
}

static void everything_comes_in_its_time(void **state)
{
    struct fixture *f = *state;
    struct ceremony other = {0};
    struct dkg_session session;
    struct error err;
    uint64_t blame = 9;
    struct round_state round = f->round;
    round.sent[1] = 3;
    expect(ceremony_certify(&f->ceremony, &round, &f->source, &blame, &err), &err, "round-state");
    round.sent[0] = 5;
    expect(ceremony_load(&other, &round, &f->source, &blame, &err), &err, "round-state");
    assert_int_equal(blame, 0);
    round.joined = 6;
    expect(ceremony_session(&round, &session, &err), &err, "round-state");
    round.messages[0][1].hash[0] ^= 1;
    round.joined = round.sent[0] = 7;
    expect(ceremony_load(&other, &round, &f->source, &blame, &err), &err, "missing");
    assert_int_equal(blame, 0);
    assert_null(other.transcript.data);
}

static void bad_first_messages_are_blamed(void **state)
{
    struct fixture *f = *state;
    struct ceremony other = {0};
    struct error err;
    uint64_t blame;
    struct bytes payloads[N] = {bytes_of("x", 1), bytes_of("x", 1), bytes_of("x", 1)};
    struct buffer changed = {0};
    send_first(f, 2, payloads); /* what nobody asked for */
    expect(ceremony_load(&other, &f->round, &f->source, &blame, &err), &err, "bad-message");
    assert_int_equal(blame, 2);
    buffer_append_bytes(&changed, buffer_bytes(&f->blobs[1]));
    changed.data[(T + 1) * POINT_BYTES] ^= 1; /* z of the proof */
    add_blob(f, buffer_bytes(&changed), &f->round.messages[0][1]);
    expect(ceremony_load(&other, &f->round, &f->source, &blame, &err), &err, "bad-proof");
    assert_int_equal(blame, 2);
    assert_non_null(strstr(err.detail, "trustee 2"));
    memset(changed.data, 0, POINT_BYTES);
    add_blob(f, buffer_bytes(&changed), &f->round.messages[0][1]);
    expect(ceremony_load(&other, &f->round, &f->source, &blame, &err), &err, "bad-message");
    buffer_clear(&changed);
}

/* Who saw another first message, or another definition, signs something else. */
static void bad_second_messages_are_blamed(void **state)
{
    struct fixture *f = *state;
    struct ceremony other = {0};
    struct error err;
    uint64_t blame = 0;
    struct blob_ref kept = f->round.messages[1][2];
    send_second(f, 3, &f->secrets[0]); /* by another trustee */
    expect(ceremony_certify(&f->ceremony, &f->round, &f->source, &blame, &err), &err, "bad-signature");
    assert_int_equal(blame, 3);
    add_blob(f, bytes_of("short", 5), &f->round.messages[1][2]);
    expect(ceremony_certify(&f->ceremony, &f->round, &f->source, &blame, &err), &err, "bad-signature");
    struct buffer longer = {0};
    assert_true(read_blob(f, &kept, &longer, NULL));
    buffer_append_u8(&longer, 0);
    add_blob(f, buffer_bytes(&longer), &f->round.messages[1][2]);
    expect(ceremony_certify(&f->ceremony, &f->round, &f->source, &blame, &err), &err, "bad-signature");
    buffer_clear(&longer);
    f->round.messages[1][2] = kept;
    assert_true(ceremony_certify(&f->ceremony, &f->round, &f->source, &blame, &err));
    assert_int_equal(blame, 0);

    f->round.definition_ref.size++; /* only the hash is bound, which names the bytes */
    assert_true(ceremony_load(&other, &f->round, &f->source, NULL, NULL));
    ceremony_clear(&other);
    send_first(f, 1, NULL); /* the same bytes */
    dkg_dealing_random(&f->ceremony.session, &f->dealings[0]);
    send_first(f, 1, NULL);
    assert_true(ceremony_load(&other, &f->round, &f->source, NULL, NULL));
    expect(ceremony_certify(&other, &f->round, &f->source, &blame, &err), &err, "bad-signature");
    assert_int_equal(blame, 1);
    ceremony_clear(&other);
}

/* ---- what comes out ---- */

static void the_opening_is_what_came_out(void **state)
{
    struct fixture *f = *state;
    struct error err;
    struct point shares[N];
    assert_true(ceremony_check_opening(&f->ceremony, &f->opening, &err));
    struct entry wrong = f->opening;
    wrong.key = f->outcome.shares[0];
    expect(ceremony_check_opening(&f->ceremony, &wrong, &err), &err, "bad-key");
    wrong = f->opening;
    wrong.share_count = N - 1;
    expect(ceremony_check_opening(&f->ceremony, &wrong, &err), &err, "bad-key");
    for (size_t i = 0; i < N; i++) {
        memcpy(shares, f->outcome.shares, sizeof shares);
        shares[i] = f->outcome.key;
        wrong = f->opening;
        wrong.shares = shares;
        expect(ceremony_check_opening(&f->ceremony, &wrong, &err), &err, "bad-key");
    }
    wrong = f->opening;
    wrong.has_dkg = false;
    expect(ceremony_check_opening(&f->ceremony, &wrong, &err), &err, "bad-key");
    wrong = f->opening;
    wrong.dkg.hash[31] ^= 1;
    expect(ceremony_check_opening(&f->ceremony, &wrong, &err), &err, "bad-key");
    wrong = f->opening;
    wrong.dkg.size++;
    expect(ceremony_check_opening(&f->ceremony, &wrong, &err), &err, "bad-key");
}

/* Trustee `accuser` says that trustee 2 sent a bad share; what becomes of it when it blames `blamed`. */
static bool accuse(struct fixture *f, uint64_t accuser, uint64_t blamed, struct error *err)
{
    struct buffer blob = {0};
    struct dkg_session session;
    struct dkg_message message;
    struct buffer bytes = {0};
    struct entry restart = {.type = ENTRY_DKG_RESTART, .has_blamed = true, .has_evidence = true};
    assert_true(ceremony_session(&f->round, &session, NULL));
    assert_true(read_blob(f, &f->round.messages[0][1], &bytes, NULL));
    assert_true(dkg_message_read(&session, buffer_bytes(&bytes), &message, NULL));
    assert_true(dkg_evidence_make(&session, accuser, 2, &message, &f->secrets[accuser - 1], &blob, NULL));
    add_blob(f, buffer_bytes(&blob), &restart.evidence);
    restart.blamed = blamed;
    bool ok = ceremony_check_evidence(&f->round, &restart, &f->source, err);
    restart.evidence.hash[0] ^= 1;
    assert_false(ceremony_check_evidence(&f->round, &restart, &f->source, NULL));
    add_blob(f, bytes_of("folkmoot-blame/1\n", 17), &restart.evidence);
    assert_false(ceremony_check_evidence(&f->round, &restart, &f->source, NULL));
    buffer_clear(&blob);
    buffer_clear(&bytes);
    return ok;
}

static void evidence_is_checked(void **state)
{
    struct fixture *f = *state;
    struct error err;
    struct buffer changed = {0};
    expect(accuse(f, 3, 2, &err), &err, "bad-evidence"); /* nothing is wrong */
    buffer_append_bytes(&changed, buffer_bytes(&f->blobs[1]));
    changed.data[changed.len - 1] ^= 1; /* the share of trustee 3 */
    add_blob(f, buffer_bytes(&changed), &f->round.messages[0][1]);
    assert_true(accuse(f, 3, 2, &err));
    expect(accuse(f, 1, 2, &err), &err, "bad-evidence"); /* whose share is good */
    expect(accuse(f, 3, 1, &err), &err, "bad-evidence"); /* it is against somebody else */
    buffer_clear(&changed);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_those_of_the_vector),
        cmocka_unit_test(blame_is_that_of_the_vector),
        cmocka_unit_test(words_are_those_of_bip_39),
        TEST(words_cover_the_session),
        TEST(everything_comes_in_its_time),
        TEST(bad_first_messages_are_blamed),
        TEST(bad_second_messages_are_blamed),
        TEST(the_opening_is_what_came_out),
        TEST(evidence_is_checked),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
