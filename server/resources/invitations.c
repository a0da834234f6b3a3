// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Links with which people set up their access, for the first time or, after a reset by the administrator,
// again: a password, an authenticator app and recovery codes at once. Until somebody uses the link nothing
// changes.
#include <sodium.h>

#include "base/encoding.h"
#include "record/json.h"
#include "server/http/request.h"
#include "server/resources/invitations.h"
#include "server/resources/resources.h"
#include "server/resources/roles.h"
#include "server/resources/second_factor.h"
#include "server/resources/secrets.h"
#include "server/resources/sessions.h"
#include "server/resources/staff_acts.h"

enum { TOKEN_BYTES = 32, TOKEN_HASH_BYTES = 32, TOKEN_CHARS = 43 };

/* ---- made and withdrawn by the administrator ---- */

struct invitation {
    uint8_t token[TOKEN_BYTES];
};

struct invitation *invitation_add(struct request *request, struct db_unit *unit, struct db_param person,
                                  struct db_param login)
{
    struct invitation *invitation = arena_allocate(&request->arena, 1, sizeof *invitation);
    uint8_t hash[TOKEN_HASH_BYTES];
    request->secret = true;
    randombytes_buf(invitation->token, sizeof invitation->token);
    crypto_hash_sha256(hash, invitation->token, sizeof invitation->token);
    struct db_param params[] = {person, login, db_bytes(hash, sizeof hash),
                                db_integer(request->app->config->invitation_hours)};
    db_unit_add(unit, DB_INVITATION_PUT, params, 4);
    staff_act_add(request, unit, "invitation", NULL);
    return invitation;
}

json_t *invitation_json(const struct invitation *invitation, const struct db_result *result, size_t statement)
{
    return json_pack("{s:o, s:I}", "token", json_of_bytes(bytes_of(invitation->token, TOKEN_BYTES)),
                     "expires", (json_int_t)db_get_integer(result, statement, 0, 0));
}

static void after_put(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err)
        respond_input_problem(request, "not-found", "there is no such person");
    else
        respond_json(request, 201, invitation_json(request->state, result, 0));
}

void invitation_post(struct request *request)
{
    struct db_param person;
    if (!person_param(request, &person))
        return;
    struct db_unit *unit = db_unit_new(request->pool);
    request->state = invitation_add(request, unit, person, db_null());
    request_unit(request, unit, after_put);
}

static void after_remove(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err || db_rows(result, 0) == 0)
        respond_input_problem(request, "not-found", "there is no invitation for this person");
    else
        respond_empty(request, 204);
}

void invitation_delete(struct request *request)
{
    struct db_param person;
    if (person_param(request, &person))
        staff_act_query(request, DB_INVITATION_REMOVE, person, "withdraw-invitation", after_remove);
}

/* ---- opened and taken up by whoever has the link ---- */

/* In the arena. */
struct acceptance {
    uint8_t hash[TOKEN_HASH_BYTES]; /* of the token */
    const char *password;
    struct new_factor *factor; /* NULL: none */
    int64_t person;
    struct new_session *session;
    json_t *recovery_codes; /* owned by the request; NULL: none */
};

static bool read_token(struct request *request, struct json_fields *fields, uint8_t hash[TOKEN_HASH_BYTES])
{
    const char *text;
    uint8_t token[TOKEN_BYTES];
    if (!secret_get(request, fields, "token", TOKEN_CHARS, TOKEN_CHARS, &text))
        return false;
    if (!base64url_decode_exact(bytes_of_string(text), token, sizeof token))
        return json_fail(fields, "token", "the link is not complete");
    crypto_hash_sha256(hash, token, sizeof token);
    sodium_memzero(token, sizeof token);
    return true;
}

static void respond_ended(struct request *request)
{
    respond_input_problem(request, "invitation-ended",
                          "this link has been used, has ended or was withdrawn; ask for a new one");
}

static void after_find(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err || db_rows(result, 0) == 0) {
        respond_ended(request);
        return;
    }
    json_t *roles = roles_json(result, 0, 0, 0, 3, NULL);
    respond_json(request, 200,
                 json_pack("{s:s, s:s, s:o, s:I, s:b, s:s}", "login", db_get_text(result, 0, 0, 1), "name",
                           db_get_text(result, 0, 0, 2), "roles", roles, "expires",
                           (json_int_t)db_get_integer(result, 0, 0, 5), "require_totp",
                           request->app->config->require_totp != 0, "city", request->app->config->city_name));
}

