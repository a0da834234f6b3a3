/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The process that cosigns; what it says to logs is tested in tests/integration/test_witness.py.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/file.h"
#include "server/sequencer/cosigner.h"
#include "server/sequencer/cosigner_message.h"

static void messages_are_inverses_and_nothing_else_is_read(void **state)
{
    (void)state;
    struct buffer body = {0};
    struct cosigner_request request = {.kind = COSIGNER_COSIGN,
                                       .size = 1ULL << 40,
                                       .body = bytes_of_string("old 0\n")},
                            back;
    memset(request.root, 7, sizeof request.root);
    cosigner_request_append(&request, &body);
    assert_true(cosigner_request_parse(buffer_bytes(&body), &back, NULL));
    assert_int_equal(back.size, request.size);
    assert_memory_equal(back.root, request.root, sizeof back.root);
    assert_true(bytes_equal(back.body, request.body));
    for (size_t len = 0; len < 1 + 8 + MERKLE_HASH_BYTES; len++)
        assert_false(cosigner_request_parse(bytes_of(body.data, len), &back, NULL));
    assert_true(cosigner_request_parse(bytes_of("\x01", 1), &back, NULL));
    assert_false(cosigner_request_parse(bytes_of("\x01x", 2), &back, NULL));
    assert_false(cosigner_request_parse(bytes_of("\x03", 1), &back, NULL));

    static const enum witness_verdict verdicts[] = {WITNESS_COSIGN,    WITNESS_MALFORMED,
                                                    WITNESS_UNTRUSTED, WITNESS_UNKNOWN_LOG,
                                                    WITNESS_CONFLICT,  WITNESS_INCONSISTENT};
    struct cosigner_answer answer = {.kind = COSIGNER_VERDICT, .size = 12, .text = bytes_of_string("why")},
                           read;
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        body.len = 0;
        answer.verdict = verdicts[i];
        cosigner_answer_append(&answer, &body);
        assert_true(cosigner_answer_parse(buffer_bytes(&body), &read, NULL));
        assert_int_equal(read.verdict, verdicts[i]);
        assert_int_equal(read.size, 12);
        assert_true(bytes_equal(read.text, answer.text));
    }
    for (size_t len = 0; len <= 1 + 2 + 8; len++)
        assert_false(cosigner_answer_parse(bytes_of(body.data, len), &read, NULL));
    body.data[2] ^= 1; /* no such status */
    assert_false(cosigner_answer_parse(buffer_bytes(&body), &read, NULL));
    body.len = 0;
    answer = (struct cosigner_answer){.kind = COSIGNER_READY, .public_key = {1, 2, 3}};
    cosigner_answer_append(&answer, &body);
    assert_true(cosigner_answer_parse(buffer_bytes(&body), &read, NULL));
    assert_memory_equal(read.public_key, answer.public_key, sizeof read.public_key);
    for (size_t len = 0; len < body.len; len++)
        assert_false(cosigner_answer_parse(bytes_of(body.data, len), &read, NULL));
    buffer_append_u8(&body, 0);
    assert_false(cosigner_answer_parse(buffer_bytes(&body), &read, NULL));
    assert_true(cosigner_answer_parse(bytes_of("\x12why", 4), &read, NULL));
    assert_false(cosigner_answer_parse(bytes_of("\x12", 1), &read, NULL));
    buffer_clear(&body);
}

/* A fresh witness of no log, in a folder of its own. */
struct fixture {
    struct arena arena;
    struct config config;
    int fd;
    pid_t pid;
};

static int set_up(void **state)
{
    struct fixture *f = allocate(1, sizeof *f);
    char template[] = "/tmp/folkmoot-cosigner-XXXXXX";
    int fds[2];
    assert_non_null(mkdtemp(template));
    f->config.origin = arena_string(&f->arena, "test.example/log");
    f->config.data_folder = arena_string(&f->arena, template);
    f->config.witness_name = arena_string(&f->arena, "test.example/witness");
    f->config.witness_logs = arena_format(&f->arena, "%s/logs", template);
    assert_true(file_write(f->config.witness_logs, bytes_of_string("quorum none\n"), 0600, NULL));
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
    f->pid = fork();
    if (f->pid == 0) {
        close(fds[0]);
        /* What it logs would stand between the lines of the tests. */
        if (!freopen("/dev/null", "w", stderr))
            _exit(3);
        _exit(cosigner_main(fds[1], &f->config));
    }
    close(fds[1]);
    f->fd = fds[0];
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {COSIGNER_KEY_FILE, COSIGNER_TREE_FILE, "logs"};
    int status;
    close(f->fd);
    assert_int_equal(waitpid(f->pid, &status, 0), f->pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(arena_format(&f->arena, "%s/%s", f->config.data_folder, names[i]));
    rmdir(f->config.data_folder);
    arena_clear(&f->arena);
    free(f);
    return 0;
}

static void the_cosigner_is_confined(void **state)
{
    struct fixture *f = *state;
    struct note_key key;
    struct buffer status = {0};
    assert_true(cosigner_hello(f->fd, "test.example/witness", &key, NULL));
    assert_int_equal(key.type, NOTE_COSIGNATURE);
    assert_true(file_read(arena_format(&f->arena, "/proc/%d/status", (int)f->pid), 65536, &status, NULL));
    assert_non_null(strstr(buffer_string(&status), "\nSeccomp:\t2\n"));
    assert_non_null(strstr(buffer_string(&status), "\nNoNewPrivs:\t1\n"));
    buffer_clear(&status);
}

/* Of its own accord it reads the request once more: whoever has the main process has no way around it. */
static void the_cosigner_trusts_nobody(void **state)
{
    struct fixture *f = *state;
    struct cosigner_verdict verdict = {0};
    uint8_t root[MERKLE_HASH_BYTES];
    merkle_hash_empty(root);
    assert_true(cosigner_cosign(f->fd, 0, root, bytes_of_string("nonsense"), &verdict, NULL));
    assert_int_equal(verdict.verdict, WITNESS_MALFORMED);
    cosigner_verdict_clear(&verdict);
    static const char unknown[] =
        "old 0\n\nlog.example/a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n"
        "\xe2\x80\x94 log.example/a AAAAAAE=\n";
    assert_true(cosigner_cosign(f->fd, 0, root, bytes_of_string(unknown), &verdict, NULL));
    assert_int_equal(verdict.verdict, WITNESS_UNKNOWN_LOG);
    cosigner_verdict_clear(&verdict);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_inverses_and_nothing_else_is_read),
        cmocka_unit_test_setup_teardown(the_cosigner_is_confined, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_cosigner_trusts_nobody, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
