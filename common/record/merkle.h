/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The Merkle tree of RFC 6962 section 2.1 over SHA-256. A node (level, index) is the hash of the complete
 * subtree over the leaves [index << level, (index + 1) << level); level 0 are the leaf hashes.
 */
#ifndef FOLKMOOT_RECORD_MERKLE_H
#define FOLKMOOT_RECORD_MERKLE_H

#include "base/buffer.h"
#include "base/error.h"

enum {
    MERKLE_HASH_BYTES = 32,
    MERKLE_MAX_LEVELS = 63, /* sizes are below 2^63 */
    MERKLE_MAX_PROOF = 64,  /* hashes in any proof for such a size */
};
#define MERKLE_MAX_SIZE ((UINT64_C(1) << 63) - 1)

void merkle_hash_empty(uint8_t out[MERKLE_HASH_BYTES]);
void merkle_hash_leaf(struct bytes entry, uint8_t out[MERKLE_HASH_BYTES]);
/* `out` may be `left` or `right`. */
void merkle_hash_node(const uint8_t left[MERKLE_HASH_BYTES], const uint8_t right[MERKLE_HASH_BYTES],
                      uint8_t out[MERKLE_HASH_BYTES]);

/* The right edge: for every bit l set in `size`, nodes[l] is the last complete subtree of 2^l leaves. It is
 * all that appending needs. Zero-initialise for an empty tree. */
struct merkle_frontier {
    uint64_t size;
    uint8_t nodes[MERKLE_MAX_LEVELS][MERKLE_HASH_BYTES];
};

/* Called for every node that an append completes, the leaf itself first. */
typedef void merkle_node_done(void *context, unsigned level, uint64_t index,
                              const uint8_t hash[MERKLE_HASH_BYTES]);

/* Append one leaf hash. `done` may be NULL. Aborts at MERKLE_MAX_SIZE leaves. */
void merkle_frontier_append(struct merkle_frontier *frontier, const uint8_t leaf[MERKLE_HASH_BYTES],
                            merkle_node_done *done, void *context);
void merkle_frontier_root(const struct merkle_frontier *frontier, uint8_t out[MERKLE_HASH_BYTES]);
/* Append the hashes of the edge from left (largest subtree) to right, as many as `size` has bits set. */
void merkle_frontier_append_edge(const struct merkle_frontier *frontier, struct buffer *out);
/* The inverse. Fails unless `edge` has the length that belongs to `size`. */
MUST_CHECK bool merkle_frontier_read_edge(struct merkle_frontier *frontier, uint64_t size, struct bytes edge,
                                          struct error *err);

/* Where complete nodes come from (memory, tiles, database). */
struct merkle_source {
    bool (*read_node)(void *context, unsigned level, uint64_t index, uint8_t hash[MERKLE_HASH_BYTES],
                      struct error *err);
    void *context;
};

/* The edge of the first `size` leaves. */
MUST_CHECK bool merkle_frontier_load(struct merkle_frontier *frontier, uint64_t size,
                                     const struct merkle_source *source, struct error *err);

struct merkle_proof {
    size_t count;
    uint8_t hashes[MERKLE_MAX_PROOF][MERKLE_HASH_BYTES];
};

/* As C2SP texts write a proof: a line of base64 for each hash, then an empty line. Reading takes them off the
 * front of `text`; more than `max` hashes is an error. */
void merkle_proof_append_lines(const struct merkle_proof *proof, struct buffer *out);
MUST_CHECK bool merkle_proof_read_lines(struct bytes *text, size_t max, struct merkle_proof *out,
                                        struct error *err);

/* PATH(index, D[size]), index < size; leaf's sibling first. */
MUST_CHECK bool merkle_prove_inclusion(uint64_t index, uint64_t size, const struct merkle_source *source,
                                       struct merkle_proof *out, struct error *err);
/* True only if the proof has exactly the right length and leads to `root`. */
MUST_CHECK bool merkle_verify_inclusion(const uint8_t leaf[MERKLE_HASH_BYTES], uint64_t index, uint64_t size,
                                        const struct merkle_proof *proof,
                                        const uint8_t root[MERKLE_HASH_BYTES]);

/* PROOF(old_size, D[size]), old_size <= size. Empty when old_size is 0 or equals size. */
MUST_CHECK bool merkle_prove_consistency(uint64_t old_size, uint64_t size, const struct merkle_source *source,
                                         struct merkle_proof *out, struct error *err);
/* For old_size 0, old_root must be the empty hash; for old_size == size, both roots must be equal; in both
 * cases the proof must be empty. */
MUST_CHECK bool merkle_verify_consistency(uint64_t old_size, const uint8_t old_root[MERKLE_HASH_BYTES],
                                          uint64_t size, const uint8_t root[MERKLE_HASH_BYTES],
                                          const struct merkle_proof *proof);

#endif
