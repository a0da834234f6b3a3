// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Writing an act for people to sign: what each type takes from the request and from the state of the round.
#include <sodium.h>

#include "ballot/act.h"
#include "ballot/code.h"
#include "base/encoding.h"
#include "record/json.h"
#include "server/resources/acts.h"
#include "server/resources/closing.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"

struct proposal {
    enum entry_type type;
    const json_t *parameters; /* NULL or an object; gone after the first step */
    struct entry act;
};

static struct proposal *proposal_of(const struct request *request)
{
    return round_extra(request);
}

static void after_add(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err)
        respond_problem(request, err);
    else
        act_send(request, db_get_integer(result, 0, 0, 0));
}

/* The act is complete: write it down for people to sign. */
static void propose(struct request *request)
{
    struct proposal *proposal = proposal_of(request);
    const struct round_row *round = round_of(request);
    struct buffer bytes = {0};
    struct error err;
    struct act_needs needs;
    memcpy(proposal->act.round, round->id, sizeof proposal->act.round);
    memcpy(proposal->act.eid, round->eid, sizeof proposal->act.eid);
    proposal->act.type = proposal->type;
    if (!act_needs_of(round->definition, &proposal->act, false, &needs, &err) ||
        !act_write(&proposal->act, &bytes, &err)) {
        respond_input_problem(request, "bad-request", "%s", err.detail);
    } else if (!needs.facilitators && !needs.registrars && !needs.clerks) {
        respond_input_problem(request, "bad-request", "nobody signs this: the server sees to it");
    } else if (!act_is_asked(request, &needs)) { /* a proposal takes the place of the one before it */
        respond_input_problem(request, "forbidden", "an act is proposed by somebody whose role signs it");
    } else {
        struct db_param params[] = {db_integer(round->no), db_text(entry_type_name(proposal->type)),
                                    db_bytes(bytes.data, bytes.len), db_integer(request->session.person)};
        request_query(request, DB_ACT_ADD, params, 4, after_add);
    }
    buffer_clear(&bytes);
}

static const char *text_parameter(struct request *request, const char *name)
{
    const char *text = json_string_value(json_object_get(proposal_of(request)->parameters, name));
    return text ? arena_string(&request->arena, text) : NULL;
}

static bool need_text(struct request *request, const char *name, const char **out)
{
    *out = text_parameter(request, name);
    if (*out)
        return true;
    struct error err;
    error_input(&err, "bad-request", "parameters.%s is missing", name);
    respond_problem(request, &err);
    return false;
}

static void propose_credential_list(struct request *request)
{
    const struct round_row *round = round_of(request);
    struct proposal *proposal = proposal_of(request);
    struct error err;
    if (!round->has_uploaded) {
        error_input(&err, "round-state", "no codes have been uploaded for this round");
        respond_problem(request, &err);
        return;
    }
    proposal->act.list = round->uploaded;
    proposal->act.total = (uint64_t)round->listed;
    propose(request);
}

/* Key, shares and certificate, as the job says them: {key, shares?, dkg?}. */
static bool read_key(struct request *request, const char *text, struct entry *act)
{
    json_t *json = json_loads(text, 0, NULL);
    struct json_fields fields;
    struct json_items items = {.count = 1};
    bool many = json_object_get(json, "shares") != NULL;
    bool ok = json && json_object_begin(&fields, json, "key", NULL) &&
              field_point(&fields, "key", &act->key) &&
              (!many || (json_get_array(&fields, "shares", 2, DEFINITION_TRUSTEES_MAX, &items) &&
                         field_ref(&fields, "dkg", ENTRY_BLOB_BYTES_MAX, &act->dkg))) &&
              json_object_end(&fields);
    struct point *shares = arena_allocate(&request->arena, items.count, sizeof *shares);
    shares[0] = act->key;
    for (size_t i = 0; ok && many && i < items.count; i++)
        ok = json_item_bytes(&items, i, shares[i].bytes, POINT_BYTES) && point_is_valid(shares[i].bytes);
    act->shares = shares;
    act->share_count = items.count;
    act->has_dkg = many;
    json_decref(json);
    return ok;
}

