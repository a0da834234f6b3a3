/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "record/json.h"

#include <stdlib.h>

#include "base/encoding.h"

static bool key_is_valid(const char *key, size_t len, bool relaxed)
{
    if (len == 0 || len > JSON_MAX_KEY_BYTES)
        return false;
    for (size_t i = 0; i < len; i++) {
        char c = key[i];
        bool canonical = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        bool upper = c >= 'A' && c <= 'Z';
        if (!canonical && !(relaxed && upper))
            return false;
    }
    return !relaxed || !(key[0] >= '0' && key[0] <= '9');
}

static bool string_is_valid(const json_t *string, bool relaxed)
{
    const char *text = json_string_value(string);
    size_t len = json_string_length(string);
    for (size_t i = 0; i < len; i++)
        if (((unsigned char)text[i] < 0x20 && !(relaxed && (text[i] == '\n' || text[i] == '\t'))) ||
            text[i] == 0x7f)
            return false;
    return utf8_is_valid(bytes_of(text, len));
}

/* Keys are only quoted in messages after they were found to be plain ASCII. */
static bool check(const json_t *value, bool relaxed, unsigned depth, struct error *err)
{
    bool nested = json_is_object(value) || json_is_array(value);
    if (nested && depth >= JSON_MAX_DEPTH)
        return error_input(err, "bad-json", "nested deeper than %d", JSON_MAX_DEPTH);
    switch (json_typeof(value)) {
    case JSON_OBJECT: {
        json_t *object = (json_t *)value; /* iterators of jansson take no const */
        for (void *i = json_object_iter(object); i; i = json_object_iter_next(object, i)) {
            const char *key = json_object_iter_key(i);
            if (!key_is_valid(key, json_object_iter_key_len(i), relaxed))
                return error_input(err, "bad-json",
                                   "a key is not a lower-case ASCII name of at most %d bytes",
                                   JSON_MAX_KEY_BYTES);
            if (!check(json_object_iter_value(i), relaxed, depth + 1, err))
                return error_prefix(err, "%s", key);
        }
        return true;
    }
    case JSON_ARRAY:
        for (size_t i = 0; i < json_array_size(value); i++)
            if (!check(json_array_get(value, i), relaxed, depth + 1, err))
                return error_prefix(err, "[%zu]", i);
        return true;
    case JSON_STRING:
        if (!string_is_valid(value, relaxed))
            return error_input(err, "bad-json", "a string holds control characters or is not UTF-8");
        return true;
    case JSON_INTEGER:
        if (json_integer_value(value) < 0 || json_integer_value(value) > JSON_MAX_INTEGER)
            return error_input(err, "bad-json", "an integer is not in 0..2^53-1");
        return true;
    case JSON_TRUE:
    case JSON_FALSE:
        return true;
    case JSON_NULL:
        return relaxed || error_input(err, "bad-json", "null is not used");
    case JSON_REAL:
        break;
    }
    return error_input(err, "bad-json", "a number is not an integer");
}

static bool check_document(const json_t *value, bool relaxed, struct error *err)
{
    if (!value || !json_is_object(value))
        return error_input(err, "bad-json", "not an object");
    return check(value, relaxed, 0, err);
}

static void append_string(const char *text, size_t len, struct buffer *out)
{
    buffer_append_u8(out, '"');
    for (size_t i = 0, start = 0; i <= len; i++) {
        if (i < len && text[i] != '"' && text[i] != '\\')
            continue;
        buffer_append(out, text + start, i - start);
        if (i < len)
            buffer_append_u8(out, '\\');
        start = i;
    }
    buffer_append_u8(out, '"');
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The value has passed check(). Byte order of ASCII keys is the UTF-16 order that RFC 8785 asks for. */
static void append(const json_t *value, struct buffer *out)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT: {
        json_t *object = (json_t *)value;
        size_t count = json_object_size(value), n = 0;
        const char **keys = allocate(count ? count : 1, sizeof *keys);
        for (void *i = json_object_iter(object); i; i = json_object_iter_next(object, i))
            keys[n++] = json_object_iter_key(i);
        qsort(keys, n, sizeof *keys, compare_keys);
        buffer_append_u8(out, '{');
        for (size_t i = 0; i < n; i++) {
            if (i)
                buffer_append_u8(out, ',');
            append_string(keys[i], strlen(keys[i]), out);
            buffer_append_u8(out, ':');
            append(json_object_get(value, keys[i]), out);
        }
        buffer_append_u8(out, '}');
        free(keys);
        break;
    }
    case JSON_ARRAY:
        buffer_append_u8(out, '[');
        for (size_t i = 0; i < json_array_size(value); i++) {
            if (i)
                buffer_append_u8(out, ',');
            append(json_array_get(value, i), out);
        }
        buffer_append_u8(out, ']');
        break;
    case JSON_STRING:
        append_string(json_string_value(value), json_string_length(value), out);
        break;
    case JSON_INTEGER:
        buffer_append_format(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        break;
    case JSON_TRUE:
        buffer_append_string(out, "true");
        break;
    case JSON_FALSE:
        buffer_append_string(out, "false");
        break;
    case JSON_NULL:
    case JSON_REAL:
        abort(); /* check() let neither through */
    }
}

/* jansson's own messages quote the input, which may be anything: they are not passed on. */
static json_t *parse(struct bytes text, size_t limit, bool relaxed, struct error *err)
{
    if (text.len > limit) {
        error_input(err, "too-large", "%zu bytes of JSON, at most %zu are allowed", text.len, limit);
        return NULL;
    }
    json_error_t why;
    json_t *value = json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, &why);
    if (!value) {
        bool doubled = json_error_code(&why) == json_error_duplicate_key;
        error_input(err, "bad-json", "%s at line %d, column %d", doubled ? "a doubled key" : "not valid JSON",
                    why.line, why.column);
        return NULL;
    }
    if (!check_document(value, relaxed, err)) {
        json_decref(value);
        return NULL;
    }
    return value;
}

json_t *json_read(struct bytes text, size_t limit, struct error *err)
{
    json_t *value = parse(text, limit, false, err);
    if (!value)
        return NULL;
    struct buffer canonical = {0};
    buffer_reserve(&canonical, text.len);
    append(value, &canonical);
    if (!bytes_equal(buffer_bytes(&canonical), text)) {
        error_input(err, "not-canonical", "not the canonical form of its value (RFC 8785)");
        json_decref(value);
        value = NULL;
    }
    buffer_clear(&canonical);
    return value;
}

json_t *json_read_relaxed(struct bytes text, size_t limit, struct error *err)
{
    return parse(text, limit, true, err);
}

bool json_write(const json_t *value, struct buffer *out, struct error *err)
{
    if (!check_document(value, false, err))
        return false;
    append(value, out);
    return true;
}

json_t *json_of_integer(uint64_t value)
{
    json_t *json = value <= JSON_MAX_INTEGER ? json_integer((json_int_t)value) : NULL;
    if (!json)
        abort();
    return json;
}

json_t *json_of_bytes(struct bytes bytes)
{
    struct buffer text = {0};
    base64url_append(&text, bytes);
    json_t *json = json_stringn(buffer_string(&text), text.len);
    buffer_clear(&text);
    if (!json)
        abort();
    return json;
}

json_t *json_of_string(struct bytes text)
{
    return json_stringn(text.len ? (const char *)text.data : "", text.len);
}
