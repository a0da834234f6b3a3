// SPDX-License-Identifier: AGPL-3.0-or-later
//
// People who work with the city's assemblies, their roles and the public halves of their signing keys.
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "crypto/sign.h"
#include "record/json.h"
#include "record/minisign.h"
#include "server/http/request.h"
#include "server/passwords.h"
#include "server/resources/resources.h"

enum { ROLES_MAX = 100, PASSWORD_CHARS_MIN = 12 };

static json_t *person_json(const struct db_result *result, size_t row, size_t *next)
{
    int64_t id = db_get_integer(result, 0, row, 0);
    json_t *roles = json_array();
    json_t *json = json_pack("{s:I, s:s, s:s}", "id", (json_int_t)id, "login", db_get_text(result, 0, row, 1), "name",
                             db_get_text(result, 0, row, 2));
    if (!db_is_null(result, 0, row, 3))
        json_object_set_new(json, "signing_key", json_of_bytes(db_get_bytes(result, 0, row, 3)));
    for (; row < db_rows(result, 0) && db_get_integer(result, 0, row, 0) == id; row++) {
        if (db_is_null(result, 0, row, 5))
            continue;
        json_t *role = json_pack("{s:s}", "role", db_get_text(result, 0, row, 5));
        if (!db_is_null(result, 0, row, 4))
            json_object_set_new(role, "assembly", json_string(db_get_text(result, 0, row, 4)));
        json_array_append_new(roles, role);
    }
    json_object_set_new(json, "roles", roles);
    *next = row;
    return json;
}

static void after_list(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    json_t *people = json_array();
    for (size_t row = 0; row < db_rows(result, 0);)
        json_array_append_new(people, person_json(result, row, &row));
    respond_json(request, 200, json_pack("{s:o}", "people", people));
}

void people_get(struct request *request)
{
    request_query(request, DB_PEOPLE, NULL, 0, after_list);
}

/* ---- a new person ---- */

/* On the heap while a worker hashes the password. */
struct newcomer {
    struct request_ref ref;
    struct pool *pool;
    struct arena arena;
    const char *login, *name;
    size_t role_count;
    struct {
        const char *assembly, *role;
    } roles[ROLES_MAX];
    char password[PASSWORD_BYTES_MAX + 1];
    char hash[PASSWORD_HASH_BYTES];
    bool ok;
    struct error err;
};

static void newcomer_free(struct newcomer *newcomer)
{
    arena_clear(&newcomer->arena);
    sodium_memzero(newcomer, sizeof *newcomer);
    free(newcomer);
}

static void fail(struct newcomer *newcomer, const struct error *err)
{
    struct request *request = request_find(newcomer->ref);
    if (request)
        respond_problem(request, err);
    newcomer_free(newcomer);
}

static void after_add(void *arg, const struct db_result *result, const struct error *err)
{
    struct newcomer *newcomer = arg;
    struct error why;
    if (err && err->class == ERROR_INPUT)
        error_input(&why, "conflict", "the login exists already, or a role or assembly does not exist");
    else if (err)
        why = *err;
    if (err) {
        fail(newcomer, &why);
        return;
    }
    struct request *request = request_find(newcomer->ref);
    if (request) {
        json_t *roles = json_array();
        for (size_t i = 0; i < newcomer->role_count; i++) {
            json_t *role = json_pack("{s:s}", "role", newcomer->roles[i].role);
            if (newcomer->roles[i].assembly)
                json_object_set_new(role, "assembly", json_string(newcomer->roles[i].assembly));
            json_array_append_new(roles, role);
        }
        respond_json(request, 201,
                     json_pack("{s:I, s:s, s:s, s:o}", "id", (json_int_t)db_get_integer(result, 0, 0, 0), "login",
                               newcomer->login, "name", newcomer->name, "roles", roles));
    }
    newcomer_free(newcomer);
}

static void hash(void *arg)
{
    struct newcomer *newcomer = arg;
    newcomer->ok = password_hash(newcomer->password, newcomer->hash, &newcomer->err);
    sodium_memzero(newcomer->password, sizeof newcomer->password);
}

