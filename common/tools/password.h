/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Passwords of people at a terminal or of scripts; never from the command line, which others can read.
 */
#ifndef FOLKMOOT_TOOLS_PASSWORD_H
#define FOLKMOOT_TOOLS_PASSWORD_H

#include "base/buffer.h"

enum { PASSWORD_FILE_BYTES_MAX = 4096 };

/* The first line of `file` ("-" is standard input), or, when it is NULL, what is typed at the terminal,
 * without echo. A C string in `out`; buffer_wipe() it. */
MUST_CHECK bool password_read(const char *file, const char *prompt, struct buffer *out, struct error *err);
/* The same for a password that is new: at the terminal it is typed twice. */
MUST_CHECK bool password_read_new(const char *file, const char *prompt, struct buffer *out,
                                  struct error *err);

#endif
