/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/merkle.h"

#include <sodium.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "base/read.h"

void merkle_hash_empty(uint8_t out[MERKLE_HASH_BYTES])
{
    crypto_hash_sha256(out, NULL, 0);
}

void merkle_hash_leaf(struct bytes entry, uint8_t out[MERKLE_HASH_BYTES])
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const uint8_t[]){0x00}, 1);
    crypto_hash_sha256_update(&state, entry.data, entry.len);
    crypto_hash_sha256_final(&state, out);
}

void merkle_hash_node(const uint8_t left[MERKLE_HASH_BYTES], const uint8_t right[MERKLE_HASH_BYTES],
                      uint8_t out[MERKLE_HASH_BYTES])
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const uint8_t[]){0x01}, 1);
    crypto_hash_sha256_update(&state, left, MERKLE_HASH_BYTES);
    crypto_hash_sha256_update(&state, right, MERKLE_HASH_BYTES);
    crypto_hash_sha256_final(&state, out);
}

void merkle_frontier_append(struct merkle_frontier *frontier, const uint8_t leaf[MERKLE_HASH_BYTES],
                            merkle_node_done *done, void *context)
{
    if (frontier->size >= MERKLE_MAX_SIZE)
        abort();
    uint8_t hash[MERKLE_HASH_BYTES];
    memcpy(hash, leaf, sizeof hash);
    uint64_t index = frontier->size;
    unsigned level = 0;
    if (done)
        done(context, 0, index, hash);
    for (; index & 1; index >>= 1) {
        merkle_hash_node(frontier->nodes[level], hash, hash);
        level++;
        if (done)
            done(context, level, index >> 1, hash);
    }
    memcpy(frontier->nodes[level], hash, sizeof hash);
    frontier->size++;
}

/* Fold complete subtrees, given from the smallest (rightmost) to the largest, into the root over them. */
static void fold(uint8_t root[MERKLE_HASH_BYTES], const uint8_t node[MERKLE_HASH_BYTES], bool first)
{
    if (first)
        memcpy(root, node, MERKLE_HASH_BYTES);
    else
        merkle_hash_node(node, root, root);
}

void merkle_frontier_root(const struct merkle_frontier *frontier, uint8_t out[MERKLE_HASH_BYTES])
{
    bool first = true;
    if (!frontier->size)
        merkle_hash_empty(out);
    for (unsigned level = 0; level < MERKLE_MAX_LEVELS; level++)
        if (frontier->size >> level & 1) {
            fold(out, frontier->nodes[level], first);
            first = false;
        }
}

void merkle_frontier_append_edge(const struct merkle_frontier *frontier, struct buffer *out)
{
    for (unsigned level = MERKLE_MAX_LEVELS; level-- > 0;)
        if (frontier->size >> level & 1)
            buffer_append(out, frontier->nodes[level], MERKLE_HASH_BYTES);
}

bool merkle_frontier_read_edge(struct merkle_frontier *frontier, uint64_t size, struct bytes edge,
                               struct error *err)
{
    size_t expected = (size_t)__builtin_popcountll(size) * MERKLE_HASH_BYTES;
    if (size > MERKLE_MAX_SIZE || edge.len != expected)
        return error_input(err, "bad-edge", "the right edge of a tree of this size has %zu bytes, not %zu",
                           expected, edge.len);
    *frontier = (struct merkle_frontier){.size = size};
    for (unsigned level = MERKLE_MAX_LEVELS; level-- > 0;)
        if (size >> level & 1) {
            memcpy(frontier->nodes[level], edge.data, MERKLE_HASH_BYTES);
            edge = bytes_of(edge.data + MERKLE_HASH_BYTES, edge.len - MERKLE_HASH_BYTES);
        }
    return true;
}

bool merkle_frontier_load(struct merkle_frontier *frontier, uint64_t size, const struct merkle_source *source,
                          struct error *err)
{
    if (size > MERKLE_MAX_SIZE)
        return error_input(err, "bad-size", "a tree cannot have 2^63 leaves");
    struct merkle_frontier loaded = {.size = size};
    for (unsigned level = 0; level < MERKLE_MAX_LEVELS; level++)
        /* the last complete subtree of this height: all set bits below are to its right */
        if (size >> level & 1 &&
            !source->read_node(source->context, level, (size >> level) - 1, loaded.nodes[level], err))
            return false;
    *frontier = loaded;
    return true;
}

/* MTH(D[start:end]) for ranges that occur in a tree: start is a multiple of a power of two that is at least
 * end - start. */
static bool range_hash(const struct merkle_source *source, uint64_t start, uint64_t end,
                       uint8_t out[MERKLE_HASH_BYTES], struct error *err)
{
    uint64_t length = end - start;
    bool first = true;
    for (unsigned level = 0; level < MERKLE_MAX_LEVELS; level++) {
        if (!(length >> level & 1))
            continue;
        uint8_t node[MERKLE_HASH_BYTES];
        if (!source->read_node(source->context, level, (end >> level) - 1, node, err))
            return false;
        fold(out, node, first);
        first = false;
        end -= UINT64_C(1) << level;
    }
    return true;
}

