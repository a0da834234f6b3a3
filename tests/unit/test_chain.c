/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Which mixes count, among those that anybody with a trustee's key may have put into the record.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "ballot/chain.h"

enum { N = 3, W = 2, BLOBS_MAX = 16 };

/* A contest of two ciphertexts a ballot, with its mixes and their blobs. */
struct fixture {
    struct definition definition;
    struct contest contest;
    struct round_state state;
    struct ciphertext input[N * W];
    struct round_mix mixes[BLOBS_MAX];
    struct buffer blobs[BLOBS_MAX];
    size_t reads;
    struct chain chain;
    struct error err;
};

static int setup(void **state)
{
    struct fixture *f = allocate(1, sizeof *f);
    if (sodium_init() < 0)
        return -1;
    struct scalar x, r;
    f->contest = (struct contest){.id = "parks", .width = W};
    f->definition = (struct definition){.contest_count = 1, .contests = &f->contest};
    round_init(&f->state);
    f->state.definition = &f->definition;
    f->state.contests[0].mixes = f->mixes;
    f->state.eid[0] = 7;
    scalar_random(&x);
    point_multiply_base(&f->state.key, &x);
    for (size_t i = 0; i < N * W; i++) {
        scalar_random(&r);
        point_multiply_base(&f->input[i].a, &r);
        scalar_random(&r);
        point_multiply_base(&f->input[i].c, &r);
    }
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    chain_clear(&f->chain);
    for (size_t i = 0; i < BLOBS_MAX; i++)
        buffer_clear(&f->blobs[i]);
    free(f);
    return 0;
}

/* By number; a blob that is empty is not to be had. */
static bool read_blob(void *context, const struct blob_ref *ref, struct buffer *out, struct error *err)
{
    struct fixture *f = context;
    f->reads++;
    for (size_t i = 0; i < f->state.contests[0].mix_count; i++)
        if (blob_ref_equal(&f->mixes[i].blob, ref) && f->blobs[i].len) {
            buffer_append_bytes(out, buffer_bytes(&f->blobs[i]));
            return true;
        }
    return error_input(err, "missing", "no such blob");
}

static bool follow(struct fixture *f, size_t limit)
{
    const struct blob_source source = {read_blob, f};
    chain_clear(&f->chain);
    return chain_follow(&f->state, 0, f->input, N, limit, &source, NULL, &f->chain, &f->err);
}

/* Put a mix of what the chain has so far into the record, in its current chain. */
static struct buffer *add(struct fixture *f, uint64_t position, uint64_t trustee)
{
    struct shuffle_statement statement;
    struct round_contest *contest = &f->state.contests[0];
    size_t i = contest->mix_count;
    assert_true(follow(f, (size_t)position - 1));
    assert_int_equal(f->chain.count, position - 1);
    chain_statement(&f->state, 0, &f->chain, N, trustee, &statement);
    assert_true(shuffle_prove(&statement, NULL, &f->blobs[i], NULL));
    f->mixes[i] = (struct round_mix){
        .index = 100 + i, .chain = contest->chain, .position = position, .trustee = trustee};
    blob_ref_of(buffer_bytes(&f->blobs[i]), &f->mixes[i].blob);
    contest->mix_count++;
    return &f->blobs[i];
}

/* Its proof does not hold. */
static void spoil(struct buffer *blob)
{
    blob->data[blob->len - 32] ^= 1;
}

static void expect(struct fixture *f, size_t limit, size_t count, const size_t *mixes)
{
    if (!follow(f, limit))
        fail_msg("%s", f->err.detail);
    assert_int_equal(f->chain.count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(f->chain.trustees[i], f->mixes[mixes[i]].trustee);
        assert_memory_equal(f->chain.hashes[i], f->mixes[mixes[i]].blob.hash, HASH_BYTES);
    }
}

static void without_a_mix_it_is_the_input(void **state)
{
    struct fixture *f = *state;
    expect(f, 3, 0, NULL);
    assert_ptr_equal(f->chain.ciphertexts, f->input);
    assert_false(chain_reaches(&f->state.contests[0], 1));
}

static void the_first_valid_mix_of_each_position_counts(void **state)
{
    struct fixture *f = *state;
    spoil(add(f, 1, 1)); /* 0: bad */
    add(f, 1, 2);        /* 1: the first that is good */
    add(f, 1, 3);        /* 2: too late */
    add(f, 2, 3);        /* 3 */
    add(f, 2, 1);        /* 4: too late */
    add(f, 3, 1);        /* 5 */
    expect(f, 15, 3, (const size_t[]){1, 3, 5});
    assert_ptr_not_equal(f->chain.ciphertexts, f->input);
    assert_true(chain_reaches(&f->state.contests[0], 3));
    assert_false(chain_reaches(&f->state.contests[0], 4));
}

