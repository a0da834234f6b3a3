/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The Schnorr signature of COCKTAIL(Ristretto255, SHA-512), which the key generation alone uses
 * (c2sp.org/cocktail-dkg, "Schnorr Signature Scheme"):
 *
 *     k = H("COCKTAIL-DKG-Ristretto255-SHA512-NONCE" || secret || message), R = kB
 *     c = H("COCKTAIL-DKG-Ristretto255-SHA512-H7" || R || key || message), z = k + c secret
 *     check: zB = R + c key
 *
 * H is SHA-512 read little-endian, modulo L. The nonce is a function of secret and message, so that the same
 * message is always signed with the same bytes.
 */
#ifndef FOLKMOOT_CRYPTO_DKG_SIGN_H
#define FOLKMOOT_CRYPTO_DKG_SIGN_H

#include "base/buffer.h"
#include "crypto/group.h"

struct dkg_signature {
    struct point r;
    struct scalar z;
};
enum { DKG_SIGNATURE_BYTES = POINT_BYTES + SCALAR_BYTES };
_Static_assert(sizeof(struct dkg_signature) == DKG_SIGNATURE_BYTES, "a signature is its bytes");

/* The door: R a point, z a scalar. */
MUST_CHECK bool dkg_signature_read(const uint8_t bytes[DKG_SIGNATURE_BYTES], struct dkg_signature *out);

/* ERROR_BROKEN when the nonce is zero (which nobody will see). */
MUST_CHECK bool dkg_sign(const struct scalar *secret, struct bytes message, struct dkg_signature *out,
                         struct error *err);
/* Key and signature have come through the doors. */
MUST_CHECK bool dkg_sign_verify(const struct point *key, struct bytes message,
                                const struct dkg_signature *signature);

#endif
