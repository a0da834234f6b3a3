// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Casting a ballot. Its shape is read on the loop; its proof is checked on a worker, together with those that
// wait with it; the sequencer decides on the rest. Problems are told in the order of
// docs/protocol.md section 6: what is wrong with the credential comes before what is wrong with the ballot,
// so a bad ballot costs one more look at the tables before it is refused.
#include <stdlib.h>
#include <time.h>

#include "ballot/round.h"
#include "base/encoding.h"
#include "server/resources/receipts.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"
#include "server/sequencer/sequencer.h"

/* From the request to the sequencer; not in the arena, since workers use it. */
struct casting {
    struct request_ref ref;
    struct sequencer *sequencer;
    struct loop *loop;
    struct cast_request *cast;
    struct error error;
    bool good;
};

/* What a refusal needs to look at the credential first; in the arena. */
struct refusal {
    uint8_t round[ROUND_ID_BYTES];
    uint8_t ballot[HASH_BYTES];
    uint8_t credential[POINT_BYTES];
    struct ballot shape; /* its layout only */
    struct error error;
};

/* ---- refusing ---- */

/* The layout as far as it can be read from a ballot that could not be. */
static bool read_layout(const json_t *ballot, struct arena *arena, struct ballot *out)
{
    struct json_fields fields;
    struct json_items items;
    struct error ignored;
    const json_t *value = json_object_get(ballot, "layout");
    json_t *alone = json_pack("{s:O}", "layout", value ? value : json_false());
    bool done = json_object_begin(&fields, alone, "ballot", &ignored) &&
                json_get_array(&fields, "layout", 1, DEFINITION_CONTESTS_MAX, &items);
    struct ballot_layout *layout = done ? arena_allocate(arena, items.count, sizeof *layout) : NULL;
    for (size_t i = 0; done && i < items.count; i++) {
        struct json_fields item;
        const char *contest;
        int64_t width;
        done = json_item_object(&items, i, &item) &&
               json_get_string(&item, "contest", 1, NAME_BYTES_MAX, &contest) &&
               json_get_integer(&item, "width", 1, BALLOT_CIPHERTEXTS_MAX, &width);
        if (done)
            layout[i] =
                (struct ballot_layout){bytes_of_string(arena_string(arena, contest)), (uint64_t)width};
    }
    if (done) {
        out->statement.layout = layout;
        out->statement.contest_count = items.count;
    }
    json_decref(alone);
    return done;
}

static void refuse_after_credential(struct request *request, const struct db_result *result,
                                    const struct error *err)
{
    struct refusal *refusal = request->state;
    struct error error = err ? *err : refusal->error;
    struct open_round *round = rounds_find(sequencer_rounds(request->app->sequencer), refusal->round);
    if (!err && (db_rows(result, 0) == 0 || db_is_null(result, 0, 0, 1))) {
        error_input(&error, "credential-unknown", "this credential is not on the list of the round");
    } else if (!err && !db_is_null(result, 0, 0, 4)) {
        error_input(&error, "credential-void", "this credential is void");
    } else if (!err && round && refusal->shape.statement.layout) {
        const struct district *district =
            definition_district(&round->definition, db_get_text(result, 0, 0, 3));
        struct error layout;
        if (district && !ballot_fits(&refusal->shape, district, &layout))
            error = layout;
    }
    open_round_release(round);
    respond_problem(request, &error);
}

