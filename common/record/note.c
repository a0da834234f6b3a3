/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/note.h"

#include <inttypes.h>

#include "base/encoding.h"
#include "base/read.h"

enum {
    KEY_ID_BYTES = 4,
    KEY_ID_DIGITS = 8,
};
static const char SIGNATURE_START[] = "\xe2\x80\x94 "; /* em dash, space */
static const char SIGNER_START[] = "PRIVATE+KEY+";

/* Code points with the Unicode property White_Space above U+0020. */
static bool is_space(uint32_t c)
{
    return c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
           c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool name_is_valid(struct bytes name)
{
    if (name.len == 0 || name.len > NOTE_MAX_NAME_BYTES || !utf8_is_valid(name))
        return false;
    for (size_t i = 0; i < name.len;) {
        uint32_t c = name.data[i++];
        if (c >= 0xc0) /* first byte of a sequence: drop its length bits, take the rest in */
            c &= c >= 0xf0 ? 0x07 : c >= 0xe0 ? 0x0f : 0x1f;
        while (i < name.len && (name.data[i] & 0xc0) == 0x80)
            c = c << 6 | (name.data[i++] & 0x3f);
        if (c < 0x20 || c == 0x7f || c == '+' || is_space(c))
            return false;
    }
    return true;
}

static bool text_is_valid(struct bytes text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] < 0x20 && text.data[i] != '\n')
            return false;
    return text.len > 0 && text.data[text.len - 1] == '\n' && utf8_is_valid(text);
}

/* Where `byte` first stands in `text`, or text.len. */
static size_t find_byte(struct bytes text, uint8_t byte)
{
    const uint8_t *at = text.len ? memchr(text.data, byte, text.len) : NULL;
    return at ? (size_t)(at - text.data) : text.len;
}

static struct bytes behind(struct bytes text, size_t len)
{
    return bytes_of(text.data + len, text.len - len);
}

static uint32_t id_of(const uint8_t id[KEY_ID_BYTES])
{
    return (uint32_t)id[0] << 24 | (uint32_t)id[1] << 16 | (uint32_t)id[2] << 8 | id[3];
}

bool note_key_init(struct note_key *key, const char *name, enum note_key_type type,
                   const uint8_t public_key[crypto_sign_PUBLICKEYBYTES], struct error *err)
{
    if (!name_is_valid(bytes_of_string(name)))
        return error_input(err, "bad-key", "a key name has 1 to %d bytes without spaces and plus signs",
                           NOTE_MAX_NAME_BYTES);
    struct buffer hashed = {0};
    buffer_append_string(&hashed, name);
    buffer_append_u8(&hashed, '\n');
    buffer_append_u8(&hashed, (uint8_t)type);
    buffer_append(&hashed, public_key, crypto_sign_PUBLICKEYBYTES);
    uint8_t hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, hashed.data, hashed.len);
    buffer_clear(&hashed);
    struct note_key made = {.id = id_of(hash), .type = type}; /* `name` may be a part of *key */
    strcpy(made.name, name);
    memcpy(made.public_key, public_key, sizeof made.public_key);
    *key = made;
    return true;
}

/* name "+" 8 hex digits "+" base64(type, 32 bytes) */
static bool split_key(struct bytes text, char name[NOTE_MAX_NAME_BYTES + 1], uint8_t id[KEY_ID_BYTES],
                      uint8_t *type, uint8_t material[32])
{
    size_t name_len = find_byte(text, '+');
    if (name_len > NOTE_MAX_NAME_BYTES || text.len < name_len + 1 + KEY_ID_DIGITS + 1 ||
        !name_is_valid(bytes_of(text.data, name_len)) ||
        !hex_decode_exact(bytes_of(text.data + name_len + 1, KEY_ID_DIGITS), id, KEY_ID_BYTES) ||
        text.data[name_len + 1 + KEY_ID_DIGITS] != '+')
        return false;
    struct buffer decoded = {0};
    bool ok = base64_decode(behind(text, name_len + 1 + KEY_ID_DIGITS + 1), &decoded) &&
              decoded.len == 1 + 32 &&
              (decoded.data[0] == NOTE_ED25519 || decoded.data[0] == NOTE_COSIGNATURE);
    if (ok) {
        memcpy(name, text.data, name_len);
        name[name_len] = 0;
        *type = decoded.data[0];
        memcpy(material, decoded.data + 1, 32);
    }
    buffer_wipe(&decoded);
    return ok;
}

static void append_key(struct buffer *out, const struct note_key *key, const uint8_t material[32])
{
    struct buffer encoded = {0};
    buffer_append_u8(&encoded, (uint8_t)key->type);
    buffer_append(&encoded, material, 32);
    buffer_append_format(out, "%s+%08" PRIx32 "+", key->name, key->id);
    base64_append(out, buffer_bytes(&encoded));
    buffer_wipe(&encoded);
}

