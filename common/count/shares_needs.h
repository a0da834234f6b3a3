/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * How many extra ballots for it alone a loser would need to be bought in a run of equal shares. Until an
 * option is bought, extra ballots for it change nothing for the others, so the run without them tells of
 * all losers at once: before each purchase a loser is dearer than it as long as its supporters, at the price
 * (rho) of the purchase, and its extra ballots give less than its cost; so it is at the end, when all give
 * what they have left. Without extra ballots it is so at every cost above one.
 *
 * It also tells of all endowments from `from` to that of the run, `to`, where all of them lead to the same
 * purchases (count/shares_span.h): then no supporter has more before a purchase anywhere than at `to`, and no
 * purchase is dearer than at `from`. So the prices are those at `from`, and all else is that at `to`.
 *
 * In doubles: never more ballots, nor a lower cost, than it is.
 */
#ifndef FOLKMOOT_COUNT_SHARES_NEEDS_H
#define FOLKMOOT_COUNT_SHARES_NEEDS_H

#include <float.h>

#include "count/shares_price.h"

/* What extra ballots do not do, if they are so many or fewer and together give less than that money. */
struct need {
    int64_t count;
    double money; /* minor units, or infinite */
};
/* Does it hold with so many, each of which gives no more than `most`? */
static inline bool need_holds(const struct need *need, int64_t extra, double most)
{
    return extra <= need->count && (double)extra * most * (1 + 8 * DBL_EPSILON) < need->money;
}

struct needs {
    const struct profile *profile;
    bool times_cost; /* of utilities */
    bool want_quiet;
    int64_t gift, most; /* what an extra ballot gives; numbers above `most` are not looked for */
    uint16_t *watched;  /* options */
    size_t watched_count;
    /* Of each option, if watched: they do not buy it (quiet, only where that is wanted), or when too little
     * of the budget is left, so that the run costs more than that (safe). */
    struct need *quiet, *safe;
    /* Or, with `want_costs`, the greatest cost below its own at which it may be bought (loud,
     * where `want_quiet`), and while that is left of the budget (limit); -1: at none. */
    bool want_costs;
    int64_t *limit, *loud;
    double *price, *collected; /* what its supporters give at this price, or less by now */
};

/* All options but those `left_out` are watched. */
void needs_init(struct needs *needs, const struct profile *profile, bool times_cost, int64_t gift,
                const bool *left_out);
void needs_clear(struct needs *needs);
/* Does anybody have a use for it who has named it? */
bool needs_is_useful(const struct needs *needs, uint16_t option);

void needs_start(struct needs *needs);
/* The option is going to be bought at not more than `rho`, after purchases that cost `spent`. */
void needs_step(struct needs *needs, const struct purse *purse, uint16_t option, double rho, int64_t spent);
/* Nothing more is bought. `bought`: of each option. */
void needs_end(struct needs *needs, const struct purse *purse, const bool *bought, int64_t spent);

#endif
