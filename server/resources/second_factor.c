// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/second_factor.h"

#include <sodium.h>
#include <time.h>

#include "base/encoding.h"
#include "server/resources/secrets.h"

enum { SECRET_CHARS = 27 }; /* TOTP_SECRET_BYTES as base64url */

bool new_factor_read(struct request *request, struct json_fields *fields, struct new_factor *out)
{
    const char *secret, *code;
    if (!secret_get(request, fields, "secret", SECRET_CHARS, SECRET_CHARS, &secret) ||
        !secret_get(request, fields, "code", TOTP_DIGITS, TOTP_DIGITS, &code) || !json_object_end(fields))
        return false;
    if (!base64url_decode_exact(bytes_of_string(secret), out->secret, sizeof out->secret))
        return json_fail(fields, "secret", "must be %d bytes", TOTP_SECRET_BYTES);
    memcpy(out->code, code, sizeof out->code);
    return true;
}

bool new_factor_check(struct request *request, struct new_factor *factor)
{
    if (totp_find_step(factor->secret, factor->code, time(NULL), -1, &factor->step))
        return true;
    respond_input_problem(request, "bad-code", "the code does not fit: is the clock of the phone right?");
    return false;
}

json_t *recovery_codes_make(struct db_array *hashes)
{
    json_t *codes = json_array();
    for (int i = 0; i < RECOVERY_CODES; i++) {
        char text[RECOVERY_TEXT_BYTES + 1];
        uint8_t hash[RECOVERY_HASH_BYTES];
        recovery_code_make(text, hash);
        json_array_append_new(codes, json_string(text));
        db_array_add_bytes(hashes, bytes_of(hash, sizeof hash));
        sodium_memzero(text, sizeof text);
    }
    return codes;
}
