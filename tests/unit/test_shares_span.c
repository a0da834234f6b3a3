/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Between two endowments, or two costs of an option, with the same purchases, prices fall as fast as a span
 * says (count/shares_span.h): on small random elections, against the prices at endowments, or costs, between.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "count/shares_span.h"

enum { OPTIONS = 7, BALLOTS = 12, PARTS = 40 };

static uint64_t random_state = 0xa4093822299f31d0u;

static unsigned random_below(unsigned limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)(random_state >> 33) % limit;
}

static struct profile *make_profile(enum profile_form form)
{
    static const char *const ids[OPTIONS] = {"a", "b", "c", "d", "e", "f", "g"};
    struct profile_option options[OPTIONS];
    for (size_t o = 0; o < OPTIONS; o++)
        options[o] = (struct profile_option){bytes_of_string(ids[o]), 20 + random_below(200)};
    struct profile *profile = profile_new(form, options, OPTIONS, 1000, 0, NULL);
    assert_non_null(profile);
    for (size_t b = 0; b < BALLOTS; b++) {
        uint16_t named[OPTIONS];
        int64_t points[OPTIONS];
        size_t count = 0;
        for (uint16_t o = 0; o < OPTIONS; o++) {
            points[count] = 1 + random_below(5);
            named[count] = o;
            count += random_below(2);
        }
        uint64_t times = 1 + random_below(3);
        assert_true(form == PROFILE_APPROVAL
                        ? profile_add_approval(profile, named, count, times, NULL)
                        : profile_add_points(profile, named, points, count, times, NULL));
    }
    return profile;
}

/* What a run finds: the options bought, by cardinality or points; the prices of all options at each step,
 * infinite when they are bought or cannot be paid; how fast these fall in a span, when there is one. */
struct run {
    size_t count;
    uint16_t bought[OPTIONS];
    double prices[OPTIONS + 1][OPTIONS];
    struct pace falls[OPTIONS + 1][OPTIONS];
};

static const struct price anything = {0, INFINITY, 0};

static double price_of(struct purse *purse, uint16_t option, struct exact_price *out)
{
    return purse->alive[option] && price_exact(purse, option, &anything, out)
               ? ledger_double(&purse->ledger, out->numerator, out->weight)
               : INFINITY;
}

/* With a span, which has been started. */
static void count(struct purse *purse, mpq_srcptr endowment, struct span *span, struct run *run)
{
    struct exact_price price;
    bool bought[OPTIONS] = {false};
    mpz_inits(price.numerator, price.slope, NULL);
    *run = (struct run){0};
    purse_start(purse, endowment, true, false);
    for (;; run->count++) {
        uint16_t best = 0;
        double *prices = run->prices[run->count];
        for (uint16_t o = 0; o < OPTIONS; o++) {
            prices[o] = bought[o] ? INFINITY : price_of(purse, o, &price);
            best = prices[o] < prices[best] ? o : best;
            if (span && !isinf(prices[o]))
                run->falls[run->count][o].least = span_fall(span, purse, o, prices[o] * (1 - 1e-12));
        }
        if (isinf(prices[best]))
            break;
        run->bought[run->count] = best;
        bought[best] = true;
        (void)price_of(purse, best, &price);
        if (span)
            run->falls[run->count][best] = span_buy(span, purse, best, &price);
        purse_pay(purse, best, &price);
    }
    mpz_clears(price.numerator, price.slope, NULL);
}

static bool same_purchases(const struct run *a, const struct run *b)
{
    return a->count == b->count && memcmp(a->bought, b->bought, sizeof a->bought) == 0;
}

/* `less` and `more` are `step` of endowment, or cost, apart. Returns how many of the bounds said something.
 */
static size_t assert_bounds(const struct run *less, const struct run *more, const struct run *to, double step)
{
    size_t said = 0;
    for (size_t k = 0; k <= to->count; k++) {
        for (uint16_t o = 0; o < OPTIONS; o++) {
            if (isinf(less->prices[k][o]))
                continue;
            double fall = (less->prices[k][o] - more->prices[k][o]) / step;
            double rounding = 1e-9 + 1e-12 * less->prices[k][o] / step;
            assert_true(fall >= to->falls[k][o].least - rounding);
            said += to->falls[k][o].least > 0;
            if (k < to->count && o == to->bought[k]) {
                assert_true(fall <= to->falls[k][o].most + rounding);
                said += !isinf(to->falls[k][o].most);
            }
        }
    }
    return said;
}

/* Of the option that gets cheaper, by one from run to run, and costs so much at the end: its price over its
 * cost, where it is bought. Returns as above. */
