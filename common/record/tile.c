/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/tile.h"

#include "base/encoding.h"
#include "base/read.h"

enum { MAX_DECIMAL = 20 };

void tile_path_append(struct tile_id tile, struct buffer *out)
{
    if (tile.entries)
        buffer_append_string(out, "tile/entries");
    else
        buffer_append_format(out, "tile/%u", tile.level);
    unsigned groups[MAX_DECIMAL / 3 + 1]; /* of three digits, the last ones first */
    size_t count = 0;
    uint64_t rest = tile.index;
    do {
        groups[count++] = (unsigned)(rest % 1000);
        rest /= 1000;
    } while (rest);
    while (count-- > 0)
        buffer_append_format(out, "/%s%03u", count ? "x" : "", groups[count]);
    if (tile.width != TILE_WIDTH)
        buffer_append_format(out, ".p/%u", tile.width);
}

static bool skip(struct bytes *text, const char *prefix)
{
    size_t len = strlen(prefix);
    if (text->len < len || memcmp(text->data, prefix, len) != 0)
        return false;
    *text = bytes_of(text->data + len, text->len - len);
    return true;
}

/* A decimal of at most `max`; how it is written is settled by the caller, who writes it again. */
static bool number(struct bytes *text, size_t max_digits, uint64_t max, uint64_t *out)
{
    size_t len = 0;
    uint64_t value = 0;
    while (len < text->len && len < max_digits && text->data[len] >= '0' && text->data[len] <= '9')
        value = value * 10 + (uint64_t)(text->data[len++] - '0');
    if (len == 0 || value > max)
        return false;
    *text = bytes_of(text->data + len, text->len - len);
    *out = value;
    return true;
}

static bool parse_path(struct bytes text, struct tile_id *out)
{
    uint64_t level = 0, index = 0, width = TILE_WIDTH, group;
    bool entries = false, more = true;
    if (!skip(&text, "tile/"))
        return false;
    if (skip(&text, "entries"))
        entries = true;
    else if (!number(&text, 2, TILE_MAX_LEVEL, &level))
        return false;
    while (more) {
        if (!skip(&text, "/"))
            return false;
        more = skip(&text, "x");
        if (!number(&text, 3, 999, &group) || index > (MERKLE_MAX_SIZE - group) / 1000)
            return false;
        index = index * 1000 + group;
    }
    if (skip(&text, ".p/") && !number(&text, 3, TILE_WIDTH - 1, &width))
        return false;
    if (width == 0 || text.len)
        return false;
    *out = (struct tile_id){entries, (unsigned)level, index, (unsigned)width};
    return true;
}

bool tile_path_parse(struct bytes path, struct tile_id *out, struct error *err)
{
    struct tile_id tile;
    struct buffer again = {0};
    bool ok = path.len <= TILE_PATH_MAX_BYTES && parse_path(path, &tile);
    if (ok) {
        tile_path_append(tile, &again);
        ok = bytes_equal(buffer_bytes(&again), path);
    }
    buffer_clear(&again);
    if (!ok)
        return error_input(err, "bad-tile", "not the path of a tile");
    *out = tile;
    return true;
}

unsigned tile_width(unsigned level, uint64_t index, uint64_t size)
{
    if (level * TILE_HEIGHT >= 64)
        return 0;
    uint64_t nodes = size >> (level * TILE_HEIGHT);
    if (index < nodes / TILE_WIDTH)
        return TILE_WIDTH;
    return index == nodes / TILE_WIDTH ? (unsigned)(nodes % TILE_WIDTH) : 0;
}

struct tile_id tile_of_node(unsigned level, uint64_t index, uint64_t size, unsigned *first, unsigned *count)
{
    unsigned height = level % TILE_HEIGHT; /* of the node above the hashes in the tile */
    uint64_t position = index << height;
    *first = (unsigned)(position % TILE_WIDTH);
    *count = 1U << height;
    struct tile_id tile = {false, level / TILE_HEIGHT, position / TILE_WIDTH, 0};
    tile.width = tile_width(tile.level, tile.index, size);
    return tile;
}

static bool read_node(void *context, unsigned level, uint64_t index, uint8_t hash[MERKLE_HASH_BYTES],
                      struct error *err)
{
    struct tile_tree *tree = context;
    if (level >= MERKLE_MAX_LEVELS || index >= tree->size >> level)
        return error_broken(err, "bad-node", "a node outside the tree was asked for");
    unsigned first, count;
    struct tile_id tile = tile_of_node(level, index, tree->size, &first, &count);
    struct tile_cache *cache = &tree->cache[tile.level];
    if (!cache->loaded || cache->index != tile.index) {
        cache->loaded = false;
        if (!tree->read(tree->context, tile, cache->hashes, err))
            return false;
        cache->index = tile.index;
        cache->loaded = true;
    }
    uint8_t nodes[TILE_WIDTH / 2][MERKLE_HASH_BYTES];
    const uint8_t *below = cache->hashes + (size_t)first * MERKLE_HASH_BYTES;
    for (; count > 1; count /= 2, below = nodes[0])
        for (unsigned i = 0; i < count / 2; i++)
            merkle_hash_node(below + (size_t)2 * i * MERKLE_HASH_BYTES,
                             below + ((size_t)2 * i + 1) * MERKLE_HASH_BYTES, nodes[i]);
    memcpy(hash, below, MERKLE_HASH_BYTES);
    return true;
}

void tile_tree_init(struct tile_tree *tree, uint64_t size, tile_read *read, void *context)
{
    tree->source = (struct merkle_source){read_node, tree};
    tree->size = size;
    tree->read = read;
    tree->context = context;
    for (size_t i = 0; i < TILE_TREE_LEVELS; i++)
        tree->cache[i].loaded = false;
}

bool tile_bundle_append(struct buffer *bundle, struct bytes entry, struct error *err)
{
    if (entry.len > TILE_ENTRY_MAX_BYTES)
        return error_input(err, "too-large", "an entry of %zu bytes, at most %d fit", entry.len,
                           TILE_ENTRY_MAX_BYTES);
    buffer_append_u16(bundle, (uint16_t)entry.len);
    buffer_append_bytes(bundle, entry);
    return true;
}

bool tile_bundle_parse(struct bytes bundle, unsigned width, struct bytes entries[TILE_WIDTH],
                       struct error *err)
{
    struct bytes found[TILE_WIDTH];
    if (width == 0 || width > TILE_WIDTH)
        return error_input(err, "bad-bundle", "a bundle holds 1 to %d entries", TILE_WIDTH);
    struct reader reader = reader_of(bundle);
    for (unsigned i = 0; i < width; i++) {
        uint16_t len;
        if (!read_u16(&reader, &len) || !read_bytes(&reader, len, &found[i]))
            return error_input(err, "bad-bundle", "the bundle ends within entry %u of %u", i, width);
    }
    if (!read_done(&reader))
        return error_input(err, "bad-bundle", "the bundle has bytes behind its %u entries", width);
    memcpy(entries, found, width * sizeof *entries);
    return true;
}
