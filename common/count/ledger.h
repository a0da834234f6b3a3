/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Who has how much money during a run of equal shares, exactly. A voter has the endowment less what the
 * purchases that he supports cost him, or nothing once he is emptied. So the ledger keeps the price of each
 * purchase (for a unit of weight) and no balance at all: balances are sums over few purchases, and sums of
 * balances are sums over the purchases with whole coefficients.
 *
 * All amounts are numerators over one common denominator, which grows with each purchase.
 *
 * Where it is asked for, the ledger also knows how each amount grows with the endowment while the same voters
 * pay in the same way: its slope, as a numerator over the same denominator.
 */
#ifndef FOLKMOOT_COUNT_LEDGER_H
#define FOLKMOOT_COUNT_LEDGER_H

#include <gmp.h>

#include "ballot/rule.h"
#include "count/profile.h"

struct ledger {
    const struct profile *profile;
    enum rule_score score; /* gives the weights */
    mpz_t denominator, endowment;
    mpz_t *prices;    /* of purchase k = 0, 1, ... */
    mpz_t *slopes;    /* of these prices */
    bool sloped;      /* slopes are kept */
    size_t count;     /* purchases */
    uint32_t *bought; /* of each option: number of its purchase + 1; 0: not bought */
    bool *emptied;    /* of each ballot */
    uint64_t *times;  /* of each ballot: its voters */
    uint64_t *paid; /* bits of purchases that a ballot paid for and kept something: a word for each ballot of
                       the first 64, then of the next */
    size_t words;   /* for a ballot; 0: there are too many options, and no bits */
    uint64_t *payments; /* by the ballots of the sum, for each purchase */
    uint64_t voters;
};

void ledger_init(struct ledger *ledger, const struct profile *profile, enum rule_score score);
void ledger_clear(struct ledger *ledger);

/* Nothing is bought; everybody has the endowment (emptied, if that is nothing). */
void ledger_start(struct ledger *ledger, mpq_srcptr endowment, bool sloped);

/* What one voter with this ballot has, and its slope. */
void ledger_balance(const struct ledger *ledger, uint32_t ballot, mpz_ptr out);
void ledger_balance_slope(const struct ledger *ledger, uint32_t ballot, mpz_ptr out);

/* What voters have together: begin, add their ballots, get. One sum at a time. */
void ledger_sum_begin(struct ledger *ledger);
void ledger_sum_add(struct ledger *ledger, uint32_t ballot);
void ledger_sum_get(const struct ledger *ledger, mpz_ptr out);
void ledger_sum_slope(const struct ledger *ledger, mpz_ptr out);

/* Where in `paid` the words with the purchase that comes next begin, and its bit in them. */
static inline size_t ledger_word(const struct ledger *ledger)
{
    return ledger->count / 64 * ledger->profile->ballot_count;
}
static inline unsigned ledger_bit(const struct ledger *ledger)
{
    return ledger->count % 64;
}

/* A purchase at numerator / (denominator * weight) for a unit of weight; `slope` is a numerator like it (read
 * only where slopes are kept). The caller says who is emptied by it. */
void ledger_buy(struct ledger *ledger, uint16_t option, mpz_srcptr numerator, mpz_srcptr slope,
                uint64_t weight);

/* numerator / (denominator * weight) as a fraction, and as a double less than 2^-50 of it away. */
void ledger_fraction(const struct ledger *ledger, mpz_srcptr numerator, uint64_t weight, mpq_ptr out);
double ledger_double(const struct ledger *ledger, mpz_srcptr numerator, uint64_t weight);

#endif
