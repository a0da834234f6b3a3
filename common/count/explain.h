/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What would have changed a result (docs/counting.md, "Explanation"): for each option that lost, how many
 * extra votes and what cost would have won; for each option, who would have won without it. Why an option won
 * or lost is in the trace of the result itself. Not part of a record: anybody can compute it again.
 *
 * Votes are the measure "singleton-add", costs "cost reduction" of Boehmer, Faliszewski, Janeczko, Peters,
 * Pierczyński, Schierreich, Skowron, Szufa: Evaluation of Project Performance in Participatory Budgeting,
 * IJCAI 2024.
 */
#ifndef FOLKMOOT_COUNT_EXPLAIN_H
#define FOLKMOOT_COUNT_EXPLAIN_H

#include "count/count.h"
#include "crypto/work.h"

/* Of a number with which the option wins, while with one vote fewer, or one minor unit more, it does not. */
enum explain_kind {
    EXPLAIN_EXACT,   /* and it is the least number of votes, or the greatest cost below its own */
    EXPLAIN_TURN,    /* others beyond it have not all been tried, and the rule lets them win too */
    EXPLAIN_NEVER,   /* there is none */
    EXPLAIN_UNKNOWN, /* none was found, or the work was used up */
};

struct explain_margin {
    enum explain_kind kind;
    int64_t value; /* EXPLAIN_EXACT and EXPLAIN_TURN */
};

struct explain_option {
    bool won;
    struct explain_margin votes, cost; /* !won; questions have no cost */
    const uint16_t *in, *out;          /* without it: winners instead, and those who would have lost */
    size_t in_count, out_count;
};

/* Zero-initialise. */
struct explanation {
    struct arena arena;
    int64_t gift; /* what an extra vote gives (whatif_gift) */
    struct explain_option *options;
    size_t option_count;
};

/* How much may be done, in marks on ballots that are looked at. Numbers and no time limit, so that everybody
 * finds the same. */
struct explain_effort {
    int64_t scan;   /* where only counting with each number of votes shows that one is the least; what is not
                       shown is EXPLAIN_TURN */
    int64_t search; /* for searching; what comes when it is used up is EXPLAIN_UNKNOWN */
    const struct work *how; /* NULL, or who is told how many options are explained, and may stop that */
};
#define EXPLAIN_SCAN (INT64_C(1) << 36)
#define EXPLAIN_SEARCH (INT64_C(1) << 38)

/* Of a result of count_run() with the same arguments. Counts again some fifty times for each loser, with
 * Phragmén's rule some five. Fails as count_run(); stopped, with ERROR_TEMPORARY "cancelled". */
MUST_CHECK bool explain_result(const struct profile *profile, const struct rule *rule,
                               const struct count_terms *terms, const struct count_result *result,
                               const struct explain_effort *effort, struct explanation *out,
                               struct error *err);
void explanation_clear(struct explanation *explanation);

/* {"gives":N,"options":[{"option":id,"won":bool,"votes":margin,"cost":margin,"in":[ids],"out":[ids]},...]}, a
 * new reference; a margin is {"kind":"exact|turn|never|unknown","value":N}. Amounts above 2^53 - 1 are
 * "unknown". */
json_t *explanation_json(const struct profile *profile, const struct explanation *explanation);

#endif
