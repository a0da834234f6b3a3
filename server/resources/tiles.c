// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/tiles.h"

static void not_found(struct request *request)
{
    respond_input_problem(request, "not-found", "the record has nothing of this name");
}

struct tile_id *tile_of_request(struct request *request)
{
    struct tile_id *tile = arena_allocate(&request->arena, 1, sizeof *tile);
    struct error ignored;
    const char *path = arena_format(&request->arena, "tile/%s", request_param(request, "path"));
    if (!tile_path_parse(bytes_of_string(path), tile, &ignored))
        return NULL;
    request->state = tile;
    return tile;
}

void tile_with_hashes(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct tile_id *tile = request->state;
    struct bytes hashes = err || db_rows(result, 1) == 0 ? bytes_of(NULL, 0) : db_get_bytes(result, 1, 0, 0);
    if (err) {
        respond_problem(request, err);
    } else if (db_rows(result, 0) == 0 || hashes.len != (size_t)tile->width * MERKLE_HASH_BYTES) {
        not_found(request);
    } else {
        respond_header(request, "Cache-Control", TILE_CACHE);
        respond_to_all(request);
        respond_bytes(request, 200, TILE_TYPE, hashes);
    }
}

void tile_with_entries(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct tile_id *tile = request->state;
    struct buffer bundle = {0};
    struct error failure;
    if (err) {
        respond_problem(request, err);
        return;
    }
    if (db_rows(result, 0) == 0 || db_rows(result, 1) != tile->width) {
        not_found(request);
        return;
    }
    bool done = true;
    for (size_t row = 0; done && row < tile->width; row++)
        done = tile_bundle_append(&bundle, db_get_bytes(result, 1, row, 0), &failure);
    if (done) {
        respond_header(request, "Cache-Control", TILE_CACHE);
        respond_to_all(request);
        respond_bytes(request, 200, TILE_TYPE, buffer_bytes(&bundle));
    } else {
        respond_problem(request, &failure);
    }
    buffer_clear(&bundle);
}
