/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * tests/vectors/cocktail_dkg.json are the published vectors of the suite. What a trustee draws is not in them
 * but hashed: scalar number j of trustee i is SHA-512(seed || suite || u32le t || u32le n ||
 * "round1_participant_i" || u64le j) modulo L, the coefficients first, then the ephemeral key.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdlib.h>

#include "crypto/decryption.h"
#include "crypto/dkg.h"
#include "crypto/dkg_cipher.h"
#include "crypto/dkg_evidence.h"
#include "crypto/transcript.h"
#include "vector.h"

/* A session of n trustees: their secrets and first messages. */
struct fixture {
    struct dkg_session session;
    struct scalar secrets[DKG_TRUSTEES_MAX];
    struct dkg_dealing dealings[DKG_TRUSTEES_MAX];
    struct buffer bytes[DKG_TRUSTEES_MAX];
    struct dkg_message messages[DKG_TRUSTEES_MAX];
};

static void fixture_deal(struct fixture *f, uint64_t i, const struct bytes *payloads)
{
    struct buffer *bytes = &f->bytes[i - 1];
    bytes->len = 0;
    assert_true(dkg_deal(&f->session, i, &f->secrets[i - 1], &f->dealings[i - 1], payloads, bytes, NULL));
    assert_true(dkg_message_read(&f->session, buffer_bytes(bytes), &f->messages[i - 1], NULL));
}

static struct fixture *fixture_new(uint64_t n, uint64_t t)
{
    struct fixture *f = allocate(1, sizeof *f);
    struct point keys[DKG_TRUSTEES_MAX];
    *f = (struct fixture){0};
    for (uint64_t i = 0; i < n; i++) {
        scalar_random(&f->secrets[i]);
        point_multiply_base(&keys[i], &f->secrets[i]);
    }
    assert_true(dkg_session_init(&f->session, bytes_of_string("session"), t, keys, n, NULL));
    for (uint64_t i = 1; i <= n; i++) {
        dkg_dealing_random(&f->session, &f->dealings[i - 1]);
        fixture_deal(f, i, NULL);
    }
    return f;
}

static void fixture_free(struct fixture *f)
{
    for (size_t i = 0; i < DKG_TRUSTEES_MAX; i++)
        buffer_clear(&f->bytes[i]);
    free(f);
}

static void expect_type(const struct error *err, const char *type)
{
    assert_int_equal(err->class, ERROR_INPUT);
    assert_string_equal(err->type, type);
}

/* ---- the published vectors ---- */

static void draw(const json_t *document, uint64_t t, uint64_t n, uint64_t trustee, uint64_t number,
                 struct scalar *out)
{
    struct buffer input = {0};
    uint8_t wide[WIDE_BYTES];
    vector_hex_append(document, "seed", &input);
    buffer_append_string(&input, vector_text(document, "ciphersuite"));
    for (size_t i = 0; i < 4; i++)
        buffer_append_u8(&input, (uint8_t)(t >> 8 * i));
    for (size_t i = 0; i < 4; i++)
        buffer_append_u8(&input, (uint8_t)(n >> 8 * i));
    buffer_append_format(&input, "round1_participant_%llu", (unsigned long long)trustee);
    for (size_t i = 0; i < 8; i++)
        buffer_append_u8(&input, (uint8_t)(number >> 8 * i));
    crypto_hash_sha512(wide, input.data, input.len);
    scalar_from_wide(out, wide);
    buffer_clear(&input);
}

static void expect_hex(const json_t *string, const void *bytes, size_t len)
{
    struct buffer text = {0};
    hex_append(&text, bytes_of(bytes, len));
    assert_string_equal(buffer_string(&text), json_string_value(string));
    buffer_clear(&text);
}

