// SPDX-License-Identifier: AGPL-3.0-or-later
#include "count/patterns.h"

#include <gmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct counting {
    mpz_t sum, term, factor, limit;
};

/* Add factor * C(n, k) to the sum. False: it has reached the limit. */
static bool add(struct counting *c, size_t n, size_t k)
{
    mpz_bin_uiui(c->term, n, k);
    mpz_addmul(c->sum, c->term, c->factor);
    return mpz_cmp(c->sum, c->limit) < 0;
}

/* factor = in how many ways k options get 1..each points and no more than `total` together: the parts that
 * exceed `each` are taken out by inclusion and exclusion. */
static void spread(struct counting *c, uint64_t k, uint64_t each, uint64_t total)
{
    mpz_t part;
    mpz_init(part);
    mpz_set_ui(c->factor, 0);
    for (uint64_t j = 0; j <= k && total >= k + j * each; j++) {
        mpz_bin_uiui(part, k, j);
        mpz_bin_uiui(c->term, total - j * each, k);
        if (j & 1)
            mpz_submul(c->factor, part, c->term);
        else
            mpz_addmul(c->factor, part, c->term);
    }
    mpz_clear(part);
}

/* factor = in how many ways k options can be marked. */
static void weigh(struct counting *c, const struct form *form, uint64_t k)
{
    mpz_t below;
    switch (form->kind) {
    case FORM_POINTS:
        mpz_init_set_ui(below, 0);
        if (form->min_total > 1) {
            spread(c, k, form->max_each, form->min_total - 1);
            mpz_set(below, c->factor);
        }
        spread(c, k, form->max_each, form->total);
        mpz_sub(c->factor, c->factor, below);
        mpz_clear(below);
        break;
    case FORM_RANKING:
        mpz_fac_ui(c->factor, k);
        break;
    case FORM_SCORES:
        mpz_ui_pow_ui(c->factor, form->high - form->low + 1, k);
        break;
    default:
        mpz_set_ui(c->factor, 1);
        break;
    }
}

static int compare_costs(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* How many of the cheapest fit together. */
static uint64_t fitting(const uint64_t *costs, size_t count, uint64_t envelope)
{
    uint64_t *sorted = malloc((count ? count : 1) * sizeof *sorted), left = envelope, fit = 0;
    if (!sorted)
        abort();
    memcpy(sorted, costs, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_costs);
    while (fit < count && sorted[fit] <= left)
        left -= sorted[fit++];
    free(sorted);
    return fit;
}

/* False: it has reached the limit. */
static bool count(struct counting *c, const struct form *form, size_t n, const uint64_t *costs,
                  uint64_t envelope)
{
    if (form->kind == FORM_CHOICE) {
        mpz_set_ui(c->sum, n);
    } else if (form->kind == FORM_QUESTIONS) {
        mpz_ui_pow_ui(c->sum, 4, n);
        mpz_sub_ui(c->sum, c->sum, 1);
    } else {
        uint64_t max = form->kind == FORM_KNAPSACK ? fitting(costs, n, envelope) : form->max;
        for (uint64_t k = form->min; k <= max && k <= form->max; k++) {
            weigh(c, form, k);
            if (!add(c, n, k))
                return false;
        }
    }
    return mpz_cmp(c->sum, c->limit) < 0;
}

/* All digits but the first few become zeros. */
static void show(struct counting *c, bool down, char text[PATTERNS_TEXT_BYTES])
{
    size_t digits = mpz_sizeinbase(c->sum, 10); /* or one more than there are */
    mpz_ui_pow_ui(c->term, 10, digits - 1);
    if (mpz_cmp(c->sum, c->term) < 0)
        digits--;
    if (digits > PATTERNS_SHOWN_DIGITS) {
        mpz_ui_pow_ui(c->factor, 10, digits - PATTERNS_SHOWN_DIGITS);
        if (!down) {
            mpz_fdiv_q_ui(c->term, c->factor, 2);
            mpz_add(c->sum, c->sum, c->term);
        }
        mpz_fdiv_q(c->sum, c->sum, c->factor);
        mpz_mul(c->sum, c->sum, c->factor);
    }
    gmp_snprintf(text, PATTERNS_TEXT_BYTES, "%Zd", c->sum);
}

void patterns_count(const struct form *form, size_t option_count, const uint64_t *costs, uint64_t envelope,
                    struct patterns *out)
{
    struct counting c;
    mpz_inits(c.sum, c.term, c.factor, c.limit, NULL);
    mpz_ui_pow_ui(c.limit, 10, PATTERNS_DIGITS_MAX);
    bool all = count(&c, form, option_count, costs, envelope);
    out->bound = !all ? PATTERNS_AT_LEAST : form->kind == FORM_KNAPSACK ? PATTERNS_AT_MOST : PATTERNS_EXACT;
    out->number = mpz_cmp_ui(c.sum, UINT64_MAX) < 0 ? mpz_get_ui(c.sum) : UINT64_MAX;
    if (!all)
        mpz_set(c.sum, c.limit);
    show(&c, !all, out->text);
    mpz_clears(c.sum, c.term, c.factor, c.limit, NULL);
}
