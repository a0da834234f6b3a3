/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_price.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* An operation on doubles is off by at most half of this part of its result. */
#define ULP DBL_EPSILON
#define MARGIN 1e-6

bool purse_init(struct purse *purse, const struct profile *profile, enum rule_score score, struct error *err)
{
    struct purse p = {.profile = profile};
    if (!supporters_init(&p.supporters, profile, score, err))
        return false;
    ledger_init(&p.ledger, profile, score);
    p.ballots = allocate(profile->ballot_count, sizeof *p.ballots);
    p.slopes = allocate(profile->ballot_count, sizeof *p.slopes);
    p.alive = allocate(profile->option_count, sizeof *p.alive);
    for (size_t b = 0; b < profile->ballot_count; b++)
        p.ballots[b].voters = (double)profile->ballots[b].multiplicity;
    size_t most = 0;
    for (size_t o = 0; o < profile->option_count; o++) {
        size_t count = p.supporters.starts[o + 1] - p.supporters.starts[o];
        most = count > most ? count : most;
    }
    p.payers = allocate(most, sizeof *p.payers);
    p.unsure = allocate(most, sizeof *p.unsure);
    *purse = p;
    return true;
}

void purse_clear(struct purse *purse)
{
    supporters_clear(&purse->supporters);
    ledger_clear(&purse->ledger);
    free(purse->ballots);
    free(purse->slopes);
    free(purse->alive);
    free(purse->payers);
    free(purse->unsure);
}

void purse_start(struct purse *purse, mpq_srcptr endowment, bool filter, bool roomy)
{
    ledger_start(&purse->ledger, endowment, roomy);
    double money = mpq_get_d(endowment);
    purse->endowment = money * (1 + 2 * ULP);
    purse->error = filter ? purse->endowment * 2 * ULP : INFINITY;
    for (size_t b = 0; b < purse->profile->ballot_count; b++)
        purse->ballots[b].money = money;
    for (size_t o = 0; o < purse->profile->option_count; o++)
        purse->alive[o] = purse->supporters.starts[o + 1] - purse->supporters.starts[o];
    purse->roomy = roomy;
    purse->room = filter && money > 0 ? INFINITY : 0;
    purse->slope_error = 0;
    purse->steepest = 1;
    for (size_t b = 0; roomy && b < purse->profile->ballot_count; b++)
        purse->slopes[b] = 1;
}

void purse_narrow(struct purse *purse, double value, double slope)
{
    if (!(slope < 0))
        return;
    double room = value > 0 ? value / -slope * (1 - MARGIN) : 0;
    purse->room = room < purse->room ? room : purse->room;
}

/* ---- estimating ---- */

/* The supporters at one price: those who have less than their part, and the weight of the others. */
struct division {
    double given;  /* by the poor, all that they have */
    double weight; /* of the rich */
    double sure;   /* of those who are rich also at a price a little higher */
    double voters; /* of both */
    size_t rich;   /* ballots */
};

static inline void divide_at(const struct purse *purse, size_t start, size_t count, double price,
                             bool weighted, struct division *out)
{
    double given = 0, rich_weight = 0, sure = 0, all = 0, higher = price * (1 + MARGIN);
    size_t rich_count = 0;
    for (size_t i = start; i < start + count; i++) {
        uint32_t ballot = purse->supporters.ballots[i];
        double weight = weighted ? (double)purse->supporters.weights[i] : 1;
        double money = purse->ballots[ballot].money, voters = purse->ballots[ballot].voters;
        bool rich = money >= price * weight;
        given += rich ? 0 : voters * money;
        rich_weight += rich ? voters * weight : 0;
        sure += money - purse->error > higher * weight ? voters * weight : 0;
        all += voters;
        rich_count += rich;
    }
    *out = (struct division){given, rich_weight, sure, all, rich_count};
}

static void divide(const struct purse *purse, uint16_t option, double price, struct division *out)
{
    size_t start = purse->supporters.starts[option];
    if (purse->supporters.weights)
        divide_at(purse, start, purse->alive[option], price, true, out);
    else
        divide_at(purse, start, purse->alive[option], price, false, out);
}

/* Put the places of emptied ballots behind the others. */
static void forget_emptied(struct purse *purse, uint16_t option)
{
    struct supporters *s = &purse->supporters;
    size_t start = s->starts[option], end = start + purse->alive[option];
    for (size_t i = start; i < end;) {
        if (!purse->ledger.emptied[s->ballots[i]]) {
            i++;
            continue;
        }
        end--;
        uint32_t ballot = s->ballots[i];
        s->ballots[i] = s->ballots[end];
        s->ballots[end] = ballot;
        if (s->weights) {
            int64_t weight = s->weights[i];
            s->weights[i] = s->weights[end];
            s->weights[end] = weight;
        }
    }
    purse->alive[option] = end - start;
}