/* Setup: static keys and context. */
static struct fixture *load_session(const json_t *document, const json_t *vector)
{
    struct fixture *f = allocate(1, sizeof *f);
    struct point keys[DKG_TRUSTEES_MAX];
    struct buffer tag = {0};
    const json_t *config = json_object_get(vector, "config");
    uint64_t n = (uint64_t)json_integer_value(json_object_get(vector, "n")),
             t = (uint64_t)json_integer_value(json_object_get(vector, "t"));
    *f = (struct fixture){0};
    for (uint64_t i = 0; i < n; i++) {
        vector_hex_value(json_array_get(json_object_get(config, "static_secret_keys"), i), &f->secrets[i],
                         SCALAR_BYTES);
        point_multiply_base(&keys[i], &f->secrets[i]);
        expect_hex(json_array_get(json_object_get(config, "static_public_keys"), i), &keys[i], POINT_BYTES);
        for (uint64_t k = 0; k < t; k++)
            draw(document, t, n, i + 1, k, &f->dealings[i].coefficients[k]);
        draw(document, t, n, i + 1, t, &f->dealings[i].ephemeral);
    }
    vector_hex_append(vector, "session_tag", &tag);
    assert_true(dkg_session_init(&f->session, buffer_bytes(&tag), t, keys, n, NULL));
    expect_hex(json_object_get(vector, "context"), f->session.context, sizeof f->session.context);
    buffer_clear(&tag);
    return f;
}

/* Round 1, byte for byte. */
static void check_round_1(struct fixture *f, const json_t *vector, const struct bytes *payloads)
{
    for (uint64_t i = 1; i <= f->session.n; i++) {
        const json_t *said = json_array_get(json_object_get(vector, "round1"), i - 1);
        const struct dkg_message *message = &f->messages[i - 1];
        struct bytes own[DKG_TRUSTEES_MAX];
        struct buffer statement = {0};
        for (size_t j = 0; j < DKG_TRUSTEES_MAX; j++)
            own[j] = payloads[i - 1];
        fixture_deal(f, i, own);
        for (uint64_t k = 0; k < f->session.t; k++)
            expect_hex(json_array_get(json_object_get(said, "vss_commitment"), k), &message->commitments[k],
                       POINT_BYTES);
        expect_hex(json_object_get(said, "ephemeral_public_key"), message->ephemeral, POINT_BYTES);
        expect_hex(json_object_get(said, "pop"), message->possession, DKG_SIGNATURE_BYTES);
        dkg_message_statement(&f->session, message->commitments, message->ephemeral, &statement);
        expect_hex(json_object_get(json_object_get(said, "pop_intermediate"), "message"), statement.data,
                   statement.len);
        for (uint64_t j = 0; j < f->session.n; j++)
            expect_hex(json_array_get(json_object_get(said, "encrypted_shares"), j),
                       message->ciphertexts[j].data, message->ciphertexts[j].len);
        buffer_clear(&statement);
    }
}

static void check_round_2(const struct fixture *f, const json_t *vector, const struct bytes *payloads)
{
    struct dkg_outcome outcome;
    assert_true(dkg_outcome(&f->session, f->messages, &outcome, NULL));
    expect_hex(json_object_get(vector, "group_public_key"), &outcome.key, POINT_BYTES);
    for (uint64_t i = 1; i <= f->session.n; i++) {
        const json_t *said = json_array_get(json_object_get(vector, "round2"), i - 1);
        struct buffer received[DKG_TRUSTEES_MAX] = {{0}};
        struct scalar x;
        assert_true(dkg_receive(&f->session, f->messages, i, &f->secrets[i - 1], &x, received, NULL, NULL));
        expect_hex(json_object_get(said, "secret_share"), &x, SCALAR_BYTES);
        expect_hex(json_object_get(said, "verification_share"), &outcome.shares[i - 1], POINT_BYTES);
        for (uint64_t j = 0; j < f->session.n; j++) {
            assert_true(bytes_equal(buffer_bytes(&received[j]), payloads[j]));
            buffer_clear(&received[j]);
        }
    }
}

