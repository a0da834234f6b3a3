// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A round as everybody sees it, and the draft entry that begins one.
#include "server/resources/rounds.h"

#include <sodium.h>
#include <stdlib.h>

#include "ballot/entry.h"
#include "base/encoding.h"
#include "record/json.h"
#include "server/http/cache.h"
#include "server/resources/resources.h"
#include "server/resources/submit.h"

/* ---- loading ---- */

struct round_state_of_request {
    struct round_row row;
    round_then *then;
    round_json_then *json_then;
    void *extra;
};

static struct round_state_of_request *loaded(const struct request *request)
{
    return request->state;
}

const struct round_row *round_of(const struct request *request)
{
    return &loaded(request)->row;
}

void round_set_extra(struct request *request, void *extra)
{
    loaded(request)->extra = extra;
}

void *round_extra(const struct request *request)
{
    return loaded(request)->extra;
}

bool round_param(struct request *request, uint8_t id[ROUND_ID_BYTES])
{
    if (base64url_decode_exact(bytes_of_string(request_param(request, "round")), id, ROUND_ID_BYTES))
        return true;
    respond_input_problem(request, "not-found", "there is no such round");
    return false;
}

bool integer_param(struct request *request, const char *name, int64_t *out)
{
    uint64_t value;
    if (decimal_decode_u64(bytes_of_string(request_param(request, name)), &value) && value <= INT64_MAX) {
        *out = (int64_t)value;
        return true;
    }
    respond_input_problem(request, "not-found", "there is no such %s", name);
    return false;
}

static struct bytes keep(struct request *request, struct bytes bytes)
{
    return bytes_of(arena_copy(&request->arena, bytes.data, bytes.len), bytes.len);
}

static bool copy_ref(const struct db_result *result, size_t hash, size_t size, struct blob_ref *out)
{
    if (db_is_null(result, 0, 0, hash))
        return false;
    memcpy(out->hash, db_get_bytes(result, 0, 0, hash).data, sizeof out->hash);
    out->size = (uint64_t)db_get_integer(result, 0, 0, size);
    return true;
}

static bool copy_id(const struct db_result *result, size_t column, uint8_t out[ROUND_ID_BYTES])
{
    if (db_is_null(result, 0, 0, column))
        return false;
    memcpy(out, db_get_bytes(result, 0, 0, column).data, ROUND_ID_BYTES);
    return true;
}

static bool read_row(struct request *request, const struct db_result *result, struct round_row *row,
                     struct error *err)
{
    row->no = db_get_integer(result, 0, 0, 0);
    memcpy(row->id, db_get_bytes(result, 0, 0, 1).data, sizeof row->id);
    memcpy(row->nonce, db_get_bytes(result, 0, 0, 2).data, sizeof row->nonce);
    row->assembly = arena_string(&request->arena, db_get_text(result, 0, 0, 3));
    row->state = arena_string(&request->arena, db_get_text(result, 0, 0, 4));
    row->has_definition = !db_is_null(result, 0, 0, 5);
    row->has_credentials = copy_ref(result, 6, 14, &row->credentials);
    row->is_opened = !db_is_null(result, 0, 0, 8);
    if (row->is_opened) {
        memcpy(row->key.bytes, db_get_bytes(result, 0, 0, 7).data, sizeof row->key.bytes);
        memcpy(row->eid, db_get_bytes(result, 0, 0, 8).data, sizeof row->eid);
    }
    row->close_minute = db_is_null(result, 0, 0, 9) ? -1 : db_get_integer(result, 0, 0, 9);
    row->sealed_minute = db_is_null(result, 0, 0, 10) ? -1 : db_get_integer(result, 0, 0, 10);
    row->has_uploaded = copy_ref(result, 11, 15, &row->uploaded);
    row->listed = db_get_integer(result, 0, 0, 12);
    row->has_predecessor = copy_id(result, 16, row->predecessor);
    row->has_successor = copy_id(result, 17, row->successor);
    row->assembly_name = arena_string(&request->arena, db_get_text(result, 0, 0, 18));
    if (!row->has_definition)
        return true;
    memcpy(row->definition_ref.hash, db_get_bytes(result, 0, 0, 5).data, sizeof row->definition_ref.hash);
    row->definition_bytes = keep(request, db_get_bytes(result, 0, 0, 13));
    row->definition_ref.size = row->definition_bytes.len;
    row->definition = arena_allocate(&request->arena, 1, sizeof *row->definition);
    struct error why;
    if (definition_parse(row->definition_bytes, &request->arena, row->definition, &why))
        return true;
    return error_broken(err, "internal", "a stored definition is not readable: %s", why.detail);
}