static void after_hash(void *arg)
{
    struct newcomer *newcomer = arg;
    if (!newcomer->ok) {
        fail(newcomer, &newcomer->err);
        return;
    }
    struct db_unit *unit = db_unit_new(newcomer->pool);
    struct db_param person[] = {db_text(newcomer->login), db_text(newcomer->name), db_text(newcomer->hash)};
    db_unit_add(unit, DB_PERSON_ADD, person, 3);
    for (size_t i = 0; i < newcomer->role_count; i++) {
        struct db_param role[] = {db_text(newcomer->login), db_text(newcomer->roles[i].assembly),
                                  db_text(newcomer->roles[i].role)};
        db_unit_add(unit, DB_ROLE_ADD, role, 3);
    }
    db_unit_send(unit, after_add, newcomer);
}

static bool take_fields(const json_t *body, struct newcomer *newcomer, struct error *err)
{
    struct json_fields fields, role;
    struct json_items items;
    const char *login, *name, *password, *text;
    if (!json_object_begin(&fields, body, "person", err) || !json_get_string(&fields, "login", 1, 64, &login) ||
        !json_get_string(&fields, "name", 1, 100, &name) ||
        !json_get_string(&fields, "password", PASSWORD_CHARS_MIN, PASSWORD_BYTES_MAX, &password) ||
        !json_get_array(&fields, "roles", 0, ROLES_MAX, &items) || !json_object_end(&fields))
        return false;
    newcomer->login = arena_string(&newcomer->arena, login);
    newcomer->name = arena_string(&newcomer->arena, name);
    snprintf(newcomer->password, sizeof newcomer->password, "%s", password);
    newcomer->role_count = items.count;
    for (size_t i = 0; i < items.count; i++) {
        if (!json_item_object(&items, i, &role) || !json_get_string(&role, "role", 1, 32, &text))
            return false;
        newcomer->roles[i].role = arena_string(&newcomer->arena, text);
        if (json_has(&role, "assembly")) {
            if (!json_get_string(&role, "assembly", 1, 32, &text))
                return false;
            newcomer->roles[i].assembly = arena_string(&newcomer->arena, text);
        }
        if (!json_object_end(&role))
            return false;
    }
    return true;
}

void person_post(struct request *request)
{
    struct error err;
    json_t *body;
    if (!request_json(request, &body))
        return;
    request_wipe_body(request);
    struct newcomer *newcomer = allocate(1, sizeof *newcomer);
    newcomer->ref = request_ref(request);
    newcomer->pool = request->pool;
    if (!take_fields(body, newcomer, &err)) {
        err.type = "bad-request";
        fail(newcomer, &err);
    } else if (!workers_run(request->app->workers, hash, request->loop, after_hash, newcomer)) {
        error_temporary(&err, "overloaded", "the server is busy; try again in a moment");
        fail(newcomer, &err);
    }
    json_decref(body);
}

/* ---- signing key ---- */

static void after_key(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    if (err)
        respond_input_problem(request, "conflict", "somebody else has this key");
    else
        session_get(request);
}

void signing_key_put(struct request *request)
{
    struct json_fields fields;
    struct error err;
    json_t *body;
    uint8_t key[SIGN_PUBLIC_BYTES], id[MINISIGN_ID_BYTES];
    if (!request_json(request, &body))
        return;
    bool ok = json_object_begin(&fields, body, "key", &err) && json_get_bytes(&fields, "key", key, sizeof key) &&
              json_get_bytes(&fields, "minisign_id", id, sizeof id) && json_object_end(&fields);
    json_decref(body);
    if (!ok) {
        err.type = "bad-request";
        respond_problem(request, &err);
        return;
    }
    struct db_param params[] = {db_integer(request->session.person), db_bytes(key, sizeof key),
                                db_bytes(id, sizeof id)};
    request_query(request, DB_SIGNING_KEY_SET, params, 3, after_key);
}
