/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "crypto/shuffle.h"
#include "vector.h"

/* One contest with a key of its own and N tuples of encrypted blocks, tuple i saying i and column k. */
struct fixture {
    struct scalar x;
    struct shuffle_statement statement;
    struct ciphertext *inputs;
};

static void fixture_init(struct fixture *f, uint32_t n, uint32_t w)
{
    *f = (struct fixture){0};
    scalar_random(&f->x);
    f->inputs = allocate((size_t)n * w, sizeof *f->inputs);
    f->statement = (struct shuffle_statement){
        .eid = {1, 2, 3},
        .contest = bytes_of_string("parks"),
        .position = 1,
        .trustee = 2,
        .n = n,
        .w = w,
        .inputs = f->inputs,
    };
    point_multiply_base(&f->statement.key, &f->x);
    for (size_t i = 0; i < (size_t)n * w; i++) {
        uint8_t block[BLOCK_BYTES] = {1, (uint8_t)(i / w), (uint8_t)(i / w >> 8), (uint8_t)(i % w)};
        struct point message;
        struct scalar r;
        point_embed(block, &message);
        scalar_random(&r);
        elgamal_encrypt(&f->inputs[i], &message, &r, &f->statement.key);
    }
}

static void fixture_clear(struct fixture *f)
{
    free(f->inputs);
}

static size_t decrypt(const struct fixture *f, const struct ciphertext *ciphertext, size_t *column)
{
    struct point mask, message;
    uint8_t block[BLOCK_BYTES];
    point_multiply(&mask, &f->x, &ciphertext->a);
    point_subtract(&message, &ciphertext->c, &mask);
    assert_true(point_unembed(&message, block));
    *column = block[3];
    return (size_t)block[2] << 8 | block[1];
}

/* Every tuple stands in the outputs once, whole, its columns in their order. */
static void expect_permutation(const struct fixture *f, const struct ciphertext *outputs, size_t *order)
{
    size_t n = f->statement.n, w = f->statement.w;
    bool *seen = allocate(n, sizeof *seen);
    for (size_t i = 0; i < n; i++) {
        size_t column, first = decrypt(f, &outputs[i * w], &column);
        assert_true(first < n && !seen[first]);
        seen[first] = true;
        for (size_t k = 0; k < w; k++) {
            assert_int_equal(decrypt(f, &outputs[i * w + k], &column), first);
            assert_int_equal(column, k);
        }
        if (order)
            order[i] = first;
    }
    free(seen);
}

/* Both engines say the same, and so does the equation of the fast one alone, which is never wrong to refuse.
 */
static bool verify(const struct shuffle_statement *statement, struct bytes blob, const struct work *work,
                   struct mix *out, struct error *err)
{
    struct work sodium = {.threads = work ? work->threads : 0, .engine = ENGINE_SODIUM}, decaf = sodium;
    struct shuffle_statement alone = *statement;
    struct mix mix, other;
    struct error fast, chain;
    decaf.engine = ENGINE_DECAF;
    bool good = shuffle_verify(statement, blob, &sodium, &mix, err);
    assert_int_equal(shuffle_verify(statement, blob, &decaf, &other, &fast), good);
    assert_int_equal(shuffle_verify_chain(&alone, &blob, 1, &decaf, &other, &chain), good);
    if (good) {
        assert_memory_equal(&other, &mix, sizeof mix);
        if (out)
            *out = mix;
    } else {
        assert_string_equal(fast.type, err->type);
        assert_string_equal(fast.detail, err->detail);
        assert_string_equal(chain.type, "bad-chain");
    }
    return good;
}

static void expect_refused(const struct shuffle_statement *statement, struct bytes blob, const char *type,
                           const char *detail)
{
    struct error err;
    struct mix mix = {.n = 77};
    if (verify(statement, blob, NULL, &mix, &err))
        fail_msg("a bad mix was accepted (%s expected)", type);
    assert_int_equal(err.class, ERROR_INPUT);
    assert_string_equal(err.type, type);
    if (detail && strncmp(err.detail, detail, strlen(detail)) != 0)
        fail_msg("%s, but %s was expected", err.detail, detail);
    assert_int_equal(mix.n, 77);
}

