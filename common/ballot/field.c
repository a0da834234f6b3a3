/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ballot/field.h"

#include <sodium.h>
#include <strings.h>

void blob_ref_of(struct bytes blob, struct blob_ref *out)
{
    crypto_hash_sha256(out->hash, blob.data, blob.len);
    out->size = blob.len;
}

bool blob_ref_equal(const struct blob_ref *a, const struct blob_ref *b)
{
    return a->size == b->size && memcmp(a->hash, b->hash, HASH_BYTES) == 0;
}

bool blob_ref_check(const struct blob_ref *ref, struct bytes blob, struct error *err)
{
    if (blob.len != ref->size)
        return error_input(err, "blob", "%zu bytes instead of %llu", blob.len, (unsigned long long)ref->size);
    struct blob_ref own;
    blob_ref_of(blob, &own);
    if (!blob_ref_equal(&own, ref))
        return error_input(err, "blob", "the bytes do not have the hash that names them");
    return true;
}

bool name_is_valid(struct bytes text)
{
    if (text.len < 1 || text.len > NAME_BYTES_MAX)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return false;
    }
    return true;
}

/* A record of a .pb that begins with one of these opens a section. */
static bool is_section_name(struct bytes text)
{
    static const char *const names[] = {"META", "PROJECTS", "VOTES"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text.len == strlen(names[i]) && strncasecmp((const char *)text.data, names[i], text.len) == 0)
            return true;
    return false;
}

bool option_id_is_valid(struct bytes text)
{
    if (is_section_name(text))
        return false;
    if (text.len < 1 || text.len > OPTION_ID_BYTES_MAX || text.data[0] == ' ' ||
        text.data[text.len - 1] == ' ')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        if (c < 0x20 || c == 0x7f || c == ';' || c == ',' || c == '"')
            return false;
    }
    return true;
}

/* Parts of 1 to 8 letters or digits joined by '_', the first of 2 to 8 letters. */
bool language_is_valid(struct bytes text)
{
    if (text.len > LANGUAGE_BYTES_MAX)
        return false;
    size_t part = 0, parts = 0;
    for (size_t i = 0; i <= text.len; i++) {
        uint8_t c = i < text.len ? text.data[i] : '_';
        if (c == '_') {
            if (part < 1 || part > 8 || (parts == 0 && part < 2))
                return false;
            parts++;
            part = 0;
        } else if ((c >= 'a' && c <= 'z') || (parts && c >= '0' && c <= '9')) {
            part++;
        } else {
            return false;
        }
    }
    return true;
}

bool person_name_is_valid(struct bytes text)
{
    return text.len >= 1 && text.len <= PERSON_NAME_BYTES_MAX;
}

bool field_name(struct json_fields *fields, const char *name, struct arena *arena, const char **out)
{
    const char *text;
    if (!json_get_string(fields, name, 1, NAME_BYTES_MAX, &text))
        return false;
    if (!name_is_valid(bytes_of_string(text)))
        return json_fail(fields, name, "only a-z, 0-9 and - may stand in it");
    *out = arena_string(arena, text);
    return true;
}

bool field_unsigned(struct json_fields *fields, const char *name, uint64_t min, uint64_t max, uint64_t *out)
{
    int64_t value;
    if (!json_get_integer(fields, name, (int64_t)min, (int64_t)max, &value))
        return false;
    *out = (uint64_t)value;
    return true;
}

bool field_ref(struct json_fields *fields, const char *name, uint64_t size_max, struct blob_ref *out)
{
    struct json_fields ref;
    struct blob_ref value;
    if (!json_get_object(fields, name, &ref) || !json_get_bytes(&ref, "hash", value.hash, HASH_BYTES) ||
        !field_unsigned(&ref, "size", 0, size_max, &value.size) || !json_object_end(&ref))
        return false;
    *out = value;
    return true;
}

bool field_point(struct json_fields *fields, const char *name, struct point *out)
{
    uint8_t bytes[POINT_BYTES];
    if (!json_get_bytes(fields, name, bytes, sizeof bytes))
        return false;
    if (!point_read(bytes, out))
        return json_fail(fields, name, "not a point");
    return true;
}

json_t *json_of_unsigned(uint64_t value)
{
    return json_integer(value <= JSON_MAX_INTEGER ? (json_int_t)value : -1);
}

json_t *json_of_ref(const struct blob_ref *ref)
{
    json_t *value = json_object();
    json_object_set_new(value, "hash", json_of_bytes(bytes_of(ref->hash, HASH_BYTES)));
    json_object_set_new(value, "size", json_of_unsigned(ref->size));
    return value;
}
