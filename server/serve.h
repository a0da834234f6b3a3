/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The main process of the family: event loops and sequencer.
 */
#ifndef FOLKMOOT_SERVER_SERVE_H
#define FOLKMOOT_SERVER_SERVE_H

#include "server/config.h"

/* How many event loops the configuration asks for. */
unsigned serve_loops(const struct config *config);

/* Serve until SIGTERM or SIGINT, then stop gracefully: no new connections, running requests are finished
 * (within shutdown_timeout_s), the sequencer finishes its batch. `listeners` holds one listening socket for
 * each loop, which are taken over; `signer` and `cosigner` are the sockets to these processes (-1: no
 * cosigner); over `parent` comes that to a cosigner which was started again (pass_fd.h). Returns the exit
 * status of the process. All signals that are waited for must be blocked, and there must be no other threads.
 */
int serve_main(const struct config *config, const int *listeners, int signer, int cosigner, int parent);

#endif
