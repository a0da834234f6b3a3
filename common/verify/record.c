/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <inttypes.h>

#include "base/read.h"
#include "record/range.h"
#include "verify/verification.h"

bool record_open(struct verification *v)
{
    struct buffer text = {0};
    struct range range;
    struct error err;
    bool ok = (bundle_read(v->bundle, "record/range.json", RANGE_BYTES_MAX, &text, &err) &&
               range_read(buffer_bytes(&text), &range, &err)) ||
              error_prefix(&err, "record/range.json");
    if (ok) {
        v->first = range.first;
        v->size = range.size;
        v->edge = range.edge;
    }
    buffer_clear(&text);
    return ok || report_error(v->report, CHECK_CANONICAL, &err);
}

/* Blocks of the file, cut into entries. */
struct framing {
    const struct verification *v;
    struct buffer pending; /* less than one entry between blocks */
    uint64_t next;
    record_take *take;
    void *context;
};

static bool take_block(void *context, struct bytes block, struct error *err)
{
    struct framing *framing = context;
    buffer_append_bytes(&framing->pending, block);
    struct reader reader = reader_of(buffer_bytes(&framing->pending));
    for (;;) {
        struct reader ahead = reader;
        struct bytes entry;
        uint16_t length;
        if (!read_u16(&ahead, &length) || !read_bytes(&ahead, length, &entry))
            break;
        if (framing->next == framing->v->size)
            return error_input(err, "bad-record", "record/entries goes on behind entry %" PRIu64,
                               framing->next - 1);
        if (!framing->take(framing->context, framing->next++, entry, err))
            return false;
        reader = ahead;
    }
    size_t rest = reader.rest.len;
    if (rest)
        memmove(framing->pending.data, reader.rest.data, rest);
    framing->pending.len = rest;
    return true;
}

bool record_stream(struct verification *v, record_take *take, void *context, struct error *err)
{
    struct framing framing = {.v = v, .next = v->first, .take = take, .context = context};
    bool ok = bundle_stream(v->bundle, "record/entries", take_block, &framing, err);
    if (ok && framing.pending.len)
        ok = error_input(err, "bad-record", "record/entries ends within entry %" PRIu64, framing.next);
    if (ok && framing.next != v->size)
        ok = error_input(err, "bad-record", "record/entries ends before entry %" PRIu64, framing.next);
    buffer_clear(&framing.pending);
    return ok;
}