/* How fast what the poor give grows, and how far that may be off. */
static double slope_of_given(const struct purse *purse, uint16_t option, double price, double *doubt)
{
    size_t start = purse->supporters.starts[option];
    double sum = 0, size = 0, voters = 0;
    for (size_t i = start; i < start + purse->alive[option]; i++) {
        uint32_t ballot = purse->supporters.ballots[i];
        if (purse->ballots[ballot].money >= price * (double)supporters_weight(&purse->supporters, i))
            continue;
        double slope = purse->ballots[ballot].voters * purse->slopes[ballot];
        sum += slope;
        size += fabs(slope);
        voters += purse->ballots[ballot].voters;
    }
    *doubt = voters * purse->slope_error + ((double)purse->alive[option] + 8) * ULP * size;
    return sum;
}

/* Nothing changes as long as they cannot pay; all of them are poor. */
static void narrow_by_misfit(struct purse *purse, uint16_t option, double missing)
{
    double doubt, slope = slope_of_given(purse, option, INFINITY, &doubt);
    purse_narrow(purse, missing, -(slope + doubt));
}

enum price_verdict price_estimate(struct purse *purse, uint16_t option, double low, double enough,
                                  struct price *out)
{
    double cost = (double)purse->profile->options[option].cost;
    double price = low;
    struct division d;
    *out = (struct price){low, INFINITY, 0};
    forget_emptied(purse, option);
    double count = (double)purse->alive[option];
    divide(purse, option, price, &d);
    for (;;) {
        double rounding = (count + 8) * ULP * cost + d.voters * 8 * ULP * purse->endowment;
        double doubt = d.voters * purse->error + rounding;
        if (d.rich == 0 && !(d.given + doubt < cost))
            return PRICE_UNKNOWN;
        if (d.rich == 0) {
            if (purse->roomy)
                narrow_by_misfit(purse, option, cost - d.given - doubt);
            return PRICE_TOO_HIGH;
        }
        double next = (cost - d.given) / d.weight;
        double least = next - doubt / d.weight - next * (2 * count + 16) * ULP;
        struct division after;
        if (least > enough && !purse->roomy) {
            out->low = least;
            return PRICE_ABOVE;
        }
        if (!(next > price))
            next = price;
        divide(purse, option, next, &after);
        bool settled = after.rich == d.rich;
        price = next;
        d = after;
        if (!settled)
            continue;
        double off = doubt / d.sure + price * (2 * count + 16) * ULP;
        if (!(off <= price * MARGIN / 2))
            return PRICE_UNKNOWN;
        out->low = price - off > low ? price - off : low;
        out->high = price + off;
        if (purse->roomy) {
            out->low = price - off; /* where the line begins */
            double slope_doubt, slope = slope_of_given(purse, option, price, &slope_doubt);
            out->slope = -(slope + slope_doubt) / d.weight;
            out->slope -= fabs(out->slope) * (count + 8) * ULP;
        }
        return PRICE_KNOWN;
    }
}

/* ---- exactly ---- */

/* Who is poor or rich for certain at any price within the estimate; the poor go into the sum. The places of
 * the others are listed in `unsure`. Returns the weight of all but the poor. */
static uint64_t classify(struct purse *purse, uint16_t option, const struct price *estimate)
{
    const struct supporters *s = &purse->supporters;
    size_t start = s->starts[option], count = purse->alive[option];
    uint64_t weight_left = 0;
    double doubt = purse->error + 8 * ULP * purse->endowment;
    double low = estimate->low * (1 - 4 * ULP), high = estimate->high * (1 + 4 * ULP);
    ledger_sum_begin(&purse->ledger);
    purse->unsure_count = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t ballot = s->ballots[start + i];
        int64_t weight = supporters_weight(s, start + i);
        double money = purse->ballots[ballot].money;
        if (purse->ledger.emptied[ballot] || money + doubt < low * (double)weight) {
            purse->payers[i] = PAYER_POOR;
            ledger_sum_add(&purse->ledger, ballot);
            continue;
        }
        purse->payers[i] = PAYER_RICH;
        if (!(money - doubt > high * (double)weight))
            purse->unsure[purse->unsure_count++] = (uint32_t)i;
        weight_left += (uint64_t)weight * purse->profile->ballots[ballot].multiplicity;
    }
    return weight_left;
}

