/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "crypto/ballot_proof.h"
#include "crypto/possession.h"
#include "vector.h"

enum { CIPHERTEXTS = 3, SECRETS = CIPHERTEXTS + 1 };

/* The ballot of tests/vectors/ballot.json. */
struct fixture {
    json_t *vector;
    struct ballot_layout layout[2];
    struct ciphertext ciphertexts[CIPHERTEXTS];
    struct ballot_statement statement;
    struct scalar k, r[CIPHERTEXTS], u[SECRETS], z[SECRETS];
    struct point election_key, t[SECRETS];
};

static void vector_array(const json_t *vector, const char *key, size_t i, void *out, size_t len)
{
    vector_hex_value(json_array_get(json_object_get(vector, key), i), out, len);
}

static int start(void **state)
{
    if (sodium_init() < 0)
        return -1;
    static struct fixture f;
    f.vector = vector_load("ballot");
    struct scalar x;
    vector_hex(f.vector, "election_secret", x.bytes, SCALAR_BYTES);
    point_multiply_base(&f.election_key, &x);
    vector_hex(f.vector, "k", f.k.bytes, SCALAR_BYTES);
    for (size_t i = 0; i < 2; i++) {
        const json_t *layout = json_array_get(json_object_get(f.vector, "layout"), i);
        f.layout[i].contest = bytes_of_string(vector_text(layout, "contest"));
        f.layout[i].width = (uint64_t)json_integer_value(json_object_get(layout, "width"));
    }
    for (size_t j = 0; j < CIPHERTEXTS; j++) {
        vector_array(f.vector, "r", j, f.r[j].bytes, SCALAR_BYTES);
        vector_array(f.vector, "a", j, f.ciphertexts[j].a.bytes, POINT_BYTES);
        vector_array(f.vector, "c", j, f.ciphertexts[j].c.bytes, POINT_BYTES);
    }
    for (size_t i = 0; i < SECRETS; i++) {
        vector_array(f.vector, "u", i, f.u[i].bytes, SCALAR_BYTES);
        vector_array(f.vector, "t", i, f.t[i].bytes, POINT_BYTES);
        vector_array(f.vector, "z", i, f.z[i].bytes, SCALAR_BYTES);
    }
    f.statement = (struct ballot_statement){
        .seq = (uint64_t)json_integer_value(json_object_get(f.vector, "seq")),
        .layout = f.layout,
        .contest_count = 2,
        .ciphertexts = f.ciphertexts,
        .ciphertext_count = CIPHERTEXTS,
    };
    vector_hex(f.vector, "eid", f.statement.eid, HASH_BYTES);
    vector_hex(f.vector, "prev", f.statement.prev, HASH_BYTES);
    vector_hex(f.vector, "credential", f.statement.credential.bytes, POINT_BYTES);
    *state = &f;
    return 0;
}

static int finish(void **state)
{
    json_decref(((struct fixture *)*state)->vector);
    return 0;
}

static void blocks_encrypt_to_the_known_ballot(void **state)
{
    const struct fixture *f = *state;
    for (size_t j = 0; j < CIPHERTEXTS; j++) {
        uint8_t block[BLOCK_BYTES], back[BLOCK_BYTES];
        struct point embedded, expected;
        vector_array(f->vector, "blocks", j, block, sizeof block);
        vector_hex(json_array_get(json_object_get(f->vector, "embedding"), j), "point", expected.bytes,
                   POINT_BYTES);
        point_embed(block, &embedded);
        assert_memory_equal(&embedded, &expected, sizeof embedded);
        struct ciphertext ciphertext;
        elgamal_encrypt(&ciphertext, &embedded, &f->r[j], &f->election_key);
        assert_memory_equal(&ciphertext, &f->ciphertexts[j], sizeof ciphertext);
        /* M = C - xA */
        struct scalar x;
        struct point message;
        vector_hex(f->vector, "election_secret", x.bytes, SCALAR_BYTES);
        point_multiply(&message, &x, &ciphertext.a);
        point_subtract(&message, &ciphertext.c, &message);
        assert_true(point_unembed(&message, back));
        assert_memory_equal(back, block, sizeof block);
    }
}

