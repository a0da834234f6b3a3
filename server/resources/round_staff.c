// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Who works on a round: for whoever prepares it and names those who will sign.
#include "record/json.h"
#include "server/resources/resources.h"
#include "server/resources/rounds.h"

/* Rows of one person follow each other, a role each. */
static json_t *person_json(const struct db_result *result, size_t *row)
{
    const char *login = db_get_text(result, 0, *row, 0);
    json_t *roles = json_array(), *person = json_pack("{s:s, s:s, s:o}", "login", login, "name",
                                                      db_get_text(result, 0, *row, 1), "roles", roles);
    if (!db_is_null(result, 0, *row, 2))
        json_object_set_new(person, "signing_key", json_of_bytes(db_get_bytes(result, 0, *row, 2)));
    for (; *row < db_rows(result, 0) && strcmp(db_get_text(result, 0, *row, 0), login) == 0; (*row)++)
        json_array_append_new(roles, json_string(db_get_text(result, 0, *row, 3)));
    return person;
}

static void after_list(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    json_t *people = json_array();
    for (size_t row = 0; row < db_rows(result, 0);)
        json_array_append_new(people, person_json(result, &row));
    respond_json(request, 200, json_pack("{s:o}", "people", people));
}

static void list(struct request *request, const struct round_row *round)
{
    struct db_param assembly = db_text(round->assembly);
    request_query(request, DB_ASSEMBLY_STAFF, &assembly, 1, after_list);
}

void round_staff_get(struct request *request)
{
    round_load(request, list);
}
