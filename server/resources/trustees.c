// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What trustees hand in. They have no account: everything is signed with the key that the definition pins,
// and the server, whom they need not trust, carries it into the record (docs/protocol.md section 8).
#include <stdlib.h>

#include "ballot/act.h"
#include "base/read.h"
#include "crypto/decryption.h"
#include "crypto/dkg_evidence.h"
#include "crypto/dkg_message.h"
#include "crypto/shuffle.h"
#include "record/json.h"
#include "server/resources/blobs.h"
#include "server/resources/deliveries.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"
#include "server/resources/submit.h"

/* Of one request; in its arena. */
struct delivery {
    struct entry entry;
    struct bytes blob; /* view into the body */
    /* acknowledgement */
    struct entry opening;
    int64_t act;
};

static const struct delivery *delivery_of(const struct request *request)
{
    return round_extra(request);
}

static void after_submit(struct request *request, uint64_t index, const struct error *err)
{
    if (err)
        respond_problem(request, err);
    else
        respond_json(request, 200, json_pack("{s:s, s:I}", "state", "recorded", "index", (json_int_t)index));
}

/* ---- reading ---- */

/* It is signed by a trustee that the definition has. */
static bool is_of_trustee(const struct round_row *round, const struct entry *entry)
{
    struct act_needs needs;
    return act_needs_of(round->definition, entry, false, &needs, NULL) && needs.trustee;
}

/* The round is the one of the path; whether an acknowledgement is of the opening comes later. */
static bool is_of_round(const struct round_row *round, const struct entry *entry)
{
    if (entry_scope(entry->type) == ENTRY_OF_ROUND)
        return memcmp(entry->round, round->id, ROUND_ID_BYTES) == 0;
    return entry->type == ENTRY_ACKNOWLEDGEMENT ||
           (round->is_opened && memcmp(entry->eid, round->eid, HASH_BYTES) == 0);
}

/* No blob of such an entry can be larger in this round. */
static uint64_t most_bytes(const struct definition *definition, const struct entry *entry)
{
    uint64_t ballots = definition->roll.cap < UINT32_MAX ? definition->roll.cap : UINT32_MAX;
    const struct contest *contest = entry->contest ? definition_contest(definition, entry->contest) : NULL;
    uint32_t width = contest ? (uint32_t)contest->width : 0;
    switch (entry->type) {
    case ENTRY_DKG_MESSAGE:
        return dkg_message_size(definition->trustees.count, definition->threshold);
    case ENTRY_MIX:
        return mix_size((uint32_t)ballots, width);
    case ENTRY_SHARE:
        return share_size(ballots * width);
    default:
        return 0;
    }
}

/* The blob is with the entry, or will come in parts. */
static bool check_blob(const struct definition *definition, const struct delivery *delivery,
                       struct error *err)
{
    struct blob_ref refs[ENTRY_REFS_MAX];
    if (entry_refs(&delivery->entry, refs) == 0)
        return delivery->blob.len == 0 || error_input(err, "bad-request", "this entry has no blob");
    if (delivery->blob.len)
        return blob_ref_check(&refs[0], delivery->blob, err);
    return (refs[0].size > 0 && refs[0].size <= most_bytes(definition, &delivery->entry)) ||
           error_input(err, "too-large", "no blob of this entry has so many bytes in this round");
}

/* u16be length || act bytes || signature || blob, signed by the trustee that the act names. */
static bool read_delivery(struct request *request, const struct round_row *round, struct delivery *out,
                          struct error *err)
{
    struct reader reader = reader_of(request->body);
    struct entry_signature signature;
    struct entry *entry = &out->entry;
    struct bytes act;
    uint16_t length;
    if (!round->definition || round->definition->trustees.count == 1)
        return error_input(err, "round-state", "the round has no trustees of its own");
    if (!read_u16(&reader, &length) || !read_bytes(&reader, length, &act) ||
        !read_copy(&reader, signature.signature.bytes, SIGNATURE_BYTES))
        return error_input(err, "bad-request", "the body is not a length, an act, its signature and a blob");
    out->blob = reader.rest;
    if (!act_parse(act, &request->arena, entry, err))
        return false;
    if (!is_of_trustee(round, entry) || !is_of_round(round, entry))
        return error_input(err, "bad-request", "this is not an act of a trustee of this round");
    signature.key = round->definition->trustees.list[entry->trustee - 1].key;
    return act_add_signature(entry, request->app->config->origin, &signature, &request->arena, err) &&
           check_blob(round->definition, out, err);
}

/* ---- acknowledgements ---- */

