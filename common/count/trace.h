/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A result with its trace as JSON, for result.json (docs/counting.md, "The result"): the same five members
 * for every rule, and those that only equal shares (`shares`) or motions (`entitled`) have.
 *   {"rule":{...},"selected":[ids in purchase order],"ties":[[ids in the order they fell],...],
 *    "total_cost":minor,"trace":[{"option":id,"outcome":"...","step":n,...},...]}
 * Integers and strings only, so that it can be written canonically; fractions as count/rational.h writes
 * them.
 */
#ifndef FOLKMOOT_COUNT_TRACE_H
#define FOLKMOOT_COUNT_TRACE_H

#include "count/count.h"

const char *trace_outcome_name(enum count_outcome outcome);

/* New references, owned by the caller. Fails when an amount of money is beyond 2^53 - 1. */
MUST_CHECK json_t *trace_result_json(const struct profile *profile, const struct count_result *result,
                                     struct error *err);
/* The parts: ids of these options, of the winners, and the ties. */
json_t *trace_ids_json(const struct profile *profile, const uint16_t *options, size_t count);
json_t *trace_selected_json(const struct profile *profile, const struct count_result *result);
json_t *trace_ties_json(const struct profile *profile, const struct count_result *result);
/* Of equal shares: endowment, added and end of add1, comparison. */
json_t *trace_shares_json(const struct profile *profile, const struct count_result *result);

#endif
