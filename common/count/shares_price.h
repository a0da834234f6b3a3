/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The price of an option in a run of equal shares: the least pi such that its supporters, each paying
 * min(what he has, pi * his weight), pay its cost. Twice: as an interval of doubles, fast and never wrong,
 * and exactly. The doubles only tell which options need not be looked at exactly.
 *
 * Every double of money is within `error` of what the ledger says. A price found with such balances is within
 * (M error + rounding) / W of the true one, M being the supporters and W the weight of those that pay by
 * weight also at a price a millionth higher; where that does not help, nothing is known.
 *
 * On demand a run also finds how much more endowment would lead to the same purchases: its `room`. As long as
 * the supporters of every purchase stay poor or rich, balances and the prices of purchases are straight lines
 * over the endowment. The price of any other option is a convex function of it (what supporters pay is
 * concave in price and endowment together), so it stays above the line through it that takes its poor as they
 * are, whoever these are; and what an option is not dearer by, it is not later in the run either. So the room
 * ends where the line of an option comes below that of a purchase, where a supporter of a purchase changes
 * sides, or where an option that was too dear is not.
 */
#ifndef FOLKMOOT_COUNT_SHARES_PRICE_H
#define FOLKMOOT_COUNT_SHARES_PRICE_H

#include "count/ledger.h"
#include "count/supporters.h"

/* What a supporter is to a price: he gives all that he has, or by weight and keeps something, or it is both
 * at once. */
enum payer { PAYER_POOR, PAYER_RICH, PAYER_EVEN };

struct purse_ballot {
    double money; /* of one voter with this ballot; 0 when emptied */
    double voters;
};

struct purse {
    const struct profile *profile;
    struct supporters supporters;
    struct ledger ledger;
    struct purse_ballot *ballots;
    double endowment;   /* not less than any balance */
    double error;       /* of any balance; infinite: look at everything exactly */
    bool roomy;         /* the room is looked for */
    double room;        /* minor units; never more than it is */
    double *slopes;     /* roomy: of the money of each ballot, by endowment */
    double slope_error; /* of any slope */
    double steepest;    /* not less than any slope */
    size_t *alive;   /* of each option: how many of its places are not known to be emptied; these are first */
    uint8_t *payers; /* by price_exact: an enum payer for each place of that option that is alive */
    /* Scratch. */
    uint32_t *unsure; /* places */
    size_t unsure_count;
    uint32_t *poor, *gone; /* ballots */
    int64_t *gone_weights;
};

MUST_CHECK bool purse_init(struct purse *purse, const struct profile *profile, enum rule_score score,
                           struct error *err);
void purse_clear(struct purse *purse);
/* The profile has another multiplicity for the ballot now; between runs. What ballots give must still fit. */
void purse_take_times(struct purse *purse, uint32_t ballot);
/* Without `filter` nothing is known of any price but by price_exact, and there is no room. */
void purse_start(struct purse *purse, mpq_srcptr endowment, bool filter, bool roomy);
/* The room ends where value + slope * t is no longer above 0, if it does. */
void purse_narrow(struct purse *purse, double value, double slope);

enum price_verdict {
    PRICE_KNOWN,    /* between low and high */
    PRICE_TOO_HIGH, /* the supporters cannot pay, and never will */
    PRICE_ABOVE,    /* at least low, which is enough */
    PRICE_UNKNOWN,  /* at least low */
};
struct price {
    double low, high;
    double slope; /* of a line that begins at `low` and is nowhere above the price */
};
/* A price found exactly: numerator / (the ledger's denominator * weight), and its slope like it. */
struct exact_price {
    mpz_t numerator, slope;
    uint64_t weight;
};
/* `low` is a price known to be not above the true one, 0 at worst. Nothing is wanted of a price above
 * `enough` but that it is. */
enum price_verdict price_estimate(struct purse *purse, uint16_t option, double low, double enough,
                                  struct price *out);

/* The price, and what each supporter is to it (in `payers`, by place). `estimate` bounds it; its slope is not
 * looked at. False when they cannot pay. */
MUST_CHECK bool price_exact(struct purse *purse, uint16_t option, const struct price *estimate,
                            struct exact_price *out);

/* Take the money for the price that was found last, and note the purchase. */
void purse_pay(struct purse *purse, uint16_t option, const struct exact_price *price);

#endif
