/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The secrets of the server as trustee 1 of single-key rounds (docs/protocol.md section 8), in the folder
 * DATA/trustee, mode 0700, files 0600, owned by the job workers' user:
 *
 *     signing.seed    32 bytes: seed of the Ed25519 key that definitions pin
 *     ROUND.x         32 bytes: the scalar x of the round (ROUND: round id in hexadecimal)
 *     ROUND.eid       32 bytes: the one eid that was ever acknowledged with it
 *
 * Files are written once and never replaced.
 */
#ifndef FOLKMOOT_SERVER_JOBS_KEYSTORE_H
#define FOLKMOOT_SERVER_JOBS_KEYSTORE_H

#include "crypto/group.h"
#include "crypto/sign.h"
#include "crypto/transcript.h"

/* Read the signing key, making it at the first call. Wipe `secret`. */
MUST_CHECK bool keystore_signing_key(const char *data_folder, struct sign_public *public,
                                     struct sign_secret *secret, struct error *err);

/* Read the key of a round, making it when `create` and there is none. Wipe `x`. */
MUST_CHECK bool keystore_round_key(const char *data_folder, const uint8_t round[16], bool create,
                                   struct scalar *x, struct point *y, struct error *err);

/* Remember that this round's key acknowledges `eid`; refuses (ERROR_INPUT "conflict") a second one. */
MUST_CHECK bool keystore_claim_eid(const char *data_folder, const uint8_t round[16],
                                   const uint8_t eid[HASH_BYTES], struct error *err);

#endif
