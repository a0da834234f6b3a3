/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What administrators do to accounts, as entries of the public record (docs/protocol.md section 4, `staff`):
 * the act, the assembly, the role of who did it; never whom it was about. Entry and change are one
 * transaction.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_STAFF_ACTS_H
#define FOLKMOOT_SERVER_RESOURCES_STAFF_ACTS_H

#include "server/http/request.h"

/* Add the entry to a unit. `act` is a code; `assembly` NULL: none. */
void staff_act_add(struct request *request, struct db_unit *unit, const char *act, const char *assembly);
/* A statement whose parameters are a person and the entry, which it adds when it did something. */
void staff_act_query(struct request *request, enum db_statement statement, struct db_param person,
                     const char *act, request_db_then *then);
/* The bytes of such an entry, in the arena. */
struct bytes staff_act_entry(struct request *request, const char *act, const char *assembly);

/* {person} of the path; false: not a number, and the request has been answered. */
MUST_CHECK bool person_param(struct request *request, struct db_param *out);

#endif
