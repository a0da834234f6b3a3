/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <string.h>

#include "base/encoding.h"
#include "server/http/router.h"

static void handler(struct request *request)
{
    (void)request;
}

static const struct route table[] = {
    {METHOD_GET, "/", ACCESS_PUBLIC, .handle = handler},
    {METHOD_GET, "/a", ACCESS_PUBLIC, .handle = handler},
    {METHOD_POST, "/a", ACCESS_ADMINISTRATOR, .handle = handler},
    {METHOD_GET, "/a/{x}/b/{y}", ACCESS_PUBLIC, .handle = handler},
    {METHOD_GET, "/a/special/b/c", ACCESS_PUBLIC, .handle = handler},
    {METHOD_PUT, "/r/{round}", ACCESS_ROLE, .roles = ROLE_CLERK | ROLE_FACILITATOR, .scope = SCOPE_ROUND,
     .handle = handler},
    {METHOD_GET, "/log/{path*}", ACCESS_SIGNED_IN, .handle = handler},
};
enum { TABLE_COUNT = sizeof table / sizeof *table };

static struct arena arena;

static bool find(enum method method, const char *path, struct route_match *match)
{
    return route_find(table, TABLE_COUNT, method, bytes_of_string(path), &arena, match);
}

static void paths_lead_to_routes(void **state)
{
    (void)state;
    static const struct {
        enum method method;
        const char *path;
        int route; /* -1: none */
        const char *first, *second;
    } cases[] = {
        {METHOD_GET, "/", 0, NULL, NULL},
        {METHOD_GET, "/a", 1, NULL, NULL},
        {METHOD_POST, "/a", 2, NULL, NULL},
        {METHOD_GET, "/a/", -1, NULL, NULL},
        {METHOD_GET, "/ab", -1, NULL, NULL},
        {METHOD_GET, "/a/1/b/2", 3, "1", "2"},
        {METHOD_GET, "/a/1/b", -1, NULL, NULL},
        {METHOD_GET, "/a/1/b/2/3", -1, NULL, NULL},
        {METHOD_GET, "/a/1/b/", -1, NULL, NULL},
        {METHOD_GET, "/a/%C3%A9/b/a%20b", 3, "\xc3\xa9", "a b"},
        {METHOD_GET, "/a/special/b/c", 3, "special", "c"}, /* the first in the table */
        {METHOD_PUT, "/r/%7bround%7D", 5, "{round}", NULL},
        {METHOD_GET, "/log/tile/0/x001/067.p/5", 6, "tile/0/x001/067.p/5", NULL},
        {METHOD_GET, "/log/", -1, NULL, NULL},
        {METHOD_GET, "/log", -1, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct route_match match;
        assert_true(find(cases[i].method, cases[i].path, &match));
        if (match.route != (cases[i].route < 0 ? NULL : &table[cases[i].route]))
            fail_msg("%s leads to %s", cases[i].path, match.route ? match.route->pattern : "nothing");
        if (cases[i].first)
            assert_string_equal(match.param[0].data, cases[i].first);
        if (cases[i].second)
            assert_string_equal(match.param[1].data, cases[i].second);
    }
}

static void other_methods_are_told(void **state)
{
    (void)state;
    struct route_match match;
    assert_true(find(METHOD_DELETE, "/a", &match));
    assert_null(match.route);
    assert_int_equal(match.allowed, 1u << METHOD_GET | 1u << METHOD_POST);
    assert_true(find(METHOD_DELETE, "/b", &match));
    assert_int_equal(match.allowed, 0);
}

static void crooked_paths_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",     "a",         "//",     "/a//b",   "/a/../b", "/..", "/.",
                                      "/a/.", "/%2e%2e/x", "/a%2fb", "/a%2Fb",  "/%00",    "/a%", "/a%2",
                                      "/%zz", "/%g0",      "/%ff",   "/%c0%af", "/a/%2e"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct route_match match = {.allowed = 77};
        if (find(METHOD_GET, bad[i], &match))
            fail_msg("%s is taken", bad[i]);
        assert_int_equal(match.allowed, 77);
    }
    struct route_match match;
    assert_false(route_find(table, TABLE_COUNT, METHOD_GET, bytes_of("/a\0", 3), &arena, &match));
}

