/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Bytes with a length (a view that owns nothing) and a buffer that grows (owns its memory).
 * Running out of memory ends the process through abort(): nothing sensible can be done about it.
 */
#ifndef FOLKMOOT_BASE_BUFFER_H
#define FOLKMOOT_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/error.h"

struct bytes {
    const uint8_t *data;
    size_t len;
};

static inline struct bytes bytes_of(const void *data, size_t len)
{
    return (struct bytes){data, len};
}

/* The characters of a C string without its final zero. */
static inline struct bytes bytes_of_string(const char *text)
{
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

static inline bool bytes_equal(struct bytes a, struct bytes b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* Order of memcmp, a prefix first. */
int bytes_compare(struct bytes a, struct bytes b);

/* Zero-initialise: struct buffer b = {0}. */
struct buffer {
    uint8_t *data;
    size_t len;
    size_t capacity;
};

void buffer_reserve(struct buffer *buffer, size_t more);
void buffer_append(struct buffer *buffer, const void *data, size_t len);
void buffer_append_bytes(struct buffer *buffer, struct bytes bytes);
void buffer_append_string(struct buffer *buffer, const char *text);
void buffer_append_u8(struct buffer *buffer, uint8_t value);
/* Big-endian. */
void buffer_append_u16(struct buffer *buffer, uint16_t value);
void buffer_append_u32(struct buffer *buffer, uint32_t value);
void buffer_append_u64(struct buffer *buffer, uint64_t value);
void buffer_append_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A zero byte after the content that is not counted in len; returns the content as a C string. */
char *buffer_string(struct buffer *buffer);
static inline struct bytes buffer_bytes(const struct buffer *buffer)
{
    return bytes_of(buffer->data, buffer->len);
}
/* Hand the memory to the caller, who frees it with free(); the buffer is empty afterwards. */
uint8_t *buffer_take(struct buffer *buffer, size_t *len);
void buffer_clear(struct buffer *buffer); /* free; for secrets use buffer_wipe */
void buffer_wipe(struct buffer *buffer);  /* overwrite with zeros, then free */

/* Allocate zeros or abort. `count * size` is checked. */
void *allocate(size_t count, size_t size) __attribute__((malloc, returns_nonnull));
/* For types whose alignment is greater than malloc's, not zeroed: `size` is that of the type. */
void *allocate_aligned(size_t count, size_t size, size_t alignment) __attribute__((malloc, returns_nonnull));
void *reallocate(void *old, size_t count, size_t size) __attribute__((returns_nonnull));
char *duplicate_string(const char *text) __attribute__((malloc, returns_nonnull));

#endif
