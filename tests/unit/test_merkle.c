/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/encoding.h"
#include "record/merkle.h"
#include "vector.h"

enum { MAX_LEAVES = 300, LEVELS = 10 };

/* Every complete node, filled by appending. */
static struct {
    uint8_t nodes[LEVELS][MAX_LEAVES][MERKLE_HASH_BYTES];
    uint64_t counts[LEVELS];
} memory;

static void keep(void *context, unsigned level, uint64_t index, const uint8_t hash[MERKLE_HASH_BYTES])
{
    (void)context;
    assert_true(level < LEVELS);
    assert_true(index == memory.counts[level]); /* each once, in order */
    memcpy(memory.nodes[level][memory.counts[level]++], hash, MERKLE_HASH_BYTES);
}

static bool read_memory(void *context, unsigned level, uint64_t index, uint8_t hash[MERKLE_HASH_BYTES],
                        struct error *err)
{
    (void)context;
    if (level >= LEVELS || index >= memory.counts[level])
        return error_input(err, "missing", "no such node");
    memcpy(hash, memory.nodes[level][index], MERKLE_HASH_BYTES);
    return true;
}

static const struct merkle_source source = {read_memory, NULL};

static void read_proof(const json_t *array, struct merkle_proof *proof)
{
    memset(proof, 0, sizeof *proof);
    proof->count = json_array_size(array);
    for (size_t i = 0; i < proof->count; i++)
        vector_hex_value(json_array_get(array, i), proof->hashes[i], MERKLE_HASH_BYTES);
}

static void load_leaves(const json_t *vectors, struct merkle_frontier *frontier)
{
    memset(&memory, 0, sizeof memory);
    *frontier = (struct merkle_frontier){0};
    json_t *text;
    size_t i;
    json_array_foreach(json_object_get(vectors, "leaves"), i, text)
    {
        uint8_t entry[16], leaf[MERKLE_HASH_BYTES], root[MERKLE_HASH_BYTES], expected[MERKLE_HASH_BYTES];
        struct bytes hex = bytes_of_string(json_string_value(text));
        merkle_frontier_root(frontier, root);
        vector_hex_value(json_array_get(json_object_get(vectors, "roots"), i), expected, MERKLE_HASH_BYTES);
        assert_memory_equal(root, expected, sizeof root);
        assert_true(hex_decode_exact(hex, entry, hex.len / 2));
        merkle_hash_leaf(bytes_of(entry, hex.len / 2), leaf);
        merkle_frontier_append(frontier, leaf, keep, NULL);
    }
}

static void published_roots(void **state)
{
    (void)state;
    json_t *vectors = vector_load("merkle");
    struct merkle_frontier frontier;
    load_leaves(vectors, &frontier);
    uint8_t root[MERKLE_HASH_BYTES], expected[MERKLE_HASH_BYTES];
    merkle_frontier_root(&frontier, root);
    vector_hex_value(json_array_get(json_object_get(vectors, "roots"), 8), expected, MERKLE_HASH_BYTES);
    assert_memory_equal(root, expected, sizeof root);
    json_decref(vectors);
}

static void published_proofs(void **state)
{
    (void)state;
    json_t *vectors = vector_load("merkle"), *example;
    const json_t *roots = json_object_get(vectors, "roots");
    struct merkle_frontier frontier;
    load_leaves(vectors, &frontier);
    size_t i;
    json_array_foreach(json_object_get(vectors, "inclusion"), i, example)
    {
        uint64_t index = (uint64_t)json_integer_value(json_object_get(example, "index"));
        uint64_t size = (uint64_t)json_integer_value(json_object_get(example, "size"));
        struct merkle_proof expected, proof;
        uint8_t root[MERKLE_HASH_BYTES];
        vector_hex_value(json_array_get(roots, size), root, MERKLE_HASH_BYTES);
        read_proof(json_object_get(example, "proof"), &expected);
        assert_true(merkle_prove_inclusion(index, size, &source, &proof, NULL));
        assert_memory_equal(&proof, &expected, sizeof proof);
        assert_true(merkle_verify_inclusion(memory.nodes[0][index], index, size, &proof, root));
    }
    assert_int_equal(i, 36);
    json_array_foreach(json_object_get(vectors, "consistency"), i, example)
    {
        uint64_t old_size = (uint64_t)json_integer_value(json_object_get(example, "old_size"));
        uint64_t size = (uint64_t)json_integer_value(json_object_get(example, "size"));
        struct merkle_proof expected, proof;
        uint8_t old_root[MERKLE_HASH_BYTES], root[MERKLE_HASH_BYTES];
        vector_hex_value(json_array_get(roots, old_size), old_root, MERKLE_HASH_BYTES);
        vector_hex_value(json_array_get(roots, size), root, MERKLE_HASH_BYTES);
        read_proof(json_object_get(example, "proof"), &expected);
        assert_true(merkle_prove_consistency(old_size, size, &source, &proof, NULL));
        assert_memory_equal(&proof, &expected, sizeof proof);
        assert_true(merkle_verify_consistency(old_size, old_root, size, root, &proof));
    }
    assert_int_equal(i, 36);
    json_decref(vectors);
}