static void proof_of_the_known_ballot(void **state)
{
    struct fixture *f = *state;
    struct error err;
    struct point t[SECRETS];
    struct scalar z[SECRETS];
    assert_true(ballot_proof_prove_with_nonces(&f->statement, &f->k, f->r, f->u, t, z, &err));
    assert_memory_equal(t, f->t, sizeof t);
    assert_memory_equal(z, f->z, sizeof z);
    assert_true(ballot_proof_verify(&f->statement, f->t, f->z, &err));
}

static void content_is_what_the_check_code_hashes(void **state)
{
    struct fixture *f = *state;
    struct transcript transcript;
    uint8_t core[HASH_BYTES], expected[HASH_BYTES];
    vector_hex(f->vector, "core", expected, sizeof expected);
    transcript_init(&transcript, TAG_CORE);
    transcript_bytes(&transcript, bytes_of(f->statement.eid, HASH_BYTES));
    ballot_proof_hash_content(&transcript, &f->statement);
    transcript_hash32(&transcript, core);
    assert_memory_equal(core, expected, sizeof core);
}

static void proofs_are_fresh(void **state)
{
    struct fixture *f = *state;
    struct error err;
    struct point t[2][SECRETS];
    struct scalar z[2][SECRETS];
    for (size_t i = 0; i < 2; i++) {
        assert_true(ballot_proof_prove(&f->statement, &f->k, f->r, t[i], z[i], &err));
        assert_true(ballot_proof_verify(&f->statement, t[i], z[i], &err));
    }
    for (size_t i = 0; i < SECRETS; i++)
        for (size_t j = 0; j < SECRETS; j++) {
            assert_false(point_equal(&t[0][i], &t[1][j]));
            assert_true(i == j || !point_equal(&t[0][i], &t[0][j]));
        }
}

/* By itself, and among good ones. */
static void expect_refused(const struct fixture *f, const struct ballot_statement *statement,
                           const struct point *t, const struct scalar *z)
{
    struct error err;
    struct ballot_proof good = {&f->statement, f->t, f->z}, bad = {statement, t, z};
    struct ballot_proof proofs[] = {bad, good, bad, good};
    assert_false(ballot_proof_verify(statement, t, z, &err));
    assert_int_equal(err.class, ERROR_INPUT);
    assert_string_equal(err.type, "bad-proof");
    assert_false(ballot_proofs_hold(proofs, 1, NULL));
    assert_false(ballot_proofs_hold(proofs + 1, 3, NULL));
}

/* Of `count` good proofs, the whole batch on `threads` threads, and with one z of proof i raised and one of
 * proof j lowered by as much, which a sum without weights would not see. */
static void expect_batch(const struct fixture *f, size_t count, unsigned threads)
{
    struct work work = {.threads = threads};
    struct ballot_proof *proofs = allocate(count, sizeof *proofs);
    struct scalar raised[SECRETS], lowered[SECRETS], difference;
    for (size_t i = 0; i < count; i++)
        proofs[i] = (struct ballot_proof){&f->statement, f->t, f->z};
    assert_true(ballot_proofs_hold(proofs, count, &work));
    scalar_random(&difference);
    memcpy(raised, f->z, sizeof raised);
    memcpy(lowered, f->z, sizeof lowered);
    scalar_add(&raised[1], &raised[1], &difference);
    scalar_subtract(&lowered[1], &lowered[1], &difference);
    for (size_t i = 0; i < count; i += count / 3 + 1) {
        proofs[i].z = raised;
        assert_false(ballot_proofs_hold(proofs, count, &work));
        if (i + 1 < count)
            proofs[i + 1].z = lowered;
        assert_false(ballot_proofs_hold(proofs, count, &work));
        proofs[i].z = f->z;
        if (i + 1 < count)
            proofs[i + 1].z = f->z;
    }
    free(proofs);
}