static size_t assert_bounds_over_cost(const struct run *runs, const struct run *to, const struct span *span,
                                      uint16_t option, int64_t cost)
{
    size_t said = 0;
    for (size_t k = 0; k < to->count; k++) {
        if (to->bought[k] != option)
            continue;
        double rho[PARTS + 1];
        for (int i = 0; i <= PARTS; i++)
            rho[i] = runs[i].prices[k][option] / (double)(cost + PARTS - i);
        struct pace pace = span_over_cost(span, to->falls[k][option], (double)cost, rho[0], rho[PARTS]);
        for (int i = 0; i < PARTS; i++) {
            double fall = rho[i] - rho[i + 1], rounding = 1e-12 * rho[i];
            assert_true(fall >= pace.least - rounding && fall <= pace.most + rounding);
        }
        said += (pace.least > 0) + !isinf(pace.most);
    }
    return said;
}

/* With `cheaper` an option's cost falls, else the endowment grows. */
static void prices_fall_within_bounds(enum profile_form form, enum rule_score score, bool cheaper)
{
    size_t said = 0, flips = 0, over = 0;
    mpq_t at, part;
    mpq_inits(at, part, NULL);
    for (int round = 0; round < 3000; round++) {
        static struct run runs[PARTS + 1], to;
        struct profile *profile = make_profile(form);
        struct profile changed = *profile;
        struct profile_option options[OPTIONS], *option = &options[random_below(OPTIONS)];
        struct purse purse;
        struct span span;
        memcpy(options, profile->options, sizeof options);
        changed.options = options;
        assert_true(purse_init(&purse, &changed, score, NULL));
        span_init(&span, &purse);
        mpq_set_ui(at, 5 + random_below(60), 1);
        mpq_set_ui(part, 1 + random_below(40), 100);
        option->cost += PARTS;
        count(&purse, at, NULL, &runs[0]);
        span_set_from(&span, &purse, at);
        bool same = true;
        for (int i = 1; same && i <= PARTS; i++) {
            if (cheaper)
                option->cost--;
            else
                mpq_add(at, at, part);
            count(&purse, at, NULL, &runs[i]);
            same = same_purchases(&runs[0], &runs[i]);
        }
        if (same) {
            if (cheaper)
                span_start_cheaper(&span, &purse, (uint16_t)(option - options), PARTS);
            else
                span_start(&span, &purse, at);
            count(&purse, at, &span, &to);
            for (int i = 0; i < PARTS; i++)
                said += assert_bounds(&runs[i], &runs[i + 1], &to, cheaper ? 1 : mpq_get_d(part));
            if (cheaper)
                over += assert_bounds_over_cost(runs, &to, &span, (uint16_t)(option - options), option->cost);
            for (size_t k = 0; k < to.count; k++)
                flips += to.falls[k][to.bought[k]].most > to.falls[k][to.bought[k]].least * 1.001;
        }
        span_clear(&span);
        purse_clear(&purse);
        profile_free(profile);
    }
    mpq_clears(at, part, NULL);
    print_message("%zu bounds, %zu of them apart; %zu over costs\n", said, flips, over);
    assert_true(said > 100000 && flips > (cheaper ? 200 : 500));
    assert_true(!cheaper || over > 300);
}

static void prices_fall_within_bounds_by_approvals(void **state)
{
    (void)state;
    prices_fall_within_bounds(PROFILE_APPROVAL, RULE_VOTES, false);
}

static void prices_fall_within_bounds_by_points(void **state)
{
    (void)state;
    prices_fall_within_bounds(PROFILE_POINTS, RULE_POINTS, false);
}

static void prices_fall_within_bounds_when_one_gets_cheaper(void **state)
{
    (void)state;
    prices_fall_within_bounds(PROFILE_APPROVAL, RULE_VOTES, true);
    prices_fall_within_bounds(PROFILE_POINTS, RULE_POINTS, true);
}

/* Over a span of 10, what costs 5 at its end and falls from 8 or less, against others. */
static void what_is_below_is_below_all_over(void **state)
{
    (void)state;
    const struct span span = {.length = 10};
    struct span_price price = {8, 5, {0.1, 0.5}};
    assert_false(span_is_below(&span, &price, 5, 1));    /* level at the end */
    assert_true(span_is_below(&span, &price, 6, 0.5));   /* falls as fast as it may */
    assert_false(span_is_below(&span, &price, 6, 0.15)); /* may have been level at the beginning */
    assert_true(span_is_below(&span, &price, 8.1, 0));   /* is dearer than it was */
    /* dearer by 1 at the end, which may be lost at 0.25 a unit, and by 0.5 at the beginning, lost at 0.15 a
     * unit: certain for 4 units and for 3.3, of 10 */
    assert_false(span_is_below(&span, &price, 6, 0.25));
    price.fall = (struct pace){0.2, 0.3};
    assert_true(span_is_below(&span, &price, 6, 0.25));
    price.fall.most = INFINITY;
    assert_false(span_is_below(&span, &price, 6, 0.25)); /* nothing is known from the end; 10 is not enough */
    assert_true(span_is_below(&span, &price, 6.4, 0.25));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prices_fall_within_bounds_by_approvals),
        cmocka_unit_test(prices_fall_within_bounds_by_points),
        cmocka_unit_test(prices_fall_within_bounds_when_one_gets_cheaper),
        cmocka_unit_test(what_is_below_is_below_all_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
