/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_trace.h"

#include "count/rational.h"

/* The greatest payment of one voter: of the rich by weight, or all that a poor one has. */
static const char *greatest_payment(struct purse *purse, uint16_t option, const struct exact_price *price,
                                    struct arena *arena)
{
    const struct supporters *supporters = &purse->supporters;
    size_t start = supporters->starts[option], count = purse->alive[option];
    mpz_t greatest, payment;
    mpz_inits(greatest, payment, NULL);
    for (size_t i = 0; i < count; i++) {
        if (purse->payers[i] == PAYER_POOR && !supporters->weights)
            continue; /* where all weights are 1 a rich one pays more */
        if (purse->payers[i] == PAYER_POOR) {
            ledger_balance(&purse->ledger, supporters->ballots[start + i], payment);
            mpz_mul_ui(payment, payment, price->weight);
        } else {
            mpz_mul_ui(payment, price->numerator, (unsigned long)supporters_weight(supporters, start + i));
        }
        if (mpz_cmp(payment, greatest) > 0)
            mpz_set(greatest, payment);
    }
    mpq_t fraction;
    mpq_init(fraction);
    ledger_fraction(&purse->ledger, greatest, price->weight, fraction);
    const char *text = rational_text(fraction, arena);
    mpq_clear(fraction);
    mpz_clears(greatest, payment, NULL);
    return text;
}

void shares_trace_purchase(struct purse *purse, const struct exact_price *exact, int64_t factor,
                           struct count_step *step, struct arena *arena)
{
    const struct supporters *supporters = &purse->supporters;
    size_t start = supporters->starts[step->option], count = purse->alive[step->option];
    for (size_t i = 0; step->cost > 0 && i < count; i++) {
        uint32_t ballot = supporters->ballots[start + i];
        uint64_t voters = purse->profile->ballots[ballot].multiplicity;
        if (purse->ledger.emptied[ballot])
            continue;
        step->payers += voters;
        step->emptied += purse->payers[i] != PAYER_RICH ? voters : 0;
    }
    mpq_t price, divisor;
    mpq_inits(price, divisor, NULL);
    ledger_fraction(&purse->ledger, exact->numerator, exact->weight, price);
    mpq_set_si(divisor, factor, 1);
    mpq_div(price, price, divisor);
    step->price = rational_text(price, arena);
    mpq_clears(price, divisor, NULL);
    step->greatest = greatest_payment(purse, step->option, exact, arena);
}

const char *shares_trace_held(struct purse *purse, uint16_t option, struct arena *arena)
{
    const struct supporters *supporters = &purse->supporters;
    mpz_t sum;
    mpq_t fraction;
    mpz_init(sum);
    mpq_init(fraction);
    ledger_sum_begin(&purse->ledger);
    for (size_t i = supporters->starts[option]; i < supporters->starts[option + 1]; i++)
        ledger_sum_add(&purse->ledger, supporters->ballots[i]);
    ledger_sum_get(&purse->ledger, sum);
    ledger_fraction(&purse->ledger, sum, 1, fraction);
    const char *text = rational_text(fraction, arena);
    mpz_clear(sum);
    mpq_clear(fraction);
    return text;
}