/* Largest power of two below n, n >= 2. */
static uint64_t split_of(uint64_t n)
{
    return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

static void reverse(struct merkle_proof *proof)
{
    for (size_t i = 0, j = proof->count; i + 1 < j; i++) {
        uint8_t swap[MERKLE_HASH_BYTES];
        j--;
        memcpy(swap, proof->hashes[i], sizeof swap);
        memcpy(proof->hashes[i], proof->hashes[j], sizeof swap);
        memcpy(proof->hashes[j], swap, sizeof swap);
    }
}

bool merkle_prove_inclusion(uint64_t index, uint64_t size, const struct merkle_source *source,
                            struct merkle_proof *out, struct error *err)
{
    if (size > MERKLE_MAX_SIZE || index >= size)
        return error_input(err, "bad-index", "there is no such entry in a tree of this size");
    struct merkle_proof proof = {0};
    uint64_t start = 0, end = size;
    while (end - start > 1) { /* from the root down */
        uint64_t middle = start + split_of(end - start);
        bool left = index < middle;
        if (!range_hash(source, left ? middle : start, left ? end : middle, proof.hashes[proof.count++], err))
            return false;
        if (left)
            end = middle;
        else
            start = middle;
    }
    reverse(&proof);
    *out = proof;
    return true;
}

bool merkle_prove_consistency(uint64_t old_size, uint64_t size, const struct merkle_source *source,
                              struct merkle_proof *out, struct error *err)
{
    if (size > MERKLE_MAX_SIZE || old_size > size)
        return error_input(err, "bad-size", "the older tree is larger than the newer one");
    struct merkle_proof proof = {0};
    uint64_t start = 0, end = size;
    while (old_size != 0 && old_size != end) { /* SUBPROOF, from the root down */
        uint64_t middle = start + split_of(end - start);
        bool left = old_size <= middle;
        if (!range_hash(source, left ? middle : start, left ? end : middle, proof.hashes[proof.count++], err))
            return false;
        if (left)
            end = middle;
        else
            start = middle;
    }
    /* the whole old tree is known to the verifier, a part of it is not */
    if (start != 0 && !range_hash(source, start, end, proof.hashes[proof.count++], err))
        return false;
    reverse(&proof);
    *out = proof;
    return true;
}

/* The algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2 (same trees and proofs as RFC 6962). */
bool merkle_verify_inclusion(const uint8_t leaf[MERKLE_HASH_BYTES], uint64_t index, uint64_t size,
                             const struct merkle_proof *proof, const uint8_t root[MERKLE_HASH_BYTES])
{
    if (size > MERKLE_MAX_SIZE || index >= size || proof->count > MERKLE_MAX_PROOF)
        return false;
    uint64_t node = index, last = size - 1;
    uint8_t hash[MERKLE_HASH_BYTES];
    memcpy(hash, leaf, sizeof hash);
    for (size_t i = 0; i < proof->count; i++) {
        if (last == 0)
            return false;
        if (node & 1 || node == last) {
            merkle_hash_node(proof->hashes[i], hash, hash);
            while (!(node & 1) && node != 0) { /* levels where this node has no sibling */
                node >>= 1;
                last >>= 1;
            }
        } else {
            merkle_hash_node(hash, proof->hashes[i], hash);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && memcmp(hash, root, sizeof hash) == 0;
}

bool merkle_verify_consistency(uint64_t old_size, const uint8_t old_root[MERKLE_HASH_BYTES], uint64_t size,
                               const uint8_t root[MERKLE_HASH_BYTES], const struct merkle_proof *proof)
{
    if (size > MERKLE_MAX_SIZE || old_size > size || proof->count > MERKLE_MAX_PROOF)
        return false;
    if (old_size == size)
        return proof->count == 0 && memcmp(old_root, root, MERKLE_HASH_BYTES) == 0;
    if (old_size == 0) {
        uint8_t empty[MERKLE_HASH_BYTES];
        merkle_hash_empty(empty);
        return proof->count == 0 && memcmp(old_root, empty, MERKLE_HASH_BYTES) == 0;
    }
    uint64_t node = old_size - 1, last = size - 1;
    while (node & 1) {
        node >>= 1;
        last >>= 1;
    }
    size_t next = 0;
    const uint8_t *start = old_root; /* an old tree that is a complete subtree is not in the proof */
    if (node != 0) {
        if (proof->count == 0)
            return false;
        start = proof->hashes[next++];
    }
    uint8_t old_hash[MERKLE_HASH_BYTES], hash[MERKLE_HASH_BYTES];
    memcpy(old_hash, start, sizeof old_hash);
    memcpy(hash, start, sizeof hash);
    for (; next < proof->count; next++) {
        if (last == 0)
            return false;
        if (node & 1 || node == last) {
            merkle_hash_node(proof->hashes[next], old_hash, old_hash);
            merkle_hash_node(proof->hashes[next], hash, hash);
            while (!(node & 1) && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            merkle_hash_node(hash, proof->hashes[next], hash);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && memcmp(old_hash, old_root, sizeof hash) == 0 && memcmp(hash, root, sizeof hash) == 0;
}

void merkle_proof_append_lines(const struct merkle_proof *proof, struct buffer *out)
{
    for (size_t i = 0; i < proof->count; i++) {
        base64_append(out, bytes_of(proof->hashes[i], MERKLE_HASH_BYTES));
        buffer_append_u8(out, '\n');
    }
    buffer_append_u8(out, '\n');
}

bool merkle_proof_read_lines(struct bytes *text, size_t max, struct merkle_proof *out, struct error *err)
{
    struct merkle_proof proof = {0};
    struct bytes rest = *text, line;
    struct buffer hash = {0};
    bool ok = true;
    while ((ok = read_line(&rest, &line)) && line.len > 0) {
        hash.len = 0;
        ok = proof.count < max && base64_decode(line, &hash) && hash.len == MERKLE_HASH_BYTES;
        if (!ok)
            break;
        memcpy(proof.hashes[proof.count++], hash.data, MERKLE_HASH_BYTES);
    }
    buffer_clear(&hash);
    if (!ok)
        return error_input(err, "bad-proof",
                           "line %zu of the proof is not a hash, or one too many, or cut off",
                           proof.count + 1);
    *text = rest;
    *out = proof;
    return true;
}
