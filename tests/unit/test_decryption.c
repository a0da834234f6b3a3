/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "crypto/decryption.h"
#include "crypto/shuffle.h"
#include "vector.h"

enum { TRUSTEES = 3, THRESHOLD = 2, COUNT = 70 };

/* A key shared by 2 of 3 on the line x + a i, and COUNT encrypted blocks of which the last decrypts to the
 * identity. */
struct fixture {
    struct scalar x, shares[TRUSTEES];
    struct point key, keys[TRUSTEES];
    struct ciphertext ciphertexts[COUNT];
    uint8_t blocks[COUNT][BLOCK_BYTES];
    struct share_statement statement; /* of trustee 1 */
    struct buffer blobs[TRUSTEES];
};

static struct share_statement statement_of(const struct fixture *f, size_t trustee)
{
    struct share_statement s = {
        .eid = {5},
        .contest = bytes_of_string("parks"),
        .mix_hash = {6},
        .trustee = trustee + 1,
        .key = f->keys[trustee],
        .ciphertexts = f->ciphertexts,
        .count = COUNT,
    };
    return s;
}

static int start(void **state)
{
    if (sodium_init() < 0)
        return -1;
    struct fixture *f = allocate(1, sizeof *f);
    struct scalar a;
    scalar_random(&f->x);
    scalar_random(&a);
    point_multiply_base(&f->key, &f->x);
    for (size_t i = 0; i < TRUSTEES; i++) {
        struct scalar index;
        scalar_from_u64(&index, i + 1);
        scalar_multiply_add(&f->shares[i], &f->x, &a, &index);
        point_multiply_base(&f->keys[i], &f->shares[i]);
    }
    for (size_t j = 0; j < COUNT; j++) {
        struct point message;
        struct scalar r;
        f->blocks[j][0] = 1;
        f->blocks[j][1] = (uint8_t)j;
        point_embed(f->blocks[j], &message);
        scalar_random(&r);
        elgamal_encrypt(&f->ciphertexts[j], j == COUNT - 1 ? &POINT_IDENTITY : &message, &r, &f->key);
    }
    f->statement = statement_of(f, 0);
    for (size_t i = 0; i < TRUSTEES; i++) {
        struct share_statement s = statement_of(f, i);
        struct work work = {.threads = (unsigned)i};
        assert_true(share_make(&s, &f->shares[i], &work, &f->blobs[i], NULL));
    }
    *state = f;
    return 0;
}

static int finish(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < TRUSTEES; i++)
        buffer_clear(&f->blobs[i]);
    free(f);
    return 0;
}

/* Both engines say the same. */
static bool verify(const struct share_statement *statement, struct bytes blob, const struct work *work,
                   struct share *out, struct error *err)
{
    struct work sodium = {.threads = work ? work->threads : 0, .engine = ENGINE_SODIUM}, decaf = sodium;
    struct share share, other;
    struct error fast;
    decaf.engine = ENGINE_DECAF;
    bool good = share_verify(statement, blob, &sodium, &share, err);
    assert_int_equal(share_verify(statement, blob, &decaf, &other, &fast), good);
    if (!good) {
        assert_string_equal(fast.type, err->type);
        assert_string_equal(fast.detail, err->detail);
    } else if (out) {
        assert_memory_equal(&other, &share, sizeof share);
        *out = share;
    }
    return good;
}

static bool combine(const struct ciphertext *ciphertexts, size_t count, const struct share *shares,
                    const struct scalar *lambdas, size_t share_count, const struct work *work,
                    struct point *out, struct error *err)
{
    struct work sodium = {.threads = work ? work->threads : 0, .engine = ENGINE_SODIUM}, decaf = sodium;
    struct point *other = allocate(count, sizeof *other);
    decaf.engine = ENGINE_DECAF;
    bool good = decryption_combine(ciphertexts, count, shares, lambdas, share_count, &sodium, out, err);
    assert_int_equal(decryption_combine(ciphertexts, count, shares, lambdas, share_count, &decaf, other, err),
                     good);
    if (good)
        assert_memory_equal(out, other, count * sizeof *other);
    free(other);
    return good;
}

