// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What the record says of one credential, and of one tracker.
#include "ballot/entry.h"
#include "base/encoding.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"

/* Columns of DB_CREDENTIAL_STATUS. */
enum { STATUS_ROUND, STATUS_SERIAL, STATUS_BATCH, STATUS_DISTRICT, STATUS_VOID, STATUS_MINUTE, STATUS_ENTRY };

static json_t *void_json(const struct db_result *result, struct request *request)
{
    struct entry entry;
    struct error ignored;
    if (!entry_parse(db_get_bytes(result, 0, 0, STATUS_ENTRY), &request->arena, &entry, &ignored))
        return NULL;
    return json_pack("{s:I,s:I,s:s}", "minute", (json_int_t)db_get_integer(result, 0, 0, STATUS_MINUTE),
                     "index", (json_int_t)db_get_integer(result, 0, 0, STATUS_VOID), "reason", entry.reason);
}

static json_t *ballot_json(const struct db_result *result, size_t row)
{
    struct bytes id = db_get_bytes(result, 1, row, 1);
    char tracker[BALLOT_TRACKER_TEXT_BYTES + 1];
    ballot_tracker(id.data, tracker);
    return json_pack("{s:I,s:o,s:s,s:I,s:I}", "seq", (json_int_t)db_get_integer(result, 1, row, 0), "id",
                     json_of_bytes(id), "tracker", tracker, "minute",
                     (json_int_t)db_get_integer(result, 1, row, 3), "index",
                     (json_int_t)db_get_integer(result, 1, row, 2));
}

static void with_status(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err) {
        respond_problem(request, err);
        return;
    }
    if (db_rows(result, 0) == 0) {
        respond_input_problem(request, "not-found", "there is no such round");
        return;
    }
    bool listed = !db_is_null(result, 0, 0, STATUS_SERIAL);
    json_t *ballots = json_array();
    json_t *body = json_pack("{s:o,s:b,s:o}", "key", json_of_bytes(bytes_of(request->state, POINT_BYTES)),
                             "listed", listed, "ballots", ballots);
    for (size_t row = 0; row < db_rows(result, 1); row++)
        json_array_append_new(ballots, ballot_json(result, row));
    if (listed) {
        char serial[SERIAL_TEXT_BYTES + 1];
        serial_text((uint64_t)db_get_integer(result, 0, 0, STATUS_SERIAL), serial);
        json_object_set_new(body, "serial", json_string(serial));
        json_object_set_new(body, "batch", json_string(db_get_text(result, 0, 0, STATUS_BATCH)));
        json_object_set_new(body, "district", json_string(db_get_text(result, 0, 0, STATUS_DISTRICT)));
        if (!db_is_null(result, 0, 0, STATUS_VOID))
            json_object_set_new(body, "void", void_json(result, request));
    }
    respond_json(request, 200, body);
}

static void load_status(struct request *request, const uint8_t round[ROUND_ID_BYTES],
                        const uint8_t key[POINT_BYTES])
{
    struct db_param params[] = {db_bytes(round, ROUND_ID_BYTES), db_bytes(key, POINT_BYTES)};
    struct db_unit *unit = db_unit_new(request->pool);
    request->state = arena_copy(&request->arena, key, POINT_BYTES);
    db_unit_add(unit, DB_CREDENTIAL_STATUS, params, 2);
    db_unit_add(unit, DB_CREDENTIAL_BALLOTS, params, 2);
    request_unit(request, unit, with_status);
}

void credential_get(struct request *request)
{
    uint8_t round[ROUND_ID_BYTES], key[POINT_BYTES];
    if (!round_param(request, round))
        return;
    if (!base64url_decode_exact(bytes_of_string(request_param(request, "key")), key, POINT_BYTES)) {
        respond_input_problem(request, "not-found", "a key is 32 bytes in base64url");
        return;
    }
    load_status(request, round, key);
}

static void with_serial(struct request *request, const struct db_result *result, const struct error *err)
{
    uint8_t round[ROUND_ID_BYTES];
    (void)err;
    if (db_rows(result, 0) == 0)
        respond_input_problem(request, "not-found", "there is no such round");
    else if (db_is_null(result, 0, 0, 0))
        respond_input_problem(request, "credential-unknown", "no credential of this round has that serial");
    else if (round_param(request, round))
        load_status(request, round, db_get_bytes(result, 0, 0, 0).data);
}

void serial_get(struct request *request)
{
    uint8_t round[ROUND_ID_BYTES];
    uint64_t serial;
    struct error err;
    if (!round_param(request, round))
        return;
    if (!serial_read(bytes_of_string(request_param(request, "serial")), &serial, &err)) {
        err.type = "bad-request";
        respond_problem(request, &err);
        return;
    }
    struct db_param params[] = {db_bytes(round, ROUND_ID_BYTES), db_integer((int64_t)serial)};
    request_query(request, DB_SERIAL_STATUS, params, 2, with_serial);
}

static void with_tracker(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err) {
        respond_problem(request, err);
        return;
    }
    if (db_rows(result, 0) == 0) {
        respond_input_problem(request, "not-found", "there is no ballot with this tracker in the record");
        return;
    }
    respond_json(request, 200,
                 json_pack("{s:o,s:o,s:o,s:I,s:I}", "round", json_of_bytes(db_get_bytes(result, 0, 0, 0)),
                           "credential", json_of_bytes(db_get_bytes(result, 0, 0, 1)), "id",
                           json_of_bytes(db_get_bytes(result, 0, 0, 2)), "index",
                           (json_int_t)db_get_integer(result, 0, 0, 3), "minute",
                           (json_int_t)db_get_integer(result, 0, 0, 4)));
}

void tracker_get(struct request *request)
{
    uint8_t least[HASH_BYTES], greatest[HASH_BYTES];
    struct error err;
    if (!ballot_tracker_read(bytes_of_string(request_param(request, "tracker")), least, greatest, &err)) {
        respond_input_problem(request, "not-found", "%s", err.detail);
        return;
    }
    struct db_param params[] = {db_bytes(least, sizeof least), db_bytes(greatest, sizeof greatest)};
    request_query(request, DB_TRACKER_FIND, params, 2, with_tracker);
}
