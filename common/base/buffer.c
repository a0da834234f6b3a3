/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buffer.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void *allocate(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size ? size : 1);
    if (!p)
        abort();
    return p;
}

void *allocate_aligned(size_t count, size_t size, size_t alignment)
{
    size_t total;
    if (__builtin_mul_overflow(count ? count : 1, size, &total))
        abort();
    void *p = aligned_alloc(alignment, total);
    if (!p)
        abort();
    return p;
}

void *reallocate(void *old, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        abort();
    void *p = realloc(old, total ? total : 1);
    if (!p)
        abort();
    return p;
}

char *duplicate_string(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(allocate(1, size), text, size);
}

int bytes_compare(struct bytes a, struct bytes b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.data, b.data, common) : 0;
    if (order)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

void buffer_reserve(struct buffer *buffer, size_t more)
{
    size_t need;
    if (__builtin_add_overflow(buffer->len, more, &need))
        abort();
    if (need <= buffer->capacity)
        return;
    size_t capacity = buffer->capacity < 64 ? 64 : buffer->capacity;
    while (capacity < need && capacity <= SIZE_MAX / 2)
        capacity *= 2;
    if (capacity < need)
        capacity = need;
    /* Not realloc: it could leave a copy of a secret behind. */
    uint8_t *data = allocate(1, capacity);
    if (buffer->len)
        memcpy(data, buffer->data, buffer->len);
    if (buffer->data)
        sodium_memzero(buffer->data, buffer->capacity);
    free(buffer->data);
    buffer->data = data;
    buffer->capacity = capacity;
}

void buffer_append(struct buffer *buffer, const void *data, size_t len)
{
    if (!len)
        return;
    buffer_reserve(buffer, len);
    memcpy(buffer->data + buffer->len, data, len);
    buffer->len += len;
}

void buffer_append_bytes(struct buffer *buffer, struct bytes bytes)
{
    buffer_append(buffer, bytes.data, bytes.len);
}

void buffer_append_string(struct buffer *buffer, const char *text)
{
    buffer_append(buffer, text, strlen(text));
}

void buffer_append_u8(struct buffer *buffer, uint8_t value)
{
    buffer_append(buffer, &value, 1);
}

void buffer_append_u16(struct buffer *buffer, uint16_t value)
{
    uint8_t out[2] = {(uint8_t)(value >> 8), (uint8_t)value};
    buffer_append(buffer, out, sizeof out);
}

void buffer_append_u32(struct buffer *buffer, uint32_t value)
{
    buffer_append_u16(buffer, (uint16_t)(value >> 16));
    buffer_append_u16(buffer, (uint16_t)value);
}

void buffer_append_u64(struct buffer *buffer, uint64_t value)
{
    buffer_append_u32(buffer, (uint32_t)(value >> 32));
    buffer_append_u32(buffer, (uint32_t)value);
}

void buffer_append_format(struct buffer *buffer, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        abort();
    buffer_reserve(buffer, (size_t)n + 1);
    vsnprintf((char *)buffer->data + buffer->len, (size_t)n + 1, format, again);
    va_end(again);
    buffer->len += (size_t)n;
}

char *buffer_string(struct buffer *buffer)
{
    buffer_reserve(buffer, 1);
    buffer->data[buffer->len] = 0;
    return (char *)buffer->data;
}

uint8_t *buffer_take(struct buffer *buffer, size_t *len)
{
    buffer_string(buffer);
    uint8_t *data = buffer->data;
    *len = buffer->len;
    *buffer = (struct buffer){0};
    return data;
}

void buffer_clear(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer){0};
}

void buffer_wipe(struct buffer *buffer)
{
    if (buffer->data)
        sodium_memzero(buffer->data, buffer->capacity);
    buffer_clear(buffer);
}
