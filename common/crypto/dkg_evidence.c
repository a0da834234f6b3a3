/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/dkg_evidence.h"

#include <sodium.h>

#include "base/read.h"
#include "crypto/dkg_cipher.h"
#include "crypto/transcript.h"

static const char HEADER[] = "folkmoot-blame/1\n";

enum { HEADER_BYTES = sizeof HEADER - 1, BASES = 3, ENTROPY_BYTES = 64 };

static bool read_trustee(struct reader *reader, uint64_t *out)
{
    uint32_t number;
    if (!read_u32(reader, &number) || number < 1 || number > DKG_TRUSTEES_MAX)
        return false;
    *out = number;
    return true;
}

static bool read_point(struct reader *reader, struct point *out)
{
    struct bytes bytes;
    return read_bytes(reader, POINT_BYTES, &bytes) && point_read(bytes.data, out);
}

bool dkg_evidence_read(struct bytes blob, struct dkg_evidence *out, struct error *err)
{
    struct reader reader = reader_of(blob);
    struct dkg_evidence evidence;
    struct bytes header, z;
    bool ok = read_bytes(&reader, HEADER_BYTES, &header) && bytes_equal(header, bytes_of_string(HEADER)) &&
              read_trustee(&reader, &evidence.accuser) && read_trustee(&reader, &evidence.accused);
    for (size_t i = 0; ok && i < 2; i++)
        ok = read_point(&reader, &evidence.shared[i]);
    for (size_t i = 0; ok && i < BASES; i++)
        ok = read_point(&reader, &evidence.t[i]);
    ok =
        ok && read_bytes(&reader, SCALAR_BYTES, &z) && scalar_read(z.data, &evidence.z) && read_done(&reader);
    if (!ok)
        return error_input(err, "bad-evidence", "the blob is no evidence of version 1");
    *out = evidence;
    return true;
}

/* What the accuser's secret is multiplied with, and what comes out. */
static void lay_out(const struct dkg_session *session, const struct dkg_message *message,
                    const struct dkg_evidence *evidence, struct point bases[BASES],
                    struct point products[BASES])
{
    const struct scalar one = SCALAR_ONE;
    point_multiply_base(&bases[0], &one);
    bases[1] = *message->ephemeral;
    bases[2] = session->static_keys[evidence->accused - 1];
    products[0] = session->static_keys[evidence->accuser - 1];
    products[1] = evidence->shared[0];
    products[2] = evidence->shared[1];
}

/* B is not hashed: it is fixed. */
static void hash_statement(struct transcript *transcript, const struct dkg_session *session,
                           const struct dkg_evidence *evidence, const struct point bases[BASES],
                           const struct point products[BASES])
{
    transcript_bytes(transcript, bytes_of(session->context, sizeof session->context));
    transcript_u64(transcript, evidence->accuser);
    transcript_u64(transcript, evidence->accused);
    transcript_point(transcript, &products[0]);
    transcript_point(transcript, &bases[1]);
    transcript_point(transcript, &bases[2]);
    transcript_point(transcript, &products[1]);
    transcript_point(transcript, &products[2]);
}

static void challenge(const struct dkg_session *session, const struct dkg_evidence *evidence,
                      const struct point bases[BASES], const struct point products[BASES], struct scalar *c)
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_DKG_BLAME);
    hash_statement(&transcript, session, evidence, bases, products);
    for (size_t i = 0; i < BASES; i++)
        transcript_point(&transcript, &evidence->t[i]);
    transcript_scalar(&transcript, c);
}

bool dkg_evidence_make(const struct dkg_session *session, uint64_t accuser, uint64_t accused,
                       const struct dkg_message *message, const struct scalar *static_secret,
                       struct buffer *out, struct error *err)
{
    struct dkg_channel channel = {
        .session = session, .sender = accused, .recipient = accuser, .ephemeral = message->ephemeral};
    struct dkg_evidence evidence = {.accuser = accuser, .accused = accused};
    struct point own, bases[BASES], products[BASES];
    uint8_t entropy[ENTROPY_BYTES];
    struct transcript transcript;
    struct scalar u, c;
    point_multiply_base(&own, static_secret);
    if (!point_equal(&own, &session->static_keys[accuser - 1]))
        return error_broken(err, "witness", "the static secret is not that of trustee %llu",
                            (unsigned long long)accuser);
    dkg_channel_receive(&channel, static_secret);
    memcpy(evidence.shared, channel.shared, sizeof evidence.shared);
    lay_out(session, message, &evidence, bases, products);
    randombytes_buf(entropy, sizeof entropy);
    transcript_init(&transcript, TAG_NONCE);
    transcript_bytes(&transcript, bytes_of(entropy, sizeof entropy));
    transcript_bytes(&transcript, bytes_of(static_secret->bytes, SCALAR_BYTES));
    hash_statement(&transcript, session, &evidence, bases, products);
    transcript_scalar(&transcript, &u);
    for (size_t i = 0; i < BASES; i++)
        point_multiply(&evidence.t[i], &u, &bases[i]);
    challenge(session, &evidence, bases, products, &c);
    scalar_multiply_add(&evidence.z, &u, &c, static_secret);
    sodium_memzero(&u, sizeof u);
    sodium_memzero(entropy, sizeof entropy);
    buffer_append_string(out, HEADER);
    buffer_append_u32(out, (uint32_t)accuser);
    buffer_append_u32(out, (uint32_t)accused);
    buffer_append(out, evidence.shared, sizeof evidence.shared);
    buffer_append(out, evidence.t, sizeof evidence.t);
    buffer_append(out, &evidence.z, sizeof evidence.z);
    return true;
}

static bool proof_holds(const struct dkg_session *session, const struct dkg_message *message,
                        const struct dkg_evidence *evidence)
{
    struct point bases[BASES], products[BASES];
    struct scalar c;
    lay_out(session, message, evidence, bases, products);
    challenge(session, evidence, bases, products, &c);
    for (size_t i = 0; i < BASES; i++) {
        struct point left, right = evidence->t[i];
        point_multiply(&left, &evidence->z, &bases[i]);
        point_add_product(&right, &c, &products[i]);
        if (!point_equal(&left, &right))
            return false;
    }
    return true;
}

bool dkg_evidence_check(const struct dkg_session *session, const struct dkg_message *message,
                        const struct dkg_evidence *evidence, struct error *err)
{
    struct dkg_channel channel = {.session = session,
                                  .sender = evidence->accused,
                                  .recipient = evidence->accuser,
                                  .ephemeral = message->ephemeral};
    struct scalar share;
    if (evidence->accuser > session->n || evidence->accused > session->n)
        return error_input(err, "bad-evidence", "there are %llu trustees", (unsigned long long)session->n);
    if (!proof_holds(session, message, evidence))
        return error_input(err, "bad-evidence", "the proof does not hold");
    memcpy(channel.shared, evidence->shared, sizeof channel.shared);
    if (dkg_cipher_open(&channel, message->ciphertexts[evidence->accuser - 1], &share, NULL, NULL) &&
        dkg_share_check(&channel, message->commitments, &share, NULL))
        return error_input(err, "bad-evidence", "the share that trustee %llu was sent is good",
                           (unsigned long long)evidence->accuser);
    return true;
}
