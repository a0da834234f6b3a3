// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A batch of public keys that comes in parts, since lines get lost: begun, filled in any order, and put into
// the round by one commit (docs/decisions/uploads.md). An upload is named by the SHA-256 of the keys blob
// that it brings, so every step may be repeated; a part is a part of that blob, so no more than one is ever
// in memory.
#include <stdlib.h>

#include "ballot/code.h"
#include "ballot/credential_list.h"
#include "base/encoding.h"
#include "record/json.h"
#include "server/db/array.h"
#include "server/resources/blobs.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"

enum {
    PART_BYTES = 1048576, /* as record.blob_part has it */
    PART_KEYS = PART_BYTES / POINT_BYTES,
    BATCH_KEYS_MAX = 1000000, /* of one upload */
};

static uint64_t parts_of(uint64_t count)
{
    return (count + PART_KEYS - 1) / PART_KEYS;
}

static bool upload_param(struct request *request, uint8_t id[HASH_BYTES])
{
    if (base64url_decode_exact(bytes_of_string(request_param(request, "upload")), id, HASH_BYTES))
        return true;
    respond_input_problem(request, "not-found", "an upload is named by 32 bytes in base64url");
    return false;
}

static void refuse_unknown(struct request *request)
{
    respond_input_problem(request, "not-found", "there is no such upload; begin it again");
}

/* What the database refuses to change of a round, in words. */
static void refuse(struct request *request, const struct db_result *result, const struct error *err)
{
    struct error why;
    if (strcmp(result->constraint, "round-preparing") == 0) {
        error_input(&why, "round-state", "the round is open: its codes can no longer change");
        err = &why;
    } else if (strcmp(result->constraint, "round-list") == 0) {
        error_temporary(&why, "overloaded", "somebody else changed the codes just now; try again");
        err = &why;
    }
    respond_problem(request, err);
}

/* ---- begin ---- */

/* The rows of DB_UPLOAD_FIND. */
static void send_upload(struct request *request, const struct db_result *result, size_t statement)
{
    json_t *received = json_array();
    for (size_t row = 0; row < db_rows(result, statement); row++)
        if (!db_is_null(result, statement, row, 2))
            json_array_append_new(received, json_integer(db_get_integer(result, statement, row, 2)));
    int64_t count = db_get_integer(result, statement, 0, 1);
    respond_json(request, 200,
                 json_pack("{s:s, s:s, s:I, s:I, s:o}", "upload", request_param(request, "upload"), "batch",
                           db_get_text(result, statement, 0, 0), "count", (json_int_t)count, "parts",
                           (json_int_t)parts_of((uint64_t)count), "received", received));
}

static void after_begin(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err)
        refuse(request, result, err);
    else
        send_upload(request, result, 3);
}

struct upload_head {
    const char *batch, *district, *site;
    enum batch_purpose purpose;
    uint64_t count;
};

static bool read_head(struct request *request, const json_t *body, struct upload_head *out, struct error *err)
{
    static const char *const purposes[] = {"letter", "card", "walk-in", "spare"};
    struct json_fields fields;
    unsigned purpose;
    bool ok = json_object_begin(&fields, body, "upload", err) &&
              field_name(&fields, "batch", &request->arena, &out->batch) &&
              field_name(&fields, "district", &request->arena, &out->district) &&
              (!json_has(&fields, "site") || field_name(&fields, "site", &request->arena, &out->site)) &&
              json_get_choice(&fields, "purpose", purposes, BATCH_PURPOSES, &purpose) &&
              field_unsigned(&fields, "count", 1, BATCH_KEYS_MAX, &out->count) && json_object_end(&fields);
    if (ok)
        out->purpose = (enum batch_purpose)purpose;
    else
        err->type = "bad-request";
    return ok;
}

static void begin(struct request *request, const struct round_row *round)
{
    uint8_t id[HASH_BYTES];
    struct upload_head head = {0};
    struct error err;
    json_t *body;
    if (!upload_param(request, id) || !request_json(request, &body))
        return;
    bool ok = read_head(request, body, &head, &err);
    json_decref(body);
    if (!ok) {
        respond_problem(request, &err);
        return;
    }
    struct db_param params[] = {db_integer(round->no),
                                db_bytes(id, sizeof id),
                                db_text(head.batch),
                                db_text(head.district),
                                db_text(batch_purpose_name(head.purpose)),
                                db_text(head.site),
                                db_integer((int64_t)head.count)};
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_REQUIRE_PREPARING, params, 1);
    db_unit_add(unit, DB_UPLOADS_FORGET, params, 1);
    db_unit_add(unit, DB_UPLOAD_BEGIN, params, 7);
    db_unit_add(unit, DB_UPLOAD_FIND, params, 2);
    request_unit(request, unit, after_begin);
}

