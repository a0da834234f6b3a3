/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The reading side of the record: which rows hold a tile or prove an entry, and what is made of them. Nothing
 * here waits: callers put the queries of a plan into their own unit (docs/protocol.md section 7; C2SP
 * tlog-tiles).
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_LOG_STORE_H
#define FOLKMOOT_SERVER_SEQUENCER_LOG_STORE_H

#include "record/tile.h"
#include "server/db/pool.h"

/* The statement that reads a hash tile as one joined bytea. */
struct log_query {
    enum db_statement statement;
    struct db_param params[4];
    size_t count;
};
struct log_query log_tile_query(struct tile_id tile);
/* The same in the copy of another log; `hash` is the SHA-256 of its origin and must outlive the query. */
struct log_query log_mirror_tile_query(const uint8_t hash[MERKLE_HASH_BYTES], struct tile_id tile);
/* The least size of a tree that has this tile (or bundle). */
MUST_CHECK bool log_tile_size(struct tile_id tile, uint64_t *size);

/* The tiles that prove entry `index` in the tree of `size`. */
enum { LOG_PROOF_TILES_MAX = 2 * TILE_TREE_LEVELS };
struct log_proof_plan {
    uint64_t index, size;
    size_t count;
    struct tile_id tiles[LOG_PROOF_TILES_MAX];
};
void log_proof_plan(struct log_proof_plan *plan, uint64_t index, uint64_t size);
/* `tiles[i]` is what the query of plan->tiles[i] gave. ERROR_BROKEN when a tile is not whole. */
MUST_CHECK bool log_proof_make(const struct log_proof_plan *plan, const struct bytes *tiles,
                               struct merkle_proof *out, struct error *err);

#endif