static void expect_refused(const struct share_statement *statement, struct bytes blob, const char *type)
{
    struct error err;
    struct share share = {.count = 77};
    if (verify(statement, blob, NULL, &share, &err))
        fail_msg("a bad share was accepted (%s expected)", type);
    assert_int_equal(err.class, ERROR_INPUT);
    assert_string_equal(err.type, type);
    assert_int_equal(share.count, 77);
}

static void any_threshold_of_shares_decrypts(void **state)
{
    struct fixture *f = *state;
    struct error err;
    struct point draw, expected;
    uint8_t seeds[TRUSTEES][HASH_BYTES], seed[HASH_BYTES];
    struct transcript transcript;
    draw_point(f->statement.eid, f->statement.contest, &draw);
    point_multiply(&expected, &f->x, &draw);
    transcript_init(&transcript, TAG_DRAW_SEED);
    transcript_bytes(&transcript, bytes_of(f->statement.eid, HASH_BYTES));
    transcript_bytes(&transcript, f->statement.contest);
    transcript_point(&transcript, &expected);
    transcript_hash32(&transcript, seed);
    for (size_t left_out = 0; left_out < TRUSTEES; left_out++) {
        struct share shares[THRESHOLD];
        struct scalar lambdas[THRESHOLD];
        uint64_t indices[THRESHOLD];
        size_t count = 0;
        for (size_t i = TRUSTEES; i-- > 0;) { /* in any order */
            if (i == left_out)
                continue;
            struct share_statement s = statement_of(f, i);
            struct work work = {.threads = 2};
            assert_true(verify(&s, buffer_bytes(&f->blobs[i]), &work, &shares[count], &err));
            assert_int_equal(shares[count].count, COUNT);
            indices[count++] = i + 1;
        }
        assert_true(lagrange_at_zero(indices, count, lambdas, &err));
        struct point messages[COUNT];
        assert_true(combine(f->ciphertexts, COUNT, shares, lambdas, count, NULL, messages, &err));
        for (size_t j = 0; j < COUNT - 1; j++) {
            uint8_t block[BLOCK_BYTES];
            assert_true(point_unembed(&messages[j], block));
            assert_memory_equal(block, f->blocks[j], BLOCK_BYTES);
        }
        uint8_t block[BLOCK_BYTES];
        assert_true(point_is_identity(&messages[COUNT - 1]));
        assert_false(point_unembed(&messages[COUNT - 1], block));
        draw_seed(f->statement.eid, f->statement.contest, shares, lambdas, count, seeds[left_out]);
        assert_memory_equal(seeds[left_out], seed, HASH_BYTES);
    }
}

static void a_single_key_is_a_share_with_factor_one(void **state)
{
    struct fixture *f = *state;
    struct error err;
    struct share_statement s = f->statement;
    struct buffer blob = {0};
    struct share share;
    struct scalar lambda;
    struct point messages[COUNT];
    uint8_t block[BLOCK_BYTES];
    s.key = f->key;
    assert_true(share_make(&s, &f->x, NULL, &blob, &err));
    assert_true(verify(&s, buffer_bytes(&blob), NULL, &share, &err));
    assert_true(lagrange_at_zero(&s.trustee, 1, &lambda, &err));
    assert_true(scalar_equal(&lambda, &SCALAR_ONE));
    assert_true(combine(f->ciphertexts, COUNT, &share, &lambda, 1, NULL, messages, &err));
    assert_true(point_unembed(&messages[3], block));
    assert_memory_equal(block, f->blocks[3], BLOCK_BYTES);
    assert_false(combine(f->ciphertexts, COUNT - 1, &share, &lambda, 1, NULL, messages, &err));
    assert_int_equal(err.class, ERROR_BROKEN);
    buffer_clear(&blob);
}

