/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Many independent things done by several processes, their output in order as if they were done one after the
 * other.
 */
#ifndef FOLKMOOT_TOOLS_JOBS_H
#define FOLKMOOT_TOOLS_JOBS_H

#include <stddef.h>

enum { JOBS_MAX = 256 };

/* `one` is called for the items 0..count-1, writes to stdout and stderr and returns a status; the greatest
 * one is the result. With one job it is called here. A process that dies counts as TOOL_FAILED, and it is
 * said. */
int jobs_run(size_t count, unsigned jobs, int (*one)(void *context, size_t index), void *context);

#endif
