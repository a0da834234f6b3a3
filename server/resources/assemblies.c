// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/assemblies.h"

#include <string.h>

#include "record/json.h"
#include "server/http/cache.h"
#include "server/resources/resources.h"
#include "server/resources/staff_acts.h"

static json_t *assembly_json(const struct db_result *result, size_t row)
{
    json_t *json =
        json_pack("{s:s, s:s}", "id", db_get_text(result, 0, row, 0), "name", db_get_text(result, 0, row, 1));
    if (!db_is_null(result, 0, row, 2))
        json_object_set_new(json, "parent", json_string(db_get_text(result, 0, row, 2)));
    return json;
}

static json_t *assemblies_json(const struct db_result *result)
{
    json_t *assemblies = json_array();
    for (size_t row = 0; row < db_rows(result, 0); row++)
        json_array_append_new(assemblies, assembly_json(result, row));
    return assemblies;
}

static void after_assemblies(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    respond_json(request, 200, json_pack("{s:o}", "assemblies", assemblies_json(result)));
}

void assemblies_get(struct request *request)
{
    request_query(request, DB_ASSEMBLIES, NULL, 0, after_assemblies);
}

/* ---- one with what is around it ---- */

struct around {
    const char *id; /* NULL: the city */
    round_json_then *then;
};

static json_t *find(const json_t *assemblies, const char *id)
{
    for (size_t i = 0; id && i < json_array_size(assemblies); i++) {
        json_t *one = json_array_get(assemblies, i);
        if (strcmp(json_string_value(json_object_get(one, "id")), id) == 0)
            return one;
    }
    return NULL;
}

/* Those above it, the nearest last. No more than there are, whatever the database says. */
static json_t *above(const json_t *assemblies, const json_t *assembly)
{
    json_t *list = json_array();
    while ((assembly = find(assemblies, json_string_value(json_object_get(assembly, "parent")))) &&
           json_array_size(list) < json_array_size(assemblies))
        json_array_insert(list, 0, (json_t *)(uintptr_t)assembly);
    return list;
}

static bool is_below(const json_t *assemblies, const json_t *assembly, const char *id)
{
    json_t *list = above(assemblies, assembly);
    bool is = find(list, id) != NULL;
    json_decref(list);
    return is;
}

static json_t *below(const json_t *assemblies, const char *id)
{
    json_t *list = json_array();
    for (size_t i = 0; i < json_array_size(assemblies); i++)
        if (!id || is_below(assemblies, json_array_get(assemblies, i), id))
            json_array_append(list, json_array_get(assemblies, i));
    return list;
}

static void after_around(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    const struct around *around = request->state;
    json_t *assemblies = assemblies_json(result), *own = find(assemblies, around->id), *json = NULL;
    if (own || !around->id) {
        json = own ? json_copy(own) : json_object();
        json_object_set_new(json, "above", above(assemblies, own));
        json_object_set_new(json, "below", below(assemblies, around->id));
        json_object_set_new(json, "rounds", rounds_json(result, 1));
    }
    json_decref(assemblies);
    if (json)
        around->then(request, json);
    else
        respond_input_problem(request, "not-found", "there is no such assembly");
}

void assembly_json_load(struct request *request, const char *id, round_json_then *then)
{
    struct around *around = arena_allocate(&request->arena, 1, sizeof *around);
    struct db_param params[ROUNDS_PARAMS];
    struct db_unit *unit = db_unit_new(request->pool);
    *around = (struct around){id, then};
    request->state = around;
    rounds_params(request, id, true, params);
    db_unit_add(unit, DB_ASSEMBLIES, NULL, 0);
    db_unit_add(unit, DB_ROUNDS, params, ROUNDS_PARAMS);
    request_unit(request, unit, after_around);
}

void assembly_get(struct request *request)
{
    const char *id = request_param(request, "assembly");
    if (!respond_cached(request, arena_format(&request->arena, "assembly/%s", id)))
        assembly_json_load(request, id, respond_shared_json);
}

/* ---- a new one ---- */

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
    } else if (!name_is_valid(bytes_of_string(id))) {
        respond_input_problem(request, "bad-request", "assembly.id: only a-z, 0-9 and - may stand in it");
    } else {
        struct made *made = arena_allocate(&request->arena, 1, sizeof *made);
        *made = (struct made){arena_string(&request->arena, id), arena_string(&request->arena, name),
                              parent ? arena_string(&request->arena, parent) : NULL};
        struct db_param params[] = {db_text(made->id), db_text(made->name), db_text(made->parent)};
        request->state = made;
        struct db_unit *unit = db_unit_new(request->pool);
        db_unit_add(unit, DB_ASSEMBLY_ADD, params, 3);
        staff_act_add(request, unit, "add-assembly", made->id);
        request_unit(request, unit, after_assembly);
    }
    json_decref(body);
}
