/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Loading entries that the database has lost (docs/operations/repair.md): from a copy of the record as
 * `folkmoot fetch` makes it, up to the newest checkpoint in it, through the code that appended them the first
 * time.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_REPAIR_H
#define FOLKMOOT_SERVER_SEQUENCER_REPAIR_H

#include "server/config.h"

/* No other folkmootd may run. `signer_fd` is this side of the signer's socket pair. Before anything is
 * written the entries must lead from what the database has over the tree signed last to the copy's
 * checkpoint, which must be signed by this log. *loaded tells how many were missing. */
MUST_CHECK bool repair_record(const struct config *config, int signer_fd, const char *folder,
                              uint64_t *loaded, struct error *err);

#endif