static uint8_t roots_of[MAX_LEAVES + 1][MERKLE_HASH_BYTES];

static void grow(unsigned size, struct merkle_frontier *frontier)
{
    memset(&memory, 0, sizeof memory);
    *frontier = (struct merkle_frontier){0};
    for (unsigned i = 0; i < size; i++) {
        uint8_t leaf[MERKLE_HASH_BYTES];
        merkle_frontier_root(frontier, roots_of[i]);
        merkle_hash_leaf(bytes_of(&i, sizeof i), leaf);
        merkle_frontier_append(frontier, leaf, keep, NULL);
    }
    merkle_frontier_root(frontier, roots_of[size]);
}

/* Every flipped bit, every missing and every added hash, the wrong index and size. */
static void broken_inclusion_proofs_fail(void **state)
{
    (void)state;
    struct merkle_frontier frontier;
    grow(21, &frontier);
    for (uint64_t size = 1; size <= 21; size++)
        for (uint64_t index = 0; index < size; index++) {
            struct merkle_proof proof;
            const uint8_t *leaf = memory.nodes[0][index], *root = roots_of[size];
            assert_true(merkle_prove_inclusion(index, size, &source, &proof, NULL));
            assert_true(merkle_verify_inclusion(leaf, index, size, &proof, root));
            for (uint64_t other = 0; other < size + 2; other++)
                if (other != index)
                    assert_false(merkle_verify_inclusion(leaf, other, size, &proof, root));
            assert_false(merkle_verify_inclusion(leaf, index, 0, &proof, root));
            assert_false(merkle_verify_inclusion(leaf, index, MERKLE_MAX_SIZE + 1, &proof, root));
            if (index)
                assert_false(merkle_verify_inclusion(memory.nodes[0][index - 1], index, size, &proof, root));
            for (size_t i = 0; i < proof.count; i++) {
                proof.hashes[i][index % 32] ^= 1;
                assert_false(merkle_verify_inclusion(leaf, index, size, &proof, root));
                proof.hashes[i][index % 32] ^= 1;
            }
            if (proof.count) {
                proof.count--;
                assert_false(merkle_verify_inclusion(leaf, index, size, &proof, root));
                proof.count++;
            }
            proof.count++;
            assert_false(merkle_verify_inclusion(leaf, index, size, &proof, root));
            proof.count = MERKLE_MAX_PROOF + 1;
            assert_false(merkle_verify_inclusion(leaf, index, size, &proof, root));
        }
    struct merkle_proof untouched = {.count = 7};
    assert_false(merkle_prove_inclusion(21, 21, &source, &untouched, NULL));
    assert_false(merkle_prove_inclusion(0, MERKLE_MAX_SIZE + 1, &source, &untouched, NULL));
    assert_int_equal(untouched.count, 7);
}

static void broken_consistency_proofs_fail(void **state)
{
    (void)state;
    struct merkle_frontier frontier;
    grow(21, &frontier);
    for (uint64_t size = 0; size <= 21; size++)
        for (uint64_t old = 0; old <= size; old++) {
            struct merkle_proof proof;
            const uint8_t *old_root = roots_of[old], *root = roots_of[size];
            assert_true(merkle_prove_consistency(old, size, &source, &proof, NULL));
            assert_true(merkle_verify_consistency(old, old_root, size, root, &proof));
            assert_int_equal(proof.count == 0, old == 0 || old == size);
            if (old > 0)
                assert_false(merkle_verify_consistency(old, roots_of[old - 1], size, root, &proof));
            if (size > 0 && old > 0)
                assert_false(merkle_verify_consistency(old, old_root, size, roots_of[size - 1], &proof));
            for (size_t i = 0; i < proof.count; i++) {
                proof.hashes[i][old % 32] ^= 0x80;
                assert_false(merkle_verify_consistency(old, old_root, size, root, &proof));
                proof.hashes[i][old % 32] ^= 0x80;
            }
            if (proof.count) {
                proof.count--;
                assert_false(merkle_verify_consistency(old, old_root, size, root, &proof));
                proof.count++;
            }
            proof.count++;
            assert_false(merkle_verify_consistency(old, old_root, size, root, &proof));
            proof.count--;
            assert_false(merkle_verify_consistency(size + 1, old_root, size, root, &proof));
        }
    struct merkle_proof none = {0};
    assert_false(merkle_verify_consistency(0, roots_of[1], 5, roots_of[5], &none));
    assert_false(merkle_prove_consistency(6, 5, &source, &none, NULL));
}