static void after_load(struct request *request, const struct db_result *result, const struct error *err)
{
    struct error why;
    (void)err; /* a query without constraints */
    if (db_rows(result, 0) != 1) {
        respond_input_problem(request, "not-found", "there is no such round or act");
        return;
    }
    struct round_state_of_request *state = loaded(request);
    if (!read_row(request, result, &state->row, &why))
        respond_problem(request, &why);
    else
        state->then(request, &state->row);
}

static void load(struct request *request, round_then *then, round_json_then *json_then)
{
    uint8_t id[ROUND_ID_BYTES];
    int64_t act = 0;
    size_t index;
    bool by_round = route_param_index(request->route, "round", &index);
    if (by_round ? !round_param(request, id) : !integer_param(request, "act", &act))
        return;
    struct round_state_of_request *state = arena_allocate(&request->arena, 1, sizeof *state);
    state->then = then;
    state->json_then = json_then;
    request->state = state;
    struct db_param params[] = {by_round ? db_bytes(id, sizeof id) : db_null(),
                                by_round ? db_null() : db_integer(act)};
    request_query(request, DB_ROUND_FULL, params, 2, after_load);
}

void round_load(struct request *request, round_then *then)
{
    load(request, then, NULL);
}

/* ---- answers ---- */

json_t *round_texts_json(const struct db_result *result, size_t statement)
{
    json_t *things = json_object();
    for (size_t row = 0; row < db_rows(result, statement); row++) {
        const char *thing = db_get_text(result, statement, row, 0);
        json_t *languages = json_object_get(things, thing);
        if (!languages) {
            languages = json_object();
            json_object_set_new(things, thing, languages);
        }
        json_t *text = json_object();
        json_object_set_new(text, "salt", json_of_bytes(db_get_bytes(result, statement, row, 2)));
        json_object_set_new(text, "text", json_string(db_get_text(result, statement, row, 3)));
        json_object_set_new(languages, db_get_text(result, statement, row, 1), text);
    }
    return things;
}

static json_t *exports_json(const struct db_result *result, size_t statement)
{
    json_t *exports = json_array();
    for (size_t row = 0; row < db_rows(result, statement); row++) {
        json_t *file = json_object();
        json_object_set_new(file, "name", json_string(db_get_text(result, statement, row, 0)));
        json_object_set_new(file, "size", json_integer(db_get_integer(result, statement, row, 1)));
        json_object_set_new(file, "hash", json_of_bytes(db_get_bytes(result, statement, row, 2)));
        json_array_append_new(exports, file);
    }
    return exports;
}

bool round_is_published(const struct round_row *round)
{
    return strcmp(round->state, "published") == 0;
}

static void after_details(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    const struct round_row *round = round_of(request);
    json_t *json = json_object();
    json_object_set_new(json, "id", json_of_bytes(bytes_of(round->id, sizeof round->id)));
    json_object_set_new(json, "nonce", json_of_bytes(bytes_of(round->nonce, sizeof round->nonce)));
    json_object_set_new(json, "assembly", json_string(round->assembly));
    json_object_set_new(json, "assembly_name", json_string(round->assembly_name));
    json_object_set_new(json, "state", json_string(round->state));
    json_object_set_new(json, "listed", json_integer(round->listed));
    if (round->has_predecessor)
        json_object_set_new(json, "predecessor", json_of_bytes(bytes_of(round->predecessor, ROUND_ID_BYTES)));
    if (round->has_successor)
        json_object_set_new(json, "successor", json_of_bytes(bytes_of(round->successor, ROUND_ID_BYTES)));
    if (round->has_definition) {
        json_object_set_new(json, "definition", json_of_ref(&round->definition_ref));
        json_object_set_new(
            json, "definition_text",
            json_stringn((const char *)round->definition_bytes.data, round->definition_bytes.len));
        json_object_set_new(json, "texts", round_texts_json(result, 1));
    }
    if (round->has_credentials)
        json_object_set_new(json, "credentials", json_of_ref(&round->credentials));
    if (round->is_opened) {
        json_object_set_new(json, "eid", json_of_bytes(bytes_of(round->eid, sizeof round->eid)));
        json_object_set_new(json, "key", json_of_bytes(bytes_of(round->key.bytes, sizeof round->key.bytes)));
        json_object_set_new(json, "turnout",
                            json_pack("{s:I, s:I}", "ballots", (json_int_t)db_get_integer(result, 0, 0, 0),
                                      "voters", (json_int_t)db_get_integer(result, 0, 0, 1)));
    }
    if (round->close_minute >= 0)
        json_object_set_new(json, "close", json_integer(round->close_minute));
    if (round->sealed_minute >= 0)
        json_object_set_new(json, "sealed", json_integer(round->sealed_minute));
    json_object_set_new(json, "exports", round_is_published(round) ? exports_json(result, 2) : json_array());
    loaded(request)->json_then(request, json);
}

