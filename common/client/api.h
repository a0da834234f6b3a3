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

/* A session for this client; later calls carry its cookie and CSRF token. */
MUST_CHECK bool api_sign_in(struct http_client *client, const char *login, const char *password,
                            struct error *err);

/* Have the server write an act. `parameters` (may be NULL) is taken. *id is what api_sign_act takes. */
MUST_CHECK bool api_propose_act(struct http_client *client, const char *round, const char *type,
                                json_t *parameters, int64_t *id, struct error *err);

/* Fetch act `id`, require `type`, sign it with the person's key and hand the signature in. *state is the
 * state after it, e.g. "proposed" (more signatures are needed) or "done". The caller frees *act_text (may be
 * NULL), the act's exact bytes as text. */
MUST_CHECK bool api_sign_act(struct http_client *client, const char *origin, int64_t id, const char *type,
                             const struct minisign_secret *key, char state[16], char **act_text,
                             struct error *err);

#endif
