/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What is certain of equal shares at all endowments between two that were counted, `from` and `to`, as long
 * as the same is bought; or, at one endowment, at all costs of one option between a cost, `from`, and a lower
 * one, `to`.
 *
 * Then more endowment leaves everybody at least as much after each purchase, and nothing is dearer. Whoever
 * keeps something of a purchase at `from` does so all over the span, and who gives all at `to` does too. At
 * any endowment a price falls, for a unit of endowment more, by how fast the money of those grows who give
 * all, over the weight of those who keep something (at any cost, for a unit less, by that and one, if it is
 * its own). So knowing both at both ends gives bounds of how fast it falls in between, and of how fast the
 * money of each ballot grows after it.
 */
#ifndef FOLKMOOT_COUNT_SHARES_SPAN_H
#define FOLKMOOT_COUNT_SHARES_SPAN_H

#include "count/shares_price.h"

/* Bounds of a speed all over the span; `most` may be infinite. */
struct pace {
    double least, most;
};

struct span {
    mpq_t from;
    double length;      /* minor units from there to `to`; not less than it is */
    double gain;        /* for each of them, of an endowment: 1, or 0 where a cost falls, */
    double saving;      /* and of that cost: 0 or 1 */
    uint16_t cheaper;   /* the option that has it */
    struct pace *falls; /* of the price of each purchase */
    bool *lost;         /* of each ballot: gave all to one of the purchases at `from`, and not at `to` */
    uint64_t *kept;     /* as the ledger's `paid`, of the run at `from` */
    uint32_t *odd;      /* scratch: places */
};

void span_init(struct span *span, const struct purse *purse);
void span_clear(struct span *span);

/* The run that the purse has made is the one at `from`. */
void span_set_from(struct span *span, struct purse *purse, mpq_srcptr endowment);
/* A run at `to` begins, which is more than `from`. */
void span_start(struct span *span, const struct purse *purse, mpq_srcptr to);
/* The same, at the endowment of `from`, with an option that costs so much less. */
void span_start_cheaper(struct span *span, const struct purse *purse, uint16_t option, int64_t less);

/* How fast this price falls, which price_exact found last and which is paid next. */
struct pace span_buy(struct span *span, const struct purse *purse, uint16_t option,
                     const struct exact_price *price);

/* Of the option that gets cheaper, to this cost at `to`: how fast its price over its cost falls (or does
 * not), when its price falls so fast and the one over the other is not more than `high` at `from` and `low`
 * or more at `to`. */
struct pace span_over_cost(const struct span *span, struct pace fall, double cost, double high, double low);

/* Of an option that is not bought: how fast its price, which is `low` or more at `to`, falls at least. */
double span_fall(const struct span *span, const struct purse *purse, uint16_t option, double low);
/* So far back from `to` its supporters can just pay it, more or less. */
double span_back(const struct span *span, const struct purse *purse, uint16_t option);

/* A price: not more than this at either end. */
struct span_price {
    double at_from, at_to;
    struct pace fall;
};
/* Is what costs `other` or more at `to`, and falls at least so fast, certainly dearer all over the span? */
MUST_CHECK bool span_is_below(const struct span *span, const struct span_price *price, double other,
                              double other_fall);

#endif