static void after_acknowledged(struct request *request, const struct db_result *result,
                               const struct error *err)
{
    const struct delivery *delivery = delivery_of(request);
    size_t n = round_of(request)->definition->trustees.count, there = db_rows(result, 1);
    struct bytes entries[1 + DEFINITION_TRUSTEES_MAX];
    struct buffer opening = {0};
    struct error why;
    if (err) {
        respond_problem(request, err);
        return;
    }
    if (there < n) {
        respond_json(request, 200,
                     json_pack("{s:s, s:I}", "state", "waiting", "acknowledged", (json_int_t)there));
        return;
    }
    if (entry_write_submission(&delivery->opening, &opening, &why)) {
        entries[0] = buffer_bytes(&opening);
        for (size_t i = 0; i < n; i++)
            entries[1 + i] = db_get_bytes(result, 1, i, 1);
        submit_group(request, entries, 1 + n, delivery->act, after_submit);
    } else {
        respond_problem(request, &why);
    }
    buffer_clear(&opening);
}

static bool check_acknowledgement(struct request *request, const struct delivery *delivery, struct error *err)
{
    const struct entry *entry = &delivery->entry;
    struct possession_statement statement = {.size = entry->size, .trustee = entry->trustee};
    uint8_t eid[HASH_BYTES];
    if (!act_eid(request->app->config->origin, &delivery->opening, eid, err))
        return false;
    if (memcmp(eid, entry->eid, HASH_BYTES) != 0)
        return error_input(err, "conflict", "it acknowledges another opening than the one that waits");
    memcpy(statement.eid, eid, HASH_BYTES);
    memcpy(statement.root, entry->root, HASH_BYTES);
    statement.key = delivery->opening.shares[entry->trustee - 1];
    return possession_verify(&statement, &entry->possession) ||
           error_input(err, "bad-proof", "the trustee does not prove to hold its share of the key");
}

/* The opening with the signatures of the people, out of the rows of DB_OPENING_PENDING. */
static bool read_opening(struct request *request, const struct db_result *result, struct entry *out,
                         struct error *err)
{
    struct bytes bytes;
    if (db_rows(result, 0) == 0)
        return error_input(err, "not-found", "no opening of this round waits for its trustees");
    bytes = db_get_bytes(result, 0, 0, 1);
    bytes.data = (const uint8_t *)arena_copy(&request->arena, bytes.data, bytes.len);
    if (!act_parse(bytes, &request->arena, out, err))
        return false;
    for (size_t row = 0; row < db_rows(result, 0); row++) {
        struct entry_signature signature;
        memcpy(signature.key.bytes, db_get_bytes(result, 0, row, 2).data, SIGN_PUBLIC_BYTES);
        memcpy(signature.signature.bytes, db_get_bytes(result, 0, row, 3).data, SIGNATURE_BYTES);
        if (!act_add_signature(out, request->app->config->origin, &signature, &request->arena, err))
            return false;
    }
    return true;
}

static void after_pending(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    struct delivery *delivery = round_extra(request);
    const struct round_row *round = round_of(request);
    struct buffer bytes = {0};
    struct error why;
    if (!read_opening(request, result, &delivery->opening, &why) ||
        !check_acknowledgement(request, delivery, &why) ||
        !entry_write_submission(&delivery->entry, &bytes, &why)) {
        respond_problem(request, &why);
    } else {
        delivery->act = db_get_integer(result, 0, 0, 0);
        struct db_param row[] = {db_integer(delivery->act), db_integer((int64_t)delivery->entry.trustee),
                                 db_bytes(bytes.data, bytes.len)};
        struct db_param no = db_integer(round->no);
        struct db_unit *unit = db_unit_new(request->pool);
        db_unit_add(unit, DB_ACKNOWLEDGEMENT_ADD, row, 3);
        db_unit_add(unit, DB_OPENING_ACKNOWLEDGED, &no, 1);
        request_unit(request, unit, after_acknowledged);
    }
    buffer_clear(&bytes);
}

/* ---- everything else ---- */

static void after_blob(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    if (err)
        respond_problem(request, err);
    else
        submit_entry(request, &delivery_of(request)->entry, 0, after_submit);
}

static void submit_delivery(struct request *request)
{
    submit_entry(request, &delivery_of(request)->entry, 0, after_submit);
}

static void take(struct request *request, const struct round_row *round)
{
    struct delivery *delivery = arena_allocate(&request->arena, 1, sizeof *delivery);
    struct db_param no = db_integer(round->no);
    struct blob_ref refs[ENTRY_REFS_MAX];
    struct error err;
    round_set_extra(request, delivery);
    if (!read_delivery(request, round, delivery, &err)) {
        respond_problem(request, &err);
    } else if (delivery->entry.type == ENTRY_ACKNOWLEDGEMENT) {
        request_query(request, DB_OPENING_PENDING, &no, 1, after_pending);
    } else if (entry_refs(&delivery->entry, refs) == 0) {
        submit_delivery(request);
    } else if (delivery->blob.len == 0) {
        delivery_await(request, round->no, delivery->entry.trustee, &refs[0], submit_delivery);
    } else {
        struct db_unit *unit = db_unit_new(request->pool);
        blob_store(unit, delivery->blob, &refs[0]);
        request_unit(request, unit, after_blob);
    }
}

void trustee_entry_post(struct request *request)
{
    round_load(request, take);
}

