// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Who this city is, its assemblies and the people who work with them.
#include <stdlib.h>
#include <time.h>

#include "base/encoding.h"
#include "record/json.h"
#include "server/http/request.h"
#include "server/resources/resources.h"
#include "server/sequencer/sequencer.h"
#include "server/sequencer/witness.h"

void city_get(struct request *request)
{
    const struct config *config = request->app->config;
    struct buffer key = {0};
    note_key_append(sequencer_log_key(request->app->sequencer), &key);
    json_t *languages = json_array(), *pages = NULL;
    const struct static_file *file = statics_find(request->app->statics, "/pages.json");
    if (file)
        pages = json_loadb((const char *)file->variant[STATIC_IDENTITY].content.data,
                           file->variant[STATIC_IDENTITY].content.len, 0, NULL);
    json_array_extend(languages, json_object_get(pages, "languages"));
    json_decref(pages);
    json_t *city =
        json_pack("{s:s, s:s, s:s, s:s, s:o, s:I}", "name", config->city_name, "origin", config->origin,
                  "log_key", buffer_string(&key), "software", "folkmoot " FOLKMOOT_VERSION, "languages",
                  languages, "now", (json_int_t)time(NULL));
    if (request->app->witness) {
        key.len = 0;
        note_key_append(witness_key(request->app->witness), &key);
        json_object_set_new(city, "witness_key", json_string(buffer_string(&key)));
    }
    respond_json(request, 200, city);
    buffer_clear(&key);
}

static json_t *assembly_json(const struct db_result *result, size_t row)
{
    json_t *json =
        json_pack("{s:s, s:s}", "id", db_get_text(result, 0, row, 0), "name", db_get_text(result, 0, row, 1));
    if (!db_is_null(result, 0, row, 2))
        json_object_set_new(json, "parent", json_string(db_get_text(result, 0, row, 2)));
    return json;
}

static void after_assemblies(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    json_t *assemblies = json_array();
    for (size_t row = 0; row < db_rows(result, 0); row++)
        json_array_append_new(assemblies, assembly_json(result, row));
    respond_json(request, 200, json_pack("{s:o}", "assemblies", assemblies));
}

void assemblies_get(struct request *request)
{
    request_query(request, DB_ASSEMBLIES, NULL, 0, after_assemblies);
}

/* What was asked for is what was made. */
struct made {
    const char *id, *name, *parent;
};

static void after_assembly(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    const struct made *made = request->state;
    if (err) {
        respond_input_problem(request, "conflict",
                              "the assembly exists already, or its id, name or parent is not allowed");
        return;
    }
    json_t *json = json_pack("{s:s, s:s}", "id", made->id, "name", made->name);
    if (made->parent)
        json_object_set_new(json, "parent", json_string(made->parent));
    respond_json(request, 201, json);
}

void assembly_post(struct request *request)
{
    struct json_fields fields;
    struct error err;
    json_t *body;
    const char *id, *name, *parent = NULL;
    if (!request_json(request, &body))
        return;
    if (!json_object_begin(&fields, body, "assembly", &err) || !json_get_string(&fields, "id", 1, 32, &id) ||
        !json_get_string(&fields, "name", 1, 200, &name) ||
        (json_has(&fields, "parent") && !json_get_string(&fields, "parent", 1, 32, &parent)) ||
        !json_object_end(&fields)) {
        respond_bad_request(request, &err);
    } else {
        struct made *made = arena_allocate(&request->arena, 1, sizeof *made);
        *made = (struct made){arena_string(&request->arena, id), arena_string(&request->arena, name),
                              parent ? arena_string(&request->arena, parent) : NULL};
        struct db_param params[] = {db_text(made->id), db_text(made->name), db_text(made->parent)};
        request->state = made;
        request_query(request, DB_ASSEMBLY_ADD, params, 3, after_assembly);
    }
    json_decref(body);
}