static void mixes_of_many_shapes_verify(void **state)
{
    (void)state;
    static const uint32_t shapes[][2] = {{1, 1}, {1, 3}, {2, 1}, {5, 3}, {150, 1}, {70, 2}};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        struct fixture f;
        fixture_init(&f, shapes[s][0], shapes[s][1]);
        struct error err;
        for (unsigned threads = 0; threads <= 3; threads += 3) {
            struct work work = {.threads = threads};
            struct buffer blob = {0};
            struct mix mix;
            assert_true(shuffle_prove(&f.statement, &work, &blob, &err));
            assert_int_equal(blob.len, mix_size(f.statement.n, f.statement.w));
            assert_true(verify(&f.statement, buffer_bytes(&blob), &work, &mix, &err));
            assert_true(verify(&f.statement, buffer_bytes(&blob), NULL, NULL, &err));
            expect_permutation(&f, mix.outputs, NULL);
            for (size_t i = 0; i < (size_t)mix.n * mix.w; i++)
                for (size_t j = 0; j < (size_t)mix.n * mix.w; j++) {
                    assert_false(point_equal(&mix.outputs[i].a, &f.inputs[j].a));
                    assert_false(point_equal(&mix.outputs[i].c, &f.inputs[j].c));
                }
            buffer_clear(&blob);
        }
        fixture_clear(&f);
    }
}

/* Two mixes as a chain: good, the other way round, and with one changed response each, alone and so that an
 * equation without weights would not see it. */
static void expect_chain(const struct shuffle_statement *first, const struct shuffle_statement *second,
                         struct bytes first_blob, struct bytes second_blob)
{
    struct shuffle_statement statements[] = {*first, *second}, turned[] = {*second, *first};
    struct bytes blobs[] = {first_blob, second_blob}, turned_blobs[] = {second_blob, first_blob};
    struct mix mixes[2], last;
    struct error err;
    assert_true(mix_read(first_blob, &mixes[0], NULL, &err) && mix_read(second_blob, &mixes[1], NULL, &err));
    for (unsigned threads = 1; threads <= 3; threads++) {
        struct work work = {.threads = threads};
        statements[1].inputs = NULL;
        assert_true(shuffle_verify_chain(statements, blobs, 2, &work, &last, &err));
        assert_memory_equal(&last, &mixes[1], sizeof last);
        assert_ptr_equal(statements[1].inputs, mixes[0].outputs);
    }
    assert_false(shuffle_verify_chain(turned, turned_blobs, 2, NULL, &last, &err));
    assert_string_equal(err.type, "bad-chain");
    assert_false(shuffle_verify_chain(statements, blobs, 0, NULL, &last, &err));
    const struct scalar *responses[2][5] = {
        {mixes[0].s1, mixes[0].s2, mixes[0].s3, &mixes[0].s4[1], &mixes[0].s_hat[7]},
        {mixes[1].s1, mixes[1].s2, mixes[1].s3, &mixes[1].s4[1], &mixes[1].s_hat[7]}};
    for (size_t i = 0; i < 5; i++) {
        struct scalar *raised = (struct scalar *)responses[0][i], *lowered = (struct scalar *)responses[1][i];
        struct scalar kept[] = {*raised, *lowered};
        scalar_add(raised, raised, &SCALAR_ONE);
        assert_false(shuffle_verify_chain(statements, blobs, 2, NULL, &last, &err));
        scalar_subtract(lowered, lowered, &SCALAR_ONE);
        assert_false(shuffle_verify_chain(statements, blobs, 2, NULL, &last, &err));
        *raised = kept[0];
        assert_false(shuffle_verify_chain(statements, blobs, 2, NULL, &last, &err));
        *lowered = kept[1];
    }
    statements[1].n--;
    assert_false(shuffle_verify_chain(statements, blobs, 2, NULL, &last, &err));
    assert_string_equal(err.type, "bad-chain");
}

