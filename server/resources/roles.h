/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Roles as the API shows them.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_ROLES_H
#define FOLKMOOT_SERVER_RESOURCES_ROLES_H

#include <jansson.h>

#include "server/db/values.h"

/* The roles of one person: from `row` on, as long as the person (an integer in column `person`) is the same.
 * Assembly and role stand in the columns `assembly` and `assembly` + 1; both null: a person without a role.
 * *next (unless NULL) is the row behind. */
json_t *roles_json(const struct db_result *result, size_t statement, size_t row, size_t person,
                   size_t assembly, size_t *next);

#endif
