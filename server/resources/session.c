// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Signing in and out. The password is checked on a worker; a login that does not exist takes as long as one
// that does, and is told the same.
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "server/http/request.h"
#include "server/passwords.h"
#include "server/resources/resources.h"

enum { LOGIN_BYTES_MAX = 64 };

/* One attempt; on the heap, since it outlives a client that goes away. */
struct attempt {
    struct request_ref ref;
    const struct app *app;
    struct pool *pool;
    char login[LOGIN_BYTES_MAX + 1];
    char password[PASSWORD_BYTES_MAX + 1];
    char hash[PASSWORD_HASH_BYTES];
    int64_t person;
    bool right;
    uint8_t token[SESSION_TOKEN_BYTES];
    uint8_t csrf[SESSION_CSRF_BYTES];
};

static void attempt_free(struct attempt *attempt)
{
    sodium_memzero(attempt, sizeof *attempt);
    free(attempt);
}

static void attempt_fail(struct attempt *attempt, const struct error *err)
{
    struct request *request = request_find(attempt->ref);
    if (request)
        respond_problem(request, err);
    attempt_free(attempt);
}

static json_t *json_base64url(struct bytes bytes)
{
    struct buffer text = {0};
    base64url_append(&text, bytes);
    json_t *json = json_stringn((const char *)text.data, text.len);
    buffer_wipe(&text);
    return json;
}

/* From the rows of DB_SESSION_SHOW. */
static json_t *session_json(const struct db_result *result, size_t statement,
                            const uint8_t csrf[SESSION_CSRF_BYTES])
{
    json_t *roles = json_array();
    for (size_t row = 0; row < db_rows(result, statement); row++) {
        if (db_is_null(result, statement, row, 4))
            continue; /* a person without a role */
        json_t *role = json_pack("{s:s}", "role", db_get_text(result, statement, row, 4));
        if (!db_is_null(result, statement, row, 3))
            json_object_set_new(role, "assembly", json_string(db_get_text(result, statement, row, 3)));
        json_array_append_new(roles, role);
    }
    json_t *json = json_pack("{s:s, s:s, s:o, s:o}", "login", db_get_text(result, statement, 0, 0), "name",
                             db_get_text(result, statement, 0, 1), "csrf",
                             json_base64url(bytes_of(csrf, SESSION_CSRF_BYTES)), "roles", roles);
    if (!db_is_null(result, statement, 0, 2))
        json_object_set_new(json, "signing_key", json_base64url(db_get_bytes(result, statement, 0, 2)));
    return json;
}

static void set_cookie(struct request *request, const char *value, const char *more)
{
    const struct config *config = request->app->config;
    const char *secure = strncmp(config->base_url, "https:", 6) == 0 ? "; Secure" : "";
    respond_header(request, "Set-Cookie",
                   arena_format(&request->arena, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s",
                                session_cookie_name(config), value, secure, more));
}

static void after_add(void *arg, const struct db_result *result, const struct error *err)
{
    struct attempt *attempt = arg;
    if (err) {
        attempt_fail(attempt, err);
        return;
    }
    struct request *request = request_find(attempt->ref);
    if (request) {
        struct buffer token = {0};
        base64url_append(&token, bytes_of(attempt->token, sizeof attempt->token));
        set_cookie(request, buffer_string(&token), "");
        buffer_wipe(&token);
        respond_json(request, 200, session_json(result, 1, attempt->csrf));
    }
    attempt_free(attempt);
}

static void verify(void *arg)
{
    struct attempt *attempt = arg;
    attempt->right = password_verify(attempt->hash, attempt->password);
}

static void after_verify(void *arg)
{
    struct attempt *attempt = arg;
    const struct config *config = attempt->app->config;
    if (!attempt->right) {
        struct error err;
        error_input(&err, "bad-login", "login and password do not fit");
        attempt_fail(attempt, &err);
        return;
    }
    uint8_t hash[SESSION_HASH_BYTES];
    randombytes_buf(attempt->token, sizeof attempt->token);
    randombytes_buf(attempt->csrf, sizeof attempt->csrf);
    session_hash(attempt->token, hash);
    struct db_unit *unit = db_unit_new(attempt->pool);
    struct db_param params[] = {db_bytes(hash, sizeof hash), db_bytes(attempt->csrf, sizeof attempt->csrf),
                                db_integer(attempt->person), db_integer(config->session_idle_minutes),
                                db_integer(config->session_absolute_minutes)};
    db_unit_add(unit, DB_SESSION_ADD, params, sizeof params / sizeof *params);
    db_unit_add(unit, DB_SESSION_SHOW, &params[2], 1);
    db_unit_send(unit, after_add, attempt);
}

