/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_span.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#define ULP DBL_EPSILON
#define MARGIN 1e-6

void span_init(struct span *span, const struct purse *purse)
{
    size_t ballots = purse->profile->ballot_count;
    *span = (struct span){.growth = allocate(ballots, sizeof *span->growth),
                          .kept = allocate(ballots, purse->ledger.words * sizeof *span->kept)};
    mpq_init(span->from);
}

void span_clear(struct span *span)
{
    free(span->growth);
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

void span_start(struct span *span, const struct purse *purse, mpq_srcptr to)
{
    mpq_t length;
    mpq_init(length);
    mpq_sub(length, to, span->from);
    span->length = mpq_get_d(length) * (1 + 2 * ULP);
    mpq_clear(length);
    for (size_t b = 0; b < purse->profile->ballot_count; b++)
        span->growth[b] = (struct pace){1, 1};
}

/* Sums of so many terms, none below 0, with a product in each, are off by at most this part of them. */
static double doubt_of(size_t count)
{
    return ((double)count + 16) * ULP;
}

/* Bits of the purchase that comes next, of the run at `from`; without them everybody may have given all. */
static inline bool kept_something(const uint64_t *kept, uint32_t ballot, unsigned bit)
{
    return kept && kept[ballot] >> bit & 1;
}

static struct pace fall_of_price(const struct span *span, const struct purse *purse, uint16_t option,
                                 const uint64_t *kept)
{
    size_t start = purse->supporters.starts[option], count = purse->alive[option];
    double least = 0, most = 0, weight_from = 0, weight_to = 0, doubt = doubt_of(count);
    unsigned bit = ledger_bit(&purse->ledger);
    for (size_t i = 0; i < count; i++) {
        uint32_t ballot = purse->supporters.ballots[start + i];
        double voters = purse->ballots[ballot].voters;
        double weight = voters * (double)supporters_weight(&purse->supporters, start + i);
        double keeps = purse->payers[i] == PAYER_RICH, kept_then = kept_something(kept, ballot, bit);
        weight_to += keeps * weight;
        weight_from += kept_then * weight;
        least += (1 - keeps) * voters * span->growth[ballot].least;
        most += (1 - kept_then) * voters * span->growth[ballot].most;
    }
    return (struct pace){weight_to > 0 ? least / weight_to * (1 - 2 * doubt) : 0,
                         weight_from > 0 ? most / weight_from * (1 + 2 * doubt) : INFINITY};
}

struct pace span_buy(struct span *span, const struct purse *purse, uint16_t option)
{
    const struct ledger *ledger = &purse->ledger;
    const uint64_t *kept = ledger->words ? span->kept + ledger_word(ledger) : NULL;
    size_t start = purse->supporters.starts[option], count = purse->alive[option];
    struct pace fall = fall_of_price(span, purse, option, kept);
    unsigned bit = ledger_bit(ledger);
    for (size_t i = 0; i < count; i++) {
        uint32_t ballot = purse->supporters.ballots[start + i];
        double weight = (double)supporters_weight(&purse->supporters, start + i);
        bool keeps = purse->payers[i] == PAYER_RICH, kept_then = kept_something(kept, ballot, bit);
        struct pace growth = span->growth[ballot];
        growth.least = (growth.least + fall.least * weight) * (1 - 4 * ULP);
        growth.most = (growth.most + fall.most * weight) * (1 + 4 * ULP);
        span->growth[ballot] = (struct pace){keeps && kept_then ? growth.least : 0, keeps ? growth.most : 0};
    }
    return fall;
}

struct span_other span_look(const struct span *span, const struct purse *purse, uint16_t option, double low)
{
    size_t start = purse->supporters.starts[option], count = purse->alive[option];
    double doubt = purse->error + 8 * ULP * purse->endowment;
    double growth = 0, poor_growth = 0, money = 0, weight_to = 0;
    low *= 1 - 4 * ULP;
    for (size_t i = start; i < start + count; i++) {
        uint32_t ballot = purse->supporters.ballots[i];
        double voters = purse->ballots[ballot].voters;
        double weight = (double)supporters_weight(&purse->supporters, i);
        bool poor = purse->ballots[ballot].money + doubt < low * weight;
        growth += voters * span->growth[ballot].least;
        money += voters * purse->ballots[ballot].money;
        poor_growth += poor ? voters * span->growth[ballot].least : 0;
        weight_to += poor ? 0 : voters * weight;
    }
    double spare = money - (double)purse->profile->options[option].cost;
    return (struct span_other){weight_to > 0 ? poor_growth / weight_to * (1 - 2 * doubt_of(count)) : 0,
                               spare > 0 && growth > 0 ? spare / growth : 0};
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
