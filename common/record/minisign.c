/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Key file:        untrusted comment: ...
 *                  base64("Ed" || id[8] || public key[32])
 * Secret key file: untrusted comment: ...
 *                  base64("Ed" || kdf[2] || "B2" || salt[32] || u64le ops || u64le memory || body[104])
 *                  body = id[8] || secret key[64] || BLAKE2b-256("Ed" || id || secret key), XORed with
 * scrypt's output if kdf is "Sc"; if it is 0, salt, ops, memory and (by stock minisign) the hash are 0
 * Signature file:  untrusted comment: ...
 *                  base64("ED" || id[8] || Ed25519(BLAKE2b-512(message)))
 *                  trusted comment: ...
 *                  base64(Ed25519(signature[64] || trusted comment))
 */
#include "record/minisign.h"

#include <inttypes.h>

#include "base/encoding.h"
#include "base/read.h"

enum {
    ALGORITHM_BYTES = 2,
    MESSAGE_HASH_BYTES = 64,
    CHECK_BYTES = 32,
    SALT_BYTES = 32,
    BODY_BYTES = MINISIGN_ID_BYTES + crypto_sign_SECRETKEYBYTES + CHECK_BYTES,
    PUBLIC_BYTES = ALGORITHM_BYTES + MINISIGN_ID_BYTES + crypto_sign_PUBLICKEYBYTES,
    SECRET_BYTES = 3 * ALGORITHM_BYTES + SALT_BYTES + 8 + 8 + BODY_BYTES,
    SIGNATURE_BYTES = ALGORITHM_BYTES + MINISIGN_ID_BYTES + crypto_sign_BYTES,
    /* What this module writes: 128 MiB and half a second. What it reads goes up to minisign's own. */
    WRITE_OPS = 1 << 22,
    WRITE_MEMORY = 1 << 27,
    READ_MAX_OPS = crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE,
    READ_MAX_MEMORY = crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE,
};
static const char UNTRUSTED[] = "untrusted comment: ";
static const char TRUSTED[] = "trusted comment: ";

/* minisign's own comments hold tabs. */
static bool comment_is_valid(struct bytes comment)
{
    for (size_t i = 0; i < comment.len; i++)
        if ((comment.data[i] < 0x20 && comment.data[i] != '\t') || comment.data[i] == 0x7f)
            return false;
    return comment.len <= MINISIGN_MAX_COMMENT_BYTES && utf8_is_valid(comment);
}

static bool take_line(struct bytes *text, struct bytes *line)
{
    const uint8_t *end = text->len ? memchr(text->data, '\n', text->len) : NULL;
    if (!end)
        return false;
    *line = bytes_of(text->data, (size_t)(end - text->data));
    *text = bytes_of(end + 1, text->len - line->len - 1);
    return true;
}

static bool take_comment(struct bytes *text, const char *start, struct bytes *comment)
{
    size_t len = strlen(start);
    struct bytes line;
    if (!take_line(text, &line) || line.len < len || memcmp(line.data, start, len) != 0)
        return false;
    *comment = bytes_of(line.data + len, line.len - len);
    return comment_is_valid(*comment);
}

static bool take_base64(struct bytes *text, uint8_t *out, size_t len)
{
    struct bytes line;
    struct buffer decoded = {0};
    bool ok = take_line(text, &line) && base64_decode(line, &decoded) && decoded.len == len;
    if (ok)
        memcpy(out, decoded.data, len);
    buffer_wipe(&decoded);
    return ok;
}

static void append_line(struct buffer *out, struct bytes bytes)
{
    base64_append(out, bytes);
    buffer_append_u8(out, '\n');
}

void minisign_generate(struct minisign_secret *out)
{
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES];
    randombytes_buf(out->id, sizeof out->id);
    crypto_sign_keypair(public_key, out->key);
}

void minisign_public_of(const struct minisign_secret *secret, struct minisign_public *out)
{
    memcpy(out->id, secret->id, sizeof out->id);
    crypto_sign_ed25519_sk_to_pk(out->key, secret->key);
}

