/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Passwords and codes in a request: taken out of its body, hashed on a worker, wiped with the request.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_SECRETS_H
#define FOLKMOOT_SERVER_RESOURCES_SECRETS_H

#include "record/json.h"
#include "server/http/request.h"

enum { PASSWORD_CHARS_MIN = 12 };

/* Like json_get_string(), but *out is in the arena, which is wiped in the end, and no longer in the document.
 */
MUST_CHECK bool secret_get(struct request *request, struct json_fields *fields, const char *name, size_t min,
                           size_t max, const char **out);
/* A new password, under the one rule that there is: its length. */
MUST_CHECK bool secret_get_new_password(struct request *request, struct json_fields *fields,
                                        const char **out);

/* Argon2id on a worker. `then` runs unless the request has ended or been answered (the server is busy). */
typedef void secret_hashed(struct request *request, const char *hash);
void secret_hash(struct request *request, const char *password, secret_hashed *then);
/* `hash` NULL: nobody's; takes the same time and is wrong. */
typedef void secret_verified(struct request *request, bool right);
void secret_verify(struct request *request, const char *hash, const char *password, secret_verified *then);

#endif
