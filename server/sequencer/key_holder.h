/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the processes that hold a key (signer, cosigner) have in common: a file of 32 bytes, the seed of an
 * Ed25519 key, and rights that they give up.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_KEY_HOLDER_H
#define FOLKMOOT_SERVER_SEQUENCER_KEY_HOLDER_H

#include "record/note.h"

bool key_holder_exists(const char *path);
MUST_CHECK bool key_holder_load(const char *path, const char *name, enum note_key_type type,
                                struct note_signer *out, struct error *err);
MUST_CHECK bool key_holder_make(const char *path, struct error *err);

/* No sockets, programs, processes or core files from now on; signals that ask the family to stop are ignored:
 * the process ends when the other side of its socket is closed. */
void key_holder_confine(void);

#endif
