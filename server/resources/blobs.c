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
        struct db_param part[] = {db_bytes(ref->hash, HASH_BYTES), db_integer((int64_t)(at / BLOB_PART_BYTES)),
                                  db_bytes(blob.data + at, len)};
        db_unit_add(unit, DB_BLOB_PART_INSERT, part, 3);
    }
}

/* On the heap: it outlives a client that goes away while parts are read. */
struct sending {
    struct request_ref ref;
    struct pool *pool;
    uint8_t hash[HASH_BYTES];
    const char *type;
    int64_t part;
    struct buffer content;
};

static void sending_free(struct sending *sending)
{
    buffer_clear(&sending->content);
    free(sending);
}

static void read_part(struct sending *sending);

static void after_part(void *arg, const struct db_result *result, const struct error *err)
{
    struct sending *sending = arg;
    struct request *request = request_find(sending->ref);
    if (!request) {
        sending_free(sending);
        return;
    }
    if (!err && db_rows(result, 0) == 1) {
        buffer_append_bytes(&sending->content, db_get_bytes(result, 0, 0, 0));
        sending->part++;
        read_part(sending);
        return;
    }
    if (err)
        respond_problem(request, err);
    else if (!sending->part)
        respond_input_problem(request, "not-found", "the record has no such blob");
    else
        respond_bytes(request, 200, sending->type, buffer_bytes(&sending->content));
    sending_free(sending);
}

static void read_part(struct sending *sending)
{
    struct db_param params[] = {db_bytes(sending->hash, HASH_BYTES), db_integer(sending->part)};
    db_query(sending->pool, DB_BLOB_PART, params, 2, after_part, sending);
}

void blob_send(struct request *request, const uint8_t hash[HASH_BYTES], const char *type)
{
    struct sending *sending = allocate(1, sizeof *sending);
    sending->ref = request_ref(request);
    sending->pool = request->pool;
    sending->type = type;
    memcpy(sending->hash, hash, sizeof sending->hash);
    read_part(sending);
}
