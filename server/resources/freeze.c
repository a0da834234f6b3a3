// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Whether a draft is ready, and the freeze, which asks the same.
#include <stdlib.h>
#include <time.h>

#include "record/json.h"
#include "server/resources/blobs.h"
#include "server/resources/drafts.h"
#include "server/resources/pictures.h"
#include "server/resources/readiness.h"
#include "server/resources/resources.h"
#include "server/resources/submit.h"

struct freeze_work {
    bool freezing;
    bool has_expected;
    int64_t expected, version;
    struct readiness_input input;
    struct entry entry;
    const char *content; /* as frozen */
    json_t *pictures;    /* names in it; released with the request */
};

/* ---- what it takes ---- */

static const json_t *load_pages(struct request *request)
{
    const struct static_file *file = statics_find(request->app->statics, "/pages.json");
    struct bytes content = file ? file->variant[STATIC_IDENTITY].content : bytes_of(NULL, 0);
    json_t *pages = content.data ? json_loadb((const char *)content.data, content.len, 0, NULL) : NULL;
    request_own(request, pages);
    return pages;
}

static void read_people(struct request *request, const struct db_result *result,
                        struct draft_context *context)
{
    context->person_count = db_rows(result, 0);
    struct draft_person *people = arena_allocate(&request->arena, context->person_count, sizeof *people);
    for (size_t row = 0; row < context->person_count; row++) {
        people[row].login = arena_string(&request->arena, db_get_text(result, 0, row, 0));
        people[row].name = arena_string(&request->arena, db_get_text(result, 0, row, 1));
        people[row].has_key = !db_is_null(result, 0, row, 2);
        if (people[row].has_key)
            memcpy(people[row].key, db_get_bytes(result, 0, row, 2).data, sizeof people[row].key);
        people[row].roles = arena_string(&request->arena, db_get_text(result, 0, row, 3));
    }
    context->people = people;
}

/* Columns of DB_BATCHES. */
static void read_batches(struct request *request, const struct db_result *result, size_t statement,
                         struct readiness_input *input)
{
    input->batch_count = db_rows(result, statement);
    struct readiness_batch *batches = arena_allocate(&request->arena, input->batch_count, sizeof *batches);
    for (size_t row = 0; row < input->batch_count; row++) {
        int64_t keys = db_get_integer(result, statement, row, 4),
                voided = db_get_integer(result, statement, row, 5);
        batches[row] = (struct readiness_batch){
            arena_string(&request->arena, db_get_text(result, statement, row, 0)),
            arena_string(&request->arena, db_get_text(result, statement, row, 1)), (uint64_t)(keys - voided)};
    }
    input->batches = batches;
}

/* ---- the answers ---- */

static void send_readiness(struct request *request, const struct readiness *readiness, int64_t version)
{
    respond_header(request, "ETag", draft_etag(request, version));
    respond_json(request, 200,
                 json_pack("{s:I, s:b, s:O}", "version", (json_int_t)version, "ready", readiness->ready,
                           "findings", readiness->findings));
}

static void refuse(struct request *request, const struct readiness *readiness)
{
    struct error why;
    const json_t *first = json_array_get(readiness->findings, 0);
    error_input(&why, "definition", "the draft is not ready: %s: %s",
                json_string_value(json_object_get(first, "pointer")),
                json_string_value(json_object_get(first, "detail")));
    respond_problem_with(request, &why, json_pack("{s:O}", "findings", readiness->findings));
}

/* ---- the freeze ---- */

static void after_settled(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    if (err)
        respond_problem(request, err);
    else
        round_send_again(request);
}

static void after_freeze(struct request *request, uint64_t index, const struct error *err)
{
    const struct freeze_work *work = round_extra(request);
    struct db_param params[] = {db_integer(round_of(request)->no), db_text(work->content)};
    (void)index;
    if (err)
        respond_problem(request, err);
    else
        request_query(request, DB_DRAFT_FROZEN, params, 2, after_settled);
}

static void after_store(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    struct freeze_work *work = round_extra(request);
    if (err)
        respond_problem(request, err);
    else
        submit_entry(request, &work->entry, 0, after_freeze);
}

