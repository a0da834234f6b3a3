/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/ballot_proof.h"

#include <stdlib.h>

#include "crypto/msm.h"

/* eid, K, seq, prev: with the content, all that is signed. */
static void hash_statement(struct transcript *transcript, const struct ballot_statement *statement)
{
    transcript_bytes(transcript, bytes_of(statement->eid, HASH_BYTES));
    transcript_point(transcript, &statement->credential);
    transcript_u64(transcript, statement->seq);
    transcript_bytes(transcript, bytes_of(statement->prev, HASH_BYTES));
    ballot_proof_hash_content(transcript, statement);
}

void ballot_proof_hash_content(struct transcript *transcript, const struct ballot_statement *statement)
{
    transcript_count(transcript, statement->contest_count);
    for (size_t i = 0; i < statement->contest_count; i++) {
        transcript_bytes(transcript, statement->layout[i].contest);
        transcript_u64(transcript, statement->layout[i].width);
    }
    transcript_count(transcript, statement->ciphertext_count);
    for (size_t j = 0; j < statement->ciphertext_count; j++)
        transcript_point(transcript, &statement->ciphertexts[j].a);
    transcript_count(transcript, statement->ciphertext_count);
    for (size_t j = 0; j < statement->ciphertext_count; j++)
        transcript_point(transcript, &statement->ciphertexts[j].c);
}

static void challenge(const struct ballot_statement *statement, const struct point *t, struct scalar *c)
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_BALLOT);
    hash_statement(&transcript, statement);
    transcript_point(&transcript, &t[0]);
    transcript_points(&transcript, t + 1, statement->ciphertext_count);
    transcript_scalar(&transcript, c);
}

/* The public side of secret `index`: K, then A_1... */
static const struct point *public_key(const struct ballot_statement *statement, size_t index)
{
    return index ? &statement->ciphertexts[index - 1].a : &statement->credential;
}

bool ballot_proof_prove_with_nonces(const struct ballot_statement *statement, const struct scalar *k,
                                    const struct scalar *r, const struct scalar *u, struct point *t,
                                    struct scalar *z, struct error *err)
{
    size_t count = statement->ciphertext_count + 1;
    for (size_t i = 0; i < count; i++) {
        struct point check;
        point_multiply_base(&check, i ? &r[i - 1] : k);
        if (!point_equal(&check, public_key(statement, i)))
            return error_broken(err, "witness", "secret %zu does not belong to this ballot", i);
    }
    for (size_t i = 0; i < count; i++)
        point_multiply_base(&t[i], &u[i]);
    struct scalar c;
    challenge(statement, t, &c);
    for (size_t i = 0; i < count; i++)
        scalar_multiply_add(&z[i], &u[i], &c, i ? &r[i - 1] : k);
    return true;
}

/* u_i = Hs("nonce", entropy, k, the statement, i): no two messages share a nonce even when the system
 * generator repeats itself. */
bool ballot_proof_prove(const struct ballot_statement *statement, const struct scalar *k,
                        const struct scalar *r, struct point *t, struct scalar *z, struct error *err)
{
    size_t count = statement->ciphertext_count + 1;
    uint8_t entropy[ENTROPY_BYTES];
    randombytes_buf(entropy, sizeof entropy);
    struct transcript common;
    transcript_init(&common, TAG_NONCE);
    transcript_bytes(&common, bytes_of(entropy, sizeof entropy));
    transcript_bytes(&common, bytes_of(k->bytes, SCALAR_BYTES));
    hash_statement(&common, statement);
    struct scalar *u = allocate(count, sizeof *u);
    for (size_t i = 0; i < count; i++) {
        struct transcript one = common;
        transcript_u64(&one, i);
        transcript_scalar(&one, &u[i]);
    }
    bool done = ballot_proof_prove_with_nonces(statement, k, r, u, t, z, err);
    sodium_memzero(u, count * sizeof *u);
    free(u);
    sodium_memzero(&common, sizeof common);
    sodium_memzero(entropy, sizeof entropy);
    return done;
}

bool ballot_proof_verify(const struct ballot_statement *statement, const struct point *t,
                         const struct scalar *z, struct error *err)
{
    struct scalar c;
    challenge(statement, t, &c);
    for (size_t i = 0; i <= statement->ciphertext_count; i++) {
        struct point left, right = t[i];
        point_multiply_base(&left, &z[i]);
        point_add_product(&right, &c, public_key(statement, i));
        if (!point_equal(&left, &right))
            return error_input(err, "bad-proof", "equation %zu of the ballot's proof does not hold", i);
    }
    return true;
}

struct batch {
    const struct ballot_proof *proofs;
    struct msm *msm;
};

static bool no_point(struct error *err)
{
    return error_input(err, "bad-point", "a ballot's proof has something that is not a point");
}

/* Sum of w (T + c P - zB) over all equations, each with a w of its own, which nobody could know when the
 * proofs were made. A first w of 1, or weights that depend on some of what is weighed only, would let two
 * wrong equations hide each other. */
static bool weigh_proofs(void *context, unsigned worker, size_t from, size_t to, struct error *err)
{
    const struct batch *batch = context;
    for (size_t i = from; i < to; i++) {
        const struct ballot_proof *proof = &batch->proofs[i];
        size_t count = proof->statement->ciphertext_count + 1;
        uint8_t weights[BALLOT_CIPHERTEXTS_MAX + 1][WEIGHT_BYTES];
        struct scalar c, weight, factor;
        struct decoded point;
        randombytes_buf(weights, count * sizeof *weights);
        challenge(proof->statement, proof->t, &c);
        for (size_t j = 0; j < count; j++) {
            scalar_from_weight(&weight, weights[j]);
            if (!decoded_read(proof->t[j].bytes, &point))
                return no_point(err);
            msm_add(batch->msm, worker, &weight, &point);
            scalar_multiply(&factor, &weight, &c);
            if (!decoded_read(public_key(proof->statement, j)->bytes, &point))
                return no_point(err);
            msm_add(batch->msm, worker, &factor, &point);
            scalar_multiply(&factor, &weight, &proof->z[j]);
            scalar_negate(&factor, &factor);
            msm_add_base(batch->msm, worker, &factor);
        }
    }
    return true;
}

bool ballot_proofs_hold(const struct ballot_proof *proofs, size_t count, const struct work *work)
{
    size_t points = 0;
    for (size_t i = 0; i < count; i++)
        points += 2 * (proofs[i].statement->ciphertext_count + 1);
    struct batch batch = {proofs, msm_new(work_threads(work), points)};
    struct work_pass pass = {.count = count, .total = count, .range = weigh_proofs, .context = &batch};
    struct decoded sum;
    bool hold = work_run(work, &pass, NULL);
    if (hold) {
        msm_sum(batch.msm, &sum);
        hold = decoded_is_identity(&sum);
    }
    msm_free(batch.msm);
    return hold;
}
