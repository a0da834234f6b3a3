/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Rules in a definition: what is read is written back the same, as JSON and, member by member, as texts.
 */
#include <stdlib.h>

#include "ballot/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t *json = json_read(bytes_of(data, size), 1 << 16, NULL);
    struct json_fields fields;
    struct rule rule;
    if (json && json_object_begin(&fields, json, "rule", NULL) && rule_from_json(&fields, &rule)) {
        struct buffer text = {0};
        json_t *back = rule_to_json(&rule);
        struct rule again = {.name = rule.name};
        const char *key;
        json_t *value;
        if (!json_write(back, &text, NULL) || !bytes_equal(buffer_bytes(&text), bytes_of(data, size)))
            abort();
        json_object_foreach(back, key, value)
        {
            if (strcmp(key, "name") != 0 && json_is_string(value) &&
                !rule_set(&again, key, json_string_value(value), NULL))
                abort();
        }
        again.threshold = rule.threshold;
        json_t *third = rule_to_json(&again);
        if (!json_equal(third, back))
            abort();
        json_decref(third);
        json_decref(back);
        buffer_clear(&text);
    }
    json_decref(json);
    return 0;
}