static void check_round_3(const struct fixture *f, const json_t *vector)
{
    const json_t *round = json_object_get(vector, "round3");
    struct dkg_signature signatures[DKG_TRUSTEES_MAX];
    struct buffer transcript = {0}, extension = {0};
    uint8_t hash[crypto_hash_sha512_BYTES];
    vector_hex_append(vector, "extension", &extension);
    dkg_transcript(&f->session, f->messages, buffer_bytes(&extension), &transcript);
    crypto_hash_sha512(hash, transcript.data, transcript.len);
    expect_hex(json_object_get(round, "transcript_hash"), hash, sizeof hash);
    for (uint64_t i = 0; i < f->session.n; i++) {
        const json_t *said = json_array_get(json_object_get(round, "signatures"), i);
        assert_true(dkg_sign(&f->secrets[i], buffer_bytes(&transcript), &signatures[i], NULL));
        expect_hex(json_object_get(said, "signature"), &signatures[i], DKG_SIGNATURE_BYTES);
    }
    assert_true(dkg_certify(&f->session, buffer_bytes(&transcript), signatures, NULL, NULL));
    buffer_clear(&transcript);
    buffer_clear(&extension);
}

/* From the static secret and the messages alone, as after the loss of everything else. */
static void check_recovery(const struct fixture *f, const json_t *vector)
{
    const json_t *recovery = json_object_get(vector, "recovery");
    if (!recovery)
        return;
    uint64_t i = (uint64_t)json_integer_value(json_object_get(recovery, "participant_id"));
    struct scalar x;
    struct dkg_outcome outcome;
    for (uint64_t j = 0; j < f->session.n; j++)
        expect_hex(json_array_get(json_object_get(recovery, "ciphertexts"), j),
                   f->messages[j].ciphertexts[i - 1].data, f->messages[j].ciphertexts[i - 1].len);
    assert_true(dkg_receive(&f->session, f->messages, i, &f->secrets[i - 1], &x, NULL, NULL, NULL));
    assert_true(dkg_outcome(&f->session, f->messages, &outcome, NULL));
    expect_hex(json_object_get(recovery, "recovered_secret_share"), &x, SCALAR_BYTES);
    expect_hex(json_object_get(recovery, "recovered_verification_share"), &outcome.shares[i - 1],
               POINT_BYTES);
}

static void published_vectors(void **state)
{
    (void)state;
    json_t *document = vector_load("cocktail_dkg");
    const json_t *vectors = json_object_get(document, "vectors");
    assert_string_equal(vector_text(document, "ciphersuite"), DKG_SUITE);
    assert_int_equal(json_array_size(vectors), 4);
    for (size_t v = 0; v < json_array_size(vectors); v++) {
        const json_t *vector = json_array_get(vectors, v), *texts = json_object_get(vector, "payloads");
        struct fixture *f = load_session(document, vector);
        struct buffer data[DKG_TRUSTEES_MAX] = {{0}};
        struct bytes payloads[DKG_TRUSTEES_MAX] = {{0}};
        for (size_t i = 0; i < json_array_size(texts); i++) {
            size_t len = json_string_length(json_array_get(texts, i)) / 2;
            buffer_reserve(&data[i], len);
            vector_hex_value(json_array_get(texts, i), data[i].data, len);
            payloads[i] = bytes_of(data[i].data, len);
        }
        check_round_1(f, vector, payloads);
        check_round_2(f, vector, payloads);
        check_round_3(f, vector);
        check_recovery(f, vector);
        for (size_t i = 0; i < DKG_TRUSTEES_MAX; i++)
            buffer_clear(&data[i]);
        fixture_free(f);
    }
    json_decref(document);
}

/* ---- sizes ---- */

