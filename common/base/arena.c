/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"

#include <sodium.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { ARENA_BLOCK_BYTES = 8192 };

struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t size;
    alignas(max_align_t) uint8_t data[];
};

void *arena_allocate(struct arena *arena, size_t count, size_t size)
{
    size_t need;
    if (__builtin_mul_overflow(count, size, &need) || need > SIZE_MAX / 2)
        abort();
    need = (need + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct arena_block *block = arena->first;
    if (!block || block->size - block->used < need) {
        size_t data_size = need > ARENA_BLOCK_BYTES ? need : ARENA_BLOCK_BYTES;
        block = allocate(1, sizeof *block + data_size);
        block->size = data_size;
        block->next = arena->first;
        arena->first = block;
    }
    void *p = block->data + block->used;
    block->used += need;
    return p;
}

char *arena_copy(struct arena *arena, const void *data, size_t len)
{
    char *copy = arena_allocate(arena, 1, len + 1);
    if (len)
        memcpy(copy, data, len);
    return copy;
}

char *arena_string(struct arena *arena, const char *text)
{
    return arena_copy(arena, text, strlen(text));
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        abort();
    char *out = arena_allocate(arena, 1, (size_t)n + 1);
    vsnprintf(out, (size_t)n + 1, format, again);
    va_end(again);
    return out;
}

void arena_clear(struct arena *arena)
{
    for (struct arena_block *block = arena->first; block;) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
    arena->first = NULL;
}

void arena_wipe(struct arena *arena)
{
    for (struct arena_block *block = arena->first; block; block = block->next)
        sodium_memzero(block->data, block->used);
}
