// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/accounts/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHA1_BYTES = 20,
    MODULUS = 1000000, /* 10 to the power of TOTP_DIGITS */
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
};

_Static_assert((int)TOTP_SEALED_BYTES == NONCE_BYTES + TOTP_SECRET_BYTES + TAG_BYTES, "libsodium's lengths");

static void big_endian(int64_t value, uint8_t out[8])
{
    for (int i = 0; i < 8; i++)
        out[i] = (uint8_t)((uint64_t)value >> (56 - 8 * i));
}

void totp_code(const uint8_t secret[TOTP_SECRET_BYTES], int64_t step, char out[TOTP_DIGITS + 1])
{
    uint8_t counter[8], mac[SHA1_BYTES];
    unsigned len = sizeof mac;
    big_endian(step, counter);
    if (!HMAC(EVP_sha1(), secret, TOTP_SECRET_BYTES, counter, sizeof counter, mac, &len))
        abort(); /* out of memory */
    const uint8_t *at = mac + (mac[SHA1_BYTES - 1] & 0xf);
    uint32_t number = (uint32_t)(at[0] & 0x7f) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    snprintf(out, TOTP_DIGITS + 1, "%06u", number % MODULUS);
    sodium_memzero(mac, sizeof mac);
}

bool totp_find_step(const uint8_t secret[TOTP_SECRET_BYTES], const char *code, int64_t now_s, int64_t last,
                    int64_t *step)
{
    char expected[TOTP_DIGITS + 1];
    int64_t now = now_s / TOTP_STEP_S, found = -1;
    if (strlen(code) != TOTP_DIGITS)
        return false;
    for (int64_t i = now - 1; i <= now + 1; i++) {
        totp_code(secret, i, expected);
        if (sodium_memcmp(expected, code, TOTP_DIGITS) == 0 && i > last && found < 0)
            found = i;
    }
    sodium_memzero(expected, sizeof expected);
    if (found < 0)
        return false;
    *step = found;
    return true;
}

void totp_seal(const uint8_t key[32], int64_t person, const uint8_t secret[TOTP_SECRET_BYTES],
               uint8_t out[TOTP_SEALED_BYTES])
{
    uint8_t owner[8];
    big_endian(person, owner);
    randombytes_buf(out, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE_BYTES, NULL, secret, TOTP_SECRET_BYTES, owner,
                                               sizeof owner, NULL, out, key);
}

bool totp_open(const uint8_t key[32], int64_t person, const uint8_t sealed[TOTP_SEALED_BYTES],
               uint8_t out[TOTP_SECRET_BYTES])
{
    uint8_t owner[8];
    big_endian(person, owner);
    return crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, sealed + NONCE_BYTES,
                                                      TOTP_SEALED_BYTES - NONCE_BYTES, owner, sizeof owner,
                                                      sealed, key) == 0;
}
