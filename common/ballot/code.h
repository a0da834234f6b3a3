/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Codes that voters type, the credentials behind them and the serials that staff use (docs/protocol.md
 * section 3). Symbols are Crockford's alphabet, value 0..31; the last symbol of a code or serial is a check
 * symbol over GF(32), so that a typing error is told apart from a wrong code.
 */
#ifndef FOLKMOOT_BALLOT_CODE_H
#define FOLKMOOT_BALLOT_CODE_H

#include "base/buffer.h"
#include "crypto/credential.h"
#include "crypto/transcript.h"

enum {
    CODE_LENGTH = CODE_SYMBOLS + 1, /* with the check symbol */
    CODE_TEXT_BYTES = 23,           /* 4 groups of 5 joined by dashes */
    SERIAL_BITS = 40,
    SERIAL_LENGTH = 9,      /* with the check symbol */
    SERIAL_TEXT_BYTES = 10, /* XXXX-XXXXX */
};

/* A secret: wipe with code_wipe. */
struct code {
    char symbols[CODE_LENGTH + 1]; /* canonical, without dashes, zero-terminated */
};

/* K = kB. A secret: wipe with credential_wipe. */
struct credential {
    struct scalar secret;
    struct point key;
};

/* Read what a person typed: any case, spaces and dashes dropped, O is 0, I and L are 1. Errors (ERROR_INPUT):
 * "code-symbol" a character that is none, "code-length" too few or too many, "code-check" a typing error. The
 * detail never repeats the code. */
MUST_CHECK bool code_read(struct bytes text, struct code *out, struct error *err);
/* Shown as XXXXX-XXXXX-XXXXX-XXXXX. */
void code_text(const struct code *code, char out[CODE_TEXT_BYTES + 1]);
void code_wipe(struct code *code);

/* The credential of a code in the round with this nonce; false for the code (never to be met) whose secret is
 * zero. */
MUST_CHECK bool credential_from_code(const uint8_t nonce[ROUND_NONCE_BYTES], const struct code *code,
                                     struct credential *out);
/* A new code from the system generator, and its credential. */
void credential_generate(const uint8_t nonce[ROUND_NONCE_BYTES], struct code *code, struct credential *out);
void credential_wipe(struct credential *credential);

/* The serial of a key, 40 bits, and its text. Reading is as lenient as for codes, with the same errors. */
uint64_t serial_of(const struct point *key);
void serial_text(uint64_t serial, char out[SERIAL_TEXT_BYTES + 1]);
MUST_CHECK bool serial_read(struct bytes text, uint64_t *out, struct error *err);

/* The first 5 * count bits of `bits`, most significant first, as `count` symbols and a final zero. */
void symbols_from_bits(const uint8_t *bits, size_t count, char *out);
/* Groups of five joined by dashes: strlen(symbols) + (strlen(symbols) - 1) / 5 characters and a final zero.
 */
void symbols_group(const char *symbols, char *out);
/* Exactly `count` symbols, read as leniently as a code, as values 0..31. */
MUST_CHECK bool symbols_read(struct bytes text, size_t count, uint8_t *values);

#endif
