// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Saying who one is: the password, and the code of an authenticator app or a recovery code where the person
// has one. A login that does not exist takes as long as one that does, and is told the same. Whoever is
// signed in says it again before what cannot be taken back.
#include <time.h>

#include "record/json.h"
#include "server/accounts/recovery_codes.h"
#include "server/accounts/totp.h"
#include "server/http/request.h"
#include "server/passwords.h"
#include "server/resources/resources.h"
#include "server/resources/secrets.h"
#include "server/resources/sessions.h"

enum { LOGIN_BYTES_MAX = 64, CODE_BYTES_MAX = 64 };

/* One attempt; in the arena. */
struct attempt {
    const char *login, *password, *code; /* NULL: not given */
    bool again;                          /* by somebody who is signed in */
    const uint8_t *device;               /* NULL: not known */
    int64_t person;                      /* 0: nobody */
    const char *hash;                    /* NULL: cannot sign in with a password */
    const uint8_t *sealed;               /* TOTP secret; NULL: none */
    int64_t last_step;
};

static int64_t now_ms(const struct request *request)
{
    return request->started_us / 1000;
}

static bool take_try(struct request *request, const struct attempt *attempt, enum attempt_kind kind)
{
    struct attempts *attempts = request->app->attempts;
    int64_t wait_ms =
        attempt->again
            ? attempts_take_session(attempts, kind, bytes_of(request->session.hash, SESSION_HASH_BYTES),
                                    now_ms(request))
            : attempts_take(attempts, kind, request_client_address(request), attempt->login, attempt->device,
                            now_ms(request));
    if (wait_ms == 0)
        return true;
    long long wait_s = (long long)(wait_ms / 1000 + 1);
    respond_header(request, "Retry-After", arena_format(&request->arena, "%lld", wait_s));
    respond_input_problem(request, "too-many-attempts", "too many attempts; try again in %lld seconds",
                          wait_s);
    return false;
}

/* ---- who it is, is certain ---- */

static void after_add(struct request *request, const struct db_result *result, const struct error *err)
{
    const struct new_session *session = request->state;
    (void)result;
    if (err)
        respond_problem(request, err);
    else
        new_session_respond(request, session, request->session.person, 200, NULL);
}

static void after_confirm(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    if (err)
        respond_problem(request, err);
    else
        respond_empty(request, 204);
}

static void succeed(struct request *request, const struct attempt *attempt)
{
    const struct config *config = request->app->config;
    if (attempt->again) {
        struct db_param params[] = {db_bytes(request->session.hash, SESSION_HASH_BYTES)};
        request_query(request, DB_SESSION_CONFIRM, params, 1, after_confirm);
        return;
    }
    struct new_session *session = new_session_make(request);
    request->session.person = attempt->person;
    request->state = session;
    struct db_param params[] = {db_bytes(session->hash, sizeof session->hash),
                                db_bytes(session->csrf, sizeof session->csrf), db_integer(attempt->person),
                                db_integer(config->session_idle_minutes),
                                db_integer(config->session_absolute_minutes)};
    request_query(request, DB_SESSION_ADD, params, sizeof params / sizeof *params, after_add);
}

/* ---- the code ---- */

static void after_use(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err || db_rows(result, 0) != 1)
        respond_input_problem(request, "bad-code", "this code has been used already, or is none of yours");
    else
        succeed(request, request->state);
}

static void use(struct request *request, const struct attempt *attempt, struct db_param step,
                struct db_param hash)
{
    struct db_param params[] = {db_integer(attempt->person), step, hash};
    request_query(request, DB_FACTOR_USE, params, 3, after_use);
}

static void check_app_code(struct request *request, const struct attempt *attempt, const char *digits)
{
    uint8_t *secret = arena_allocate(&request->arena, TOTP_SECRET_BYTES, 1);
    int64_t step;
    if (!take_try(request, attempt, ATTEMPT_CODE))
        return;
    if (!totp_open(request->app->account_keys.totp, attempt->person, attempt->sealed, secret)) {
        struct error err;
        error_broken(&err, "internal",
                     "accounts.key in the data folder is not the one that a TOTP secret was sealed under");
        respond_problem(request, &err);
    } else if (totp_find_step(secret, digits, time(NULL), attempt->last_step, &step)) {
        use(request, attempt, db_integer(step), db_null());
    } else {
        respond_input_problem(request, "bad-code",
                              "the code does not fit; the app shows a new one every %d seconds", TOTP_STEP_S);
    }
}

