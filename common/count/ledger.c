/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/ledger.h"

#include <math.h>
#include <stdlib.h>

#include "count/score.h"

enum { PAID_OPTIONS_MAX = 511 };

void ledger_init(struct ledger *ledger, const struct profile *profile, enum rule_score score)
{
    size_t options = profile->option_count;
    *ledger = (struct ledger){.profile = profile,
                              .score = score,
                              .prices = allocate(options, sizeof *ledger->prices),
                              .slopes = allocate(options, sizeof *ledger->slopes),
                              .bought = allocate(options, sizeof *ledger->bought),
                              .emptied = allocate(profile->ballot_count, sizeof *ledger->emptied),
                              .times = allocate(profile->ballot_count, sizeof *ledger->times),
                              .payments = allocate(options, sizeof *ledger->payments)};
    ledger->words = options <= PAID_OPTIONS_MAX ? options / 64 + 1 : 0;
    ledger->paid = allocate(profile->ballot_count, ledger->words * sizeof *ledger->paid);
    for (size_t b = 0; b < profile->ballot_count; b++)
        ledger->times[b] = profile->ballots[b].multiplicity;
    mpz_inits(ledger->denominator, ledger->endowment, NULL);
    for (size_t k = 0; k < options; k++)
        mpz_inits(ledger->prices[k], ledger->slopes[k], NULL);
}

void ledger_clear(struct ledger *ledger)
{
    for (size_t k = 0; k < ledger->profile->option_count; k++)
        mpz_clears(ledger->prices[k], ledger->slopes[k], NULL);
    mpz_clears(ledger->denominator, ledger->endowment, NULL);
    free(ledger->prices);
    free(ledger->slopes);
    free(ledger->bought);
    free(ledger->emptied);
    free(ledger->times);
    free(ledger->paid);
    free(ledger->payments);
}

void ledger_start(struct ledger *ledger, mpq_srcptr endowment, bool sloped)
{
    ledger->sloped = sloped;
    mpz_set(ledger->denominator, mpq_denref(endowment));
    mpz_set(ledger->endowment, mpq_numref(endowment));
    ledger->count = 0;
    for (size_t o = 0; o < ledger->profile->option_count; o++)
        ledger->bought[o] = 0;
    for (size_t b = 0; b < ledger->profile->ballot_count; b++)
        ledger->emptied[b] = mpq_sgn(endowment) == 0;
    for (size_t i = 0; i < ledger->profile->ballot_count * ledger->words; i++)
        ledger->paid[i] = 0;
}

/* `all` less what the purchases cost that the ballot supports. */
static void subtract_purchases(const struct ledger *ledger, uint32_t number, mpz_srcptr all, mpz_t *prices,
                               mpz_ptr out)
{
    const struct profile_ballot *ballot = &ledger->profile->ballots[number];
    if (ledger->emptied[number]) {
        mpz_set_ui(out, 0);
        return;
    }
    mpz_set(out, all);
    for (uint32_t i = 0; i < ballot->count; i++) {
        uint32_t bought = ledger->bought[ballot->options[i]];
        int64_t weight = bought ? score_given(ballot, ledger->score, i) : 0;
        if (weight > 0)
            mpz_submul_ui(out, prices[bought - 1], (unsigned long)weight);
    }
}

void ledger_balance(const struct ledger *ledger, uint32_t number, mpz_ptr out)
{
    subtract_purchases(ledger, number, ledger->endowment, ledger->prices, out);
}

void ledger_balance_slope(const struct ledger *ledger, uint32_t number, mpz_ptr out)
{
    subtract_purchases(ledger, number, ledger->denominator, ledger->slopes, out);
}

void ledger_sum_begin(struct ledger *ledger)
{
    ledger->voters = 0;
    for (size_t k = 0; k < ledger->count; k++)
        ledger->payments[k] = 0;
}

