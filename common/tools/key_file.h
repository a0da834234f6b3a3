/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The signing keys of people as files: the secret key in minisign's format, and beside it, under the same
 * name and ".pub", the public one.
 */
#ifndef FOLKMOOT_TOOLS_KEY_FILE_H
#define FOLKMOOT_TOOLS_KEY_FILE_H

#include "record/minisign.h"

/* Where the public key of the secret key file `path` is. */
void key_file_public_path(const char *path, struct buffer *out);

/* Write both files; `password` NULL leaves the secret key unencrypted. Existing files are never replaced. */
MUST_CHECK bool key_file_write(const char *path, const struct minisign_secret *key, const char *password,
                               struct error *err);

/* Read a secret key. An encrypted one takes its password from `password_file`, or asks at the terminal when
 * that is NULL. Wipe `out`. */
MUST_CHECK bool key_file_read(const char *path, const char *password_file, struct minisign_secret *out,
                              struct error *err);

#endif
