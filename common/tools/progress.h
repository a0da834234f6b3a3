/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How far a long piece of work is, on standard error: a bar that is drawn again on a terminal, otherwise one
 * line at the end.
 */
#ifndef FOLKMOOT_TOOLS_PROGRESS_H
#define FOLKMOOT_TOOLS_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    const char *what; /* a few words */
    int64_t started_ms, drawn_ms;
    bool terminal, silent;
};

int64_t progress_clock_ms(void); /* monotonic */
void progress_begin(struct progress *progress, const char *what);
/* Nothing at all is printed. */
void progress_begin_silent(struct progress *progress);
/* For the `progress` of struct work; `context` is the struct. Always true. */
bool progress_report(void *context, size_t done, size_t total);
/* Returns the milliseconds since progress_begin. */
int64_t progress_end(struct progress *progress);

#endif
