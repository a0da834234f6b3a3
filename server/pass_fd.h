/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * File descriptors from one process of the family to another, over a Unix socket of the type SOCK_SEQPACKET.
 */
#ifndef FOLKMOOT_SERVER_PASS_FD_H
#define FOLKMOOT_SERVER_PASS_FD_H

#include "base/error.h"

/* Does not wait; the descriptor stays the caller's, too. */
MUST_CHECK bool pass_fd_send(int socket, int fd, struct error *err);
/* The one that was sent last, or -1: none since the last call. Those before it are closed. Does not wait. */
int pass_fd_receive_newest(int socket);

#endif
