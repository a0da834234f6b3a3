/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The price of an option in a run of equal shares: the least pi such that its supporters, each paying
 * min(what he has, pi * his weight), pay its cost. Twice: as an interval of doubles, fast and never wrong, and
 * exactly. The doubles only tell which options need not be looked at exactly.
 *
 * Every double of money is within `error` of what the ledger says. A price found with such balances is within
 * (M error + rounding) / W of the true one, M being the supporters and W the weight of those that pay by
 * weight also at a price a billionth higher; where that does not help, nothing is known.
 */
#ifndef FOLKMOOT_COUNT_SHARES_PRICE_H
#define FOLKMOOT_COUNT_SHARES_PRICE_H

#include "count/ledger.h"
#include "count/supporters.h"

/* What a supporter is to a price: he gives all that he has, or by weight and keeps something, or it is both
 * at once. */
enum payer { PAYER_POOR, PAYER_RICH, PAYER_EVEN, PAYER_UNSURE };

struct purse {
    const struct profile *profile;
    struct supporters supporters;
    struct ledger ledger;
    double *money;     /* of one voter with each ballot; 0 exactly when emptied */
    double *voters;    /* multiplicity of each ballot */
    double endowment;  /* not less than any balance */
    double error;      /* of any balance; infinite: look at everything exactly */
    size_t *alive;     /* of each option: how many of its places are not known to be emptied; these are first */
    enum payer *payers; /* by exact_price: of the places of that option */
};

MUST_CHECK bool purse_init(struct purse *purse, const struct profile *profile, enum rule_score score,
                           struct error *err);
void purse_clear(struct purse *purse);
void purse_start(struct purse *purse, mpq_srcptr endowment, bool filter);

enum price_verdict {
    PRICE_KNOWN,   /* between low and high */
    PRICE_TOO_HIGH, /* the supporters cannot pay, and never will */
    PRICE_UNKNOWN, /* at least low */
};
struct price {
    double low, high;
};
/* `low` is a price known to be not above the true one, 0 at worst. */
enum price_verdict price_estimate(struct purse *purse, uint16_t option, double low, struct price *out);

/* The price as numerator / (the ledger's denominator * weight), and what each supporter is to it (in `payers`,
 * by place). `estimate` bounds it. False when they cannot pay. */
MUST_CHECK bool price_exact(struct purse *purse, uint16_t option, const struct price *estimate,
                            mpz_ptr numerator, uint64_t *weight);

/* Take the money for a price just found exactly, and note the purchase. */
void purse_pay(struct purse *purse, uint16_t option, mpz_srcptr numerator, uint64_t weight);

#endif