static void after_key(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    const struct round_row *round = round_of(request);
    struct proposal *proposal = proposal_of(request);
    struct error why;
    if (db_rows(result, 0) != 1 || !read_key(request, db_get_text(result, 0, 0, 0), &proposal->act)) {
        error_temporary(&why, "overloaded",
                        "the key of this round is still being made; try again in a moment");
        respond_problem(request, &why);
        return;
    }
    if (!round->has_credentials) {
        error_input(&why, "round-state", "no signed list of credentials is in the record yet");
        respond_problem(request, &why);
        return;
    }
    proposal->act.definition = round->definition_ref;
    proposal->act.credentials = round->credentials;
    proposal->act.has_predecessor = round->has_predecessor;
    memcpy(proposal->act.predecessor, round->predecessor, ROUND_ID_BYTES);
    propose(request);
}

static void propose_opening(struct request *request)
{
    struct db_param no = db_integer(round_of(request)->no);
    request_query(request, DB_ROUND_KEY, &no, 1, after_key);
}

static void after_serial(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    struct error why;
    if (db_rows(result, 0) != 1) {
        error_input(&why, "credential-unknown", "no credential of this round has that serial");
        respond_problem(request, &why);
        return;
    }
    memcpy(proposal_of(request)->act.credential.bytes, db_get_bytes(result, 0, 0, 0).data, POINT_BYTES);
    propose(request);
}

static void propose_void(struct request *request)
{
    struct proposal *proposal = proposal_of(request);
    const char *key = text_parameter(request, "credential"), *serial = text_parameter(request, "serial");
    uint64_t number;
    struct error err;
    if (!need_text(request, "reason", &proposal->act.reason))
        return;
    proposal->act.has_reason = true;
    if (key && base64url_decode_exact(bytes_of_string(key), proposal->act.credential.bytes, POINT_BYTES) &&
        point_is_valid(proposal->act.credential.bytes)) {
        propose(request);
        return;
    }
    if (!serial) {
        error_input(&err, "bad-request", "parameters.credential or parameters.serial must name a credential");
        respond_problem(request, &err);
        return;
    }
    if (!serial_read(bytes_of_string(serial), &number, &err)) {
        err.type = "bad-request";
        respond_problem(request, &err);
        return;
    }
    struct db_param params[] = {db_integer(round_of(request)->no), db_integer((int64_t)number)};
    request_query(request, DB_CREDENTIAL_BY_SERIAL, params, 2, after_serial);
}

static void after_totals(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    const struct definition *definition = round_of(request)->definition;
    proposal_of(request)->act.contests = closing_totals(request, definition, result, 0);
    proposal_of(request)->act.contest_count = definition->contest_count;
    propose(request);
}

static void propose_sealing(struct request *request)
{
    const struct round_row *round = round_of(request);
    struct db_param no = db_integer(round->no);
    struct error err;
    if (strcmp(round->state, "closed") != 0) {
        error_input(&err, "round-state", "a round is sealed when its voting has closed; it is %s",
                    round->state);
        respond_problem(request, &err);
        return;
    }
    request_query(request, DB_SEALING_TOTALS, &no, 1, after_totals);
}

/* The row of DB_ROUND_EXPORTS with this name as a reference. */
static bool find_export(const struct db_result *result, const char *name, struct blob_ref *out)
{
    for (size_t row = 0; row < db_rows(result, 0); row++) {
        if (strcmp(db_get_text(result, 0, row, 0), name) != 0)
            continue;
        memcpy(out->hash, db_get_bytes(result, 0, row, 2).data, HASH_BYTES);
        out->size = (uint64_t)db_get_integer(result, 0, row, 1);
        return true;
    }
    return false;
}

static void after_exports(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    struct error why;
    if (find_export(result, "result.json", &proposal_of(request)->act.result)) {
        propose(request);
    } else {
        error_input(&why, "round-state", "the round has not been counted");
        respond_problem(request, &why);
    }
}

static void propose_certified(struct request *request)
{
    const struct round_row *round = round_of(request);
    struct db_param no = db_integer(round->no);
    if (round->definition->kind == DEFINITION_REHEARSAL)
        respond_input_problem(request, "round-state", "a rehearsal is never certified");
    else
        request_query(request, DB_ROUND_EXPORTS, &no, 1, after_exports);
}

/* What a recount gave, when that is another result than the record names. */
static void after_recount(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    struct proposal *proposal = proposal_of(request);
    struct entry now;
    if (db_rows(result, 1) == 1 && entry_parse(db_get_bytes(result, 1, 0, 0), &request->arena, &now, NULL) &&
        find_export(result, "recount.json", &proposal->act.result) &&
        !blob_ref_equal(&now.result, &proposal->act.result))
        propose(request);
    else
        respond_input_problem(request, "round-state", "no recount has given another result");
}

