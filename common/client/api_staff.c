/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What only those call who sign in.
 */
#include "client/api.h"

#include <stdio.h>

#include "ballot/act.h"

bool api_sign_in(struct http_client *client, const char *login, const char *password, const char *code,
                 struct error *err)
{
    json_t *session = NULL;
    if (!api_call(client, "POST", "/api/v1/session",
                  json_pack("{s:s, s:s, s:s*}", "login", login, "password", password, "code", code), &session,
                  err))
        return false;
    const char *csrf = json_string_value(json_object_get(session, "csrf"));
    bool ok = csrf != NULL;
    if (ok)
        http_client_set_csrf(client, csrf);
    else
        error_input(err, "bad-json", "sign-in: the answer has no csrf token");
    json_decref(session);
    return ok;
}

bool api_confirm(struct http_client *client, const char *password, struct error *err)
{
    return api_call(client, "POST", "/api/v1/session/confirmation", json_pack("{s:s}", "password", password),
                    NULL, err);
}

bool api_act_text(struct http_client *client, int64_t id, char **text, struct error *err)
{
    char path[64];
    json_t *act = NULL;
    snprintf(path, sizeof path, "/api/v1/acts/%lld", (long long)id);
    if (!api_call(client, "GET", path, NULL, &act, err))
        return false;
    const char *bytes = json_string_value(json_object_get(act, "act"));
    if (bytes)
        *text = duplicate_string(bytes);
    else
        error_input(err, "bad-json", "%s: the answer has no act", path);
    json_decref(act);
    return bytes != NULL;
}

static bool read_state(const json_t *act, char state[API_STATE_BYTES], struct error *err)
{
    const char *after = json_string_value(json_object_get(act, "state"));
    const char *detail = json_string_value(json_object_get(act, "detail"));
    if (!after || strlen(after) >= API_STATE_BYTES)
        return error_input(err, "bad-json", "the act that came back has no state");
    if (strcmp(after, "refused") == 0)
        return error_input(err, "round-state", "refused: %s", detail ? detail : "no detail");
    snprintf(state, API_STATE_BYTES, "%s", after);
    return true;
}

bool api_act_sign(struct http_client *client, const char *origin, int64_t id, const char *text,
                  const struct minisign_secret *key, char state[API_STATE_BYTES], struct error *err)
{
    char path[64];
    uint8_t digest[HASH_BYTES];
    struct minisign_public public;
    struct sign_secret secret;
    struct signature signature;
    json_t *act = NULL;
    snprintf(path, sizeof path, "/api/v1/acts/%lld/signatures", (long long)id);
    act_digest(origin, bytes_of_string(text), digest);
    memcpy(secret.bytes, key->key, sizeof secret.bytes);
    sign_digest(&secret, digest, &signature);
    sodium_memzero(&secret, sizeof secret);
    minisign_public_of(key, &public);
    bool ok =
        api_call(client, "POST", path,
                 json_pack("{s:o, s:o}", "key", json_of_bytes(bytes_of(public.key, sizeof public.key)),
                           "signature", json_of_bytes(bytes_of(signature.bytes, sizeof signature.bytes))),
                 &act, err) &&
        read_state(act, state, err);
    json_decref(act);
    return ok;
}
