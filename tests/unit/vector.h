/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Reading tests/vectors/NAME.json in a unit test. Include after cmocka.h; a bad file fails the test.
 */
#ifndef FOLKMOOT_TESTS_VECTOR_H
#define FOLKMOOT_TESTS_VECTOR_H

#include <jansson.h>

#include "base/encoding.h"

/* The caller gives the document back with json_decref. */
static inline json_t *vector_load(const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.json", VECTORS_DIR, name);
    json_error_t error;
    json_t *document = json_load_file(path, 0, &error);
    if (!document)
        fail_msg("%s: %s", path, error.text);
    return document;
}

static inline const char *vector_text(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    if (!text)
        fail_msg("no text \"%s\"", key);
    return text;
}

/* Exactly `len` bytes from a JSON string in hexadecimal. */
static inline void vector_hex_value(const json_t *string, void *out, size_t len)
{
    const char *text = json_string_value(string);
    if (!text || !hex_decode_exact(bytes_of_string(text), out, len))
        fail_msg("not %zu bytes in hexadecimal: %s", len, text ? text : "(no string)");
}

static inline void vector_hex(const json_t *object, const char *key, void *out, size_t len)
{
    vector_hex_value(json_object_get(object, key), out, len);
}

/* Any number of bytes, appended. */
static inline void vector_hex_append(const json_t *object, const char *key, struct buffer *out)
{
    size_t len = strlen(vector_text(object, key)) / 2;
    buffer_reserve(out, len);
    vector_hex(object, key, out->data + out->len, len);
    out->len += len;
}

#endif
