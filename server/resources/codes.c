// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A clerk's upload of public keys. Reading 100,000 keys takes a worker a second or so; what comes out are the
// keys blobs and the credential list that registrar and clerk then sign.
#include <stdlib.h>

#include "ballot/code.h"
#include "ballot/credential_list.h"
#include "base/encoding.h"
#include "record/json.h"
#include "server/db/array.h"
#include "server/resources/blobs.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"

enum { KEY_BYTES = sizeof(struct point) };

/* On the heap: it outlives a client that goes away. */
struct upload {
    struct request_ref ref;
    struct pool *pool;
    int64_t round_no;
    uint8_t round[ROUND_ID_BYTES];
    struct buffer body; /* empty: the batches are there, as a predecessor hands them over */
    /* found by the worker */
    struct error err;
    bool ok;
    struct arena arena;
    struct credential_list list;
    struct buffer *blobs; /* keys of each batch */
    struct keys *keys;
    struct buffer list_bytes;
    struct blob_ref list_ref;
};

static void upload_free(struct upload *upload)
{
    for (size_t i = 0; upload->blobs && i < upload->list.batch_count; i++)
        buffer_clear(&upload->blobs[i]);
    buffer_clear(&upload->body);
    buffer_clear(&upload->list_bytes);
    arena_clear(&upload->arena);
    free(upload);
}

static bool take_keys(struct upload *upload, size_t i, struct error *err)
{
    struct credential_batch *batch = &upload->list.batches[i];
    if (!keys_read(buffer_bytes(&upload->blobs[i]), &upload->keys[i], err))
        return error_prefix(err, "batch %s", batch->id);
    batch->count = upload->keys[i].count;
    blob_ref_of(buffer_bytes(&upload->blobs[i]), &batch->keys);
    upload->list.total += batch->count;
    return true;
}

static bool read_batch(struct upload *upload, struct json_items *items, size_t i, struct error *err)
{
    static const char *const purposes[] = {"letter", "card", "walk-in", "spare"};
    struct credential_batch *batch = &upload->list.batches[i];
    struct json_fields fields;
    unsigned purpose;
    if (!json_item_object(items, i, &fields) || !field_name(&fields, "batch", &upload->arena, &batch->id) ||
        !field_name(&fields, "district", &upload->arena, &batch->district) ||
        !json_get_choice(&fields, "purpose", purposes, BATCH_PURPOSES, &purpose) ||
        !json_get_data(&fields, "keys", KEY_BYTES, (size_t)CREDENTIALS_MAX * KEY_BYTES, &upload->blobs[i]) ||
        !json_object_end(&fields))
        return false;
    batch->purpose = (enum batch_purpose)purpose;
    return take_keys(upload, i, err);
}

static void make_room(struct upload *upload, size_t batches)
{
    upload->list.batches = arena_allocate(&upload->arena, batches, sizeof *upload->list.batches);
    upload->blobs = arena_allocate(&upload->arena, batches, sizeof *upload->blobs);
    upload->keys = arena_allocate(&upload->arena, batches, sizeof *upload->keys);
    upload->list.batch_count = batches;
    memcpy(upload->list.round, upload->round, sizeof upload->list.round);
}

static bool read_body(struct upload *upload, struct error *err)
{
    struct json_fields fields;
    struct json_items items;
    json_t *body = json_read_relaxed(buffer_bytes(&upload->body), upload->body.len, err);
    bool ok = body && json_object_begin(&fields, body, "upload", err) &&
              json_get_array(&fields, "batches", 1, CREDENTIAL_BATCHES_MAX, &items) &&
              json_object_end(&fields);
    if (ok)
        make_room(upload, items.count);
    for (size_t i = 0; ok && i < items.count; i++)
        ok = read_batch(upload, &items, i, err);
    json_decref(body);
    return ok;
}

static bool take_all_keys(struct upload *upload, struct error *err)
{
    for (size_t i = 0; i < upload->list.batch_count; i++)
        if (!take_keys(upload, i, err))
            return false;
    return true;
}

static bool read_upload(struct upload *upload, struct error *err)
{
    bool ok = upload->body.len ? read_body(upload, err) : take_all_keys(upload, err);
    ok = ok && keys_check_distinct(upload->keys, upload->list.batch_count, err) &&
         credential_list_write(&upload->list, &upload->list_bytes, err);
    if (ok)
        blob_ref_of(buffer_bytes(&upload->list_bytes), &upload->list_ref);
    return ok;
}

static void work(void *arg)
{
    struct upload *upload = arg;
    upload->ok = read_upload(upload, &upload->err);
    buffer_clear(&upload->body);
}

static void answer_problem(struct upload *upload, const struct error *err)
{
    struct request *request = request_find(upload->ref);
    if (request)
        respond_problem(request, err);
    upload_free(upload);
}

