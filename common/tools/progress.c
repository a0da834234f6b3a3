/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { DRAW_EVERY_MS = 100, BAR_CHARS = 30 };

int64_t progress_clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

void progress_begin(struct progress *progress, const char *what)
{
    *progress =
        (struct progress){.what = what, .started_ms = progress_clock_ms(), .terminal = isatty(STDERR_FILENO)};
}

void progress_begin_silent(struct progress *progress)
{
    *progress = (struct progress){.started_ms = progress_clock_ms(), .silent = true};
}

static void draw(const struct progress *progress, size_t done, size_t total)
{
    char bar[BAR_CHARS + 1];
    size_t filled = total ? (size_t)((uint64_t)done * BAR_CHARS / total) : BAR_CHARS;
    memset(bar, '.', BAR_CHARS);
    memset(bar, '#', filled < BAR_CHARS ? filled : BAR_CHARS);
    bar[BAR_CHARS] = '\0';
    fprintf(stderr, "\r%-24s [%s] %zu of %zu \033[K", progress->what, bar, done, total);
    fflush(stderr);
}

bool progress_report(void *context, size_t done, size_t total)
{
    struct progress *progress = context;
    int64_t now = progress_clock_ms();
    if (progress->terminal && now - progress->drawn_ms >= DRAW_EVERY_MS) {
        progress->drawn_ms = now;
        draw(progress, done, total);
    }
    return true;
}

int64_t progress_end(struct progress *progress)
{
    int64_t spent = progress_clock_ms() - progress->started_ms;
    if (!progress->silent)
        fprintf(stderr, "%s%-24s %lld.%03lld s%s\n", progress->terminal ? "\r" : "", progress->what,
                (long long)(spent / 1000), (long long)(spent % 1000), progress->terminal ? "\033[K" : "");
    return spent;
}
