/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "record/tile.h"

static void paths(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        struct tile_id tile;
    } good[] = {
        {"tile/0/000", {false, 0, 0, 256}},
        {"tile/0/x001/x234/067", {false, 0, 1234067, 256}},
        {"tile/1/x001/x234/067.p/8", {false, 1, 1234067, 8}},
        {"tile/63/999.p/255", {false, 63, 999, 255}},
        {"tile/0/x001/000", {false, 0, 1000, 256}},
        {"tile/entries/000.p/1", {true, 0, 0, 1}},
        {"tile/entries/x009/x223/x372/x036/x854/x775/807", {true, 0, MERKLE_MAX_SIZE, 256}},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct tile_id tile = {0};
        struct buffer path = {0};
        assert_true(tile_path_parse(bytes_of_string(good[i].path), &tile, NULL));
        assert_int_equal(tile.entries, good[i].tile.entries);
        assert_int_equal(tile.level, good[i].tile.level);
        assert_true(tile.index == good[i].tile.index);
        assert_int_equal(tile.width, good[i].tile.width);
        tile_path_append(good[i].tile, &path);
        assert_string_equal(buffer_string(&path), good[i].path);
        for (size_t len = 0; len < path.len; len++) {
            /* what is left is another tile's path, or none; never this tile again */
            struct tile_id other;
            if (tile_path_parse(bytes_of(path.data, len), &other, NULL))
                assert_true(other.index != tile.index || other.width != tile.width);
        }
        buffer_clear(&path);
    }
    static const char *const bad[] = {
        "",
        "tile",
        "/tile/0/000",
        "tile/0/000/",
        "tile/00/000",
        "tile/01/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/x001",
        "tile/0/001/001",
        "tile/0/x1/001",
        "tile/0/X001/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000.p/1/",
        "tile/0/000.p",
        "tile/0/000.q/1",
        "tile/entries/0/000",
        "tile/entry/000",
        "tile/data/000",
        "tile/0/x009/x223/x372/x036/x854/x775/808",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        "tile/0/../000",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct tile_id tile = {.width = 77};
        assert_false(tile_path_parse(bytes_of_string(bad[i]), &tile, NULL));
        assert_int_equal(tile.width, 77);
    }
}

static void widths(void **state)
{
    (void)state;
    /* the examples of tlog-tiles: trees of 70,000 and of 256 */
    assert_int_equal(tile_width(0, 272, 70000), 256);
    assert_int_equal(tile_width(0, 273, 70000), 112);
    assert_int_equal(tile_width(0, 274, 70000), 0);
    assert_int_equal(tile_width(1, 0, 70000), 256);
    assert_int_equal(tile_width(1, 1, 70000), 17);
    assert_int_equal(tile_width(2, 0, 70000), 1);
    assert_int_equal(tile_width(3, 0, 70000), 0);
    assert_int_equal(tile_width(0, 0, 256), 256);
    assert_int_equal(tile_width(0, 1, 256), 0);
    assert_int_equal(tile_width(1, 0, 256), 1);
    assert_int_equal(tile_width(63, 0, MERKLE_MAX_SIZE), 0);
    assert_int_equal(tile_width(7, 0, MERKLE_MAX_SIZE), 127);
}

/* A tree of 70,000 leaves kept as tiles, the way a server keeps them. */
enum { SIZE = 70000, LEVELS = 3, MAX_TILES = 274 };
static struct {
    uint8_t tiles[LEVELS][MAX_TILES][TILE_BYTES];
    struct merkle_frontier frontier;
    uint8_t roots[SIZE + 1][MERKLE_HASH_BYTES];
    unsigned reads;
    bool away;
} * server;

static void keep(void *context, unsigned level, uint64_t index, const uint8_t hash[MERKLE_HASH_BYTES])
{
    (void)context;
    if (level % TILE_HEIGHT == 0)
        memcpy(server->tiles[level / TILE_HEIGHT][index / TILE_WIDTH] +
                   index % TILE_WIDTH * MERKLE_HASH_BYTES,
               hash, MERKLE_HASH_BYTES);
}

static bool read_tile(void *context, struct tile_id tile, uint8_t hashes[TILE_BYTES], struct error *err)
{
    uint64_t size = *(uint64_t *)context;
    assert_false(tile.entries);
    assert_true(tile.level < LEVELS && tile.index < MAX_TILES);
    assert_true(tile.width > 0 && tile.width == tile_width(tile.level, tile.index, size));
    server->reads++;
    memcpy(hashes, server->tiles[tile.level][tile.index], (size_t)tile.width * MERKLE_HASH_BYTES);
    if (server->away)
        return error_temporary(err, "test", "the tile server is away");
    return true;
}

static int set_up(void **state)
{
    (void)state;
    server = calloc(1, sizeof *server);
    assert_non_null(server);
    for (uint32_t i = 0; i < SIZE; i++) {
        uint8_t leaf[MERKLE_HASH_BYTES];
        merkle_frontier_root(&server->frontier, server->roots[i]);
        merkle_hash_leaf(bytes_of(&i, sizeof i), leaf);
        merkle_frontier_append(&server->frontier, leaf, keep, NULL);
    }
    merkle_frontier_root(&server->frontier, server->roots[SIZE]);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(server);
    return 0;
}

