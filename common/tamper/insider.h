/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The keys that somebody has who changes a record from inside: a folder of
 *
 *     signing keys     of people, in minisign's format without a password (*.pub are passed over)
 *     note keys        PRIVATE+KEY+...: that of the log, and of witnesses
 *     secrets          lines `trustee N X` (the share x_N of the election key) and `voter K` (the secret of
 *                      a credential), X and K in base64url
 *
 * each by what it holds, whatever it is called.
 */
#ifndef FOLKMOOT_TAMPER_INSIDER_H
#define FOLKMOOT_TAMPER_INSIDER_H

#include "crypto/group.h"
#include "crypto/sign.h"
#include "record/minisign.h"
#include "record/note.h"

enum { INSIDER_KEYS_MAX = 64, INSIDER_VOTERS_MAX = 1024, INSIDER_TRUSTEES_MAX = 15 };

/* Wipe with insider_wipe. */
struct insider {
    size_t person_count, note_count, voter_count;
    struct minisign_secret people[INSIDER_KEYS_MAX];
    struct note_signer notes[INSIDER_KEYS_MAX];
    struct scalar voters[INSIDER_VOTERS_MAX];
    uint32_t has_share; /* bit i: that of trustee i */
    struct scalar shares[INSIDER_TRUSTEES_MAX + 1];
};

/* `out` is zeroed. ERROR_INPUT: no folder, a file that is none of the above, too many. */
MUST_CHECK bool insider_load(const char *folder, struct insider *out, struct error *err);
void insider_wipe(struct insider *insider);
/* NULL when the insider does not have it. */
const struct minisign_secret *insider_person(const struct insider *insider, const struct sign_public *key);
const struct note_signer *insider_log(const struct insider *insider, const char *origin);

#endif
