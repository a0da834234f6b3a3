/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "tools/trustee_file.h"

static const struct trustee_cost cheap = {1, 8};
static char folder[] = "/tmp/test-trustee-file-XXXXXX";

/* Two rounds, one with everything. */
static void fill(struct trustee_keys *keys)
{
    assert_true(trustee_keys_new("open sesame", cheap, keys, NULL));
    trustee_keys_add(keys, (const uint8_t[ROUND_ID_BYTES]){1});
    struct trustee_round *round = trustee_keys_add(keys, (const uint8_t[ROUND_ID_BYTES]){2});
    round->attempt = 3;
    round->has_message = round->has_x = round->has_eid = round->confirmed = true;
    scalar_random(&round->d);
    scalar_random(&round->x);
    randombytes_buf(round->salt, sizeof round->salt);
    randombytes_buf(round->eid, sizeof round->eid);
    randombytes_buf(round->definition, sizeof round->definition);
    randombytes_buf(round->message_hash, sizeof round->message_hash);
    buffer_append_string(&round->message, "a first message");
    trustee_round_claim(round, "parks")->input[0] = 7;
    trustee_round_claim(round, "roads")->opened[31] = 8;
}

static void expect_same(struct trustee_keys *a, struct trustee_keys *b)
{
    assert_memory_equal(&a->public, &b->public, sizeof a->public);
    assert_memory_equal(&a->secret, &b->secret, sizeof a->secret);
    assert_int_equal(a->round_count, b->round_count);
    for (size_t i = 0; i < a->round_count; i++) {
        struct trustee_round x = a->rounds[i], y = b->rounds[i];
        assert_true(bytes_equal(buffer_bytes(&x.message), buffer_bytes(&y.message)));
        x.message = y.message = (struct buffer){0};
        assert_memory_equal(x.id, y.id, sizeof x.id);
        assert_memory_equal(&x.d, &y.d, sizeof x.d);
        assert_memory_equal(&x.x, &y.x, sizeof x.x);
        assert_memory_equal(x.salt, y.salt, sizeof x.salt);
        assert_memory_equal(x.eid, y.eid, sizeof x.eid);
        assert_memory_equal(x.definition, y.definition, sizeof x.definition);
        assert_memory_equal(x.message_hash, y.message_hash, sizeof x.message_hash);
        assert_int_equal(x.attempt, y.attempt);
        assert_true(x.has_message == y.has_message && x.has_x == y.has_x && x.has_eid == y.has_eid &&
                    x.confirmed == y.confirmed);
        assert_int_equal(x.claim_count, y.claim_count);
        for (size_t c = 0; c < x.claim_count; c++)
            assert_memory_equal(&x.claims[c], &y.claims[c], sizeof x.claims[c]);
    }
}

static void what_is_sealed_opens_again(void **state)
{
    (void)state;
    struct trustee_keys keys, again = {0};
    struct buffer file = {0}, other = {0};
    struct error err;
    fill(&keys);
    assert_true(trustee_keys_seal(&keys, &file, NULL));
    assert_true(trustee_keys_open(buffer_bytes(&file), "open sesame", &again, NULL));
    expect_same(&keys, &again);
    assert_true(trustee_keys_seal(&keys, &other, NULL));
    assert_memory_not_equal(file.data, other.data, file.len); /* a nonce is used once */
    assert_null(memmem(file.data, file.len, keys.secret.bytes, SIGN_SEED_BYTES));
    trustee_keys_wipe(&again);
    assert_false(trustee_keys_open(buffer_bytes(&file), "open sesamE", &again, &err));
    assert_string_equal(err.type, "bad-password");
    assert_null(again.rounds);
    buffer_clear(&file);
    buffer_clear(&other);
    trustee_keys_wipe(&keys);
}

/* What the passes and the memory cost is read before anything is checked: it has limits. */
static void damaged_files_are_refused(void **state)
{
    (void)state;
    struct trustee_keys keys, again = {0};
    struct buffer file = {0};
    fill(&keys);
    assert_true(trustee_keys_seal(&keys, &file, NULL));
    for (size_t len = 0; len < file.len; len += 1 + (len > 100) * 17)
        assert_false(trustee_keys_open(bytes_of(file.data, len), "open sesame", &again, NULL));
    for (size_t at = 0; at < file.len; at += 1 + (at > 90) * 31) {
        if (at >= 19 && at < 27)
            continue; /* the cost, below */
        file.data[at] ^= 1;
        assert_false(trustee_keys_open(buffer_bytes(&file), "open sesame", &again, NULL));
        file.data[at] ^= 1;
    }
    static const struct {
        size_t at;
        uint8_t value;
    } costs[] = {{22, 0}, {22, 2}, {22, 65}, {19, 1}, {26, 7}, {26, 9}, {23, 1}};
    for (size_t i = 0; i < sizeof costs / sizeof *costs; i++) {
        uint8_t kept = file.data[costs[i].at];
        file.data[costs[i].at] = costs[i].value;
        assert_false(trustee_keys_open(buffer_bytes(&file), "open sesame", &again, NULL));
        file.data[costs[i].at] = kept;
    }
    assert_null(again.rounds);
    buffer_clear(&file);
    trustee_keys_wipe(&keys);
}

