/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/tlog_proof.h"
#include "vector.h"

static json_t *vectors;
static struct note_key log_key;

static int set_up(void **state)
{
    (void)state;
    vectors = vector_load("tlog_proof");
    return note_key_parse(bytes_of_string(vector_text(vectors, "vkey")), &log_key, NULL) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    json_decref(vectors);
    return 0;
}

static struct bytes proof_text(size_t index)
{
    return bytes_of_string(vector_text(json_array_get(json_object_get(vectors, "proofs"), index), "text"));
}

static void leaf_of(size_t index, uint8_t leaf[MERKLE_HASH_BYTES])
{
    uint8_t entry[16];
    const json_t *hex = json_array_get(json_object_get(vectors, "leaves"), index);
    size_t len = json_string_length(hex) / 2;
    vector_hex_value(hex, entry, len);
    merkle_hash_leaf(bytes_of(entry, len), leaf);
}

static void proofs_verify(void **state)
{
    (void)state;
    for (size_t i = 0; i < 8; i++) {
        struct tlog_proof proof = {0};
        struct buffer again = {0};
        struct checkpoint checkpoint = {0};
        uint8_t leaf[MERKLE_HASH_BYTES], other[MERKLE_HASH_BYTES];
        assert_true(tlog_proof_parse(proof_text(i), &proof, NULL));
        assert_true(proof.index == i);
        assert_int_equal(proof.has_extra, i % 2);
        if (proof.has_extra) {
            merkle_hash_leaf(buffer_bytes(&proof.extra), other);
            leaf_of(i, leaf);
            assert_memory_equal(leaf, other, sizeof leaf);
        }
        tlog_proof_append(&proof, &again);
        assert_true(bytes_equal(buffer_bytes(&again), proof_text(i)));
        leaf_of(i, leaf);
        assert_true(tlog_proof_verify(&proof, leaf, &log_key, 1, &checkpoint, NULL));
        assert_true(checkpoint.size == 8);
        assert_string_equal(checkpoint.origin, "folkmoot.example/log");
        leaf_of((i + 1) % 8, other);
        assert_false(tlog_proof_verify(&proof, other, &log_key, 1, NULL, NULL));
        struct error err;
        assert_false(tlog_proof_verify(&proof, leaf, &log_key, 0, NULL, &err));
        proof.index ^= 1;
        assert_false(tlog_proof_verify(&proof, leaf, &log_key, 1, NULL, NULL));
        buffer_clear(&again);
        tlog_proof_clear(&proof);
    }
}

/* Among several logs the one that signed is found; a key of the same name that did not sign is not enough. */
static void only_known_logs_count(void **state)
{
    (void)state;
    struct tlog_proof proof = {0};
    uint8_t leaf[MERKLE_HASH_BYTES], zero[crypto_sign_PUBLICKEYBYTES] = {0};
    struct note_key keys[3];
    assert_true(note_key_init(&keys[0], "other.example/log", NOTE_ED25519, zero, NULL));
    assert_true(note_key_init(&keys[1], "folkmoot.example/log", NOTE_ED25519, zero, NULL));
    keys[2] = log_key;
    assert_true(tlog_proof_parse(proof_text(5), &proof, NULL));
    leaf_of(5, leaf);
    assert_true(tlog_proof_verify(&proof, leaf, keys, 3, NULL, NULL));
    assert_false(tlog_proof_verify(&proof, leaf, keys, 2, NULL, NULL));
    tlog_proof_clear(&proof);
}

/* Whatever is cut or flipped: refused, or another proof, but never the same proof twice from two texts. */
static void damaged_proofs_fail(void **state)
{
    (void)state;
    struct bytes whole = proof_text(3);
    uint8_t leaf[MERKLE_HASH_BYTES];
    leaf_of(3, leaf);
    struct buffer copy = {0};
    for (size_t len = 0; len < whole.len; len++) {
        struct tlog_proof proof = {0};
        /* between two signature lines it is a proof with fewer cosignatures */
        if (tlog_proof_parse(bytes_of(whole.data, len), &proof, NULL))
            assert_true(whole.data[len - 1] == '\n' && len > whole.len - 300);
        tlog_proof_clear(&proof);
    }
    buffer_append_bytes(&copy, whole);
    size_t checkpoint = (size_t)(strstr(buffer_string(&copy), "\n\n") - (char *)copy.data) + 2;
    for (size_t bit = 0; bit < 8 * checkpoint; bit++) {
        struct tlog_proof proof = {0};
        struct buffer again = {0};
        copy.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        if (tlog_proof_parse(buffer_bytes(&copy), &proof, NULL)) {
            tlog_proof_append(&proof, &again);
            assert_true(bytes_equal(buffer_bytes(&again), buffer_bytes(&copy)));
            uint8_t extra[MERKLE_HASH_BYTES];
            merkle_hash_leaf(buffer_bytes(&proof.extra), extra);
            assert_false(memcmp(extra, leaf, sizeof leaf) == 0 &&
                         tlog_proof_verify(&proof, leaf, &log_key, 1, NULL, NULL));
        }
        copy.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        tlog_proof_clear(&proof);
        buffer_clear(&again);
    }
    buffer_clear(&copy);
}

static void malformed_proofs(void **state)
{
    (void)state;
#define HASH "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
#define NOTE "o\n1\n" HASH "\n\xe2\x80\x94 o AAAAAAA=\n"
    static const char *const bad[] = {
        "",
        "c2sp.org/tlog-proof@v1\n",
        "c2sp.org/tlog-proof@v2\nindex 0\n\n" NOTE,
        "c2sp.org/tlog-proof@v1 \nindex 0\n\n" NOTE,
        "c2sp.org/tlog-proof@v1\n\n" NOTE,
        "c2sp.org/tlog-proof@v1\nindex 00\n\n" NOTE,
        "c2sp.org/tlog-proof@v1\nindex -1\n\n" NOTE,
        "c2sp.org/tlog-proof@v1\nindex 9223372036854775807\n\n" NOTE,
        "c2sp.org/tlog-proof@v1\nindex  0\n\n" NOTE,
        "c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\n" NOTE,
        "c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 0\n\n" NOTE,
        "c2sp.org/tlog-proof@v1\nextra AAA\nindex 0\n\n" NOTE,
        "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n" NOTE,
        "c2sp.org/tlog-proof@v1\nindex 0\n" HASH NOTE,
        ("c2sp.org/tlog-proof@v1\nindex 0\n\no\n1\n" HASH),
    };
    struct tlog_proof proof = {.index = 99};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(tlog_proof_parse(bytes_of_string(bad[i]), &proof, NULL));
    assert_true(proof.index == 99);
    for (size_t count = MERKLE_MAX_PROOF; count <= MERKLE_MAX_PROOF + 1; count++) {
        struct buffer text = {0};
        buffer_append_string(&text, "c2sp.org/tlog-proof@v1\nindex 0\n");
        for (size_t i = 0; i < count; i++)
            buffer_append_string(&text, HASH);
        buffer_append_string(&text, "\n" NOTE);
        struct tlog_proof long_proof = {0};
        assert_int_equal(tlog_proof_parse(buffer_bytes(&text), &long_proof, NULL), count <= MERKLE_MAX_PROOF);
        tlog_proof_clear(&long_proof);
        buffer_clear(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proofs_verify),
        cmocka_unit_test(only_known_logs_count),
        cmocka_unit_test(damaged_proofs_fail),
        cmocka_unit_test(malformed_proofs),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
