/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Proof for everybody that the share which trustee `accused` sent to trustee `accuser` is bad: the accuser
 * shows the shared points of that one channel (dkg_cipher.h), and that they are the ones.
 *
 *     T = uB, T_e = uE, T_d = uP_accused
 *     c = Hs("dkg-blame", context, accuser, accused, P_accuser, E, P_accused, S_e, S_d, T, T_e, T_d), z = u +
 * c d check: zB = T + c P_accuser, zE = T_e + c S_e, z P_accused = T_d + c S_d
 *
 * Then anybody opens the ciphertext with them: it does not open, holds no scalar, or one that does not fit.
 * The two points open nothing else, and the session ends with this: static keys are not used twice.
 *
 * The blob, without separators:
 *
 *     "folkmoot-blame/1\n"  u32be accuser  u32be accused  S_e  S_d  T  T_e  T_d  z
 */
#ifndef FOLKMOOT_CRYPTO_DKG_EVIDENCE_H
#define FOLKMOOT_CRYPTO_DKG_EVIDENCE_H

#include "crypto/dkg_message.h"

enum { DKG_EVIDENCE_BYTES = 17 + 2 * 4 + 5 * POINT_BYTES + SCALAR_BYTES };

struct dkg_evidence {
    uint64_t accuser, accused;
    struct point shared[2], t[3];
    struct scalar z;
};

/* Strict. ERROR_INPUT "bad-evidence". */
MUST_CHECK bool dkg_evidence_read(struct bytes blob, struct dkg_evidence *out, struct error *err);
/* Append the blob. `message` is that of the accused. ERROR_BROKEN when the secret is not the accuser's. */
MUST_CHECK bool dkg_evidence_make(const struct dkg_session *session, uint64_t accuser, uint64_t accused,
                                  const struct dkg_message *message, const struct scalar *static_secret,
                                  struct buffer *out, struct error *err);
/* True: the accused is at fault. ERROR_INPUT "bad-evidence": the proof does not hold, or the share is good.
 */
MUST_CHECK bool dkg_evidence_check(const struct dkg_session *session, const struct dkg_message *message,
                                   const struct dkg_evidence *evidence, struct error *err);

#endif
