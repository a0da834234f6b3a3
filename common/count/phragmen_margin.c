/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/phragmen_margin.h"

#include <math.h>
#include <stdlib.h>

#include "count/rational.h"

struct loads {
    const struct profile *profile;
    double *of_ballot;  /* of each voter with this ballot */
    double *supporters; /* of each option: how many, */
    double *carried;    /* and what they carry together */
    bool *bought;
    struct phragmen_margin *margins;
};

static double double_of(const char *text)
{
    mpq_t value;
    mpq_init(value);
    double number = text && rational_read(text, value) ? mpq_get_d(value) : INFINITY;
    mpq_clear(value);
    return number;
}

/* Another one is next at this price, with so much left: what would put each option before it? */
static void compare_all(struct loads *l, double price, int64_t left)
{
    for (size_t o = 0; o < l->profile->option_count; o++) {
        int64_t cost = l->profile->options[o].cost;
        double votes = (l->carried[o] + (double)cost) / price - l->supporters[o];
        double fair = price * l->supporters[o] - l->carried[o];
        if (l->bought[o])
            continue;
        if (cost <= left && votes < l->margins[o].votes)
            l->margins[o].votes = votes;
        fair = fair < (double)left ? fair : (double)left;
        l->margins[o].cost = fair > l->margins[o].cost ? fair : l->margins[o].cost;
    }
}

static void buy(struct loads *l, uint16_t option, double price)
{
    for (size_t b = 0; b < l->profile->ballot_count; b++) {
        const struct profile_ballot *ballot = &l->profile->ballots[b];
        bool supports = false;
        for (uint32_t i = 0; i < ballot->count; i++)
            supports |= ballot->options[i] == option;
        for (uint32_t i = 0; supports && i < ballot->count; i++)
            l->carried[ballot->options[i]] += (double)ballot->multiplicity * (price - l->of_ballot[b]);
        l->of_ballot[b] = supports ? price : l->of_ballot[b];
    }
    l->bought[option] = true;
}

struct phragmen_margin *phragmen_margins(const struct profile *profile, const struct count_result *result)
{
    struct loads l = {.profile = profile,
                      .of_ballot = allocate(profile->ballot_count, sizeof *l.of_ballot),
                      .supporters = allocate(profile->option_count, sizeof *l.supporters),
                      .carried = allocate(profile->option_count, sizeof *l.carried),
                      .bought = allocate(profile->option_count, sizeof *l.bought),
                      .margins = allocate(profile->option_count, sizeof *l.margins)};
    for (size_t o = 0; o < profile->option_count; o++)
        l.margins[o] = (struct phragmen_margin){INFINITY, 0};
    for (size_t b = 0; b < profile->ballot_count; b++)
        for (uint32_t i = 0; i < profile->ballots[b].count; i++)
            l.supporters[profile->ballots[b].options[i]] += (double)profile->ballots[b].multiplicity;
    bool begun = false, ended = false;
    for (size_t i = 0; i < result->step_count && !ended; i++) {
        const struct count_step *step = &result->steps[i];
        double price = double_of(step->price);
        begun |= step->cost <= profile->budget;
        ended = begun && step->outcome != COUNT_BOUGHT; /* the first of those at which it ended */
        if (!begun)
            continue; /* costs more than the budget */
        compare_all(&l, price, step->left);
        if (step->outcome == COUNT_BOUGHT && !isinf(price))
            buy(&l, step->option, price);
    }
    free(l.of_ballot);
    free(l.supporters);
    free(l.carried);
    free(l.bought);
    return l.margins;
}
