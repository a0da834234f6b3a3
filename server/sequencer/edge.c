// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/edge.h"

#include <inttypes.h>
#include <stdlib.h>

/* Nodes of a tile: 256 of its lowest level, then 128, ... then 2. */
enum { TILE_NODES = 2 * TILE_WIDTH - 2 };

struct nodes {
    uint8_t hash[TILE_NODES][MERKLE_HASH_BYTES];
};

/* The tiles of one level from `first` on, as many as were begun. */
struct level {
    uint64_t first;
    size_t count, capacity;
    struct nodes **tiles;
};

struct edge {
    struct merkle_frontier frontier, settled;
    struct merkle_source source;
    struct level levels[EDGE_LEVELS];
    size_t completed, completed_capacity;
    struct edge_tile *tiles;
};

static uint8_t *node_in(struct nodes *tile, unsigned height, uint64_t position)
{
    /* 2^9 - 2^(9 - height): how many nodes lie below `height`. */
    size_t below = (size_t)(2 * TILE_WIDTH) - ((size_t)(2 * TILE_WIDTH) >> height);
    return tile->hash[below + (size_t)position];
}

/* NULL when the edge does not reach there. */
static uint8_t *find_node(const struct edge *edge, unsigned level, uint64_t index)
{
    unsigned height = level % TILE_HEIGHT, reach = TILE_HEIGHT - height;
    if (level / TILE_HEIGHT >= EDGE_LEVELS)
        return NULL;
    const struct level *row = &edge->levels[level / TILE_HEIGHT];
    uint64_t tile = index >> reach;
    if (tile < row->first || tile - row->first >= row->count)
        return NULL;
    return node_in(row->tiles[tile - row->first], height, index & ((UINT64_C(1) << reach) - 1));
}

static bool read_node(void *context, unsigned level, uint64_t index, uint8_t hash[MERKLE_HASH_BYTES],
                      struct error *err)
{
    const uint8_t *node = find_node(context, level, index);
    if (!node)
        return error_broken(err, "internal", "node %u/%" PRIu64 " is not on the edge of the tree", level,
                            index);
    memcpy(hash, node, MERKLE_HASH_BYTES);
    return true;
}

struct edge *edge_new(void)
{
    struct edge *edge = allocate(1, sizeof *edge);
    edge->source = (struct merkle_source){.read_node = read_node, .context = edge};
    return edge;
}

static void clear_level(struct level *row)
{
    for (size_t i = 0; i < row->count; i++)
        free(row->tiles[i]);
    row->count = 0;
}

void edge_free(struct edge *edge)
{
    if (!edge)
        return;
    for (unsigned i = 0; i < EDGE_LEVELS; i++) {
        clear_level(&edge->levels[i]);
        free(edge->levels[i].tiles);
    }
    free(edge->tiles);
    free(edge);
}

static void begin_tile(struct level *row)
{
    if (row->count == row->capacity) {
        row->capacity = row->capacity ? 2 * row->capacity : 4;
        row->tiles = reallocate(row->tiles, row->capacity, sizeof *row->tiles);
    }
    row->tiles[row->count++] = allocate(1, sizeof **row->tiles);
}

static void complete_tile(struct edge *edge, unsigned level, uint64_t index,
                          const uint8_t root[MERKLE_HASH_BYTES])
{
    if (edge->completed == edge->completed_capacity) {
        edge->completed_capacity = edge->completed_capacity ? 2 * edge->completed_capacity : 32;
        edge->tiles = reallocate(edge->tiles, edge->completed_capacity, sizeof *edge->tiles);
    }
    struct edge_tile *tile = &edge->tiles[edge->completed++];
    *tile = (struct edge_tile){.level = level, .index = index};
    memcpy(tile->root, root, sizeof tile->root);
    tile->hashes = find_node(edge, level * TILE_HEIGHT, index * TILE_WIDTH);
}

