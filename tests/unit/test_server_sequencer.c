/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "record/checkpoint.h"
#include "server/db/array.h"
#include "server/sequencer/edge.h"
#include "server/sequencer/log_store.h"
#include "server/sequencer/queue.h"
#include "server/sequencer/signer.h"
#include "server/sequencer/signer_message.h"
#include "server/sequencer/table.h"

/* ---- a tree with all its nodes ---- */

enum { LEAVES = 66500, LEVELS = 17 };

static uint8_t (*nodes[LEVELS])[MERKLE_HASH_BYTES];

static int make_tree(void **state)
{
    (void)state;
    for (unsigned level = 0; level < LEVELS; level++) {
        size_t count = LEAVES >> level;
        nodes[level] = allocate(count, MERKLE_HASH_BYTES);
        for (size_t i = 0; i < count; i++)
            if (level == 0)
                merkle_hash_leaf(bytes_of(&i, sizeof i), nodes[0][i]);
            else
                merkle_hash_node(nodes[level - 1][2 * i], nodes[level - 1][2 * i + 1], nodes[level][i]);
    }
    return 0;
}

static int free_tree(void **state)
{
    (void)state;
    for (unsigned level = 0; level < LEVELS; level++)
        free(nodes[level]);
    return 0;
}

static bool read_node(void *context, unsigned level, uint64_t index, uint8_t hash[MERKLE_HASH_BYTES],
                      struct error *err)
{
    (void)context;
    (void)err;
    memcpy(hash, nodes[level][index], MERKLE_HASH_BYTES);
    return true;
}

static const struct merkle_source naive = {.read_node = read_node};

static void root_at(uint64_t size, uint8_t root[MERKLE_HASH_BYTES])
{
    struct merkle_frontier frontier;
    assert_true(merkle_frontier_load(&frontier, size, &naive, NULL));
    merkle_frontier_root(&frontier, root);
}

static bool read_tile(void *context, struct tile_id tile, uint8_t hashes[TILE_BYTES], struct error *err)
{
    uint64_t size = *(const uint64_t *)context;
    (void)err;
    assert_true(tile.width <= tile_width(tile.level, tile.index, size));
    memcpy(hashes, nodes[TILE_HEIGHT * tile.level][tile.index * TILE_WIDTH],
           (size_t)tile.width * MERKLE_HASH_BYTES);
    return true;
}

/* ---- edge ---- */

static void check_batch(const struct edge *edge, uint64_t old_size)
{
    uint8_t old_root[MERKLE_HASH_BYTES], root[MERKLE_HASH_BYTES], expected[MERKLE_HASH_BYTES];
    struct merkle_proof proof;
    uint64_t size = edge_size(edge);
    edge_root(edge, root);
    root_at(size, expected);
    assert_memory_equal(root, expected, sizeof root);
    root_at(old_size, old_root);
    assert_true(merkle_prove_consistency(old_size, size, edge_source(edge), &proof, NULL));
    assert_true(merkle_verify_consistency(old_size, old_root, size, root, &proof));
    for (uint64_t index = old_size; index < size; index += 1 + randombytes_uniform(40)) {
        assert_true(merkle_prove_inclusion(index, size, edge_source(edge), &proof, NULL));
        assert_true(merkle_verify_inclusion(nodes[0][index], index, size, &proof, root));
    }
    uint64_t full = 0;
    for (unsigned level = 0; level < 2; level++)
        full += (size >> TILE_HEIGHT * (level + 1)) - (old_size >> TILE_HEIGHT * (level + 1));
    assert_int_equal(edge_completed(edge), full);
    for (size_t i = 0; i < full; i++) {
        struct edge_tile tile = edge_completed_tile(edge, i);
        unsigned level = TILE_HEIGHT * tile.level;
        assert_memory_equal(tile.hashes, nodes[level][tile.index * TILE_WIDTH], TILE_BYTES);
        assert_memory_equal(tile.root, nodes[level + TILE_HEIGHT][tile.index], MERKLE_HASH_BYTES);
    }
}

