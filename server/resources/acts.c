// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Acts of people: the server writes an act, people read it, sign it on their own devices and hand the
// signatures in; with the last one needed the act goes to the sequencer (docs/protocol.md section 4).
#include <stdlib.h>
#include <string.h>

#include "ballot/act.h"
#include "base/encoding.h"
#include "record/json.h"
#include "server/resources/acts.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"
#include "server/resources/submit.h"

/* ---- as JSON ---- */

static void add_need(json_t *needs, const char *role, size_t count)
{
    if (count)
        json_array_append_new(needs, json_pack("{s:s, s:I}", "role", role, "count", (json_int_t)count));
}

static json_t *needs_json(const struct definition *definition, const struct entry *act, bool has_ballot)
{
    struct act_needs needs;
    json_t *json = json_array();
    if (!definition || !act_needs_of(definition, act, has_ballot, &needs, NULL))
        return json;
    add_need(json, "facilitator", needs.facilitators);
    add_need(json, "registrar", needs.registrars);
    add_need(json, "clerk", needs.clerks);
    return json;
}

/* The act that begins at `row` of DB_ACT or DB_ACTS; *next is the row behind it. */
static json_t *act_json(struct request *request, const struct db_result *result, size_t row, size_t *next)
{
    const struct round_row *round = round_of(request);
    int64_t id = db_get_integer(result, 0, row, 0);
    struct bytes bytes = db_get_bytes(result, 0, row, 3);
    struct entry act;
    json_t *signatures = json_array(), *needs;
    if (act_parse(bytes, &request->arena, &act, NULL))
        needs = needs_json(round->definition, &act, db_get_boolean(result, 0, row, 8));
    else
        needs = json_array();
    json_t *json = json_object();
    json_object_set_new(json, "id", json_integer(id));
    json_object_set_new(json, "round", json_of_bytes(db_get_bytes(result, 0, row, 1)));
    json_object_set_new(json, "type", json_string(db_get_text(result, 0, row, 2)));
    json_object_set_new(json, "act", json_stringn((const char *)bytes.data, bytes.len));
    json_object_set_new(json, "state", json_string(db_get_text(result, 0, row, 4)));
    if (!db_is_null(result, 0, row, 5))
        json_object_set_new(json, "detail", json_string(db_get_text(result, 0, row, 5)));
    json_object_set_new(json, "proposed_by", json_string(db_get_text(result, 0, row, 9)));
    json_object_set_new(json, "proposed_at", json_integer(db_get_integer(result, 0, row, 10)));
    json_object_set_new(json, "needs", needs);
    for (; row < db_rows(result, 0) && db_get_integer(result, 0, row, 0) == id; row++) {
        if (db_is_null(result, 0, row, 6))
            continue;
        json_t *signature = json_object();
        json_object_set_new(signature, "key", json_of_bytes(db_get_bytes(result, 0, row, 6)));
        json_object_set_new(signature, "signature", json_of_bytes(db_get_bytes(result, 0, row, 7)));
        json_array_append_new(signatures, signature);
    }
    json_object_set_new(json, "signatures", signatures);
    *next = row;
    return json;
}

/* A round of many codes has tens of thousands. */
enum { ACTS_A_PAGE = 100, TYPES_BYTES_MAX = 256 };

static void after_list(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    json_t *acts = json_array(), *json = json_pack("{s:o}", "acts", acts);
    size_t row = 0;
    while (row < db_rows(result, 0) && json_array_size(acts) < ACTS_A_PAGE)
        json_array_append_new(acts, act_json(request, result, row, &row));
    if (row < db_rows(result, 0))
        json_object_set_new(json, "next", json_integer(db_get_integer(result, 0, row - 1, 0)));
    respond_json(request, 200, json);
}

static bool is_list_of_types(const char *text)
{
    return strlen(text) <= TYPES_BYTES_MAX && text[strspn(text, "abcdefghijklmnopqrstuvwxyz-,")] == '\0';
}

static void list(struct request *request, const struct round_row *round)
{
    const char *types = request_query_param(request, "types"), *waits = request_query_param(request, "waits"),
               *before = request_query_param(request, "before");
    uint64_t id = 0;
    bool ok = (!types || is_list_of_types(types)) &&
              (!waits || strcmp(waits, "true") == 0 || strcmp(waits, "false") == 0) &&
              (!before || (decimal_decode_u64(bytes_of_string(before), &id) && id <= INT64_MAX));
    if (!ok) {
        respond_input_problem(request, "bad-request", "types, waits or before cannot be read");
        return;
    }
    struct db_param params[] = {db_integer(round->no), db_text(types), db_text(waits),
                                before ? db_integer((int64_t)id) : db_null(), db_integer(ACTS_A_PAGE + 1)};
    request_query(request, DB_ACTS, params, 5, after_list);
}

