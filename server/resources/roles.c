// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/roles.h"

json_t *roles_json(const struct db_result *result, size_t statement, size_t row, size_t person,
                   size_t assembly, size_t *next)
{
    json_t *roles = json_array();
    int64_t id = db_get_integer(result, statement, row, person);
    for (; row < db_rows(result, statement) && db_get_integer(result, statement, row, person) == id; row++) {
        if (db_is_null(result, statement, row, assembly + 1))
            continue;
        json_t *role = json_pack("{s:s}", "role", db_get_text(result, statement, row, assembly + 1));
        if (!db_is_null(result, statement, row, assembly))
            json_object_set_new(role, "assembly", json_string(db_get_text(result, statement, row, assembly)));
        json_array_append_new(roles, role);
    }
    if (next)
        *next = row;
    return roles;
}