static void node_done(void *context, unsigned level, uint64_t index, const uint8_t hash[MERKLE_HASH_BYTES])
{
    struct edge *edge = context;
    uint8_t *node = find_node(edge, level, index);
    if (!node && level / TILE_HEIGHT < EDGE_LEVELS) {
        begin_tile(&edge->levels[level / TILE_HEIGHT]);
        node = find_node(edge, level, index);
    }
    if (node)
        memcpy(node, hash, MERKLE_HASH_BYTES);
    if (level > 0 && level % TILE_HEIGHT == 0)
        complete_tile(edge, level / TILE_HEIGHT - 1, index, hash);
}

void edge_append(struct edge *edge, const uint8_t leaf[MERKLE_HASH_BYTES])
{
    merkle_frontier_append(&edge->frontier, leaf, node_done, edge);
}

uint64_t edge_size(const struct edge *edge)
{
    return edge->frontier.size;
}

void edge_root(const struct edge *edge, uint8_t root[MERKLE_HASH_BYTES])
{
    merkle_frontier_root(&edge->frontier, root);
}

const struct merkle_source *edge_source(const struct edge *edge)
{
    return &edge->source;
}

size_t edge_completed(const struct edge *edge)
{
    return edge->completed;
}

struct edge_tile edge_completed_tile(const struct edge *edge, size_t i)
{
    return edge->tiles[i];
}

/* Keep of each level the tile that the next leaf goes into, if it was begun. */
void edge_settle(struct edge *edge)
{
    for (unsigned i = 0; i < EDGE_LEVELS; i++) {
        struct level *row = &edge->levels[i];
        uint64_t first = edge->frontier.size >> (TILE_HEIGHT * (i + 1));
        size_t old = first - row->first < row->count ? (size_t)(first - row->first) : row->count;
        for (size_t k = 0; k < old; k++)
            free(row->tiles[k]);
        row->count -= old;
        if (row->count)
            memmove(row->tiles, row->tiles + old, row->count * sizeof *row->tiles);
        row->first = first;
    }
    edge->completed = 0;
    edge->settled = edge->frontier;
}

/* What was written into tiles that stay is written again by the next append. */
void edge_revert(struct edge *edge)
{
    edge->frontier = edge->settled;
    edge->completed = 0;
    for (unsigned i = 0; i < EDGE_LEVELS; i++) {
        struct level *row = &edge->levels[i];
        size_t keep = edge->frontier.size >> (TILE_HEIGHT * i) & (TILE_WIDTH - 1) ? 1 : 0;
        while (row->count > keep)
            free(row->tiles[--row->count]);
    }
}

/* Fill the begun tile of one level with its nodes. */
static bool load_level(struct edge *edge, unsigned level, uint64_t size, tile_read *read, void *context,
                       struct error *err)
{
    struct level *row = &edge->levels[level];
    struct tile_id tile = {.level = level, .index = size >> (TILE_HEIGHT * (level + 1))};
    tile.width = (unsigned)(size >> (TILE_HEIGHT * level)) & (TILE_WIDTH - 1);
    row->first = tile.index;
    if (tile.width == 0)
        return true;
    begin_tile(row);
    struct nodes *nodes = row->tiles[0];
    if (!read(context, tile, nodes->hash[0], err))
        return false;
    for (unsigned height = 1; height < TILE_HEIGHT; height++)
        for (uint64_t k = 0; k < tile.width >> height; k++)
            merkle_hash_node(node_in(nodes, height - 1, 2 * k), node_in(nodes, height - 1, 2 * k + 1),
                             node_in(nodes, height, k));
    return true;
}

bool edge_load(struct edge *edge, uint64_t size, tile_read *read, void *context, struct error *err)
{
    edge->completed = 0;
    for (unsigned i = 0; i < EDGE_LEVELS; i++) {
        clear_level(&edge->levels[i]);
        if (!load_level(edge, i, size, read, context, err))
            return false;
    }
    if (!merkle_frontier_load(&edge->frontier, size, &edge->source, err))
        return false;
    edge->settled = edge->frontier;
    return true;
}