static void every_size(void **state)
{
    (void)state;
    for (uint64_t n = 2; n <= DKG_TRUSTEES_MAX; n++) {
        for (uint64_t t = 2; t <= n; t++) {
            struct fixture *f = fixture_new(n, t);
            struct dkg_outcome outcome;
            struct scalar x, lambdas[DKG_TRUSTEES_MAX];
            struct point sum = POINT_IDENTITY, own;
            uint64_t indices[DKG_TRUSTEES_MAX];
            assert_int_equal(f->bytes[0].len, dkg_message_size(n, t));
            assert_true(dkg_outcome(&f->session, f->messages, &outcome, NULL));
            for (uint64_t i = 0; i < t; i++)
                indices[i] = n - i; /* the last t */
            assert_true(lagrange_at_zero(indices, t, lambdas, NULL));
            for (uint64_t i = 0; i < t; i++) {
                assert_true(dkg_receive(&f->session, f->messages, indices[i], &f->secrets[indices[i] - 1], &x,
                                        NULL, NULL, NULL));
                point_multiply_base(&own, &x);
                assert_true(point_equal(&own, &outcome.shares[indices[i] - 1]));
                point_add_product(&sum, &lambdas[i], &own);
            }
            assert_true(point_equal(&sum, &outcome.key));
            fixture_free(f);
        }
    }
}

static void bad_sessions(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(3, 2);
    struct point keys[DKG_TRUSTEES_MAX + 1];
    struct dkg_session session, before;
    struct error err;
    struct bytes id = bytes_of_string("s");
    for (size_t i = 0; i <= DKG_TRUSTEES_MAX; i++) {
        struct scalar s;
        scalar_from_u64(&s, i + 1);
        point_multiply_base(&keys[i], &s);
    }
    memset(&session, 7, sizeof session);
    before = session;
    const uint64_t bad[][2] = {{1, 3}, {0, 3}, {4, 3}, {2, 1}, {2, 0}, {2, DKG_TRUSTEES_MAX + 1}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(dkg_session_init(&session, id, bad[i][0], keys, bad[i][1], &err));
        expect_type(&err, "bad-key");
    }
    keys[2] = keys[0];
    assert_false(dkg_session_init(&session, id, 2, keys, 3, &err));
    expect_type(&err, "bad-key");
    assert_memory_equal(&session, &before, sizeof session);
    fixture_free(f);
}

/* Every part of the session is bound: messages of one do not fit another. */
static void context_binds(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(3, 2);
    struct dkg_session other = f->session;
    struct point swapped[3] = {f->session.static_keys[1], f->session.static_keys[0],
                               f->session.static_keys[2]};
    struct error err;
    assert_true(dkg_session_init(&other, bytes_of_string("sessio"), 2, f->session.static_keys, 3, NULL));
    assert_memory_not_equal(other.context, f->session.context, DKG_CONTEXT_BYTES);
    assert_false(dkg_message_check(&other, &f->messages[0], &err));
    expect_type(&err, "bad-proof");
    assert_true(dkg_session_init(&other, bytes_of_string("session"), 2, swapped, 3, NULL));
    assert_memory_not_equal(other.context, f->session.context, DKG_CONTEXT_BYTES);
    fixture_free(f);
}

/* ---- messages ---- */

static void message_reading(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(3, 2);
    struct buffer *bytes = &f->bytes[0];
    struct dkg_message out = {0};
    struct dkg_session other = f->session;
    struct error err;
    for (size_t len = 0; len < bytes->len; len++) {
        assert_false(dkg_message_read(&f->session, bytes_of(bytes->data, len), &out, &err));
        expect_type(&err, "bad-message");
    }
    buffer_append_u8(bytes, 0);
    assert_false(dkg_message_read(&f->session, buffer_bytes(bytes), &out, &err));
    bytes->len--;
    assert_null(out.commitments);
    /* another degree is another layout */
    other.t = 3;
    assert_false(dkg_message_read(&other, buffer_bytes(bytes), &out, &err));
    /* a point with bit 255, the identity, a scalar above L */
    const struct {
        size_t at;
        uint8_t bits;
    } doors[] = {{31, 0x80}, {63, 0x80}, {95, 0x80}, {127, 0xf0}, {159, 0x80}};
    for (size_t i = 0; i < sizeof doors / sizeof *doors; i++) {
        uint8_t kept = bytes->data[doors[i].at];
        bytes->data[doors[i].at] |= doors[i].bits;
        assert_false(dkg_message_read(&f->session, buffer_bytes(bytes), &out, &err));
        expect_type(&err, "bad-message");
        bytes->data[doors[i].at] = kept;
    }
    memset(bytes->data + POINT_BYTES, 0, POINT_BYTES); /* a lower degree */
    assert_false(dkg_message_read(&f->session, buffer_bytes(bytes), &out, &err));
    fixture_free(f);
}