/* The ballot is bad; is its credential, or its layout? */
static void refuse(struct request *request, struct bytes body, const struct open_round *round,
                   const struct error *error)
{
    struct refusal *refusal = arena_allocate(&request->arena, 1, sizeof *refusal);
    struct error ignored;
    json_t *ballot = json_read(body, BALLOT_BYTES_MAX, &ignored);
    const char *credential = ballot ? json_string_value(json_object_get(ballot, "credential")) : NULL;
    refusal->error = *error;
    bool known =
        credential && base64url_decode_exact(bytes_of_string(credential), refusal->credential, POINT_BYTES);
    if (known && !read_layout(ballot, &request->arena, &refusal->shape))
        refusal->shape = (struct ballot){0};
    json_decref(ballot);
    if (!known) { /* not a ballot at all */
        respond_problem(request, error);
        return;
    }
    memcpy(refusal->round, round->id, sizeof refusal->round);
    request->state = refusal;
    struct db_param params[] = {db_bytes(refusal->round, ROUND_ID_BYTES),
                                db_bytes(refusal->credential, POINT_BYTES)};
    request_query(request, DB_CREDENTIAL_STATUS, params, 2, refuse_after_credential);
}

/* ---- no ballots are taken ---- */

static void with_round_state(struct request *request, const struct db_result *result, const struct error *err)
{
    static const char *const before[] = {"draft", "frozen", "annulled"};
    struct error soon;
    if (err) {
        respond_problem(request, err);
        return;
    }
    if (db_rows(result, 0) == 0) {
        respond_input_problem(request, "not-found", "there is no such round");
        return;
    }
    const char *state = db_get_text(result, 0, 0, 0);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (strcmp(state, before[i]) == 0) {
            respond_input_problem(request, "not-open", "no ballots are taken in this round");
            return;
        }
    if (strcmp(state, "open") == 0) { /* the sequencer is just taking it up */
        error_temporary(&soon, "overloaded", "the round is just being opened, try again in a moment");
        respond_problem(request, &soon);
        return;
    }
    respond_input_problem(request, "ballot-late", "voting is over");
}

static void with_old_ballot(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct refusal *refusal = request->state;
    if (err) {
        respond_problem(request, err);
    } else if (db_rows(result, 0) == 1) {
        receipt_respond_for(request, (uint64_t)db_get_integer(result, 0, 0, 0));
    } else {
        struct db_param round = db_bytes(refusal->round, ROUND_ID_BYTES);
        request_query(request, DB_ROUND_STATE, &round, 1, with_round_state);
    }
}

/* Bytes that are in the record get a receipt whatever the time. */
static void answer_closed(struct request *request, const uint8_t round[ROUND_ID_BYTES])
{
    struct refusal *refusal = arena_allocate(&request->arena, 1, sizeof *refusal);
    memcpy(refusal->round, round, ROUND_ID_BYTES);
    ballot_id(request->body, refusal->ballot);
    request->state = refusal;
    struct db_param params[] = {db_bytes(refusal->round, ROUND_ID_BYTES),
                                db_bytes(refusal->ballot, HASH_BYTES)};
    request_query(request, DB_BALLOT_FIND, params, 2, with_old_ballot);
}

/* ---- casting ---- */

static void casting_free(struct casting *casting)
{
    cast_request_free(casting->cast);
    free(casting);
}

static json_t *last_members(const struct cast_answer *answer)
{
    if (!answer->has_last)
        return json_object();
    return json_pack("{s:{s:I,s:o}}", "last", "seq", (json_int_t)answer->last_seq, "id",
                     json_of_bytes(bytes_of(answer->last_id, HASH_BYTES)));
}

static void on_cast(void *arg, const struct cast_answer *answer, const struct error *err)
{
    struct casting *casting = arg;
    struct request *request = request_find(casting->ref);
    casting_free(casting);
    if (!request)
        return;
    if (err && strcmp(err->type, "sequence") == 0)
        respond_problem_with(request, err, last_members(answer));
    else if (err)
        respond_problem(request, err);
    else if (answer->known)
        receipt_respond_for(request, answer->index);
    else
        receipt_respond(request, answer->index, answer->entry, &answer->path, answer->note);
}

