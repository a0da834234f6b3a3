/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/code.h"

#include <sodium.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Value of a character as people write it, or -1. */
static int symbol_value(uint8_t c)
{
    if (c >= 'a' && c <= 'z')
        c = (uint8_t)(c - 'a' + 'A');
    if (c == 'O')
        return 0;
    if (c == 'I' || c == 'L')
        return 1;
    const char *at = c ? strchr(alphabet, c) : NULL;
    return at ? (int)(at - alphabet) : -1;
}

/* x times the generator of GF(32) = GF(2)[x]/(x^5 + x^2 + 1). */
static unsigned times_alpha(unsigned x)
{
    x <<= 1;
    return x & 32 ? x ^ 0x25 : x;
}

/* The sum of alpha^i x_i; 0 when the last symbol is the right check symbol. Horner from the end. */
static unsigned weighted_sum(const char *symbols, size_t count)
{
    unsigned sum = 0;
    for (size_t i = count; i-- > 0;)
        sum = times_alpha(sum) ^ (unsigned)symbol_value((uint8_t)symbols[i]);
    return sum;
}

/* Put the check symbol behind `count` symbols. */
static void add_check_symbol(char *symbols, size_t count)
{
    const char *candidate = alphabet;
    do
        symbols[count] = *candidate++;
    while (weighted_sum(symbols, count + 1) != 0);
}

static bool is_separator(uint8_t c)
{
    return c == ' ' || c == '-';
}

/* `count` canonical symbols, the last of them a right check symbol, and a final zero. */
static bool read_symbols(struct bytes text, size_t count, char *out, struct error *err)
{
    char symbols[CODE_LENGTH + 1] = {0};
    size_t n = 0;
    bool ok = false;
    for (size_t i = 0; i < text.len; i++) {
        if (is_separator(text.data[i]))
            continue;
        int value = symbol_value(text.data[i]);
        if (value < 0) {
            error_input(err, "code-symbol", "character %zu is not a letter or digit that codes use", i + 1);
            goto out;
        }
        if (n < count)
            symbols[n] = alphabet[value];
        n++;
    }
    if (n != count) {
        error_input(err, "code-length", "%zu letters and digits instead of %zu", n, count);
        goto out;
    }
    if (weighted_sum(symbols, count) != 0) {
        error_input(err, "code-check", "one of the letters or digits is mistyped");
        goto out;
    }
    memcpy(out, symbols, count + 1);
    ok = true;
out:
    sodium_memzero(symbols, sizeof symbols);
    return ok;
}

bool code_read(struct bytes text, struct code *out, struct error *err)
{
    return read_symbols(text, CODE_LENGTH, out->symbols, err);
}

void code_text(const struct code *code, char out[CODE_TEXT_BYTES + 1])
{
    symbols_group(code->symbols, out);
}

void code_wipe(struct code *code)
{
    sodium_memzero(code, sizeof *code);
}

bool credential_from_code(const uint8_t nonce[ROUND_NONCE_BYTES], const struct code *code,
                          struct credential *out)
{
    struct credential credential;
    credential_secret(nonce, code->symbols, &credential.secret);
    bool ok = !scalar_is_zero(&credential.secret);
    if (ok) {
        point_multiply_base(&credential.key, &credential.secret);
        *out = credential;
    }
    credential_wipe(&credential);
    return ok;
}

void credential_generate(const uint8_t nonce[ROUND_NONCE_BYTES], struct code *code, struct credential *out)
{
    uint8_t random[CODE_SYMBOLS];
    do {
        randombytes_buf(random, sizeof random);
        for (size_t i = 0; i < CODE_SYMBOLS; i++)
            code->symbols[i] = alphabet[random[i] & 31]; /* 32 divides 256: no bias */
        add_check_symbol(code->symbols, CODE_SYMBOLS);
        code->symbols[CODE_LENGTH] = 0;
    } while (!credential_from_code(nonce, code, out));
    sodium_memzero(random, sizeof random);
}

void credential_wipe(struct credential *credential)
{
    sodium_memzero(credential, sizeof *credential);
}

uint64_t serial_of(const struct point *key)
{
    uint8_t hash[HASH_BYTES];
    struct transcript transcript;
    transcript_init(&transcript, TAG_SERIAL);
    transcript_point(&transcript, key);
    transcript_hash32(&transcript, hash);
    uint64_t serial = 0;
    for (size_t i = 0; i < SERIAL_BITS / 8; i++)
        serial = serial << 8 | hash[i];
    return serial;
}

void serial_text(uint64_t serial, char out[SERIAL_TEXT_BYTES + 1])
{
    char symbols[SERIAL_LENGTH];
    for (size_t i = 0; i < SERIAL_LENGTH - 1; i++)
        symbols[i] = alphabet[serial >> (SERIAL_BITS - 5 - 5 * i) & 31];
    add_check_symbol(symbols, SERIAL_LENGTH - 1);
    memcpy(out, symbols, 4);
    out[4] = '-';
    memcpy(out + 5, symbols + 4, 5);
    out[SERIAL_TEXT_BYTES] = 0;
}

bool serial_read(struct bytes text, uint64_t *out, struct error *err)
{
    char symbols[SERIAL_LENGTH + 1];
    if (!read_symbols(text, SERIAL_LENGTH, symbols, err))
        return false;
    uint64_t serial = 0;
    for (size_t i = 0; i < SERIAL_LENGTH - 1; i++)
        serial = serial << 5 | (uint64_t)symbol_value((uint8_t)symbols[i]);
    *out = serial;
    return true;
}

void symbols_from_bits(const uint8_t *bits, size_t count, char *out)
{
    for (size_t i = 0; i < count; i++) {
        unsigned value = 0;
        for (size_t bit = 5 * i; bit < 5 * i + 5; bit++)
            value = value << 1 | (bits[bit / 8] >> (7 - bit % 8) & 1u);
        out[i] = alphabet[value];
    }
    out[count] = 0;
}

void symbols_group(const char *symbols, char *out)
{
    for (size_t i = 0; symbols[i]; i++) {
        if (i && i % 5 == 0)
            *out++ = '-';
        *out++ = symbols[i];
    }
    *out = 0;
}

bool symbols_read(struct bytes text, size_t count, uint8_t *values)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (is_separator(text.data[i]))
            continue;
        int value = symbol_value(text.data[i]);
        if (value < 0 || n == count)
            return false;
        values[n++] = (uint8_t)value;
    }
    return n == count;
}
