/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/credential.h"
#include "crypto/sign.h"
#include "crypto/transcript.h"
#include "vector.h"

/* The bytes that are hashed, written out by hand. */
static void fields_have_the_stated_encoding(void **state)
{
    (void)state;
    static const uint8_t hashed[] = "folkmoot/1/core\0"
                                    "\0\0\0\3abc"
                                    "\0\0\0\0"
                                    "\0\0\0\10\1\2\3\4\5\6\7\10"
                                    "\0\0\0\2"
                                    "\0\0\0\1x"
                                    "\0\0\0\1y";
    uint8_t expected[crypto_hash_sha512_BYTES], out[HASH_BYTES];
    crypto_hash_sha512(expected, hashed, sizeof hashed - 1);
    struct transcript transcript;
    transcript_init(&transcript, TAG_CORE);
    transcript_bytes(&transcript, bytes_of_string("abc"));
    transcript_bytes(&transcript, bytes_of(NULL, 0));
    transcript_u64(&transcript, 0x0102030405060708);
    transcript_count(&transcript, 2);
    transcript_bytes(&transcript, bytes_of_string("x"));
    transcript_bytes(&transcript, bytes_of_string("y"));
    transcript_hash32(&transcript, out);
    assert_memory_equal(out, expected, HASH_BYTES);
    assert_true(sodium_is_zero((const uint8_t *)&transcript, sizeof transcript));
}

static void every_tag_has_its_vector(void **state)
{
    (void)state;
    json_t *vector = vector_load("hashes"), *hashes = json_object_get(vector, "hashes");
    assert_int_equal(json_array_size(hashes), TAG_COUNT);
    for (unsigned tag = 0; tag < TAG_COUNT; tag++) {
        const json_t *hash = json_array_get(hashes, tag);
        uint8_t expected[32], out[32];
        struct transcript transcript;
        assert_string_equal(vector_text(hash, "tag"), tag_name(tag));
        vector_hex(hash, "result", expected, sizeof expected);
        transcript_init(&transcript, tag);
        transcript_bytes(&transcript, bytes_of_string("abc"));
        transcript_bytes(&transcript, bytes_of(NULL, 0));
        transcript_u64(&transcript, 0x0102030405060708);
        transcript_count(&transcript, 2);
        transcript_bytes(&transcript, bytes_of_string("x"));
        transcript_bytes(&transcript, bytes_of_string("y"));
        if (tag_kind(tag) == TAG_SCALAR)
            transcript_scalar(&transcript, (struct scalar *)out);
        else if (tag_kind(tag) == TAG_HASH32)
            transcript_hash32(&transcript, out);
        else
            transcript_group(&transcript, (struct point *)out);
        assert_memory_equal(out, expected, sizeof out);
    }
    json_decref(vector);
}

static void results_are_little_endian_and_wide(void **state)
{
    (void)state;
    uint8_t wide[WIDE_BYTES];
    struct transcript transcript;
    struct scalar scalar, expected_scalar;
    struct point point, expected_point;
    crypto_hash_sha512(wide, (const uint8_t *)"folkmoot/1/nonce", 17);
    scalar_from_wide(&expected_scalar, wide);
    transcript_init(&transcript, TAG_NONCE);
    transcript_scalar(&transcript, &scalar);
    assert_true(scalar_equal(&scalar, &expected_scalar));
    crypto_hash_sha512(wide, (const uint8_t *)"folkmoot/1/shuffle-h", 21);
    point_from_wide(&expected_point, wide);
    transcript_init(&transcript, TAG_SHUFFLE_H);
    transcript_group(&transcript, &point);
    assert_true(point_equal(&point, &expected_point));
}

static void points_are_a_counted_vector(void **state)
{
    (void)state;
    struct point points[2];
    point_multiply_base(&points[0], &SCALAR_ONE);
    point_add(&points[1], &points[0], &points[0]);
    uint8_t one[HASH_BYTES], other[HASH_BYTES];
    struct transcript transcript;
    transcript_init(&transcript, TAG_CORE);
    transcript_points(&transcript, points, 2);
    transcript_hash32(&transcript, one);
    transcript_init(&transcript, TAG_CORE);
    transcript_count(&transcript, 2);
    transcript_point(&transcript, &points[0]);
    transcript_bytes(&transcript, bytes_of(points[1].bytes, POINT_BYTES));
    transcript_hash32(&transcript, other);
    assert_memory_equal(one, other, HASH_BYTES);
}