/* Blob and texts first, then the entry that names them. */
static void freeze(struct request *request, const struct readiness *readiness)
{
    struct freeze_work *work = round_extra(request);
    const struct round_row *round = round_of(request);
    char *texts = json_dumps(readiness->texts, JSON_COMPACT);
    struct bytes definition = buffer_bytes(&readiness->definition);
    struct db_unit *unit = db_unit_new(request->pool);
    work->entry.type = ENTRY_DEFINITION;
    memcpy(work->entry.round, round->id, sizeof work->entry.round);
    blob_ref_of(definition, &work->entry.definition);
    struct db_param rows[] = {db_integer(round->no), db_bytes(work->entry.definition.hash, HASH_BYTES),
                              db_text(texts)};
    blob_store(unit, definition, &work->entry.definition);
    db_unit_add(unit, DB_TEXTS_ADD, rows, 3);
    request_unit(request, unit, after_store);
    free(texts);
}

static void after_people(struct request *request, const struct db_result *result, const struct error *err)
{
    struct freeze_work *work = round_extra(request);
    struct readiness readiness;
    (void)err;
    read_people(request, result, &work->input.context);
    work->input.pictures = pictures_there(request, work->pictures, result, 1);
    readiness_find(&work->input, &readiness);
    if (!work->freezing)
        send_readiness(request, &readiness, work->version);
    else if (!readiness.ready)
        refuse(request, &readiness);
    else
        freeze(request, &readiness);
    readiness_clear(&readiness);
}

static void after_inputs(struct request *request, const struct db_result *result, const struct error *err)
{
    struct freeze_work *work = round_extra(request);
    struct draft_context *context = &work->input.context;
    struct buffer logins = {0};
    (void)err;
    if (db_rows(result, 0) != 1) {
        respond_input_problem(request, "round-state", "this round has no draft yet");
        return;
    }
    work->content = arena_string(&request->arena, db_get_text(result, 0, 0, 0));
    work->version = db_get_integer(result, 0, 0, 3);
    if (work->has_expected && work->version != work->expected) {
        respond_header(request, "ETag", draft_etag(request, work->version));
        respond_input_problem(request, "precondition-failed",
                              "nothing was frozen: the draft has changed in the meantime; look at it again");
        return;
    }
    if (!db_is_null(result, 0, 0, 1))
        context->trustee_key = (const uint8_t *)arena_copy(
            &request->arena, db_get_bytes(result, 0, 0, 1).data, SIGN_PUBLIC_BYTES);
    work->input.zone_known = db_get_boolean(result, 0, 0, 2);
    read_batches(request, result, 1, &work->input);
    json_t *content = json_loads(work->content, 0, NULL);
    request_own(request, content);
    work->input.content = content;
    draft_logins(content, &logins);
    work->pictures = json_object();
    request_own(request, work->pictures);
    pictures_collect(content, work->pictures);
    struct db_param params[] = {db_text(buffer_string(&logins)), db_text(context->assembly)};
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_PEOPLE_BY_LOGIN, params, 2);
    pictures_ask(unit, work->pictures);
    request_unit(request, unit, after_people);
    buffer_clear(&logins);
}

static void look(struct request *request, const struct round_row *round, struct freeze_work *work)
{
    struct db_param no = db_integer(round->no);
    struct db_unit *unit = db_unit_new(request->pool);
    work->input.minute = (uint64_t)time(NULL) / 60;
    work->input.city_has_witnesses = *request->app->config->witness_policy != '\0';
    work->input.context = (struct draft_context){.origin = request->app->config->origin,
                                                 .assembly = round->assembly,
                                                 .round = round->id,
                                                 .nonce = round->nonce,
                                                 .pages = load_pages(request)};
    db_unit_add(unit, DB_FREEZE_INPUTS, &no, 1);
    db_unit_add(unit, DB_BATCHES, &no, 1);
    request_unit(request, unit, after_inputs);
}

static struct freeze_work *begin(struct request *request)
{
    struct freeze_work *work = arena_allocate(&request->arena, 1, sizeof *work);
    round_set_extra(request, work);
    return work;
}

static void start_readiness(struct request *request, const struct round_row *round)
{
    struct freeze_work *work = begin(request);
    if (strcmp(round->state, "draft") != 0)
        respond_input_problem(request, "round-state", "the round is %s already", round->state);
    else
        look(request, round, work);
}

void readiness_get(struct request *request)
{
    round_load(request, start_readiness);
}

static void start_freeze(struct request *request, const struct round_row *round)
{
    struct freeze_work *work = begin(request);
    work->freezing = true;
    work->has_expected = request_header(request, "If-Match") != NULL;
    if (work->has_expected && !draft_if_match(request, &work->expected))
        return;
    if (strcmp(round->state, "draft") != 0)
        respond_input_problem(request, "round-state", "the round is %s already", round->state);
    else
        look(request, round, work);
}

void freeze_post(struct request *request)
{
    round_load(request, start_freeze);
}
