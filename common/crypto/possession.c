/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/possession.h"

#include "crypto/elgamal.h"

static void hash_statement(struct transcript *transcript, const struct possession_statement *statement)
{
    transcript_bytes(transcript, bytes_of(statement->eid, HASH_BYTES));
    transcript_u64(transcript, statement->size);
    transcript_bytes(transcript, bytes_of(statement->root, HASH_BYTES));
    transcript_u64(transcript, statement->trustee);
    transcript_point(transcript, &statement->key);
}

static void challenge(const struct possession_statement *statement, const struct point *t, struct scalar *c)
{
    struct transcript transcript;
    transcript_init(&transcript, TAG_POSSESSION);
    hash_statement(&transcript, statement);
    transcript_point(&transcript, t);
    transcript_scalar(&transcript, c);
}

bool possession_prove(const struct possession_statement *statement, const struct scalar *x,
                      struct possession *out, struct error *err)
{
    struct point key;
    point_multiply_base(&key, x);
    if (!point_equal(&key, &statement->key))
        return error_broken(err, "witness", "the secret does not belong to the key of trustee %llu",
                            (unsigned long long)statement->trustee);
    uint8_t entropy[ENTROPY_BYTES];
    randombytes_buf(entropy, sizeof entropy);
    struct transcript transcript;
    transcript_init(&transcript, TAG_NONCE);
    transcript_bytes(&transcript, bytes_of(entropy, sizeof entropy));
    transcript_bytes(&transcript, bytes_of(x->bytes, SCALAR_BYTES));
    hash_statement(&transcript, statement);
    struct scalar u, c;
    transcript_scalar(&transcript, &u);
    point_multiply_base(&out->t, &u);
    challenge(statement, &out->t, &c);
    scalar_multiply_add(&out->z, &u, &c, x);
    sodium_memzero(&u, sizeof u);
    sodium_memzero(entropy, sizeof entropy);
    return true;
}

bool possession_verify(const struct possession_statement *statement, const struct possession *proof)
{
    struct scalar c;
    challenge(statement, &proof->t, &c);
    struct point left, right = proof->t;
    point_multiply_base(&left, &proof->z);
    point_add_product(&right, &c, &statement->key);
    return point_equal(&left, &right);
}