void acts_get(struct request *request)
{
    round_load(request, list);
}

static void after_one(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    size_t next;
    bool proposed = request->route->method == METHOD_POST && request->route->handle == acts_post;
    respond_json(request, proposed ? 201 : 200, act_json(request, result, 0, &next));
}

void act_send(struct request *request, int64_t id)
{
    struct db_param param = db_integer(id);
    request_query(request, DB_ACT, &param, 1, after_one);
}

static void one(struct request *request, const struct round_row *round)
{
    int64_t id;
    (void)round;
    if (integer_param(request, "act", &id))
        act_send(request, id);
}

void act_get(struct request *request)
{
    round_load(request, one);
}

/* ---- withdrawing a proposal ---- */

bool act_is_asked(const struct request *request, const struct act_needs *needs)
{
    unsigned roles = request->session.roles;
    return (needs->facilitators && roles & ROLE_FACILITATOR) ||
           (needs->registrars && roles & ROLE_REGISTRAR) || (needs->clerks && roles & ROLE_CLERK);
}

static void after_withdraw(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    const int64_t *id = round_extra(request);
    if (db_rows(result, 0) == 1)
        act_send(request, *id);
    else
        respond_input_problem(request, "round-state", "the act is no proposal any more");
}

static void after_withdrawn_act(struct request *request, const struct db_result *result,
                                const struct error *err)
{
    (void)err;
    const int64_t *id = round_extra(request);
    struct act_needs needs;
    struct entry act;
    struct error why;
    struct bytes bytes = db_get_bytes(result, 0, 0, 3);
    bytes.data = (const uint8_t *)arena_copy(&request->arena, bytes.data, bytes.len);
    if (!act_parse(bytes, &request->arena, &act, &why) ||
        !act_needs_of(round_of(request)->definition, &act, true, &needs, &why)) {
        respond_problem(request, &why);
    } else if (!act_is_asked(request, &needs)) {
        respond_input_problem(request, "forbidden", "an act is withdrawn by somebody whose role signs it");
    } else {
        struct db_param param = db_integer(*id);
        request_query(request, DB_ACT_WITHDRAW, &param, 1, after_withdraw);
    }
}

static void start_withdrawing(struct request *request, const struct round_row *round)
{
    (void)round;
    int64_t *id = arena_allocate(&request->arena, 1, sizeof *id);
    if (!integer_param(request, "act", id))
        return;
    round_set_extra(request, id);
    struct db_param param = db_integer(*id);
    request_query(request, DB_ACT, &param, 1, after_withdrawn_act);
}

void act_delete(struct request *request)
{
    round_load(request, start_withdrawing);
}

/* ---- signing ---- */

struct signing {
    int64_t act_id;
    struct entry_signature signature;
    struct entry act; /* with the signatures that are there */
};

static void after_submit(struct request *request, uint64_t index, const struct error *err)
{
    (void)index;
    const struct signing *signing = round_extra(request);
    /* refused: the row says why, and the answer with it */
    if (err && err->class != ERROR_INPUT)
        respond_problem(request, err);
    else
        act_send(request, signing->act_id);
}

static void after_job(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    const struct signing *signing = round_extra(request);
    if (err)
        respond_problem(request, err);
    else
        act_send(request, signing->act_id);
}

/* The server as the one trustee acknowledges an opening before it is appended: a job does that and hands in
 * both. */
static void hand_opening_to_trustee(struct request *request, const struct signing *signing)
{
    const char *arguments = arena_format(&request->arena, "{\"act\":%lld}", (long long)signing->act_id);
    struct db_param params[] = {db_integer(round_of(request)->no), db_text("acknowledge"), db_text(""),
                                db_text(arguments)};
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_JOB_QUEUE, params, 4);
    db_unit_add(unit, DB_JOB_CALL, NULL, 0);
    request_unit(request, unit, after_job);
}

static void after_state(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    const struct signing *signing = round_extra(request);
    if (db_rows(result, 0) != 1)
        act_send(request, signing->act_id); /* it has been dealt with */
    else if (signing->act.type == ENTRY_OPENING && round_of(request)->definition->trustees.count > 1)
        act_send(request, signing->act_id); /* the trustees read it, and acknowledge it (trustees.c) */
    else if (signing->act.type == ENTRY_OPENING)
        hand_opening_to_trustee(request, signing);
    else
        submit_entry(request, &signing->act, signing->act_id, after_submit);
}