static void batches_hold_or_not(void **state)
{
    const struct fixture *f = *state;
    static const size_t counts[] = {1, 2, 31, 33, 200};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        expect_batch(f, counts[i], (unsigned)i % 3);
    assert_true(ballot_proofs_hold(NULL, 0, NULL));
}

static bool stop(void *context, size_t done, size_t total)
{
    (void)context;
    return done > total;
}

static void a_cancelled_batch_does_not_hold(void **state)
{
    const struct fixture *f = *state;
    struct work work = {.progress = stop};
    struct ballot_proof proof = {&f->statement, f->t, f->z};
    assert_false(ballot_proofs_hold(&proof, 1, &work));
}

static void every_field_is_bound(void **state)
{
    struct fixture *f = *state;
    struct ballot_statement s = f->statement;
    struct ciphertext ciphertexts[CIPHERTEXTS];
    struct ballot_layout layout[2];
    struct point other, t[SECRETS];
    struct scalar z[SECRETS];
    point_multiply_base(&other, &SCALAR_ONE);
    s.ciphertexts = ciphertexts;
    s.layout = layout;
#define RESTORE()                                                                                            \
    (memcpy(ciphertexts, f->ciphertexts, sizeof ciphertexts), memcpy(layout, f->layout, sizeof layout),      \
     memcpy(t, f->t, sizeof t), memcpy(z, f->z, sizeof z))
    RESTORE();
    struct error err;
    assert_true(ballot_proof_verify(&s, t, z, &err));
    s.eid[0] ^= 1;
    expect_refused(f, &s, t, z);
    s.eid[0] ^= 1;
    s.prev[31] ^= 1;
    expect_refused(f, &s, t, z);
    s.prev[31] ^= 1;
    s.seq++;
    expect_refused(f, &s, t, z);
    s.seq--;
    s.credential = other;
    expect_refused(f, &s, t, z);
    s.credential = f->statement.credential;
    layout[1].contest = bytes_of_string("streets-2027");
    expect_refused(f, &s, t, z);
    RESTORE();
    layout[0].width = 2;
    layout[1].width = 1;
    expect_refused(f, &s, t, z);
    RESTORE();
    s.contest_count = 1;
    expect_refused(f, &s, t, z);
    s.contest_count = 2;
    for (size_t j = 0; j < CIPHERTEXTS; j++) {
        ciphertexts[j].a = other;
        expect_refused(f, &s, t, z);
        RESTORE();
        ciphertexts[j].c = other;
        expect_refused(f, &s, t, z);
        RESTORE();
    }
    for (size_t i = 0; i < SECRETS; i++) {
        t[i] = other;
        expect_refused(f, &s, t, z);
        RESTORE();
        scalar_add(&z[i], &z[i], &SCALAR_ONE);
        expect_refused(f, &s, t, z);
        RESTORE();
        for (size_t j = 0; j < i; j++) { /* responses that only add up */
            scalar_add(&z[i], &z[i], &SCALAR_ONE);
            scalar_subtract(&z[j], &z[j], &SCALAR_ONE);
            expect_refused(f, &s, t, z);
            RESTORE();
        }
    }
    /* a ciphertext less, with everything that belongs to it */
    s.ciphertext_count--;
    expect_refused(f, &s, t, z);
#undef RESTORE
}

static void wrong_secrets_are_refused(void **state)
{
    struct fixture *f = *state;
    struct error err;
    struct point t[SECRETS] = {{{9}}};
    struct scalar z[SECRETS] = {{{9}}}, k = f->k, r[CIPHERTEXTS];
    memcpy(r, f->r, sizeof r);
    scalar_add(&k, &k, &SCALAR_ONE);
    assert_false(ballot_proof_prove(&f->statement, &k, r, t, z, &err));
    assert_int_equal(err.class, ERROR_BROKEN);
    for (size_t j = 0; j < CIPHERTEXTS; j++) {
        memcpy(r, f->r, sizeof r);
        scalar_negate(&r[j], &r[j]);
        assert_false(ballot_proof_prove(&f->statement, &f->k, r, t, z, &err));
        assert_int_equal(err.class, ERROR_BROKEN);
    }
    assert_int_equal(t[0].bytes[0], 9);
    assert_int_equal(z[0].bytes[0], 9);
}

