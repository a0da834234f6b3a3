/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Counting small elections made of the bytes, under every rule: it ends, within the budget, with a trace that
 * can be written; and equal shares decides with doubles what it decides without.
 */
#include <stdlib.h>

#include "count/count.h"
#include "count/order.h"
#include "count/rational.h"
#include "count/result.h"
#include "count/shares_run.h"
#include "count/trace.h"

enum { OPTIONS_MAX = 12, BALLOTS_MAX = 40 };

struct input {
    const uint8_t *at, *end;
};

static unsigned next(struct input *in)
{
    return in->at < in->end ? *in->at++ : 0;
}

/* Mostly small, sometimes as large as it goes. */
static int64_t amount(struct input *in)
{
    unsigned size = next(in);
    uint64_t value = 0;
    for (unsigned i = 0; i < (size < 200 ? 1 : size % 9); i++)
        value = value << 8 | next(in);
    return (int64_t)(value & INT64_MAX);
}

static struct profile *make_profile(struct input *in)
{
    struct profile_option options[OPTIONS_MAX];
    static const char ids[] = "lkjihgfedcba";
    size_t count = next(in) % (OPTIONS_MAX + 1);
    enum profile_form form = next(in) % 4;
    unsigned digits = next(in) % 4;
    int64_t budget = amount(in);
    for (size_t i = 0; i < count; i++)
        options[i] = (struct profile_option){bytes_of(ids + i, 1), amount(in)};
    struct profile *profile = profile_new(form, options, count, budget, digits, NULL);
    for (size_t b = 0; profile && b < BALLOTS_MAX && in->at < in->end; b++) {
        uint16_t choices[OPTIONS_MAX];
        int64_t points[OPTIONS_MAX];
        size_t chosen = count ? next(in) % (count + 1) : 0;
        for (size_t i = 0; i < chosen; i++) {
            choices[i] = (uint16_t)(next(in) % count);
            points[i] = form == PROFILE_ANSWERS  ? 1 + next(in) % 3
                        : form == PROFILE_POINTS ? amount(in) - (int64_t)next(in) % 3
                                                 : 0;
        }
        uint64_t times = 1 + next(in) % 3;
        bool ok = form == PROFILE_APPROVAL ? profile_add_approval(profile, choices, chosen, times, NULL)
                  : form == PROFILE_RANKING
                      ? profile_add_ranking(profile, choices, chosen, times, NULL)
                      : profile_add_points(profile, choices, points, chosen, times, NULL);
        if (!ok)
            abort();
    }
    return profile;
}

static struct rule make_rule(struct input *in)
{
    struct rule rule = {.name = next(in) % 4};
    if (rule.name != RULE_MOTION)
        rule.ties = RULE_LEX;
    if (rule.name == RULE_GREEDY) {
        rule.score = next(in) % 4;
        rule.density = next(in) % 2;
        rule.on_misfit = next(in) % 2;
        rule.threshold = next(in);
    } else if (rule.name == RULE_EQUAL_SHARES) {
        rule.utility = next(in) % 6;
        rule.completion = next(in) % 4;
        rule.start = next(in) % 2;
        rule.compare = next(in) % 2;
    } else if (rule.name == RULE_MOTION) {
        rule.base = next(in) % 3;
        rule.quorum = (struct rule_fraction){next(in) % 3, 2};
        rule.majority = (struct rule_fraction){next(in) % 3, 2};
    }
    return rule;
}

static json_t *one_run(const struct profile *profile, const struct rule *rule, bool filter)
{
    struct arena arena = {0};
    struct count_result result = {.rule = *rule};
    mpq_t endowment;
    const uint16_t *order = order_of_ties(profile, NULL, &arena);
    struct shares *shares = shares_new(profile, rule->utility, order, filter, NULL);
    if (!shares)
        abort(); /* it was counted */
    mpq_init(endowment);
    mpz_set_ui(mpq_numref(endowment), (unsigned long)profile->budget);
    mpz_set_ui(mpq_denref(endowment), profile->voter_count ? profile->voter_count : 1);
    mpq_canonicalize(endowment);
    result_reserve(&result, profile->option_count);
    shares_run(shares, endowment, &result, NULL);
    result.shares.endowment = rational_text(endowment, &result.arena);
    json_t *json = trace_result_json(profile, &result, NULL);
    count_result_clear(&result);
    shares_free(shares);
    arena_clear(&arena);
    mpq_clear(endowment);
    return json;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = {data, data + size};
    struct rule rule = make_rule(&in);
    struct profile *profile = make_profile(&in);
    struct count_result result = {0};
    struct count_terms terms = {.entitled = 1000};
    if (profile && count_run(profile, &rule, &terms, &result, NULL)) {
        if (result.total_cost < 0 || (rule.name != RULE_MOTION && result.total_cost > profile->budget) ||
            result.winner_count > profile->option_count)
            abort();
        json_t *json = trace_result_json(profile, &result, NULL); /* an amount may be too large */
        if (json && rule.name == RULE_EQUAL_SHARES) {
            json_t *fast = one_run(profile, &rule, true), *slow = one_run(profile, &rule, false);
            if (!json_equal(fast, slow))
                abort();
            json_decref(fast);
            json_decref(slow);
        }
        json_decref(json);
        count_result_clear(&result);
    }
    profile_free(profile);
    return 0;
}
