// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The public record as C2SP tlog-tiles serves it: checkpoint, tiles, entry bundles; and blobs. What a signed
// tree covers never changes, so caches may keep it for ever.
#include "base/encoding.h"
#include "server/http/request.h"
#include "server/resources/blobs.h"
#include "server/resources/resources.h"
#include "server/resources/tiles.h"
#include "server/sequencer/log_store.h"

static void not_found(struct request *request)
{
    respond_input_problem(request, "not-found", "the record has nothing of this name");
}

/* ---- checkpoint ---- */

/* With witnesses, the newest that has their quorum; tiles go as far as the newest signed one, and receipts
 * refer to that at once. */

static void with_checkpoint(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err) {
        respond_problem(request, err);
    } else if (db_rows(result, 0) == 0) {
        not_found(request);
    } else {
        respond_header(request, "Cache-Control", "no-cache");
        respond_to_all(request);
        respond_bytes(request, 200, "text/plain; charset=utf-8", db_get_bytes(result, 0, 0, 1));
    }
}

void checkpoint_get(struct request *request)
{
    bool has_witnesses = *request->app->config->witness_policy != '\0';
    request_query(request, has_witnesses ? DB_WITNESSED : DB_CHECKPOINT, NULL, 0, with_checkpoint);
}

/* ---- tiles ---- */

void tile_get(struct request *request)
{
    struct tile_id *tile = tile_of_request(request);
    uint64_t size;
    if (!tile || !log_tile_size(*tile, &size)) {
        not_found(request);
        return;
    }
    struct db_unit *unit = db_unit_new(request->pool);
    struct db_param signed_size = db_integer((int64_t)size);
    db_unit_add(unit, DB_SIGNED, &signed_size, 1);
    if (tile->entries) {
        struct db_param range[] = {db_integer((int64_t)(tile->index * TILE_WIDTH)), db_integer(tile->width)};
        db_unit_add(unit, DB_ENTRIES, range, 2);
    } else {
        struct log_query query = log_tile_query(*tile);
        db_unit_add(unit, query.statement, query.params, query.count);
    }
    request_unit(request, unit, tile->entries ? tile_with_entries : tile_with_hashes);
}

/* ---- blobs ---- */

void blob_get(struct request *request)
{
    uint8_t hash[HASH_BYTES];
    if (hex_decode_exact(bytes_of_string(request_param(request, "hash")), hash, sizeof hash)) {
        respond_to_all(request);
        blob_send(request, hash, TILE_TYPE, TILE_CACHE);
    } else {
        not_found(request);
    }
}
