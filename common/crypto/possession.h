/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A Schnorr proof that its maker holds x with X = xB (docs/protocol.md section 7), bound to the 32 bytes of
 * what it is for (eid, or a definition's hash before there is an eid) and of a checkpoint's hash:
 * c = Hs("possession", binding, checkpoint, X, T), check zB = T + cX.
 */
#ifndef FOLKMOOT_CRYPTO_POSSESSION_H
#define FOLKMOOT_CRYPTO_POSSESSION_H

#include "crypto/transcript.h"

struct possession {
    struct point t;
    struct scalar z;
};

/* ERROR_BROKEN when x is not the logarithm of the key. */
MUST_CHECK bool possession_prove(const uint8_t binding[HASH_BYTES], const uint8_t checkpoint[HASH_BYTES],
                                 const struct scalar *x, const struct point *key, struct possession *out,
                                 struct error *err);
/* Key and proof have come through the doors. */
MUST_CHECK bool possession_verify(const uint8_t binding[HASH_BYTES], const uint8_t checkpoint[HASH_BYTES],
                                  const struct point *key, const struct possession *proof);

#endif