void upload_put(struct request *request)
{
    round_load(request, begin);
}

/* ---- a part ---- */

/* On the heap: it outlives a client that goes away. */
struct part {
    struct request_ref ref;
    int64_t round_no, no;
    uint8_t upload[HASH_BYTES];
    struct buffer bytes;
    /* found by the worker */
    struct error err;
    bool ok;
    struct db_array serials;
};

static void part_free(struct part *part)
{
    buffer_clear(&part->bytes);
    db_array_clear(&part->serials);
    free(part);
}

static void read_part(void *arg)
{
    struct part *part = arg;
    struct keys keys;
    part->ok = keys_read(buffer_bytes(&part->bytes), &keys, &part->err);
    db_array_begin(&part->serials, DB_ARRAY_BIGINT);
    for (size_t i = 0; part->ok && i < keys.count; i++)
        db_array_add_integer(&part->serials, (int64_t)serial_of(&keys.list[i]));
}

static void after_part(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err && strcmp(result->constraint, "round-preparing") != 0)
        refuse_unknown(request); /* somebody has given it up meanwhile */
    else if (err)
        refuse(request, result, err);
    else
        send_upload(request, result, 2);
}

static void after_reading(void *arg)
{
    struct part *part = arg;
    struct request *request = request_find(part->ref);
    if (request && !part->ok) {
        respond_problem(request, &part->err);
    } else if (request) {
        struct db_param params[] = {db_integer(part->round_no), db_bytes(part->upload, HASH_BYTES),
                                    db_integer(part->no), db_bytes(part->bytes.data, part->bytes.len),
                                    db_array(&part->serials)};
        struct db_unit *unit = db_unit_new(request->pool);
        db_unit_add(unit, DB_REQUIRE_PREPARING, params, 1);
        db_unit_add(unit, DB_UPLOAD_PART_PUT, params, 5);
        db_unit_add(unit, DB_UPLOAD_FIND, params, 2);
        request_unit(request, unit, after_part);
    }
    part_free(part);
}

/* The body {"keys": base64url of exactly `len` bytes}; on failure the request has been answered. */
static bool read_keys(struct request *request, size_t len, struct buffer *out)
{
    struct json_fields fields;
    struct error err;
    json_t *body;
    if (!request_json(request, &body))
        return false;
    bool ok = json_object_begin(&fields, body, "part", &err) &&
              json_get_data(&fields, "keys", len, len, out) && json_object_end(&fields);
    json_decref(body);
    err.type = "bad-request";
    if (!ok)
        respond_problem(request, &err);
    return ok;
}

static void with_upload(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    if (db_rows(result, 0) == 0) {
        refuse_unknown(request);
        return;
    }
    uint64_t count = (uint64_t)db_get_integer(result, 0, 0, 1);
    struct part *part = allocate(1, sizeof *part);
    struct error busy;
    part->ref = request_ref(request);
    part->round_no = round_of(request)->no;
    if (!upload_param(request, part->upload) || !integer_param(request, "part", &part->no)) {
        part_free(part);
        return;
    }
    if ((uint64_t)part->no >= parts_of(count)) {
        respond_input_problem(request, "not-found", "this upload has parts 0 to %d",
                              (int)parts_of(count) - 1);
        part_free(part);
        return;
    }
    uint64_t left = count - (uint64_t)part->no * PART_KEYS;
    if (!read_keys(request, (size_t)(left < PART_KEYS ? left : PART_KEYS) * POINT_BYTES, &part->bytes)) {
        part_free(part);
    } else if (!workers_run(request->app->workers, read_part, request->loop, after_reading, part)) {
        error_temporary(&busy, "overloaded", "the server is busy; try again in a moment");
        respond_problem(request, &busy);
        part_free(part);
    }
}

static void find_upload(struct request *request, const struct round_row *round)
{
    uint8_t id[HASH_BYTES];
    if (!upload_param(request, id))
        return;
    struct db_param params[] = {db_integer(round->no), db_bytes(id, sizeof id)};
    request_query(request, DB_UPLOAD_FIND, params, 2, with_upload);
}

