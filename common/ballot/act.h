/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Who signs what (docs/protocol.md section 4, column "signed by"). `origin` is that of the log.
 */
#ifndef FOLKMOOT_BALLOT_ACT_H
#define FOLKMOOT_BALLOT_ACT_H

#include "ballot/entry.h"

/* H32("act", origin, act bytes): what a person signs. */
void act_digest(const char *origin, struct bytes act, uint8_t out[HASH_BYTES]);
/* eid = H32("election", origin, act bytes of the opening). ERROR_INPUT when the opening cannot be written. */
MUST_CHECK bool act_eid(const char *origin, const struct entry *opening, uint8_t eid[HASH_BYTES],
                        struct error *err);

/* Put a signature in its place among those of the entry (a new array in the arena). ERROR_INPUT
 * "bad-signature" when it does not verify or the key has signed already. */
MUST_CHECK bool act_add_signature(struct entry *entry, const char *origin,
                                  const struct entry_signature *signature, struct arena *arena,
                                  struct error *err);
/* Sign with a key at hand and add it. */
MUST_CHECK bool act_sign(struct entry *entry, const char *origin, const struct sign_public *public,
                         const struct sign_secret *secret, struct arena *arena, struct error *err);

/* How many signatures of each role an entry needs. trustee: the number of the trustee who signs, or 0. */
struct act_needs {
    size_t facilitators, registrars, clerks;
    size_t trustee;
};
/* `has_ballot`: a void's credential (or one of a batch-void) has a ballot before it; otherwise ignored.
 * That a voting-closed is early is seen from its reason. ERROR_INPUT "bad-field" for a trustee that the
 * definition does not have. */
MUST_CHECK bool act_needs_of(const struct definition *definition, const struct entry *entry, bool has_ballot,
                             struct act_needs *out, struct error *err);
/* Every signature is by a key pinned for a role that is asked for and verifies, and there are enough of each
 * role. A person with two roles counts for both. ERROR_INPUT "bad-signature". */
MUST_CHECK bool act_check_signers(const struct definition *definition, const struct entry *entry,
                                  bool has_ballot, struct error *err);

#endif