static void the_file_is_its_owners(void **state)
{
    (void)state;
    struct trustee_keys keys, again = {0};
    struct error err;
    struct stat status;
    char path[64], beside[80];
    snprintf(path, sizeof path, "%s/key", folder);
    snprintf(beside, sizeof beside, "%s.new", path);
    fill(&keys);
    assert_true(trustee_file_write(path, &keys, true, NULL));
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(access(beside, F_OK), -1);
    assert_false(trustee_file_write(path, &keys, true, &err)); /* is not replaced by a first one */
    assert_string_equal(err.type, "file");
    keys.rounds[0].attempt = 9;
    assert_true(trustee_file_write(path, &keys, false, NULL));
    assert_true(trustee_file_read(path, "open sesame", &again, NULL));
    expect_same(&keys, &again);
    assert_int_equal(again.rounds[0].attempt, 9);
    trustee_keys_wipe(&again);
    /* where the new one cannot be written, the old one stays */
    assert_int_equal(mkdir(beside, 0700), 0);
    keys.rounds[0].attempt = 10;
    assert_false(trustee_file_write(path, &keys, false, &err));
    assert_int_equal(rmdir(beside), 0);
    assert_true(trustee_file_read(path, "open sesame", &again, NULL));
    assert_int_equal(again.rounds[0].attempt, 9);
    trustee_keys_wipe(&again);
    trustee_keys_wipe(&keys);
    unlink(path);
}

/* A round or a contest that stands there twice has two minds about what was done. */
static void doubles_are_refused(void **state)
{
    (void)state;
    struct trustee_keys keys, again = {0};
    struct buffer plain = {0};
    fill(&keys);
    trustee_plain_write(&keys, &plain);
    assert_true(trustee_plain_read(buffer_bytes(&plain), &again));
    trustee_keys_wipe(&again);
    assert_false(trustee_plain_read(bytes_of(plain.data, plain.len - 1), &again));
    trustee_keys_wipe(&again);
    buffer_append_u8(&plain, 0);
    assert_false(trustee_plain_read(buffer_bytes(&plain), &again));
    trustee_keys_wipe(&again);
    plain.len = 0;
    strcpy(keys.rounds[1].claims[1].contest, "parks");
    trustee_plain_write(&keys, &plain);
    assert_false(trustee_plain_read(buffer_bytes(&plain), &again));
    trustee_keys_wipe(&again);
    plain.len = 0;
    strcpy(keys.rounds[1].claims[1].contest, "roads");
    memcpy(keys.rounds[1].id, keys.rounds[0].id, ROUND_ID_BYTES);
    trustee_plain_write(&keys, &plain);
    assert_false(trustee_plain_read(buffer_bytes(&plain), &again));
    trustee_keys_wipe(&again);
    trustee_keys_wipe(&keys);
    buffer_wipe(&plain);
}

static void rounds_are_forgotten(void **state)
{
    (void)state;
    struct trustee_keys keys;
    fill(&keys);
    struct trustee_round *second = trustee_keys_round(&keys, (const uint8_t[ROUND_ID_BYTES]){2});
    assert_non_null(second);
    trustee_keys_forget(&keys, trustee_keys_round(&keys, (const uint8_t[ROUND_ID_BYTES]){1}));
    assert_null(trustee_keys_round(&keys, (const uint8_t[ROUND_ID_BYTES]){1}));
    assert_int_equal(trustee_keys_round(&keys, (const uint8_t[ROUND_ID_BYTES]){2})->attempt, 3);
    trustee_keys_forget(&keys, &keys.rounds[0]);
    assert_int_equal(keys.round_count, 0);
    trustee_keys_wipe(&keys);
}

static int make_folder(void **state)
{
    (void)state;
    return sodium_init() < 0 || !mkdtemp(folder) ? -1 : 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sealed_opens_again), cmocka_unit_test(damaged_files_are_refused),
        cmocka_unit_test(the_file_is_its_owners),     cmocka_unit_test(doubles_are_refused),
        cmocka_unit_test(rounds_are_forgotten),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
