// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Everything a device needs to make a ballot, in one answer; and how far a round is.
#include <stdlib.h>
#include <time.h>

#include "record/json.h"
#include "server/http/cache.h"
#include "server/pages/pages.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"
#include "server/sequencer/sequencer.h"

/* The language that is asked for, as a definition writes it; NULL: none, or none of ours. */
static const char *wanted_language(struct request *request)
{
    const char *wanted = request_query_param(request, "language");
    const struct page *page;
    for (size_t i = 0; wanted && (page = pages_of_kind(request->app->pages, "vote", i)); i++) {
        if (strcmp(page->language, wanted) != 0)
            continue;
        char *key = arena_string(&request->arena, wanted);
        for (char *at = key; *at; at++)
            if (*at == '-')
                *at = '_';
        return key;
    }
    return NULL;
}

/* Of each thing the text in this language, or in the one that others fall back to. */
static json_t *texts_in(json_t *take_texts, const char *language, const char *first)
{
    json_t *kept = json_object(), *by_language;
    const char *thing;
    json_object_foreach(take_texts, thing, by_language)
    {
        const char *key = json_object_get(by_language, language) ? language : first;
        json_t *text = json_object_get(by_language, key);
        json_object_set_new(kept, thing, text ? json_pack("{s:O}", key, text) : json_incref(by_language));
    }
    json_decref(take_texts);
    return kept;
}

static void after_form(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    const struct round_row *round = round_of(request);
    json_t *json = json_object(), *acknowledgements = json_array();
    struct buffer key = {0};
    for (size_t row = 0; row < db_rows(result, 0); row++) {
        struct bytes entry = db_get_bytes(result, 0, row, 2);
        json_t *text = json_stringn((const char *)entry.data, entry.len);
        if (strcmp(db_get_text(result, 0, row, 1), "opening") == 0) {
            json_object_set_new(json, "opening", text);
            json_object_set_new(json, "opening_index", json_integer(db_get_integer(result, 0, row, 0)));
        } else {
            json_array_append_new(acknowledgements, text);
        }
    }
    note_key_append(sequencer_log_key(request->app->sequencer), &key);
    json_object_set_new(json, "acknowledgements", acknowledgements);
    json_object_set_new(json, "round", json_of_bytes(bytes_of(round->id, sizeof round->id)));
    json_object_set_new(json, "city", json_string(request->app->config->city_name));
    json_object_set_new(json, "state", json_string(round->state));
    json_object_set_new(
        json, "definition",
        json_stringn((const char *)round->definition_bytes.data, round->definition_bytes.len));
    json_object_set_new(json, "eid", json_of_bytes(bytes_of(round->eid, sizeof round->eid)));
    json_t *texts = round_texts_json(result, 1);
    const char *language = wanted_language(request);
    json_object_set_new(json, "texts",
                        language ? texts_in(texts, language, round->definition->languages[0]) : texts);
    json_object_set_new(json, "checkpoint",
                        json_string(db_rows(result, 2) ? db_get_text(result, 2, 0, 1) : ""));
    json_object_set_new(json, "log_key", json_string(buffer_string(&key)));
    json_object_set_new(json, "close", json_integer(round->close_minute));
    json_object_set_new(json, "now", json_integer((json_int_t)time(NULL)));
    buffer_clear(&key);
    respond_shared_json(request, json);
}

static void send_form(struct request *request, const struct round_row *round)
{
    struct db_param id = db_bytes(round->id, sizeof round->id), no = db_integer(round->no);
    if (!round->is_opened) {
        respond_input_problem(request, "not-open", "this round has not been opened");
        return;
    }
    struct db_unit *unit = db_unit_new(request->pool);
    db_unit_add(unit, DB_ROUND_OPENING, &id, 1);
    db_unit_add(unit, DB_ROUND_TEXTS, &no, 1);
    db_unit_add(unit, DB_CHECKPOINT, NULL, 0);
    request_unit(request, unit, after_form);
}

void form_get(struct request *request)
{
    const char *language = wanted_language(request);
    if (!respond_cached(request, arena_format(&request->arena, "form/%s/%s", request_param(request, "round"),
                                              language ? language : "")))
        round_load(request, send_form);
}

json_t *round_jobs_json(const struct db_result *result, size_t statement)
{
    json_t *jobs = json_array();
    for (size_t row = 0; row < db_rows(result, statement); row++) {
        json_t *job = json_pack(
            "{s:s, s:s, s:s, s:I, s:I, s:I}", "kind", db_get_text(result, statement, row, 0), "contest",
            db_get_text(result, statement, row, 1), "state", db_get_text(result, statement, row, 2), "done",
            (json_int_t)db_get_integer(result, statement, row, 3), "total",
            (json_int_t)db_get_integer(result, statement, row, 4), "not_before",
            (json_int_t)db_get_integer(result, statement, row, 5));
        if (!db_is_null(result, statement, row, 6))
            json_object_set_new(job, "detail", json_string(db_get_text(result, statement, row, 6)));
        json_array_append_new(jobs, job);
    }
    return jobs;
}

static void after_progress(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    respond_json(
        request, 200,
        json_pack("{s:s, s:o}", "state", round_of(request)->state, "jobs", round_jobs_json(result, 0)));
}

void progress_send(struct request *request, const struct round_row *round)
{
    struct db_param no = db_integer(round->no);
    request_query(request, DB_ROUND_JOBS, &no, 1, after_progress);
}

void progress_get(struct request *request)
{
    round_load(request, progress_send);
}
