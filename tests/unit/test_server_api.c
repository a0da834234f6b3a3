/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The route table and the problem types beside docs/api/openapi.json: neither has what the other lacks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <string.h>

#include "server/http/request.h"

static json_t *api;

static int load(void **state)
{
    (void)state;
    json_error_t err;
    api = json_load_file(DATA_DIR "/../../docs/api/openapi.json", JSON_REJECT_DUPLICATES, &err);
    return api ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    json_decref(api);
    return 0;
}

static const char *const methods[METHOD_COUNT] = {"get", "post", "put", "patch", "delete"};

/* The description's path of a route: "{rest*}" is "{rest}" there. */
static void described_path(const char *pattern, char *out)
{
    for (; *pattern; pattern++)
        if (*pattern != '*')
            *out++ = *pattern;
    *out = '\0';
}

static bool access_is(const struct route *route, const char *access)
{
    if (strcmp(access, "public") == 0)
        return route->access == ACCESS_PUBLIC;
    if (strcmp(access, "signed-in") == 0)
        return route->access == ACCESS_SIGNED_IN;
    if (strcmp(access, "administrator") == 0)
        return route->access == ACCESS_ADMINISTRATOR;
    unsigned roles =
        strcmp(access, "staff") == 0 ? (unsigned)ROLE_STAFF : role_of_name(bytes_of_string(access));
    return route->access == ACCESS_ROLE && route->roles == roles && roles != 0 && route->scope != SCOPE_ANY;
}

static bool confirm_is(const struct route *route, const char *confirm)
{
    static const char *const names[] = {
        [CONFIRM_NOTHING] = NULL, [CONFIRM_ALWAYS] = "always", [CONFIRM_IRREVERSIBLE] = "irreversible"};
    const char *name = names[route->confirm];
    return name && confirm ? strcmp(name, confirm) == 0 : name == confirm;
}

static void routes_are_described_with_their_access(void **state)
{
    (void)state;
    size_t described = 0;
    const char *path, *method;
    json_t *operations, *operation;
    json_object_foreach(json_object_get(api, "paths"), path, operations)
        json_object_foreach(operations, method, operation) described +=
        json_object_get(operation, "x-access") != NULL;
    for (size_t i = 0; i < route_count; i++) {
        char name[256];
        assert_true(strlen(routes[i].pattern) < sizeof name);
        described_path(routes[i].pattern, name);
        operation =
            json_object_get(json_object_get(json_object_get(api, "paths"), name), methods[routes[i].method]);
        const char *access = json_string_value(json_object_get(operation, "x-access"));
        if (!access)
            fail_msg("%s %s is not described", methods[routes[i].method], name);
        if (!access_is(&routes[i], access))
            fail_msg("%s %s is not for \"%s\"", methods[routes[i].method], name, access);
        if (!confirm_is(&routes[i], json_string_value(json_object_get(operation, "x-confirm"))))
            fail_msg("%s %s: confirmation", methods[routes[i].method], name);
    }
    assert_int_equal(described, route_count);
}

static void problems_have_their_status(void **state)
{
    (void)state;
    const char *type;
    json_t *problem;
    size_t count = 0;
    json_object_foreach(json_object_get(api, "x-problems"), type, problem)
    {
        int status = (int)json_integer_value(json_object_get(problem, "status"));
        enum error_class class = status == 500 ? ERROR_BROKEN : status == 503 ? ERROR_TEMPORARY : ERROR_INPUT;
        const struct error err = {class, type, ""};
        if (problem_status(&err) != status)
            fail_msg("%s has status %d, not %d", type, problem_status(&err), status);
        count++;
    }
    assert_true(count > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(routes_are_described_with_their_access),
        cmocka_unit_test(problems_have_their_status),
    };
    return cmocka_run_group_tests_name("server_api", tests, load, unload);
}
