/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Motions: each question is decided by majority and quorum (docs/counting.md, "Motions"). Called through
 * count_run().
 */
#ifndef FOLKMOOT_COUNT_MOTION_H
#define FOLKMOOT_COUNT_MOTION_H

#include "count/count.h"

/* As count_run() for RULE_MOTION; the rule fits the ballots. */
MUST_CHECK bool motion_count(const struct profile *profile, const struct rule *rule,
                             const struct count_terms *terms, struct count_result *out, struct error *err);

#endif
