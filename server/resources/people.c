// SPDX-License-Identifier: AGPL-3.0-or-later
//
// People who work with the city's assemblies and their roles, as administrators see and change them.
#include "base/encoding.h"
#include "record/json.h"
#include "server/http/request.h"
#include "server/resources/invitations.h"
#include "server/resources/resources.h"
#include "server/resources/roles.h"
#include "server/resources/secrets.h"
#include "server/resources/staff_acts.h"

enum { ROLES_MAX = 100 };

/* From DB_PEOPLE; *next is the row of the next person. */
static json_t *person_json(const struct db_result *result, size_t statement, size_t row, size_t *next)
{
    int64_t id = db_get_integer(result, statement, row, 0);
    bool signs_in = db_get_boolean(result, statement, row, 6),
         invited = !db_is_null(result, statement, row, 8);
    json_t *json = json_pack("{s:I, s:s, s:s, s:s, s:b}", "id", (json_int_t)id, "login",
                             db_get_text(result, statement, row, 1), "name",
                             db_get_text(result, statement, row, 2), "access",
                             signs_in  ? "active"
                             : invited ? "invited"
                                       : "none",
                             "totp", db_get_boolean(result, statement, row, 7));
    if (!db_is_null(result, statement, row, 3))
        json_object_set_new(json, "signing_key", json_of_bytes(db_get_bytes(result, statement, row, 3)));
    if (invited)
        json_object_set_new(json, "invited_until", json_integer(db_get_integer(result, statement, row, 8)));
    json_object_set_new(json, "roles", roles_json(result, statement, row, 0, 4, next));
    return json;
}

static void after_list(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    json_t *people = json_array();
    for (size_t row = 0; row < db_rows(result, 0);)
        json_array_append_new(people, person_json(result, 0, row, &row));
    respond_json(request, 200, json_pack("{s:o}", "people", people));
}

void people_get(struct request *request)
{
    struct db_param params[] = {db_null(), db_null()};
    request_query(request, DB_PEOPLE, params, 2, after_list);
}

/* ---- roles in a request ---- */

struct roles {
    size_t count;
    struct {
        const char *assembly, *role; /* assembly NULL: the city */
    } items[ROLES_MAX];
};

static bool read_roles(struct request *request, struct json_fields *fields, const char *name,
                       struct roles *out)
{
    struct json_items items;
    struct json_fields role;
    const char *text;
    if (!json_get_array(fields, name, 0, ROLES_MAX, &items))
        return false;
    for (size_t i = 0; i < items.count; i++) {
        if (!json_item_object(&items, i, &role) || !json_get_string(&role, "role", 1, 32, &text))
            return false;
        if (!role_of_name(bytes_of_string(text)))
            return json_fail(&role, "role", "there is no such role");
        out->items[i].role = arena_string(&request->arena, text);
        if (json_has(&role, "assembly")) {
            if (!json_get_string(&role, "assembly", 1, 32, &text))
                return false;
            if (strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(text))
                return json_fail(&role, "assembly", "there is no such assembly");
            out->items[i].assembly = arena_string(&request->arena, text);
        }
        if (!json_object_end(&role))
            return false;
    }
    out->count = items.count;
    return true;
}

/* Each with its entry: "give-clerk", "take-clerk". */
static void add_roles(struct request *request, struct db_unit *unit, enum db_statement statement,
                      const char *verb, struct db_param person, const struct roles *roles)
{
    for (size_t i = 0; i < roles->count; i++) {
        const char *assembly = roles->items[i].assembly, *role = roles->items[i].role;
        struct bytes entry =
            staff_act_entry(request, arena_format(&request->arena, "%s-%s", verb, role), assembly);
        struct db_param params[] = {person, db_text(assembly), db_text(role),
                                    db_bytes(entry.data, entry.len)};
        db_unit_add(unit, statement, params, 4);
    }
}

/* ---- a new person ---- */

/* In the arena. */
struct newcomer {
    const char *login, *name, *password; /* password NULL: gets an invitation */
    struct roles roles;
    struct invitation *invitation;
};

static void after_add(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct newcomer *newcomer = request->state;
    if (err) {
        respond_input_problem(request, "conflict",
                              "the login exists already, or a role or assembly does not exist");
        return;
    }
    size_t next, last = result->statements - 1;
    json_t *json = person_json(result, last, 0, &next);
    if (newcomer->invitation)
        json_object_set_new(json, "invitation", invitation_json(newcomer->invitation, result, last - 2));
    respond_json(request, 201, json);
}