static void proofs_through_tiles(void **state)
{
    (void)state;
    static struct tile_tree tree;
    static const uint64_t sizes[] = {1, 2, 255, 256, 257, 511, 512, 65535, 65536, 65537, SIZE};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        uint64_t size = sizes[i];
        tile_tree_init(&tree, size, read_tile, &size);
        struct merkle_frontier frontier;
        uint8_t root[MERKLE_HASH_BYTES];
        assert_true(merkle_frontier_load(&frontier, size, &tree.source, NULL));
        merkle_frontier_root(&frontier, root);
        assert_memory_equal(root, server->roots[size], sizeof root);
        for (uint64_t index = 0; index < size; index += 1 + size / 97) {
            struct merkle_proof proof;
            uint8_t leaf[MERKLE_HASH_BYTES];
            uint32_t entry = (uint32_t)index;
            merkle_hash_leaf(bytes_of(&entry, sizeof entry), leaf);
            assert_true(merkle_prove_inclusion(index, size, &tree.source, &proof, NULL));
            assert_true(merkle_verify_inclusion(leaf, index, size, &proof, root));
            assert_true(merkle_prove_consistency(index, size, &tree.source, &proof, NULL));
            assert_true(merkle_verify_consistency(index, server->roots[index], size, root, &proof));
        }
    }
    /* one inclusion proof needs few tiles */
    uint64_t size = SIZE;
    struct merkle_proof proof;
    tile_tree_init(&tree, size, read_tile, &size);
    server->reads = 0;
    assert_true(merkle_prove_inclusion(12345, size, &tree.source, &proof, NULL));
    assert_true(server->reads <= 6);
}

/* The error comes through, and what a failed read left behind is not taken for a tile. */
static void a_failing_reader_fails_the_proof(void **state)
{
    (void)state;
    static struct tile_tree tree;
    uint64_t size = SIZE;
    struct merkle_proof proof = {.count = 99};
    struct error err = {0};
    uint8_t hash[MERKLE_HASH_BYTES];
    tile_tree_init(&tree, size, read_tile, &size);
    assert_true(tree.source.read_node(tree.source.context, 0, 5, hash, NULL));
    server->away = true;
    assert_false(merkle_prove_inclusion(1000, size, &tree.source, &proof, &err));
    assert_int_equal(err.class, ERROR_TEMPORARY);
    assert_int_equal(proof.count, 99);
    assert_false(tree.source.read_node(tree.source.context, 0, 1000, hash, NULL));
    server->away = false;
    assert_true(tree.source.read_node(tree.source.context, 0, 5, hash, NULL));
    assert_memory_equal(hash, server->tiles[0][0] + (size_t)5 * MERKLE_HASH_BYTES, sizeof hash);
}

static void bundles(void **state)
{
    (void)state;
    uint8_t *largest = calloc(1, TILE_ENTRY_MAX_BYTES + 1);
    assert_non_null(largest);
    struct buffer bundle = {0};
    struct bytes entries[TILE_WIDTH], given[] = {
                                          bytes_of_string("first"),
                                          bytes_of(NULL, 0),
                                          bytes_of(largest, TILE_ENTRY_MAX_BYTES),
                                          bytes_of_string("{}"),
                                      };
    for (size_t i = 0; i < 4; i++)
        assert_true(tile_bundle_append(&bundle, given[i], NULL));
    size_t len = bundle.len;
    assert_false(tile_bundle_append(&bundle, bytes_of(largest, TILE_ENTRY_MAX_BYTES + 1), NULL));
    assert_int_equal(bundle.len, len);
    assert_memory_equal(bundle.data, "\0\5first\0\0\xff\xff", 11);
    assert_true(tile_bundle_parse(buffer_bytes(&bundle), 4, entries, NULL));
    for (size_t i = 0; i < 4; i++)
        assert_true(bytes_equal(entries[i], given[i]));
    for (size_t cut = 0; cut < bundle.len; cut += cut < 20 || cut > bundle.len - 20 ? 1 : 1000)
        assert_false(tile_bundle_parse(bytes_of(bundle.data, cut), 4, entries, NULL));
    assert_false(tile_bundle_parse(buffer_bytes(&bundle), 3, entries, NULL));
    assert_false(tile_bundle_parse(buffer_bytes(&bundle), 5, entries, NULL));
    assert_false(tile_bundle_parse(buffer_bytes(&bundle), 0, entries, NULL));
    assert_false(tile_bundle_parse(buffer_bytes(&bundle), TILE_WIDTH + 1, entries, NULL));
    buffer_clear(&bundle);
    free(largest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths),
        cmocka_unit_test(widths),
        cmocka_unit_test(proofs_through_tiles),
        cmocka_unit_test(a_failing_reader_fails_the_proof),
        cmocka_unit_test(bundles),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
