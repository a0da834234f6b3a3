// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The copies of the logs that this city witnesses (docs/decisions/mirror.md), with tiles, entries and blobs
// as the logs themselves serve them: whoever has a receipt of another city checks it here, and nobody asks
// that city.
#include "base/encoding.h"
#include "record/json.h"
#include "server/http/request.h"
#include "server/resources/blobs.h"
#include "server/resources/resources.h"
#include "server/resources/tiles.h"
#include "server/sequencer/log_store.h"
#include "server/sequencer/witness.h"

static void not_found(struct request *request)
{
    respond_input_problem(request, "not-found",
                          "no copy of this log is kept here, or it has nothing of this name");
}

/* The SHA-256 of an origin that {hash} is, in the arena; NULL: answered. */
static uint8_t *log_of_request(struct request *request)
{
    uint8_t *hash = arena_allocate(&request->arena, MERKLE_HASH_BYTES, 1);
    if (hex_decode_exact(bytes_of_string(request_param(request, "hash")), hash, MERKLE_HASH_BYTES))
        return hash;
    not_found(request);
    return NULL;
}

static json_t *keys_of(const struct witness *witness, const char *origin)
{
    json_t *keys = json_array();
    struct buffer text = {0};
    const struct witnessed_logs *logs = witness ? witness_logs(witness) : NULL;
    for (size_t i = 0; logs && i < logs->count; i++) {
        if (strcmp(logs->keys[i].name, origin) != 0)
            continue;
        text.len = 0;
        note_key_append(&logs->keys[i], &text);
        json_array_append_new(keys, json_string(buffer_string(&text)));
    }
    buffer_clear(&text);
    return keys;
}

static void with_mirror(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err) {
        respond_problem(request, err);
        return;
    }
    if (db_rows(result, 0) == 0) {
        not_found(request);
        return;
    }
    const char *origin = db_get_text(result, 0, 0, 0);
    json_t *json = json_pack(
        "{s:s, s:o, s:I, s:I}", "origin", origin, "log_keys", keys_of(request->app->witness, origin), "size",
        (json_int_t)db_get_integer(result, 0, 0, 1), "visited", (json_int_t)db_get_integer(result, 0, 0, 4));
    if (!db_is_null(result, 0, 0, 2))
        json_object_set_new(json, "own", json_string(db_get_text(result, 0, 0, 2)));
    if (!db_is_null(result, 0, 0, 3))
        json_object_set_new(json, "shown", json_string(db_get_text(result, 0, 0, 3)));
    respond_json(request, 200, json);
}

void mirror_get(struct request *request)
{
    const uint8_t *hash = log_of_request(request);
    if (!hash)
        return;
    struct db_param param = db_bytes(hash, MERKLE_HASH_BYTES);
    request_query(request, DB_MIRROR_SHOW, &param, 1, with_mirror);
}

void mirror_tile_get(struct request *request)
{
    const uint8_t *hash = log_of_request(request);
    struct tile_id *tile = hash ? tile_of_request(request) : NULL;
    uint64_t size;
    if (!hash)
        return;
    if (!tile || !log_tile_size(*tile, &size)) {
        not_found(request);
        return;
    }
    struct db_unit *unit = db_unit_new(request->pool);
    struct db_param has[] = {db_bytes(hash, MERKLE_HASH_BYTES), db_integer((int64_t)size)};
    db_unit_add(unit, DB_MIRROR_HAS, has, 2);
    if (tile->entries) {
        struct db_param range[] = {has[0], db_integer((int64_t)(tile->index * TILE_WIDTH)),
                                   db_integer(tile->width)};
        db_unit_add(unit, DB_MIRROR_ENTRIES, range, 3);
    } else {
        struct log_query query = log_mirror_tile_query(hash, *tile);
        db_unit_add(unit, query.statement, query.params, query.count);
    }
    request_unit(request, unit, tile->entries ? tile_with_entries : tile_with_hashes);
}

void mirror_blob_get(struct request *request)
{
    uint8_t hash[HASH_BYTES];
    if (hex_decode_exact(bytes_of_string(request_param(request, "blob")), hash, sizeof hash))
        blob_send_mirrored(request, hash, TILE_TYPE, TILE_CACHE);
    else
        not_found(request);
}

static void with_credential(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err) {
        respond_problem(request, err);
        return;
    }
    json_t *entries = json_array();
    for (size_t row = 0; row < db_rows(result, 0); row++)
        json_array_append_new(entries,
                              json_pack("{s:I, s:s}", "index", (json_int_t)db_get_integer(result, 0, row, 0),
                                        "type", db_get_text(result, 0, row, 1)));
    respond_json(request, 200, json_pack("{s:o}", "entries", entries));
}

void mirror_credential_get(struct request *request)
{
    const uint8_t *hash = log_of_request(request);
    uint8_t eid[HASH_BYTES], key[POINT_BYTES];
    if (!hash)
        return;
    if (!base64url_decode_exact(bytes_of_string(request_param(request, "eid")), eid, sizeof eid) ||
        !base64url_decode_exact(bytes_of_string(request_param(request, "key")), key, sizeof key)) {
        not_found(request);
        return;
    }
    struct db_param params[] = {db_bytes(hash, MERKLE_HASH_BYTES), db_bytes(eid, sizeof eid),
                                db_bytes(key, sizeof key)};
    request_query(request, DB_MIRROR_CREDENTIAL, params, 3, with_credential);
}
