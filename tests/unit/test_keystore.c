/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "server/jobs/keystore.h"

static const uint8_t round_id[16] = {0xab};
#define ROUND_FILE "ab000000000000000000000000000000"

struct fixture {
    char folder[32];
    struct arena arena;
};

static int setup(void **state)
{
    struct fixture *f = allocate(1, sizeof *f);
    strcpy(f->folder, "/tmp/folkmoot-keys-XXXXXX");
    *state = f;
    return mkdtemp(f->folder) ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    static const char *const files[] = {"signing.seed", ROUND_FILE ".x", ROUND_FILE ".eid"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(arena_format(&f->arena, "%s/trustee/%s", f->folder, files[i]));
    rmdir(arena_format(&f->arena, "%s/trustee", f->folder));
    rmdir(f->folder);
    arena_clear(&f->arena);
    free(f);
    return 0;
}

static void keys_stay_what_they_are(void **state)
{
    struct fixture *f = *state;
    struct sign_public a, b;
    struct sign_secret secret;
    struct scalar x, again;
    struct point y, expected;
    struct error err;
    assert_true(keystore_signing_key(f->folder, &a, &secret, &err));
    assert_true(keystore_signing_key(f->folder, &b, &secret, &err));
    assert_memory_equal(a.bytes, b.bytes, sizeof a.bytes);
    assert_false(keystore_round_key(f->folder, round_id, false, &x, &y, &err));
    assert_int_equal(err.class, ERROR_BROKEN); /* a lost key is never replaced */
    assert_true(keystore_round_key(f->folder, round_id, true, &x, &y, &err));
    assert_true(keystore_round_key(f->folder, round_id, false, &again, &y, &err));
    assert_memory_equal(x.bytes, again.bytes, sizeof x.bytes);
    point_multiply_base(&expected, &x);
    assert_true(point_equal(&y, &expected));
}

static void secrets_are_for_their_owner(void **state)
{
    struct fixture *f = *state;
    struct scalar x;
    struct point y;
    struct stat info;
    struct error err;
    assert_true(keystore_round_key(f->folder, round_id, true, &x, &y, &err));
    assert_int_equal(stat(arena_format(&f->arena, "%s/trustee", f->folder), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    assert_int_equal(stat(arena_format(&f->arena, "%s/trustee/" ROUND_FILE ".x", f->folder), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void a_damaged_key_is_noticed(void **state)
{
    struct fixture *f = *state;
    struct scalar x;
    struct point y;
    struct error err;
    assert_true(keystore_round_key(f->folder, round_id, true, &x, &y, &err));
    const char *path = arena_format(&f->arena, "%s/trustee/" ROUND_FILE ".x", f->folder);
    assert_true(file_write(path, bytes_of(x.bytes, 31), 0600, &err));
    assert_false(keystore_round_key(f->folder, round_id, true, &x, &y, &err));
    memset(x.bytes, 0xff, sizeof x.bytes); /* not below L */
    assert_true(file_write(path, bytes_of(x.bytes, 32), 0600, &err));
    assert_false(keystore_round_key(f->folder, round_id, true, &x, &y, &err));
}

static void one_key_acknowledges_one_eid(void **state)
{
    struct fixture *f = *state;
    const uint8_t first[HASH_BYTES] = {1}, second[HASH_BYTES] = {2};
    struct error err;
    assert_true(keystore_claim_eid(f->folder, round_id, first, &err));
    assert_true(keystore_claim_eid(f->folder, round_id, first, &err));
    assert_false(keystore_claim_eid(f->folder, round_id, second, &err));
    assert_string_equal(err.type, "conflict");
}

/* Workers that start together on an empty folder end up with one key. */
static void workers_that_start_together_have_one_key(void **state)
{
    struct fixture *f = *state;
    enum { ROUNDS = 50, WORKERS = 4 };
    for (int round = 0; round < ROUNDS; round++) {
        int gate[2], answers[2];
        char byte;
        assert_int_equal(pipe(gate), 0);
        assert_int_equal(pipe(answers), 0);
        for (int i = 0; i < WORKERS; i++) {
            if (fork() != 0)
                continue;
            struct sign_public public = {0};
            struct sign_secret secret;
            struct error err;
            close(gate[1]);
            bool ok = read(gate[0], &byte, 1) == 0 &&
                      keystore_signing_key(f->folder, &public, &secret, &err) &&
                      write(answers[1], public.bytes, sizeof public.bytes) == sizeof public.bytes;
            _exit(ok ? 0 : 1);
        }
        close(gate[1]);
        close(gate[0]);
        close(answers[1]);
        struct sign_public kept, other;
        struct sign_secret secret;
        for (int i = 0; i < WORKERS; i++) {
            assert_int_equal(read(answers[0], other.bytes, sizeof other.bytes), sizeof other.bytes);
            assert_true(keystore_signing_key(f->folder, &kept, &secret, NULL));
            assert_memory_equal(kept.bytes, other.bytes, sizeof kept.bytes);
        }
        close(answers[0]);
        while (wait(NULL) > 0)
            ;
        unlink(arena_format(&f->arena, "%s/trustee/signing.seed", f->folder));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keys_stay_what_they_are, setup, teardown),
        cmocka_unit_test_setup_teardown(secrets_are_for_their_owner, setup, teardown),
        cmocka_unit_test_setup_teardown(a_damaged_key_is_noticed, setup, teardown),
        cmocka_unit_test_setup_teardown(workers_that_start_together_have_one_key, setup, teardown),
        cmocka_unit_test_setup_teardown(one_key_acknowledges_one_eid, setup, teardown),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("keystore", tests, NULL, NULL);
}
