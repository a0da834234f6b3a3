// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What a facilitator writes before a round is frozen, and the freeze.
#include <stdlib.h>

#include "base/encoding.h"
#include "record/json.h"
#include "server/resources/blobs.h"
#include "server/resources/definition_draft.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"
#include "server/resources/submit.h"

/* The draft in hand, in the request's arena. */
struct draft_work {
    const char *content; /* JSON text */
    bool has_expected;
    int64_t expected; /* version of If-Match */
    const uint8_t *trustee_key;
    bool freezing;
    struct entry entry;
};

static json_t *draft_json(const char *content, int64_t version)
{
    json_t *value = json_loads(content, 0, NULL);
    return json_pack("{s:I, s:o}", "version", (json_int_t)version, "content", value ? value : json_object());
}

static void send_draft(struct request *request, const char *content, int64_t version)
{
    respond_header(request, "ETag", arena_format(&request->arena, "\"%lld\"", (long long)version));
    respond_json(request, 200, draft_json(content, version));
}

static void after_get(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    if (db_rows(result, 0) != 1)
        respond_input_problem(request, "not-found", "this round has no draft yet");
    else
        send_draft(request, db_get_text(result, 0, 0, 0), db_get_integer(result, 0, 0, 1));
}

static void get(struct request *request, const struct round_row *round)
{
    struct db_param no = db_integer(round->no);
    request_query(request, DB_DRAFT, &no, 1, after_get);
}

void draft_get(struct request *request)
{
    round_load(request, get);
}

/* ---- building a definition ---- */

static const json_t *load_pages(struct request *request)
{
    const struct static_file *file = statics_find(request->app->statics, "/pages.json");
    struct bytes content = file ? file->variant[STATIC_IDENTITY].content : bytes_of(NULL, 0);
    return content.data ? json_loadb((const char *)content.data, content.len, 0, NULL) : NULL;
}

static struct draft_person *people_of(struct request *request, const struct db_result *result, size_t *count)
{
    *count = db_rows(result, 0);
    struct draft_person *people = arena_allocate(&request->arena, *count, sizeof *people);
    for (size_t row = 0; row < *count; row++) {
        people[row].login = arena_string(&request->arena, db_get_text(result, 0, row, 0));
        people[row].name = arena_string(&request->arena, db_get_text(result, 0, row, 1));
        people[row].has_key = !db_is_null(result, 0, row, 2);
        if (people[row].has_key)
            memcpy(people[row].key, db_get_bytes(result, 0, row, 2).data, sizeof people[row].key);
    }
    return people;
}

static void after_put(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct draft_work *work = round_extra(request);
    if (err)
        respond_problem(request, err);
    else if (db_rows(result, 0) == 1)
        send_draft(request, work->content, db_get_integer(result, 0, 0, 0));
    else if (work->has_expected)
        respond_input_problem(request, "precondition-failed",
                              "somebody else has changed the draft; load it again before saving");
    else
        respond_input_problem(request, "round-state", "the round is frozen: its draft can no longer change");
}

static void save(struct request *request)
{
    const struct draft_work *work = round_extra(request);
    struct db_param params[] = {db_integer(round_of(request)->no), db_text(work->content),
                                work->has_expected ? db_integer(work->expected) : db_null()};
    request_query(request, DB_DRAFT_PUT, params, 3, after_put);
}

static void after_freeze(struct request *request, uint64_t index, const struct error *err)
{
    (void)index;
    if (err)
        respond_problem(request, err);
    else
        round_send_again(request);
}

static void after_store(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    struct draft_work *work = round_extra(request);
    if (err)
        respond_problem(request, err);
    else
        submit_entry(request, &work->entry, 0, after_freeze);
}

/* Blob and texts first, then the entry that names them. */
static void freeze(struct request *request, struct bytes definition, const json_t *texts)
{
    struct draft_work *work = round_extra(request);
    const struct round_row *round = round_of(request);
    char *texts_text = json_dumps(texts, JSON_COMPACT);
    struct db_unit *unit = db_unit_new(request->pool);
    work->entry.type = ENTRY_DEFINITION;
    memcpy(work->entry.round, round->id, sizeof work->entry.round);
    blob_ref_of(definition, &work->entry.definition);
    struct db_param rows[] = {db_integer(round->no), db_bytes(work->entry.definition.hash, HASH_BYTES),
                              db_text(texts_text)};
    blob_store(unit, definition, &work->entry.definition);
    db_unit_add(unit, DB_TEXTS_ADD, rows, 3);
    request_unit(request, unit, after_store);
    free(texts_text);
}

