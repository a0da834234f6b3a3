/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Counting: a profile and a rule give winners and a trace that explains each decision. The one entrance for
 * the server, the tools and the verifier.
 *
 * Sums of money are in minor units. What need not be a whole number is a text in lowest terms, "P/Q" or "P"
 * (count/rational.h reads and writes it), so that a result holds no arithmetic.
 */
#ifndef FOLKMOOT_COUNT_COUNT_H
#define FOLKMOOT_COUNT_COUNT_H

#include "ballot/rule.h"
#include "count/conflicts.h"
#include "count/profile.h"

enum { COUNT_SEED_BYTES = 32 };

enum count_outcome {
    COUNT_BOUGHT,
    COUNT_MISFIT,          /* costs more than was left */
    COUNT_BELOW_THRESHOLD, /* its score is below the rule's threshold */
    COUNT_CONFLICT,        /* `rival`, from the same conflict set, was bought before */
    COUNT_STOPPED,         /* an option before it did not fit, and the rule stops there */
    COUNT_UNAFFORDABLE,    /* its supporters have less than it costs (equal shares) */
    COUNT_UNSUPPORTED,     /* it has no supporters (equal shares) */
};

/* One option considered.
 * Greedy: a step for each option, in the order of consideration, `by_score`.
 * Equal shares: its purchases in order, then a step for each other option in tie order (unaffordable or
 * unsupported); then the completion by greedy, if any, with a step `by_score` for each option not bought.
 * Phragmén: first what costs more than the budget (misfit), then the purchases, then the others with the
 * price that they had at the end: the tied ones that did not fit (misfit) and the rest (stopped). */
struct count_step {
    uint16_t option;
    uint16_t rival; /* COUNT_CONFLICT only */
    enum count_outcome outcome;
    bool by_score;
    int64_t score; /* by_score */
    int64_t cost;
    int64_t left; /* of the budget, before this step */

    /* Not by_score; NULL or 0 where it says nothing. Equal shares: rho, what a payer pays for a unit of
     * utility unless he has less. Phragmén: the load of each supporter after the purchase; what has no
     * supporters has none. */
    const char *price;
    uint64_t payers;      /* voters who pay for it */
    uint64_t emptied;     /* of these, how many have nothing left afterwards (equal shares) */
    const char *greatest; /* what the one who pays most pays */
    const char *held;     /* COUNT_UNAFFORDABLE: what its supporters have in all */
};

/* Options of equal standing, in the order into which the tie order put them. Equal shares and Phragmén: level
 * in price when one of them was bought; not repeated while these only become fewer. */
struct count_tie {
    const uint16_t *options;
    size_t count;
};

/* Why add1 ended. */
enum count_end {
    COUNT_END_NONE,      /* the rule has no add1 */
    COUNT_END_EXHAUSTED, /* nothing with supporters fits any more */
    COUNT_END_OVERSPENT, /* one unit more for everybody would cost more than the budget */
};

struct count_result;

/* Equal shares against greedy by the same ballots (absolute, skip; score as in a completion). A voter prefers
 * the outcome of which the utilities add up to more. */
struct count_comparison {
    const struct count_result *greedy; /* its arena is that of the whole result */
    bool greedy_won;                   /* more voters prefer it */
    uint64_t prefer_equal_shares, prefer_greedy, indifferent;
};

struct count_shares {
    const char *endowment; /* what each voter had at the beginning of the run that counts */
    int64_t added;         /* by add1, in units of the currency */
    enum count_end end;
    int64_t over; /* COUNT_END_OVERSPENT: what one unit more would have bought costs this in all */
    const struct count_comparison *comparison; /* NULL: the rule has none */
    int64_t runs;                              /* that it took to find this, for who reckons with work */
};

/* One question of a motion. */
struct count_motion {
    uint16_t option;
    uint64_t yes, no, abstain;
    uint64_t base; /* what the majority is a part of */
    bool quorate;  /* the quorum is met */
    bool passed;
};

/* Zero-initialise. */
struct count_result {
    struct arena arena;
    struct rule rule;
    uint16_t *winners; /* in purchase order; motions passed, in the order of the options */
    size_t winner_count;
    int64_t total_cost;
    struct count_step *steps;
    size_t step_count;
    struct count_tie *ties;
    size_t tie_count;
    struct count_shares shares;   /* equal shares; steps and ties are its own also when greedy won */
    uint64_t entitled;            /* motion */
    struct count_motion *motions; /* motion: one for each option, in their order */
    size_t motion_count;
};

/* What a count needs besides ballots and rule. */
struct count_terms {
    const struct conflicts *conflicts; /* NULL: none. Only greedy knows them: with other rules an error */
    const uint8_t *seed; /* the draw seed S, COUNT_SEED_BYTES; given exactly when ties are drawn */
    uint64_t entitled;   /* motion: how many could vote */
};

/* Fails when the rule does not apply to the ballots or the terms, or when a number is too large. */
MUST_CHECK bool count_run(const struct profile *profile, const struct rule *rule,
                          const struct count_terms *terms, struct count_result *out, struct error *err);
void count_result_clear(struct count_result *result);

#endif
