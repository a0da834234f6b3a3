/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Brings a database to the schema this program was built with: the numbered, forward-only files of sql/,
 * which are compiled in. meta.migration in the database lists those it has.
 *
 * All calls block (they run before the server's loops start) and open their own connection.
 */
#ifndef FOLKMOOT_SERVER_DB_MIGRATIONS_H
#define FOLKMOOT_SERVER_DB_MIGRATIONS_H

#include "base/buffer.h"
#include "base/error.h"

/* Number i + 1 stands at index i. */
struct migration {
    const char *name; /* "0001_roles_and_meta" */
    struct bytes sql;
};

struct migration_list {
    const struct migration *items;
    size_t count;
};

extern const struct migration_list migrations_embedded;

/* Apply what the database lacks of the embedded migrations, all of it or nothing, as folkmoot_owner. Any
 * number of programs may call this at the same time: one works, the others wait and then find nothing to do.
 *
 * Types of failure: "database-unavailable" (temporary); "database-unfit" (an older PostgreSQL, not UTF-8, not
 * as folkmoot_owner), "database-newer" (it has a migration that this program does not know),
 * "migration-changed" (a file is not the one that was applied); "migration-failed" (broken). */
MUST_CHECK bool migrations_apply(const char *conninfo, struct error *err);

/* The same for another list (tests). */
MUST_CHECK bool migrations_apply_list(const char *conninfo, const struct migration_list *list,
                                      struct error *err);

/* True when the database has exactly the embedded migrations; any role may ask. Adds to the types of failure
 * "database-older". */
MUST_CHECK bool migrations_check(const char *conninfo, struct error *err);

#endif
