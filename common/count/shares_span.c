/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_span.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "count/score.h"

#define ULP DBL_EPSILON
#define MARGIN 1e-6

void span_init(struct span *span, const struct purse *purse)
{
    size_t ballots = purse->profile->ballot_count;
    *span = (struct span){.falls = allocate(purse->profile->option_count, sizeof *span->falls),
                          .lost = allocate(ballots, sizeof *span->lost),
                          .odd = allocate(ballots, sizeof *span->odd),
                          .kept = allocate(ballots, purse->ledger.words * sizeof *span->kept)};
    mpq_init(span->from);
}

void span_clear(struct span *span)
{
    free(span->falls);
    free(span->lost);
    free(span->odd);
    free(span->kept);
    mpq_clear(span->from);
}

void span_set_from(struct span *span, struct purse *purse, mpq_srcptr endowment)
{
    uint64_t *kept = span->kept;
    span->kept = purse->ledger.paid;
    purse->ledger.paid = kept;
    mpq_set(span->from, endowment);
}

static void start(struct span *span, const struct purse *purse, double length)
{
    span->length = length * (1 + 2 * ULP);
    for (size_t b = 0; b < purse->profile->ballot_count; b++)
        span->lost[b] = false;
}

void span_start(struct span *span, const struct purse *purse, mpq_srcptr to)
{
    mpq_t length;
    mpq_init(length);
    mpq_sub(length, to, span->from);
    start(span, purse, mpq_get_d(length));
    mpq_clear(length);
    span->gain = 1;
    span->saving = 0;
}

void span_start_cheaper(struct span *span, const struct purse *purse, uint16_t option, int64_t less)
{
    start(span, purse, (double)less);
    span->gain = 0;
    span->saving = 1;
    span->cheaper = option;
}

static double saving_of(const struct span *span, uint16_t option)
{
    return option == span->cheaper ? span->saving : 0;
}

/* Sums of so many terms, none below 0, with a product in each, are off by at most this part of them. */
static double doubt_of(size_t count)
{
    return ((double)count + 16) * ULP;
}

static void add_falls(struct pace *growth, const struct pace *fall, double weight)
{
    growth->least += weight * fall->least;
    growth->most += weight * fall->most;
}

/* Of the money of a ballot, as if it was not lost: the endowment's and, for each purchase paid for, its
 * price's. */
static struct pace growth_of(const struct span *span, const struct purse *purse, uint32_t number)
{
    const struct ledger *ledger = &purse->ledger;
    const struct profile_ballot *ballot = &purse->profile->ballots[number];
    struct pace growth = {span->gain, span->gain};
    if (ledger->emptied[number])
        return (struct pace){0, 0};
    if (ledger->words > 0 && ledger->score == RULE_VOTES) {
        for (size_t w = 0; 64 * w < ledger->count; w++)
            for (uint64_t bits = ledger->paid[w * purse->profile->ballot_count + number]; bits;
                 bits &= bits - 1)
                add_falls(&growth, &span->falls[64 * w + (size_t)__builtin_ctzll(bits)], 1);
    } else {
        for (uint32_t i = 0; i < ballot->count; i++) {
            uint32_t bought = ledger->bought[ballot->options[i]];
            int64_t weight = bought ? score_given(ballot, ledger->score, i) : 0;
            if (weight > 0)
                add_falls(&growth, &span->falls[bought - 1], (double)weight);
        }
    }
    growth.least *= 1 - doubt_of(ledger->count);
    growth.most *= 1 + doubt_of(ledger->count);
    return growth;
}

/* The places where both ends together do not just keep or just give all, as far as is known: who keeps
 * something only at `to`, who did so of an earlier purchase, and who is even. */
static size_t list_odd(const struct span *span, const struct purse *purse, uint16_t option)
{
    const struct ledger *ledger = &purse->ledger;
    const uint64_t *kept = ledger->words ? span->kept + ledger_word(ledger) : NULL;
    const uint32_t *ballots = purse->supporters.ballots + purse->supporters.starts[option];
    const uint8_t *payers = purse->payers;
    const bool *lost = span->lost;
    uint32_t *odd = span->odd;
    unsigned bit = ledger_bit(ledger);
    size_t count = purse->alive[option], odd_count = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t ballot = ballots[i];
        bool keeps = payers[i] == PAYER_RICH, kept_then = kept && (kept[ballot] >> bit & 1);
        odd[odd_count] = (uint32_t)i;
        odd_count += (keeps & !kept_then) | (!keeps & lost[ballot]) | (payers[i] == PAYER_EVEN);
    }
    return odd_count;
}

/* Of what the poor at `to` give, whose sum the ledger has. */
static struct pace growth_of_given(const struct span *span, const struct ledger *ledger)
{
    double gain = span->gain * (double)ledger->voters;
    struct pace growth = {gain, gain};
    for (size_t k = 0; k < ledger->count; k++)
        if (ledger->payments[k])
            add_falls(&growth, &span->falls[k], (double)ledger->payments[k]);
    return growth;
}

