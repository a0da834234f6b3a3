/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The proof of a ballot (docs/protocol.md section 6): one Schnorr proof for the credential secret k with
 * K = kB and for every r_j with A_j = r_j B. It is the signature by the credential over everything below and
 * the proof that the sender knows the plaintexts.
 *
 *     T_0 = u_0 B, T_j = u_j B
 *     c   = Hs("ballot", eid, K, seq, prev, layout, vector A, vector C, T_0, vector T_j)
 *     z_0 = u_0 + c k, z_j = u_j + c r_j        check: z_0 B = T_0 + c K, z_j B = T_j + c A_j
 *
 * layout = u32be number of contests, then for each contest the fields id and w. Arrays `t` and `z` have
 * ciphertext_count + 1 elements: [0] of the credential, [j] of ciphertext j counted from 1.
 */
#ifndef FOLKMOOT_CRYPTO_BALLOT_PROOF_H
#define FOLKMOOT_CRYPTO_BALLOT_PROOF_H

#include "base/buffer.h"
#include "crypto/elgamal.h"
#include "crypto/transcript.h"
#include "crypto/work.h"

enum { BALLOT_CIPHERTEXTS_MAX = 300 };

struct ballot_layout {
    struct bytes contest; /* the id string */
    uint64_t width;       /* ciphertexts */
};

struct ballot_statement {
    uint8_t eid[HASH_BYTES];
    struct point credential; /* K */
    uint64_t seq;
    uint8_t prev[HASH_BYTES]; /* ballot id of the previous ballot of this credential, zeros at first */
    const struct ballot_layout *layout;
    size_t contest_count;
    const struct ciphertext *ciphertexts; /* contest by contest */
    size_t ciphertext_count;              /* the sum of the widths, at most BALLOT_CIPHERTEXTS_MAX */
};

/* The fields layout, vector A, vector C, which the check code hashes as well (tag "core"). */
void ballot_proof_hash_content(struct transcript *transcript, const struct ballot_statement *statement);

/* ERROR_BROKEN when k or an r[j - 1] does not fit the statement. */
MUST_CHECK bool ballot_proof_prove(const struct ballot_statement *statement, const struct scalar *k,
                                   const struct scalar *r, struct point *t, struct scalar *z,
                                   struct error *err);
/* For vectors and tests only: the nonces u[0..ciphertext_count] are given. Never use a nonce twice. */
MUST_CHECK bool ballot_proof_prove_with_nonces(const struct ballot_statement *statement,
                                               const struct scalar *k, const struct scalar *r,
                                               const struct scalar *u, struct point *t, struct scalar *z,
                                               struct error *err);

/* Points and scalars have come through the doors. ERROR_INPUT "bad-proof". */
MUST_CHECK bool ballot_proof_verify(const struct ballot_statement *statement, const struct point *t,
                                    const struct scalar *z, struct error *err);

struct ballot_proof {
    const struct ballot_statement *statement;
    const struct point *t;
    const struct scalar *z;
};

/* Whether all of them hold, by one equation: several times faster than ballot_proof_verify for each. K, A and
 * T need not have come through a door: with something that is not a point a proof does not hold. When one
 * does not, the answer is true with a chance of 2^-128; which one it is ballot_proof_verify tells. False,
 * too, when the work is cancelled. */
MUST_CHECK bool ballot_proofs_hold(const struct ballot_proof *proofs, size_t count, const struct work *work);

#endif
