/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/trustee_file.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/read.h"

static const char HEADER[] = "folkmoot-trustee/1\n";

enum {
    HEADER_BYTES = sizeof HEADER - 1,
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    PASSES_MAX = 64,
    KIB_MAX = 4 << 20,
    HAS_MESSAGE = 1,
    HAS_X = 2,
    HAS_EID = 4,
    CONFIRMED = 8,
    FLAGS = 15,
};
_Static_assert((int)TRUSTEE_LOCK_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "the key of the lock");
_Static_assert((int)TRUSTEE_SALT_BYTES == crypto_pwhash_argon2id_SALTBYTES, "the salt of the lock");

const struct trustee_cost trustee_cost_usual = {3, 256 << 10};

static bool bad_file(struct error *err)
{
    return error_input(err, "key-file", "it is no key file of a trustee, of version 1");
}

/* ---- in memory ---- */

static void round_wipe(struct trustee_round *round)
{
    buffer_wipe(&round->message);
    sodium_memzero(round, sizeof *round);
}

void trustee_keys_wipe(struct trustee_keys *keys)
{
    for (size_t i = 0; i < keys->round_count; i++)
        round_wipe(&keys->rounds[i]);
    free(keys->rounds);
    sodium_memzero(keys, sizeof *keys);
}

struct trustee_round *trustee_keys_round(struct trustee_keys *keys, const uint8_t id[ROUND_ID_BYTES])
{
    for (size_t i = 0; i < keys->round_count; i++)
        if (memcmp(keys->rounds[i].id, id, ROUND_ID_BYTES) == 0)
            return &keys->rounds[i];
    return NULL;
}

/* Secrets are not left behind where they were. */
static struct trustee_round *grow(struct trustee_keys *keys)
{
    struct trustee_round *rounds = allocate(keys->round_count + 1, sizeof *rounds);
    if (keys->round_count) {
        memcpy(rounds, keys->rounds, keys->round_count * sizeof *rounds);
        sodium_memzero(keys->rounds, keys->round_count * sizeof *rounds);
    }
    free(keys->rounds);
    keys->rounds = rounds;
    rounds[keys->round_count] = (struct trustee_round){0};
    return &rounds[keys->round_count++];
}

struct trustee_round *trustee_keys_add(struct trustee_keys *keys, const uint8_t id[ROUND_ID_BYTES])
{
    struct trustee_round *round = grow(keys);
    memcpy(round->id, id, ROUND_ID_BYTES);
    return round;
}

void trustee_keys_forget(struct trustee_keys *keys, struct trustee_round *round)
{
    size_t last = --keys->round_count;
    round_wipe(round);
    if (round != &keys->rounds[last]) {
        *round = keys->rounds[last];
        sodium_memzero(&keys->rounds[last], sizeof *round);
    }
}

struct trustee_claim *trustee_round_claim(struct trustee_round *round, const char *contest)
{
    for (size_t i = 0; i < round->claim_count; i++)
        if (strcmp(round->claims[i].contest, contest) == 0)
            return &round->claims[i];
    if (round->claim_count == DEFINITION_CONTESTS_MAX)
        return NULL;
    struct trustee_claim *claim = &round->claims[round->claim_count++];
    *claim = (struct trustee_claim){0};
    snprintf(claim->contest, sizeof claim->contest, "%s", contest);
    return claim;
}

/* ---- the plain text ---- */

static void write_round(const struct trustee_round *round, struct buffer *out)
{
    unsigned flags = (round->has_message ? HAS_MESSAGE : 0) | (round->has_x ? HAS_X : 0) |
                     (round->has_eid ? HAS_EID : 0) | (round->confirmed ? CONFIRMED : 0);
    buffer_append(out, round->id, sizeof round->id);
    buffer_append(out, round->definition, sizeof round->definition);
    buffer_append_u32(out, (uint32_t)round->attempt);
    buffer_append_u8(out, (uint8_t)flags);
    buffer_append(out, round->d.bytes, SCALAR_BYTES);
    buffer_append(out, round->salt, sizeof round->salt);
    buffer_append(out, round->message_hash, sizeof round->message_hash);
    buffer_append(out, round->x.bytes, SCALAR_BYTES);
    buffer_append(out, round->eid, sizeof round->eid);
    buffer_append_u32(out, (uint32_t)round->message.len);
    buffer_append_bytes(out, buffer_bytes(&round->message));
    buffer_append_u16(out, (uint16_t)round->claim_count);
    for (size_t i = 0; i < round->claim_count; i++) {
        const struct trustee_claim *claim = &round->claims[i];
        buffer_append_u8(out, (uint8_t)strlen(claim->contest));
        buffer_append_string(out, claim->contest);
        buffer_append(out, claim->input, sizeof claim->input);
        buffer_append(out, claim->opened, sizeof claim->opened);
    }
}

