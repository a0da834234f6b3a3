/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Invitations as whoever adds people makes them.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_INVITATIONS_H
#define FOLKMOOT_SERVER_RESOURCES_INVITATIONS_H

#include <jansson.h>

#include "server/http/request.h"

struct invitation; /* in the arena */

/* Add to `unit` (two statements) an invitation for the person with this id, or (`person` null) this login, in
 * the place of an older one, and its entry. */
struct invitation *invitation_add(struct request *request, struct db_unit *unit, struct db_param person,
                                  struct db_param login);
/* The link's token, shown this once, and its end. `statement` is the first of the two. */
json_t *invitation_json(const struct invitation *invitation, const struct db_result *result,
                        size_t statement);

#endif
