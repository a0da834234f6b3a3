// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What a facilitator writes before a round is frozen.
#include "server/resources/drafts.h"

#include <stdlib.h>

#include "base/encoding.h"
#include "record/json.h"
#include "server/resources/draft_shape.h"
#include "server/resources/resources.h"

/* Columns of DB_DRAFT. */
enum { COLUMN_STATE, COLUMN_CONTENT, COLUMN_VERSION, COLUMN_AT, COLUMN_BY };

static int64_t version_of(const struct db_result *result)
{
    return db_is_null(result, 0, 0, COLUMN_VERSION) ? 0 : db_get_integer(result, 0, 0, COLUMN_VERSION);
}

/* Who saved it last and when; NULL: nobody. */
static json_t *changed_json(const struct db_result *result)
{
    if (db_is_null(result, 0, 0, COLUMN_AT))
        return NULL;
    json_t *changed = json_pack("{s:I}", "at", (json_int_t)db_get_integer(result, 0, 0, COLUMN_AT));
    if (!db_is_null(result, 0, 0, COLUMN_BY))
        json_object_set_new(changed, "by", json_string(db_get_text(result, 0, 0, COLUMN_BY)));
    return changed;
}

static json_t *content_of(const struct db_result *result)
{
    json_t *content = db_is_null(result, 0, 0, COLUMN_CONTENT)
                          ? NULL
                          : json_loads(db_get_text(result, 0, 0, COLUMN_CONTENT), 0, NULL);
    return content ? content : json_object();
}

const char *draft_etag(struct request *request, int64_t version)
{
    return arena_format(&request->arena, "\"%lld\"", (long long)version);
}

static void send_draft(struct request *request, const struct db_result *result)
{
    int64_t version = version_of(result);
    json_t *changed = changed_json(result);
    json_t *draft = json_pack("{s:I, s:o}", "version", (json_int_t)version, "content", content_of(result));
    if (changed)
        json_object_set_new(draft, "changed", changed);
    respond_header(request, "ETag", draft_etag(request, version));
    respond_json(request, 200, draft);
}

/* ---- reading ---- */

void draft_query(struct request *request, const struct round_row *round, request_db_then *then)
{
    struct db_param no = db_integer(round->no);
    request_query(request, DB_DRAFT, &no, 1, then);
}

json_t *draft_read(struct request *request, const struct db_result *result, int64_t *version)
{
    json_t *content = content_of(result);
    request_own(request, content);
    *version = version_of(result);
    return content;
}

static void after_get(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    send_draft(request, result);
}

static void get(struct request *request, const struct round_row *round)
{
    draft_query(request, round, after_get);
}

void draft_get(struct request *request)
{
    round_load(request, get);
}

/* ---- saving ---- */

bool draft_if_match(struct request *request, int64_t *version)
{
    const char *tag = request_header(request, "If-Match");
    size_t len = tag ? strlen(tag) : 0;
    uint64_t number;
    if (!tag) {
        respond_input_problem(request, "precondition-required",
                              "If-Match must say which version of the draft this is based on: the ETag that "
                              "came with it");
        return false;
    }
    if (len < 3 || tag[0] != '"' || tag[len - 1] != '"' ||
        !decimal_decode_u64(bytes_of(tag + 1, len - 2), &number)) {
        respond_input_problem(request, "bad-request", "If-Match must be the ETag of the draft");
        return false;
    }
    *version = number <= INT64_MAX ? (int64_t)number : INT64_MAX;
    return true;
}

/* Nothing was saved: why? */
static void after_refusal(struct request *request, const struct db_result *result, const struct error *err)
{
    struct error why;
    (void)err;
    if (strcmp(db_get_text(result, 0, 0, COLUMN_STATE), "draft") != 0) {
        respond_input_problem(request, "round-state", "the round is frozen: its draft can no longer change");
        return;
    }
    json_t *changed = changed_json(result);
    json_t *members = json_pack("{s:I}", "version", (json_int_t)version_of(result));
    const char *by = json_string_value(json_object_get(changed, "by"));
    error_input(
        &why, "precondition-failed",
        "nothing was saved: %s has changed the draft in the meantime; load it and make your changes again",
        by ? by : "somebody");
    if (changed)
        json_object_set_new(members, "changed", changed);
    respond_header(request, "ETag", draft_etag(request, version_of(result)));
    respond_problem_with(request, &why, members);
}

static void after_put(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err)
        respond_problem(request, err);
    else
        draft_query(request, round_of(request), db_rows(result, 0) == 1 ? after_get : after_refusal);
}

void draft_save(struct request *request, const json_t *content, int64_t over)
{
    char *text = json_dumps(content, JSON_COMPACT);
    const char *kept = arena_string(&request->arena, text);
    struct db_param params[] = {db_integer(round_of(request)->no), db_text(kept), db_integer(over),
                                db_integer(request->session.person)};
    free(text);
    request_query(request, DB_DRAFT_PUT, params, 4, after_put);
}

static void put(struct request *request, const struct round_row *round)
{
    struct error err;
    json_t *faults = NULL;
    int64_t over;
    (void)round;
    if (!request_body_is_json(request) || !draft_if_match(request, &over))
        return;
    json_t *content = json_read_relaxed(request->body, request->route->body_bytes, &err);
    if (!content)
        respond_problem(request, &err);
    else if (!draft_shape_check(content, &faults, &err))
        respond_problem_with(request, &err, json_pack("{s:o}", "errors", faults));
    else
        draft_save(request, content, over);
    json_decref(content);
}

void draft_put(struct request *request)
{
    round_load(request, put);
}
