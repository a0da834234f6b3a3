// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/accounts/account_keys.h"

#include <sodium.h>

#include "base/file.h"

enum { SUBKEY_TOTP = 1, SUBKEY_DEVICE = 2 };

_Static_assert((int)ACCOUNT_KEY_BYTES == (int)crypto_kdf_KEYBYTES, "libsodium's length");

static void derive(const uint8_t master[ACCOUNT_KEY_BYTES], struct account_keys *out)
{
    static const char context[crypto_kdf_CONTEXTBYTES] = {'a', 'c', 'c', 'o', 'u', 'n', 't', 's'};
    (void)crypto_kdf_derive_from_key(out->totp, sizeof out->totp, SUBKEY_TOTP, context, master);
    (void)crypto_kdf_derive_from_key(out->device, sizeof out->device, SUBKEY_DEVICE, context, master);
}

bool account_keys_load(const char *data_folder, struct account_keys *out, struct error *err)
{
    struct buffer path = {0}, content = {0};
    uint8_t fresh[ACCOUNT_KEY_BYTES];
    buffer_append_format(&path, "%s/accounts.key", data_folder);
    randombytes_buf(fresh, sizeof fresh);
    /* Of several processes that start at the same moment one is first; all read what it wrote. */
    bool ok = file_write_once(buffer_string(&path), bytes_of(fresh, sizeof fresh), 0600, err) &&
              file_read(buffer_string(&path), ACCOUNT_KEY_BYTES, &content, err);
    if (ok && content.len != ACCOUNT_KEY_BYTES)
        ok = error_input(err, "bad-key", "%s: expected %d bytes, found %zu", buffer_string(&path),
                         ACCOUNT_KEY_BYTES, content.len);
    if (ok)
        derive(content.data, out);
    sodium_memzero(fresh, sizeof fresh);
    buffer_wipe(&content);
    buffer_clear(&path);
    return ok;
}