static void after_people(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    const struct draft_work *work = round_extra(request);
    const struct round_row *round = round_of(request);
    static const uint8_t nobody[SIGN_PUBLIC_BYTES];
    struct draft_context context = {.origin = request->app->config->origin,
                                    .assembly = round->assembly,
                                    .round = round->id,
                                    .nonce = round->nonce,
                                    .trustee_key = work->trustee_key ? work->trustee_key : nobody,
                                    .pages = load_pages(request),
                                    .rehearse = !work->freezing};
    struct buffer bytes = {0};
    struct error why;
    json_t *content = json_loads(work->content, 0, NULL), *texts = NULL;
    context.people = people_of(request, result, &context.person_count);
    bool ok =
        (json_array_size(json_object_get(content, "witness_policy")) == 0 ||
         *request->app->config->witness_policy ||
         error_input(&why, "definition",
                     "definition.witness_policy: this city's record has no witnesses, so its bundle would "
                     "wait for them for ever")) &&
        draft_to_definition(content, &context, &bytes, &texts, &why);
    json_decref(content);
    json_decref((json_t *)context.pages);
    if (!ok)
        respond_problem(request, &why);
    else if (work->freezing)
        freeze(request, buffer_bytes(&bytes), texts);
    else
        save(request);
    json_decref(texts);
    buffer_clear(&bytes);
}

static void find_people(struct request *request)
{
    const struct draft_work *work = round_extra(request);
    struct buffer logins = {0};
    json_t *content = json_loads(work->content, 0, NULL);
    draft_logins(content, &logins);
    json_decref(content);
    struct db_param param = db_text(buffer_string(&logins));
    request_query(request, DB_PEOPLE_BY_LOGIN, &param, 1, after_people);
    buffer_clear(&logins);
}

static void put(struct request *request, const struct round_row *round)
{
    struct draft_work *work = arena_allocate(&request->arena, 1, sizeof *work);
    struct error err;
    uint64_t version;
    round_set_extra(request, work);
    if (strcmp(round->state, "draft") != 0) {
        respond_input_problem(request, "round-state", "the round is frozen: its draft can no longer change");
        return;
    }
    const char *if_match = request_header(request, "If-Match");
    if (if_match) {
        size_t len = strlen(if_match);
        if (len < 3 || if_match[0] != '"' || if_match[len - 1] != '"' ||
            !decimal_decode_u64(bytes_of(if_match + 1, len - 2), &version)) {
            respond_input_problem(request, "bad-request", "If-Match must be the ETag of the draft");
            return;
        }
        work->has_expected = true;
        work->expected = version <= INT64_MAX ? (int64_t)version : 0; /* no draft has version 0 */
    }
    json_t *content = json_read_relaxed(request->body, request->route->body_bytes, &err);
    if (!content) {
        respond_problem(request, &err);
        return;
    }
    char *text = json_dumps(content, JSON_COMPACT);
    work->content = arena_string(&request->arena, text);
    free(text);
    json_decref(content);
    find_people(request);
}

void draft_put(struct request *request)
{
    round_load(request, put);
}

static void after_inputs(struct request *request, const struct db_result *result, const struct error *err)
{
    struct draft_work *work = round_extra(request);
    struct error why;
    if (err) {
        respond_input_problem(request, "definition", "definition.schedule.zone: there is no such time zone");
        return;
    }
    if (db_rows(result, 0) != 1) {
        respond_input_problem(request, "round-state", "this round has no draft yet");
        return;
    }
    if (db_is_null(result, 0, 0, 1)) {
        error_temporary(&why, "overloaded", "the job worker has not said its key yet; try again in a moment");
        respond_problem(request, &why);
        return;
    }
    work->content = arena_string(&request->arena, db_get_text(result, 0, 0, 0));
    work->trustee_key =
        (const uint8_t *)arena_copy(&request->arena, db_get_bytes(result, 0, 0, 1).data, SIGN_PUBLIC_BYTES);
    find_people(request);
}

static void start_freeze(struct request *request, const struct round_row *round)
{
    struct draft_work *work = arena_allocate(&request->arena, 1, sizeof *work);
    struct db_param no = db_integer(round->no);
    work->freezing = true;
    round_set_extra(request, work);
    if (strcmp(round->state, "draft") != 0)
        respond_input_problem(request, "round-state", "the round is %s already", round->state);
    else
        request_query(request, DB_FREEZE_INPUTS, &no, 1, after_inputs);
}

void freeze_post(struct request *request)
{
    round_load(request, start_freeze);
}