static void two_mixes_in_a_row(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 20, 2);
    struct error err;
    struct buffer first = {0}, second = {0};
    struct mix mix;
    assert_true(shuffle_prove(&f.statement, NULL, &first, &err));
    assert_true(verify(&f.statement, buffer_bytes(&first), NULL, &mix, &err));
    struct shuffle_statement next = f.statement;
    next.position = 2;
    next.trustee = 3;
    next.inputs = mix.outputs;
    crypto_hash_sha256(next.previous, first.data, first.len);
    buffer_append_string(&second, "before"); /* the blob is appended */
    assert_true(shuffle_prove(&next, NULL, &second, &err));
    assert_memory_equal(second.data, "before", 6);
    struct bytes blob = bytes_of(second.data + 6, second.len - 6);
    assert_true(verify(&next, blob, NULL, &mix, &err));
    expect_permutation(&f, mix.outputs, NULL);
    expect_chain(&f.statement, &next, buffer_bytes(&first), blob);
    /* each is a mix of its own input only */
    expect_refused(&f.statement, blob, "bad-proof", NULL);
    expect_refused(&next, buffer_bytes(&first), "bad-proof", NULL);
    buffer_clear(&first);
    buffer_clear(&second);
    fixture_clear(&f);
}

static void every_order_comes_up(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 3, 1);
    struct error err;
    unsigned seen = 0; /* the chance that one of six is still missing after 200: 10^-15 */
    for (size_t trial = 0; trial < 200; trial++) {
        struct buffer blob = {0};
        struct mix mix;
        size_t order[3];
        assert_true(shuffle_prove(&f.statement, NULL, &blob, &err));
        assert_true(mix_read(buffer_bytes(&blob), &mix, NULL, &err));
        expect_permutation(&f, mix.outputs, order);
        seen |= 1u << (order[0] * 2 + (order[1] > order[2]));
        buffer_clear(&blob);
    }
    assert_int_equal(seen, 0x3f);
    fixture_clear(&f);
}

static void the_statement_is_bound(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 3, 2);
    struct error err;
    struct buffer buffer = {0};
    assert_true(shuffle_prove(&f.statement, NULL, &buffer, &err));
    struct bytes blob = buffer_bytes(&buffer);
    struct shuffle_statement s = f.statement;
    s.eid[31] ^= 1;
    expect_refused(&s, blob, "bad-proof", NULL);
    s = f.statement;
    s.contest = bytes_of_string("park");
    expect_refused(&s, blob, "bad-proof", NULL);
    s = f.statement;
    s.position++;
    expect_refused(&s, blob, "bad-proof", NULL);
    s = f.statement;
    s.trustee++;
    expect_refused(&s, blob, "bad-proof", NULL);
    s = f.statement;
    s.previous[0] ^= 1;
    expect_refused(&s, blob, "bad-proof", NULL);
    s = f.statement;
    s.key = f.inputs[0].a;
    expect_refused(&s, blob, "bad-proof", NULL);
    s = f.statement;
    s.n = 2;
    expect_refused(&s, blob, "bad-mix", NULL);
    s = f.statement;
    s.w = 3;
    expect_refused(&s, blob, "bad-mix", NULL);
    s.n = 6;
    s.w = 1;
    expect_refused(&s, blob, "bad-mix", NULL);
    for (size_t i = 0; i < 6; i++) {
        struct ciphertext kept = f.inputs[i];
        f.inputs[i].c = f.inputs[i].a;
        expect_refused(&f.statement, blob, "bad-proof", NULL);
        f.inputs[i] = kept;
        f.inputs[i].a = f.inputs[i].c;
        expect_refused(&f.statement, blob, "bad-proof", NULL);
        f.inputs[i] = kept;
    }
    struct ciphertext first = f.inputs[0];
    f.inputs[0] = f.inputs[2];
    f.inputs[2] = first;
    expect_refused(&f.statement, blob, "bad-proof", NULL);
    buffer_clear(&buffer);
    fixture_clear(&f);
}

/* s + L, which is the same modulo L but not below it. */
static void add_order(uint8_t bytes[SCALAR_BYTES])
{
    static const uint8_t order[SCALAR_BYTES] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,       0xd6,
                                                0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
    sodium_add(bytes, order, SCALAR_BYTES);
}

