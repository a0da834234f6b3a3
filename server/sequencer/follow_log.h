/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A log in the place of one that has ended in public: its first entry is the last checkpoint of the other
 * (docs/operations/repair.md).
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_FOLLOW_LOG_H
#define FOLKMOOT_SERVER_SEQUENCER_FOLLOW_LOG_H

#include "record/note.h"
#include "server/config.h"

/* `path` is a file with the checkpoint, signed by `key`. Key and file of the signer are made. ERROR_INPUT
 * when the database has a log already, the checkpoint is not that log's, or it has the name of this one. */
MUST_CHECK bool follow_log(const struct config *config, int signer_fd, const char *path,
                           const struct note_key *key, struct error *err);

#endif
