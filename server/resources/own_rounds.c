// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The rounds that a person works on, drafts too: those of every assembly where the person has a role.
#include "base/encoding.h"
#include "record/json.h"
#include "server/http/request.h"
#include "server/resources/resources.h"

/* Columns of DB_OWN_ROUNDS. */
enum { ID, ASSEMBLY, STATE, ROLES, KIND, OPEN, CLOSE, ZONE, TITLE, VERSION, CHANGED_AT, CHANGED_BY, LISTED };

static json_t *words(struct request *request, const char *text)
{
    json_t *list = json_array();
    char *rest = arena_string(&request->arena, text), *word;
    while ((word = strsep(&rest, " ")))
        json_array_append_new(list, json_string(word));
    return list;
}

static void set_text(json_t *round, const char *name, const struct db_result *result, size_t row,
                     size_t column)
{
    if (!db_is_null(result, 0, row, column))
        json_object_set_new(round, name, json_string(db_get_text(result, 0, row, column)));
}

/* Minutes come out of the draft, which need not make sense. */
static void set_minute(json_t *round, const char *name, const struct db_result *result, size_t row,
                       size_t column)
{
    uint64_t minute;
    if (!db_is_null(result, 0, row, column) &&
        decimal_decode_u64(db_get_bytes(result, 0, row, column), &minute) && minute <= JSON_MAX_INTEGER)
        json_object_set_new(round, name, json_integer((json_int_t)minute));
}

static json_t *own_round(struct request *request, const struct db_result *result, size_t row)
{
    json_t *round = json_object(), *title;
    json_object_set_new(round, "id", json_of_bytes(db_get_bytes(result, 0, row, ID)));
    set_text(round, "assembly", result, row, ASSEMBLY);
    set_text(round, "state", result, row, STATE);
    json_object_set_new(round, "roles", words(request, db_get_text(result, 0, row, ROLES)));
    json_object_set_new(round, "listed", json_integer(db_get_integer(result, 0, row, LISTED)));
    set_text(round, "kind", result, row, KIND);
    set_minute(round, "open", result, row, OPEN);
    set_minute(round, "close", result, row, CLOSE);
    set_text(round, "zone", result, row, ZONE);
    if (!db_is_null(result, 0, row, TITLE) &&
        (title = json_loads(db_get_text(result, 0, row, TITLE), 0, NULL)))
        json_object_set_new(round, "title", title);
    if (db_is_null(result, 0, row, VERSION))
        return round;
    json_t *changed = json_pack("{s:I}", "at", (json_int_t)db_get_integer(result, 0, row, CHANGED_AT));
    set_text(changed, "by", result, row, CHANGED_BY);
    json_object_set_new(round, "version", json_integer(db_get_integer(result, 0, row, VERSION)));
    json_object_set_new(round, "changed", changed);
    return round;
}

static void after_rounds(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    json_t *rounds = json_array();
    for (size_t row = 0; row < db_rows(result, 0); row++)
        json_array_append_new(rounds, own_round(request, result, row));
    respond_json(request, 200, json_pack("{s:o}", "rounds", rounds));
}

void own_rounds_get(struct request *request)
{
    struct db_param person = db_integer(request->session.person);
    request_query(request, DB_OWN_ROUNDS, &person, 1, after_rounds);
}
