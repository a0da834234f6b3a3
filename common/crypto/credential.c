/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/credential.h"

#include "crypto/transcript.h"

void credential_secret(const uint8_t nonce[ROUND_NONCE_BYTES], const char symbols[CODE_SYMBOLS],
                       struct scalar *secret)
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_CREDENTIAL);
    transcript_bytes(&transcript, bytes_of(nonce, ROUND_NONCE_BYTES));
    transcript_bytes(&transcript, bytes_of(symbols, CODE_SYMBOLS));
    transcript_scalar(&transcript, secret);
}
