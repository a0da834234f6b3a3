/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/dkg.h"

#include <sodium.h>

#include "crypto/dkg_cipher.h"

void dkg_dealing_random(const struct dkg_session *session, struct dkg_dealing *out)
{
    *out = (struct dkg_dealing){0};
    for (uint64_t k = 0; k < session->t; k++)
        scalar_random(&out->coefficients[k]); /* never zero */
    scalar_random(&out->ephemeral);
}

/* f(j) */
static void evaluate(const struct dkg_dealing *dealing, uint64_t t, uint64_t j, struct scalar *out)
{
    struct scalar at;
    scalar_from_u64(&at, j);
    *out = dealing->coefficients[t - 1];
    for (uint64_t k = t - 1; k-- > 0;)
        scalar_multiply_add(out, &dealing->coefficients[k], out, &at);
}

static bool check_secret(const struct dkg_session *session, uint64_t i, const struct scalar *static_secret,
                         struct error *err)
{
    struct point key;
    point_multiply_base(&key, static_secret);
    return (i >= 1 && i <= session->n && point_equal(&key, &session->static_keys[i - 1])) ||
           error_broken(err, "witness", "the static secret is not that of trustee %llu",
                        (unsigned long long)i);
}

/* u64be length || ciphertext for trustee j */
static void append_share(const struct dkg_session *session, uint64_t i, uint64_t j,
                         const struct scalar *static_secret, const struct dkg_dealing *dealing,
                         const struct point *ephemeral, struct bytes payload, struct buffer *out)
{
    struct dkg_channel channel = {.session = session, .sender = i, .recipient = j, .ephemeral = ephemeral};
    struct scalar share;
    evaluate(dealing, session->t, j, &share);
    dkg_channel_send(&channel, &dealing->ephemeral, static_secret);
    buffer_append_u64(out, DKG_CIPHERTEXT_BYTES + payload.len);
    dkg_cipher_seal(&channel, &share, payload, out);
    sodium_memzero(&share, sizeof share);
    sodium_memzero(&channel, sizeof channel);
}

bool dkg_deal(const struct dkg_session *session, uint64_t i, const struct scalar *static_secret,
              const struct dkg_dealing *dealing, const struct bytes *payloads, struct buffer *out,
              struct error *err)
{
    struct point commitments[DKG_TRUSTEES_MAX], ephemeral;
    struct dkg_signature possession;
    struct buffer statement = {0};
    if (!check_secret(session, i, static_secret, err))
        return false;
    for (uint64_t k = 0; k < session->t; k++)
        point_multiply_base(&commitments[k], &dealing->coefficients[k]);
    point_multiply_base(&ephemeral, &dealing->ephemeral);
    dkg_message_statement(session, commitments, &ephemeral, &statement);
    bool ok = dkg_sign(&dealing->coefficients[0], buffer_bytes(&statement), &possession, err);
    buffer_clear(&statement);
    if (!ok)
        return false;
    buffer_append(out, commitments, session->t * sizeof *commitments);
    buffer_append(out, &possession, sizeof possession);
    buffer_append(out, &ephemeral, sizeof ephemeral);
    for (uint64_t j = 1; j <= session->n; j++)
        append_share(session, i, j, static_secret, dealing, &ephemeral,
                     payloads ? payloads[j - 1] : bytes_of("", 0), out);
    return true;
}

static bool at_fault(uint64_t trustee, uint64_t *blame, struct error *err)
{
    if (blame)
        *blame = trustee;
    return error_prefix(err, "trustee %llu", (unsigned long long)trustee);
}

bool dkg_receive(const struct dkg_session *session, const struct dkg_message *messages, uint64_t i,
                 const struct scalar *static_secret, struct scalar *x, struct buffer *payloads,
                 uint64_t *blame, struct error *err)
{
    struct scalar sum = SCALAR_ZERO, share = SCALAR_ZERO;
    if (blame)
        *blame = 0;
    bool ok = check_secret(session, i, static_secret, err);
    for (uint64_t j = 1; ok && j <= session->n; j++) {
        const struct dkg_message *message = &messages[j - 1];
        struct dkg_channel channel = {
            .session = session, .sender = j, .recipient = i, .ephemeral = message->ephemeral};
        dkg_channel_receive(&channel, static_secret);
        ok = dkg_message_check(session, message, err) &&
             dkg_cipher_open(&channel, message->ciphertexts[i - 1], &share,
                             payloads ? &payloads[j - 1] : NULL, err) &&
             dkg_share_check(&channel, message->commitments, &share, err);
        if (ok)
            scalar_add(&sum, &sum, &share);
        else
            at_fault(j, blame, err);
        sodium_memzero(&channel, sizeof channel);
    }
    if (ok)
        *x = sum;
    sodium_memzero(&sum, sizeof sum);
    sodium_memzero(&share, sizeof share);
    return ok;
}

bool dkg_outcome(const struct dkg_session *session, const struct dkg_message *messages,
                 struct dkg_outcome *out, struct error *err)
{
    struct dkg_outcome outcome = {0};
    struct point sums[DKG_TRUSTEES_MAX];
    for (uint64_t k = 0; k < session->t; k++) {
        sums[k] = POINT_IDENTITY;
        for (uint64_t j = 0; j < session->n; j++)
            point_add(&sums[k], &sums[k], &messages[j].commitments[k]);
    }
    outcome.key = sums[0];
    bool ok = !point_is_identity(&outcome.key);
    for (uint64_t j = 1; j <= session->n; j++) {
        dkg_evaluate(sums, session->t, j, &outcome.shares[j - 1]);
        ok = ok && !point_is_identity(&outcome.shares[j - 1]);
    }
    if (ok)
        *out = outcome;
    return ok || error_input(err, "bad-key", "the key or a share of it is the identity");
}

bool dkg_certify(const struct dkg_session *session, struct bytes transcript,
                 const struct dkg_signature *signatures, uint64_t *blame, struct error *err)
{
    for (uint64_t j = 1; j <= session->n; j++)
        if (!dkg_sign_verify(&session->static_keys[j - 1], transcript, &signatures[j - 1])) {
            error_input(err, "bad-signature", "the signature does not fit what the others sent");
            return at_fault(j, blame, err);
        }
    return true;
}