static void the_edge_proves_what_a_whole_tree_proves(void **state)
{
    (void)state;
    struct edge *edge = edge_new();
    uint64_t settled = 0;
    while (settled < LEAVES) {
        uint64_t batch = 1 + randombytes_uniform(randombytes_uniform(4) ? 300 : 3000);
        /* Often end where tiles end. */
        if (randombytes_uniform(3) == 0)
            batch = TILE_WIDTH - settled % TILE_WIDTH;
        for (unsigned attempt = 0; attempt < 2; attempt++) {
            for (uint64_t i = settled; i < settled + batch && i < LEAVES; i++)
                edge_append(edge, nodes[0][i]);
            check_batch(edge, settled);
            if (attempt == 0)
                edge_revert(edge);
        }
        edge_settle(edge);
        settled = edge_size(edge);
        assert_int_equal(edge_completed(edge), 0);
    }
    edge_free(edge);
}

static void the_edge_is_taken_up_from_tiles(void **state)
{
    (void)state;
    static const uint64_t sizes[] = {0, 1, 2, 255, 256, 257, 511, 512, 65535, 65536, 65537, 66000};
    struct edge *edge = edge_new();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        uint64_t size = sizes[i];
        assert_true(edge_load(edge, size, read_tile, &size, NULL));
        assert_int_equal(edge_size(edge), size);
        for (uint64_t k = size; k < size + 300; k++)
            edge_append(edge, nodes[0][k]);
        check_batch(edge, size);
    }
    edge_free(edge);
}

static void the_edge_does_not_know_what_is_far(void **state)
{
    (void)state;
    struct edge *edge = edge_new();
    struct merkle_proof proof;
    struct error err;
    for (uint64_t i = 0; i < 1000; i++)
        edge_append(edge, nodes[0][i]);
    edge_settle(edge);
    assert_false(merkle_prove_inclusion(3, 1000, edge_source(edge), &proof, &err));
    assert_int_equal(err.class, ERROR_BROKEN);
    edge_free(edge);
}

/* ---- log store ---- */

static void proofs_from_planned_tiles_verify(void **state)
{
    (void)state;
    uint8_t root[MERKLE_HASH_BYTES];
    static uint8_t hashes[LOG_PROOF_TILES_MAX][TILE_BYTES];
    for (unsigned round = 0; round < 400; round++) {
        uint64_t size = 1 + randombytes_uniform(round % 4 ? LEAVES : 700);
        uint64_t index = randombytes_uniform((uint32_t)size);
        struct log_proof_plan plan;
        struct bytes tiles[LOG_PROOF_TILES_MAX];
        struct merkle_proof proof;
        struct error err;
        log_proof_plan(&plan, index, size);
        for (size_t i = 0; i < plan.count; i++) {
            assert_true(read_tile(&size, plan.tiles[i], hashes[i], NULL));
            tiles[i] = bytes_of(hashes[i], (size_t)plan.tiles[i].width * MERKLE_HASH_BYTES);
        }
        root_at(size, root);
        assert_true(log_proof_make(&plan, tiles, &proof, &err));
        assert_true(merkle_verify_inclusion(nodes[0][index], index, size, &proof, root));
        if (proof.count == 0)
            continue;
        for (size_t i = 0; i < plan.count; i++)
            tiles[i].len -= 1;
        assert_false(log_proof_make(&plan, tiles, &proof, &err));
        assert_int_equal(err.class, ERROR_BROKEN);
    }
}

