// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The numbers of a contest's projects by lot: the draft gets them into their order, and says out of which
// public value it came, so that anybody can draw again (docs/decisions/lot.md).
#include "ballot/lot.h"
#include "record/json.h"
#include "server/resources/drafts.h"
#include "server/resources/resources.h"

struct lot_work {
    int64_t over;
    const char *contest;
    struct lot lot;
};

/* NULL: an option has no id yet. */
static const char **ids_of(struct request *request, const json_t *options)
{
    size_t count = json_array_size(options);
    const char **ids = arena_allocate(&request->arena, count, sizeof *ids);
    for (size_t i = 0; i < count; i++) {
        ids[i] = json_string_value(json_object_get(json_array_get(options, i), "id"));
        if (!ids[i] || !*ids[i])
            return NULL;
        for (size_t k = 0; k < i; k++)
            if (strcmp(ids[k], ids[i]) == 0)
                return NULL;
    }
    return ids;
}

static bool draw(struct request *request, json_t *contest, const struct lot_work *work)
{
    json_t *options = json_object_get(contest, "options"), *sorted = json_array();
    size_t count = json_array_size(options);
    const char **ids = ids_of(request, options);
    uint16_t *order = arena_allocate(&request->arena, count, sizeof *order);
    if (!count || !ids) {
        json_decref(sorted);
        return false;
    }
    lot_draw(round_of(request)->id, work->contest, work->lot.value, ids, count, order);
    for (size_t i = 0; i < count; i++)
        json_array_append(sorted, json_array_get(options, order[i]));
    json_object_set_new(contest, "options", sorted);
    json_object_set_new(contest, "lot", lot_to_json(&work->lot));
    return true;
}

static void after_load(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct lot_work *work = round_extra(request);
    int64_t version;
    json_t *content = draft_read(request, result, &version), *contest, *found = NULL;
    size_t i;
    (void)err;
    json_array_foreach(json_object_get(content, "contests"), i, contest)
    {
        const char *id = json_string_value(json_object_get(contest, "id"));
        if (id && strcmp(id, work->contest) == 0)
            found = contest;
    }
    if (!found)
        respond_input_problem(request, "not-found", "the draft has no contest %s", work->contest);
    else if (!draw(request, found, work))
        respond_input_problem(request, "definition",
                              "numbers are drawn when every project of %s is there with an id of its own",
                              work->contest);
    else
        draft_save(request, content, work->over);
}

static void start(struct request *request, const struct round_row *round)
{
    struct lot_work *work = arena_allocate(&request->arena, 1, sizeof *work);
    struct json_fields fields, lot;
    struct error err;
    json_t *body;
    round_set_extra(request, work);
    if (!draft_if_match(request, &work->over) || !request_json(request, &body))
        return;
    bool ok = json_object_begin(&fields, body, "body", &err) &&
              field_name(&fields, "contest", &request->arena, &work->contest) &&
              json_get_object(&fields, "lot", &lot) && lot_from_json(&lot, &request->arena, &work->lot) &&
              json_object_end(&fields);
    json_decref(body);
    if (ok)
        draft_query(request, round, after_load);
    else
        respond_bad_request(request, &err);
}

void lot_post(struct request *request)
{
    round_load(request, start);
}
