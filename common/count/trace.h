/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A result with its trace as JSON, for result.json (docs/protocol.md, result):
 *   {"rule":{...},"selected":[ids in purchase order],"ties":[[ids in the order they
 * fell],...],"total_cost":minor,
 *    "trace":[{"cost":minor,"left":minor,"option":id,"outcome":"bought|misfit|below-threshold|conflict|stopped",
 *              "score":"decimal","step":n},...]}
 * A step with the outcome "conflict" has "rival":id too. Integers and strings only, so that it can be written
 * canonically.
 */
#ifndef FOLKMOOT_COUNT_TRACE_H
#define FOLKMOOT_COUNT_TRACE_H

#include "count/count.h"

const char *trace_outcome_name(enum count_outcome outcome);

/* New references, owned by the caller. Fails when a number is beyond 2^53 - 1. */
MUST_CHECK json_t *trace_result_json(const struct profile *profile, const struct count_result *result,
                                     struct error *err);
/* The parts: ids of the winners, and the ties. */
json_t *trace_selected_json(const struct profile *profile, const struct count_result *result);
json_t *trace_ties_json(const struct profile *profile, const struct count_result *result);

#endif