static void access_follows_the_table(void **state)
{
    (void)state;
    const struct session nobody = {0};
    const struct session clerk = {.person = 1, .roles = ROLE_CLERK};
    const struct session reviewer = {.person = 2, .roles = ROLE_REVIEWER};
    const struct session administrator = {.person = 3, .roles = ROLE_ADMINISTRATOR};
    const struct session no_role = {.person = 4};
    static const struct route public = {.access = ACCESS_PUBLIC};
    static const struct route signed_in = {.access = ACCESS_SIGNED_IN};
    static const struct route role = {.access = ACCESS_ROLE, .roles = ROLE_CLERK | ROLE_FACILITATOR};
    static const struct route staff = {.access = ACCESS_ROLE, .roles = ROLE_STAFF};
    static const struct route admin = {.access = ACCESS_ADMINISTRATOR};
    const struct {
        const struct route *route;
        enum access_result nobody, clerk, reviewer, administrator, no_role;
    } rows[] = {
        {&public, ACCESS_GRANTED, ACCESS_GRANTED, ACCESS_GRANTED, ACCESS_GRANTED, ACCESS_GRANTED},
        {&signed_in, ACCESS_SIGN_IN, ACCESS_GRANTED, ACCESS_GRANTED, ACCESS_GRANTED, ACCESS_GRANTED},
        {&role, ACCESS_SIGN_IN, ACCESS_GRANTED, ACCESS_FORBIDDEN, ACCESS_FORBIDDEN, ACCESS_FORBIDDEN},
        {&staff, ACCESS_SIGN_IN, ACCESS_GRANTED, ACCESS_GRANTED, ACCESS_GRANTED, ACCESS_FORBIDDEN},
        {&admin, ACCESS_SIGN_IN, ACCESS_FORBIDDEN, ACCESS_FORBIDDEN, ACCESS_GRANTED, ACCESS_FORBIDDEN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(route_access(rows[i].route, &nobody), rows[i].nobody);
        assert_int_equal(route_access(rows[i].route, &clerk), rows[i].clerk);
        assert_int_equal(route_access(rows[i].route, &reviewer), rows[i].reviewer);
        assert_int_equal(route_access(rows[i].route, &administrator), rows[i].administrator);
        assert_int_equal(route_access(rows[i].route, &no_role), rows[i].no_role);
    }
}

static void tables_are_checked(void **state)
{
    (void)state;
    struct error err;
    assert_true(route_table_check(table, TABLE_COUNT, &err));
    if (!route_table_check(routes, route_count, &err))
        fail_msg("%s", err.detail);
    static const struct route bad[] = {
        {METHOD_GET, "a", ACCESS_PUBLIC, .handle = handler},
        {METHOD_GET, "/a{x}", ACCESS_PUBLIC, .handle = handler},
        {METHOD_GET, "/{x*}/b", ACCESS_PUBLIC, .handle = handler},
        {METHOD_GET, "/{a}/{b}/{c}/{d}/{e}", ACCESS_PUBLIC, .handle = handler},
        {METHOD_GET, "/a/{x}", ACCESS_ROLE, .roles = ROLE_CLERK, .scope = SCOPE_ROUND, .handle = handler},
        {METHOD_GET, "/a", ACCESS_ROLE, .handle = handler},
        {METHOD_GET, "/a", ACCESS_PUBLIC, .roles = ROLE_CLERK, .handle = handler},
        {METHOD_GET, "/a", ACCESS_PUBLIC},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(route_table_check(&bad[i], 1, &err));
    const struct route twice[] = {table[1], table[1]};
    assert_false(route_table_check(twice, 2, &err));
}

static void origins(void **state)
{
    (void)state;
    assert_true(route_origin_is_ours(NULL, "https://city.example"));
    assert_true(route_origin_is_ours("https://city.example", "https://city.example"));
    assert_false(route_origin_is_ours("http://city.example", "https://city.example"));
    assert_false(route_origin_is_ours("https://city.example.evil", "https://city.example"));
    assert_false(route_origin_is_ours("null", "https://city.example"));
    assert_false(route_origin_is_ours("", "https://city.example"));
}

static void cookies(void **state)
{
    (void)state;
    struct bytes value;
    assert_true(session_find_cookie("folkmoot=abc", "folkmoot", &value));
    assert_true(bytes_equal(value, bytes_of_string("abc")));
    assert_true(session_find_cookie("a=1;  folkmoot=x=y ; b=2", "folkmoot", &value));
    assert_true(bytes_equal(value, bytes_of_string("x=y")));
    assert_true(session_find_cookie("folkmoot=", "folkmoot", &value));
    assert_int_equal(value.len, 0);
    static const char *const none[] = {
        "",  ";",           "folkmoot", "xfolkmoot=1", "Folkmoot=1", "folkmoot =1", "folkmoot=1; folkmoot=2",
        "=", "a=folkmoot=1"};
    assert_false(session_find_cookie(NULL, "folkmoot", &value));
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(session_find_cookie(none[i], "folkmoot", &value));
}

static void csrf_tokens(void **state)
{
    (void)state;
    struct session session = {.person = 1};
    struct buffer text = {0};
    randombytes_buf(session.csrf, sizeof session.csrf);
    base64url_append(&text, bytes_of(session.csrf, sizeof session.csrf));
    char *token = buffer_string(&text);
    assert_true(session_csrf_matches(&session, token));
    assert_false(session_csrf_matches(&session, NULL));
    assert_false(session_csrf_matches(&session, ""));
    for (size_t i = 0; i < text.len; i++) {
        char before = token[i];
        token[i] = before == 'A' ? 'B' : 'A';
        assert_false(session_csrf_matches(&session, token));
        token[i] = '\0';
        assert_false(session_csrf_matches(&session, token));
        token[i] = before;
    }
    buffer_clear(&text);
}

static void role_names(void **state)
{
    (void)state;
    assert_int_equal(roles_of_names("clerk administrator"), ROLE_CLERK | ROLE_ADMINISTRATOR);
    assert_int_equal(roles_of_names("facilitator reviewer registrar clerk trustee observer administrator"),
                     ROLE_STAFF);
    assert_int_equal(roles_of_names(""), 0);
    assert_int_equal(roles_of_names("cler clerks Clerk"), 0);
}

static void what_cannot_be_taken_back_is_confirmed(void **state)
{
    (void)state;
    const struct route always = {METHOD_POST, "/a", ACCESS_SIGNED_IN, .confirm = CONFIRM_ALWAYS,
                                 .handle = handler};
    const struct route acts = {METHOD_POST,         "/a/{act}",         ACCESS_ROLE,
                               .roles = ROLE_CLERK, .scope = SCOPE_ACT, .confirm = CONFIRM_IRREVERSIBLE,
                               .handle = handler};
    struct session clerk = {.person = 1, .roles = ROLE_CLERK, .act = "sealing"};
    assert_int_equal(route_access(&always, &clerk), ACCESS_CONFIRM);
    assert_int_equal(route_access(&acts, &clerk), ACCESS_CONFIRM);
    clerk.act = "void";
    assert_int_equal(route_access(&acts, &clerk), ACCESS_GRANTED);
    clerk = (struct session){.person = 1, .roles = ROLE_CLERK, .act = "sealing", .confirmed = true};
    assert_int_equal(route_access(&always, &clerk), ACCESS_GRANTED);
    assert_int_equal(route_access(&acts, &clerk), ACCESS_GRANTED);
    clerk = (struct session){.person = 1, .roles = ROLE_REVIEWER, .act = "sealing"};
    assert_int_equal(route_access(&acts, &clerk), ACCESS_FORBIDDEN); /* not asked what cannot help */

    struct route wrong = always;
    wrong.confirm = CONFIRM_IRREVERSIBLE;
    assert_false(route_table_check(&wrong, 1, NULL)); /* there is no act */
    wrong = always;
    wrong.access = ACCESS_PUBLIC;
    assert_false(route_table_check(&wrong, 1, NULL)); /* there is nobody */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_lead_to_routes),
        cmocka_unit_test(other_methods_are_told),
        cmocka_unit_test(crooked_paths_are_refused),
        cmocka_unit_test(access_follows_the_table),
        cmocka_unit_test(what_cannot_be_taken_back_is_confirmed),
        cmocka_unit_test(tables_are_checked),
        cmocka_unit_test(origins),
        cmocka_unit_test(cookies),
        cmocka_unit_test(csrf_tokens),
        cmocka_unit_test(role_names),
    };
    int failed = sodium_init() < 0 ? 1 : cmocka_run_group_tests_name("server_router", tests, NULL, NULL);
    arena_clear(&arena);
    return failed;
}