struct pace span_buy(struct span *span, const struct purse *purse, uint16_t option,
                     const struct exact_price *price)
{
    struct pace *fall = &span->falls[purse->ledger.count];
    *fall = (struct pace){0, 0};
    if (purse->profile->options[option].cost == 0)
        return *fall;
    size_t start = purse->supporters.starts[option], odd_count = list_odd(span, purse, option);
    struct pace given = growth_of_given(span, &purse->ledger);
    uint64_t weight_to = price->weight, weight_from = weight_to;
    double doubt = doubt_of(purse->alive[option] + purse->ledger.count), too_much = 0;
    for (size_t i = 0; i < odd_count; i++) {
        uint32_t place = span->odd[i], ballot = purse->supporters.ballots[start + place];
        uint64_t times = purse->ledger.times[ballot];
        uint64_t weight = times * (uint64_t)supporters_weight(&purse->supporters, start + place);
        struct pace growth = growth_of(span, purse, ballot);
        uint8_t payer = purse->payers[place];
        if (payer == PAYER_POOR) {
            too_much += (double)times * growth.least;
            continue;
        }
        weight_from -= weight;
        weight_to -= payer == PAYER_EVEN ? weight : 0;
        given.most += (double)times * growth.most;
        if (payer == PAYER_RICH)
            span->lost[ballot] = true;
    }
    given.least += saving_of(span, option);
    given.most += saving_of(span, option);
    double least = given.least * (1 - 2 * doubt) - too_much * (1 + 2 * doubt);
    if (least > 0 && weight_to > 0)
        fall->least = least / (double)weight_to * (1 - 2 * doubt);
    fall->most = weight_from > 0 ? given.most / (double)weight_from * (1 + 2 * doubt) : INFINITY;
    return *fall;
}

/* Where the cost C falls by a unit and the price by f, price / C = rho falls by (f - rho) / C. */
struct pace span_over_cost(const struct span *span, struct pace fall, double cost, double high, double low)
{
    double least = fall.least * (1 - 8 * ULP) - high, most = fall.most * (1 + 8 * ULP) - low;
    return (struct pace){least > 0 ? least / (cost + span->length) * (1 - 8 * ULP) : 0,
                         most > 0 ? most / cost * (1 + 8 * ULP) : 0};
}

double span_fall(const struct span *span, const struct purse *purse, uint16_t option, double low)
{
    size_t start = purse->supporters.starts[option], count = purse->alive[option];
    double doubt = purse->error + 8 * ULP * purse->endowment;
    double growth = saving_of(span, option), weight_to = 0;
    low *= 1 - 4 * ULP;
    for (size_t i = start; i < start + count; i++) {
        uint32_t ballot = purse->supporters.ballots[i];
        double voters = purse->ballots[ballot].voters;
        double weight = (double)supporters_weight(&purse->supporters, i);
        if (!(purse->ballots[ballot].money + doubt < low * weight))
            weight_to += voters * weight;
        else if (!span->lost[ballot])
            growth += voters * growth_of(span, purse, ballot).least;
    }
    return weight_to > 0 ? growth / weight_to * (1 - 2 * doubt_of(count)) : 0;
}

double span_back(const struct span *span, const struct purse *purse, uint16_t option)
{
    double growth = saving_of(span, option), money = 0;
    size_t start = purse->supporters.starts[option];
    for (size_t i = start; i < start + purse->alive[option]; i++) {
        uint32_t ballot = purse->supporters.ballots[i];
        double voters = purse->ballots[ballot].voters;
        growth += span->lost[ballot] ? 0 : voters * growth_of(span, purse, ballot).least;
        money += voters * purse->ballots[ballot].money;
    }
    double spare = money - (double)purse->profile->options[option].cost;
    return spare > 0 && growth > 0 ? spare / growth : 0;
}

/* Of a value that is `ahead` of another one and loses at most `pace` of that, for how long it is ahead. */
static double reach(double ahead, double pace)
{
    return !(ahead > 0) ? -INFINITY : pace > 0 ? ahead / pace * (1 - MARGIN) : INFINITY;
}

/* Going back from `to`, the price is below a line that rises from its value there as fast as it may, and
 * below one that rises as slowly as it may to its value at `from`; the other one is above a third line. Where
 * one of the two is below that, so is the price: the one from `to` to somewhere, the other from `from` to
 * somewhere. */
bool span_is_below(const struct span *span, const struct span_price *price, double other, double other_fall)
{
    double other_from = other + span->length * other_fall;
    double off = 16 * ULP * (price->at_from + other_from);
    double from_to = reach(other - price->at_to - off, price->fall.most - other_fall);
    double from_from = reach(other_from - price->at_from - off, other_fall - price->fall.least);
    return from_to >= span->length || from_to + from_from > span->length * (1 + MARGIN);
}
