/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The secret behind a code: k = Hs("credential", round nonce, the 19 symbols in upper case), K = kB
 * (docs/protocol.md section 3). Reading and checking codes is the ballot room's.
 */
#ifndef FOLKMOOT_CRYPTO_CREDENTIAL_H
#define FOLKMOOT_CRYPTO_CREDENTIAL_H

#include "crypto/group.h"

enum { ROUND_NONCE_BYTES = 16, CODE_SYMBOLS = 19 };

/* `symbols` are canonical: 19 characters of Crockford's alphabet, no final zero needed. */
void credential_secret(const uint8_t nonce[ROUND_NONCE_BYTES], const char symbols[CODE_SYMBOLS],
                       struct scalar *secret);

#endif
