/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/dkg_message.h"

#include <sodium.h>

#include "base/read.h"

static const char CONTEXT_PREFIX[] = "COCKTAIL-DKG-CONTEXT";

static void append_little_endian(struct buffer *out, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        buffer_append_u8(out, (uint8_t)(value >> 8 * i));
}

static void append_points(struct buffer *out, const struct point *points, size_t count)
{
    buffer_append(out, points, count * POINT_BYTES);
}

/* ---- the session ---- */

static bool check_session(uint64_t t, const struct point *keys, uint64_t n, struct error *err)
{
    if (t < 2 || t > n || n > DKG_TRUSTEES_MAX)
        return error_input(err, "bad-key", "a threshold of %llu among %llu trustees is not possible",
                           (unsigned long long)t, (unsigned long long)n);
    for (uint64_t i = 0; i < n; i++)
        for (uint64_t j = 0; j < i; j++)
            if (point_equal(&keys[i], &keys[j]))
                return error_input(err, "bad-key", "trustees %llu and %llu have the same static key",
                                   (unsigned long long)j + 1, (unsigned long long)i + 1);
    return true;
}

static void hash_context(struct dkg_session *session, struct bytes session_id)
{
    struct buffer preimage = {0};
    buffer_append_string(&preimage, CONTEXT_PREFIX);
    buffer_append_u64(&preimage, session_id.len);
    buffer_append_bytes(&preimage, session_id);
    buffer_append_u64(&preimage, strlen(DKG_SUITE));
    buffer_append_string(&preimage, DKG_SUITE);
    append_little_endian(&preimage, session->n, 4);
    append_points(&preimage, session->static_keys, session->n);
    crypto_hash_sha512(session->context, preimage.data, preimage.len);
    buffer_clear(&preimage);
}

bool dkg_session_init(struct dkg_session *out, struct bytes session_id, uint64_t t,
                      const struct point *static_keys, uint64_t n, struct error *err)
{
    if (!check_session(t, static_keys, n, err))
        return false;
    *out = (struct dkg_session){.n = n, .t = t};
    memcpy(out->static_keys, static_keys, n * sizeof *static_keys);
    hash_context(out, session_id);
    return true;
}

void dkg_commit(const struct point *static_key, const uint8_t salt[HASH_BYTES], uint8_t out[HASH_BYTES])
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_DKG_COMMIT);
    transcript_point(&transcript, static_key);
    transcript_bytes(&transcript, bytes_of(salt, HASH_BYTES));
    transcript_hash32(&transcript, out);
}

/* ---- the first message ---- */

size_t dkg_message_size(uint64_t n, uint64_t t)
{
    return t * POINT_BYTES + DKG_SIGNATURE_BYTES + POINT_BYTES + n * (8 + DKG_CIPHERTEXT_BYTES);
}

static bool read_commitments(struct reader *reader, uint64_t t, struct dkg_message *out, struct error *err)
{
    struct bytes points;
    if (!read_bytes(reader, t * POINT_BYTES, &points))
        return error_input(err, "bad-message", "it does not hold %llu commitments", (unsigned long long)t);
    for (uint64_t k = 0; k < t; k++)
        if (!point_is_valid(points.data + k * POINT_BYTES))
            return error_input(err, "bad-message", "commitment %llu is no point", (unsigned long long)k);
    out->commitments = (const void *)points.data;
    return true;
}

static bool read_possession(struct reader *reader, struct dkg_message *out, struct error *err)
{
    struct bytes signature, ephemeral;
    struct dkg_signature read;
    if (!read_bytes(reader, DKG_SIGNATURE_BYTES, &signature) || !read_bytes(reader, POINT_BYTES, &ephemeral))
        return error_input(err, "bad-message", "it ends within the proof of possession");
    if (!dkg_signature_read(signature.data, &read) || !point_is_valid(ephemeral.data))
        return error_input(err, "bad-message", "the proof or the ephemeral key is no point or scalar");
    out->possession = (const void *)signature.data;
    out->ephemeral = (const void *)ephemeral.data;
    return true;
}

static bool read_ciphertexts(struct reader *reader, uint64_t n, struct dkg_message *out, struct error *err)
{
    for (uint64_t j = 0; j < n; j++) {
        uint64_t length;
        if (!read_u64(reader, &length) || length < DKG_CIPHERTEXT_BYTES ||
            length > DKG_CIPHERTEXT_BYTES_MAX || !read_bytes(reader, (size_t)length, &out->ciphertexts[j]))
            return error_input(err, "bad-message", "there is no ciphertext for trustee %llu",
                               (unsigned long long)j + 1);
    }
    return read_done(reader) || error_input(err, "bad-message", "bytes stand behind the last ciphertext");
}

bool dkg_message_read(const struct dkg_session *session, struct bytes bytes, struct dkg_message *out,
                      struct error *err)
{
    struct reader reader = reader_of(bytes);
    struct dkg_message message = {0};
    if (!read_commitments(&reader, session->t, &message, err) || !read_possession(&reader, &message, err) ||
        !read_ciphertexts(&reader, session->n, &message, err))
        return false;
    *out = message;
    return true;
}

void dkg_message_statement(const struct dkg_session *session, const struct point *commitments,
                           const struct point *ephemeral, struct buffer *out)
{
    buffer_append(out, session->context, sizeof session->context);
    append_points(out, commitments, session->t);
    append_points(out, ephemeral, 1);
}

bool dkg_message_check(const struct dkg_session *session, const struct dkg_message *message,
                       struct error *err)
{
    struct buffer statement = {0};
    dkg_message_statement(session, message->commitments, message->ephemeral, &statement);
    bool holds = dkg_sign_verify(&message->commitments[0], buffer_bytes(&statement), message->possession);
    buffer_clear(&statement);
    return holds || error_input(err, "bad-proof", "the proof of possession does not hold");
}

/* ---- the transcript ---- */

void dkg_transcript(const struct dkg_session *session, const struct dkg_message *messages,
                    struct bytes extension, struct buffer *out)
{
    append_little_endian(out, strlen(DKG_SUITE), 8);
    buffer_append_string(out, DKG_SUITE);
    append_little_endian(out, sizeof session->context, 8);
    buffer_append(out, session->context, sizeof session->context);
    append_little_endian(out, session->n, 4);
    append_little_endian(out, session->t, 4);
    append_points(out, session->static_keys, session->n);
    for (uint64_t j = 0; j < session->n; j++)
        append_points(out, messages[j].commitments, session->t);
    for (uint64_t j = 0; j < session->n; j++)
        buffer_append(out, messages[j].possession, DKG_SIGNATURE_BYTES);
    for (uint64_t j = 0; j < session->n; j++)
        append_points(out, messages[j].ephemeral, 1);
    append_little_endian(out, extension.len, 8);
    buffer_append_bytes(out, extension);
}
