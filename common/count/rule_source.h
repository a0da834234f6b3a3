/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Where the rule of somebody's file comes from: its META, the name of a reference result, or the usual
 * parameters of a rule for a kind of ballot. (A round of ours has it in its definition.) Ties are lex.
 */
#ifndef FOLKMOOT_COUNT_RULE_SOURCE_H
#define FOLKMOOT_COUNT_RULE_SOURCE_H

#include "ballot/rule.h"
#include "count/profile.h"

/* A rule with its usual parameters. Greedy: votes, points or Borda k..1, absolute, skip, no threshold. Equal
 * shares: utility cost, points or Borda k..1, no completion, exact start, no comparison. Motion: half of yes
 * and no, no quorum. Whether it goes with the ballots: rule_fits(). */
struct rule rule_source_default(enum rule_name name, enum profile_form form);

/* The rule that a file declares in META (`rule`, `min_project_score_threshold`). Fails with
 * "rule-undeclared", naming the choices, when the declared rule has no exact meaning. */
MUST_CHECK bool rule_source_meta(const struct pabulib *pabulib, struct rule *out, struct error *err);

/* The word for META that says this rule (with its threshold, and for its kind of ballot) and no other, or one
 * that says that it is another. */
const char *rule_source_word(const struct rule *rule);

/* The name of a reference result of pabutools 1.2.3 (docs/counting.md has the table): greedy_S, mes_S,
 * mes_S_util, mes_S_add1, ..., phragmen. */
MUST_CHECK bool rule_source_reference(const char *name, struct rule *out, struct error *err);

#endif
