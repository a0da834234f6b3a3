/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How the main process and a process that holds a key (signer, cosigner) speak over a stream socket: u32be
 * length, then that many bytes.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_FRAME_H
#define FOLKMOOT_SERVER_SEQUENCER_FRAME_H

#include "base/buffer.h"
#include "base/error.h"

/* Blocking. ERROR_BROKEN when the socket fails or ends inside a frame, or the frame has more than `max`
 * bytes. Reading puts the body in `body`; *end (may be NULL: an error) says that the other side closed before
 * a frame began. */
MUST_CHECK bool frame_write(int fd, struct bytes body, struct error *err);
MUST_CHECK bool frame_read(int fd, size_t max, struct buffer *body, bool *end, struct error *err);

#endif