/* Each element of the proof replaced: by another of its kind the equations fail; by what is none, the doors.
 */
static void every_element_counts(void **state)
{
    (void)state;
    enum { N = 3, W = 2 };
    struct fixture f;
    fixture_init(&f, N, W);
    struct error err;
    struct buffer blob = {0};
    assert_true(shuffle_prove(&f.statement, NULL, &blob, &err));
    struct mix mix;
    assert_true(mix_read(buffer_bytes(&blob), &mix, NULL, &err));
    size_t scalars_start = (size_t)((const uint8_t *)mix.s1 - blob.data);
    size_t elements = 0;
    for (size_t at = 23; at < blob.len; at += 32, elements++) {
        uint8_t kept[32];
        memcpy(kept, blob.data + at, 32);
        if (at < scalars_start) {
            point_add((struct point *)(blob.data + at), (struct point *)(blob.data + at), &f.statement.key);
            expect_refused(&f.statement, buffer_bytes(&blob), "bad-proof", NULL);
            memset(blob.data + at, 0, 32); /* the identity */
            expect_refused(&f.statement, buffer_bytes(&blob), "bad-mix", NULL);
            memcpy(blob.data + at, kept, 32);
            blob.data[at + 31] |= 0x80;
        } else {
            scalar_add((struct scalar *)(blob.data + at), (struct scalar *)(blob.data + at), &SCALAR_ONE);
            expect_refused(&f.statement, buffer_bytes(&blob), "bad-proof", NULL);
            memset(blob.data + at, 0, 32);
            expect_refused(&f.statement, buffer_bytes(&blob), "bad-proof", NULL);
            memcpy(blob.data + at, kept, 32);
            add_order(blob.data + at);
            expect_refused(&f.statement, buffer_bytes(&blob), "bad-mix", NULL);
            memset(blob.data + at, 0xff, 32);
        }
        expect_refused(&f.statement, buffer_bytes(&blob), "bad-mix", NULL);
        memcpy(blob.data + at, kept, 32);
    }
    assert_int_equal(elements, 2 * N * W + N + N + 3 + 2 * W + N + 3 + W + N + N);
    assert_true(verify(&f.statement, buffer_bytes(&blob), NULL, NULL, &err));
    buffer_clear(&blob);
    fixture_clear(&f);
}

/* A response is under no hash, so changing one leaves all equations but its own intact: each is checked. */
static void every_equation_is_checked(void **state)
{
    (void)state;
    enum { N = 4, W = 3 };
    struct fixture f;
    fixture_init(&f, N, W);
    struct error err;
    struct buffer blob = {0};
    struct mix mix;
    assert_true(shuffle_prove(&f.statement, NULL, &blob, &err));
    assert_true(mix_read(buffer_bytes(&blob), &mix, NULL, &err));
    struct {
        const struct scalar *response;
        char equation[3];
    } cases[3 + W + N] = {{mix.s1, "V1"}, {mix.s2, "V2"}, {mix.s3, "V3"}};
    for (size_t k = 0; k < W; k++) {
        cases[3 + k].response = &mix.s4[k];
        memcpy(cases[3 + k].equation, "V4", 3);
    }
    for (size_t i = 0; i < N; i++) {
        cases[3 + W + i].response = &mix.s_hat[i];
        memcpy(cases[3 + W + i].equation, "V5", 3);
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scalar *response = (struct scalar *)cases[i].response, kept = *response;
        scalar_add(response, response, &SCALAR_ONE);
        expect_refused(&f.statement, buffer_bytes(&blob), "bad-proof", cases[i].equation);
        *response = kept;
    }
    buffer_clear(&blob);
    fixture_clear(&f);
}

