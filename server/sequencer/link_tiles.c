// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/link_tiles.h"

#include "server/sequencer/log_store.h"

bool link_tile_read(void *link, struct tile_id tile, uint8_t hashes[TILE_BYTES], struct error *err)
{
    struct log_query query = log_tile_query(tile);
    struct db_result result;
    size_t len = (size_t)tile.width * MERKLE_HASH_BYTES;
    if (!link_run(link, query.statement, query.params, query.count, &result, err))
        return false;
    struct bytes joined = db_rows(&result, 0) == 1 ? db_get_bytes(&result, 0, 0, 0) : bytes_of(NULL, 0);
    if (joined.len < len)
        return error_broken(err, "record", "a tile of the record is missing in the database");
    memcpy(hashes, joined.data, len);
    return true;
}
