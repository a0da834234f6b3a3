/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Other programs, run with their output in a file.
 */
#ifndef FOLKMOOT_TOOLS_PROGRAM_H
#define FOLKMOOT_TOOLS_PROGRAM_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"

enum { PROGRAM_NOT_FOUND = 127 };

/* Start one (looked up on PATH) with nothing to read and its output in `log`. The exit status of one that is
 * not there is PROGRAM_NOT_FOUND, at the latest from program_wait. ERROR_INPUT "not-found" or "program". */
MUST_CHECK bool program_start(const char *const *arguments, const char *log, pid_t *out, struct error *err);
/* Its exit status, or -1 when a signal ended it. */
int program_wait(pid_t pid);
/* The program of this name beside the one that runs. */
MUST_CHECK bool program_sibling(const char *name, char out[PATH_MAX], struct error *err);

#endif