static void the_size_that_a_tile_needs(void **state)
{
    (void)state;
    uint64_t size;
    assert_true(log_tile_size((struct tile_id){.width = 1}, &size));
    assert_int_equal(size, 1);
    assert_true(log_tile_size((struct tile_id){.level = 1, .index = 2, .width = 3}, &size));
    assert_int_equal(size, (2 * 256 + 3) * 256);
    assert_true(log_tile_size((struct tile_id){.entries = true, .index = 1, .width = 256}, &size));
    assert_int_equal(size, 512);
    assert_false(log_tile_size((struct tile_id){.level = 8, .width = 1}, &size));
    assert_false(log_tile_size((struct tile_id){.index = MERKLE_MAX_SIZE, .width = 1}, &size));
    assert_false(log_tile_size((struct tile_id){.level = 7, .index = 1, .width = 1}, &size));
    struct log_query query = log_tile_query((struct tile_id){.level = 2, .index = 3, .width = 256});
    assert_int_equal(query.statement, DB_TILE);
    query = log_tile_query((struct tile_id){.index = 3, .width = 7});
    assert_int_equal(query.statement, DB_TILE_LEAVES);
    assert_string_equal(query.params[0].number, "768");
    query = log_tile_query((struct tile_id){.level = 2, .index = 3, .width = 7});
    assert_int_equal(query.statement, DB_TILE_ROOTS);
    assert_string_equal(query.params[0].number, "1");
    assert_string_equal(query.params[1].number, "768");
}

/* ---- queue and table ---- */

enum { ITEMS = 20000, PRODUCERS = 4 };

struct producer {
    struct queue *queue;
    uintptr_t first;
};

static void *produce(void *arg)
{
    const struct producer *producer = arg;
    for (uintptr_t i = 0; i < ITEMS; i++)
        while (!queue_put(producer->queue, (void *)(producer->first + i), NULL))
            sched_yield();
    return NULL;
}

static void the_queue_hands_over_everything_in_order(void **state)
{
    (void)state;
    struct queue *queue = queue_new(64);
    struct producer producers[PRODUCERS];
    pthread_t threads[PRODUCERS];
    uintptr_t next[PRODUCERS] = {0};
    void *items[16];
    for (size_t i = 0; i < PRODUCERS; i++) {
        producers[i] = (struct producer){queue, i * ITEMS + 1};
        assert_int_equal(pthread_create(&threads[i], NULL, produce, &producers[i]), 0);
    }
    size_t taken = 0;
    while (taken < PRODUCERS * ITEMS) {
        struct pollfd fd = {.fd = queue_fd(queue), .events = POLLIN};
        assert_int_equal(poll(&fd, 1, 10000), 1);
        size_t count = queue_take(queue, items, 16);
        for (size_t i = 0; i < count; i++) {
            uintptr_t item = (uintptr_t)items[i] - 1;
            assert_int_equal(item % ITEMS, next[item / ITEMS]++);
        }
        taken += count;
    }
    for (size_t i = 0; i < PRODUCERS; i++)
        pthread_join(threads[i], NULL);
    struct pollfd fd = {.fd = queue_fd(queue), .events = POLLIN};
    assert_int_equal(poll(&fd, 1, 0), 0);
    queue_free(queue);
}

static void the_queue_is_bounded_and_can_be_closed(void **state)
{
    (void)state;
    struct queue *queue = queue_new(2);
    struct error err;
    void *items[4];
    assert_true(queue_put(queue, &err, &err));
    assert_true(queue_put(queue, items, &err));
    assert_false(queue_put(queue, &queue, &err));
    assert_int_equal(err.class, ERROR_TEMPORARY);
    assert_string_equal(err.type, "overloaded");
    queue_close(queue);
    assert_false(queue_put(queue, &queue, &err));
    assert_string_equal(err.type, "stopping");
    assert_true(queue_is_closed(queue));
    assert_int_equal(queue_take(queue, items, 4), 2);
    assert_ptr_equal(items[0], &err);
    struct pollfd fd = {.fd = queue_fd(queue), .events = POLLIN};
    assert_int_equal(poll(&fd, 1, 0), 1); /* closed: the taker must wake up */
    queue_free(queue);
}