static void every_byte_and_bit_counts(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 1, 1);
    struct error err;
    struct buffer blob = {0};
    assert_true(shuffle_prove(&f.statement, NULL, &blob, &err));
    for (size_t len = 0; len < blob.len; len++)
        expect_refused(&f.statement, bytes_of(blob.data, len), "bad-mix", NULL);
    for (size_t bit = 0; bit < 8 * blob.len; bit++) {
        blob.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(verify(&f.statement, buffer_bytes(&blob), NULL, NULL, &err));
        blob.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    assert_true(verify(&f.statement, buffer_bytes(&blob), NULL, NULL, &err));
    buffer_append_u8(&blob, 0);
    expect_refused(&f.statement, buffer_bytes(&blob), "bad-mix", NULL);
    buffer_clear(&blob);
    fixture_clear(&f);
}

static void impossible_shapes_are_refused(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 1, 1);
    static const uint32_t shapes[][2] = {
        {0, 1}, {1, 0}, {1, SHUFFLE_WIDTH_MAX + 1}, {UINT32_MAX, 300}, {1u << 31, 1}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct error err;
        struct buffer blob = {0};
        struct shuffle_statement s = f.statement;
        s.n = shapes[i][0];
        s.w = shapes[i][1];
        assert_false(shuffle_prove(&s, NULL, &blob, &err));
        assert_int_equal(blob.len, 0);
        buffer_append_string(&blob, "folkmoot-mix/1\n");
        buffer_append_u32(&blob, s.n);
        buffer_append_u32(&blob, s.w);
        expect_refused(&s, buffer_bytes(&blob), "bad-mix", NULL);
        buffer_clear(&blob);
    }
    fixture_clear(&f);
}

/* ---- a second prover, straight from docs/protocol.md section 9, that can also cheat ---- */

enum cheat {
    CHEAT_NONE,
    CHEAT_DUPLICATE,    /* "permutation" 0, 0, 2: one ballot twice, one never */
    CHEAT_SPLIT_TUPLE,  /* the second column under another permutation */
    CHEAT_OTHER_MASK,   /* C' re-encrypted with another exponent than A' */
    CHEAT_OTHER_MASK_A, /* A' re-encrypted with another exponent than C' */
    CHEAT_NEW_BALLOT,   /* an output that comes from no input */
    CHEAT_GENERATORS,   /* the order of P under another permutation than that of the outputs */
    CHEAT_COUNT,
};

enum { SMALL_N = 3, SMALL_W = 2 };

static void hash_to_generator(uint64_t index, struct point *out)
{
    struct transcript t;
    transcript_init(&t, TAG_SHUFFLE_H);
    transcript_u64(&t, index);
    transcript_group(&t, out);
}

static void put_point(struct buffer *blob, const struct point *point)
{
    buffer_append(blob, point->bytes, POINT_BYTES);
}