bool note_key_parse(struct bytes vkey, struct note_key *out, struct error *err)
{
    char name[NOTE_MAX_NAME_BYTES + 1];
    uint8_t id[KEY_ID_BYTES], type, public_key[crypto_sign_PUBLICKEYBYTES];
    struct note_key key;
    if (!split_key(vkey, name, id, &type, public_key))
        return error_input(err, "bad-key", "not a verifier key of a known type (name+id+key)");
    if (!note_key_init(&key, name, (enum note_key_type)type, public_key, err))
        return false;
    if (key.id != id_of(id))
        return error_input(err, "bad-key", "the id of the verifier key does not belong to it");
    *out = key;
    return true;
}

void note_key_append(const struct note_key *key, struct buffer *out)
{
    append_key(out, key, key->public_key);
}

bool note_signer_init(struct note_signer *signer, const char *name, enum note_key_type type,
                      const uint8_t seed[crypto_sign_SEEDBYTES], struct error *err)
{
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(public_key, secret, seed);
    bool ok = note_key_init(&signer->key, name, type, public_key, err);
    if (ok)
        memcpy(signer->secret, secret, sizeof secret);
    sodium_memzero(secret, sizeof secret);
    return ok;
}

bool note_signer_parse(struct bytes text, struct note_signer *out, struct error *err)
{
    char name[NOTE_MAX_NAME_BYTES + 1];
    uint8_t id[KEY_ID_BYTES], type, seed[crypto_sign_SEEDBYTES];
    struct note_signer signer = {0};
    size_t start = sizeof SIGNER_START - 1;
    bool ok = false;
    if (text.len < start || memcmp(text.data, SIGNER_START, start) != 0 ||
        !split_key(behind(text, start), name, id, &type, seed)) {
        error_input(err, "bad-key", "not a signing key (%sname+id+key)", SIGNER_START);
        goto out;
    }
    if (!note_signer_init(&signer, name, (enum note_key_type)type, seed, err))
        goto out;
    if (signer.key.id != id_of(id)) {
        error_input(err, "bad-key", "the id of the signing key does not belong to it");
        goto out;
    }
    *out = signer;
    ok = true;
out:
    sodium_memzero(seed, sizeof seed);
    note_signer_wipe(&signer);
    return ok;
}

void note_signer_append(const struct note_signer *signer, struct buffer *out)
{
    buffer_append_string(out, SIGNER_START);
    append_key(out, &signer->key, signer->secret); /* its first half is the seed */
}

void note_signer_wipe(struct note_signer *signer)
{
    sodium_memzero(signer, sizeof *signer);
}

/* One line without its newline. */
static bool parse_signature(struct bytes line, struct note_signature *out)
{
    size_t start = sizeof SIGNATURE_START - 1;
    if (line.len < start || memcmp(line.data, SIGNATURE_START, start) != 0)
        return false;
    line = behind(line, start);
    size_t name_len = find_byte(line, ' ');
    if (name_len == line.len || !name_is_valid(bytes_of(line.data, name_len)))
        return false;
    struct bytes encoded = behind(line, name_len + 1);
    struct buffer decoded = {0};
    bool ok = base64_decode(encoded, &decoded) && decoded.len > KEY_ID_BYTES &&
              decoded.len <= NOTE_MAX_SIGNATURE_BYTES;
    if (ok)
        *out = (struct note_signature){bytes_of(line.data, name_len), id_of(decoded.data), encoded};
    buffer_clear(&decoded);
    return ok;
}

bool note_parse(struct bytes bytes, struct note *out, struct error *err)
{
    if (bytes.len > NOTE_MAX_BYTES)
        return error_input(err, "too-large", "a note of %zu bytes, at most %d are read", bytes.len,
                           NOTE_MAX_BYTES);
    if (!text_is_valid(bytes))
        return error_input(err, "bad-note", "a note is lines of UTF-8 without control characters");
    size_t end = bytes.len; /* of the text: the last empty line */
    while (end > 1 && !(bytes.data[end - 1] == '\n' && bytes.data[end - 2] == '\n'))
        end--;
    if (end <= 1)
        return error_input(err, "bad-note", "a note has an empty line between text and signatures");
    struct note note = {.text = bytes_of(bytes.data, end - 1)};
    struct bytes rest = behind(bytes, end);
    while (rest.len) {
        size_t len = find_byte(rest, '\n');
        if (note.count == NOTE_MAX_SIGNATURES)
            return error_input(err, "bad-note", "a note with more than %d signatures", NOTE_MAX_SIGNATURES);
        if (!parse_signature(bytes_of(rest.data, len), &note.signatures[note.count]))
            return error_input(err, "bad-note", "line %zu behind the text is not a signature",
                               note.count + 1);
        note.count++;
        rest = behind(rest, len + 1);
    }
    if (note.count == 0)
        return error_input(err, "bad-note", "a note without a signature");
    *out = note;
    return true;
}