static void the_table_finds_what_was_put(void **state)
{
    (void)state;
    struct table *table = table_new(sizeof(uint32_t));
    size_t value;
    for (uint32_t i = 0; i < 5000; i++) {
        assert_false(table_find(table, &i, &value));
        table_put(table, &i, i * 7);
    }
    uint32_t twice = 3;
    table_put(table, &twice, 1);
    for (uint32_t i = 0; i < 5000; i++) {
        assert_true(table_find(table, &i, &value));
        assert_int_equal(value, i == twice ? 1 : i * 7);
    }
    table_free(table);
}

static void arrays_are_as_postgresql_reads_them(void **state)
{
    (void)state;
    struct db_array array = {0};
    db_array_begin(&array, DB_ARRAY_SMALLINT);
    struct db_param param = db_array(&array);
    assert_int_equal(param.len, 12);
    db_array_add_integer(&array, -2);
    db_array_add_null(&array);
    param = db_array(&array);
    static const uint8_t expected[] = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0,   0,   21,  0,   0,   0,
                                       2, 0, 0, 0, 1, 0, 0, 0, 2, 255, 254, 255, 255, 255, 255};
    assert_int_equal(param.len, sizeof expected);
    assert_memory_equal(param.data, expected, sizeof expected);
    db_array_clear(&array);
}

/* ---- signer ---- */

static void requests_read_back_and_nothing_else_does(void **state)
{
    (void)state;
    struct signer_request request = {.kind = SIGNER_SIGN,
                                     .old_size = 3,
                                     .size = UINT64_MAX,
                                     .proof.count = 2},
                          back;
    struct buffer body = {0};
    memset(request.root, 7, sizeof request.root);
    memset(request.proof.hashes[1], 9, MERKLE_HASH_BYTES);
    signer_request_append(&request, &body);
    assert_true(signer_request_parse(buffer_bytes(&body), &back, NULL));
    assert_int_equal(back.size, request.size);
    assert_memory_equal(back.proof.hashes, request.proof.hashes, 2 * MERKLE_HASH_BYTES);
    for (size_t len = 0; len < body.len; len++)
        assert_false(signer_request_parse(bytes_of(body.data, len), &back, NULL));
    buffer_append_u8(&body, 0);
    assert_false(signer_request_parse(buffer_bytes(&body), &back, NULL));
    assert_false(signer_request_parse(bytes_of("\x04", 1), &back, NULL));
    buffer_clear(&body);
}

static void answers_read_back_and_nothing_else_does(void **state)
{
    (void)state;
    struct signer_answer answer = {.kind = SIGNER_STATE, .ready = true, .size = 12}, back;
    struct buffer body = {0};
    signer_answer_append(&answer, &body);
    assert_true(signer_answer_parse(buffer_bytes(&body), &back, NULL));
    assert_true(back.ready && back.size == 12);
    for (size_t len = 0; len < body.len; len++)
        assert_false(signer_answer_parse(bytes_of(body.data, len), &back, NULL));
    body.data[1] = 2;
    assert_false(signer_answer_parse(buffer_bytes(&body), &back, NULL));
    body.data[1] = 0;
    assert_false(signer_answer_parse(buffer_bytes(&body), &back, NULL)); /* bytes behind it */
    assert_true(signer_answer_parse(bytes_of(body.data, 2), &back, NULL));
    assert_true(signer_answer_parse(bytes_of("\x12why", 4), &back, NULL));
    assert_memory_equal(back.text.data, "why", 3);
    assert_false(signer_answer_parse(bytes_of("\x12", 1), &back, NULL));
    assert_false(signer_answer_parse(bytes_of("\x13x", 2), &back, NULL));
    buffer_clear(&body);
}

struct signer_test {
    struct arena arena;
    struct config config;
    int fd;
    pid_t pid;
};

