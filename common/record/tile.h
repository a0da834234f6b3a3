/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Tiles and entry bundles of c2sp.org/tlog-tiles: paths, contents, and the tree read through them.
 * A tile is up to 256 consecutive nodes of tree level 8 * tile level, 32 bytes each; a bundle is the entries
 * under a tile of level 0, each behind a big-endian u16 length.
 */
#ifndef FOLKMOOT_RECORD_TILE_H
#define FOLKMOOT_RECORD_TILE_H

#include "record/merkle.h"

enum {
    TILE_HEIGHT = 8,
    TILE_WIDTH = 256,
    TILE_BYTES = TILE_WIDTH * MERKLE_HASH_BYTES,
    TILE_MAX_LEVEL = 63,  /* what a path can name */
    TILE_TREE_LEVELS = 8, /* of tiles that a tree of up to MERKLE_MAX_SIZE leaves can have */
    TILE_ENTRY_MAX_BYTES = 65535,
    TILE_BUNDLE_MAX_BYTES = TILE_WIDTH * (2 + TILE_ENTRY_MAX_BYTES),
    TILE_PATH_MAX_BYTES = 64,
};

struct tile_id {
    bool entries;   /* an entry bundle; level is 0 then */
    unsigned level; /* 0..TILE_MAX_LEVEL */
    uint64_t index; /* 0..MERKLE_MAX_SIZE */
    unsigned width; /* 1..TILE_WIDTH; less than TILE_WIDTH is a partial tile */
};

/* Append "tile/0/x001/x234/067", "tile/1/000.p/17" or "tile/entries/000.p/5". */
void tile_path_append(struct tile_id tile, struct buffer *out);
/* Strict inverse: one path for one tile. */
MUST_CHECK bool tile_path_parse(struct bytes path, struct tile_id *out, struct error *err);

/* Width of tile (level, index) in a tree of `size` leaves: 0 (not there), 1..255 (partial) or 256. */
unsigned tile_width(unsigned level, uint64_t index, uint64_t size);

/* The tile that holds the data for node (level, index) in a tree of `size`: the node's hash is the root over
 * *count hashes from position *first. The node must be complete in that tree. */
struct tile_id tile_of_node(unsigned level, uint64_t index, uint64_t size, unsigned *first, unsigned *count);

/* Fills tile.width hashes. The reader may serve them from a wider tile at the same place. */
typedef bool tile_read(void *context, struct tile_id tile, uint8_t hashes[TILE_BYTES], struct error *err);

/* A tree of `size` leaves read through tiles; `source` is to be given to merkle_prove_*. It keeps the last
 * tile of each level. Tiles are not authenticated by reading: verify the proof that was made. The struct must
 * stay where tile_tree_init saw it. */
struct tile_cache {
    bool loaded;
    uint64_t index;
    uint8_t hashes[TILE_BYTES];
};
struct tile_tree {
    struct merkle_source source;
    uint64_t size;
    tile_read *read;
    void *context;
    struct tile_cache cache[TILE_TREE_LEVELS];
};
void tile_tree_init(struct tile_tree *tree, uint64_t size, tile_read *read, void *context);

/* Append one entry to a bundle. Fails above TILE_ENTRY_MAX_BYTES. */
MUST_CHECK bool tile_bundle_append(struct buffer *bundle, struct bytes entry, struct error *err);
/* Exactly `width` entries and nothing behind them; entries[] are views into `bundle`. */
MUST_CHECK bool tile_bundle_parse(struct bytes bundle, unsigned width, struct bytes entries[TILE_WIDTH],
                                  struct error *err);

#endif