static void after_store(void *arg, const struct db_result *result, const struct error *err)
{
    struct upload *upload = arg;
    struct error why;
    if (err && err->class == ERROR_INPUT && strcmp(result->constraint, "round-preparing") == 0) {
        error_input(&why, "round-state", "the round is open: its codes can no longer change");
        err = &why;
    }
    if (err) {
        answer_problem(upload, err);
        return;
    }
    struct request *request = request_find(upload->ref);
    if (request)
        respond_json(request, 200,
                     json_pack("{s:o, s:I}", "list", json_of_ref(&upload->list_ref), "total",
                               (json_int_t)upload->list.total));
    upload_free(upload);
}

static void add_batch(struct db_unit *unit, const struct upload *upload, size_t i)
{
    const struct credential_batch *batch = &upload->list.batches[i];
    const struct keys *keys = &upload->keys[i];
    struct db_array points = {0}, serials = {0};
    db_array_begin(&points, DB_ARRAY_BYTEA);
    db_array_begin(&serials, DB_ARRAY_BIGINT);
    for (size_t k = 0; k < keys->count; k++) {
        db_array_add_bytes(&points, bytes_of(keys->list[k].bytes, POINT_BYTES));
        db_array_add_integer(&serials, (int64_t)serial_of(&keys->list[k]));
    }
    struct db_param head[] = {db_integer(upload->round_no), db_text(batch->id), db_text(batch->district),
                              db_text(batch_purpose_name(batch->purpose)), db_null(),
                              db_integer((int64_t)keys->count)};
    struct db_param rows[] = {db_integer(upload->round_no), db_text(batch->id), db_array(&points),
                              db_array(&serials)};
    db_unit_add(unit, DB_UPLOAD_BATCH, head, 6);
    db_unit_add(unit, DB_UPLOAD_KEYS, rows, 4);
    db_array_clear(&points);
    db_array_clear(&serials);
}

static void after_work(void *arg)
{
    struct upload *upload = arg;
    if (!upload->ok) {
        answer_problem(upload, &upload->err);
        return;
    }
    struct db_unit *unit = db_unit_new(upload->pool);
    struct db_param no = db_integer(upload->round_no);
    struct db_param list[] = {db_integer(upload->round_no), db_bytes(upload->list_ref.hash, HASH_BYTES),
                              db_integer((int64_t)upload->list.total)};
    db_unit_add(unit, DB_REQUIRE_PREPARING, &no, 1);
    db_unit_add(unit, DB_UPLOAD_CLEAR_KEYS, &no, 1);
    db_unit_add(unit, DB_UPLOAD_CLEAR_BATCHES, &no, 1);
    for (size_t i = 0; i < upload->list.batch_count; i++) {
        blob_store(unit, buffer_bytes(&upload->blobs[i]), &upload->list.batches[i].keys);
        add_batch(unit, upload, i);
    }
    blob_store(unit, buffer_bytes(&upload->list_bytes), &upload->list_ref);
    db_unit_add(unit, DB_LIST_UPLOADED, list, 3);
    db_unit_send(unit, after_store, upload);
}

static struct upload *begin_upload(struct request *request, const struct round_row *round)
{
    struct upload *upload = allocate(1, sizeof *upload);
    upload->ref = request_ref(request);
    upload->pool = request->pool;
    upload->round_no = round->no;
    memcpy(upload->round, round->id, sizeof upload->round);
    return upload;
}

static void run(struct request *request, struct upload *upload)
{
    struct error err;
    if (!workers_run(request->app->workers, work, request->loop, after_work, upload)) {
        error_temporary(&err, "overloaded", "the server is busy; try again in a moment");
        answer_problem(upload, &err);
    }
}

static void start(struct request *request, const struct round_row *round)
{
    struct upload *upload = begin_upload(request, round);
    buffer_append_bytes(&upload->body, request->body);
    run(request, upload);
}

void credentials_put(struct request *request)
{
    round_load(request, start);
}

/* ---- what a predecessor hands over ---- */

static void after_codes(struct request *request, const struct db_result *result, const struct error *err)
{
    struct error why;
    size_t count = err ? 0 : db_rows(result, 0);
    if (!err && count == 0)
        err = (error_input(&why, "round-state", "no predecessor hands codes over to this round"), &why);
    if (err) {
        respond_problem(request, err);
        return;
    }
    struct upload *upload = begin_upload(request, round_of(request));
    make_room(upload, count);
    for (size_t i = 0; i < count; i++) {
        struct credential_batch *batch = &upload->list.batches[i];
        batch->id = arena_string(&upload->arena, db_get_text(result, 0, i, 0));
        batch->district = arena_string(&upload->arena, db_get_text(result, 0, i, 1));
        batch->purpose = batch_purpose_of(db_get_text(result, 0, i, 2));
        buffer_append_bytes(&upload->blobs[i], db_get_bytes(result, 0, i, 3));
    }
    run(request, upload);
}

static void take_over(struct request *request, const struct round_row *round)
{
    struct db_param no = db_integer(round->no);
    request_query(request, DB_CODES_HANDED_OVER, &no, 1, after_codes);
}

void credentials_handed_over_post(struct request *request)
{
    round_load(request, take_over);
}
