/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/json.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/encoding.h"

enum { PATH_BYTES = ERROR_DETAIL_BYTES / 2 };

static size_t append_path(const struct json_place *place, char path[PATH_BYTES])
{
    size_t len = place->parent ? append_path(place->parent, path) : 0;
    int n = place->name
                ? snprintf(path + len, PATH_BYTES - len, "%s%s", place->parent ? "." : "", place->name)
                : snprintf(path + len, PATH_BYTES - len, "[%zu]", place->index);
    len += n > 0 ? (size_t)n : 0;
    return len < PATH_BYTES ? len : PATH_BYTES - 1;
}

static bool fail_at_list(const struct json_place *place, struct error *err, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));
static bool fail_at_list(const struct json_place *place, struct error *err, const char *format, va_list args)
{
    char path[PATH_BYTES] = "", detail[ERROR_DETAIL_BYTES];
    append_path(place, path);
    vsnprintf(detail, sizeof detail, format, args);
    return error_input(err, "bad-field", "%s: %s", path, detail);
}

static bool fail_at(const struct json_place *place, struct error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static bool fail_at(const struct json_place *place, struct error *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fail_at_list(place, err, format, args);
    va_end(args);
    return false;
}

bool json_fail(const struct json_fields *fields, const char *name, const char *format, ...)
{
    struct json_place field = {&fields->place, name, 0};
    va_list args;
    va_start(args, format);
    fail_at_list(name ? &field : &fields->place, fields->err, format, args);
    va_end(args);
    return false;
}

bool json_item_fail(const struct json_items *items, size_t index, const char *format, ...)
{
    struct json_place item = {&items->place, NULL, index};
    va_list args;
    va_start(args, format);
    fail_at_list(&item, items->err, format, args);
    va_end(args);
    return false;
}

/* One value and where it stands: what all getters, of fields and of items, work on. */
struct found {
    struct json_place place;
    const json_t *value;
    struct error *err;
};

static void mark_used(struct json_fields *fields, const char *name)
{
    for (size_t i = 0; i < fields->used_count; i++)
        if (strcmp(fields->used[i], name) == 0)
            return;
    if (fields->used_count == JSON_MAX_FIELDS)
        abort(); /* a parser that asks for more fields than the header allows */
    fields->used[fields->used_count++] = name;
}

bool json_has(struct json_fields *fields, const char *name)
{
    mark_used(fields, name);
    const json_t *value = json_object_get(fields->object, name);
    return value && !json_is_null(value);
}

static bool find(struct json_fields *fields, const char *name, struct found *out)
{
    *out = (struct found){{&fields->place, name, 0}, json_object_get(fields->object, name), fields->err};
    return json_has(fields, name) || fail_at(&out->place, out->err, "is missing");
}

static struct found item(const struct json_items *items, size_t index)
{
    return (struct found){{&items->place, NULL, index}, json_array_get(items->array, index), items->err};
}

static bool as_string(const struct found *f, bool text, size_t min, size_t max, const char **out)
{
    if (!json_is_string(f->value))
        return fail_at(&f->place, f->err, "is not a string");
    const char *string = json_string_value(f->value);
    size_t len = json_string_length(f->value);
    if (len < min || len > max)
        return fail_at(&f->place, f->err, "has %zu bytes, must have %zu to %zu", len, min, max);
    for (size_t i = 0; !text && i < len; i++)
        if ((unsigned char)string[i] < 0x20)
            return fail_at(&f->place, f->err, "is not a single line");
    *out = string;
    return true;
}

static bool as_integer(const struct found *f, int64_t min, int64_t max, int64_t *out)
{
    if (!json_is_integer(f->value))
        return fail_at(&f->place, f->err, "is not an integer");
    int64_t value = json_integer_value(f->value);
    if (value < min || value > max)
        return fail_at(&f->place, f->err, "is %" PRId64 ", must be %" PRId64 " to %" PRId64, value, min, max);
    *out = value;
    return true;
}

static bool as_bool(const struct found *f, bool *out)
{
    if (!json_is_boolean(f->value))
        return fail_at(&f->place, f->err, "is not true or false");
    *out = json_is_true(f->value);
    return true;
}

static bool as_choice(const struct found *f, const char *const words[], size_t count, unsigned *out)
{
    const char *string = json_string_value(f->value);
    for (unsigned i = 0; string && i < count; i++)
        if (strcmp(string, words[i]) == 0) {
            *out = i;
            return true;
        }
    return fail_at(&f->place, f->err, "is not one of the %zu words allowed", count);
}

static bool as_data(const struct found *f, size_t min, size_t max, struct buffer *out)
{
    if (!json_is_string(f->value))
        return fail_at(&f->place, f->err, "is not a string");
    size_t len = out->len, text_len = json_string_length(f->value);
    if (text_len < base64url_length(min) || text_len > base64url_length(max))
        return fail_at(&f->place, f->err, "has %zu symbols of base64url, must have %zu to %zu", text_len,
                       base64url_length(min), base64url_length(max));
    if (!base64url_decode(bytes_of(json_string_value(f->value), text_len), out))
        return fail_at(&f->place, f->err, "is not unpadded base64url");
    if (out->len - len < min || out->len - len > max) {
        out->len = len;
        return fail_at(&f->place, f->err, "does not have %zu to %zu bytes", min, max);
    }
    return true;
}

static bool as_bytes(const struct found *f, uint8_t *out, size_t len)
{
    struct buffer data = {0};
    bool ok = as_data(f, len, len, &data);
    if (ok && len)
        memcpy(out, data.data, len);
    buffer_wipe(&data); /* may be a secret in a request */
    return ok;
}

static bool as_object(const struct found *f, struct json_fields *out)
{
    if (!json_is_object(f->value))
        return fail_at(&f->place, f->err, "is not an object");
    out->place = f->place;
    out->object = f->value;
    out->err = f->err;
    out->used_count = 0;
    return true;
}

static bool as_array(const struct found *f, size_t min, size_t max, struct json_items *out)
{
    if (!json_is_array(f->value))
        return fail_at(&f->place, f->err, "is not an array");
    size_t count = json_array_size(f->value);
    if (count < min || count > max)
        return fail_at(&f->place, f->err, "has %zu elements, must have %zu to %zu", count, min, max);
    *out = (struct json_items){f->place, f->value, f->err, count};
    return true;
}

bool json_object_begin(struct json_fields *fields, const json_t *value, const char *name, struct error *err)
{
    struct found root = {{NULL, name, 0}, value, err};
    return as_object(&root, fields);
}

bool json_object_end(struct json_fields *fields)
{
    json_t *object = (json_t *)fields->object; /* iterators of jansson take no const */
    for (void *i = json_object_iter(object); i; i = json_object_iter_next(object, i)) {
        const char *key = json_object_iter_key(i);
        size_t n = 0;
        while (n < fields->used_count && strcmp(fields->used[n], key) != 0)
            n++;
        if (n == fields->used_count)
            return json_fail(fields, key, "is not a known field");
    }
    return true;
}

bool json_get_string(struct json_fields *fields, const char *name, size_t min, size_t max, const char **out)
{
    struct found f;
    return find(fields, name, &f) && as_string(&f, false, min, max, out);
}

bool json_get_text(struct json_fields *fields, const char *name, size_t min, size_t max, const char **out)
{
    struct found f;
    return find(fields, name, &f) && as_string(&f, true, min, max, out);
}

bool json_get_integer(struct json_fields *fields, const char *name, int64_t min, int64_t max, int64_t *out)
{
    struct found f;
    return find(fields, name, &f) && as_integer(&f, min, max, out);
}

bool json_get_bool(struct json_fields *fields, const char *name, bool *out)
{
    struct found f;
    return find(fields, name, &f) && as_bool(&f, out);
}

bool json_get_choice(struct json_fields *fields, const char *name, const char *const words[], size_t count,
                     unsigned *out)
{
    struct found f;
    return find(fields, name, &f) && as_choice(&f, words, count, out);
}

bool json_get_bytes(struct json_fields *fields, const char *name, uint8_t *out, size_t len)
{
    struct found f;
    return find(fields, name, &f) && as_bytes(&f, out, len);
}

bool json_get_data(struct json_fields *fields, const char *name, size_t min, size_t max, struct buffer *out)
{
    struct found f;
    return find(fields, name, &f) && as_data(&f, min, max, out);
}

bool json_get_value(struct json_fields *fields, const char *name, const json_t **out)
{
    struct found f;
    if (!find(fields, name, &f))
        return false;
    *out = f.value;
    return true;
}

bool json_get_object(struct json_fields *fields, const char *name, struct json_fields *out)
{
    struct found f;
    return find(fields, name, &f) && as_object(&f, out);
}

bool json_get_array(struct json_fields *fields, const char *name, size_t min, size_t max,
                    struct json_items *out)
{
    struct found f;
    return find(fields, name, &f) && as_array(&f, min, max, out);
}

bool json_item_string(const struct json_items *items, size_t index, size_t min, size_t max, const char **out)
{
    struct found f = item(items, index);
    return as_string(&f, false, min, max, out);
}

bool json_item_integer(const struct json_items *items, size_t index, int64_t min, int64_t max, int64_t *out)
{
    struct found f = item(items, index);
    return as_integer(&f, min, max, out);
}

bool json_item_bool(const struct json_items *items, size_t index, bool *out)
{
    struct found f = item(items, index);
    return as_bool(&f, out);
}

bool json_item_choice(const struct json_items *items, size_t index, const char *const words[], size_t count,
                      unsigned *out)
{
    struct found f = item(items, index);
    return as_choice(&f, words, count, out);
}

bool json_item_bytes(const struct json_items *items, size_t index, uint8_t *out, size_t len)
{
    struct found f = item(items, index);
    return as_bytes(&f, out, len);
}

bool json_item_object(const struct json_items *items, size_t index, struct json_fields *out)
{
    struct found f = item(items, index);
    return as_object(&f, out);
}

bool json_item_array(const struct json_items *items, size_t index, size_t min, size_t max,
                     struct json_items *out)
{
    struct found f = item(items, index);
    return as_array(&f, min, max, out);
}
