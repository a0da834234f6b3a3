/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_price.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "count/score.h"

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
    p.poor = allocate(most, sizeof *p.poor);
    p.unsure = allocate(most, sizeof *p.unsure);
    p.gone = allocate(most, sizeof *p.gone);
    p.gone_weights = allocate(most, sizeof *p.gone_weights);
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
    free(purse->poor);
    free(purse->unsure);
    free(purse->gone);
    free(purse->gone_weights);
}

void purse_take_times(struct purse *purse, uint32_t number)
{
    const struct profile_ballot *ballot = &purse->profile->ballots[number];
    uint64_t more = ballot->multiplicity - purse->ledger.times[number]; /* or less, modulo 2^64 */
    for (uint32_t i = 0; i < ballot->count; i++) {
        int64_t weight = score_given(ballot, purse->ledger.score, i);
        if (weight <= 0)
            continue;
        purse->supporters.voters[ballot->options[i]] += more;
        purse->supporters.totals[ballot->options[i]] += more * (uint64_t)weight;
    }
    purse->ledger.times[number] = ballot->multiplicity;
    purse->ballots[number].voters = (double)ballot->multiplicity;
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

/* Two doubles at once, and a bit mask for each. Who is poor follows no pattern that a processor could guess,
 * so where supporters are gone through there are no branches for it. */
typedef double pair __attribute__((vector_size(16)));
typedef int64_t masks __attribute__((vector_size(16)));
enum { GIVEN, WEIGHT };

static inline pair masked(pair value, masks mask)
{
    return (pair)((masks)value & mask);
}

/* The supporters at one price: the poor, who have less than their part, and the rich. */
struct division {
    pair sums;   /* what the poor give, which is all that they have; the weight of the rich */
    double sure; /* the weight of those who are rich also at a price a little higher */
    double all;  /* what all of them have */
    size_t rich; /* ballots */
};

#define INLINE __attribute__((always_inline)) static inline

INLINE void divide_one(const struct purse *purse, uint32_t number, double weight, double price, bool surely,
                       struct division *d)
{
    const struct purse_ballot *ballot = &purse->ballots[number];
    double money = ballot->money, due = price * weight, voters = ballot->voters * weight;
    masks poor = (pair){money, money} < (pair){due, due};
    d->sums += masked((pair){ballot->voters * money, voters}, poor ^ (masks){0, -1});
    d->rich += (size_t)(1 + poor[0]);
    if (surely) {
        masks sure = (pair){money - purse->error, 0} > (pair){due * (1 + MARGIN), 0};
        d->sure += masked((pair){voters, 0}, sure)[0];
    } else {
        d->all += ballot->voters * money;
    }
}

/* In two sums, so that one addition need not wait for another. */
INLINE void divide_all(const struct purse *purse, uint16_t option, double price, bool weighted,
                       struct division *out)
{
    const struct supporters *s = &purse->supporters;
    const uint32_t *ballots = s->ballots + s->starts[option];
    const int64_t *weights = weighted ? s->weights + s->starts[option] : NULL;
    size_t count = purse->alive[option], i = 0;
    struct division even = {0}, odd = {0};
    for (; i + 1 < count; i += 2) {
        divide_one(purse, ballots[i], weighted ? (double)weights[i] : 1, price, true, &even);
        divide_one(purse, ballots[i + 1], weighted ? (double)weights[i + 1] : 1, price, true, &odd);
    }
    if (i < count)
        divide_one(purse, ballots[i], weighted ? (double)weights[i] : 1, price, true, &even);
    *out = (struct division){
        .sums = even.sums + odd.sums, .sure = even.sure + odd.sure, .rich = even.rich + odd.rich};
}

/* The same but with `all` for `sure`; on the way, places of emptied ballots are put behind the others. */
INLINE void sift_all(struct purse *purse, uint16_t option, double price, bool weighted, struct division *out)
{
    const struct supporters *s = &purse->supporters;
    uint32_t *ballots = s->ballots + s->starts[option], *gone = purse->gone;
    int64_t *weights = weighted ? s->weights + s->starts[option] : NULL, *gone_weights = purse->gone_weights;
    const bool *emptied = purse->ledger.emptied;
    size_t count = purse->alive[option], kept = 0, gone_count = 0;
    struct division division = {0};
    for (size_t i = 0; i < count; i++) {
        uint32_t ballot = ballots[i];
        int64_t weight = weighted ? weights[i] : 1;
        bool is_gone = emptied[ballot];
        divide_one(purse, ballot, (double)weight, price, false, &division);
        ballots[kept] = gone[gone_count] = ballot;
        if (weighted)
            weights[kept] = gone_weights[gone_count] = weight;
        kept += !is_gone;
        gone_count += is_gone;
    }
    if (gone_count)
        memcpy(ballots + kept, gone, gone_count * sizeof *gone);
    if (gone_count && weighted)
        memcpy(weights + kept, gone_weights, gone_count * sizeof *gone_weights);
    purse->alive[option] = kept;
    *out = division;
}

static void divide(const struct purse *purse, uint16_t option, double price, struct division *out)
{
    if (purse->supporters.weights)
        divide_all(purse, option, price, true, out);
    else
        divide_all(purse, option, price, false, out);
}

static void sift(struct purse *purse, uint16_t option, double price, struct division *out)
{
    if (purse->supporters.weights)
        sift_all(purse, option, price, true, out);
    else
        sift_all(purse, option, price, false, out);
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
    double count = (double)purse->alive[option], voters = (double)purse->supporters.voters[option];
    if (!purse->roomy && voters * purse->endowment * (1 + 8 * ULP) < cost)
        return PRICE_TOO_HIGH;
    double rounding = (count + 8) * ULP * cost + voters * 8 * ULP * purse->endowment;
    double doubt = voters * purse->error + rounding;
    sift(purse, option, price, &d);
    if (d.all + doubt < cost) {
        if (purse->roomy)
            narrow_by_misfit(purse, option, cost - d.all - doubt);
        return PRICE_TOO_HIGH;
    }
    for (;;) {
        if (!(d.sums[WEIGHT] > 0)) /* nobody is rich, or only ballots that nobody has cast */
            return PRICE_UNKNOWN;
        double next = (cost - d.sums[GIVEN]) / d.sums[WEIGHT];
        double least = next - doubt / d.sums[WEIGHT] - next * (2 * count + 16) * ULP;
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
            out->slope = -(slope + slope_doubt) / d.sums[WEIGHT];
            out->slope -= fabs(out->slope) * (count + 8) * ULP;
        }
        return PRICE_KNOWN;
    }
}

