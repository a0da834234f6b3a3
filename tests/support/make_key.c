/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/ceremony.h"
#include "crypto/dkg_evidence.h"
#include "make_bundle_internal.h"

enum { N = MADE_TRUSTEES_MAX, ACCUSED = 2, ACCUSER = 3 };

/* One attempt: the state of the round as the trustees see it, without what does not matter to them. */
struct attempt {
    struct round_state round;
    struct dkg_session session;
    struct scalar secrets[N];
    struct buffer messages[N];
    struct dkg_message read[N];
};

static void join(struct made *made, struct attempt *attempt, uint64_t number)
{
    uint8_t salts[N][HASH_BYTES];
    struct point keys[N];
    for (uint64_t i = 1; i <= N; i++) {
        struct entry commit = {.type = ENTRY_TRUSTEE_COMMIT, .attempt = number, .trustee = i};
        made_scalar("static", number * N + i, &attempt->secrets[i - 1]);
        made_derive("salt", number * N + i, salts[i - 1], HASH_BYTES);
        point_multiply_base(&keys[i - 1], &attempt->secrets[i - 1]);
        dkg_commit(&keys[i - 1], salts[i - 1], commit.commitment);
        made_trustee_entry_add(made, &commit);
    }
    for (uint64_t i = 1; i <= N; i++) {
        struct entry entry = {.type = ENTRY_TRUSTEE_JOIN, .attempt = number, .trustee = i};
        entry.static_key = attempt->round.static_keys[i - 1] = keys[i - 1];
        memcpy(entry.salt, salts[i - 1], HASH_BYTES);
        made_trustee_entry_add(made, &entry);
    }
    attempt->round.definition = &made->definition;
    attempt->round.definition_ref = made->definition_ref;
    attempt->round.attempt = number;
    attempt->round.joined = (1 << N) - 1;
    memcpy(attempt->round.id, made->definition.round, ROUND_ID_BYTES);
    MUST(ceremony_session(&attempt->round, &attempt->session, err));
}

static void send(struct made *made, struct attempt *attempt, uint64_t step, uint64_t i, enum made_blob kind,
                 struct bytes message)
{
    struct entry entry = {
        .type = ENTRY_DKG_MESSAGE, .attempt = attempt->round.attempt, .trustee = i, .step = step};
    made_blob_add(made, kind, message, &entry.message);
    attempt->round.messages[step - 1][i - 1] = entry.message;
    made_trustee_entry_add(made, &entry);
}

static void send_first(struct made *made, struct attempt *attempt, bool bad)
{
    for (uint64_t i = 1; i <= N; i++) {
        struct dkg_dealing dealing = {0};
        struct buffer *message = &attempt->messages[i - 1];
        for (uint64_t k = 0; k < made->threshold; k++)
            made_scalar("dealing", attempt->round.attempt * 100 + i * 10 + k, &dealing.coefficients[k]);
        made_scalar("ephemeral", attempt->round.attempt * N + i, &dealing.ephemeral);
        MUST(dkg_deal(&attempt->session, i, &attempt->secrets[i - 1], &dealing, NULL, message, err));
        if (bad && i == ACCUSED)
            message->data[message->len - 1] ^= 1; /* the share of the last trustee */
        send(made, attempt, 1, i, MADE_DKG_FIRST, buffer_bytes(message));
        MUST(dkg_message_read(&attempt->session, buffer_bytes(message), &attempt->read[i - 1], err));
    }
    attempt->round.sent[0] = (1 << N) - 1;
}

static void attempt_clear(struct attempt *attempt)
{
    for (size_t i = 0; i < N; i++)
        buffer_clear(&attempt->messages[i]);
}

/* Ends with a proof of the bad share. */
static void fail_once(struct made *made)
{
    struct attempt attempt = {0};
    struct buffer evidence = {0};
    struct entry restart = {.type = ENTRY_DKG_RESTART,
                            .attempt = 2,
                            .has_blamed = true,
                            .blamed = ACCUSED,
                            .has_evidence = true,
                            .reason = "invalid-message"};
    join(made, &attempt, 1);
    send_first(made, &attempt, true);
    MUST(dkg_evidence_make(&attempt.session, ACCUSER, ACCUSED, &attempt.read[ACCUSED - 1],
                           &attempt.secrets[ACCUSER - 1], &evidence, err));
    made_blob_add(made, MADE_EVIDENCE, buffer_bytes(&evidence), &restart.evidence);
    made_entry_add(made, &restart, made_nobody);
    buffer_clear(&evidence);
    attempt_clear(&attempt);
}

void made_key(struct made *made)
{
    struct attempt attempt = {0};
    struct ceremony ceremony = {0};
    struct dkg_outcome outcome;
    uint8_t extension[HASH_BYTES];
    struct buffer certificate = {0};
    fail_once(made);
    join(made, &attempt, 2);
    send_first(made, &attempt, false);
    ceremony.session = attempt.session;
    ceremony_extension(&attempt.round, extension);
    dkg_transcript(&attempt.session, attempt.read, bytes_of(extension, sizeof extension),
                   &ceremony.transcript);
    for (uint64_t i = 1; i <= N; i++) {
        struct dkg_signature *signature = &ceremony.signatures[i - 1];
        MUST(dkg_sign(&attempt.secrets[i - 1], buffer_bytes(&ceremony.transcript), signature, err));
        send(made, &attempt, 2, i, MADE_DKG_SECOND, bytes_of(signature, sizeof *signature));
        MUST(dkg_receive(&attempt.session, attempt.read, i, &attempt.secrets[i - 1], &made->x[i - 1], NULL,
                         NULL, err));
    }
    MUST(dkg_outcome(&attempt.session, attempt.read, &outcome, err));
    made->y = outcome.key;
    memcpy(made->shares, outcome.shares, sizeof made->shares);
    ceremony_certificate(&ceremony, &certificate);
    made_blob_add(made, MADE_CERTIFICATE, buffer_bytes(&certificate), &made->certificate_ref);
    buffer_clear(&certificate);
    ceremony_clear(&ceremony);
    attempt_clear(&attempt);
}
