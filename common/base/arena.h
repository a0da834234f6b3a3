/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Memory that lives as long as one thing (a request, a parsed document) and is freed with it.
 * Zero-initialise: struct arena a = {0}.
 */
#ifndef FOLKMOOT_BASE_ARENA_H
#define FOLKMOOT_BASE_ARENA_H

#include "base/buffer.h"

struct arena_block;

struct arena {
    struct arena_block *first;
};

/* Zeroed, aligned for any type. Aborts when memory runs out or count * size overflows. */
void *arena_allocate(struct arena *arena, size_t count, size_t size) __attribute__((returns_nonnull));
/* A copy with a zero byte behind it that is not counted. */
char *arena_copy(struct arena *arena, const void *data, size_t len) __attribute__((returns_nonnull));
char *arena_string(struct arena *arena, const char *text) __attribute__((returns_nonnull));
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));
void arena_clear(struct arena *arena);
/* Overwrite everything with zeros; arena_clear() still has to follow. */
void arena_wipe(struct arena *arena);

#endif