static void load_details(struct request *request, const struct round_row *round)
{
    struct db_param no = db_integer(round->no);
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_ROUND_TURNOUT, &no, 1);
    db_unit_add(unit, DB_ROUND_TEXTS, &no, 1);
    db_unit_add(unit, DB_ROUND_EXPORTS, &no, 1);
    request_unit(request, unit, after_details);
}

void round_json_load(struct request *request, round_json_then *then)
{
    load(request, load_details, then);
}

static void send_fresh(struct request *request, json_t *take_round)
{
    respond_json(request, 200, take_round);
}

void round_get(struct request *request)
{
    if (request->session.person) /* whoever works on the round sees what it is now */
        round_json_load(request, send_fresh);
    else if (!respond_cached(request,
                             arena_format(&request->arena, "round/%s", request_param(request, "round"))))
        round_json_load(request, respond_shared_json);
}

void round_send_again(struct request *request)
{
    /* the state that was loaded is stale: an entry came in between */
    round_json_load(request, send_fresh);
}

/* ---- a new round ---- */

static void send_made(struct request *request, json_t *take_round)
{
    respond_json(request, 201, take_round);
}

void round_send_made(struct request *request, const uint8_t id[ROUND_ID_BYTES])
{
    struct round_state_of_request *state = loaded(request);
    struct db_param params[] = {db_bytes(id, ROUND_ID_BYTES), db_null()};
    state->then = load_details;
    state->json_then = send_made;
    request_query(request, DB_ROUND_FULL, params, 2, after_load);
}

static void after_hand_over(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    if (err)
        respond_problem(request, err);
    else
        round_send_made(request, loaded(request)->row.id);
}

static void after_draft(struct request *request, uint64_t index, const struct error *err)
{
    (void)index;
    struct db_param id = db_bytes(loaded(request)->row.id, ROUND_ID_BYTES);
    if (err)
        respond_problem(request, err);
    else
        request_query(request, DB_DRAFT_HAND_OVER, &id, 1, after_hand_over);
}

static void begin_round(struct request *request, struct entry *draft)
{
    draft->type = ENTRY_DRAFT;
    draft->assembly = request_param(request, "assembly");
    memcpy(loaded(request)->row.id, draft->round, ROUND_ID_BYTES);
    submit_entry(request, draft, 0, after_draft);
}

/* Id and nonce are what the predecessor hands over; whether it may, the sequencer decides. */
static void after_predecessor(struct request *request, const struct db_result *result,
                              const struct error *err)
{
    (void)err;
    struct entry *draft = loaded(request)->extra;
    if (db_rows(result, 0) != 1) {
        respond_input_problem(request, "not-found", "there is no such predecessor");
        return;
    }
    if (!copy_id(result, 1, draft->round)) {
        respond_input_problem(request, "round-state", "the predecessor was not annulled to be handed over");
        return;
    }
    memcpy(draft->nonce, db_get_bytes(result, 0, 0, 0).data, sizeof draft->nonce);
    begin_round(request, draft);
}

static bool read_new_round(const json_t *body, struct entry *draft, struct error *err)
{
    struct json_fields fields;
    if (!json_object_begin(&fields, body, "round", err))
        return false;
    draft->has_predecessor = json_has(&fields, "predecessor");
    return (!draft->has_predecessor ||
            json_get_bytes(&fields, "predecessor", draft->predecessor, ROUND_ID_BYTES)) &&
           json_object_end(&fields);
}

void round_post(struct request *request)
{
    struct round_state_of_request *state = arena_allocate(&request->arena, 1, sizeof *state);
    struct entry *draft = arena_allocate(&request->arena, 1, sizeof *draft);
    struct error err;
    json_t *body = NULL;
    request->state = state;
    state->extra = draft;
    if (request->body.len && !request_json(request, &body))
        return;
    bool ok = !body || read_new_round(body, draft, &err);
    json_decref(body);
    if (!ok) {
        respond_input_problem(request, "bad-request", "%s", err.detail);
    } else if (draft->has_predecessor) {
        struct db_param id = db_bytes(draft->predecessor, ROUND_ID_BYTES);
        request_query(request, DB_PREDECESSOR, &id, 1, after_predecessor);
    } else {
        randombytes_buf(draft->round, sizeof draft->round);
        randombytes_buf(draft->nonce, sizeof draft->nonce);
        begin_round(request, draft);
    }
}