static void nonces_differ_with_block_and_index(void **state)
{
    (void)state;
    uint8_t entropy[ENTROPY_BYTES] = {1}, block[BLOCK_BYTES] = {1};
    struct scalar a, b;
    elgamal_nonce(&a, entropy, block, 1);
    elgamal_nonce(&b, entropy, block, 1);
    assert_true(scalar_equal(&a, &b));
    elgamal_nonce(&b, entropy, block, 2);
    assert_false(scalar_equal(&a, &b));
    block[29] = 1;
    elgamal_nonce(&b, entropy, block, 1);
    assert_false(scalar_equal(&a, &b));
    block[29] = 0;
    entropy[63] = 1;
    elgamal_nonce(&b, entropy, block, 1);
    assert_false(scalar_equal(&a, &b));
}

static void a_known_possession_verifies(void **state)
{
    (void)state;
    json_t *vector = vector_load("mix");
    const json_t *object = json_object_get(vector, "possession");
    struct possession_statement s = {
        .size = (uint64_t)json_integer_value(json_object_get(object, "size")),
        .trustee = (uint64_t)json_integer_value(json_object_get(object, "trustee")),
    };
    struct possession proof;
    vector_hex(vector, "eid", s.eid, HASH_BYTES);
    vector_hex(object, "root", s.root, HASH_BYTES);
    vector_hex(object, "key", s.key.bytes, POINT_BYTES);
    vector_hex(object, "t", proof.t.bytes, POINT_BYTES);
    vector_hex(object, "z", proof.z.bytes, SCALAR_BYTES);
    assert_true(possession_verify(&s, &proof));
    json_decref(vector);
}

static void possession_is_bound(void **state)
{
    (void)state;
    struct possession_statement s = {.eid = {1}, .size = 1000, .root = {2}, .trustee = 1}, other;
    struct scalar x, wrong;
    struct possession proof, bad;
    struct error err;
    scalar_random(&x);
    point_multiply_base(&s.key, &x);
    assert_true(possession_prove(&s, &x, &proof, &err));
    assert_true(possession_verify(&s, &proof));
    other = s;
    other.eid[31] ^= 1;
    assert_false(possession_verify(&other, &proof));
    other = s;
    other.size++;
    assert_false(possession_verify(&other, &proof));
    other = s;
    other.root[31] ^= 1;
    assert_false(possession_verify(&other, &proof));
    other = s;
    other.trustee++;
    assert_false(possession_verify(&other, &proof));
    other = s;
    other.key = proof.t;
    assert_false(possession_verify(&other, &proof));
    bad = proof;
    scalar_add(&bad.z, &bad.z, &SCALAR_ONE);
    assert_false(possession_verify(&s, &bad));
    bad = proof;
    bad.t = s.key;
    assert_false(possession_verify(&s, &bad));
    scalar_add(&wrong, &x, &SCALAR_ONE);
    assert_false(possession_prove(&s, &wrong, &bad, &err));
    assert_int_equal(err.class, ERROR_BROKEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_encrypt_to_the_known_ballot),
        cmocka_unit_test(proof_of_the_known_ballot),
        cmocka_unit_test(content_is_what_the_check_code_hashes),
        cmocka_unit_test(proofs_are_fresh),
        cmocka_unit_test(every_field_is_bound),
        cmocka_unit_test(batches_hold_or_not),
        cmocka_unit_test(a_cancelled_batch_does_not_hold),
        cmocka_unit_test(wrong_secrets_are_refused),
        cmocka_unit_test(nonces_differ_with_block_and_index),
        cmocka_unit_test(a_known_possession_verifies),
        cmocka_unit_test(possession_is_bound),
    };
    return cmocka_run_group_tests(tests, start, finish);
}
