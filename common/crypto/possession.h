/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A Schnorr proof that trustee i holds x_i with Y_i = x_i B, bound to an election and to a checkpoint of the
 * log (docs/protocol.md section 8):
 *
 *     T = uB, c = Hs("possession", eid, size, root, trustee, Y_i, T), z = u + c x_i; check zB = T + c Y_i
 */
#ifndef FOLKMOOT_CRYPTO_POSSESSION_H
#define FOLKMOOT_CRYPTO_POSSESSION_H

#include "crypto/transcript.h"

struct possession_statement {
    uint8_t eid[HASH_BYTES];
    uint64_t size; /* of the tree of the checkpoint */
    uint8_t root[HASH_BYTES];
    uint64_t trustee; /* i, from 1 */
    struct point key; /* Y_i */
};

struct possession {
    struct point t;
    struct scalar z;
};

/* ERROR_BROKEN when x is not the logarithm of the key. */
MUST_CHECK bool possession_prove(const struct possession_statement *statement, const struct scalar *x,
                                 struct possession *out, struct error *err);
/* Key and proof have come through the doors. */
MUST_CHECK bool possession_verify(const struct possession_statement *statement,
                                  const struct possession *proof);

#endif