void trustee_plain_write(const struct trustee_keys *keys, struct buffer *out)
{
    buffer_reserve(out, TRUSTEE_FILE_BYTES_MAX); /* growing would leave copies behind */
    buffer_append(out, keys->secret.bytes, SIGN_SEED_BYTES);
    buffer_append_u16(out, (uint16_t)keys->round_count);
    for (size_t i = 0; i < keys->round_count; i++)
        write_round(&keys->rounds[i], out);
}

static bool read_scalar(struct reader *reader, struct scalar *out)
{
    struct bytes bytes;
    return read_bytes(reader, SCALAR_BYTES, &bytes) && scalar_read(bytes.data, out);
}

static bool read_claim(struct reader *reader, struct trustee_round *round)
{
    struct trustee_claim *claim = &round->claims[round->claim_count];
    struct bytes name;
    uint8_t length;
    if (!read_u8(reader, &length) || !read_bytes(reader, length, &name) || !name_is_valid(name) ||
        !read_copy(reader, claim->input, sizeof claim->input) ||
        !read_copy(reader, claim->opened, sizeof claim->opened))
        return false;
    memcpy(claim->contest, name.data, name.len);
    claim->contest[name.len] = '\0';
    for (size_t i = 0; i < round->claim_count; i++)
        if (strcmp(round->claims[i].contest, claim->contest) == 0)
            return false;
    round->claim_count++;
    return true;
}

static bool read_round(struct reader *reader, struct trustee_round *round)
{
    struct bytes message;
    uint32_t attempt, length;
    uint16_t claims;
    uint8_t flags;
    if (!read_copy(reader, round->id, sizeof round->id) ||
        !read_copy(reader, round->definition, sizeof round->definition) || !read_u32(reader, &attempt) ||
        !read_u8(reader, &flags) || flags & ~FLAGS || !read_scalar(reader, &round->d) ||
        !read_copy(reader, round->salt, sizeof round->salt) ||
        !read_copy(reader, round->message_hash, sizeof round->message_hash) ||
        !read_scalar(reader, &round->x) || !read_copy(reader, round->eid, sizeof round->eid) ||
        !read_u32(reader, &length) || !read_bytes(reader, length, &message) || !read_u16(reader, &claims) ||
        claims > DEFINITION_CONTESTS_MAX)
        return false;
    round->attempt = attempt;
    round->has_message = flags & HAS_MESSAGE;
    round->has_x = flags & HAS_X;
    round->has_eid = flags & HAS_EID;
    round->confirmed = flags & CONFIRMED;
    buffer_append_bytes(&round->message, message);
    for (size_t i = 0; i < claims; i++)
        if (!read_claim(reader, round))
            return false;
    return true;
}

static bool read_rounds(struct reader *reader, size_t count, struct trustee_keys *out)
{
    for (size_t i = 0; i < count; i++) {
        struct trustee_round *round = grow(out);
        if (!read_round(reader, round) || trustee_keys_round(out, round->id) != round)
            return false;
    }
    return read_done(reader);
}

bool trustee_plain_read(struct bytes plain, struct trustee_keys *out)
{
    struct reader reader = reader_of(plain);
    struct bytes seed;
    uint16_t count;
    if (!read_bytes(&reader, SIGN_SEED_BYTES, &seed) || !read_u16(&reader, &count) ||
        count > TRUSTEE_ROUNDS_MAX)
        return false;
    sign_key_from_seed(seed.data, &out->public, &out->secret);
    return read_rounds(&reader, count, out);
}

/* ---- the lock ---- */

