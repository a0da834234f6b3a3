// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Projects of a contest of the draft from a table or a Pabulib file: looked at first, then taken over, all or
// nothing.
#include "ballot/field.h"
#include "record/json.h"
#include "server/resources/drafts.h"
#include "server/resources/pictures.h"
#include "server/resources/project_rows.h"
#include "server/resources/resources.h"

struct import_work {
    bool apply;
    int64_t over;
    const char *contest;
    const json_t *table;    /* released with the request */
    const json_t *pictures; /* names in it */
};

static void refuse(struct request *request, json_t *take_faults)
{
    struct error why;
    const json_t *first = json_array_get(take_faults, 0);
    error_input(&why, "import", "nothing was imported; line %lld, column %lld: %s",
                (long long)json_integer_value(json_object_get(first, "line")),
                (long long)json_integer_value(json_object_get(first, "column")),
                json_string_value(json_object_get(first, "detail")));
    respond_problem_with(request, &why, json_pack("{s:o}", "faults", take_faults));
}

static void after_load(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct import_work *work = round_extra(request);
    struct project_import import;
    struct error why;
    int64_t version;
    const json_t *content = draft_read(request, result, &version);
    const json_t *there = pictures_there(request, work->pictures, result, 1);
    (void)err;
    if (!project_rows_apply(content, work->contest, work->table, there, &import, &why)) {
        respond_problem(request, &why);
        return;
    }
    if (json_array_size(import.faults)) {
        refuse(request, json_incref(import.faults));
    } else if (work->apply) {
        draft_save(request, import.draft, work->over);
    } else {
        respond_header(request, "ETag", draft_etag(request, version));
        respond_json(request, 200,
                     json_pack("{s:I, s:O, s:O, s:I}", "version", (json_int_t)version, "added", import.added,
                               "changed", import.changed, "unchanged", (json_int_t)import.unchanged));
    }
    project_import_clear(&import);
}

/* A table, or a file that becomes one. False: the request has been answered. */
static bool read_table(struct request *request, struct json_fields *fields, struct import_work *work)
{
    struct error *err = fields->err;
    const json_t *table;
    const char *text;
    json_t *faults = NULL;
    bool pabulib = json_has(fields, "pabulib");
    if (!pabulib) {
        if (json_get_value(fields, "table", &table) && json_object_end(fields)) {
            request_own(request, json_incref((json_t *)table));
            work->table = table;
            return true;
        }
    } else if (json_get_value(fields, "pabulib", &table) && json_object_end(fields)) {
        text = json_string_value(table);
        if (text && *text) {
            json_t *made = project_rows_of_pabulib(bytes_of_string(text), &faults);
            request_own(request, made);
            work->table = made;
            if (!made)
                refuse(request, faults);
            return made != NULL;
        }
        error_input(err, "bad-request", "pabulib must be the text of a file");
    }
    respond_bad_request(request, err);
    return false;
}

/* The draft, and which of the pictures in the table there are. */
static void load(struct request *request, const struct round_row *round, struct import_work *work)
{
    struct db_param no = db_integer(round->no);
    struct db_unit *unit = db_unit_new(request->pool);
    json_t *pictures = project_rows_pictures(work->table);
    request_own(request, pictures);
    work->pictures = pictures;
    db_unit_add(unit, DB_DRAFT, &no, 1);
    pictures_ask(unit, pictures);
    request_unit(request, unit, after_load);
}

static void start(struct request *request, const struct round_row *round, bool apply)
{
    struct import_work *work = arena_allocate(&request->arena, 1, sizeof *work);
    struct json_fields fields;
    struct error err;
    json_t *body;
    work->apply = apply;
    round_set_extra(request, work);
    if ((apply && !draft_if_match(request, &work->over)) || !request_json(request, &body))
        return;
    if (!json_object_begin(&fields, body, "import", &err) ||
        !field_name(&fields, "contest", &request->arena, &work->contest))
        respond_bad_request(request, &err);
    else if (read_table(request, &fields, work))
        load(request, round, work);
    json_decref(body);
}

static void preview(struct request *request, const struct round_row *round)
{
    start(request, round, false);
}

void import_preview_post(struct request *request)
{
    round_load(request, preview);
}

static void apply(struct request *request, const struct round_row *round)
{
    start(request, round, true);
}

void import_post(struct request *request)
{
    round_load(request, apply);
}

/* ---- and out again ---- */

static void after_export_load(struct request *request, const struct db_result *result,
                              const struct error *err)
{
    struct buffer out = {0};
    struct error why;
    int64_t version;
    const json_t *content = draft_read(request, result, &version);
    (void)err;
    if (project_rows_to_pabulib(content, request_param(request, "contest"), &out, &why))
        respond_bytes(request, 200, "text/plain; charset=utf-8", buffer_bytes(&out));
    else
        respond_problem(request, &why);
    buffer_clear(&out);
}

static void export(struct request *request, const struct round_row *round)
{
    draft_query(request, round, after_export_load);
}

void draft_pabulib_get(struct request *request)
{
    round_load(request, export);
}
