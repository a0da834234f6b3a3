/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/ceremony.h"

#include "ballot/words.h"
#include "crypto/dkg_evidence.h"

void ceremony_session_id(const struct round_state *state, uint8_t out[HASH_BYTES])
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_DKG);
    transcript_bytes(&transcript, bytes_of_string(state->definition->origin));
    transcript_bytes(&transcript, bytes_of(state->id, sizeof state->id));
    transcript_bytes(&transcript, bytes_of(state->definition_ref.hash, HASH_BYTES));
    transcript_u64(&transcript, state->definition->threshold);
    transcript_u64(&transcript, state->attempt);
    transcript_hash32(&transcript, out);
}

bool ceremony_session(const struct round_state *state, struct dkg_session *out, struct error *err)
{
    uint8_t id[HASH_BYTES];
    if (!state->definition || !round_has_all(state, state->joined))
        return error_input(err, "round-state", "not all trustees have joined");
    ceremony_session_id(state, id);
    return dkg_session_init(out, bytes_of(id, sizeof id), state->definition->threshold, state->static_keys,
                            state->definition->trustees.count, err);
}

void ceremony_words(const struct dkg_session *session, const char *out[CEREMONY_WORDS])
{
    words_of(session->context, CEREMONY_WORDS, out);
}

bool ceremony_message(const struct dkg_session *session, struct bytes bytes, struct dkg_message *out,
                      struct error *err)
{
    struct dkg_message message;
    if (bytes.len != dkg_message_size(session->n, session->t))
        return error_input(err, "bad-message", "a first message has %zu bytes, not %zu",
                           dkg_message_size(session->n, session->t), bytes.len);
    if (!dkg_message_read(session, bytes, &message, err) || !dkg_message_check(session, &message, err))
        return false;
    *out = message;
    return true;
}

void ceremony_clear(struct ceremony *ceremony)
{
    for (size_t i = 0; i < DKG_TRUSTEES_MAX; i++)
        buffer_clear(&ceremony->bytes[i]);
    buffer_clear(&ceremony->transcript);
    *ceremony = (struct ceremony){0};
}

static bool at_fault(uint64_t trustee, uint64_t *blame, struct error *err)
{
    if (blame)
        *blame = trustee;
    return error_prefix(err, "trustee %llu", (unsigned long long)trustee);
}

void ceremony_extension(const struct round_state *state, uint8_t out[HASH_BYTES])
{
    size_t n = state->definition->trustees.count;
    struct transcript transcript;
    transcript_init(&transcript, TAG_DKG_EXTENSION);
    transcript_bytes(&transcript, bytes_of(state->definition_ref.hash, HASH_BYTES));
    transcript_count(&transcript, n);
    for (size_t j = 0; j < n; j++)
        transcript_bytes(&transcript, bytes_of(state->messages[0][j].hash, HASH_BYTES));
    transcript_hash32(&transcript, out);
}

bool ceremony_load(struct ceremony *ceremony, const struct round_state *state,
                   const struct blob_source *source, uint64_t *blame, struct error *err)
{
    struct ceremony loaded = {0};
    uint8_t extension[HASH_BYTES];
    if (blame)
        *blame = 0;
    bool ok = ceremony_session(state, &loaded.session, err);
    if (ok && !round_has_all(state, state->sent[0]))
        ok = error_input(err, "round-state", "not all trustees have sent their first message");
    for (uint64_t j = 0; ok && j < loaded.session.n; j++) {
        ok = source->read(source->context, &state->messages[0][j], &loaded.bytes[j], err);
        if (ok &&
            !ceremony_message(&loaded.session, buffer_bytes(&loaded.bytes[j]), &loaded.messages[j], err))
            ok = at_fault(j + 1, blame, err);
    }
    if (!ok) {
        ceremony_clear(&loaded);
        return false;
    }
    ceremony_extension(state, extension);
    dkg_transcript(&loaded.session, loaded.messages, bytes_of(extension, sizeof extension),
                   &loaded.transcript);
    *ceremony = loaded;
    return true;
}

