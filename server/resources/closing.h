/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * From the end of voting to the publication, as those see it who bring a round there.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_CLOSING_H
#define FOLKMOOT_SERVER_RESOURCES_CLOSING_H

#include "ballot/definition.h"
#include "ballot/entry.h"
#include "server/http/request.h"

/* What a sealing says of each contest, in definition order (docs/protocol.md section 9), out of the rows of
 * DB_SEALING_TOTALS. In the request's arena; names are the definition's. */
struct contest_totals *closing_totals(struct request *request, const struct definition *definition,
                                      const struct db_result *result, size_t statement);

#endif