static void cosigned_message(struct bytes text, uint64_t timestamp, struct buffer *out)
{
    buffer_append_format(out, "cosignature/v1\ntime %" PRIu64 "\n", timestamp);
    buffer_append_bytes(out, text);
}

static bool verify_cosignature(struct bytes signature, struct bytes text, const struct note_key *key,
                               uint64_t *timestamp)
{
    struct reader reader = reader_of(signature);
    uint64_t time;
    uint8_t raw[crypto_sign_BYTES];
    if (!read_u64(&reader, &time) || time > INT64_MAX || !read_copy(&reader, raw, sizeof raw) ||
        !read_done(&reader))
        return false;
    struct buffer message = {0};
    cosigned_message(text, time, &message);
    bool ok = crypto_sign_verify_detached(raw, message.data, message.len, key->public_key) == 0;
    buffer_clear(&message);
    if (ok)
        *timestamp = time;
    return ok;
}

static bool verify_ed25519(struct bytes signature, struct bytes text, const struct note_key *key)
{
    return signature.len == crypto_sign_BYTES &&
           crypto_sign_verify_detached(signature.data, text.data, text.len, key->public_key) == 0;
}

bool note_signature_is_by(const struct note_signature *signature, const struct note_key *key)
{
    return signature->key_id == key->id && bytes_equal(signature->name, bytes_of_string(key->name));
}

enum note_verdict note_verify(const struct note *note, const struct note_key *key, uint64_t *timestamp)
{
    enum note_verdict verdict = NOTE_ABSENT;
    uint64_t newest = 0;
    struct buffer decoded = {0};
    for (size_t i = 0; i < note->count && verdict != NOTE_FORGED; i++) {
        const struct note_signature *line = &note->signatures[i];
        if (!note_signature_is_by(line, key))
            continue;
        decoded.len = 0;
        uint64_t time = 0;
        bool ok = base64_decode(line->encoded, &decoded) && decoded.len > KEY_ID_BYTES;
        struct bytes signature = ok ? behind(buffer_bytes(&decoded), KEY_ID_BYTES) : bytes_of(NULL, 0);
        if (ok)
            ok = key->type == NOTE_COSIGNATURE ? verify_cosignature(signature, note->text, key, &time)
                                               : verify_ed25519(signature, note->text, key);
        verdict = ok ? NOTE_VALID : NOTE_FORGED;
        newest = time > newest ? time : newest;
    }
    buffer_clear(&decoded);
    if (verdict == NOTE_VALID && key->type == NOTE_COSIGNATURE && timestamp)
        *timestamp = newest;
    return verdict;
}

bool note_begin(struct bytes text, struct buffer *out, struct error *err)
{
    if (!text_is_valid(text))
        return error_input(err, "bad-note",
                           "the text of a note is lines of UTF-8 without control characters");
    buffer_append_bytes(out, text);
    buffer_append_u8(out, '\n');
    return true;
}

bool note_sign(const struct note_signer *signer, struct bytes text, uint64_t timestamp, struct buffer *out,
               struct error *err)
{
    bool cosign = signer->key.type == NOTE_COSIGNATURE;
    if (cosign && timestamp > INT64_MAX)
        return error_input(err, "bad-time", "the timestamp of a cosignature is above 2^63 - 1");
    struct buffer message = {0}, signature = {0};
    if (cosign)
        cosigned_message(text, timestamp, &message);
    else
        buffer_append_bytes(&message, text);
    uint8_t raw[crypto_sign_BYTES];
    crypto_sign_detached(raw, NULL, message.data, message.len, signer->secret);
    /* A fault while signing, or a secret that does not belong to the key, must not leave this process. */
    bool ok = crypto_sign_verify_detached(raw, message.data, message.len, signer->key.public_key) == 0;
    if (ok) {
        buffer_append_u32(&signature, signer->key.id);
        if (cosign)
            buffer_append_u64(&signature, timestamp);
        buffer_append(&signature, raw, sizeof raw);
        buffer_append_format(out, "%s%s ", SIGNATURE_START, signer->key.name);
        base64_append(out, buffer_bytes(&signature));
        buffer_append_u8(out, '\n');
    } else {
        error_broken(err, "bad-signature", "a signature just made does not verify");
    }
    buffer_clear(&message);
    buffer_clear(&signature);
    return ok;
}

void note_append_signature(const struct note_signature *signature, struct buffer *out)
{
    buffer_append_string(out, SIGNATURE_START);
    buffer_append_bytes(out, signature->name);
    buffer_append_u8(out, ' ');
    buffer_append_bytes(out, signature->encoded);
    buffer_append_u8(out, '\n');
}