/* Of the unsure, settle who is poor at this price and who just pays it. Returns the weight of those poor. */
static uint64_t settle(struct purse *purse, size_t start, mpz_srcptr numerator, uint64_t weight)
{
    const struct supporters *s = &purse->supporters;
    uint64_t gone = 0;
    size_t kept = 0;
    mpz_t has, due;
    mpz_inits(has, due, NULL);
    for (size_t u = 0; u < purse->unsure_count; u++) {
        uint32_t i = purse->unsure[u], ballot = s->ballots[start + i];
        uint64_t own = (uint64_t)supporters_weight(s, start + i);
        ledger_balance(&purse->ledger, ballot, has);
        mpz_mul_ui(has, has, weight);
        mpz_mul_ui(due, numerator, own);
        int order = mpz_cmp(has, due);
        purse->payers[i] = order < 0 ? PAYER_POOR : order == 0 ? PAYER_EVEN : PAYER_RICH;
        if (order < 0) {
            ledger_sum_add(&purse->ledger, ballot);
            gone += own * purse->profile->ballots[ballot].multiplicity;
        } else {
            purse->unsure[kept++] = i;
        }
    }
    purse->unsure_count = kept;
    mpz_clears(has, due, NULL);
    return gone;
}

bool price_exact(struct purse *purse, uint16_t option, const struct price *estimate, struct exact_price *out)
{
    unsigned long cost = (unsigned long)purse->profile->options[option].cost;
    uint64_t left = classify(purse, option, estimate), gone = cost > 0;
    mpz_t given;
    mpz_init(given);
    mpz_set_ui(out->numerator, 0);
    mpz_set_ui(out->slope, 0);
    while (gone > 0 && left > 0) {
        ledger_sum_get(&purse->ledger, given);
        mpz_mul_ui(out->numerator, purse->ledger.denominator, cost);
        mpz_sub(out->numerator, out->numerator, given);
        gone = settle(purse, purse->supporters.starts[option], out->numerator, left);
        left -= gone;
    }
    mpz_clear(given);
    if (purse->roomy && cost > 0) {
        ledger_sum_slope(&purse->ledger, out->slope);
        mpz_neg(out->slope, out->slope);
    }
    out->weight = cost > 0 ? left : 1;
    return cost == 0 || left > 0;
}

/* A supporter of a purchase must stay what he is. Who keeps something does: as balances start to grow with
 * the endowment, prices fall, and balances go on growing. */
static void narrow_by_payer(struct purse *purse, size_t place, uint8_t payer, double price, double slope)
{
    uint32_t ballot = purse->supporters.ballots[place];
    double weight = (double)supporters_weight(&purse->supporters, place);
    if (payer == PAYER_RICH || purse->ledger.emptied[ballot])
        return; /* nor does it matter to who has nothing, whatever comes */
    if (payer == PAYER_EVEN) {
        purse->room = 0;
        return;
    }
    double missing = price * weight - purse->ballots[ballot].money;
    double growth = purse->slopes[ballot] - slope * weight;
    double missing_doubt = purse->error + 8 * ULP * (purse->endowment + price * weight);
    double growth_doubt = purse->slope_error + 8 * ULP * (purse->steepest + fabs(slope) * weight);
    purse_narrow(purse, missing - missing_doubt, -growth - growth_doubt);
}

static void change_slope(struct purse *purse, uint32_t ballot, double slope)
{
    purse->slopes[ballot] = slope;
    purse->steepest = fabs(slope) > purse->steepest ? fabs(slope) : purse->steepest;
}

void purse_pay(struct purse *purse, uint16_t option, const struct exact_price *exact)
{
    const struct supporters *s = &purse->supporters;
    size_t start = s->starts[option], count = purse->alive[option];
    double price = ledger_double(&purse->ledger, exact->numerator, exact->weight);
    double slope = purse->roomy ? ledger_double(&purse->ledger, exact->slope, exact->weight) : 0;
    for (size_t i = 0; purse->roomy && i < count; i++)
        narrow_by_payer(purse, start + i, purse->payers[i], price, slope);
    for (size_t i = 0; i < count; i++) {
        uint32_t ballot = s->ballots[start + i];
        double weight = (double)supporters_weight(s, start + i);
        bool rich = purse->payers[i] == PAYER_RICH;
        purse->ballots[ballot].money = rich ? purse->ballots[ballot].money - price * weight : 0;
        purse->ledger.emptied[ballot] |= !rich;
        if (rich)
            ledger_note_payer(&purse->ledger, ballot);
        if (purse->roomy)
            change_slope(purse, ballot, rich ? purse->slopes[ballot] - slope * weight : 0);
    }
    purse->error += purse->endowment * 8 * ULP;
    purse->slope_error += purse->steepest * 16 * ULP;
    ledger_buy(&purse->ledger, option, exact->numerator, exact->slope, exact->weight);
}