static bool derive(const char *passphrase, struct trustee_keys *keys, struct error *err)
{
    if (keys->passes < 1 || keys->passes > PASSES_MAX || keys->kib < 8 || keys->kib > KIB_MAX)
        return bad_file(err);
    return crypto_pwhash_argon2id(keys->lock, sizeof keys->lock, passphrase, strlen(passphrase), keys->salt,
                                  keys->passes, (size_t)keys->kib << 10,
                                  crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0 ||
           error_temporary(err, "memory", "there is not enough memory to unlock the key: %u MiB are needed",
                           keys->kib >> 10);
}

bool trustee_keys_new(const char *passphrase, struct trustee_cost cost, struct trustee_keys *out,
                      struct error *err)
{
    struct trustee_keys keys = {.passes = cost.passes, .kib = cost.kib};
    randombytes_buf(keys.salt, sizeof keys.salt);
    if (!derive(passphrase, &keys, err))
        return false;
    sign_key_random(&keys.public, &keys.secret);
    *out = keys;
    sodium_memzero(&keys, sizeof keys);
    return true;
}

bool trustee_keys_seal(const struct trustee_keys *keys, struct buffer *out, struct error *err)
{
    struct buffer plain = {0};
    trustee_plain_write(keys, &plain);
    if (plain.len > TRUSTEE_FILE_BYTES_MAX / 2 || keys->round_count > TRUSTEE_ROUNDS_MAX) {
        buffer_wipe(&plain);
        return error_input(err, "key-file", "the key file would be too large: forget a round");
    }
    size_t start = out->len;
    uint8_t nonce[NONCE_BYTES];
    buffer_append_string(out, HEADER);
    buffer_append_u32(out, keys->passes);
    buffer_append_u32(out, keys->kib);
    buffer_append(out, keys->salt, sizeof keys->salt);
    randombytes_buf(nonce, sizeof nonce);
    buffer_append(out, nonce, sizeof nonce);
    size_t known = out->len - start;
    buffer_reserve(out, plain.len + TAG_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out->data + out->len, NULL, plain.data, plain.len,
                                               out->data + start, known, NULL, nonce, keys->lock);
    out->len += plain.len + TAG_BYTES;
    buffer_wipe(&plain);
    return true;
}

/* With the key that `keys` hold. */
static bool open_locked(struct bytes file, struct trustee_keys *keys, struct error *err)
{
    enum { KNOWN = HEADER_BYTES + 8 + TRUSTEE_SALT_BYTES + NONCE_BYTES };
    struct buffer plain = {0};
    const uint8_t *nonce = file.data + KNOWN - NONCE_BYTES;
    buffer_reserve(&plain, file.len);
    bool ok = crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data, NULL, NULL, file.data + KNOWN,
                                                         file.len - KNOWN, file.data, KNOWN, nonce,
                                                         keys->lock) == 0 ||
              error_input(err, "bad-password", "the passphrase is wrong, or the file is damaged");
    if (ok) {
        plain.len = file.len - KNOWN - TAG_BYTES;
        ok = trustee_plain_read(buffer_bytes(&plain), keys) || bad_file(err);
    }
    sodium_memzero(plain.data, plain.capacity);
    buffer_clear(&plain);
    return ok;
}

static bool read_head(struct bytes file, struct trustee_keys *keys, struct error *err)
{
    struct reader reader = reader_of(file);
    struct bytes header, nonce;
    if (file.len > TRUSTEE_FILE_BYTES_MAX || !read_bytes(&reader, HEADER_BYTES, &header) ||
        !bytes_equal(header, bytes_of_string(HEADER)) || !read_u32(&reader, &keys->passes) ||
        !read_u32(&reader, &keys->kib) || !read_copy(&reader, keys->salt, sizeof keys->salt) ||
        !read_bytes(&reader, NONCE_BYTES, &nonce) || reader.rest.len < TAG_BYTES)
        return bad_file(err);
    return true;
}

bool trustee_keys_open(struct bytes file, const char *passphrase, struct trustee_keys *out, struct error *err)
{
    struct trustee_keys keys = {0};
    bool ok = read_head(file, &keys, err) && derive(passphrase, &keys, err) && open_locked(file, &keys, err);
    if (ok)
        *out = keys;
    else
        trustee_keys_wipe(&keys);
    sodium_memzero(&keys, sizeof keys);
    return ok;
}

/* ---- the file ---- */

bool trustee_file_read(const char *path, const char *passphrase, struct trustee_keys *out, struct error *err)
{
    struct buffer file = {0};
    bool ok = file_read(path, TRUSTEE_FILE_BYTES_MAX, &file, err) &&
              (trustee_keys_open(buffer_bytes(&file), passphrase, out, err) || error_prefix(err, "%s", path));
    buffer_clear(&file);
    return ok;
}

/* What stands in the file at `path` is, byte for byte, what was meant. */
static bool reads_back(const char *path, const struct trustee_keys *keys, struct error *err)
{
    struct buffer file = {0}, meant = {0}, found = {0};
    struct trustee_keys again = {0};
    memcpy(again.lock, keys->lock, sizeof again.lock);
    bool ok = file_read(path, TRUSTEE_FILE_BYTES_MAX, &file, err) &&
              read_head(buffer_bytes(&file), &again, err) && open_locked(buffer_bytes(&file), &again, err);
    if (ok) {
        trustee_plain_write(keys, &meant);
        trustee_plain_write(&again, &found);
        ok = meant.len == found.len && sodium_memcmp(meant.data, found.data, meant.len) == 0;
        if (!ok)
            error_broken(err, "file", "%s does not read back as it was written", path);
    }
    buffer_clear(&file);
    buffer_wipe(&meant);
    buffer_wipe(&found);
    trustee_keys_wipe(&again);
    return ok;
}

bool trustee_file_write(const char *path, const struct trustee_keys *keys, bool first, struct error *err)
{
    struct buffer file = {0}, beside = {0};
    buffer_append_format(&beside, "%s.new", path);
    const char *name = buffer_string(&beside);
    if (first && access(path, F_OK) == 0) {
        buffer_clear(&beside);
        return error_input(err, "file", "%s exists already and is not replaced", path);
    }
    bool ok = trustee_keys_seal(keys, &file, err) && file_write(name, buffer_bytes(&file), 0600, err) &&
              reads_back(name, keys, err) && file_rename(name, path, err);
    if (!ok)
        unlink(name);
    buffer_clear(&file);
    buffer_clear(&beside);
    return ok;
}