/* `hash` NULL: nobody can sign in yet. */
static void add_person(struct request *request, const char *hash)
{
    struct newcomer *newcomer = request->state;
    struct db_unit *unit = db_unit_new(request->pool);
    struct db_param login = db_text(newcomer->login);
    struct db_param person[] = {login, db_text(newcomer->name), db_text(hash)};
    db_unit_add(unit, DB_PERSON_ADD, person, 3);
    add_roles(request, unit, DB_ROLE_ADD, "give", login, &newcomer->roles);
    if (!hash)
        newcomer->invitation = invitation_add(request, unit, db_null(), login);
    struct db_param show[] = {db_null(), login};
    db_unit_add(unit, DB_PEOPLE, show, 2);
    request_unit(request, unit, after_add);
}

static bool read_newcomer(struct request *request, json_t *body, struct newcomer *out, struct error *err)
{
    struct json_fields fields;
    if (!json_object_begin(&fields, body, "person", err) ||
        !json_get_string(&fields, "login", 1, 64, &out->login) ||
        !json_get_string(&fields, "name", 1, 100, &out->name) ||
        (json_has(&fields, "password") && !secret_get_new_password(request, &fields, &out->password)) ||
        !read_roles(request, &fields, "roles", &out->roles) || !json_object_end(&fields))
        return false;
    out->login = arena_string(&request->arena, out->login);
    out->name = arena_string(&request->arena, out->name);
    return true;
}

void person_post(struct request *request)
{
    struct error err;
    json_t *body;
    struct newcomer *newcomer = arena_allocate(&request->arena, 1, sizeof *newcomer);
    if (!request_json(request, &body))
        return;
    request_wipe_body(request);
    request->state = newcomer;
    bool ok = read_newcomer(request, body, newcomer, &err);
    json_decref(body);
    if (!ok) {
        respond_bad_request(request, &err);
    } else if (newcomer->password) {
        secret_hash(request, newcomer->password, add_person);
    } else {
        add_person(request, NULL);
    }
}

/* ---- changes ---- */

static void after_roles(struct request *request, const struct db_result *result, const struct error *err)
{
    size_t next, last = err ? 0 : result->statements - 1;
    if (err)
        respond_input_problem(request, "conflict", "there is no such person, assembly, or role in it");
    else if (db_rows(result, last) == 0)
        respond_input_problem(request, "not-found", "there is no such person");
    else
        respond_json(request, 200, person_json(result, last, 0, &next));
}

/* Nobody takes the last administrator away by accident: one cannot give up that role oneself. */
static bool takes_own(const struct request *request, const char *person, const struct roles *roles)
{
    bool administrator = false;
    for (size_t i = 0; i < roles->count; i++)
        administrator = administrator || strcmp(roles->items[i].role, "administrator") == 0;
    return administrator && strcmp(person, db_integer(request->session.person).number) == 0;
}

void roles_post(struct request *request)
{
    struct roles *give = arena_allocate(&request->arena, 2, sizeof *give), *take = give + 1;
    struct json_fields fields;
    struct db_param person;
    struct error err;
    json_t *body;
    if (!person_param(request, &person) || !request_json(request, &body))
        return;
    bool ok = json_object_begin(&fields, body, "roles", &err) && read_roles(request, &fields, "give", give) &&
              read_roles(request, &fields, "take", take) && json_object_end(&fields);
    json_decref(body);
    if (!ok) {
        respond_bad_request(request, &err);
        return;
    }
    if (takes_own(request, person.number, take)) {
        respond_input_problem(request, "conflict", "another administrator has to take this role from you");
        return;
    }
    struct db_unit *unit = db_unit_new(request->pool);
    struct db_param show[] = {person, db_null()};
    add_roles(request, unit, DB_ROLE_GIVE, "give", person, give);
    add_roles(request, unit, DB_ROLE_TAKE, "take", person, take);
    db_unit_add(unit, DB_PEOPLE, show, 2);
    request_unit(request, unit, after_roles);
}

static void after_access(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err || db_rows(result, 0) == 0)
        respond_input_problem(request, "not-found", "there is no such person");
    else
        respond_empty(request, 204);
}

void access_delete(struct request *request)
{
    struct db_param person;
    if (!person_param(request, &person))
        return;
    if (strcmp(person.number, db_integer(request->session.person).number) == 0)
        respond_input_problem(request, "conflict", "another administrator has to end your access");
    else
        staff_act_query(request, DB_ACCESS_REMOVE, person, "end-access", after_access);
}
