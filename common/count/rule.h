/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A counting rule with all its parameters as a value (docs/counting.md). As JSON, in the definition and in
 * result.json:
 *   {"density":"absolute|per-cost","name":"greedy","on_misfit":"skip|stop","score":"votes|points|borda|borda0",
 *    "threshold":N,"ties":"draw|lex"}
 * Conflict sets are part of the definition, not of the rule (count/conflicts.h); the draw seed comes from the
 * trustees.
 */
#ifndef FOLKMOOT_COUNT_RULE_H
#define FOLKMOOT_COUNT_RULE_H

#include <jansson.h>

#include "count/profile.h"

/* Integers in a record stay below 2^53 (docs/protocol.md section 1). */
#define RULE_THRESHOLD_MAX ((INT64_C(1) << 53) - 1)

enum rule_name {
    RULE_GREEDY,
};

enum rule_score {
    RULE_VOTES,  /* ballots that name the option */
    RULE_POINTS, /* its points in all */
    RULE_BORDA,  /* places filled on a ballot, down to 1 for the last */
    RULE_BORDA0, /* one less each: the last place gets 0 */
};

enum rule_density {
    RULE_ABSOLUTE, /* the highest score first */
    RULE_PER_COST, /* the highest score per cost first */
};

enum rule_misfit {
    RULE_SKIP, /* an option that does not fit is passed over */
    RULE_STOP, /* the first one that does not fit ends the count */
};

enum rule_ties {
    RULE_DRAW, /* ascending H32("draw", S, option id) */
    RULE_LEX,  /* ascending option id, byte order */
};

struct rule {
    enum rule_name name;
    enum rule_score score;
    enum rule_density density;
    enum rule_misfit on_misfit;
    enum rule_ties ties;
    int64_t threshold; /* the least score that can win; 0: none */
};

/* Texts of the parameters, as in JSON and on the command line. */
const char *rule_score_name(enum rule_score score);
const char *rule_density_name(enum rule_density density);
const char *rule_misfit_name(enum rule_misfit on_misfit);
const char *rule_ties_name(enum rule_ties ties);
MUST_CHECK bool rule_score_parse(const char *text, enum rule_score *out, struct error *err);
MUST_CHECK bool rule_density_parse(const char *text, enum rule_density *out, struct error *err);
MUST_CHECK bool rule_misfit_parse(const char *text, enum rule_misfit *out, struct error *err);
MUST_CHECK bool rule_ties_parse(const char *text, enum rule_ties *out, struct error *err);

/* A new JSON object (the caller owns the reference). */
json_t *rule_to_json(const struct rule *rule);
/* Exactly the members above, nothing else. */
MUST_CHECK bool rule_from_json(const json_t *json, struct rule *out, struct error *err);

/* Plain greedy for a kind of ballot: votes, points or Borda k..1, absolute, skip, no threshold, ties by draw.
 */
struct rule rule_default(enum profile_form form);
/* Does the rule apply to such ballots? (points need points, Borda needs a ranking) */
MUST_CHECK bool rule_fits(const struct rule *rule, enum profile_form form, struct error *err);

/* The rule that a file declares in META (`rule`, `min_project_score_threshold`), ties lex. Fails with an
 * error that names the choices when the declared rule has no exact meaning. */
MUST_CHECK bool rule_from_meta(const struct pabulib *pabulib, struct rule *out, struct error *err);

/* The name of a reference result: greedy_cost, greedy_card, greedy_points, greedy_pointscost, greedy_borda,
 * greedy_bordacost (pabutools 1.2.3), ties lex. */
MUST_CHECK bool rule_from_reference(const char *name, struct rule *out, struct error *err);

#endif
