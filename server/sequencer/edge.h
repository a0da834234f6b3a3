/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The right edge of the tree in memory: all that is needed to append entries, to prove that the new tree
 * extends the last one, and to prove that the new entries are in it. Its size does not depend on that of the
 * tree: one tile of each level, and the tiles that the entries since edge_settle() began.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_EDGE_H
#define FOLKMOOT_SERVER_SEQUENCER_EDGE_H

#include "record/merkle.h"
#include "record/tile.h"

enum { EDGE_LEVELS = 7 }; /* of tiles: 2^56 entries */

struct edge;

struct edge *edge_new(void);
void edge_free(struct edge *edge);

/* Take up a tree of `size` leaves from its tiles (tile.h); ERROR_* as `read` gives them. */
MUST_CHECK bool edge_load(struct edge *edge, uint64_t size, tile_read *read, void *context,
                          struct error *err);

void edge_append(struct edge *edge, const uint8_t leaf[MERKLE_HASH_BYTES]);
uint64_t edge_size(const struct edge *edge);
void edge_root(const struct edge *edge, uint8_t root[MERKLE_HASH_BYTES]);
/* Nodes for proofs in the present tree of entries not older than edge_settle(), and for consistency with the
 * tree of that moment. Others are ERROR_BROKEN. */
const struct merkle_source *edge_source(const struct edge *edge);

/* A tile that the entries since edge_settle() completed. */
struct edge_tile {
    unsigned level;
    uint64_t index;
    uint8_t root[MERKLE_HASH_BYTES];
    const uint8_t *hashes; /* TILE_BYTES */
};
size_t edge_completed(const struct edge *edge);
struct edge_tile edge_completed_tile(const struct edge *edge, size_t i);

/* The batch is in the database: forget what it does not need any more. */
void edge_settle(struct edge *edge);
/* It is not: as it was at edge_settle(). */
void edge_revert(struct edge *edge);

#endif