bool minisign_public_parse(struct bytes file, struct minisign_public *out, struct error *err)
{
    struct bytes comment;
    uint8_t raw[PUBLIC_BYTES];
    if (file.len > MINISIGN_MAX_FILE_BYTES || !take_comment(&file, UNTRUSTED, &comment) ||
        !take_base64(&file, raw, sizeof raw) || file.len || memcmp(raw, "Ed", ALGORITHM_BYTES) != 0)
        return error_input(err, "bad-key", "not a public key file of minisign");
    memcpy(out->id, raw + ALGORITHM_BYTES, sizeof out->id);
    memcpy(out->key, raw + ALGORITHM_BYTES + MINISIGN_ID_BYTES, sizeof out->key);
    return true;
}

void minisign_public_append(const struct minisign_public *key, struct buffer *out)
{
    uint64_t id = 0;
    for (size_t i = MINISIGN_ID_BYTES; i-- > 0;)
        id = id << 8 | key->id[i];
    buffer_append_format(out, "%sminisign public key %016" PRIX64 "\n", UNTRUSTED, id);
    struct buffer raw = {0};
    buffer_append_string(&raw, "Ed");
    buffer_append(&raw, key->id, sizeof key->id);
    buffer_append(&raw, key->key, sizeof key->key);
    append_line(out, buffer_bytes(&raw));
    buffer_clear(&raw);
}

struct secret_file {
    bool encrypted;
    uint8_t salt[SALT_BYTES];
    uint64_t ops, memory;
    uint8_t body[BODY_BYTES];
};

static uint64_t little_endian(const uint8_t bytes[8])
{
    uint64_t value = 0;
    for (size_t i = 8; i-- > 0;)
        value = value << 8 | bytes[i];
    return value;
}

static bool parse_secret_file(struct bytes file, struct secret_file *out, struct error *err)
{
    struct bytes comment;
    uint8_t raw[SECRET_BYTES], algorithms[3 * ALGORITHM_BYTES], ops[8], memory[8];
    bool ok = file.len <= MINISIGN_MAX_FILE_BYTES && take_comment(&file, UNTRUSTED, &comment) &&
              take_base64(&file, raw, sizeof raw) && file.len == 0;
    if (ok) {
        struct reader reader = reader_of(bytes_of(raw, sizeof raw));
        ok = read_copy(&reader, algorithms, sizeof algorithms) &&
             read_copy(&reader, out->salt, sizeof out->salt) && read_copy(&reader, ops, sizeof ops) &&
             read_copy(&reader, memory, sizeof memory) && read_copy(&reader, out->body, sizeof out->body) &&
             read_done(&reader);
    }
    if (ok) {
        out->encrypted = memcmp(algorithms, "EdScB2", sizeof algorithms) == 0;
        out->ops = little_endian(ops);
        out->memory = little_endian(memory);
        ok = out->encrypted || memcmp(algorithms, "Ed\0\0B2", sizeof algorithms) == 0;
    }
    sodium_memzero(raw, sizeof raw);
    if (!ok)
        return error_input(err, "bad-key", "not a secret key file of minisign");
    if (out->ops > READ_MAX_OPS || out->memory > READ_MAX_MEMORY)
        return error_input(err, "bad-key", "the secret key file asks for more work than minisign ever does");
    return true;
}

/* Encrypting and decrypting are the same. */
static bool apply_password(uint8_t body[BODY_BYTES], const char *password, const uint8_t salt[SALT_BYTES],
                           uint64_t ops, size_t memory, struct error *err)
{
    uint8_t stream[BODY_BYTES];
    if (crypto_pwhash_scryptsalsa208sha256(stream, sizeof stream, password, strlen(password), salt, ops,
                                           memory) != 0)
        return error_temporary(err, "memory", "scrypt needs %zu MiB of memory", memory >> 20);
    for (size_t i = 0; i < BODY_BYTES; i++)
        body[i] ^= stream[i];
    sodium_memzero(stream, sizeof stream);
    return true;
}

