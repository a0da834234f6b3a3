/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <inttypes.h>

#include "base/read.h"
#include "record/json.h"
#include "verify/verification.h"

enum { RANGE_BYTES_MAX = 65536 };

static bool read_range(struct verification *v, const json_t *json, struct error *err)
{
    struct json_fields range;
    struct json_items edge;
    int64_t version, first, size;
    uint8_t hashes[MERKLE_MAX_LEVELS][MERKLE_HASH_BYTES];
    if (!json_object_begin(&range, json, "range", err) ||
        !json_get_integer(&range, "version", 1, 1, &version) ||
        !json_get_integer(&range, "first", 0, JSON_MAX_INTEGER, &first) ||
        !json_get_integer(&range, "size", 0, JSON_MAX_INTEGER, &size) ||
        !json_get_array(&range, "edge", 0, MERKLE_MAX_LEVELS, &edge) || !json_object_end(&range))
        return false;
    if (size <= first)
        return json_fail(&range, "size", "the range has no entry");
    for (size_t i = 0; i < edge.count; i++)
        if (!json_item_bytes(&edge, i, hashes[i], sizeof hashes[i]))
            return false;
    v->first = (uint64_t)first;
    v->size = (uint64_t)size;
    return merkle_frontier_read_edge(&v->edge, v->first, bytes_of(hashes, edge.count * sizeof hashes[0]),
                                     err);
}

bool record_open(struct verification *v)
{
    struct buffer text = {0};
    struct error err;
    json_t *json = NULL;
    bool ok = bundle_read(v->bundle, "record/range.json", RANGE_BYTES_MAX, &text, &err) &&
              (json = json_read(buffer_bytes(&text), RANGE_BYTES_MAX, &err)) && read_range(v, json, &err);
    if (!ok)
        error_prefix(&err, "record/range.json");
    json_decref(json);
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