void ledger_sum_add(struct ledger *ledger, uint32_t number)
{
    uint64_t voters = ledger->times[number];
    if (ledger->emptied[number])
        return;
    ledger->voters += voters;
    if (ledger->words > 0 && ledger->score == RULE_VOTES) {
        for (size_t w = 0; 64 * w < ledger->count; w++)
            for (uint64_t bits = ledger->paid[w * ledger->profile->ballot_count + number]; bits;
                 bits &= bits - 1)
                ledger->payments[64 * w + (size_t)__builtin_ctzll(bits)] += voters;
        return;
    }
    const struct profile_ballot *ballot = &ledger->profile->ballots[number];
    for (uint32_t i = 0; i < ballot->count; i++) {
        uint32_t bought = ledger->bought[ballot->options[i]];
        int64_t weight = bought ? score_given(ballot, ledger->score, i) : 0;
        if (weight > 0)
            ledger->payments[bought - 1] += (uint64_t)weight * voters;
    }
}

static void add_up(const struct ledger *ledger, mpz_srcptr all, mpz_t *prices, mpz_ptr out)
{
    mpz_mul_ui(out, all, ledger->voters);
    for (size_t k = 0; k < ledger->count; k++)
        if (ledger->payments[k])
            mpz_submul_ui(out, prices[k], ledger->payments[k]);
}

void ledger_sum_get(const struct ledger *ledger, mpz_ptr out)
{
    add_up(ledger, ledger->endowment, ledger->prices, out);
}

void ledger_sum_slope(const struct ledger *ledger, mpz_ptr out)
{
    add_up(ledger, ledger->denominator, ledger->slopes, out);
}

/* The greatest number that divides the denominator of the new price, and its numerators too. */
static uint64_t shared_factor(const struct ledger *ledger, mpz_srcptr numerator, mpz_srcptr slope,
                              uint64_t weight)
{
    uint64_t shared = mpz_sgn(numerator) ? mpz_gcd_ui(NULL, numerator, weight) : weight;
    return ledger->sloped && mpz_sgn(slope) ? mpz_gcd_ui(NULL, slope, shared) : shared;
}

void ledger_buy(struct ledger *ledger, uint16_t option, mpz_srcptr numerator, mpz_srcptr slope,
                uint64_t weight)
{
    uint64_t shared = shared_factor(ledger, numerator, slope, weight), more = weight / shared;
    mpz_divexact_ui(ledger->prices[ledger->count], numerator, shared);
    if (ledger->sloped)
        mpz_divexact_ui(ledger->slopes[ledger->count], slope, shared);
    mpz_mul_ui(ledger->denominator, ledger->denominator, more);
    mpz_mul_ui(ledger->endowment, ledger->endowment, more);
    for (size_t k = 0; more > 1 && k < ledger->count; k++) {
        mpz_mul_ui(ledger->prices[k], ledger->prices[k], more);
        if (ledger->sloped)
            mpz_mul_ui(ledger->slopes[k], ledger->slopes[k], more);
    }
    ledger->bought[option] = (uint32_t)++ledger->count;
}

void ledger_fraction(const struct ledger *ledger, mpz_srcptr numerator, uint64_t weight, mpq_ptr out)
{
    mpz_set(mpq_numref(out), numerator);
    mpz_mul_ui(mpq_denref(out), ledger->denominator, weight);
    mpq_canonicalize(out);
}

double ledger_double(const struct ledger *ledger, mpz_srcptr numerator, uint64_t weight)
{
    long above, below;
    double numerator_part = mpz_get_d_2exp(&above, numerator);
    double denominator_part = mpz_get_d_2exp(&below, ledger->denominator);
    long exponent = above - below;
    if (exponent > 2000)
        exponent = 2000; /* infinite, or zero, which no amount of money is */
    if (exponent < -2000)
        exponent = -2000;
    return ldexp(numerator_part / denominator_part / (double)weight, (int)exponent);
}