static void check_of(const uint8_t body[BODY_BYTES], uint8_t out[CHECK_BYTES])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, CHECK_BYTES);
    crypto_generichash_update(&state, (const uint8_t *)"Ed", ALGORITHM_BYTES);
    crypto_generichash_update(&state, body, BODY_BYTES - CHECK_BYTES);
    crypto_generichash_final(&state, out, CHECK_BYTES);
    sodium_memzero(&state, sizeof state);
}

bool minisign_secret_is_encrypted(struct bytes file, bool *out, struct error *err)
{
    struct secret_file secret;
    bool ok = parse_secret_file(file, &secret, err);
    if (ok)
        *out = secret.encrypted;
    sodium_memzero(&secret, sizeof secret);
    return ok;
}

bool minisign_secret_parse(struct bytes file, const char *password, struct minisign_secret *out,
                           struct error *err)
{
    struct secret_file secret;
    uint8_t check[CHECK_BYTES], again[crypto_sign_SECRETKEYBYTES], public_key[crypto_sign_PUBLICKEYBYTES];
    bool ok = false;
    if (!parse_secret_file(file, &secret, err))
        goto out;
    if (secret.encrypted != (password != NULL)) {
        error_input(err, "bad-password", "the secret key %s",
                    password ? "has no password" : "needs a password");
        goto out;
    }
    if (password &&
        !apply_password(secret.body, password, secret.salt, secret.ops, (size_t)secret.memory, err))
        goto out;
    const uint8_t *key = secret.body + MINISIGN_ID_BYTES, *stored = key + crypto_sign_SECRETKEYBYTES;
    check_of(secret.body, check);
    bool unchecked = !password && sodium_is_zero(stored, CHECK_BYTES);
    if (!unchecked && sodium_memcmp(check, stored, CHECK_BYTES) != 0) {
        error_input(err, password ? "bad-password" : "bad-key",
                    password ? "the password is wrong" : "the secret key is damaged");
        goto out;
    }
    /* A public half that does not belong to the seed would give the seed away with the first signatures. */
    crypto_sign_seed_keypair(public_key, again, key);
    if (sodium_memcmp(again, key, sizeof again) != 0) {
        error_input(err, "bad-key", "the secret key is damaged");
        goto out;
    }
    memcpy(out->id, secret.body, sizeof out->id);
    memcpy(out->key, key, sizeof out->key);
    ok = true;
out:
    sodium_memzero(&secret, sizeof secret);
    sodium_memzero(again, sizeof again);
    return ok;
}

bool minisign_secret_append(const struct minisign_secret *key, const char *password, struct buffer *out,
                            struct error *err)
{
    uint8_t body[BODY_BYTES] = {0}, salt[SALT_BYTES] = {0};
    uint64_t ops = password ? WRITE_OPS : 0, memory = password ? WRITE_MEMORY : 0;
    struct buffer raw = {0};
    memcpy(body, key->id, sizeof key->id);
    memcpy(body + sizeof key->id, key->key, sizeof key->key);
    bool ok = true;
    if (password) {
        check_of(body, body + BODY_BYTES - CHECK_BYTES);
        randombytes_buf(salt, sizeof salt);
        ok = apply_password(body, password, salt, ops, (size_t)memory, err);
    }
    if (ok) {
        buffer_append(&raw, password ? "EdScB2" : "Ed\0\0B2", 3 * ALGORITHM_BYTES);
        buffer_append(&raw, salt, sizeof salt);
        for (size_t i = 0; i < 8; i++)
            buffer_append_u8(&raw, (uint8_t)(ops >> 8 * i));
        for (size_t i = 0; i < 8; i++)
            buffer_append_u8(&raw, (uint8_t)(memory >> 8 * i));
        buffer_append(&raw, body, sizeof body);
        buffer_append_format(out, "%sminisign encrypted secret key\n", UNTRUSTED);
        append_line(out, buffer_bytes(&raw));
    }
    sodium_memzero(body, sizeof body);
    buffer_wipe(&raw);
    return ok;
}