bool ceremony_signature(const struct ceremony *ceremony, uint64_t trustee, struct bytes bytes,
                        struct dkg_signature *out, struct error *err)
{
    struct dkg_signature signature;
    if (bytes.len != DKG_SIGNATURE_BYTES || !dkg_signature_read(bytes.data, &signature) ||
        !dkg_sign_verify(&ceremony->session.static_keys[trustee - 1], buffer_bytes(&ceremony->transcript),
                         &signature))
        return error_input(err, "bad-signature", "the second message does not sign what the others sent");
    *out = signature;
    return true;
}

bool ceremony_certify(struct ceremony *ceremony, const struct round_state *state,
                      const struct blob_source *source, uint64_t *blame, struct error *err)
{
    bool ok = round_has_all(state, state->sent[1]) ||
              error_input(err, "round-state", "not all trustees have sent their second message");
    if (blame)
        *blame = 0;
    for (uint64_t j = 0; ok && j < ceremony->session.n; j++) {
        struct buffer bytes = {0};
        ok = source->read(source->context, &state->messages[1][j], &bytes, err);
        if (ok && !ceremony_signature(ceremony, j + 1, buffer_bytes(&bytes), &ceremony->signatures[j], err))
            ok = at_fault(j + 1, blame, err);
        buffer_clear(&bytes);
    }
    return ok;
}

void ceremony_certificate(const struct ceremony *ceremony, struct buffer *out)
{
    buffer_append_bytes(out, buffer_bytes(&ceremony->transcript));
    buffer_append(out, ceremony->signatures, ceremony->session.n * sizeof *ceremony->signatures);
}

bool ceremony_check_opening(const struct ceremony *ceremony, const struct entry *opening, struct error *err)
{
    struct dkg_outcome outcome;
    struct buffer certificate = {0};
    struct blob_ref dkg;
    if (!dkg_outcome(&ceremony->session, ceremony->messages, &outcome, err))
        return false;
    ceremony_certificate(ceremony, &certificate);
    blob_ref_of(buffer_bytes(&certificate), &dkg);
    buffer_clear(&certificate);
    if (!point_equal(&opening->key, &outcome.key))
        return error_input(err, "bad-key", "the key of the opening is not the one that the trustees made");
    if (opening->share_count != ceremony->session.n)
        return error_input(err, "bad-key", "the opening has %zu shares", opening->share_count);
    for (size_t j = 0; j < opening->share_count; j++)
        if (!point_equal(&opening->shares[j], &outcome.shares[j]))
            return error_input(err, "bad-key", "share %zu of the opening is not that of the trustee", j + 1);
    if (!opening->has_dkg || !blob_ref_equal(&opening->dkg, &dkg))
        return error_input(err, "bad-key", "`dkg` of the opening is not the certificate of the trustees");
    return true;
}

bool ceremony_check_evidence(const struct round_state *state, const struct entry *restart,
                             const struct blob_source *source, struct error *err)
{
    struct dkg_session session;
    struct dkg_evidence evidence;
    struct dkg_message message;
    struct buffer blob = {0}, bytes = {0};
    bool ok = ceremony_session(state, &session, err) &&
              source->read(source->context, &restart->evidence, &blob, err) &&
              dkg_evidence_read(buffer_bytes(&blob), &evidence, err);
    if (ok && (evidence.accused != restart->blamed || evidence.accused > session.n))
        ok = error_input(err, "bad-evidence", "the evidence is against trustee %llu",
                         (unsigned long long)evidence.accused);
    ok = ok && source->read(source->context, &state->messages[0][evidence.accused - 1], &bytes, err) &&
         dkg_message_read(&session, buffer_bytes(&bytes), &message, err) &&
         dkg_evidence_check(&session, &message, &evidence, err);
    buffer_clear(&blob);
    buffer_clear(&bytes);
    return ok;
}