void upload_part_put(struct request *request)
{
    round_load(request, find_upload);
}

/* ---- the list of a round's batches, before and after ---- */

struct change {
    uint8_t upload[HASH_BYTES];
    struct credential_list list; /* as it will be */
    struct buffer bytes;
    struct blob_ref ref;
};

static void send_list(struct request *request, const struct blob_ref *ref, uint64_t total)
{
    respond_json(request, 200, json_pack("{s:o, s:I}", "list", json_of_ref(ref), "total", (json_int_t)total));
}

/* The list that is there, with room for one batch more. A round without one: empty. */
static bool read_list(struct request *request, struct bytes bytes, struct change *change, struct error *err)
{
    struct credential_list old = {0};
    if (bytes.len && !credential_list_parse(bytes, &request->arena, &old, err))
        return error_broken(err, "record", "an uploaded list of credentials cannot be read");
    change->list = old;
    memcpy(change->list.round, round_of(request)->id, ROUND_ID_BYTES);
    change->list.batches = arena_allocate(&request->arena, old.batch_count + 1, sizeof *change->list.batches);
    if (old.batch_count)
        memcpy(change->list.batches, old.batches, old.batch_count * sizeof *old.batches);
    if (bytes.len)
        blob_ref_of(bytes, &change->ref);
    return true;
}

static size_t batch_place(const struct credential_list *list, const char *id)
{
    size_t i = 0;
    while (i < list->batch_count && strcmp(list->batches[i].id, id) < 0)
        i++;
    return i;
}

static bool batch_is_at(const struct credential_list *list, size_t place, const char *id)
{
    return place < list->batch_count && strcmp(list->batches[place].id, id) == 0;
}

static void insert_batch(struct credential_list *list, size_t place, const struct credential_batch *batch)
{
    memmove(list->batches + place + 1, list->batches + place,
            (list->batch_count++ - place) * sizeof *list->batches);
    list->batches[place] = *batch;
    list->total += batch->count;
}

static void remove_batch(struct credential_list *list, size_t place)
{
    list->total -= list->batches[place].count;
    memmove(list->batches + place, list->batches + place + 1,
            (--list->batch_count - place) * sizeof *list->batches);
}

/* Begin the unit that changes the codes: only as long as nobody else has, and only before the opening. */
static struct db_unit *begin_change(struct request *request, const struct change *change)
{
    struct db_param params[] = {db_integer(round_of(request)->no),
                                change->ref.size ? db_bytes(change->ref.hash, HASH_BYTES) : db_null()};
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_REQUIRE_PREPARING, params, 1);
    db_unit_add(unit, DB_REQUIRE_LIST, params, 2);
    return unit;
}

/* Add what makes change->list the list of the round. */
static bool add_list(struct request *request, struct db_unit *unit, struct change *change, struct error *err)
{
    struct buffer bytes = {0};
    bool some = change->list.batch_count > 0;
    bool ok = !some || credential_list_write(&change->list, &bytes, err);
    if (ok && some) {
        blob_ref_of(buffer_bytes(&bytes), &change->ref);
        blob_store(unit, buffer_bytes(&bytes), &change->ref);
    }
    struct db_param params[] = {db_integer(round_of(request)->no),
                                some ? db_bytes(change->ref.hash, HASH_BYTES) : db_null(),
                                db_integer((int64_t)change->list.total)};
    if (ok)
        db_unit_add(unit, DB_LIST_UPLOADED, params, 3);
    buffer_clear(&bytes);
    return ok;
}

/* ---- commit ---- */

static void with_clashes(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    struct error why;
    json_t *keys = json_array();
    for (size_t row = 0; row < db_rows(result, 0); row++)
        json_array_append_new(keys, json_of_bytes(db_get_bytes(result, 0, row, 0)));
    error_input(&why, "serial-clash",
                "%zu keys have a serial that the round has already; make these codes anew",
                db_rows(result, 0));
    respond_problem_with(request, &why, json_pack("{s:o}", "keys", keys));
}

static void after_commit(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct change *change = round_extra(request);
    if (!err) {
        send_list(request, &change->ref, change->list.total);
    } else if (strncmp(result->constraint, "credential_", 11) == 0) {
        struct db_param params[] = {db_integer(round_of(request)->no), db_bytes(change->upload, HASH_BYTES)};
        request_query(request, DB_UPLOAD_CLASHES, params, 2, with_clashes);
    } else {
        refuse(request, result, err);
    }
}

