// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The session that a request belongs to, and the others of the same person. No addresses: nobody wrote them
// down.
#include <sodium.h>
#include <time.h>

#include "base/encoding.h"
#include "record/json.h"
#include "server/http/request.h"
#include "server/resources/resources.h"
#include "server/resources/roles.h"
#include "server/resources/sessions.h"

/* From the rows of DB_SESSION_SHOW. */
static json_t *session_json(const struct db_result *result, const uint8_t csrf[SESSION_CSRF_BYTES])
{
    json_t *roles = roles_json(result, 0, 0, 8, 3, NULL);
    json_t *json =
        json_pack("{s:s, s:s, s:o, s:o, s:b, s:I}", "login", db_get_text(result, 0, 0, 0), "name",
                  db_get_text(result, 0, 0, 1), "csrf", json_of_bytes(bytes_of(csrf, SESSION_CSRF_BYTES)),
                  "roles", roles, "totp", db_get_boolean(result, 0, 0, 6), "recovery_codes_left",
                  (json_int_t)db_get_integer(result, 0, 0, 7));
    if (!db_is_null(result, 0, 0, 2)) {
        json_object_set_new(json, "signing_key", json_of_bytes(db_get_bytes(result, 0, 0, 2)));
        json_object_set_new(json, "minisign_id", json_of_bytes(db_get_bytes(result, 0, 0, 5)));
    }
    return json;
}

static void set_cookie(struct request *request, const char *name, const char *value, const char *more)
{
    const char *secure = strncmp(request->app->config->base_url, "https:", 6) == 0 ? "; Secure" : "";
    respond_header(request, "Set-Cookie",
                   arena_format(&request->arena, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", name, value,
                                secure, more));
}

/* ---- a new one ---- */

struct new_session *new_session_make(struct request *request)
{
    struct new_session *session = arena_allocate(&request->arena, 1, sizeof *session);
    request->secret = true;
    randombytes_buf(session->token, sizeof session->token);
    randombytes_buf(session->csrf, sizeof session->csrf);
    session_hash(session->token, session->hash);
    return session;
}

struct answer {
    const struct new_session *session;
    int status;
    json_t *more; /* owned by the request */
};

static void after_show_new(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct answer *answer = request->state;
    const struct config *config = request->app->config;
    char device[DEVICE_COOKIE_CHARS + 1], token[SESSION_TEXT_CHARS + 1];
    if (err) {
        respond_problem(request, err);
        return;
    }
    sodium_bin2base64(token, sizeof token, answer->session->token, SESSION_TOKEN_BYTES,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    set_cookie(request, session_cookie_name(config), token, "");
    attempts_device_cookie(request->app->attempts, db_get_text(result, 0, 0, 0), time(NULL), device);
    set_cookie(request, device_cookie_name(config), device,
               arena_format(&request->arena, "; Max-Age=%d", DEVICE_COOKIE_S));
    json_t *json = session_json(result, answer->session->csrf);
    json_object_update(json, answer->more);
    sodium_memzero(token, sizeof token);
    respond_json(request, answer->status, json);
}

void new_session_respond(struct request *request, const struct new_session *session, int64_t person,
                         int status, json_t *take_more)
{
    struct answer *answer = arena_allocate(&request->arena, 1, sizeof *answer);
    *answer = (struct answer){session, status, take_more};
    request_own(request, take_more);
    request->state = answer;
    struct db_param params[] = {db_integer(person)};
    request_query(request, DB_SESSION_SHOW, params, 1, after_show_new);
}

/* ---- this one ---- */

static void after_show(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err)
        respond_problem(request, err);
    else
        respond_json(request, 200, session_json(result, request->session.csrf));
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
    set_cookie(request, session_cookie_name(request->app->config), "", "; Max-Age=0");
    respond_empty(request, 204);
}

void session_delete(struct request *request)
{
    struct db_param params[] = {db_bytes(request->session.hash, SESSION_HASH_BYTES)};
    request_query(request, DB_SESSION_REMOVE, params, 1, after_remove);
}

/* ---- all of the person ---- */

static void after_list(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    json_t *sessions = json_array();
    for (size_t row = 0; row < db_rows(result, 0); row++) {
        int64_t id = db_get_integer(result, 0, row, 0);
        json_array_append_new(sessions, json_pack("{s:I, s:I, s:I, s:b}", "id", (json_int_t)id, "begun",
                                                  (json_int_t)db_get_integer(result, 0, row, 1), "used",
                                                  (json_int_t)db_get_integer(result, 0, row, 2), "current",
                                                  id == request->session.id));
    }
    respond_json(request, 200, json_pack("{s:o}", "sessions", sessions));
}

void sessions_get(struct request *request)
{
    const struct config *config = request->app->config;
    struct db_param params[] = {db_integer(request->session.person), db_integer(config->session_idle_minutes),
                                db_integer(config->session_absolute_minutes)};
    request_query(request, DB_SESSIONS, params, 3, after_list);
}

void sessions_delete(struct request *request)
{
    struct db_param params[] = {db_integer(request->session.person), db_null()};
    request_query(request, DB_SESSIONS_END, params, 2, after_remove);
}

static void after_end(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)err;
    if (db_affected(result, 0) == 0)
        respond_input_problem(request, "not-found", "this session has ended already");
    else
        respond_empty(request, 204);
}

void session_end_delete(struct request *request)
{
    uint64_t id;
    if (!decimal_decode_u64(bytes_of_string(request_param(request, "session")), &id) || id > INT64_MAX) {
        respond_input_problem(request, "not-found", "there is no such session");
        return;
    }
    struct db_param params[] = {db_integer(request->session.person), db_integer((int64_t)id)};
    request_query(request, DB_SESSION_END, params, 2, after_end);
}
