// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/deliveries.h"

#include <stdlib.h>

#include "base/encoding.h"
#include "record/json.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"

/* Of one request; in its arena. */
struct awaiting {
    int64_t round_no, trustee;
    struct blob_ref ref;
    delivery_then *then;
    void *caller;                  /* what it keeps beside the round */
    crypto_hash_sha256_state hash; /* of the parts that were read */
    int64_t part;
};

static int64_t parts_of(uint64_t size)
{
    return (int64_t)((size + DELIVERY_PART_BYTES - 1) / DELIVERY_PART_BYTES);
}

/* ---- all parts are there ---- */

static void go_on(struct request *request, const struct awaiting *awaiting)
{
    round_set_extra(request, awaiting->caller);
    awaiting->then(request);
}

static void after_moved(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    const struct awaiting *awaiting = round_extra(request);
    if (err)
        respond_problem(request, err);
    else
        go_on(request, awaiting);
}

static void after_dropped(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    if (err)
        respond_problem(request, err);
    else
        respond_input_problem(request, "bad-request",
                              "the parts do not make the blob that was announced; begin again");
}

static void finish(struct request *request)
{
    struct awaiting *awaiting = round_extra(request);
    uint8_t hash[HASH_BYTES];
    struct db_param key[] = {db_integer(awaiting->round_no), db_integer(awaiting->trustee)};
    struct db_param head[] = {db_bytes(awaiting->ref.hash, HASH_BYTES),
                              db_integer((int64_t)awaiting->ref.size)};
    crypto_hash_sha256_final(&awaiting->hash, hash);
    if (memcmp(hash, awaiting->ref.hash, sizeof hash) != 0) {
        request_query(request, DB_DELIVERY_DROP, key, 2, after_dropped);
        return;
    }
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_BLOB_INSERT, head, 2);
    db_unit_add(unit, DB_DELIVERY_MOVE, key, 2);
    db_unit_add(unit, DB_DELIVERY_DROP, key, 2);
    request_unit(request, unit, after_moved);
}

static void read_part(struct request *request);

static void with_part(struct request *request, const struct db_result *result, const struct error *err)
{
    struct awaiting *awaiting = round_extra(request);
    if (err) {
        respond_problem(request, err);
        return;
    }
    if (db_rows(result, 0) != 1) { /* another request of this trustee has moved or dropped it */
        respond_input_problem(request, "conflict", "this is handed in twice at the same time; try again");
        return;
    }
    struct bytes part = db_get_bytes(result, 0, 0, 0);
    crypto_hash_sha256_update(&awaiting->hash, part.data, part.len);
    awaiting->part++;
    read_part(request);
}

static void read_part(struct request *request)
{
    const struct awaiting *awaiting = round_extra(request);
    struct db_param row[] = {db_integer(awaiting->round_no), db_integer(awaiting->trustee),
                             db_integer(awaiting->part)};
    if (awaiting->part == parts_of(awaiting->ref.size))
        finish(request);
    else
        request_query(request, DB_DELIVERY_PART, row, 3, with_part);
}

/* ---- begin ---- */

static void after_begun(struct request *request, const struct db_result *result, const struct error *err)
{
    struct awaiting *awaiting = round_extra(request);
    if (err) {
        respond_problem(request, err);
    } else if (db_rows(result, 2) == 1) {
        go_on(request, awaiting); /* it is in the record; the entry that names it may not be */
    } else if (db_get_integer(result, 3, 0, 0) == parts_of(awaiting->ref.size)) {
        crypto_hash_sha256_init(&awaiting->hash);
        read_part(request);
    } else {
        respond_json(
            request, 200,
            json_pack("{s:s, s:I}", "state", "waiting", "part", (json_int_t)db_get_integer(result, 3, 0, 0)));
    }
}

void delivery_await(struct request *request, int64_t round_no, uint64_t trustee, const struct blob_ref *ref,
                    delivery_then *then)
{
    struct awaiting *awaiting = arena_allocate(&request->arena, 1, sizeof *awaiting);
    struct db_param key[] = {db_integer(round_no), db_integer((int64_t)trustee),
                             db_bytes(ref->hash, HASH_BYTES), db_integer((int64_t)ref->size)};
    *awaiting = (struct awaiting){.round_no = round_no,
                                  .trustee = (int64_t)trustee,
                                  .ref = *ref,
                                  .then = then,
                                  .caller = round_extra(request)};
    round_set_extra(request, awaiting);
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_DELIVERY_REPLACE, key, 3);
    db_unit_add(unit, DB_DELIVERY_BEGIN, key, 4);
    db_unit_add(unit, DB_BLOB, &key[2], 1);
    db_unit_add(unit, DB_DELIVERY_PARTS, key, 2);
    request_unit(request, unit, after_begun);
}

/* ---- a part ---- */

static void after_part(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err)
        respond_problem(request, err);
    else if (db_affected(result, 0) == 1)
        respond_json(request, 200, json_pack("{s:s}", "state", "stored"));
    else
        respond_input_problem(request, "not-found", "this part is not waited for, or has another size");
}

static void take_part(struct request *request, const struct round_row *round)
{
    uint8_t hash[HASH_BYTES];
    int64_t part;
    if (!base64url_decode_exact(bytes_of_string(request_param(request, "blob")), hash, HASH_BYTES)) {
        respond_input_problem(request, "not-found", "a blob is named by 32 bytes in base64url");
        return;
    }
    if (!integer_param(request, "part", &part))
        return;
    struct db_param row[] = {
        db_integer(round->no), db_bytes(hash, sizeof hash), db_integer(part > INT32_MAX ? INT32_MAX : part),
        db_bytes(request->body.data ? request->body.data : (const uint8_t *)"", request->body.len)};
    request_query(request, DB_DELIVERY_PART_ADD, row, 4, after_part);
}

void delivery_part_put(struct request *request)
{
    round_load(request, take_part);
}