static void it_goes_no_further_than_is_asked(void **state)
{
    struct fixture *f = *state;
    add(f, 1, 1);
    add(f, 2, 2);
    add(f, 3, 3);
    f->reads = 0;
    expect(f, 2, 2, (const size_t[]){0, 1});
    assert_int_equal(f->reads, 2);
    expect(f, 0, 0, NULL);
}

static void nobody_mixes_twice(void **state)
{
    struct fixture *f = *state;
    add(f, 1, 1);
    add(f, 2, 1); /* a good proof, by the same trustee */
    expect(f, 15, 1, (const size_t[]){0});
    add(f, 2, 2);
    expect(f, 15, 2, (const size_t[]){0, 2});
}

static void a_mix_is_of_the_one_before_it(void **state)
{
    struct fixture *f = *state;
    add(f, 1, 1);
    add(f, 2, 2);
    /* An earlier entry on position 1 makes another chain: what was built on the second is not on it. */
    add(f, 1, 3);
    struct round_mix mix = f->mixes[2];
    struct buffer blob = f->blobs[2];
    f->mixes[2] = f->mixes[1], f->blobs[2] = f->blobs[1];
    f->mixes[1] = f->mixes[0], f->blobs[1] = f->blobs[0];
    f->mixes[0] = mix, f->blobs[0] = blob;
    expect(f, 15, 1, (const size_t[]){0});
}

static void of_an_abandoned_chain_nothing_counts(void **state)
{
    struct fixture *f = *state;
    add(f, 1, 1);
    add(f, 2, 2);
    f->state.contests[0].chain = 2;
    assert_false(chain_reaches(&f->state.contests[0], 1));
    expect(f, 15, 0, NULL);
    add(f, 1, 2);
    add(f, 2, 1);
    expect(f, 15, 2, (const size_t[]){2, 3});
}

/* Not knowing is not the same as knowing that it is bad: another would be taken in its place. */
static void a_blob_that_is_missing_stops_it(void **state)
{
    struct fixture *f = *state;
    add(f, 1, 1);
    add(f, 1, 2);
    buffer_clear(&f->blobs[0]);
    assert_false(follow(f, 15));
    assert_string_equal(f->err.type, "missing");
    assert_int_equal(f->chain.count, 0);
    assert_null(f->chain.ciphertexts);
}

static bool cancel(void *context, size_t done, size_t total)
{
    (void)context;
    (void)done;
    (void)total;
    return false;
}

static void it_can_be_cancelled(void **state)
{
    struct fixture *f = *state;
    const struct blob_source source = {read_blob, f};
    const struct work work = {.progress = cancel};
    add(f, 1, 1);
    chain_clear(&f->chain);
    assert_false(chain_follow(&f->state, 0, f->input, N, 15, &source, &work, &f->chain, &f->err));
    assert_null(f->chain.blob.data);
}

static void a_statement_names_the_mix_before(void **state)
{
    struct fixture *f = *state;
    static const uint8_t nothing[HASH_BYTES];
    struct shuffle_statement statement;
    chain_statement(&f->state, 0, &f->chain, N, 3, &statement);
    assert_int_equal(statement.position, 1);
    assert_memory_equal(statement.previous, nothing, HASH_BYTES);
    add(f, 1, 1);
    assert_true(follow(f, 15));
    chain_statement(&f->state, 0, &f->chain, N, 3, &statement);
    assert_int_equal(statement.position, 2);
    assert_int_equal(statement.trustee, 3);
    assert_memory_equal(statement.previous, f->mixes[0].blob.hash, HASH_BYTES);
    assert_ptr_equal(statement.inputs, f->chain.ciphertexts);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(without_a_mix_it_is_the_input),    TEST(the_first_valid_mix_of_each_position_counts),
        TEST(it_goes_no_further_than_is_asked), TEST(nobody_mixes_twice),
        TEST(a_mix_is_of_the_one_before_it),    TEST(of_an_abandoned_chain_nothing_counts),
        TEST(a_blob_that_is_missing_stops_it),  TEST(it_can_be_cancelled),
        TEST(a_statement_names_the_mix_before),
    };
    return cmocka_run_group_tests_name("chain", tests, NULL, NULL);
}
