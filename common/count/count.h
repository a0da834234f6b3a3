/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Counting: a profile and a rule give winners and a trace that explains each decision. The one entrance for
 * the server, the tools and the verifier.
 */
#ifndef FOLKMOOT_COUNT_COUNT_H
#define FOLKMOOT_COUNT_COUNT_H

#include "count/conflicts.h"
#include "count/profile.h"
#include "count/rule.h"

enum { COUNT_SEED_BYTES = 32 };

enum count_outcome {
    COUNT_BOUGHT,
    COUNT_MISFIT,          /* costs more than was left */
    COUNT_BELOW_THRESHOLD, /* its score is below the rule's threshold */
    COUNT_CONFLICT,        /* `rival`, from the same conflict set, was bought before */
    COUNT_STOPPED,         /* an option before it did not fit, and the rule stops there */
};

/* One option considered, in the order of consideration; every option has exactly one step. */
struct count_step {
    uint16_t option;
    uint16_t rival; /* COUNT_CONFLICT only */
    enum count_outcome outcome;
    int64_t score;
    int64_t cost;
    int64_t left; /* of the budget, before this step */
};

/* Options of equal standing, in the order into which the tie order put them. */
struct count_tie {
    const uint16_t *options;
    size_t count;
};

/* Zero-initialise. */
struct count_result {
    struct arena arena;
    struct rule rule;
    uint16_t *winners; /* in purchase order */
    size_t winner_count;
    int64_t total_cost; /* minor units */
    struct count_step *steps;
    size_t step_count;
    struct count_tie *ties;
    size_t tie_count;
};

/* `conflicts` may be NULL. `seed` is the draw seed S, COUNT_SEED_BYTES long; NULL when the rule's ties are
 * lex (and an error when they are not). Fails when the rule does not apply to the ballots or a score
 * overflows. */
MUST_CHECK bool count_run(const struct profile *profile, const struct rule *rule,
                          const struct conflicts *conflicts, const uint8_t *seed, struct count_result *out,
                          struct error *err);
void count_result_clear(struct count_result *result);

#endif
