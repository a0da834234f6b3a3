/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the canonical door accepts is written back byte for byte; what the relaxed one accepts either has a
 * canonical form that the strict door takes, or cannot be written. The accessors never fail but with an
 * error.
 */
#include <stdlib.h>

#include "record/json.h"

enum { LIMIT = 1 << 16 };

static void walk(const json_t *value)
{
    struct json_fields fields;
    struct json_items items;
    struct error err = {0};
    struct buffer data = {0};
    uint8_t raw[4];
    const char *text;
    int64_t number;
    bool flag;
    if (!json_object_begin(&fields, value, "it", &err))
        return;
    bool ok = json_get_string(&fields, "s", 0, 8, &text) && json_get_text(&fields, "t", 0, 8, &text) &&
              json_get_integer(&fields, "i", 0, 9, &number) && json_get_bool(&fields, "b", &flag) &&
              json_get_bytes(&fields, "x", raw, sizeof raw) && json_get_data(&fields, "d", 1, 9, &data) &&
              json_get_array(&fields, "a", 0, 2, &items) && json_object_end(&fields);
    if (!ok && !err.detail[0])
        abort();
    buffer_clear(&data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = bytes_of(data, size);
    struct buffer out = {0};
    json_t *value = json_read(input, LIMIT, NULL);
    if (value) {
        if (!json_write(value, &out, NULL) || !bytes_equal(buffer_bytes(&out), input))
            abort();
        walk(value);
        json_decref(value);
    }
    value = json_read_relaxed(input, LIMIT, NULL);
    out.len = 0;
    if (value) {
        walk(value);
        if (json_write(value, &out, NULL)) {
            json_t *again = json_read(buffer_bytes(&out), 2 * LIMIT, NULL);
            if (!again || !json_equal(again, value))
                abort();
            json_decref(again);
        }
        json_decref(value);
    }
    buffer_clear(&out);
    return 0;
}
