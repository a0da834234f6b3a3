/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/credential_list.h"

#include <stdlib.h>

#include "ballot/code.h"

static int compare_points(const void *a, const void *b)
{
    return memcmp(a, b, POINT_BYTES);
}

bool keys_read(struct bytes blob, struct keys *out, struct error *err)
{
    if (blob.len % POINT_BYTES != 0)
        return error_input(err, "credential-list", "%zu bytes are not a whole number of keys", blob.len);
    /* A struct point is 32 bytes without alignment, so the blob is an array of them. */
    const struct point *keys = (const struct point *)blob.data;
    size_t count = blob.len / POINT_BYTES;
    for (size_t i = 0; i < count; i++) {
        if (!point_is_valid(keys[i].bytes))
            return error_input(err, "bad-point", "key %zu is not a point", i);
        if (i && compare_points(&keys[i - 1], &keys[i]) >= 0)
            return error_input(err, "credential-list", "key %zu is not above the one before it", i);
    }
    *out = (struct keys){keys, count};
    return true;
}

bool keys_write(struct point *keys, size_t count, struct buffer *out, struct error *err)
{
    if (count)
        qsort(keys, count, sizeof *keys, compare_points);
    for (size_t i = 1; i < count; i++)
        if (point_equal(&keys[i - 1], &keys[i]))
            return error_input(err, "credential-list", "a key stands twice in the batch");
    for (size_t i = 0; i < count; i++)
        buffer_append(out, keys[i].bytes, POINT_BYTES);
    return true;
}

bool keys_contain(const struct keys *keys, const struct point *key)
{
    return keys->count && bsearch(key, keys->list, keys->count, sizeof *keys->list, compare_points);
}

static int compare_serials(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Tell whether the first two keys with this serial are one key twice. */
static bool is_same_key(const struct keys *batches, size_t count, uint64_t serial)
{
    const struct point *first = NULL;
    for (size_t b = 0; b < count; b++)
        for (size_t i = 0; i < batches[b].count; i++) {
            const struct point *key = &batches[b].list[i];
            if (serial_of(key) != serial)
                continue;
            if (first)
                return point_equal(first, key);
            first = key;
        }
    return false;
}

bool keys_check_distinct(const struct keys *batches, size_t count, struct error *err)
{
    size_t total = 0, n = 0;
    for (size_t b = 0; b < count; b++)
        total += batches[b].count;
    uint64_t *serials = allocate(total, sizeof *serials);
    for (size_t b = 0; b < count; b++)
        for (size_t i = 0; i < batches[b].count; i++)
            serials[n++] = serial_of(&batches[b].list[i]);
    qsort(serials, n, sizeof *serials, compare_serials);
    bool ok = true;
    for (size_t i = 1; i < n && ok; i++) {
        if (serials[i - 1] != serials[i])
            continue;
        char text[SERIAL_TEXT_BYTES + 1];
        serial_text(serials[i], text);
        ok = is_same_key(batches, count, serials[i])
                 ? error_input(err, "credential-list", "the key with serial %s stands there twice", text)
                 : error_input(err, "serial-clash", "two keys have the serial %s", text);
    }
    free(serials);
    return ok;
}

static const char *const purposes[BATCH_PURPOSES] = {"letter", "card", "walk-in", "spare"};

const char *batch_purpose_name(enum batch_purpose purpose)
{
    return purposes[purpose];
}

enum batch_purpose batch_purpose_of(const char *name)
{
    unsigned purpose = 0;
    while (purpose + 1 < BATCH_PURPOSES && strcmp(purposes[purpose], name) != 0)
        purpose++;
    return (enum batch_purpose)purpose;
}

static bool batch_from_json(const struct json_items *items, size_t index, struct arena *arena,
                            struct credential_batch *out)
{
    struct json_fields batch;
    unsigned purpose;
    if (!json_item_object(items, index, &batch) || !field_name(&batch, "batch", arena, &out->id) ||
        !field_unsigned(&batch, "count", 1, CREDENTIALS_MAX, &out->count) ||
        !field_name(&batch, "district", arena, &out->district) ||
        !field_ref(&batch, "keys", UINT64_C(32) * CREDENTIALS_MAX, &out->keys) ||
        !json_get_choice(&batch, "purpose", purposes, BATCH_PURPOSES, &purpose) || !json_object_end(&batch))
        return false;
    out->purpose = (enum batch_purpose)purpose;
    if (out->keys.size != POINT_BYTES * out->count)
        return json_fail(&batch, "keys", "the size is not 32 times the count");
    return true;
}

static bool list_from_json(const json_t *json, struct arena *arena, struct credential_list *out,
                           struct error *err)
{
    struct json_fields list;
    struct json_items batches;
    uint64_t version;
    if (!json_object_begin(&list, json, "credentials", err) ||
        !field_unsigned(&list, "version", 1, 1, &version) ||
        !json_get_bytes(&list, "round", out->round, ROUND_ID_BYTES) ||
        !field_unsigned(&list, "total", 1, CREDENTIALS_MAX, &out->total) ||
        !json_get_array(&list, "batches", 1, CREDENTIAL_BATCHES_MAX, &batches) || !json_object_end(&list))
        return false;
    out->batch_count = batches.count;
    out->batches = arena_allocate(arena, batches.count, sizeof *out->batches);
    uint64_t total = 0;
    for (size_t i = 0; i < batches.count; i++) {
        if (!batch_from_json(&batches, i, arena, &out->batches[i]))
            return false;
        if (i && strcmp(out->batches[i - 1].id, out->batches[i].id) >= 0)
            return json_item_fail(&batches, i, "the id is not above the one before it");
        total += out->batches[i].count;
    }
    if (total != out->total)
        return json_fail(&list, "total", "not the sum of the counts");
    return true;
}

bool credential_list_parse(struct bytes bytes, struct arena *arena, struct credential_list *out,
                           struct error *err)
{
    struct credential_list list = {0};
    json_t *json = json_read(bytes, CREDENTIAL_LIST_BYTES_MAX, err);
    bool ok = json && list_from_json(json, arena, &list, err);
    json_decref(json);
    if (ok)
        *out = list;
    else if (err && err->class == ERROR_INPUT)
        err->type = "credential-list";
    return ok;
}

static json_t *list_to_json(const struct credential_list *list)
{
    json_t *batches = json_array();
    for (size_t i = 0; i < list->batch_count; i++) {
        const struct credential_batch *batch = &list->batches[i];
        json_t *item = json_object();
        json_object_set_new(item, "batch", json_string(batch->id));
        json_object_set_new(item, "count", json_of_unsigned(batch->count));
        json_object_set_new(item, "district", json_string(batch->district));
        json_object_set_new(item, "keys", json_of_ref(&batch->keys));
        json_object_set_new(item, "purpose", json_string(batch_purpose_name(batch->purpose)));
        json_array_append_new(batches, item);
    }
    json_t *json = json_object();
    json_object_set_new(json, "version", json_of_unsigned(1));
    json_object_set_new(json, "round", json_of_bytes(bytes_of(list->round, ROUND_ID_BYTES)));
    json_object_set_new(json, "total", json_of_unsigned(list->total));
    json_object_set_new(json, "batches", batches);
    return json;
}

bool credential_list_write(const struct credential_list *list, struct buffer *out, struct error *err)
{
    json_t *json = list_to_json(list);
    struct arena arena = {0};
    struct credential_list back = {0};
    bool ok = list_from_json(json, &arena, &back, err) && json_write(json, out, err);
    if (!ok && err && err->class == ERROR_INPUT)
        err->type = "credential-list";
    arena_clear(&arena);
    json_decref(json);
    return ok;
}