static void second_prover(const struct shuffle_statement *s, enum cheat cheat, struct buffer *blob)
{
    size_t order[SMALL_N] = {2, 0, 1}, order_p[SMALL_N] = {2, 0, 1};
    if (cheat == CHEAT_DUPLICATE)
        order[1] = order_p[1] = 2;
    if (cheat == CHEAT_GENERATORS) {
        order_p[0] = 0;
        order_p[1] = 2;
    }
    struct point h[SMALL_N + 1], p[SMALL_N], q[SMALL_N + 1], t1, t2, t3, t_hat[SMALL_N], part;
    struct ciphertext outputs[SMALL_N][SMALL_W], t4[SMALL_W];
    struct scalar rho[SMALL_N][SMALL_W], masks[SMALL_N], u[SMALL_N], u_prime[SMALL_N];
    for (size_t i = 0; i <= SMALL_N; i++)
        hash_to_generator(i, &h[i]);
    for (size_t j = 0; j < SMALL_N; j++)
        p[j] = h[0]; /* where a cheat leaves one out */
    for (size_t i = 0; i < SMALL_N; i++) {
        for (size_t k = 0; k < SMALL_W; k++) {
            size_t from = order[i];
            if (cheat == CHEAT_SPLIT_TUPLE && k == 1)
                from = (from + 1) % SMALL_N;
            struct ciphertext input = s->inputs[from * SMALL_W + k];
            scalar_random(&rho[i][k]);
            if (cheat == CHEAT_NEW_BALLOT && i == 1)
                point_add(&input.c, &input.c, &h[0]);
            struct scalar a_rho = rho[i][k], c_rho = rho[i][k];
            if (cheat == CHEAT_OTHER_MASK_A && i == 2)
                scalar_add(&a_rho, &a_rho, &SCALAR_ONE);
            point_multiply_base(&part, &a_rho);
            point_add(&outputs[i][k].a, &input.a, &part);
            if (cheat == CHEAT_OTHER_MASK && i == 2)
                scalar_add(&c_rho, &c_rho, &SCALAR_ONE);
            point_multiply(&part, &c_rho, &s->key);
            point_add(&outputs[i][k].c, &input.c, &part);
        }
        scalar_random(&masks[i]);
        point_multiply_base(&part, &masks[i]);
        point_add(&p[order_p[i]], &part, &h[i + 1]);
    }

    struct transcript t;
    uint8_t seed[HASH_BYTES];
    transcript_init(&t, TAG_SHUFFLE_SEED);
    transcript_bytes(&t, bytes_of(s->eid, HASH_BYTES));
    transcript_bytes(&t, s->contest);
    transcript_u64(&t, s->position);
    transcript_u64(&t, s->trustee);
    transcript_bytes(&t, bytes_of(s->previous, HASH_BYTES));
    transcript_point(&t, &s->key);
    transcript_u64(&t, SMALL_N);
    transcript_u64(&t, SMALL_W);
    transcript_points(&t, (const struct point *)s->inputs, 2 * SMALL_N * SMALL_W);
    transcript_points(&t, (const struct point *)outputs, 2 * SMALL_N * SMALL_W);
    transcript_points(&t, p, SMALL_N);
    transcript_hash32(&t, seed);
    for (size_t j = 0; j < SMALL_N; j++) {
        transcript_init(&t, TAG_SHUFFLE_U);
        transcript_bytes(&t, bytes_of(seed, HASH_BYTES));
        transcript_u64(&t, j + 1);
        transcript_weight(&t, &u[j]);
    }

    struct scalar q_factor[SMALL_N], w1, w2, w3, w4[SMALL_W], w_hat[SMALL_N], w_prime[SMALL_N];
    scalar_random(&w1);
    scalar_random(&w2);
    scalar_random(&w3);
    point_multiply_base(&t1, &w1);
    point_multiply_base(&t2, &w2);
    point_multiply_base(&t3, &w3);
    for (size_t k = 0; k < SMALL_W; k++) {
        struct scalar minus;
        scalar_random(&w4[k]);
        scalar_negate(&minus, &w4[k]);
        point_multiply_base(&t4[k].a, &minus);
        point_multiply(&t4[k].c, &minus, &s->key);
    }
    q[0] = h[0];
    struct scalar q_bar = SCALAR_ZERO;
    for (size_t i = 0; i < SMALL_N; i++) {
        u_prime[i] = u[order_p[i]];
        scalar_random(&q_factor[i]);
        scalar_random(&w_hat[i]);
        scalar_random(&w_prime[i]);
        point_multiply_base(&q[i + 1], &q_factor[i]);
        point_add_product(&q[i + 1], &u_prime[i], &q[i]);
        scalar_multiply_add(&q_bar, &q_factor[i], &u_prime[i], &q_bar);
        point_multiply_base(&t_hat[i], &w_hat[i]);
        point_add_product(&t_hat[i], &w_prime[i], &q[i]);
        point_add_product(&t3, &w_prime[i], &h[i + 1]);
        for (size_t k = 0; k < SMALL_W; k++) {
            point_add_product(&t4[k].a, &w_prime[i], &outputs[i][k].a);
            point_add_product(&t4[k].c, &w_prime[i], &outputs[i][k].c);
        }
    }

    struct scalar c, s1, s2, s3, s4[SMALL_W], s_hat[SMALL_N], s_prime[SMALL_N];
    transcript_init(&t, TAG_SHUFFLE);
    transcript_bytes(&t, bytes_of(seed, HASH_BYTES));
    transcript_points(&t, q + 1, SMALL_N);
    transcript_point(&t, &t1);
    transcript_point(&t, &t2);
    transcript_point(&t, &t3);
    transcript_points(&t, (const struct point *)t4, 2 * SMALL_W);
    transcript_points(&t, t_hat, SMALL_N);
    transcript_scalar(&t, &c);
    struct scalar mask_sum = SCALAR_ZERO, weighted = SCALAR_ZERO;
    for (size_t i = 0; i < SMALL_N; i++) {
        scalar_add(&mask_sum, &mask_sum, &masks[i]);
        scalar_multiply_add(&weighted, &weighted, &masks[i], &u_prime[i]);
        scalar_multiply_add(&s_hat[i], &w_hat[i], &c, &q_factor[i]);
        scalar_multiply_add(&s_prime[i], &w_prime[i], &c, &u_prime[i]);
    }
    scalar_multiply_add(&s1, &w1, &c, &mask_sum);
    scalar_multiply_add(&s2, &w2, &c, &q_bar);
    scalar_multiply_add(&s3, &w3, &c, &weighted);
    for (size_t k = 0; k < SMALL_W; k++) {
        struct scalar sum = SCALAR_ZERO;
        for (size_t i = 0; i < SMALL_N; i++)
            scalar_multiply_add(&sum, &sum, &rho[i][k], &u_prime[i]);
        scalar_multiply_add(&s4[k], &w4[k], &c, &sum);
    }

    buffer_append_string(blob, "folkmoot-mix/1\n");
    buffer_append_u32(blob, SMALL_N);
    buffer_append_u32(blob, SMALL_W);
    for (size_t i = 0; i < SMALL_N; i++)
        for (size_t k = 0; k < SMALL_W; k++) {
            put_point(blob, &outputs[i][k].a);
            put_point(blob, &outputs[i][k].c);
        }
    buffer_append(blob, p, sizeof p);
    buffer_append(blob, q + 1, SMALL_N * sizeof *q);
    put_point(blob, &t1);
    put_point(blob, &t2);
    put_point(blob, &t3);
    for (size_t k = 0; k < SMALL_W; k++) {
        put_point(blob, &t4[k].a);
        put_point(blob, &t4[k].c);
    }
    buffer_append(blob, t_hat, sizeof t_hat);
    buffer_append(blob, &s1, sizeof s1);
    buffer_append(blob, &s2, sizeof s2);
    buffer_append(blob, &s3, sizeof s3);
    buffer_append(blob, s4, sizeof s4);
    buffer_append(blob, s_hat, sizeof s_hat);
    buffer_append(blob, s_prime, sizeof s_prime);
}

