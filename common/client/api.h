/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Calls of the JSON API (docs/api/openapi.json) that tools share.
 */
#ifndef FOLKMOOT_CLIENT_API_H
#define FOLKMOOT_CLIENT_API_H

#include <jansson.h>

#include "client/http.h"
#include "record/minisign.h"

/* Send `body` (a reference is taken, even on failure; NULL sends none) and read the JSON answer into *out, a
 * new reference (NULL when the answer has no body; `out` may be NULL). Errors as http_expect, or "bad-json".
 */
MUST_CHECK bool api_call(struct http_client *client, const char *method, const char *path, json_t *body,
                         json_t **out, struct error *err);

/* A session for this client; later calls carry its cookie and CSRF token. `code` is that of an authenticator
 * app, or a recovery code; NULL: none, and ERROR_INPUT "code-needed" when the person has a second factor. */
MUST_CHECK bool api_sign_in(struct http_client *client, const char *login, const char *password,
                            const char *code, struct error *err);
/* Say the password again: for some minutes what failed with "confirmation-needed" can be done. */
MUST_CHECK bool api_confirm(struct http_client *client, const char *password, struct error *err);

/* The exact bytes of an act as text, which the caller frees. */
MUST_CHECK bool api_act_text(struct http_client *client, int64_t id, char **text, struct error *err);

enum { API_STATE_BYTES = 16 };
/* Sign this text, the one that was read and checked, and hand the signature in for act `id`. `state` is that
 * of the act after it: "proposed" (more signatures are needed), "submitted" or "done"; ERROR_INPUT
 * "round-state" when it was refused. */
MUST_CHECK bool api_act_sign(struct http_client *client, const char *origin, int64_t id, const char *text,
                             const struct minisign_secret *key, char state[API_STATE_BYTES],
                             struct error *err);

#endif
