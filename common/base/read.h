/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A reader over bytes from outside: big-endian integers and runs of bytes. It never passes the end, and
 * read_done() insists that all bytes were used.
 */
#ifndef FOLKMOOT_BASE_READ_H
#define FOLKMOOT_BASE_READ_H

#include "base/buffer.h"

struct reader {
    struct bytes rest;
};

static inline struct reader reader_of(struct bytes bytes)
{
    return (struct reader){bytes};
}

/* Each returns false, reading nothing, when too few bytes are left. `out` of read_bytes is a view. */
MUST_CHECK bool read_bytes(struct reader *reader, size_t len, struct bytes *out);
MUST_CHECK bool read_copy(struct reader *reader, void *out, size_t len);
MUST_CHECK bool read_u8(struct reader *reader, uint8_t *out);
MUST_CHECK bool read_u16(struct reader *reader, uint16_t *out);
MUST_CHECK bool read_u32(struct reader *reader, uint32_t *out);
MUST_CHECK bool read_u64(struct reader *reader, uint64_t *out);
/* Text: take one line off the front of `text`, without its line feed, which must be there. */
MUST_CHECK bool read_line(struct bytes *text, struct bytes *line);
static inline bool read_done(const struct reader *reader)
{
    return reader->rest.len == 0;
}

#endif
