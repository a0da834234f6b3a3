// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/passwords.h"

#include <sodium.h>
#include <string.h>

/* The second choice of RFC 9106 section 4: a sign-in takes a fraction of a second, a guess as well. */
enum { OPERATIONS = 3, MEMORY_BYTES = 64 * 1024 * 1024 };

_Static_assert((int)PASSWORD_HASH_BYTES == (int)crypto_pwhash_STRBYTES, "libsodium's length");

/* Of a random password that nobody has, with the numbers above: an unknown login costs the same time. */
static const char nobody[] =
    "$argon2id$v=19$m=65536,t=3,p=1$oNHLg937h/wqsdn8Gn99LA$esbf/0udpWByOBIO7p7L3rg1IDB10z41QuMZCN5k1x4";

bool password_hash(const char *password, char hash[PASSWORD_HASH_BYTES], struct error *err)
{
    if (strlen(password) > PASSWORD_BYTES_MAX)
        return error_input(err, "bad-request", "a password has at most %d bytes", PASSWORD_BYTES_MAX);
    if (crypto_pwhash_str(hash, password, strlen(password), OPERATIONS, MEMORY_BYTES) != 0)
        return error_temporary(err, "overloaded", "there is no memory to hash a password");
    return true;
}

bool password_verify(const char *hash, const char *password)
{
    bool somebody = hash && *hash;
    bool right = crypto_pwhash_str_verify(somebody ? hash : nobody, password, strlen(password)) == 0;
    return somebody && right;
}