/* Columns of DB_UPLOAD_CHECK. */
enum {
    CHECK_BATCH,
    CHECK_DISTRICT,
    CHECK_PURPOSE,
    CHECK_SITE,
    CHECK_COUNT,
    CHECK_BYTES,
    CHECK_WHOLE,
    CHECK_FALLS
};

static bool check_upload(struct request *request, const struct db_result *result, struct change *change,
                         struct error *err)
{
    const struct definition *definition = round_of(request)->definition;
    const char *district = db_get_text(result, 0, 0, CHECK_DISTRICT);
    const char *batch = db_get_text(result, 0, 0, CHECK_BATCH);
    int64_t bytes = db_get_integer(result, 0, 0, CHECK_BYTES);
    if (bytes != db_get_integer(result, 0, 0, CHECK_COUNT) * POINT_BYTES)
        return error_input(err, "conflict", "%lld bytes of keys are here; parts are missing",
                           (long long)bytes);
    if (!db_get_boolean(result, 0, 0, CHECK_WHOLE))
        return error_input(err, "credential-list", "the parts are not the keys that this upload is named by");
    if (db_get_boolean(result, 0, 0, CHECK_FALLS))
        return error_input(err, "credential-list",
                           "a part does not begin above the end of the one before it");
    if (definition && !definition_district(definition, district))
        return error_input(err, "credential-list", "the round has no district %s", district);
    if (batch_is_at(&change->list, batch_place(&change->list, batch), batch))
        return error_input(err, "conflict", "the round has a batch %s already; choose another name", batch);
    return true;
}

static struct credential_batch new_batch(struct request *request, const struct db_result *result,
                                         const struct change *change)
{
    struct credential_batch batch = {
        .id = arena_string(&request->arena, db_get_text(result, 0, 0, CHECK_BATCH)),
        .district = arena_string(&request->arena, db_get_text(result, 0, 0, CHECK_DISTRICT)),
        .count = (uint64_t)db_get_integer(result, 0, 0, CHECK_COUNT),
        .purpose = batch_purpose_of(db_get_text(result, 0, 0, CHECK_PURPOSE)),
    };
    memcpy(batch.keys.hash, change->upload, HASH_BYTES);
    batch.keys.size = batch.count * POINT_BYTES;
    return batch;
}

static void send_commit(struct request *request, const struct db_result *result, struct change *change)
{
    struct error err;
    struct credential_batch batch = new_batch(request, result, change);
    struct db_unit *unit = begin_change(request, change);
    struct db_param head[] = {
        db_integer(round_of(request)->no), db_text(batch.id), db_text(batch.district),
        db_text(batch_purpose_name(batch.purpose)),
        db_is_null(result, 0, 0, CHECK_SITE) ? db_null() : db_text(db_get_text(result, 0, 0, CHECK_SITE)),
        db_integer((int64_t)batch.count)};
    struct db_param upload[] = {db_integer(round_of(request)->no), db_bytes(change->upload, HASH_BYTES)};
    insert_batch(&change->list, batch_place(&change->list, batch.id), &batch);
    db_unit_add(unit, DB_UPLOAD_BATCH, head, 6);
    db_unit_add(unit, DB_UPLOAD_TAKE_KEYS, upload, 2);
    db_unit_add(unit, DB_UPLOAD_TAKE_BLOB, upload, 2);
    db_unit_add(unit, DB_UPLOAD_TAKE_PARTS, upload, 2);
    db_unit_add(unit, DB_UPLOAD_REMOVE, upload, 2);
    if (add_list(request, unit, change, &err)) {
        request_unit(request, unit, after_commit);
    } else {
        db_unit_free(unit);
        respond_problem(request, &err);
    }
}

/* The answer to the first commit was lost: its batch is there. */
static bool is_committed(const struct change *change)
{
    for (size_t i = 0; i < change->list.batch_count; i++)
        if (memcmp(change->list.batches[i].keys.hash, change->upload, HASH_BYTES) == 0)
            return true;
    return false;
}

static void with_check(struct request *request, const struct db_result *result, const struct error *ignored)
{
    (void)ignored;
    struct change *change = round_extra(request);
    struct error err;
    if (!read_list(request, db_get_bytes(result, 1, 0, 0), change, &err))
        respond_problem(request, &err);
    else if (is_committed(change))
        send_list(request, &change->ref, change->list.total);
    else if (db_rows(result, 0) == 0)
        refuse_unknown(request);
    else if (!check_upload(request, result, change, &err))
        respond_problem(request, &err);
    else
        send_commit(request, result, change);
}

