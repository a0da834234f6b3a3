/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Tile paths and entry bundles: what is accepted is written back byte for byte. The first byte of a bundle's
 * input is its width less one.
 */
#include <stdlib.h>

#include "record/tile.h"

static void check_path(struct bytes input)
{
    struct tile_id tile;
    struct buffer again = {0};
    if (tile_path_parse(input, &tile, NULL)) {
        tile_path_append(tile, &again);
        if (!bytes_equal(buffer_bytes(&again), input))
            abort();
    }
    buffer_clear(&again);
}

static void check_bundle(unsigned width, struct bytes input)
{
    struct bytes entries[TILE_WIDTH];
    struct buffer again = {0};
    if (tile_bundle_parse(input, width, entries, NULL)) {
        for (unsigned i = 0; i < width; i++)
            if (!tile_bundle_append(&again, entries[i], NULL))
                abort();
        if (!bytes_equal(buffer_bytes(&again), input))
            abort();
    }
    buffer_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_path(bytes_of(data, size));
    if (size)
        check_bundle(data[0] + 1u, bytes_of(data + 1, size - 1));
    return 0;
}