static void hash_message(struct bytes message, uint8_t out[MESSAGE_HASH_BYTES])
{
    crypto_generichash(out, MESSAGE_HASH_BYTES, message.data, message.len, NULL, 0);
}

bool minisign_sign(const struct minisign_secret *key, struct bytes message, const char *untrusted_comment,
                   const char *trusted_comment, struct buffer *out, struct error *err)
{
    if (!comment_is_valid(bytes_of_string(untrusted_comment)) ||
        !comment_is_valid(bytes_of_string(trusted_comment)))
        return error_input(err, "bad-comment", "a comment is one line of at most %d bytes",
                           MINISIGN_MAX_COMMENT_BYTES);
    uint8_t hash[MESSAGE_HASH_BYTES], signature[crypto_sign_BYTES], global[crypto_sign_BYTES];
    struct buffer raw = {0}, bound = {0}, file = {0};
    hash_message(message, hash);
    crypto_sign_detached(signature, NULL, hash, sizeof hash, key->key);
    buffer_append_string(&raw, "ED");
    buffer_append(&raw, key->id, sizeof key->id);
    buffer_append(&raw, signature, sizeof signature);
    buffer_append(&bound, signature, sizeof signature);
    buffer_append_string(&bound, trusted_comment);
    crypto_sign_detached(global, NULL, bound.data, bound.len, key->key);
    buffer_append_format(&file, "%s%s\n", UNTRUSTED, untrusted_comment);
    append_line(&file, buffer_bytes(&raw));
    buffer_append_format(&file, "%s%s\n", TRUSTED, trusted_comment);
    append_line(&file, bytes_of(global, sizeof global));
    struct minisign_public public_key;
    minisign_public_of(key, &public_key);
    bool ok = minisign_verify(&public_key, message, buffer_bytes(&file), NULL, NULL);
    if (ok)
        buffer_append_bytes(out, buffer_bytes(&file));
    else
        error_broken(err, "bad-signature", "a signature just made does not verify");
    buffer_clear(&raw);
    buffer_clear(&bound);
    buffer_clear(&file);
    return ok;
}

bool minisign_verify(const struct minisign_public *key, struct bytes message, struct bytes file,
                     struct buffer *trusted_comment, struct error *err)
{
    struct bytes untrusted, trusted;
    uint8_t raw[SIGNATURE_BYTES], global[crypto_sign_BYTES], hash[MESSAGE_HASH_BYTES];
    if (file.len > MINISIGN_MAX_FILE_BYTES || !take_comment(&file, UNTRUSTED, &untrusted) ||
        !take_base64(&file, raw, sizeof raw) || !take_comment(&file, TRUSTED, &trusted) ||
        !take_base64(&file, global, sizeof global) || file.len)
        return error_input(err, "bad-signature", "not a signature file of minisign");
    if (memcmp(raw, "ED", ALGORITHM_BYTES) != 0)
        return error_input(err, "bad-signature", "not a signature of the prehashed kind");
    if (memcmp(raw + ALGORITHM_BYTES, key->id, MINISIGN_ID_BYTES) != 0)
        return error_input(err, "bad-signature", "a signature by another key");
    const uint8_t *signature = raw + ALGORITHM_BYTES + MINISIGN_ID_BYTES;
    hash_message(message, hash);
    struct buffer bound = {0};
    buffer_append(&bound, signature, crypto_sign_BYTES);
    buffer_append_bytes(&bound, trusted);
    bool ok = crypto_sign_verify_detached(signature, hash, sizeof hash, key->key) == 0 &&
              crypto_sign_verify_detached(global, bound.data, bound.len, key->key) == 0;
    buffer_clear(&bound);
    if (!ok)
        return error_input(err, "bad-signature", "the signature does not verify");
    if (trusted_comment)
        buffer_append_bytes(trusted_comment, trusted);
    return true;
}