/* Even where the hashes lead to the root: a proof has the length that belongs to its sizes. */
static void proofs_have_one_length(void **state)
{
    (void)state;
    struct merkle_frontier frontier;
    struct merkle_proof proof = {.count = 1, .hashes = {{7}}};
    uint8_t root[MERKLE_HASH_BYTES], top[MERKLE_HASH_BYTES], old_top[MERKLE_HASH_BYTES];
    grow(8, &frontier);
    const uint8_t *leaf = memory.nodes[0][0];
    merkle_hash_node(proof.hashes[0], leaf, root);
    assert_false(merkle_verify_inclusion(leaf, 0, 1, &proof, root));
    assert_true(merkle_prove_consistency(3, 8, &source, &proof, NULL));
    memset(proof.hashes[proof.count], 7, MERKLE_HASH_BYTES);
    merkle_hash_node(proof.hashes[proof.count], roots_of[8], top);
    merkle_hash_node(proof.hashes[proof.count], roots_of[3], old_top);
    proof.count++;
    assert_false(merkle_verify_consistency(3, old_top, 8, top, &proof));
}

static void frontier_is_enough_to_go_on(void **state)
{
    (void)state;
    struct merkle_frontier whole;
    grow(MAX_LEAVES, &whole);
    for (uint64_t size = 0; size <= MAX_LEAVES; size++) {
        struct merkle_frontier loaded, read;
        uint8_t root[MERKLE_HASH_BYTES];
        struct buffer edge = {0};
        assert_true(merkle_frontier_load(&loaded, size, &source, NULL));
        merkle_frontier_root(&loaded, root);
        assert_memory_equal(root, roots_of[size], sizeof root);
        merkle_frontier_append_edge(&loaded, &edge);
        assert_true(merkle_frontier_read_edge(&read, size, buffer_bytes(&edge), NULL));
        assert_false(merkle_frontier_read_edge(&read, size * 2 + 1, buffer_bytes(&edge), NULL));
        assert_false(edge.len > 0 &&
                     merkle_frontier_read_edge(&read, size, bytes_of(edge.data, edge.len - 1), NULL));
        buffer_clear(&edge);
        for (uint64_t i = size; i < MAX_LEAVES; i++)
            merkle_frontier_append(&read, memory.nodes[0][i], NULL, NULL);
        merkle_frontier_root(&read, root);
        assert_memory_equal(root, roots_of[MAX_LEAVES], sizeof root);
    }
    struct merkle_frontier none = {.size = 5};
    assert_false(merkle_frontier_load(&none, MAX_LEAVES + 1, &source, NULL));
    assert_true(none.size == 5);
}

/* The largest proofs there are fit, for sizes that no test can build. */
static bool any_node(void *context, unsigned level, uint64_t index, uint8_t hash[MERKLE_HASH_BYTES],
                     struct error *err)
{
    uint64_t size = *(uint64_t *)context;
    (void)err;
    assert_true(level < MERKLE_MAX_LEVELS && index < size >> level);
    memset(hash, (int)(level + index), MERKLE_HASH_BYTES);
    return true;
}

static void largest_trees(void **state)
{
    (void)state;
    uint64_t sizes[] = {MERKLE_MAX_SIZE, MERKLE_MAX_SIZE - 1, (UINT64_C(1) << 62) + 1, UINT64_C(1) << 62};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct merkle_source any = {any_node, &sizes[i]};
        struct merkle_proof proof;
        uint64_t tries[] = {1, 2, 3, sizes[i] / 2, sizes[i] / 3, sizes[i] - 1};
        for (size_t j = 0; j < sizeof tries / sizeof *tries; j++) {
            assert_true(merkle_prove_inclusion(tries[j], sizes[i], &any, &proof, NULL));
            assert_true(proof.count <= MERKLE_MAX_PROOF);
            assert_true(merkle_prove_consistency(tries[j], sizes[i], &any, &proof, NULL));
            assert_true(proof.count <= MERKLE_MAX_PROOF);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_roots),
        cmocka_unit_test(published_proofs),
        cmocka_unit_test(broken_inclusion_proofs_fail),
        cmocka_unit_test(broken_consistency_proofs_fail),
        cmocka_unit_test(proofs_have_one_length),
        cmocka_unit_test(frontier_is_enough_to_go_on),
        cmocka_unit_test(largest_trees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
