/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Whole files in, whole files out.
 */
#ifndef FOLKMOOT_BASE_FILE_H
#define FOLKMOOT_BASE_FILE_H

#include <sys/types.h>

#include "base/buffer.h"

/* Append the content of `path` ("-" is standard input) to `out`. More than `limit` bytes is an error. */
MUST_CHECK bool file_read(const char *path, size_t limit, struct buffer *out, struct error *err);

/* Replace `path` so that after a crash it holds either the old or the new content: write a temporary file
 * beside it, fsync, rename, fsync the folder. `mode` is the permission of a new file, e.g. 0600. A device or
 * a pipe (/dev/null) is written to, not replaced. */
MUST_CHECK bool file_write(const char *path, struct bytes content, mode_t mode, struct error *err);

/* The same, unless there is such a file already, which is then left as it is: of several processes that write
 * at the same moment one is first. */
MUST_CHECK bool file_write_once(const char *path, struct bytes content, mode_t mode, struct error *err);

/* Give a file of the same folder the name `path`, in the place of one that has it, and see that it stays so
 * after a crash. */
MUST_CHECK bool file_rename(const char *from, const char *path, struct error *err);

/* Create the folder and its parents (mode 0755 less umask); existing ones are fine. */
MUST_CHECK bool file_make_folder(const char *path, struct error *err);

#endif