/* ---- the opening that waits ---- */

static void send_opening(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    json_t *signatures = json_array(), *acknowledged = json_array();
    if (db_rows(result, 0) == 0) {
        json_decref(signatures);
        json_decref(acknowledged);
        respond_input_problem(request, "not-found", "no opening of this round waits for its trustees");
        return;
    }
    for (size_t row = 0; row < db_rows(result, 0); row++)
        json_array_append_new(signatures,
                              json_pack("{s:o, s:o}", "key", json_of_bytes(db_get_bytes(result, 0, row, 2)),
                                        "signature", json_of_bytes(db_get_bytes(result, 0, row, 3))));
    for (size_t row = 0; row < db_rows(result, 1); row++)
        json_array_append_new(acknowledged, json_integer(db_get_integer(result, 1, row, 0)));
    struct bytes act = db_get_bytes(result, 0, 0, 1);
    respond_json(request, 200,
                 json_pack("{s:s%, s:o, s:o}", "act", (const char *)act.data, act.len, "signatures",
                           signatures, "acknowledged", acknowledged));
}

static void find_opening(struct request *request, const struct round_row *round)
{
    struct db_param no = db_integer(round->no);
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_OPENING_PENDING, &no, 1);
    db_unit_add(unit, DB_OPENING_ACKNOWLEDGED, &no, 1);
    request_unit(request, unit, send_opening);
}

void opening_get(struct request *request)
{
    round_load(request, find_opening);
}

/* ---- restarts ---- */

/* {attempt, blamed?, reason} of the key generation, or {contest, abandoned, reason} of a chain of mixes. */
static bool read_restart(struct request *request, json_t *body, struct entry *out, struct error *err)
{
    struct json_fields fields;
    bool of_chain = json_object_get(body, "contest") != NULL;
    const char *reason;
    out->type = of_chain ? ENTRY_CHAIN_RESTART : ENTRY_DKG_RESTART;
    bool ok = json_object_begin(&fields, body, "restart", err) &&
              json_get_string(&fields, "reason", 1, NAME_BYTES_MAX, &reason);
    if (ok && of_chain)
        ok = field_name(&fields, "contest", &request->arena, &out->contest) &&
             field_unsigned(&fields, "abandoned", 1, UINT32_MAX, &out->abandoned);
    else if (ok)
        ok = field_unsigned(&fields, "attempt", 1, UINT32_MAX, &out->attempt);
    out->has_blamed = ok && !of_chain && json_has(&fields, "blamed");
    if (out->has_blamed)
        ok = field_unsigned(&fields, "blamed", 1, DEFINITION_TRUSTEES_MAX, &out->blamed);
    if (!ok || !json_object_end(&fields))
        return false;
    out->reason = arena_string(&request->arena, reason);
    return true;
}

static void restart(struct request *request, const struct round_row *round)
{
    struct entry entry = {0};
    struct error err;
    json_t *body;
    if (!request_json(request, &body))
        return;
    bool ok = read_restart(request, body, &entry, &err);
    json_decref(body);
    memcpy(entry.round, round->id, ROUND_ID_BYTES);
    memcpy(entry.eid, round->eid, HASH_BYTES);
    if (ok)
        submit_entry(request, &entry, 0, after_submit);
    else
        respond_input_problem(request, "bad-request", "%s", err.detail);
}

void restart_post(struct request *request)
{
    round_load(request, restart);
}

static void after_evidence(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    if (err)
        respond_problem(request, err);
    else
        submit_entry(request, &delivery_of(request)->entry, 0, after_submit);
}

/* Proof that a trustee sent a bad share restarts the key generation; who brings it does not matter. */
static void take_evidence(struct request *request, const struct round_row *round)
{
    struct delivery *delivery = arena_allocate(&request->arena, 1, sizeof *delivery);
    struct entry *entry = &delivery->entry;
    struct reader reader = reader_of(request->body);
    struct dkg_evidence evidence;
    uint32_t attempt;
    struct error err;
    round_set_extra(request, delivery);
    if (!read_u32(&reader, &attempt)) {
        respond_input_problem(request, "bad-request",
                              "the body is not the number of an attempt and evidence");
        return;
    }
    if (!dkg_evidence_read(reader.rest, &evidence, &err)) {
        respond_problem(request, &err);
        return;
    }
    *entry = (struct entry){.type = ENTRY_DKG_RESTART,
                            .attempt = attempt,
                            .has_blamed = true,
                            .blamed = evidence.accused,
                            .has_evidence = true,
                            .reason = "invalid-message"};
    memcpy(entry->round, round->id, ROUND_ID_BYTES);
    blob_ref_of(reader.rest, &entry->evidence);
    struct db_unit *unit = db_unit_new(request->pool);
    blob_store(unit, reader.rest, &entry->evidence);
    request_unit(request, unit, after_evidence);
}

void evidence_post(struct request *request)
{
    round_load(request, take_evidence);
}
