/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/range.h"

#include "record/json.h"

static bool read_fields(const json_t *json, struct range *out, struct error *err)
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
    if (!merkle_frontier_read_edge(&out->edge, (uint64_t)first,
                                   bytes_of(hashes, edge.count * sizeof hashes[0]), err))
        return false;
    out->first = (uint64_t)first;
    out->size = (uint64_t)size;
    return true;
}

bool range_read(struct bytes text, struct range *out, struct error *err)
{
    json_t *json = json_read(text, RANGE_BYTES_MAX, err);
    bool ok = json && read_fields(json, out, err);
    json_decref(json);
    return ok;
}

void range_append(const struct range *range, struct buffer *out)
{
    struct buffer edge = {0};
    json_t *hashes = json_array(), *json = json_object();
    struct error ignored;
    merkle_frontier_append_edge(&range->edge, &edge);
    for (size_t at = 0; at < edge.len; at += MERKLE_HASH_BYTES)
        json_array_append_new(hashes, json_of_bytes(bytes_of(edge.data + at, MERKLE_HASH_BYTES)));
    json_object_set_new(json, "version", json_of_integer(1));
    json_object_set_new(json, "first", json_of_integer(range->first));
    json_object_set_new(json, "size", json_of_integer(range->size));
    json_object_set_new(json, "edge", hashes);
    bool ok = json_write(json, out, &ignored); /* numbers of a tree, and hashes */
    (void)ok;
    json_decref(json);
    buffer_clear(&edge);
}
