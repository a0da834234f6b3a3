// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/log_store.h"

#include <stdlib.h>

struct log_query log_tile_query(struct tile_id tile)
{
    struct db_param first = db_integer((int64_t)(tile.index * TILE_WIDTH)), width = db_integer(tile.width);
    if (tile.width == TILE_WIDTH)
        return (struct log_query){DB_TILE, {db_integer(tile.level), db_integer((int64_t)tile.index)}, 2};
    if (tile.level == 0)
        return (struct log_query){DB_TILE_LEAVES, {first, width}, 2};
    return (struct log_query){DB_TILE_ROOTS, {db_integer(tile.level - 1), first, width}, 3};
}

struct log_query log_mirror_tile_query(const uint8_t hash[MERKLE_HASH_BYTES], struct tile_id tile)
{
    struct log_query query = log_tile_query(tile);
    memmove(&query.params[1], &query.params[0], query.count * sizeof *query.params);
    query.params[0] = db_bytes(hash, MERKLE_HASH_BYTES);
    query.count++;
    query.statement = query.statement == DB_TILE          ? DB_MIRROR_TILE
                      : query.statement == DB_TILE_LEAVES ? DB_MIRROR_TILE_LEAVES
                                                          : DB_MIRROR_TILE_ROOTS;
    return query;
}

bool log_tile_size(struct tile_id tile, uint64_t *size)
{
    unsigned shift = TILE_HEIGHT * tile.level;
    if (shift >= MERKLE_MAX_LEVELS || tile.index > MERKLE_MAX_SIZE / TILE_WIDTH - 1)
        return false;
    uint64_t nodes = tile.index * TILE_WIDTH + tile.width;
    if (nodes > MERKLE_MAX_SIZE >> shift)
        return false;
    *size = nodes << shift;
    return true;
}

static void add_tile(struct log_proof_plan *plan, unsigned level, uint64_t index)
{
    unsigned width = tile_width(level, index, plan->size);
    if (width > 0)
        plan->tiles[plan->count++] = (struct tile_id){.level = level, .index = index, .width = width};
}

/* The tiles above the entry, and those at the right edge for the subtree that is not complete. */
void log_proof_plan(struct log_proof_plan *plan, uint64_t index, uint64_t size)
{
    *plan = (struct log_proof_plan){.index = index, .size = size};
    for (unsigned level = 0; level < TILE_TREE_LEVELS; level++) {
        unsigned shift = TILE_HEIGHT * (level + 1);
        uint64_t above = shift < 64 ? index >> shift : 0, edge = shift < 64 ? size >> shift : 0;
        add_tile(plan, level, above);
        if (edge != above)
            add_tile(plan, level, edge);
    }
}

struct loaded {
    const struct log_proof_plan *plan;
    const struct bytes *tiles;
};

static bool read_loaded(void *context, struct tile_id tile, uint8_t hashes[TILE_BYTES], struct error *err)
{
    const struct loaded *loaded = context;
    size_t len = (size_t)tile.width * MERKLE_HASH_BYTES;
    for (size_t i = 0; i < loaded->plan->count; i++) {
        const struct tile_id *planned = &loaded->plan->tiles[i];
        if (planned->level != tile.level || planned->index != tile.index || planned->width < tile.width)
            continue;
        if (loaded->tiles[i].len < len)
            return error_broken(err, "record", "a tile of the record is missing in the database");
        memcpy(hashes, loaded->tiles[i].data, len);
        return true;
    }
    return error_broken(err, "record", "a proof needs a tile that was not planned");
}

bool log_proof_make(const struct log_proof_plan *plan, const struct bytes *tiles, struct merkle_proof *out,
                    struct error *err)
{
    struct loaded loaded = {plan, tiles};
    struct tile_tree *tree = allocate(1, sizeof *tree);
    tile_tree_init(tree, plan->size, read_loaded, &loaded);
    bool done = merkle_prove_inclusion(plan->index, plan->size, &tree->source, out, err);
    free(tree);
    return done;
}
