/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Signed notes (c2sp.org/signed-note) with Ed25519 signatures and the timestamped Ed25519 cosignatures of
 * c2sp.org/tlog-cosignature. Signatures of other types are carried and ignored.
 *
 *     text, one or more lines
 *
 *     — example.com/name base64(u32be key id || signature)
 */
#ifndef FOLKMOOT_RECORD_NOTE_H
#define FOLKMOOT_RECORD_NOTE_H

#include <sodium.h>

#include "base/buffer.h"
#include "base/error.h"

enum {
    NOTE_MAX_BYTES = 262144,
    NOTE_MAX_SIGNATURES = 64,
    NOTE_MAX_SIGNATURE_BYTES = 8192, /* decoded, with the key id; post-quantum ones take about 5 kB */
    NOTE_MAX_NAME_BYTES = 255,
};

enum note_key_type {
    NOTE_ED25519 = 0x01,
    NOTE_COSIGNATURE = 0x04,
};

struct note_key {
    char name[NOTE_MAX_NAME_BYTES + 1];
    uint32_t id;
    enum note_key_type type;
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES];
};

/* Fails on a name that is empty, too long, not UTF-8, or holds control characters, spaces or plus signs. */
MUST_CHECK bool note_key_init(struct note_key *key, const char *name, enum note_key_type type,
                              const uint8_t public_key[crypto_sign_PUBLICKEYBYTES], struct error *err);
/* vkey "name+hex id+base64(type || public key)"; the id must be the one computed. */
MUST_CHECK bool note_key_parse(struct bytes vkey, struct note_key *out, struct error *err);
void note_key_append(const struct note_key *key, struct buffer *out);

/* A signing key; wipe with note_signer_wipe. */
struct note_signer {
    struct note_key key;
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
};
MUST_CHECK bool note_signer_init(struct note_signer *signer, const char *name, enum note_key_type type,
                                 const uint8_t seed[crypto_sign_SEEDBYTES], struct error *err);
/* "PRIVATE+KEY+name+hex id+base64(type || seed)", as golang.org/x/mod/sumdb/note writes it (no newline). */
MUST_CHECK bool note_signer_parse(struct bytes text, struct note_signer *out, struct error *err);
void note_signer_append(const struct note_signer *signer, struct buffer *out);
void note_signer_wipe(struct note_signer *signer);

struct note_signature {
    struct bytes name;
    uint32_t key_id;
    struct bytes encoded; /* valid base64 of key id and signature */
};

/* Views into the bytes parsed. */
struct note {
    struct bytes text; /* with its final newline */
    size_t count;      /* at least 1 */
    struct note_signature signatures[NOTE_MAX_SIGNATURES];
};

MUST_CHECK bool note_parse(struct bytes bytes, struct note *out, struct error *err);

enum note_verdict {
    NOTE_ABSENT, /* no signature by this key */
    NOTE_VALID,
    NOTE_FORGED, /* one that claims to be by this key does not verify: reject the whole note */
};
/* `timestamp` (may be NULL) gets the POSIX time in seconds of the newest valid cosignature; it is left alone
 * for other key types. */
MUST_CHECK enum note_verdict note_verify(const struct note *note, const struct note_key *key,
                                         uint64_t *timestamp);

/* Append the text and the blank line behind it; signature lines follow. Fails on a text that is empty, lacks
 * the final newline, is not UTF-8 or holds control characters. */
MUST_CHECK bool note_begin(struct bytes text, struct buffer *out, struct error *err);
/* Append the signature line of `signer` over `text` (type NOTE_ED25519, or NOTE_COSIGNATURE at `timestamp`
 * seconds, which is not used otherwise). Verified before it is written. */
MUST_CHECK bool note_sign(const struct note_signer *signer, struct bytes text, uint64_t timestamp,
                          struct buffer *out, struct error *err);
/* Append a signature line that was parsed from another note over the same text. */
void note_append_signature(const struct note_signature *signature, struct buffer *out);
/* Whether the line says that it is by this key. */
bool note_signature_is_by(const struct note_signature *signature, const struct note_key *key);

#endif