static void propose_correction(struct request *request)
{
    struct proposal *proposal = proposal_of(request);
    const struct round_row *round = round_of(request);
    struct db_param no = db_integer(round->no), id = db_bytes(round->id, sizeof round->id);
    if (!need_text(request, "reason", &proposal->act.reason))
        return;
    proposal->act.has_reason = true;
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_ROUND_EXPORTS, &no, 1);
    db_unit_add(unit, DB_CLOSING_RESULT, &id, 1);
    request_unit(request, unit, after_recount);
}

static void propose_with_reason(struct request *request)
{
    struct proposal *proposal = proposal_of(request);
    if (!need_text(request, "reason", &proposal->act.reason))
        return;
    proposal->act.has_reason = true;
    propose(request);
}

static void propose_batch_void(struct request *request)
{
    if (need_text(request, "batch", &proposal_of(request)->act.batch))
        propose_with_reason(request);
}

static void propose_issue(struct request *request)
{
    struct proposal *proposal = proposal_of(request);
    if (!need_text(request, "batch", &proposal->act.batch))
        return;
    proposal->act.voided = text_parameter(request, "voided");
    proposal->act.has_voided = proposal->act.voided != NULL;
    propose(request);
}

static void propose_extension(struct request *request)
{
    struct proposal *proposal = proposal_of(request);
    const json_t *close = json_object_get(proposal->parameters, "close");
    struct error err;
    if (!json_is_integer(close) || json_integer_value(close) < 0) {
        error_input(&err, "bad-request", "parameters.close must be the new minute of the close");
        respond_problem(request, &err);
        return;
    }
    proposal->act.close = (uint64_t)json_integer_value(close);
    propose_with_reason(request);
}

static void propose_note(struct request *request)
{
    if (need_text(request, "incident", &proposal_of(request)->act.incident))
        propose(request);
}

static void propose_draw_source(struct request *request)
{
    struct proposal *proposal = proposal_of(request);
    if (need_text(request, "source", &proposal->act.source) &&
        need_text(request, "value", &proposal->act.value))
        propose(request);
}

/* "successor": "new": the round's codes go over to one more round, whose id is drawn here. */
static void propose_annulment(struct request *request)
{
    struct proposal *proposal = proposal_of(request);
    const char *successor = text_parameter(request, "successor");
    if (successor && strcmp(successor, "new") != 0) {
        respond_input_problem(request, "bad-request", "parameters.successor is \"new\" or not there");
        return;
    }
    proposal->act.has_successor = successor != NULL;
    randombytes_buf(proposal->act.successor, ROUND_ID_BYTES);
    propose_with_reason(request);
}

static const struct {
    enum entry_type type;
    void (*propose)(struct request *request);
} proposals[] = {
    {ENTRY_CREDENTIAL_LIST, propose_credential_list},
    {ENTRY_OPENING, propose_opening},
    {ENTRY_VOID, propose_void},
    {ENTRY_BATCH_VOID, propose_batch_void},
    {ENTRY_ISSUE, propose_issue},
    {ENTRY_EXTENSION, propose_extension},
    {ENTRY_NOTE, propose_note},
    {ENTRY_VOTING_CLOSED, propose_with_reason},
    {ENTRY_SEALING, propose_sealing},
    {ENTRY_DRAW_SOURCE, propose_draw_source},
    {ENTRY_CERTIFIED, propose_certified},
    {ENTRY_CORRECTION, propose_correction},
    {ENTRY_ANNULMENT, propose_annulment},
};

static void start_proposal(struct request *request, const struct round_row *round)
{
    struct proposal *proposal = arena_allocate(&request->arena, 1, sizeof *proposal);
    json_t *body;
    if (!request_json(request, &body))
        return;
    round_set_extra(request, proposal);
    const char *type = json_string_value(json_object_get(body, "type"));
    proposal->parameters = json_object_get(body, "parameters");
    size_t i = 0, count = sizeof proposals / sizeof *proposals;
    while (type && i < count && strcmp(type, entry_type_name(proposals[i].type)) != 0)
        i++;
    if (!type || i == count) {
        respond_input_problem(request, "bad-request", "type must be one of the acts that people sign");
    } else if (!round->definition) {
        respond_input_problem(request, "round-state", "the round has not been frozen");
    } else if (entry_scope(proposals[i].type) == ENTRY_OF_ELECTION && !round->is_opened) {
        respond_input_problem(request, "round-state", "the round has not been opened");
    } else {
        proposal->type = proposals[i].type;
        proposals[i].propose(request);
    }
    json_decref(body);
}

void acts_post(struct request *request)
{
    round_load(request, start_proposal);
}
