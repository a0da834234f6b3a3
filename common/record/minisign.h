/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Keys and signatures in the format of minisign (https://jedisct1.github.io/minisign/). Signatures are of the
 * prehashed kind ("ED", Ed25519 over BLAKE2b-512); the legacy kind ("Ed") is refused. Secret keys are read
 * and written both unencrypted (minisign -G -W) and encrypted with scrypt.
 */
#ifndef FOLKMOOT_RECORD_MINISIGN_H
#define FOLKMOOT_RECORD_MINISIGN_H

#include <sodium.h>

#include "base/buffer.h"
#include "base/error.h"

enum {
    MINISIGN_ID_BYTES = 8,
    MINISIGN_MAX_COMMENT_BYTES = 1023,
    MINISIGN_MAX_FILE_BYTES = 8192,
};

struct minisign_public {
    uint8_t id[MINISIGN_ID_BYTES];
    uint8_t key[crypto_sign_PUBLICKEYBYTES];
};

/* Wipe with sodium_memzero. `key` is libsodium's form (seed, then public key). */
struct minisign_secret {
    uint8_t id[MINISIGN_ID_BYTES];
    uint8_t key[crypto_sign_SECRETKEYBYTES];
};

void minisign_generate(struct minisign_secret *out);
void minisign_public_of(const struct minisign_secret *secret, struct minisign_public *out);

MUST_CHECK bool minisign_public_parse(struct bytes file, struct minisign_public *out, struct error *err);
/* Append the key file as minisign writes it. */
void minisign_public_append(const struct minisign_public *key, struct buffer *out);

/* Whether the secret key file asks for a password. */
MUST_CHECK bool minisign_secret_is_encrypted(struct bytes file, bool *out, struct error *err);
/* `password` is NULL for an unencrypted file. A wrong password is "bad-password". Takes seconds and up to
 * 1 GiB of memory for keys that minisign encrypted itself. */
MUST_CHECK bool minisign_secret_parse(struct bytes file, const char *password, struct minisign_secret *out,
                                      struct error *err);
/* `password` NULL writes it unencrypted. Wipe `out` afterwards. */
MUST_CHECK bool minisign_secret_append(const struct minisign_secret *key, const char *password,
                                       struct buffer *out, struct error *err);

/* Append a signature file over `message`. Comments are one line of UTF-8 without control characters
 * but tab. */
MUST_CHECK bool minisign_sign(const struct minisign_secret *key, struct bytes message,
                              const char *untrusted_comment, const char *trusted_comment, struct buffer *out,
                              struct error *err);
/* `trusted_comment` (may be NULL) gets the comment, appended. */
MUST_CHECK bool minisign_verify(const struct minisign_public *key, struct bytes message, struct bytes file,
                                struct buffer *trusted_comment, struct error *err);

#endif