static void without_ciphertexts_there_is_the_draw_share(void **state)
{
    struct fixture *f = *state;
    struct error err;
    struct share_statement s = f->statement;
    struct buffer blob = {0};
    struct share share;
    struct point draw, expected;
    s.count = 0;
    s.ciphertexts = NULL;
    assert_true(share_make(&s, &f->shares[0], NULL, &blob, &err));
    assert_int_equal(blob.len, share_size(0));
    assert_true(verify(&s, buffer_bytes(&blob), NULL, &share, &err));
    draw_point(s.eid, s.contest, &draw);
    point_multiply(&expected, &f->shares[0], &draw);
    assert_true(point_equal(share.draw, &expected));
    expect_refused(&f->statement, buffer_bytes(&blob), "bad-share");
    buffer_clear(&blob);
}

/* ---- a second maker of shares, straight from docs/protocol.md section 10, that can also cheat ---- */

enum cheat {
    CHEAT_NONE,
    CHEAT_WRONG_D,      /* one D is not xA */
    CHEAT_WRONG_DRAW,   /* the D of the draw point is not xP */
    CHEAT_OTHER_SECRET, /* everything made with another secret than that of the key */
    CHEAT_COUNT,
};

static void second_maker(const struct share_statement *s, const struct scalar *key_secret, enum cheat cheat,
                         struct buffer *blob)
{
    struct point draw, d[COUNT + 1], e = POINT_IDENTITY, f = POINT_IDENTITY, t1, t2;
    struct scalar x = *key_secret, u, c, z;
    uint8_t seed[HASH_BYTES];
    struct transcript t;
    if (cheat == CHEAT_OTHER_SECRET)
        scalar_add(&x, &x, &SCALAR_ONE);
    draw_point(s->eid, s->contest, &draw);
    for (size_t j = 0; j <= COUNT; j++)
        point_multiply(&d[j], &x, j < COUNT ? &s->ciphertexts[j].a : &draw);
    if (cheat == CHEAT_WRONG_D)
        point_add(&d[3], &d[3], &draw);
    if (cheat == CHEAT_WRONG_DRAW)
        point_add(&d[COUNT], &d[COUNT], &draw);
    transcript_init(&t, TAG_SHARE_SEED);
    transcript_bytes(&t, bytes_of(s->eid, HASH_BYTES));
    transcript_bytes(&t, s->contest);
    transcript_bytes(&t, bytes_of(s->mix_hash, HASH_BYTES));
    transcript_u64(&t, s->trustee);
    transcript_point(&t, &s->key);
    transcript_count(&t, COUNT);
    for (size_t j = 0; j < COUNT; j++)
        transcript_point(&t, &s->ciphertexts[j].a);
    transcript_point(&t, &draw);
    transcript_points(&t, d, COUNT + 1);
    transcript_hash32(&t, seed);
    for (size_t j = 0; j <= COUNT; j++) {
        struct scalar weight;
        transcript_init(&t, TAG_SHARE_W);
        transcript_bytes(&t, bytes_of(seed, HASH_BYTES));
        transcript_u64(&t, j);
        transcript_weight(&t, &weight);
        point_add_product(&e, &weight, j < COUNT ? &s->ciphertexts[j].a : &draw);
        point_add_product(&f, &weight, &d[j]);
    }
    scalar_random(&u);
    point_multiply_base(&t1, &u);
    point_multiply(&t2, &u, &e);
    transcript_init(&t, TAG_SHARE);
    transcript_bytes(&t, bytes_of(seed, HASH_BYTES));
    transcript_point(&t, &e);
    transcript_point(&t, &f);
    transcript_point(&t, &t1);
    transcript_point(&t, &t2);
    transcript_scalar(&t, &c);
    scalar_multiply_add(&z, &u, &c, &x);
    buffer_append_string(blob, "folkmoot-share/1\n");
    buffer_append_u32(blob, COUNT);
    buffer_append(blob, d, sizeof d);
    buffer_append(blob, &t1, sizeof t1);
    buffer_append(blob, &t2, sizeof t2);
    buffer_append(blob, &z, sizeof z);
}