/* A ciphertext too short, too long, or with a length that lies. */
static void ciphertext_lengths(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(2, 2);
    struct buffer *bytes = &f->bytes[0];
    struct dkg_message out;
    size_t at = 2 * POINT_BYTES + DKG_SIGNATURE_BYTES + POINT_BYTES + 7;
    const uint8_t lengths[] = {0, DKG_CIPHERTEXT_BYTES - 1, DKG_CIPHERTEXT_BYTES + 1, 255};
    for (size_t i = 0; i < sizeof lengths; i++) {
        bytes->data[at] = lengths[i];
        assert_false(dkg_message_read(&f->session, buffer_bytes(bytes), &out, NULL));
    }
    bytes->data[at] = DKG_CIPHERTEXT_BYTES;
    bytes->data[at - 7] = 0x80; /* 2^63 */
    assert_false(dkg_message_read(&f->session, buffer_bytes(bytes), &out, NULL));
    bytes->data[at - 7] = 0;
    assert_true(dkg_message_read(&f->session, buffer_bytes(bytes), &out, NULL));

    /* one byte short, and nothing else wrong */
    size_t left = bytes->len - (at + 1) - 1;
    bytes->data[at] = DKG_CIPHERTEXT_BYTES - 1;
    memmove(bytes->data + at + 1, bytes->data + at + 2, left);
    bytes->len--;
    assert_false(dkg_message_read(&f->session, buffer_bytes(bytes), &out, NULL));

    struct buffer large = {0};
    struct bytes payloads[2];
    buffer_reserve(&large, DKG_CIPHERTEXT_BYTES_MAX);
    memset(large.data, 1, DKG_CIPHERTEXT_BYTES_MAX);
    for (size_t more = 0; more < 2; more++) {
        payloads[0] = payloads[1] =
            bytes_of(large.data, DKG_CIPHERTEXT_BYTES_MAX - DKG_CIPHERTEXT_BYTES + more);
        bytes->len = 0;
        assert_true(dkg_deal(&f->session, 1, &f->secrets[0], &f->dealings[0], payloads, bytes, NULL));
        assert_int_equal(dkg_message_read(&f->session, buffer_bytes(bytes), &out, NULL), more == 0);
    }
    buffer_clear(&large);
    fixture_free(f);
}

/* ---- blame ---- */

static bool receive(const struct fixture *f, uint64_t i, uint64_t *blame, struct error *err)
{
    struct scalar x = {{9}};
    bool ok = dkg_receive(&f->session, f->messages, i, &f->secrets[i - 1], &x, NULL, blame, err);
    if (!ok)
        assert_int_equal(x.bytes[0], 9);
    return ok;
}

static void bad_possession_is_blamed(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(3, 2);
    struct error err;
    uint64_t blame = 0;
    f->bytes[1].data[2 * POINT_BYTES + POINT_BYTES] ^= 1; /* z */
    assert_false(receive(f, 3, &blame, &err));
    expect_type(&err, "bad-proof");
    assert_int_equal(blame, 2);
    assert_non_null(strstr(err.detail, "trustee 2"));
    fixture_free(f);
}

/* Trustee 2 takes the commitments of trustee 1 for its own, without knowing the secret. */
static void stolen_commitments_are_blamed(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(3, 2);
    uint64_t blame;
    memcpy(f->bytes[1].data, f->bytes[0].data, 2 * POINT_BYTES);
    assert_false(receive(f, 3, &blame, NULL));
    assert_int_equal(blame, 2);
    /* with the proof and the key as well nothing opens */
    memcpy(f->bytes[1].data, f->bytes[0].data, f->bytes[0].len);
    assert_false(receive(f, 3, &blame, NULL));
    assert_int_equal(blame, 2);
    fixture_free(f);
}

