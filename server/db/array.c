// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/db/array.h"

enum { LENGTH_OF_NULL = -1, LOWER_BOUND = 1 };

void db_array_begin(struct db_array *array, enum db_array_type type)
{
    array->type = type;
    array->count = 0;
    array->has_null = false;
    array->elements.len = 0;
}

void db_array_add_integer(struct db_array *array, int64_t value)
{
    unsigned len = array->type == DB_ARRAY_BIGINT ? 8 : array->type == DB_ARRAY_INTEGER ? 4 : 2;
    buffer_append_u32(&array->elements, len);
    if (len == 8)
        buffer_append_u64(&array->elements, (uint64_t)value);
    else if (len == 4)
        buffer_append_u32(&array->elements, (uint32_t)value);
    else
        buffer_append_u16(&array->elements, (uint16_t)value);
    array->count++;
}

void db_array_add_bytes(struct db_array *array, struct bytes bytes)
{
    buffer_append_u32(&array->elements, (uint32_t)bytes.len);
    buffer_append_bytes(&array->elements, bytes);
    array->count++;
}

void db_array_add_null(struct db_array *array)
{
    buffer_append_u32(&array->elements, (uint32_t)LENGTH_OF_NULL);
    array->has_null = true;
    array->count++;
}

struct db_param db_array(struct db_array *array)
{
    struct buffer *out = &array->whole;
    out->len = 0;
    buffer_append_u32(out, array->count > 0); /* dimensions */
    buffer_append_u32(out, array->has_null);
    buffer_append_u32(out, (uint32_t)array->type);
    if (array->count > 0) {
        buffer_append_u32(out, array->count);
        buffer_append_u32(out, LOWER_BOUND);
        buffer_append_bytes(out, buffer_bytes(&array->elements));
    }
    return db_bytes(out->data, out->len);
}

void db_array_clear(struct db_array *array)
{
    buffer_clear(&array->elements);
    buffer_clear(&array->whole);
}