static void a_second_maker_agrees_and_cheats_are_caught(void **state)
{
    struct fixture *f = *state;
    struct error err;
    for (enum cheat cheat = CHEAT_NONE; cheat < CHEAT_COUNT; cheat++) {
        struct buffer blob = {0};
        struct share share;
        second_maker(&f->statement, &f->shares[0], cheat, &blob);
        if (cheat == CHEAT_NONE) {
            assert_true(verify(&f->statement, buffer_bytes(&blob), NULL, &share, &err));
            /* all but the nonce is determined */
            assert_memory_equal(blob.data, f->blobs[0].data, blob.len - 3 * 32);
        } else {
            expect_refused(&f->statement, buffer_bytes(&blob), "bad-proof");
        }
        buffer_clear(&blob);
    }
}

/* tests/vectors/draw.json */
static void public_values_give_the_seeds_of_the_vector(void **state)
{
    (void)state;
    json_t *vector = vector_load("draw"), *draw;
    uint8_t eid[HASH_BYTES], seed[HASH_BYTES], expected[HASH_BYTES];
    size_t i;
    vector_hex(vector, "eid", eid, sizeof eid);
    assert_true(json_array_size(json_object_get(vector, "draws")) > 0);
    json_array_foreach(json_object_get(vector, "draws"), i, draw)
    {
        vector_hex(draw, "seed", expected, sizeof expected);
        draw_seed_public(eid, bytes_of_string(vector_text(draw, "contest")),
                         bytes_of_string(vector_text(draw, "value")), seed);
        assert_memory_equal(seed, expected, sizeof seed);
    }
    json_decref(vector);
}

/* tests/vectors/mix.json: shares made by an implementation of its own. */
static void known_shares_decrypt(void **state)
{
    (void)state;
    json_t *vector = vector_load("mix"), *value;
    const json_t *last = json_array_get(json_object_get(vector, "mixes"), 1);
    struct error err;
    struct buffer mix_blob = {0}, blobs[THRESHOLD] = {{0}};
    struct mix mix;
    struct share shares[THRESHOLD];
    struct scalar lambdas[THRESHOLD], lambda;
    uint64_t indices[THRESHOLD];
    size_t i;
    struct share_statement s = {.contest = bytes_of_string(vector_text(vector, "contest"))};
    vector_hex(vector, "eid", s.eid, HASH_BYTES);
    vector_hex_append(last, "blob", &mix_blob);
    assert_true(mix_read(buffer_bytes(&mix_blob), &mix, NULL, &err));
    crypto_hash_sha256(s.mix_hash, mix_blob.data, mix_blob.len);
    s.ciphertexts = mix.outputs;
    s.count = (size_t)mix.n * mix.w;
    json_array_foreach(json_object_get(vector, "shares"), i, value)
    {
        assert_true(i < THRESHOLD);
        s.trustee = indices[i] = (uint64_t)json_integer_value(json_object_get(value, "trustee"));
        vector_hex(value, "key", s.key.bytes, POINT_BYTES);
        vector_hex_append(value, "blob", &blobs[i]);
        if (!verify(&s, buffer_bytes(&blobs[i]), NULL, &shares[i], &err))
            fail_msg("share %zu: %s", i, err.detail);
    }
    assert_int_equal(i, THRESHOLD);
    assert_true(lagrange_at_zero(indices, THRESHOLD, lambdas, &err));
    json_array_foreach(json_object_get(vector, "shares"), i, value)
    {
        vector_hex(value, "lambda", lambda.bytes, SCALAR_BYTES);
        assert_memory_equal(&lambdas[i], &lambda, sizeof lambda);
    }
    struct point *messages = allocate(s.count, sizeof *messages), point, expected_point;
    assert_true(combine(mix.outputs, s.count, shares, lambdas, THRESHOLD, NULL, messages, &err));
    json_array_foreach(json_object_get(vector, "blocks"), i, value)
    {
        uint8_t block[BLOCK_BYTES], expected[BLOCK_BYTES];
        assert_true(i < s.count && point_unembed(&messages[i], block));
        vector_hex_value(value, expected, sizeof expected);
        assert_memory_equal(block, expected, sizeof block);
    }
    assert_int_equal(i, s.count);
    vector_hex(vector, "draw_point", expected_point.bytes, POINT_BYTES);
    draw_point(s.eid, s.contest, &point);
    assert_memory_equal(&point, &expected_point, sizeof point);
    uint8_t seed[HASH_BYTES], expected_seed[HASH_BYTES];
    vector_hex(vector, "draw_seed", expected_seed, sizeof expected_seed);
    draw_seed(s.eid, s.contest, shares, lambdas, THRESHOLD, seed);
    assert_memory_equal(seed, expected_seed, sizeof seed);
    free(messages);
    for (i = 0; i < THRESHOLD; i++)
        buffer_clear(&blobs[i]);
    buffer_clear(&mix_blob);
    json_decref(vector);
}