void invitation_open_post(struct request *request)
{
    struct json_fields fields;
    struct error err;
    json_t *body;
    uint8_t hash[TOKEN_HASH_BYTES];
    if (!request_json(request, &body))
        return;
    bool ok = json_object_begin(&fields, body, "invitation", &err) && read_token(request, &fields, hash) &&
              json_object_end(&fields);
    json_decref(body);
    if (!ok) {
        respond_bad_request(request, &err);
        return;
    }
    struct db_param params[] = {db_bytes(hash, sizeof hash)};
    request_query(request, DB_INVITATION_FIND, params, 1, after_find);
}

static void after_accept(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct acceptance *acceptance = request->state;
    if (err || db_rows(result, 0) == 0) {
        respond_ended(request); /* somebody was quicker with the same link */
        return;
    }
    json_t *more =
        acceptance->recovery_codes ? json_pack("{s:O}", "recovery_codes", acceptance->recovery_codes) : NULL;
    new_session_respond(request, acceptance->session, acceptance->person, 201, more);
}

static void accept(struct request *request, const char *password_hash)
{
    struct acceptance *acceptance = request->state;
    const struct new_factor *factor = acceptance->factor;
    uint8_t sealed[TOTP_SEALED_BYTES];
    struct db_array codes = {0};
    db_array_begin(&codes, DB_ARRAY_BYTEA);
    acceptance->session = new_session_make(request);
    if (factor) {
        totp_seal(request->app->account_keys.totp, acceptance->person, factor->secret, sealed);
        acceptance->recovery_codes = recovery_codes_make(&codes);
        request_own(request, acceptance->recovery_codes);
    }
    struct db_param params[] = {db_bytes(acceptance->hash, sizeof acceptance->hash),
                                db_text(password_hash),
                                factor ? db_bytes(sealed, sizeof sealed) : db_null(),
                                db_integer(factor ? factor->step : 0),
                                db_array(&codes),
                                db_bytes(acceptance->session->hash, SESSION_HASH_BYTES),
                                db_bytes(acceptance->session->csrf, SESSION_CSRF_BYTES)};
    request_query(request, DB_INVITATION_ACCEPT, params, sizeof params / sizeof *params, after_accept);
    db_array_clear(&codes);
}

static void after_find_to_accept(struct request *request, const struct db_result *result,
                                 const struct error *err)
{
    struct acceptance *acceptance = request->state;
    if (err || db_rows(result, 0) == 0) {
        respond_ended(request);
        return;
    }
    acceptance->person = db_get_integer(result, 0, 0, 0);
    if (!acceptance->factor || new_factor_check(request, acceptance->factor))
        secret_hash(request, acceptance->password, accept);
}

static bool read_acceptance(struct request *request, json_t *body, struct acceptance *out, struct error *err)
{
    struct json_fields fields, totp;
    if (!json_object_begin(&fields, body, "invitation", err) || !read_token(request, &fields, out->hash) ||
        !secret_get_new_password(request, &fields, &out->password))
        return false;
    if (json_has(&fields, "totp")) {
        out->factor = arena_allocate(&request->arena, 1, sizeof *out->factor);
        if (!json_get_object(&fields, "totp", &totp) || !new_factor_read(request, &totp, out->factor))
            return false;
    } else if (request->app->config->require_totp) {
        return json_fail(&fields, "totp", "this city asks for an authenticator app");
    }
    return json_object_end(&fields);
}

void invitation_acceptance_post(struct request *request)
{
    struct error err;
    json_t *body;
    struct acceptance *acceptance = arena_allocate(&request->arena, 1, sizeof *acceptance);
    if (!request_json(request, &body))
        return;
    request_wipe_body(request);
    request->state = acceptance;
    bool ok = read_acceptance(request, body, acceptance, &err);
    json_decref(body);
    if (!ok) {
        respond_bad_request(request, &err);
        return;
    }
    struct db_param params[] = {db_bytes(acceptance->hash, sizeof acceptance->hash)};
    request_query(request, DB_INVITATION_FIND, params, 1, after_find_to_accept);
}
