/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/policy.h"
#include "vector.h"

enum { WITNESSES = 6 };

static json_t *vectors;
static struct note_signer log_signer, witnesses[WITNESSES];
static const char *vkeys[WITNESSES], *log_vkey;

static int set_up(void **state)
{
    (void)state;
    vectors = vector_load("policy");
    uint8_t seed[crypto_sign_SEEDBYTES];
    memset(seed, 1, sizeof seed);
    assert_true(note_signer_init(&log_signer, "folkmoot.example/log", NOTE_ED25519, seed, NULL));
    log_vkey = vector_text(vectors, "log");
    for (int i = 0; i < WITNESSES; i++) {
        struct buffer name = {0};
        memset(seed, (int)json_integer_value(json_array_get(json_object_get(vectors, "witness_seeds"), i)),
               sizeof seed);
        buffer_append_format(&name, "witness.example/%s",
                             json_string_value(json_array_get(json_object_get(vectors, "names"), i)));
        assert_true(note_signer_init(&witnesses[i], buffer_string(&name), NOTE_COSIGNATURE, seed, NULL));
        vkeys[i] = json_string_value(json_array_get(json_object_get(vectors, "vkeys"), i));
        buffer_clear(&name);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    json_decref(vectors);
    return 0;
}

/* The example of tlog-policy, which has no quorum line yet. */
static struct policy *example_with(const char *last_line)
{
    struct buffer text = {0};
    buffer_append_string(&text, vector_text(vectors, "example"));
    buffer_append_string(&text, last_line);
    struct policy *policy = policy_parse(buffer_bytes(&text), NULL);
    buffer_clear(&text);
    return policy;
}

/* A checkpoint cosigned by the witnesses whose bits are set, at time 1000 + number. */
static void make_checkpoint(unsigned cosigners, struct buffer *out)
{
    struct checkpoint checkpoint = {.origin = "folkmoot.example/log", .size = 5, .root = {7}};
    struct buffer text = {0};
    checkpoint_append(&checkpoint, &text);
    out->len = 0;
    assert_true(checkpoint_sign(&checkpoint, &log_signer, out, NULL));
    for (unsigned i = 0; i < WITNESSES; i++)
        if (cosigners >> i & 1)
            assert_true(note_sign(&witnesses[i], buffer_bytes(&text), 1000 + i, out, NULL));
    buffer_clear(&text);
}

static void the_example_is_evaluated(void **state)
{
    (void)state;
    struct policy *policy = example_with("quorum X-and-Y\n");
    assert_non_null(policy);
    assert_int_equal(policy_log_count(policy), 1);
    assert_int_equal(policy_witness_count(policy), WITNESSES);
    assert_string_equal(policy_witness_name(policy, 4), "Y2");
    assert_null(policy_witness_url(policy, 4));
    assert_false(policy_needs_no_witness(policy));
    struct buffer checkpoint = {0};
    for (unsigned cosigners = 0; cosigners < 1U << WITNESSES; cosigners++) {
        struct policy_verdict verdict;
        bool x = __builtin_popcount(cosigners & 7) >= 2, y = cosigners >> 3 != 0;
        make_checkpoint(cosigners, &checkpoint);
        assert_true(policy_check(policy, NULL, buffer_bytes(&checkpoint), &verdict, NULL));
        assert_int_equal(verdict.quorum, x && y);
        assert_true(verdict.checkpoint.size == 5);
        assert_int_equal(verdict.cosignature_count, __builtin_popcount(cosigners));
        for (size_t i = 0; i < verdict.cosignature_count; i++) {
            assert_true(cosigners >> verdict.cosignatures[i].witness & 1);
            assert_true(verdict.cosignatures[i].timestamp == 1000 + verdict.cosignatures[i].witness);
        }
    }
    buffer_clear(&checkpoint);
    policy_free(policy);
}

static bool met(const char *quorum_line, unsigned cosigners)
{
    struct policy *policy = example_with(quorum_line);
    struct policy_verdict verdict;
    struct buffer checkpoint = {0};
    assert_non_null(policy);
    make_checkpoint(cosigners, &checkpoint);
    assert_true(policy_check(policy, NULL, buffer_bytes(&checkpoint), &verdict, NULL));
    buffer_clear(&checkpoint);
    policy_free(policy);
    return verdict.quorum;
}

static void other_quorums(void **state)
{
    (void)state;
    assert_true(met("quorum none\n", 0));
    assert_true(met("quorum X2\n", 2));
    assert_false(met("quorum X2\n", 5));
    assert_true(met(" \tquorum\t X-witnesses  \n", 6));
    assert_false(met("quorum X-witnesses\n", 4 + 8 + 16 + 32));
    assert_true(met("# a comment \xff\n\t# one more\n\nquorum Y-witnesses\n", 32));
    struct policy *policy = policy_parse(bytes_of_string("quorum none\n"), NULL);
    assert_non_null(policy);
    assert_true(policy_needs_no_witness(policy));
    /* a policy without a log takes the one it is given, and no other */
    struct policy_verdict verdict;
    struct buffer checkpoint = {0};
    struct error err = {0};
    make_checkpoint(0, &checkpoint);
    assert_true(policy_check(policy, &log_signer.key, buffer_bytes(&checkpoint), &verdict, NULL));
    assert_true(verdict.quorum);
    assert_false(policy_check(policy, NULL, buffer_bytes(&checkpoint), &verdict, &err));
    assert_string_equal(err.type, "bad-checkpoint");
    assert_false(policy_check(policy, &witnesses[0].key, buffer_bytes(&checkpoint), &verdict, NULL));
    buffer_clear(&checkpoint);
    policy_free(policy);
}

static void forged_cosignatures_spoil_the_checkpoint(void **state)
{
    (void)state;
    struct policy *policy = example_with("quorum X-and-Y\n");
    struct policy_verdict verdict = {.cosignature_count = 77};
    struct buffer checkpoint = {0};
    make_checkpoint(63, &checkpoint);
    assert_true(note_sign(&witnesses[0], bytes_of_string("another\n"), 1, &checkpoint, NULL));
    struct error err;
    assert_false(policy_check(policy, NULL, buffer_bytes(&checkpoint), &verdict, &err));
    assert_string_equal(err.type, "bad-signature");
    assert_int_equal(verdict.cosignature_count, 77);
    buffer_clear(&checkpoint);
    policy_free(policy);
}

/* The city's own key does not count as a witness. */
static void a_log_is_no_witness_of_itself(void **state)
{
    (void)state;
    struct note_signer self;
    struct buffer text = {0}, checkpoint = {0}, vkey = {0};
    struct policy_verdict verdict;
    assert_true(note_signer_init(&self, "self", NOTE_COSIGNATURE, log_signer.secret, NULL));
    note_key_append(&self.key, &vkey);
    buffer_append_format(&text, "log %s\nwitness self %s\nquorum self\n", log_vkey, buffer_string(&vkey));
    struct policy *policy = policy_parse(buffer_bytes(&text), NULL);
    assert_non_null(policy);
    make_checkpoint(0, &checkpoint);
    struct note note;
    assert_true(note_parse(buffer_bytes(&checkpoint), &note, NULL));
    text.len = 0;
    buffer_append_bytes(&text, note.text);
    assert_true(note_sign(&self, buffer_bytes(&text), 9, &checkpoint, NULL));
    assert_true(policy_check(policy, NULL, buffer_bytes(&checkpoint), &verdict, NULL));
    assert_false(verdict.quorum);
    assert_int_equal(verdict.cosignature_count, 0);
    policy_free(policy);
    buffer_clear(&text);
    buffer_clear(&checkpoint);
    buffer_clear(&vkey);
}

static void urls_are_kept(void **state)
{
    (void)state;
    struct buffer text = {0};
    buffer_append_format(&text,
                         "log %s https://folkmoot.example/log/\nwitness w %s https://w.example/\nquorum w\n",
                         log_vkey, vkeys[0]);
    struct policy *policy = policy_parse(buffer_bytes(&text), NULL);
    assert_non_null(policy);
    assert_string_equal(policy_log_url(policy, 0), "https://folkmoot.example/log/");
    assert_string_equal(policy_witness_url(policy, 0), "https://w.example/");
    assert_string_equal(policy_log(policy, 0)->name, "folkmoot.example/log");
    assert_string_equal(policy_witness(policy, 0)->name, "witness.example/X1");
    policy_free(policy);
    buffer_clear(&text);
}

static void malformed_policies(void **state)
{
    (void)state;
    size_t i;
    const json_t *text_of;
    json_array_foreach(json_object_get(vectors, "malformed_after_example"), i, text_of)
    {
        struct policy *policy = example_with(json_string_value(text_of));
        if (policy)
            fail_msg("accepted: %s", json_string_value(text_of));
    }
    json_array_foreach(json_object_get(vectors, "malformed"), i, text_of)
    {
        struct policy *policy = policy_parse(bytes_of_string(json_string_value(text_of)), NULL);
        if (policy)
            fail_msg("accepted: %s", json_string_value(text_of));
    }
    struct error err = {0};
    assert_null(policy_parse(bytes_of_string("# one\n\nnonsense\nquorum none\n"), &err));
    assert_memory_equal(err.detail, "line 3: ", 8);
    struct buffer text = {0};
    for (int n = 0; n < POLICY_MAX_BYTES; n++)
        buffer_append_u8(&text, '\n');
    buffer_append_string(&text, "quorum none\n");
    assert_null(policy_parse(buffer_bytes(&text), NULL));
    buffer_clear(&text);
}

/* Signed checkpoints, which the front end judges too. */
static void checkpoints_are_judged(void **state)
{
    (void)state;
    size_t n;
    const json_t *one;
    json_array_foreach(json_object_get(vectors, "checkpoints"), n, one)
    {
        struct policy *policy = policy_parse(bytes_of_string(vector_text(one, "policy")), NULL);
        struct note_key log;
        struct policy_verdict verdict;
        assert_non_null(policy);
        assert_true(note_key_parse(bytes_of_string(log_vkey), &log, NULL));
        bool accepted =
            policy_check(policy, &log, bytes_of_string(vector_text(one, "checkpoint")), &verdict, NULL);
        if (accepted != json_is_true(json_object_get(one, "accepted")))
            fail_msg("%s: %s", vector_text(one, "name"), accepted ? "accepted" : "refused");
        if (accepted) {
            const json_t *cosignatures = json_object_get(one, "cosignatures");
            assert_int_equal(verdict.quorum, json_is_true(json_object_get(one, "quorum")));
            assert_int_equal(verdict.cosignature_count, json_array_size(cosignatures));
            for (size_t i = 0; i < verdict.cosignature_count; i++) {
                const json_t *by = json_array_get(cosignatures, i);
                assert_string_equal(policy_witness_name(policy, verdict.cosignatures[i].witness),
                                    vector_text(by, "witness"));
                assert_true((json_int_t)verdict.cosignatures[i].timestamp ==
                            json_integer_value(json_object_get(by, "time")));
            }
        }
        policy_free(policy);
    }
    assert_true(n > 10);
}

/* As many as the specification asks for fit, and more than the limit do not. */
static void limits(void **state)
{
    (void)state;
    for (unsigned count = POLICY_MAX_WITNESSES; count <= POLICY_MAX_WITNESSES + 1; count++) {
        struct buffer text = {0};
        for (unsigned i = 0; i < count; i++) {
            uint8_t seed[crypto_sign_SEEDBYTES] = {(uint8_t)i, 99};
            struct note_signer signer;
            assert_true(note_signer_init(&signer, "w", NOTE_COSIGNATURE, seed, NULL));
            buffer_append_format(&text, "witness w%u ", i);
            note_key_append(&signer.key, &text);
            buffer_append_format(&text, "\ngroup g%u any w%u\n", i, i);
        }
        buffer_append_string(&text, "quorum g63\n");
        struct policy *policy = policy_parse(buffer_bytes(&text), NULL);
        assert_int_equal(policy != NULL, count <= POLICY_MAX_WITNESSES);
        policy_free(policy);
        buffer_clear(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_is_evaluated),
        cmocka_unit_test(other_quorums),
        cmocka_unit_test(forged_cosignatures_spoil_the_checkpoint),
        cmocka_unit_test(a_log_is_no_witness_of_itself),
        cmocka_unit_test(urls_are_kept),
        cmocka_unit_test(malformed_policies),
        cmocka_unit_test(checkpoints_are_judged),
        cmocka_unit_test(limits),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
