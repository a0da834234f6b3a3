/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/read.h"

bool read_bytes(struct reader *reader, size_t len, struct bytes *out)
{
    if (reader->rest.len < len)
        return false;
    *out = bytes_of(reader->rest.data, len);
    reader->rest.data += len;
    reader->rest.len -= len;
    return true;
}

bool read_copy(struct reader *reader, void *out, size_t len)
{
    struct bytes view;
    if (!read_bytes(reader, len, &view))
        return false;
    if (len)
        memcpy(out, view.data, len);
    return true;
}

static bool read_big_endian(struct reader *reader, size_t len, uint64_t *out)
{
    struct bytes view;
    if (!read_bytes(reader, len, &view))
        return false;
    uint64_t value = 0;
    for (size_t i = 0; i < len; i++)
        value = value << 8 | view.data[i];
    *out = value;
    return true;
}

#define DEFINE(name, type)                                                                                   \
    bool name(struct reader *reader, type *out)                                                              \
    {                                                                                                        \
        uint64_t value;                                                                                      \
        if (!read_big_endian(reader, sizeof *out, &value))                                                   \
            return false;                                                                                    \
        *out = (type)value;                                                                                  \
        return true;                                                                                         \
    }

DEFINE(read_u8, uint8_t)
DEFINE(read_u16, uint16_t)
DEFINE(read_u32, uint32_t)
DEFINE(read_u64, uint64_t)

bool read_line(struct bytes *text, struct bytes *line)
{
    const uint8_t *end = text->len ? memchr(text->data, '\n', text->len) : NULL;
    if (!end)
        return false;
    *line = bytes_of(text->data, (size_t)(end - text->data));
    *text = bytes_of(end + 1, text->len - line->len - 1);
    return true;
}
