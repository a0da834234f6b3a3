/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Codes that stand in for a lost authenticator app, each once: 15 random symbols (75 bits), shown and read
 * like the codes of voters (ballot/code.h). Only hashes are kept; so many bits need no slow one.
 */
#ifndef FOLKMOOT_SERVER_ACCOUNTS_RECOVERY_CODES_H
#define FOLKMOOT_SERVER_ACCOUNTS_RECOVERY_CODES_H

#include <stdint.h>

#include "base/error.h"

enum {
    RECOVERY_CODES = 10, /* given at a time */
    RECOVERY_TEXT_BYTES = 17,
    RECOVERY_HASH_BYTES = 32,
};

/* A new code, as text and as what is kept of it. Wipe `text`. */
void recovery_code_make(char text[RECOVERY_TEXT_BYTES + 1], uint8_t hash[RECOVERY_HASH_BYTES]);
/* Of what somebody typed; false: no such code can be. */
MUST_CHECK bool recovery_code_hash(const char *text, uint8_t hash[RECOVERY_HASH_BYTES]);

#endif