static void the_statement_is_bound(void **state)
{
    struct fixture *f = *state;
    struct error err;
    struct bytes blob = buffer_bytes(&f->blobs[0]);
    struct share_statement s = f->statement;
    s.eid[31] ^= 1;
    expect_refused(&s, blob, "bad-proof");
    s = f->statement;
    s.contest = bytes_of_string("streets");
    expect_refused(&s, blob, "bad-proof");
    s = f->statement;
    s.mix_hash[0] ^= 1;
    expect_refused(&s, blob, "bad-proof");
    s = f->statement;
    s.trustee = 2;
    expect_refused(&s, blob, "bad-proof");
    s = f->statement;
    s.key = f->keys[1];
    expect_refused(&s, blob, "bad-proof");
    expect_refused(&s, buffer_bytes(&f->blobs[1]), "bad-proof"); /* trustee 2 in the name of 1 */
    s = f->statement;
    s.count--;
    expect_refused(&s, blob, "bad-share");
    struct ciphertext first = f->ciphertexts[0];
    f->ciphertexts[0] = f->ciphertexts[1];
    expect_refused(&f->statement, blob, "bad-proof");
    f->ciphertexts[0] = first;
    assert_true(verify(&f->statement, blob, NULL, NULL, &err));
}

static void every_element_counts(void **state)
{
    struct fixture *f = *state;
    struct buffer blob = {0};
    buffer_append_bytes(&blob, buffer_bytes(&f->blobs[0]));
    for (size_t at = 21; at < blob.len; at += 32) {
        uint8_t kept[32];
        memcpy(kept, blob.data + at, 32);
        if (at + 32 < blob.len) {
            point_add((struct point *)(blob.data + at), (struct point *)(blob.data + at), &f->key);
            expect_refused(&f->statement, buffer_bytes(&blob), "bad-proof");
            memset(blob.data + at, 0, 32);
            expect_refused(&f->statement, buffer_bytes(&blob), "bad-share");
            memcpy(blob.data + at, kept, 32);
            blob.data[at + 31] |= 0x80;
        } else {
            scalar_add((struct scalar *)(blob.data + at), (struct scalar *)(blob.data + at), &SCALAR_ONE);
            expect_refused(&f->statement, buffer_bytes(&blob), "bad-proof");
            memset(blob.data + at, 0xff, 32);
        }
        expect_refused(&f->statement, buffer_bytes(&blob), "bad-share");
        memcpy(blob.data + at, kept, 32);
    }
    /* two D off by opposite amounts, so that their plain sum is right */
    struct point *d = (struct point *)(blob.data + 21);
    point_add(&d[0], &d[0], &f->key);
    point_subtract(&d[1], &d[1], &f->key);
    expect_refused(&f->statement, buffer_bytes(&blob), "bad-proof");
    point_subtract(&d[0], &d[0], &f->key);
    point_add(&d[1], &d[1], &f->key);
    /* two D exchanged, two exchanged with the one for the draw */
    struct point kept = d[0];
    d[0] = d[COUNT];
    d[COUNT] = kept;
    expect_refused(&f->statement, buffer_bytes(&blob), "bad-proof");
    buffer_clear(&blob);
}

