/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/conflicts.h"

static bool read_set(const json_t *json, const struct profile *profile, struct conflicts *conflicts,
                     struct exclusion *out, struct error *err)
{
    size_t count = json_array_size(json);
    if (!json_is_array(json) || count < 2)
        return error_input(err, "conflicts", "a conflict set is an array of at least two option ids");
    uint16_t *options = arena_allocate(&conflicts->arena, count, sizeof *options);
    for (size_t i = 0; i < count; i++) {
        const json_t *id = json_array_get(json, i);
        if (!json_is_string(id))
            return error_input(err, "conflicts", "a conflict set is an array of option ids (strings)");
        if (!profile_find(profile, bytes_of(json_string_value(id), json_string_length(id)), &options[i]))
            return error_input(err, "conflicts", "there is no option %s", json_string_value(id));
        for (size_t j = 0; j < i; j++)
            if (options[j] == options[i])
                return error_input(err, "conflicts", "option %s is twice in one conflict set",
                                   json_string_value(id));
    }
    *out = (struct exclusion){options, count};
    return true;
}

bool conflicts_from_json(const json_t *json, const struct profile *profile, struct conflicts *out,
                         struct error *err)
{
    if (!json_is_array(json))
        return error_input(err, "conflicts", "expected an array of arrays of option ids");
    struct conflicts conflicts = {0};
    conflicts.set_count = json_array_size(json);
    conflicts.sets = arena_allocate(&conflicts.arena, conflicts.set_count, sizeof *conflicts.sets);
    for (size_t i = 0; i < conflicts.set_count; i++) {
        if (!read_set(json_array_get(json, i), profile, &conflicts, &conflicts.sets[i], err)) {
            conflicts_clear(&conflicts);
            return false;
        }
    }
    *out = conflicts;
    return true;
}

void conflicts_clear(struct conflicts *conflicts)
{
    arena_clear(&conflicts->arena);
    *conflicts = (struct conflicts){0};
}