static void check_code(struct request *request, const struct attempt *attempt)
{
    uint8_t hash[RECOVERY_HASH_BYTES];
    char digits[TOTP_DIGITS + 1];
    size_t count = 0;
    bool plain = true;
    for (const char *c = attempt->code; plain && *c; c++) {
        if (*c == ' ')
            continue; /* apps show the digits in two groups */
        plain = *c >= '0' && *c <= '9' && count < TOTP_DIGITS;
        if (plain)
            digits[count++] = *c;
    }
    if (plain && count == TOTP_DIGITS) {
        digits[count] = '\0';
        check_app_code(request, attempt, digits);
    } else if (recovery_code_hash(attempt->code, hash)) {
        use(request, attempt, db_null(), db_bytes(hash, sizeof hash));
    } else {
        respond_input_problem(request, "bad-code",
                              "a code has %d digits, a recovery code 15 letters and digits", TOTP_DIGITS);
    }
}

/* ---- the password ---- */

static void after_verify(struct request *request, bool right)
{
    const struct attempt *attempt = request->state;
    if (!right)
        respond_input_problem(request, "bad-login", "login and password do not fit");
    else if (!attempt->sealed || attempt->again)
        succeed(request, attempt);
    else if (!attempt->code)
        respond_input_problem(request, "code-needed",
                              "the code of the authenticator app, or a recovery code, is needed too");
    else
        check_code(request, attempt);
}

/* DB_PERSON_FOR_SIGN_IN and DB_OWN_SECRETS: id, password hash, TOTP secret, last step. */
static void after_person(struct request *request, const struct db_result *result, const struct error *err)
{
    struct attempt *attempt = request->state;
    if (err) {
        respond_problem(request, err);
        return;
    }
    if (db_rows(result, 0) == 1) {
        struct bytes sealed = db_get_bytes(result, 0, 0, 2);
        attempt->person = db_get_integer(result, 0, 0, 0);
        attempt->last_step = db_get_integer(result, 0, 0, 3);
        if (!db_is_null(result, 0, 0, 1))
            attempt->hash = arena_string(&request->arena, db_get_text(result, 0, 0, 1));
        if (sealed.len == TOTP_SEALED_BYTES)
            attempt->sealed = (const uint8_t *)arena_copy(&request->arena, sealed.data, sealed.len);
    }
    if (attempt->password)
        secret_verify(request, attempt->hash, attempt->password, after_verify);
    else if (attempt->sealed)
        check_code(request, attempt);
    else
        respond_input_problem(request, "bad-code", "this account has no second factor; give the password");
}

static bool read_fields(struct request *request, json_t *body, struct attempt *attempt, struct error *err)
{
    struct json_fields fields;
    if (!json_object_begin(&fields, body, "sign-in", err) ||
        (!attempt->again && !json_get_string(&fields, "login", 0, LOGIN_BYTES_MAX, &attempt->login)))
        return false;
    if (attempt->login)
        attempt->login = arena_string(&request->arena, attempt->login);
    bool password = !attempt->again || json_has(&fields, "password"), code = json_has(&fields, "code");
    if (attempt->again && password == code)
        return json_fail(&fields, NULL, "either a password or a code");
    return (!password ||
            secret_get(request, &fields, "password", 0, PASSWORD_BYTES_MAX, &attempt->password)) &&
           (!code || secret_get(request, &fields, "code", 0, CODE_BYTES_MAX, &attempt->code)) &&
           json_object_end(&fields);
}

/* False: the request has been answered. */
static bool read_attempt(struct request *request, struct attempt *attempt)
{
    struct error err;
    json_t *body;
    if (!request_json(request, &body))
        return false;
    request_wipe_body(request);
    request->state = attempt;
    bool ok = read_fields(request, body, attempt, &err);
    json_decref(body);
    if (!ok) {
        respond_bad_request(request, &err);
    }
    return ok;
}

void session_post(struct request *request)
{
    struct attempt *attempt = arena_allocate(&request->arena, 1, sizeof *attempt);
    uint8_t *device = arena_allocate(&request->arena, DEVICE_ID_BYTES, 1);
    struct bytes cookie;
    if (!read_attempt(request, attempt))
        return;
    if (session_find_cookie(request_header(request, "Cookie"), device_cookie_name(request->app->config),
                            &cookie) &&
        attempts_know_device(request->app->attempts, attempt->login, cookie, time(NULL), device))
        attempt->device = device;
    if (!take_try(request, attempt, ATTEMPT_PASSWORD))
        return;
    struct db_param params[] = {db_text(attempt->login)};
    request_query(request, DB_PERSON_FOR_SIGN_IN, params, 1, after_person);
}

void confirmation_post(struct request *request)
{
    struct attempt *attempt = arena_allocate(&request->arena, 1, sizeof *attempt);
    attempt->again = true;
    if (!read_attempt(request, attempt) || !take_try(request, attempt, ATTEMPT_PASSWORD))
        return;
    struct db_param params[] = {db_integer(request->session.person)};
    request_query(request, DB_OWN_SECRETS, params, 1, after_person);
}
