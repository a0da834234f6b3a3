/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Codes of authenticator apps: TOTP (RFC 6238) with SHA-1, six digits and steps of 30 seconds, the one set of
 * parameters that all of them know.
 */
#ifndef FOLKMOOT_SERVER_ACCOUNTS_TOTP_H
#define FOLKMOOT_SERVER_ACCOUNTS_TOTP_H

#include <stdint.h>

#include "base/error.h"

enum {
    TOTP_SECRET_BYTES = 20, /* as long as the output of SHA-1 (RFC 4226 section 4) */
    TOTP_DIGITS = 6,
    TOTP_STEP_S = 30,
    TOTP_SEALED_BYTES = 60, /* nonce, secret, tag: XChaCha20-Poly1305 */
};

/* The code of a step (seconds since 1970 / TOTP_STEP_S), with a final zero. */
void totp_code(const uint8_t secret[TOTP_SECRET_BYTES], int64_t step, char out[TOTP_DIGITS + 1]);
/* Whether `code` is that of the step at `now_s`, of the one before or of the one behind it, and of a step
 * after `last`; *step is which. Takes the same time whatever the code. */
MUST_CHECK bool totp_find_step(const uint8_t secret[TOTP_SECRET_BYTES], const char *code, int64_t now_s,
                               int64_t last, int64_t *step);

/* As it is kept: under the key totp of account_keys.h, and for this person only. */
void totp_seal(const uint8_t key[32], int64_t person, const uint8_t secret[TOTP_SECRET_BYTES],
               uint8_t out[TOTP_SEALED_BYTES]);
/* False: sealed under another key or for somebody else. Wipe `out`. */
MUST_CHECK bool totp_open(const uint8_t key[32], int64_t person, const uint8_t sealed[TOTP_SEALED_BYTES],
                          uint8_t out[TOTP_SECRET_BYTES]);

#endif