static void a_second_prover_agrees_and_cheats_are_caught(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, SMALL_N, SMALL_W);
    struct error err;
    for (enum cheat cheat = CHEAT_NONE; cheat < CHEAT_COUNT; cheat++) {
        struct buffer blob = {0};
        second_prover(&f.statement, cheat, &blob);
        static const char *const caught[CHEAT_COUNT] = {
            [CHEAT_DUPLICATE] = "V1",    [CHEAT_SPLIT_TUPLE] = "V4", [CHEAT_OTHER_MASK] = "V4",
            [CHEAT_OTHER_MASK_A] = "V4", [CHEAT_NEW_BALLOT] = "V4",  [CHEAT_GENERATORS] = "V4"};
        if (cheat == CHEAT_NONE) {
            struct mix mix;
            if (!verify(&f.statement, buffer_bytes(&blob), NULL, &mix, &err))
                fail_msg("%s", err.detail);
            expect_permutation(&f, mix.outputs, NULL);
        } else {
            expect_refused(&f.statement, buffer_bytes(&blob), "bad-proof", caught[cheat]);
        }
        buffer_clear(&blob);
    }
    fixture_clear(&f);
}

/* tests/vectors/mix.json: mixes made by an implementation of its own. */
static void known_mixes_verify(void **state)
{
    (void)state;
    json_t *vector = vector_load("mix"), *value;
    struct error err;
    struct shuffle_statement s = {
        .contest = bytes_of_string(vector_text(vector, "contest")),
        .n = (uint32_t)json_integer_value(json_object_get(vector, "n")),
        .w = (uint32_t)json_integer_value(json_object_get(vector, "w")),
    };
    vector_hex(vector, "eid", s.eid, HASH_BYTES);
    vector_hex(vector, "election_key", s.key.bytes, POINT_BYTES);
    size_t count = (size_t)s.n * s.w, i;
    struct ciphertext *inputs = allocate(count, sizeof *inputs);
    json_array_foreach(json_object_get(vector, "inputs"), i, value)
    {
        assert_true(i < 2 * count);
        vector_hex_value(value, i % 2 ? inputs[i / 2].c.bytes : inputs[i / 2].a.bytes, POINT_BYTES);
    }
    struct buffer blobs[2] = {{0}};
    s.inputs = inputs;
    json_array_foreach(json_object_get(vector, "mixes"), i, value)
    {
        struct mix mix;
        assert_true(i < 2);
        s.position = (uint64_t)json_integer_value(json_object_get(value, "position"));
        s.trustee = (uint64_t)json_integer_value(json_object_get(value, "trustee"));
        vector_hex(value, "previous", s.previous, HASH_BYTES);
        vector_hex_append(value, "blob", &blobs[i]);
        if (!verify(&s, buffer_bytes(&blobs[i]), NULL, &mix, &err))
            fail_msg("mix %zu: %s", i, err.detail);
        s.inputs = mix.outputs;
    }
    assert_int_equal(i, 2);
    buffer_clear(&blobs[0]);
    buffer_clear(&blobs[1]);
    free(inputs);
    json_decref(vector);
}