/* Those of one round; when they do not hold together, one by one. */
static void check_round(struct casting *const *castings, size_t count)
{
    const struct ballot *ballots[WORKERS_TOGETHER_MAX];
    const uint8_t *eid = castings[0]->cast->round->eid;
    for (size_t i = 0; i < count; i++)
        ballots[i] = &castings[i]->cast->ballot;
    bool hold = ballots_hold(ballots, count, eid, NULL);
    for (size_t i = 0; i < count; i++)
        castings[i]->good = (hold || ballot_verify(ballots[i], eid, &castings[i]->error)) &&
                            ballot_check_distinct(ballots[i], &castings[i]->error);
}

static void check_proofs(void *const *args, size_t count)
{
    struct casting *waiting[WORKERS_TOGETHER_MAX], *same[WORKERS_TOGETHER_MAX];
    memcpy(waiting, args, count * sizeof *waiting);
    while (count > 0) {
        const struct open_round *round = waiting[0]->cast->round;
        size_t left = 0, found = 0;
        for (size_t i = 0; i < count; i++)
            if (waiting[i]->cast->round == round)
                same[found++] = waiting[i];
            else
                waiting[left++] = waiting[i];
        check_round(same, found);
        count = left;
    }
}

/* On the loop, when the proof has been checked. */
static void proof_checked(void *arg)
{
    struct casting *casting = arg;
    struct request *request = request_find(casting->ref);
    struct error err;
    if (casting->good) {
        struct cast_request *cast = casting->cast;
        casting->cast = NULL;
        if (sequencer_cast(casting->sequencer, cast, casting->loop, on_cast, casting, &err))
            return; /* even when the client is gone: the ballot was sent to be cast */
        cast_request_free(cast);
        if (request)
            respond_problem(request, &err);
    } else if (request) {
        refuse(request, casting->cast->ballot.bytes, casting->cast->round, &casting->error);
    }
    casting_free(casting);
}

static void check_and_cast(struct request *request, struct cast_request *cast)
{
    struct casting *casting = allocate(1, sizeof *casting);
    *casting = (struct casting){.ref = request_ref(request),
                                .sequencer = request->app->sequencer,
                                .loop = request->loop,
                                .cast = cast};
    if (!workers_run_together(request->app->workers, check_proofs, request->loop, proof_checked, casting)) {
        struct error err;
        error_temporary(&err, "overloaded", "too many ballots are waiting, try again in a moment");
        respond_problem(request, &err);
        casting_free(casting);
    }
}

void ballot_post(struct request *request)
{
    uint8_t round[ROUND_ID_BYTES];
    struct error err;
    if (!request_body_is_json(request) || !round_param(request, round))
        return;
    struct open_round *open = rounds_find(sequencer_rounds(request->app->sequencer), round);
    if (!open) {
        answer_closed(request, round);
        return;
    }
    struct cast_request *cast = allocate(1, sizeof *cast);
    struct bytes body =
        bytes_of(arena_copy(&cast->arena, request->body.data, request->body.len), request->body.len);
    cast->round = open;
    ballot_id(body, cast->id);
    if (ballot_parse_unproven(body, &cast->arena, &cast->ballot, &err)) {
        check_and_cast(request, cast);
        return;
    }
    refuse(request, body, open, &err);
    cast_request_free(cast);
}

/* ---- receipts ---- */

static void with_ballot(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err)
        respond_problem(request, err);
    else if (db_rows(result, 0) == 0)
        respond_input_problem(request, "not-found", "there is no such ballot in the record");
    else
        receipt_respond_for(request, (uint64_t)db_get_integer(result, 0, 0, 0));
}

void receipt_get(struct request *request)
{
    uint8_t round[ROUND_ID_BYTES], ballot[HASH_BYTES];
    if (!round_param(request, round))
        return;
    if (!base64url_decode_exact(bytes_of_string(request_param(request, "ballot")), ballot, HASH_BYTES)) {
        respond_input_problem(request, "not-found", "there is no such ballot in the record");
        return;
    }
    struct db_param params[] = {db_bytes(round, ROUND_ID_BYTES), db_bytes(ballot, HASH_BYTES)};
    request_query(request, DB_BALLOT_FIND, params, 2, with_ballot);
}