static void check_evidence(struct fixture *f, uint64_t accuser, uint64_t accused)
{
    struct buffer blob = {0};
    struct dkg_evidence evidence;
    struct error err;
    struct dkg_message *message = &f->messages[accused - 1];
    assert_true(
        dkg_evidence_make(&f->session, accuser, accused, message, &f->secrets[accuser - 1], &blob, NULL));
    assert_int_equal(blob.len, DKG_EVIDENCE_BYTES);
    assert_true(dkg_evidence_read(buffer_bytes(&blob), &evidence, NULL));
    assert_true(dkg_evidence_check(&f->session, message, &evidence, &err));
    /* every bit of it matters */
    for (size_t at = 0; at < blob.len; at += 5) {
        blob.data[at] ^= 1;
        assert_false(dkg_evidence_read(buffer_bytes(&blob), &evidence, NULL) &&
                     dkg_evidence_check(&f->session, message, &evidence, NULL));
        blob.data[at] ^= 1;
    }
    for (size_t len = 0; len < blob.len; len++)
        assert_false(dkg_evidence_read(bytes_of(blob.data, len), &evidence, NULL));
    buffer_append_u8(&blob, 0);
    assert_false(dkg_evidence_read(buffer_bytes(&blob), &evidence, NULL));
    buffer_clear(&blob);
}

static void broken_ciphertext_is_proved(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(3, 2);
    struct error err;
    uint64_t blame = 0;
    f->bytes[1].data[f->bytes[1].len - 1] ^= 1; /* of trustee 2 for trustee 3 */
    assert_false(receive(f, 3, &blame, &err));
    expect_type(&err, "bad-ciphertext");
    assert_int_equal(blame, 2);
    assert_true(receive(f, 1, &blame, &err));
    assert_int_equal(blame, 0);
    check_evidence(f, 3, 2);
    fixture_free(f);
}

/* The ciphertexts of a dealing other than the one that was committed to. */
static void wrong_share_is_proved(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(3, 2);
    struct error err;
    uint64_t blame = 0;
    struct buffer honest = {0};
    buffer_append_bytes(&honest, buffer_bytes(&f->bytes[1]));
    scalar_add(&f->dealings[1].coefficients[1], &f->dealings[1].coefficients[1], &SCALAR_ONE);
    fixture_deal(f, 2, NULL);
    size_t head = honest.len - 3 * (8 + DKG_CIPHERTEXT_BYTES);
    memcpy(f->bytes[1].data, honest.data, head);
    assert_false(receive(f, 3, &blame, &err));
    expect_type(&err, "bad-share");
    assert_int_equal(blame, 2);
    check_evidence(f, 3, 2);
    buffer_clear(&honest);
    fixture_free(f);
}

/* 32 bytes at or above L are no scalar, though they would be one modulo L. */
static void unreduced_share_is_proved(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(3, 2);
    struct dkg_channel channel = {
        .session = &f->session, .sender = 2, .recipient = 3, .ephemeral = f->messages[1].ephemeral};
    struct scalar unreduced;
    struct buffer sealed = {0};
    struct error err;
    uint64_t blame = 0;
    memset(&unreduced, 0xff, sizeof unreduced);
    dkg_channel_send(&channel, &f->dealings[1].ephemeral, &f->secrets[1]);
    dkg_cipher_seal(&channel, &unreduced, bytes_of(NULL, 0), &sealed);
    memcpy(f->bytes[1].data + f->bytes[1].len - sealed.len, sealed.data, sealed.len);
    assert_false(receive(f, 3, &blame, &err));
    expect_type(&err, "bad-share");
    assert_non_null(strstr(err.detail, "no scalar"));
    check_evidence(f, 3, 2);
    buffer_clear(&sealed);
    fixture_free(f);
}

