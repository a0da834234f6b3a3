/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Copies of the logs that this city witnesses (docs/decisions/mirror.md): of each that has an address in the
 * tlog-policy that the option `witness_logs` names. A process of its own visits them on a period; receipts of
 * theirs are then checked here without asking them.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_LOG_MIRROR_H
#define FOLKMOOT_SERVER_SEQUENCER_LOG_MIRROR_H

#include "server/config.h"

/* Whether there is any such log. A file that cannot be read has none: the witness says what is wrong. */
bool log_mirrors_wanted(const struct config *config);

/* The exit status of the process. */
int log_mirrors_main(const struct config *config);

#endif