static void tags_are_distinct(void **state)
{
    (void)state;
    for (unsigned i = 0; i < TAG_COUNT; i++)
        for (unsigned j = 0; j < i; j++)
            assert_string_not_equal(tag_name(i), tag_name(j));
}

/* Each tag ends in its own kind of result only: in a child, any other ends in abort(). */
static void a_tag_has_one_kind(void **state)
{
    (void)state;
    for (unsigned tag = 0; tag < TAG_COUNT; tag++)
        for (unsigned kind = TAG_SCALAR; kind <= TAG_GROUP; kind++) {
            pid_t child = fork();
            assert_true(child >= 0);
            if (child == 0) {
                signal(SIGABRT, SIG_DFL);
                struct transcript transcript;
                struct scalar scalar;
                struct point point;
                uint8_t hash[HASH_BYTES];
                transcript_init(&transcript, tag);
                if (kind == TAG_SCALAR)
                    transcript_scalar(&transcript, &scalar);
                else if (kind == TAG_HASH32)
                    transcript_hash32(&transcript, hash);
                else
                    transcript_group(&transcript, &point);
                _exit(0);
            }
            int status;
            assert_int_equal(waitpid(child, &status, 0), child);
            if (tag_kind(tag) == kind)
                assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
            else
                assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
        }
}

static void credential_of_a_code(void **state)
{
    (void)state;
    json_t *vector = vector_load("ballot");
    uint8_t nonce[ROUND_NONCE_BYTES];
    struct scalar k, expected_k;
    struct point key, expected_key;
    vector_hex(vector, "nonce", nonce, sizeof nonce);
    vector_hex(vector, "k", expected_k.bytes, SCALAR_BYTES);
    vector_hex(vector, "credential", expected_key.bytes, POINT_BYTES);
    credential_secret(nonce, vector_text(vector, "code"), &k);
    assert_memory_equal(k.bytes, expected_k.bytes, SCALAR_BYTES);
    point_multiply_base(&key, &k);
    assert_memory_equal(key.bytes, expected_key.bytes, POINT_BYTES);
    json_decref(vector);
}

static void signatures(void **state)
{
    (void)state;
    uint8_t seed[SIGN_SEED_BYTES] = {1, 2, 3}, digest[HASH_BYTES] = {4, 5, 6};
    struct sign_public public, other_public;
    struct sign_secret secret, other_secret;
    struct signature signature, again;
    sign_key_from_seed(seed, &public, &secret);
    sign_digest(&secret, digest, &signature);
    sign_digest(&secret, digest, &again);
    assert_memory_equal(&signature, &again, sizeof signature);
    assert_true(sign_verify(&public, digest, &signature));
    for (size_t bit = 0; bit < 8 * sizeof signature; bit++) {
        again = signature;
        again.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(sign_verify(&public, digest, &again));
    }
    digest[31] ^= 1;
    assert_false(sign_verify(&public, digest, &signature));
    digest[31] ^= 1;
    sign_key_random(&other_public, &other_secret);
    assert_false(sign_verify(&other_public, digest, &signature));
    sign_digest(&other_secret, digest, &again);
    assert_true(sign_verify(&other_public, digest, &again));
}

static int start(void **state)
{
    (void)state;
    return sodium_init() < 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_have_the_stated_encoding),
        cmocka_unit_test(every_tag_has_its_vector),
        cmocka_unit_test(results_are_little_endian_and_wide),
        cmocka_unit_test(points_are_a_counted_vector),
        cmocka_unit_test(tags_are_distinct),
        cmocka_unit_test(a_tag_has_one_kind),
        cmocka_unit_test(credential_of_a_code),
        cmocka_unit_test(signatures),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