/* Evidence of trustee 3 against trustee 2 whose shared points come from `ephemeral` and `fixed` instead of
 * its secret, proved with `answer`: it holds for those bases only where they are the same. */
static void forge(const struct fixture *f, const struct scalar *ephemeral, const struct scalar *fixed,
                  const struct scalar *answer, struct dkg_evidence *out)
{
    const struct point *e = f->messages[1].ephemeral, *accused = &f->session.static_keys[1],
                       *accuser = &f->session.static_keys[2];
    struct transcript transcript;
    struct scalar u, c;
    *out = (struct dkg_evidence){.accuser = 3, .accused = 2};
    point_multiply(&out->shared[0], ephemeral, e);
    point_multiply(&out->shared[1], fixed, accused);
    scalar_random(&u);
    point_multiply_base(&out->t[0], &u);
    point_multiply(&out->t[1], &u, e);
    point_multiply(&out->t[2], &u, accused);
    transcript_init(&transcript, TAG_DKG_BLAME);
    transcript_bytes(&transcript, bytes_of(f->session.context, DKG_CONTEXT_BYTES));
    transcript_u64(&transcript, 3);
    transcript_u64(&transcript, 2);
    const struct point *hashed[] = {accuser,         e,          accused,    &out->shared[0],
                                    &out->shared[1], &out->t[0], &out->t[1], &out->t[2]};
    for (size_t i = 0; i < sizeof hashed / sizeof *hashed; i++)
        transcript_point(&transcript, hashed[i]);
    transcript_scalar(&transcript, &c);
    scalar_multiply_add(&out->z, &u, &c, answer);
}

/* A good share made to look bad: each of the three equations is needed. */
static void forged_evidence_blames_nobody(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(3, 2);
    const struct scalar *own = &f->secrets[2];
    struct scalar other;
    scalar_random(&other);
    const struct scalar *choices[][3] = {
        {own, own, own}, {&other, own, own}, {own, &other, own}, {&other, &other, &other}};
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        struct dkg_evidence evidence;
        struct error err;
        forge(f, choices[i][0], choices[i][1], choices[i][2], &evidence);
        assert_false(dkg_evidence_check(&f->session, &f->messages[1], &evidence, &err));
        assert_non_null(strstr(err.detail, i == 0 ? "is good" : "does not hold"));
    }
    fixture_free(f);
}

static void evidence_names_two_trustees(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(3, 2);
    struct buffer blob = {0};
    struct dkg_evidence evidence;
    struct error err;
    assert_true(dkg_evidence_make(&f->session, 3, 2, &f->messages[1], &f->secrets[2], &blob, NULL));
    for (size_t at = 20; at <= 24; at += 4) {
        uint8_t kept = blob.data[at];
        blob.data[at] = 0;
        assert_false(dkg_evidence_read(buffer_bytes(&blob), &evidence, NULL));
        blob.data[at] = DKG_TRUSTEES_MAX + 1;
        assert_false(dkg_evidence_read(buffer_bytes(&blob), &evidence, NULL));
        blob.data[at] = 4;
        assert_true(dkg_evidence_read(buffer_bytes(&blob), &evidence, NULL));
        assert_false(dkg_evidence_check(&f->session, &f->messages[1], &evidence, &err));
        assert_string_equal(err.detail, "there are 3 trustees");
        blob.data[at] = kept;
    }
    buffer_clear(&blob);
    fixture_free(f);
}

static void good_share_is_not_blamed(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(3, 2);
    struct buffer blob = {0};
    struct dkg_evidence evidence;
    struct error err;
    assert_true(dkg_evidence_make(&f->session, 3, 2, &f->messages[1], &f->secrets[2], &blob, NULL));
    assert_true(dkg_evidence_read(buffer_bytes(&blob), &evidence, NULL));
    assert_false(dkg_evidence_check(&f->session, &f->messages[1], &evidence, &err));
    expect_type(&err, "bad-evidence");
    assert_non_null(strstr(err.detail, "is good"));
    /* nor somebody else, by what one knows of one channel */
    evidence.accused = 1;
    assert_false(dkg_evidence_check(&f->session, &f->messages[0], &evidence, &err));
    /* and the secret of another makes none */
    assert_false(dkg_evidence_make(&f->session, 3, 2, &f->messages[1], &f->secrets[0], &blob, &err));
    assert_int_equal(err.class, ERROR_BROKEN);
    buffer_clear(&blob);
    fixture_free(f);
}

