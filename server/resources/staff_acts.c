// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/resources/staff_acts.h"

#include <stdlib.h>

#include "ballot/entry.h"
#include "base/encoding.h"

/* The acts are ours and the assembly has passed the schema's rule for names, which is the entry's: writing
 * cannot fail. */
struct bytes staff_act_entry(struct request *request, const char *act, const char *assembly)
{
    struct buffer bytes = {0};
    const struct entry entry = {.type = ENTRY_STAFF,
                                .act = act,
                                .assembly = assembly,
                                .has_assembly = assembly != NULL,
                                .role = "administrator"};
    if (!entry_write_submission(&entry, &bytes, NULL))
        abort();
    struct bytes kept = bytes_of(arena_copy(&request->arena, bytes.data, bytes.len), bytes.len);
    buffer_clear(&bytes);
    return kept;
}

void staff_act_add(struct request *request, struct db_unit *unit, const char *act, const char *assembly)
{
    struct bytes entry = staff_act_entry(request, act, assembly);
    struct db_param params[] = {db_bytes(entry.data, entry.len)};
    db_unit_add(unit, DB_STAFF_ENTRY, params, 1);
}

void staff_act_query(struct request *request, enum db_statement statement, struct db_param person,
                     const char *act, request_db_then *then)
{
    struct bytes entry = staff_act_entry(request, act, NULL);
    struct db_param params[] = {person, db_bytes(entry.data, entry.len)};
    request_query(request, statement, params, 2, then);
}

bool person_param(struct request *request, struct db_param *out)
{
    uint64_t id;
    if (!decimal_decode_u64(bytes_of_string(request_param(request, "person")), &id) || id > INT64_MAX) {
        respond_input_problem(request, "not-found", "there is no such person");
        return false;
    }
    *out = db_integer((int64_t)id);
    return true;
}
