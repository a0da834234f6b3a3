// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/accounts/recovery_codes.h"

#include <sodium.h>

#include "ballot/code.h"

enum { SYMBOLS = 15, RANDOM_BYTES = 10 };

static void hash_values(uint8_t values[SYMBOLS], uint8_t hash[RECOVERY_HASH_BYTES])
{
    crypto_hash_sha256(hash, values, SYMBOLS);
    sodium_memzero(values, SYMBOLS);
}

void recovery_code_make(char text[RECOVERY_TEXT_BYTES + 1], uint8_t hash[RECOVERY_HASH_BYTES])
{
    uint8_t bits[RANDOM_BYTES], values[SYMBOLS];
    char symbols[SYMBOLS + 1];
    randombytes_buf(bits, sizeof bits);
    symbols_from_bits(bits, SYMBOLS, symbols);
    symbols_group(symbols, text);
    if (symbols_read(bytes_of_string(symbols), SYMBOLS, values))
        hash_values(values, hash);
    sodium_memzero(bits, sizeof bits);
    sodium_memzero(symbols, sizeof symbols);
}

bool recovery_code_hash(const char *text, uint8_t hash[RECOVERY_HASH_BYTES])
{
    uint8_t values[SYMBOLS];
    if (!symbols_read(bytes_of_string(text), SYMBOLS, values))
        return false;
    hash_values(values, hash);
    return true;
}