static void commit(struct request *request, const struct round_row *round)
{
    struct change *change = arena_allocate(&request->arena, 1, sizeof *change);
    round_set_extra(request, change);
    if (!upload_param(request, change->upload))
        return;
    struct db_param params[] = {db_integer(round->no), db_bytes(change->upload, HASH_BYTES)};
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_UPLOAD_CHECK, params, 2);
    db_unit_add(unit, DB_LIST_BYTES, params, 1);
    request_unit(request, unit, with_check);
}

void upload_commit_post(struct request *request)
{
    round_load(request, commit);
}

/* ---- giving up ---- */

static void after_removal(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err)
        refuse(request, result, err);
    else
        respond_empty(request, 204);
}

static void give_up(struct request *request, const struct round_row *round)
{
    uint8_t id[HASH_BYTES];
    if (!upload_param(request, id))
        return;
    struct db_param params[] = {db_integer(round->no), db_bytes(id, sizeof id)};
    request_query(request, DB_UPLOAD_REMOVE, params, 2, after_removal);
}

void upload_delete(struct request *request)
{
    round_load(request, give_up);
}

static void with_list(struct request *request, const struct db_result *result, const struct error *ignored)
{
    (void)ignored;
    struct change *change = arena_allocate(&request->arena, 1, sizeof *change);
    const char *batch = request_param(request, "batch");
    struct error err;
    if (!read_list(request, db_get_bytes(result, 0, 0, 0), change, &err)) {
        respond_problem(request, &err);
        return;
    }
    size_t place = batch_place(&change->list, batch);
    if (!batch_is_at(&change->list, place, batch)) {
        respond_input_problem(request, "not-found", "the round has no batch of this name");
        return;
    }
    struct db_param params[] = {db_integer(round_of(request)->no), db_text(batch)};
    struct db_unit *unit = begin_change(request, change);
    remove_batch(&change->list, place);
    db_unit_add(unit, DB_BATCH_REMOVE_KEYS, params, 2);
    db_unit_add(unit, DB_BATCH_REMOVE, params, 2);
    if (add_list(request, unit, change, &err)) {
        request_unit(request, unit, after_removal);
    } else {
        db_unit_free(unit);
        respond_problem(request, &err);
    }
}

static void load_list(struct request *request, const struct round_row *round)
{
    struct db_param no = db_integer(round->no);
    request_query(request, DB_LIST_BYTES, &no, 1, with_list);
}

void batch_delete(struct request *request)
{
    round_load(request, load_list);
}

/* ---- what there is ---- */

static json_t *batch_json(const struct db_result *result, size_t row)
{
    json_t *batch = json_pack(
        "{s:s, s:s, s:s, s:I, s:I}", "batch", db_get_text(result, 0, row, 0), "district",
        db_get_text(result, 0, row, 1), "purpose", db_get_text(result, 0, row, 2), "count",
        (json_int_t)db_get_integer(result, 0, row, 4), "void", (json_int_t)db_get_integer(result, 0, row, 5));
    if (!db_is_null(result, 0, row, 3))
        json_object_set_new(batch, "site", json_string(db_get_text(result, 0, row, 3)));
    return batch;
}

static void send_batches(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    json_t *batches = json_array();
    for (size_t row = 0; row < db_rows(result, 0); row++)
        json_array_append_new(batches, batch_json(result, row));
    json_t *body = json_pack("{s:o, s:{s:i, s:i, s:i}}", "batches", batches, "limits", "part_keys", PART_KEYS,
                             "batch_keys", BATCH_KEYS_MAX, "batches", CREDENTIAL_BATCHES_MAX);
    json_t *words = db_rows(result, 1) ? json_loads(db_get_text(result, 1, 0, 0), 0, NULL) : NULL;
    if (words)
        json_object_set_new(body, "draft", words);
    respond_json(request, 200, body);
}

static void load_batches(struct request *request, const struct round_row *round)
{
    struct db_param no = db_integer(round->no);
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_BATCHES, &no, 1);
    db_unit_add(unit, DB_ROUND_WORDS, &no, 1);
    request_unit(request, unit, send_batches);
}

void batches_get(struct request *request)
{
    round_load(request, load_batches);
}