static void start_signer(struct signer_test *test)
{
    int fds[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
    test->pid = fork();
    if (test->pid == 0) {
        close(fds[0]);
        /* What the signer logs would stand between the lines of the tests. */
        if (!freopen("/dev/null", "w", stderr))
            _exit(3);
        _exit(signer_main(fds[1], &test->config));
    }
    close(fds[1]);
    test->fd = fds[0];
}

static int end_signer(struct signer_test *test)
{
    int status;
    close(test->fd);
    assert_int_equal(waitpid(test->pid, &status, 0), test->pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void new_folder(struct signer_test *test)
{
    char template[] = "/tmp/folkmoot-signer-XXXXXX";
    assert_non_null(mkdtemp(template));
    *test = (struct signer_test){0};
    test->config.origin = arena_string(&test->arena, "test.example/log");
    test->config.data_folder = arena_string(&test->arena, template);
}

static void remove_folder(struct signer_test *test)
{
    unlink(arena_format(&test->arena, "%s/%s", test->config.data_folder, SIGNER_KEY_FILE));
    unlink(arena_format(&test->arena, "%s/%s", test->config.data_folder, SIGNER_TREE_FILE));
    rmdir(test->config.data_folder);
    arena_clear(&test->arena);
}

static bool sign_size(struct signer_test *test, uint64_t old_size, uint64_t size, struct buffer *note,
                      struct error *err)
{
    struct merkle_proof proof;
    uint8_t root[MERKLE_HASH_BYTES];
    root_at(size, root);
    assert_true(merkle_prove_consistency(old_size, size, &naive, &proof, NULL));
    note->len = 0;
    return signer_sign(test->fd, old_size, size, root, &proof, note, err);
}

static void the_signer_is_confined(void **state)
{
    (void)state;
    struct signer_test test;
    struct signer_state hello;
    struct buffer status = {0};
    new_folder(&test);
    start_signer(&test);
    assert_true(signer_hello(test.fd, test.config.origin, &hello, NULL));
    assert_true(file_read(arena_format(&test.arena, "/proc/%d/status", (int)test.pid), 65536, &status, NULL));
    assert_non_null(strstr(buffer_string(&status), "\nSeccomp:\t2\n"));
    assert_non_null(strstr(buffer_string(&status), "\nNoNewPrivs:\t1\n"));
    assert_int_equal(end_signer(&test), 0);
    buffer_clear(&status);
    remove_folder(&test);
}

static void the_signer_signs_one_history(void **state)
{
    (void)state;
    struct signer_test test;
    struct signer_state hello;
    struct buffer note = {0}, again = {0};
    struct checkpoint checkpoint;
    struct error err;
    new_folder(&test);
    start_signer(&test);
    assert_true(signer_hello(test.fd, test.config.origin, &hello, &err));
    assert_false(hello.ready);
    assert_true(signer_create(test.fd, test.config.origin, &hello, &err));
    assert_true(hello.ready && hello.size == 0);
    assert_true(sign_size(&test, 0, 5, &note, &err));
    assert_true(checkpoint_open(buffer_bytes(&note), &hello.key, &checkpoint, NULL, &err));
    assert_int_equal(checkpoint.size, 5);
    assert_true(sign_size(&test, 5, 300, &note, &err));
    assert_true(sign_size(&test, 300, 300, &again, &err)); /* the same bytes */
    assert_true(bytes_equal(buffer_bytes(&note), buffer_bytes(&again)));
    assert_int_equal(end_signer(&test), 0);
    /* It remembers. */
    start_signer(&test);
    assert_true(signer_hello(test.fd, test.config.origin, &hello, &err));
    assert_int_equal(hello.size, 300);
    assert_true(sign_size(&test, 300, 301, &note, &err));
    assert_int_equal(end_signer(&test), 0);
    buffer_clear(&note);
    buffer_clear(&again);
    remove_folder(&test);
}

static void the_signer_refuses_another_history_and_ends(void **state)
{
    (void)state;
    for (unsigned mistake = 0; mistake < 5; mistake++) {
        struct signer_test test;
        struct signer_state hello;
        struct buffer note = {0};
        struct merkle_proof proof;
        uint8_t root[MERKLE_HASH_BYTES];
        struct error err;
        bool done = true;
        new_folder(&test);
        start_signer(&test);
        assert_true(signer_create(test.fd, test.config.origin, &hello, &err));
        assert_true(sign_size(&test, 0, 100, &note, &err));
        assert_true(merkle_prove_consistency(100, 200, &naive, &proof, NULL));
        root_at(200, root);
        switch (mistake) {
        case 0: /* a smaller tree */
            done = sign_size(&test, 50, 60, &note, &err);
            break;
        case 1: /* another root of the same size */
            proof.count = 0;
            done = signer_sign(test.fd, 100, 100, root, &proof, &note, &err);
            break;
        case 2: /* a proof that is wrong */
            proof.hashes[0][0] ^= 1;
            done = signer_sign(test.fd, 100, 200, root, &proof, &note, &err);
            break;
        case 3: /* none */
            proof.count = 0;
            done = signer_sign(test.fd, 100, 200, root, &proof, &note, &err);
            break;
        default: /* a second beginning */
            done = signer_create(test.fd, test.config.origin, &hello, &err);
        }
        assert_false(done);
        assert_int_equal(err.class, ERROR_BROKEN);
        assert_false(signer_hello(test.fd, test.config.origin, &hello, &err)); /* it is gone */
        assert_int_equal(end_signer(&test), 1);
        buffer_clear(&note);
        remove_folder(&test);
    }
}

static void a_torn_last_line_was_never_signed(void **state)
{
    (void)state;
    struct signer_test test;
    struct signer_state hello;
    struct buffer note = {0}, file = {0};
    struct error err;
    new_folder(&test);
    const char *path = arena_format(&test.arena, "%s/%s", test.config.data_folder, SIGNER_TREE_FILE);
    start_signer(&test);
    assert_true(signer_create(test.fd, test.config.origin, &hello, &err));
    assert_true(sign_size(&test, 0, 7, &note, &err));
    assert_true(sign_size(&test, 7, 9, &note, &err));
    assert_int_equal(end_signer(&test), 0);
    assert_true(file_read(path, 4096, &file, &err));
    /* Cut within the last line: always the line before. Cut at its end: that line. */
    size_t last = file.len - 1;
    while (file.data[last - 1] != '\n')
        last--;
    for (size_t len = last; len <= file.len; len += len + 1 == file.len       ? 1
                                                    : 13 < file.len - len - 1 ? 13
                                                                              : 1) {
        assert_true(file_write(path, bytes_of(file.data, len), 0600, &err));
        start_signer(&test);
        assert_true(signer_hello(test.fd, test.config.origin, &hello, &err));
        assert_int_equal(hello.size, len == file.len ? 9 : 7);
        assert_true(sign_size(&test, hello.size, 20, &note, &err));
        assert_int_equal(end_signer(&test), 0);
        start_signer(&test);
        assert_true(signer_hello(test.fd, test.config.origin, &hello, &err));
        assert_int_equal(hello.size, 20);
        assert_int_equal(end_signer(&test), 0);
    }
    buffer_clear(&file);
    buffer_clear(&note);
    remove_folder(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_edge_proves_what_a_whole_tree_proves),
        cmocka_unit_test(the_edge_is_taken_up_from_tiles),
        cmocka_unit_test(the_edge_does_not_know_what_is_far),
        cmocka_unit_test(proofs_from_planned_tiles_verify),
        cmocka_unit_test(the_size_that_a_tile_needs),
        cmocka_unit_test(the_queue_hands_over_everything_in_order),
        cmocka_unit_test(the_queue_is_bounded_and_can_be_closed),
        cmocka_unit_test(the_table_finds_what_was_put),
        cmocka_unit_test(arrays_are_as_postgresql_reads_them),
        cmocka_unit_test(requests_read_back_and_nothing_else_does),
        cmocka_unit_test(answers_read_back_and_nothing_else_does),
        cmocka_unit_test(the_signer_is_confined),
        cmocka_unit_test(the_signer_signs_one_history),
        cmocka_unit_test(the_signer_refuses_another_history_and_ends),
        cmocka_unit_test(a_torn_last_line_was_never_signed),
    };
    return cmocka_run_group_tests(tests, make_tree, free_tree);
}