static void every_byte_and_bit_counts(void **state)
{
    struct fixture *f = *state;
    struct error err;
    struct share_statement s = f->statement;
    struct buffer blob = {0};
    s.count = 1;
    assert_true(share_make(&s, &f->shares[0], NULL, &blob, NULL));
    for (size_t len = 0; len < blob.len; len++)
        expect_refused(&s, bytes_of(blob.data, len), "bad-share");
    for (size_t bit = 0; bit < 8 * blob.len; bit++) {
        blob.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(verify(&s, buffer_bytes(&blob), NULL, NULL, &err));
        blob.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    assert_true(verify(&s, buffer_bytes(&blob), NULL, NULL, &err));
    buffer_append_u8(&blob, 0);
    expect_refused(&s, buffer_bytes(&blob), "bad-share");
    buffer_clear(&blob);
}

static void a_wrong_secret_is_refused(void **state)
{
    struct fixture *f = *state;
    struct error err;
    struct buffer blob = {0};
    assert_false(share_make(&f->statement, &f->shares[1], NULL, &blob, &err));
    assert_int_equal(err.class, ERROR_BROKEN);
    assert_int_equal(blob.len, 0);
    buffer_clear(&blob);
}

static void lagrange_coefficients(void **state)
{
    (void)state;
    struct error err;
    struct scalar out[15], expected, sum;
    static const uint64_t two[] = {1, 2}, repeated[] = {3, 1, 3}, zero[] = {0, 1};
    assert_true(lagrange_at_zero(two, 2, out, &err)); /* 2 and -1 */
    scalar_from_u64(&expected, 2);
    assert_true(scalar_equal(&out[0], &expected));
    scalar_negate(&expected, &SCALAR_ONE);
    assert_true(scalar_equal(&out[1], &expected));
    out[0] = SCALAR_ZERO;
    assert_false(lagrange_at_zero(repeated, 3, out, &err));
    assert_string_equal(err.type, "bad-indices");
    assert_false(lagrange_at_zero(zero, 2, out, &err));
    assert_true(scalar_is_zero(&out[0]));
    /* of 15, on a polynomial of degree 14: sum of lambda_i p(i) = p(0) */
    uint64_t indices[15];
    struct scalar coefficients[15];
    for (size_t i = 0; i < 15; i++) {
        indices[i] = 3 * i + 1;
        scalar_random(&coefficients[i]);
    }
    assert_true(lagrange_at_zero(indices, 15, out, &err));
    sum = SCALAR_ZERO;
    for (size_t i = 0; i < 15; i++) {
        struct scalar index, value = SCALAR_ZERO;
        scalar_from_u64(&index, indices[i]);
        for (size_t k = 15; k-- > 0;)
            scalar_multiply_add(&value, &coefficients[k], &value, &index);
        scalar_multiply_add(&sum, &sum, &out[i], &value);
    }
    assert_true(scalar_equal(&sum, &coefficients[0]));
}

static bool stop(void *context, size_t done, size_t total)
{
    (void)context;
    assert_true(done <= total);
    return false;
}

static void progress_can_stop(void **state)
{
    struct fixture *f = *state;
    struct error err;
    struct buffer blob = {0};
    struct work work = {.progress = stop};
    assert_false(share_make(&f->statement, &f->shares[0], &work, &blob, &err));
    assert_string_equal(err.type, "cancelled");
    assert_int_equal(blob.len, 0);
    for (enum engine engine = ENGINE_DECAF; engine <= ENGINE_SODIUM; engine++) {
        work.engine = engine;
        assert_false(share_verify(&f->statement, buffer_bytes(&f->blobs[0]), &work, NULL, &err));
        assert_string_equal(err.type, "cancelled");
    }
    buffer_clear(&blob);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_threshold_of_shares_decrypts),
        cmocka_unit_test(public_values_give_the_seeds_of_the_vector),
        cmocka_unit_test(a_single_key_is_a_share_with_factor_one),
        cmocka_unit_test(without_ciphertexts_there_is_the_draw_share),
        cmocka_unit_test(a_second_maker_agrees_and_cheats_are_caught),
        cmocka_unit_test(known_shares_decrypt),
        cmocka_unit_test(the_statement_is_bound),
        cmocka_unit_test(every_element_counts),
        cmocka_unit_test(every_byte_and_bit_counts),
        cmocka_unit_test(a_wrong_secret_is_refused),
        cmocka_unit_test(lagrange_coefficients),
        cmocka_unit_test(progress_can_stop),
    };
    return cmocka_run_group_tests(tests, start, finish);
}
