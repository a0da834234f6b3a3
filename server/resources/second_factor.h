/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A second factor as somebody sets it up: the browser draws the secret of an authenticator app and shows with
 * a code that the app has it; the server draws the recovery codes and shows them once.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_SECOND_FACTOR_H
#define FOLKMOOT_SERVER_RESOURCES_SECOND_FACTOR_H

#include "record/json.h"
#include "server/accounts/recovery_codes.h"
#include "server/accounts/totp.h"
#include "server/db/array.h"
#include "server/http/request.h"

struct new_factor {
    uint8_t secret[TOTP_SECRET_BYTES];
    char code[TOTP_DIGITS + 1];
    int64_t step; /* that of the code: it is used */
};

/* The members `secret` and `code`. The factor belongs into the arena, which is wiped in the end. */
MUST_CHECK bool new_factor_read(struct request *request, struct json_fields *fields, struct new_factor *out);
/* Whether the code is of the secret; sets `step`. If not the request has been answered. */
MUST_CHECK bool new_factor_check(struct request *request, struct new_factor *factor);

/* RECOVERY_CODES new codes: an array of texts; their hashes are added to `hashes`, a bytea array. */
json_t *recovery_codes_make(struct db_array *hashes);

#endif