/* ---- exactly ---- */

/* Who is poor or rich for certain at any price within the estimate; the poor go into the sum. The places of
 * the others are listed in `unsure`. Returns the weight of all but the poor. */
INLINE uint64_t classify_all(struct purse *purse, uint16_t option, const struct price *estimate,
                             bool weighted, size_t *poor_out)
{
    const struct supporters *s = &purse->supporters;
    size_t start = s->starts[option], count = purse->alive[option];
    const uint32_t *places = s->ballots + start;
    const int64_t *weights = weighted ? s->weights + start : NULL;
    uint64_t weight_left = 0;
    double doubt = purse->error + 8 * ULP * purse->endowment;
    double low = estimate->low * (1 - 4 * ULP), high = estimate->high * (1 + 4 * ULP);
    size_t poor_count = 0, unsure_count = 0;
    const struct purse_ballot *ballots = purse->ballots;
    const bool *emptied = purse->ledger.emptied;
    const uint64_t *times = purse->ledger.times;
    uint32_t *poor_list = purse->poor, *unsure_list = purse->unsure;
    uint8_t *payers = purse->payers;
    for (size_t i = 0; i < count; i++) {
        uint32_t ballot = places[i];
        uint64_t weight = weighted ? (uint64_t)weights[i] : 1;
        double money = ballots[ballot].money;
        bool poor = (money + doubt < low * (double)weight) | emptied[ballot];
        bool unsure = !poor & !(money - doubt > high * (double)weight);
        poor_list[poor_count] = ballot;
        poor_count += poor;
        unsure_list[unsure_count] = (uint32_t)i;
        unsure_count += unsure;
        payers[i] = poor ? PAYER_POOR : PAYER_RICH;
        weight_left += (weight * times[ballot]) & ((uint64_t)poor - 1);
    }
    purse->unsure_count = unsure_count;
    *poor_out = poor_count;
    return weight_left;
}

static uint64_t classify(struct purse *purse, uint16_t option, const struct price *estimate)
{
    size_t poor_count;
    uint64_t weight_left = purse->supporters.weights
                               ? classify_all(purse, option, estimate, true, &poor_count)
                               : classify_all(purse, option, estimate, false, &poor_count);
    ledger_sum_begin(&purse->ledger);
    for (size_t i = 0; i < poor_count; i++)
        ledger_sum_add(&purse->ledger, purse->poor[i]);
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

INLINE void pay_all(struct purse *purse, uint16_t option, double price, bool weighted)
{
    const struct supporters *s = &purse->supporters;
    size_t start = s->starts[option], count = purse->alive[option];
    const uint32_t *places = s->ballots + start;
    const int64_t *weights = weighted ? s->weights + start : NULL;
    const uint8_t *payers = purse->payers;
    bool *emptied = purse->ledger.emptied;
    struct purse_ballot *ballots = purse->ballots;
    for (size_t i = 0; i < count; i++) {
        uint32_t ballot = places[i];
        bool rich = payers[i] == PAYER_RICH;
        double left = ballots[ballot].money - (weighted ? price * (double)weights[i] : price);
        ballots[ballot].money = masked((pair){left, 0}, (masks){-(int64_t)rich, 0})[0];
        emptied[ballot] |= !rich;
    }
    if (purse->ledger.words == 0)
        return;
    uint64_t *paid = purse->ledger.paid + ledger_word(&purse->ledger);
    unsigned bit = ledger_bit(&purse->ledger);
    for (size_t i = 0; i < count; i++)
        paid[places[i]] |= (uint64_t)(payers[i] == PAYER_RICH) << bit;
}

void purse_pay(struct purse *purse, uint16_t option, const struct exact_price *exact)
{
    const struct supporters *s = &purse->supporters;
    size_t start = s->starts[option], count = purse->alive[option];
    double price = ledger_double(&purse->ledger, exact->numerator, exact->weight);
    double slope = purse->roomy ? ledger_double(&purse->ledger, exact->slope, exact->weight) : 0;
    for (size_t i = start; purse->roomy && i < start + count; i++) {
        uint8_t payer = purse->payers[i - start];
        uint32_t ballot = s->ballots[i];
        narrow_by_payer(purse, i, payer, price, slope);
        change_slope(purse, ballot,
                     payer == PAYER_RICH ? purse->slopes[ballot] - slope * (double)supporters_weight(s, i)
                                         : 0);
    }
    if (s->weights)
        pay_all(purse, option, price, true);
    else
        pay_all(purse, option, price, false);
    purse->error += purse->endowment * 8 * ULP;
    purse->slope_error += purse->steepest * 16 * ULP;
    ledger_buy(&purse->ledger, option, exact->numerator, exact->slope, exact->weight);
}
