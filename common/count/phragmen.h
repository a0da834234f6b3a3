/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Sequential Phragmén for approvals (docs/counting.md, "Phragmén"): each purchase is loaded evenly on its
 * supporters, and the one after which they carry least is next. Called through count_run().
 */
#ifndef FOLKMOOT_COUNT_PHRAGMEN_H
#define FOLKMOOT_COUNT_PHRAGMEN_H

#include "count/count.h"

/* As count_run() for RULE_PHRAGMEN; the rule fits the ballots and the seed is there when needed. */
MUST_CHECK bool phragmen_count(const struct profile *profile, const struct rule *rule,
                               const struct count_terms *terms, struct count_result *out, struct error *err);

#endif