static void wrong_secret_is_noticed(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(2, 2);
    struct buffer out = {0};
    struct scalar x;
    struct error err;
    uint64_t blame = 7;
    assert_false(dkg_deal(&f->session, 1, &f->secrets[1], &f->dealings[0], NULL, &out, &err));
    assert_int_equal(err.class, ERROR_BROKEN);
    assert_int_equal(out.len, 0);
    assert_false(dkg_receive(&f->session, f->messages, 2, &f->secrets[0], &x, NULL, &blame, &err));
    assert_int_equal(err.class, ERROR_BROKEN);
    assert_int_equal(blame, 0);
    assert_false(dkg_receive(&f->session, f->messages, 3, &f->secrets[0], &x, NULL, &blame, &err));
    buffer_clear(&out);
    fixture_free(f);
}

/* Everything the transcript holds is certified; what somebody saw differently shows with their signature. */
static void certification(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(3, 2);
    struct buffer transcript = {0};
    struct dkg_signature signatures[3];
    struct error err;
    uint64_t blame = 0;
    dkg_transcript(&f->session, f->messages, bytes_of_string("extension"), &transcript);
    for (size_t i = 0; i < 3; i++)
        assert_true(dkg_sign(&f->secrets[i], buffer_bytes(&transcript), &signatures[i], NULL));
    assert_true(dkg_certify(&f->session, buffer_bytes(&transcript), signatures, &blame, NULL));
    for (size_t at = 0; at < transcript.len; at += 13) {
        struct dkg_signature kept = signatures[1];
        transcript.data[at] ^= 1;
        assert_true(dkg_sign(&f->secrets[1], buffer_bytes(&transcript), &signatures[1], NULL));
        transcript.data[at] ^= 1;
        assert_false(dkg_certify(&f->session, buffer_bytes(&transcript), signatures, &blame, &err));
        expect_type(&err, "bad-signature");
        assert_int_equal(blame, 2);
        signatures[1] = kept;
    }
    struct dkg_signature read;
    uint8_t bytes[DKG_SIGNATURE_BYTES];
    memcpy(bytes, &signatures[0], sizeof bytes);
    assert_true(dkg_signature_read(bytes, &read));
    bytes[POINT_BYTES - 1] |= 0x80;
    assert_false(dkg_signature_read(bytes, &read));
    memcpy(bytes, &signatures[0], sizeof bytes);
    bytes[DKG_SIGNATURE_BYTES - 1] |= 0xf0;
    assert_false(dkg_signature_read(bytes, &read));
    buffer_clear(&transcript);
    fixture_free(f);
}

static int start(void **state)
{
    (void)state;
    return sodium_init() < 0 ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_vectors),
        cmocka_unit_test(every_size),
        cmocka_unit_test(bad_sessions),
        cmocka_unit_test(context_binds),
        cmocka_unit_test(message_reading),
        cmocka_unit_test(ciphertext_lengths),
        cmocka_unit_test(bad_possession_is_blamed),
        cmocka_unit_test(stolen_commitments_are_blamed),
        cmocka_unit_test(broken_ciphertext_is_proved),
        cmocka_unit_test(wrong_share_is_proved),
        cmocka_unit_test(unreduced_share_is_proved),
        cmocka_unit_test(good_share_is_not_blamed),
        cmocka_unit_test(forged_evidence_blames_nobody),
        cmocka_unit_test(evidence_names_two_trustees),
        cmocka_unit_test(wrong_secret_is_noticed),
        cmocka_unit_test(certification),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