static void after_person(void *arg, const struct db_result *result, const struct error *err)
{
    struct attempt *attempt = arg;
    if (err) {
        attempt_fail(attempt, err);
        return;
    }
    if (db_rows(result, 0) == 1 && !db_is_null(result, 0, 0, 1)) {
        attempt->person = db_get_integer(result, 0, 0, 0);
        snprintf(attempt->hash, sizeof attempt->hash, "%s", db_get_text(result, 0, 0, 1));
    }
    if (!workers_run(attempt->app->workers, verify, request_ref_loop(attempt->ref), after_verify, attempt)) {
        struct error full;
        error_temporary(&full, "overloaded", "too many people are signing in; try again soon");
        attempt_fail(attempt, &full);
    }
}

static bool take_fields(json_t *json, struct attempt *attempt, struct error *err)
{
    const char *login, *password;
    size_t login_len, password_len;
    if (json_unpack(json, "{s:s%, s:s%!}", "login", &login, &login_len, "password", &password,
                    &password_len) != 0)
        return error_input(err, "bad-request",
                           "the body must hold login and password, both texts, and nothing else");
    if (login_len > LOGIN_BYTES_MAX || password_len > PASSWORD_BYTES_MAX || strlen(login) != login_len ||
        strlen(password) != password_len)
        return error_input(err, "bad-request", "login or password is too long or contains a zero character");
    memcpy(attempt->login, login, login_len);
    memcpy(attempt->password, password, password_len);
    sodium_memzero((char *)(uintptr_t)password, password_len); /* jansson would only free it */
    return true;
}

void session_post(struct request *request)
{
    json_t *json;
    if (!request_json(request, &json))
        return;
    request_wipe_body(request);
    struct attempt *attempt = allocate(1, sizeof *attempt);
    attempt->ref = request_ref(request);
    attempt->app = request->app;
    attempt->pool = request->pool;
    struct error err;
    if (!take_fields(json, attempt, &err)) {
        attempt_fail(attempt, &err);
        json_decref(json);
        return;
    }
    json_decref(json);
    int64_t now_ms = request->started_us / 1000;
    int64_t wait_ms =
        rate_take(request->app->sign_in_by_address, bytes_of_string(request_client_address(request)), now_ms);
    if (wait_ms == 0)
        wait_ms = rate_take(request->app->sign_in_by_login, bytes_of_string(attempt->login), now_ms);
    if (wait_ms > 0) {
        respond_header(request, "Retry-After",
                       arena_format(&request->arena, "%lld", (long long)(wait_ms / 1000 + 1)));
        error_input(&err, "too-many-attempts", "too many attempts; try again in %lld seconds",
                    (long long)(wait_ms / 1000 + 1));
        attempt_fail(attempt, &err);
        return;
    }
    struct db_param params[] = {db_text(attempt->login)};
    db_query(attempt->pool, DB_PERSON_FOR_SIGN_IN, params, 1, after_person, attempt);
}

static void after_show(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err)
        respond_problem(request, err);
    else
        respond_json(request, 200, session_json(result, 0, request->session.csrf));
}

void session_get(struct request *request)
{
    struct db_param params[] = {db_integer(request->session.person)};
    request_query(request, DB_SESSION_SHOW, params, 1, after_show);
}

static void after_remove(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    if (err) {
        respond_problem(request, err);
        return;
    }
    set_cookie(request, "", "; Max-Age=0");
    respond_empty(request, 204);
}

void session_delete(struct request *request)
{
    struct db_param params[] = {db_bytes(request->session.hash, SESSION_HASH_BYTES)};
    request_query(request, DB_SESSION_REMOVE, params, 1, after_remove);
}
