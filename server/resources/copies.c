// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A new round that begins with the draft of another: next year's, or a rehearsal. Whatever belongs to the one
// round alone stays behind: its dates, codes, draws and size of the roll. Nothing secret is in a draft.
#include <sodium.h>
#include <stdlib.h>

#include "record/json.h"
#include "server/resources/drafts.h"
#include "server/resources/resources.h"
#include "server/resources/submit.h"

struct copy_work {
    const char *kind;
    const char *content;
    struct entry draft;
};

static json_t *copy_of(const json_t *content, const char *kind)
{
    json_t *copy = json_deep_copy(content), *contest;
    json_t *schedule = json_object_get(copy, "schedule");
    size_t i;
    json_object_set_new(copy, "kind", json_string(kind));
    json_object_del(schedule, "open");
    json_object_del(schedule, "close");
    json_object_del(schedule, "additions_end");
    json_object_del(json_object_get(copy, "draw"), "beacon_round"); /* it has been, or will be that round's */
    json_object_del(copy, "roll");
    json_array_foreach(json_object_get(copy, "contests"), i, contest) json_object_del(contest, "lot");
    return copy;
}

static void after_draft(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct copy_work *work = round_extra(request);
    (void)result;
    if (err)
        respond_problem(request, err);
    else
        round_send_made(request, work->draft.round);
}

static void after_entry(struct request *request, uint64_t index, const struct error *err)
{
    const struct copy_work *work = round_extra(request);
    struct db_param params[] = {db_bytes(work->draft.round, ROUND_ID_BYTES), db_text(work->content),
                                db_integer(request->session.person)};
    (void)index;
    if (err)
        respond_problem(request, err);
    else
        request_query(request, DB_DRAFT_BEGIN, params, 3, after_draft);
}

static void after_source(struct request *request, const struct db_result *result, const struct error *err)
{
    struct copy_work *work = round_extra(request);
    int64_t version;
    json_t *content = draft_read(request, result, &version);
    (void)err;
    if (!version) {
        respond_input_problem(request, "round-state", "this round has no draft to copy");
        return;
    }
    json_t *copy = copy_of(content, work->kind);
    char *text = json_dumps(copy, JSON_COMPACT);
    work->content = arena_string(&request->arena, text);
    free(text);
    json_decref(copy);
    work->draft.type = ENTRY_DRAFT;
    work->draft.assembly = round_of(request)->assembly;
    randombytes_buf(work->draft.round, sizeof work->draft.round);
    randombytes_buf(work->draft.nonce, sizeof work->draft.nonce);
    submit_entry(request, &work->draft, 0, after_entry);
}

static void start(struct request *request, const struct round_row *round)
{
    static const char *const kinds[] = {"real", "rehearsal"};
    struct copy_work *work = arena_allocate(&request->arena, 1, sizeof *work);
    struct json_fields fields;
    struct error err;
    json_t *body;
    unsigned kind;
    round_set_extra(request, work);
    if (!request_json(request, &body))
        return;
    bool ok = json_object_begin(&fields, body, "copy", &err) &&
              json_get_choice(&fields, "kind", kinds, 2, &kind) && json_object_end(&fields);
    json_decref(body);
    if (!ok) {
        respond_bad_request(request, &err);
        return;
    }
    work->kind = kinds[kind];
    draft_query(request, round, after_source);
}

void copies_post(struct request *request)
{
    round_load(request, start);
}
