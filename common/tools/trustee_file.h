/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a trustee keeps: the key that definitions pin, and for each round the secrets of the key generation
 * and what was done with them. One file, readable by its owner only, under a passphrase:
 *
 *     "folkmoot-trustee/1\n"
 *     u32be passes  u32be KiB  salt (16)          Argon2id of the passphrase: a key of 32 bytes
 *     nonce (24)  ciphertext  tag (16)            XChaCha20-Poly1305; everything before it is authenticated
 *
 * and in the ciphertext
 *
 *     seed (32)                                   Ed25519
 *     u16be rounds, then for each
 *       round id (16)  definition hash (32)
 *       u32be attempt  u8 flags                   1 first message  2 x  4 eid  8 the words were confirmed
 *       d (32)  salt (32)  message hash (32)      of this attempt: static secret, its commitment's salt
 *       x (32)  eid (32)
 *       u32be length  first message
 *       u16be contests, then for each: u8 length, id, input hash (32), mix hash (32)
 *
 * A hash without its flag, and a mix hash before the first share, is zeros. The file is never changed in
 * place: the new one is written beside it, read back and compared, and takes its name.
 */
#ifndef FOLKMOOT_TOOLS_TRUSTEE_FILE_H
#define FOLKMOOT_TOOLS_TRUSTEE_FILE_H

#include "ballot/round.h"
#include "crypto/dkg_message.h"

enum {
    TRUSTEE_SALT_BYTES = 16,
    TRUSTEE_LOCK_BYTES = 32,
    TRUSTEE_FILE_BYTES_MAX = 4 << 20,
    TRUSTEE_ROUNDS_MAX = 1000,
};

/* The input of a contest that was mixed or opened with this key, and the mix that was opened. */
struct trustee_claim {
    char contest[NAME_BYTES_MAX + 1];
    uint8_t input[HASH_BYTES];
    uint8_t opened[HASH_BYTES]; /* zeros: nothing yet */
};

struct trustee_round {
    uint8_t id[ROUND_ID_BYTES];
    uint8_t definition[HASH_BYTES];
    uint64_t attempt;
    bool has_message, has_x, has_eid, confirmed;
    struct scalar d, x;
    uint8_t salt[HASH_BYTES], message_hash[HASH_BYTES], eid[HASH_BYTES];
    struct buffer message;
    size_t claim_count;
    struct trustee_claim claims[DEFINITION_CONTESTS_MAX];
};

/* Unlocked. Zero-initialise; trustee_keys_wipe. */
struct trustee_keys {
    struct sign_public public;
    struct sign_secret secret;
    size_t round_count;
    struct trustee_round *rounds;
    /* How the file is locked. */
    uint32_t passes, kib;
    uint8_t salt[TRUSTEE_SALT_BYTES];
    uint8_t lock[TRUSTEE_LOCK_BYTES];
};
void trustee_keys_wipe(struct trustee_keys *keys);

/* What Argon2id costs. */
struct trustee_cost {
    uint32_t passes, kib;
};
extern const struct trustee_cost trustee_cost_usual; /* 3 passes over 256 MiB */

/* A new signing key, to be locked with the passphrase. */
MUST_CHECK bool trustee_keys_new(const char *passphrase, struct trustee_cost cost, struct trustee_keys *out,
                                 struct error *err);
/* The file's bytes and back. ERROR_INPUT "key-file", or "bad-password". */
MUST_CHECK bool trustee_keys_seal(const struct trustee_keys *keys, struct buffer *out, struct error *err);
MUST_CHECK bool trustee_keys_open(struct bytes file, const char *passphrase, struct trustee_keys *out,
                                  struct error *err);

/* What is in the ciphertext, and back; strict. The lock of `out` is left alone; wipe it also where this is
 * false. */
void trustee_plain_write(const struct trustee_keys *keys, struct buffer *out);
MUST_CHECK bool trustee_plain_read(struct bytes plain, struct trustee_keys *out);

/* Write the file anew; `first`: refuse to replace one. ERROR_INPUT "file"; ERROR_BROKEN when what was written
 * does not read back the same (the file is then as it was). */
MUST_CHECK bool trustee_file_write(const char *path, const struct trustee_keys *keys, bool first,
                                   struct error *err);
MUST_CHECK bool trustee_file_read(const char *path, const char *passphrase, struct trustee_keys *out,
                                  struct error *err);

/* The round, or NULL; and a new one. */
struct trustee_round *trustee_keys_round(struct trustee_keys *keys, const uint8_t id[ROUND_ID_BYTES]);
struct trustee_round *trustee_keys_add(struct trustee_keys *keys, const uint8_t id[ROUND_ID_BYTES]);
/* The secrets of this round are overwritten and forgotten. */
void trustee_keys_forget(struct trustee_keys *keys, struct trustee_round *round);
/* The claim on this contest, made when there is none; NULL: no room. */
struct trustee_claim *trustee_round_claim(struct trustee_round *round, const char *contest);

#endif
