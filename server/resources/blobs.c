// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/blobs.h"

#include <stdlib.h>

enum { BLOB_PART_BYTES = 1048576 };

void blob_store(struct db_unit *unit, struct bytes blob, const struct blob_ref *ref)
{
    struct db_param head[] = {db_bytes(ref->hash, HASH_BYTES), db_integer((int64_t)blob.len)};
    db_unit_add(unit, DB_BLOB_INSERT, head, 2);
    for (size_t at = 0; at < blob.len; at += BLOB_PART_BYTES) {
        size_t len = blob.len - at < BLOB_PART_BYTES ? blob.len - at : BLOB_PART_BYTES;
        struct db_param part[] = {db_bytes(ref->hash, HASH_BYTES),
                                  db_integer((int64_t)(at / BLOB_PART_BYTES)), db_bytes(blob.data + at, len)};
        db_unit_add(unit, DB_BLOB_PART_INSERT, part, 3);
    }
}

/* A blob on its way out, part by part; in the request's arena. */
struct sending {
    uint8_t hash[HASH_BYTES];
    const char *type, *cache;
    enum db_statement part_statement;
    uint64_t size, sent;
    int64_t part;
};

static void send_part(struct request *request);

static void with_part(struct request *request, const struct db_result *result, const struct error *err)
{
    struct sending *sending = request->state;
    if (err) {
        respond_problem(request, err);
        return;
    }
    struct bytes part = db_rows(result, 0) == 1 ? db_get_bytes(result, 0, 0, 0) : bytes_of(NULL, 0);
    if (part.len == 0 || part.len > sending->size - sending->sent) {
        struct error broken;
        error_broken(&broken, "record", "a part of a blob is missing or too long");
        respond_problem(request, &broken);
        return;
    }
    sending->part++;
    sending->sent += part.len;
    respond_piece(request, part, send_part);
}

static void send_part(struct request *request)
{
    struct sending *sending = request->state;
    if (sending->sent == sending->size || request->head) {
        respond_end(request);
        return;
    }
    struct db_param params[] = {db_bytes(sending->hash, sizeof sending->hash), db_integer(sending->part)};
    request_query(request, sending->part_statement, params, 2, with_part);
}

static void with_blob(struct request *request, const struct db_result *result, const struct error *err)
{
    struct sending *sending = request->state;
    if (err) {
        respond_problem(request, err);
    } else if (db_rows(result, 0) == 0) {
        respond_input_problem(request, "not-found", "the record has nothing of this name");
    } else {
        sending->size = (uint64_t)db_get_integer(result, 0, 0, 0);
        if (sending->cache)
            respond_header(request, "Cache-Control", sending->cache);
        respond_begin(request, 200, sending->type, sending->size);
        send_part(request);
    }
}

static void begin(struct request *request, const uint8_t hash[HASH_BYTES], const char *type,
                  const char *cache, enum db_statement head, enum db_statement part)
{
    struct sending *sending = arena_allocate(&request->arena, 1, sizeof *sending);
    *sending = (struct sending){.type = type, .cache = cache, .part_statement = part};
    memcpy(sending->hash, hash, sizeof sending->hash);
    request->state = sending;
    struct db_param param = db_bytes(sending->hash, sizeof sending->hash);
    request_query(request, head, &param, 1, with_blob);
}

void blob_send(struct request *request, const uint8_t hash[HASH_BYTES], const char *type, const char *cache)
{
    begin(request, hash, type, cache, DB_BLOB, DB_BLOB_PART);
}

void blob_send_mirrored(struct request *request, const uint8_t hash[HASH_BYTES], const char *type,
                        const char *cache)
{
    begin(request, hash, type, cache, DB_MIRROR_BLOB, DB_MIRROR_BLOB_PART);
}
