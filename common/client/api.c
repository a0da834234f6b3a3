/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "client/api.h"

#include <stdio.h>
#include <stdlib.h>

#include "ballot/act.h"
#include "base/encoding.h"

bool api_call(struct http_client *client, const char *method, const char *path, json_t *body, json_t **out,
              struct error *err)
{
    struct http_response response = {0};
    char *text = NULL;
    json_t *answer = NULL;
    bool ok = false;
    if (body) {
        text = json_dumps(body, JSON_COMPACT);
        json_decref(body);
        if (!text)
            return error_broken(err, "internal", "%s %s: cannot write the request", method, path);
    }
    if (!http_expect(client, method, path, text ? "application/json" : NULL,
                     text ? bytes_of_string(text) : bytes_of(NULL, 0), &response, err))
        goto out;
    if (response.body.len) {
        json_error_t where;
        answer =
            json_loadb((const char *)response.body.data, response.body.len, JSON_REJECT_DUPLICATES, &where);
        if (!answer) {
            error_input(err, "bad-json", "%s %s: the answer is not JSON: %s", method, path, where.text);
            goto out;
        }
    }
    if (out) {
        *out = answer;
        answer = NULL;
    }
    ok = true;
out:
    free(text);
    json_decref(answer);
    http_response_clear(&response);
    return ok;
}

bool api_sign_in(struct http_client *client, const char *login, const char *password, struct error *err)
{
    json_t *session = NULL;
    if (!api_call(client, "POST", "/api/v1/session",
                  json_pack("{s:s, s:s}", "login", login, "password", password), &session, err))
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

bool api_propose_act(struct http_client *client, const char *round, const char *type, json_t *parameters,
                     int64_t *id, struct error *err)
{
    char path[128];
    snprintf(path, sizeof path, "/api/v1/rounds/%.40s/acts", round);
    json_t *body = json_pack("{s:s}", "type", type), *act = NULL;
    if (parameters)
        json_object_set_new(body, "parameters", parameters);
    if (!api_call(client, "POST", path, body, &act, err))
        return false;
    json_t *number = json_object_get(act, "id");
    bool ok = json_is_integer(number);
    if (ok)
        *id = json_integer_value(number);
    else
        error_input(err, "bad-json", "%s: the answer has no act id", path);
    json_decref(act);
    return ok;
}

bool api_sign_act(struct http_client *client, const char *origin, int64_t id, const char *type,
                  const struct minisign_secret *key, char state[16], char **act_text, struct error *err)
{
    char path[64];
    json_t *act = NULL, *signed_act = NULL;
    struct buffer public_text = {0}, signature_text = {0};
    struct minisign_public public;
    struct sign_secret secret;
    struct signature signature;
    struct arena arena = {0};
    struct entry entry;
    uint8_t digest[HASH_BYTES];
    bool ok = false;

    snprintf(path, sizeof path, "/api/v1/acts/%lld", (long long)id);
    if (!api_call(client, "GET", path, NULL, &act, err))
        return false;
    const char *bytes = json_string_value(json_object_get(act, "act"));
    if (!bytes) {
        error_input(err, "bad-json", "%s: the answer has no act", path);
        goto out;
    }
    if (!act_parse(bytes_of_string(bytes), &arena, &entry, err)) {
        error_prefix(err, "%s", path);
        goto out;
    }
    if (strcmp(entry_type_name(entry.type), type) != 0) {
        error_input(err, "bad-json", "%s: expected an act of type %s", path, type);
        goto out;
    }
    act_digest(origin, bytes_of_string(bytes), digest);
    memcpy(secret.bytes, key->key, sizeof secret.bytes);
    sign_digest(&secret, digest, &signature);
    sodium_memzero(&secret, sizeof secret);
    minisign_public_of(key, &public);
    base64url_append(&public_text, bytes_of(public.key, sizeof public.key));
    base64url_append(&signature_text, bytes_of(signature.bytes, sizeof signature.bytes));
    snprintf(path, sizeof path, "/api/v1/acts/%lld/signatures", (long long)id);
    if (!api_call(client, "POST", path,
                  json_pack("{s:s, s:s}", "key", buffer_string(&public_text), "signature",
                            buffer_string(&signature_text)),
                  &signed_act, err))
        goto out;
    const char *after = json_string_value(json_object_get(signed_act, "state"));
    if (!after || strlen(after) >= 16) {
        error_input(err, "bad-json", "%s: the answer has no state", path);
        goto out;
    }
    if (strcmp(after, "refused") == 0) {
        const char *detail = json_string_value(json_object_get(signed_act, "detail"));
        error_input(err, "round-state", "%s refused: %s", type, detail ? detail : "no detail");
        goto out;
    }
    snprintf(state, 16, "%s", after);
    if (act_text)
        *act_text = duplicate_string(bytes);
    ok = true;
out:
    buffer_clear(&public_text);
    buffer_clear(&signature_text);
    json_decref(act);
    json_decref(signed_act);
    arena_clear(&arena);
    return ok;
}
