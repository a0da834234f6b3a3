// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What people change of their own account: password, authenticator app, recovery codes, the public half of
// their signing key.
#include <sodium.h>

#include "base/encoding.h"
#include "crypto/sign.h"
#include "record/json.h"
#include "record/minisign.h"
#include "server/http/request.h"
#include "server/resources/resources.h"
#include "server/resources/second_factor.h"
#include "server/resources/secrets.h"

/* ---- password ---- */

static void after_password(struct request *request, const struct db_result *result, const struct error *err)
{
    (void)result;
    if (err)
        respond_problem(request, err);
    else
        respond_empty(request, 204);
}

/* Whoever had the old password is out. */
static void set_password(struct request *request, const char *hash)
{
    struct db_unit *unit = db_unit_new(request->pool);
    struct db_param person[] = {db_integer(request->session.person), db_text(hash)};
    struct db_param others[] = {db_integer(request->session.person), db_integer(request->session.id)};
    db_unit_add(unit, DB_PASSWORD_SET, person, 2);
    db_unit_add(unit, DB_SESSIONS_END, others, 2);
    request_unit(request, unit, after_password);
}

void password_put(struct request *request)
{
    struct json_fields fields;
    struct error err;
    json_t *body;
    const char *password;
    if (!request_json(request, &body))
        return;
    request_wipe_body(request);
    bool ok = json_object_begin(&fields, body, "account", &err) &&
              secret_get_new_password(request, &fields, &password) && json_object_end(&fields);
    json_decref(body);
    if (ok)
        secret_hash(request, password, set_password);
    else
        respond_bad_request(request, &err);
}

/* ---- second factor ---- */

static void after_codes(struct request *request, const struct db_result *result, const struct error *err)
{
    json_t *codes = request->state;
    (void)result;
    if (err)
        respond_problem(request, err);
    else
        respond_json(request, 200, json_pack("{s:O}", "recovery_codes", codes));
}

/* New codes in the place of all others, and a new secret of the app unless `factor` is NULL. */
static void set_codes(struct request *request, const struct new_factor *factor)
{
    int64_t person = request->session.person;
    struct db_unit *unit = db_unit_new(request->pool);
    struct db_array hashes = {0};
    db_array_begin(&hashes, DB_ARRAY_BYTEA);
    json_t *codes = recovery_codes_make(&hashes);
    request_own(request, codes);
    request->state = codes;
    if (factor) {
        uint8_t sealed[TOTP_SEALED_BYTES];
        totp_seal(request->app->account_keys.totp, person, factor->secret, sealed);
        struct db_param params[] = {db_integer(person), db_bytes(sealed, sizeof sealed),
                                    db_integer(factor->step)};
        db_unit_add(unit, DB_TOTP_SET, params, 3);
    }
    struct db_param params[] = {db_integer(person), db_array(&hashes)};
    db_unit_add(unit, DB_RECOVERY_CODES_SET, params, 2);
    db_array_clear(&hashes);
    request_unit(request, unit, after_codes);
}

void totp_put(struct request *request)
{
    struct json_fields fields;
    struct error err;
    json_t *body;
    if (!request_json(request, &body))
        return;
    request_wipe_body(request);
    struct new_factor *factor = arena_allocate(&request->arena, 1, sizeof *factor);
    bool ok = json_object_begin(&fields, body, "totp", &err) && new_factor_read(request, &fields, factor);
    json_decref(body);
    if (!ok)
        respond_bad_request(request, &err);
    else if (new_factor_check(request, factor))
        set_codes(request, factor);
}

void recovery_codes_post(struct request *request)
{
    set_codes(request, NULL);
}

/* ---- signing key ---- */

static void after_key(struct request *request, const struct db_result *result, const struct error *err)
{
    if (err || db_affected(result, 0) != 1)
        respond_input_problem(request, "conflict", "somebody else has this key, or had it");
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
    bool ok = json_object_begin(&fields, body, "key", &err) &&
              json_get_bytes(&fields, "key", key, sizeof key) &&
              json_get_bytes(&fields, "minisign_id", id, sizeof id) && json_object_end(&fields);
    json_decref(body);
    if (!ok) {
        respond_bad_request(request, &err);
        return;
    }
    struct db_param params[] = {db_integer(request->session.person), db_bytes(key, sizeof key),
                                db_bytes(id, sizeof id)};
    request_query(request, DB_SIGNING_KEY_SET, params, 3, after_key);
}
