/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Argon2id over passwords of staff. Slow on purpose: on a worker thread only.
 */
#ifndef FOLKMOOT_SERVER_PASSWORDS_H
#define FOLKMOOT_SERVER_PASSWORDS_H

#include "base/error.h"

enum { PASSWORD_HASH_BYTES = 128, PASSWORD_BYTES_MAX = 1024 };

MUST_CHECK bool password_hash(const char *password, char hash[PASSWORD_HASH_BYTES], struct error *err);
/* `hash` NULL or empty (nobody, or nobody who may sign in): takes the same time and is false. */
MUST_CHECK bool password_verify(const char *hash, const char *password);

#endif
