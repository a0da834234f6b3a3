/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The key under which the accounts of staff keep their secrets: 32 bytes in DATA/accounts.key, mode 0600,
 * made at the first start. It is in no backup of the database, so that a copy of the database alone signs
 * nobody in. All machines of a city need the same file (docs/operations/accounts.md).
 */
#ifndef FOLKMOOT_SERVER_ACCOUNTS_ACCOUNT_KEYS_H
#define FOLKMOOT_SERVER_ACCOUNTS_ACCOUNT_KEYS_H

#include <stdint.h>

#include "base/error.h"

enum { ACCOUNT_KEY_BYTES = 32 };

struct account_keys {
    uint8_t totp[ACCOUNT_KEY_BYTES];   /* seals the secrets of authenticator apps */
    uint8_t device[ACCOUNT_KEY_BYTES]; /* authenticates the cookies of known devices */
};

/* Read the file, making it when there is none. Wipe `out`. */
MUST_CHECK bool account_keys_load(const char *data_folder, struct account_keys *out, struct error *err);

#endif