/* ---- progress ---- */

struct watch {
    size_t last, total, calls, stop_after;
};

static bool watch_progress(void *context, size_t done, size_t total)
{
    struct watch *watch = context;
    assert_true(done >= watch->last && done <= total);
    watch->last = done;
    watch->total = total;
    return ++watch->calls != watch->stop_after;
}

static void progress_is_told_and_can_stop(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, 200, 1);
    struct error err;
    struct buffer blob = {0}, none = {0};
    struct watch watch = {0};
    struct work work = {.progress = watch_progress, .context = &watch};
    assert_true(shuffle_prove(&f.statement, &work, &blob, &err));
    assert_true(watch.calls > 4 && watch.last == watch.total && watch.total >= 200);
    for (enum engine engine = ENGINE_DECAF; engine <= ENGINE_SODIUM; engine++) {
        work.engine = engine;
        watch = (struct watch){0};
        assert_true(shuffle_verify(&f.statement, buffer_bytes(&blob), &work, NULL, &err));
        assert_true(watch.calls > 3 && watch.last == watch.total);
    }
    work.threads = 2;
    watch = (struct watch){.stop_after = 2};
    assert_false(shuffle_prove(&f.statement, &work, &none, &err));
    assert_int_equal(err.class, ERROR_TEMPORARY);
    assert_string_equal(err.type, "cancelled");
    assert_true(watch.calls == 2);
    assert_int_equal(none.len, 0);
    for (enum engine engine = ENGINE_DECAF; engine <= ENGINE_SODIUM; engine++) {
        work.engine = engine;
        watch = (struct watch){.stop_after = 2};
        assert_false(shuffle_verify(&f.statement, buffer_bytes(&blob), &work, NULL, &err));
        assert_int_equal(err.class, ERROR_TEMPORARY);
        assert_true(watch.calls == 2);
    }
    buffer_clear(&none);
    buffer_clear(&blob);
    fixture_clear(&f);
}

static int start(void **state)
{
    (void)state;
    return sodium_init() < 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mixes_of_many_shapes_verify),
        cmocka_unit_test(two_mixes_in_a_row),
        cmocka_unit_test(every_order_comes_up),
        cmocka_unit_test(the_statement_is_bound),
        cmocka_unit_test(every_element_counts),
        cmocka_unit_test(every_equation_is_checked),
        cmocka_unit_test(every_byte_and_bit_counts),
        cmocka_unit_test(impossible_shapes_are_refused),
        cmocka_unit_test(a_second_prover_agrees_and_cheats_are_caught),
        cmocka_unit_test(known_mixes_verify),
        cmocka_unit_test(progress_is_told_and_can_stop),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