/* Put the signature to those that are there; with all that are needed the act goes off. */
static void after_sign(struct request *request, const struct db_result *result, const struct error *err)
{
    struct signing *signing = round_extra(request);
    if (err) {
        respond_problem(request, err);
        return;
    }
    signing->act.signatures = NULL;
    signing->act.signature_count = 0;
    for (size_t row = 0; row < db_rows(result, 1); row++) {
        struct entry_signature signature;
        if (db_is_null(result, 1, row, 6))
            continue;
        memcpy(signature.key.bytes, db_get_bytes(result, 1, row, 6).data, sizeof signature.key.bytes);
        memcpy(signature.signature.bytes, db_get_bytes(result, 1, row, 7).data,
               sizeof signature.signature.bytes);
        if (!act_add_signature(&signing->act, request->app->config->origin, &signature, &request->arena,
                               NULL)) {
            respond_input_problem(request, "bad-signature", "a stored signature does not verify");
            return;
        }
    }
    if (!act_check_signers(round_of(request)->definition, &signing->act, db_get_boolean(result, 1, 0, 8),
                           NULL)) {
        act_send(request, signing->act_id); /* more are needed */
        return;
    }
    struct db_param act = db_integer(signing->act_id);
    request_query(request, DB_ACT_SUBMITTED, &act, 1, after_state);
}

static void store_signature(struct request *request)
{
    const struct signing *signing = round_extra(request);
    struct db_param params[] = {
        db_integer(signing->act_id), db_bytes(signing->signature.key.bytes, SIGN_PUBLIC_BYTES),
        db_bytes(signing->signature.signature.bytes, SIGNATURE_BYTES), db_integer(request->session.person)};
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_ACT_SIGN, params, 4);
    db_unit_add(unit, DB_ACT, params, 1);
    request_unit(request, unit, after_sign);
}

static void after_act(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    struct signing *signing = round_extra(request);
    const struct round_row *round = round_of(request);
    struct error why;
    struct act_needs needs;
    struct bytes bytes = db_get_bytes(result, 0, 0, 3);
    bool own = false;
    bytes.data = (const uint8_t *)arena_copy(&request->arena, bytes.data, bytes.len);
    /* A round knows the key that its people had when it was frozen. */
    for (size_t row = 0; row < db_rows(result, 1); row++)
        own = own || bytes_equal(db_get_bytes(result, 1, row, 0),
                                 bytes_of(signing->signature.key.bytes, SIGN_PUBLIC_BYTES));
    if (!own) {
        respond_input_problem(request, "bad-signature",
                              "this is no signing key of the person signed in");
        return;
    }
    if (!act_parse(bytes, &request->arena, &signing->act, &why) ||
        !act_needs_of(round->definition, &signing->act, true, &needs, &why) ||
        !act_add_signature(&signing->act, request->app->config->origin, &signing->signature, &request->arena,
                           &why)) {
        respond_problem(request, &why);
        return;
    }
    bool fits =
        (needs.facilitators && people_have_key(&round->definition->facilitators, &signing->signature.key)) ||
        (needs.registrars && people_have_key(&round->definition->registrars, &signing->signature.key)) ||
        (needs.clerks && people_have_key(&round->definition->clerks, &signing->signature.key));
    if (!fits) {
        respond_input_problem(request, "bad-signature",
                              "the definition of this round does not ask this person");
        return;
    }
    store_signature(request);
}

static void start_signing(struct request *request, const struct round_row *round)
{
    (void)round;
    struct signing *signing = arena_allocate(&request->arena, 1, sizeof *signing);
    struct json_fields fields;
    struct error err;
    json_t *body;
    if (!integer_param(request, "act", &signing->act_id) || !request_json(request, &body))
        return;
    bool ok = json_object_begin(&fields, body, "signature", &err) &&
              json_get_bytes(&fields, "key", signing->signature.key.bytes, SIGN_PUBLIC_BYTES) &&
              json_get_bytes(&fields, "signature", signing->signature.signature.bytes, SIGNATURE_BYTES) &&
              json_object_end(&fields);
    json_decref(body);
    if (!ok) {
        err.type = "bad-request";
        respond_problem(request, &err);
        return;
    }
    round_set_extra(request, signing);
    struct db_param act = db_integer(signing->act_id), person = db_integer(request->session.person);
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_ACT, &act, 1);
    db_unit_add(unit, DB_PERSON_KEYS, &person, 1);
    request_unit(request, unit, after_act);
}

void act_signature_post(struct request *request)
{
    round_load(request, start_signing);
}
