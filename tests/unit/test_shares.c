/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Equal shares on small random elections: what must hold of any result, and that the fast ways (doubles,
 * passing over endowments) end where the slow ones do.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "count/order.h"
#include "count/rational.h"
#include "count/result.h"
#include "count/score.h"
#include "count/shares_run.h"
#include "count/trace.h"

enum { OPTIONS = 9, BALLOTS = 14, COST_SCALES = 4 };

static uint64_t random_state = 0x13198a2e03707344u;

static unsigned random_below(unsigned limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)(random_state >> 33) % limit;
}

struct vote {
    uint16_t options[OPTIONS];
    int64_t points[OPTIONS];
    size_t count;
    uint64_t times;
};

struct instance {
    enum profile_form form;
    char ids[OPTIONS][4];
    int64_t costs[OPTIONS], budget;
    size_t option_count, ballot_count;
    struct vote votes[BALLOTS];
    struct rule rule;
    uint8_t seed[COUNT_SEED_BYTES];
};

/* Ties and equalities are wanted, so costs are few and small; large units make many steps of add1. */
static void make_instance(struct instance *in)
{
    static const int64_t scales[COST_SCALES] = {1, 12, 60, 420};
    int64_t scale = scales[random_below(COST_SCALES)], sum = 0;
    *in = (struct instance){.form = random_below(3)};
    in->option_count = 1 + random_below(OPTIONS);
    in->ballot_count = random_below(BALLOTS + 1);
    for (size_t i = 0; i < in->option_count; i++) {
        snprintf(in->ids[i], sizeof in->ids[i], "%c%c", 'a' + (int)(i * 5 % 9), random_below(2) ? 'x' : '\0');
        in->costs[i] = scale * random_below(9) + (random_below(3) ? 0 : random_below(7));
        sum += in->costs[i];
    }
    in->budget = random_below((unsigned)sum + 2);
    for (size_t b = 0; b < in->ballot_count; b++) {
        struct vote *vote = &in->votes[b];
        vote->times = 1 + (random_below(4) ? 0 : random_below(5));
        for (uint16_t i = 0; i < in->option_count; i++) {
            if (random_below(2))
                continue;
            size_t at = random_below((unsigned)vote->count + 1);
            memmove(vote->options + at + 1, vote->options + at, (vote->count++ - at) * sizeof *vote->options);
            vote->options[at] = i;
        }
        for (size_t j = 0; j < vote->count; j++)
            vote->points[j] = (int64_t)random_below(6) - (random_below(9) == 0 ? 3 : 0);
    }
    in->rule = (struct rule){.name = RULE_EQUAL_SHARES,
                             .ties = random_below(2),
                             .completion = random_below(4),
                             .start = random_below(2),
                             .compare = random_below(2)};
    do
        in->rule.utility = random_below(6);
    while (!rule_fits(&in->rule, profile_form_kind(in->form), NULL));
    for (size_t i = 0; i < sizeof in->seed; i++)
        in->seed[i] = (uint8_t)random_below(256);
}

static void add_vote(struct profile *profile, const struct vote *vote, uint64_t times)
{
    assert_true(profile->form == PROFILE_APPROVAL
                    ? profile_add_approval(profile, vote->options, vote->count, times, NULL)
                : profile->form == PROFILE_POINTS
                    ? profile_add_points(profile, vote->options, vote->points, vote->count, times, NULL)
                    : profile_add_ranking(profile, vote->options, vote->count, times, NULL));
}

/* The ballots in order, each all its times at once. */
static struct profile *profile_of(const struct instance *in)
{
    struct profile_option options[OPTIONS];
    for (size_t i = 0; i < in->option_count; i++)
        options[i] = (struct profile_option){bytes_of_string(in->ids[i]), in->costs[i]};
    struct profile *profile = profile_new(in->form, options, in->option_count, in->budget, 0, NULL);
    assert_non_null(profile);
    for (size_t b = 0; b < in->ballot_count; b++)
        add_vote(profile, &in->votes[b], in->votes[b].times);
    return profile;
}

/* Options numbered backwards, ballots backwards and one by one. */
static struct profile *backwards(const struct instance *in)
{
    struct profile_option options[OPTIONS];
    size_t last = in->option_count - 1;
    for (size_t i = 0; i < in->option_count; i++)
        options[last - i] = (struct profile_option){bytes_of_string(in->ids[i]), in->costs[i]};
    struct profile *profile = profile_new(in->form, options, in->option_count, in->budget, 0, NULL);
    assert_non_null(profile);
    for (uint64_t time = 0; time < 5; time++) {
        for (size_t b = in->ballot_count; b-- > 0;) {
            struct vote vote = in->votes[b];
            for (size_t j = 0; j < vote.count; j++)
                vote.options[j] = (uint16_t)(last - vote.options[j]);
            if (time < vote.times)
                add_vote(profile, &vote, 1);
        }
    }
    return profile;
}

static const uint8_t *seed_of(const struct instance *in)
{
    return in->rule.ties == RULE_DRAW ? in->seed : NULL;
}

static void count(const struct instance *in, const struct profile *profile, struct count_result *out)
{
    struct error err;
    if (!count_run(profile, &in->rule, &(struct count_terms){.seed = seed_of(in)}, out, &err))
        fail_msg("%s", err.detail);
}

/* ---- the price system ---- */

/* What a voter with this ballot pays or has, step by step, from the prices of the trace alone. */
static void replay_payments(const struct profile *profile, const struct count_result *result)
{
    mpq_t *money = calloc(profile->ballot_count + 1, sizeof *money);
    mpq_t price, due, paid, factor, held;
    mpq_inits(price, due, paid, factor, held, NULL);
    for (size_t b = 0; b < profile->ballot_count; b++) {
        mpq_init(money[b]);
        assert_true(rational_read(result->shares.endowment, money[b]));
    }
    for (size_t k = 0; k < result->step_count; k++) {
        const struct count_step *step = &result->steps[k];
        uint64_t payers = 0, emptied = 0;
        if (step->by_score || step->outcome != COUNT_BOUGHT)
            continue;
        assert_true(rational_read(step->price, price));
        mpq_set_si(paid, 0, 1);
        mpq_set_si(held, 0, 1); /* the greatest payment */
        for (size_t b = 0; b < profile->ballot_count; b++) {
            const struct profile_ballot *ballot = &profile->ballots[b];
            for (uint32_t i = 0; i < ballot->count; i++) {
                int64_t weight = score_given(ballot, score_of_utility(result->rule.utility), i);
                if (ballot->options[i] != step->option || weight <= 0)
                    continue;
                mpq_set_si(factor, score_times_cost(result->rule.utility) ? step->cost : 1, 1);
                mpq_mul(due, price, factor);
                mpq_set_si(factor, weight, 1);
                mpq_mul(due, due, factor);
                if (mpq_cmp(due, money[b]) >= 0)
                    mpq_set(due, money[b]);
                mpq_sub(money[b], money[b], due);
                if (mpq_sgn(due) > 0) {
                    payers += ballot->multiplicity;
                    emptied += mpq_sgn(money[b]) == 0 ? ballot->multiplicity : 0;
                }
                if (mpq_cmp(due, held) > 0)
                    mpq_set(held, due);
                mpq_set_ui(factor, ballot->multiplicity, 1);
                mpq_mul(due, due, factor);
                mpq_add(paid, paid, due);
            }
        }
        assert_true(mpq_cmp_si(paid, step->cost, 1) == 0); /* in full, by supporters who had it */
        assert_true(payers == step->payers && emptied == step->emptied);
        assert_true(rational_read(step->greatest, due) && mpq_equal(due, held));
    }
    for (size_t k = 0; k < result->step_count; k++) {
        const struct count_step *step = &result->steps[k];
        if (step->outcome != COUNT_UNAFFORDABLE && step->outcome != COUNT_UNSUPPORTED)
            continue;
        mpq_set_si(held, 0, 1);
        for (size_t b = 0; b < profile->ballot_count; b++) {
            const struct profile_ballot *ballot = &profile->ballots[b];
            for (uint32_t i = 0; i < ballot->count; i++) {
                if (ballot->options[i] != step->option ||
                    score_given(ballot, score_of_utility(result->rule.utility), i) <= 0)
                    continue;
                assert_true(step->outcome == COUNT_UNAFFORDABLE ||
                            (step->cost == 0 && score_times_cost(result->rule.utility)));
                mpq_set_ui(factor, ballot->multiplicity, 1);
                mpq_mul(due, money[b], factor);
                mpq_add(held, held, due);
            }
        }
        if (step->outcome == COUNT_UNSUPPORTED)
            continue;
        assert_true(mpq_cmp_si(held, step->cost, 1) < 0);
        assert_true(rational_read(step->held, due) && mpq_equal(due, held));
    }
    for (size_t b = 0; b < profile->ballot_count; b++)
        mpq_clear(money[b]);
    mpq_clears(price, due, paid, factor, held, NULL);
    free(money);
}

static void what_was_bought_was_paid_by_its_supporters(void **state)
{
    (void)state;
    size_t bought = 0, unaffordable = 0;
    for (int round = 0; round < 4000; round++) {
        struct instance in;
        struct count_result result = {0};
        make_instance(&in);
        struct profile *profile = profile_of(&in);
        count(&in, profile, &result);
        assert_true(result.total_cost <= in.budget);
        replay_payments(profile, &result);
        for (size_t i = 0; i < result.step_count; i++) {
            bought += result.steps[i].outcome == COUNT_BOUGHT && !result.steps[i].by_score;
            unaffordable += result.steps[i].outcome == COUNT_UNAFFORDABLE;
        }
        count_result_clear(&result);
        profile_free(profile);
    }
    assert_true(bought > 4000 && unaffordable > 4000);
}

/* ---- the same in another order ---- */

static char *text_of(const struct profile *profile, const struct count_result *result)
{
    struct error err;
    json_t *json = trace_result_json(profile, result, &err);
    assert_non_null(json);
    char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(json);
    return text;
}

static void order_and_grouping_change_nothing(void **state)
{
    (void)state;
    size_t ties = 0;
    for (int round = 0; round < 4000; round++) {
        struct instance in;
        struct count_result there = {0}, back = {0};
        make_instance(&in);
        struct profile *profile = profile_of(&in), *other = backwards(&in);
        count(&in, profile, &there);
        count(&in, other, &back);
        char *one = text_of(profile, &there), *two = text_of(other, &back);
        assert_string_equal(one, two);
        ties += there.tie_count;
        free(one);
        free(two);
        count_result_clear(&there);
        count_result_clear(&back);
        profile_free(profile);
        profile_free(other);
    }
    assert_true(ties > 1000);
}

/* ---- the slow ways ---- */

static void run(const struct instance *in, const struct profile *profile, mpq_srcptr endowment, bool filter,
                struct count_result *out, int64_t *room)
{
    struct arena arena = {0};
    const uint16_t *order = order_of_ties(profile, seed_of(in), &arena);
    struct shares *shares = shares_new(profile, in->rule.utility, order, filter, NULL);
    assert_non_null(shares);
    *out = (struct count_result){.rule = in->rule};
    result_reserve(out, profile->option_count);
    shares_run(shares, endowment, out, room);
    out->shares.endowment = rational_text(endowment, &out->arena);
    shares_free(shares);
    arena_clear(&arena);
}

static void doubles_decide_what_fractions_decide(void **state)
{
    (void)state;
    mpq_t endowment;
    mpq_init(endowment);
    for (int round = 0; round < 6000; round++) {
        struct instance in;
        struct count_result fast, slow;
        make_instance(&in);
        struct profile *profile = profile_of(&in);
        mpq_set_si(endowment, in.budget, profile->voter_count ? profile->voter_count : 1);
        mpq_canonicalize(endowment);
        run(&in, profile, endowment, true, &fast, NULL);
        run(&in, profile, endowment, false, &slow, NULL);
        char *one = text_of(profile, &fast), *two = text_of(profile, &slow);
        assert_string_equal(one, two);
        free(one);
        free(two);
        count_result_clear(&fast);
        count_result_clear(&slow);
        profile_free(profile);
    }
    mpq_clear(endowment);
}

/* Everybody wants everything and can just pay it: balances of a thousand roundings meet the last price
 * exactly. */
static void roundings_add_up_and_are_known_to(void **state)
{
    (void)state;
    enum { MANY = 300 };
    struct profile_option options[MANY];
    char ids[MANY][8];
    uint16_t all[MANY];
    mpq_t endowment;
    mpq_init(endowment);
    for (unsigned voters = 3; voters < 24; voters += 2) {
        int64_t sum = 0;
        for (uint16_t i = 0; i < MANY; i++) {
            snprintf(ids[i], sizeof ids[i], "p%03d", i);
            options[i] = (struct profile_option){bytes_of_string(ids[i]), 1000 + 7 * i};
            sum += options[i].cost;
            all[i] = i;
        }
        struct profile *profile = profile_new(PROFILE_APPROVAL, options, MANY, sum, 0, NULL);
        assert_true(profile_add_approval(profile, all, MANY, voters, NULL));
        struct instance in = {
            .rule = {.name = RULE_EQUAL_SHARES, .ties = RULE_LEX, .utility = RULE_UTILITY_CARDINALITY}};
        struct count_result result;
        mpq_set_si(endowment, sum, voters);
        mpq_canonicalize(endowment);
        run(&in, profile, endowment, true, &result, NULL);
        assert_int_equal(result.winner_count, MANY);
        assert_int_equal(result.steps[MANY - 1].emptied, voters);
        assert_int_equal(result.steps[MANY - 2].emptied, 0);
        count_result_clear(&result);
        profile_free(profile);
    }
    mpq_clear(endowment);
}

/* All the way up, unit by unit and with fractions; at each endowment the room that is promised is kept. */
static void passing_over_endowments_misses_nothing(void **state)
{
    (void)state;
    size_t passed = 0, exhausted = 0, overspent = 0;
    mpq_t endowment, unit;
    mpq_inits(endowment, unit, NULL);
    for (int round = 0; round < 1500; round++) {
        struct instance in;
        struct count_result result = {0};
        make_instance(&in);
        in.rule.completion = RULE_COMPLETION_ADD1;
        in.rule.compare = RULE_COMPARE_NONE;
        struct profile *profile = profile_of(&in);
        if (profile->voter_count == 0) {
            profile_free(profile);
            continue;
        }
        count(&in, profile, &result);
        mpq_set_si(endowment, in.budget, profile->voter_count);
        mpq_canonicalize(endowment);
        if (in.rule.start == RULE_START_INTEGRAL)
            mpq_set_si(endowment, in.budget / (int64_t)profile->voter_count, 1);
        mpq_set_si(unit, 1, 1);
        char *before = NULL;
        int64_t added = 0, kept = 0;
        for (;; added++) {
            struct count_result slow, fast;
            int64_t room = 0, cost = 0;
            run(&in, profile, endowment, false, &slow, NULL);
            run(&in, profile, endowment, true, &fast, &room);
            json_t *selected = trace_selected_json(profile, &slow);
            char *text = json_dumps(selected, JSON_COMPACT);
            json_decref(selected);
            if (kept > 0) { /* promised by an endowment below */
                assert_string_equal(text, before);
                passed++;
            }
            kept = kept - 1 > room ? kept - 1 : room;
            cost = slow.total_cost;
            bool room_left = false;
            for (size_t i = 0; i < slow.step_count; i++)
                room_left |=
                    slow.steps[i].outcome == COUNT_UNAFFORDABLE && slow.steps[i].cost <= in.budget - cost;
            count_result_clear(&fast);
            count_result_clear(&slow);
            free(before);
            before = text;
            if (cost > in.budget) {
                overspent++;
                assert_int_equal(result.shares.end, COUNT_END_OVERSPENT);
                assert_int_equal(result.shares.over, cost);
                assert_int_equal(result.shares.added, added - 1);
                break;
            }
            if (!room_left) {
                exhausted++;
                assert_int_equal(result.shares.end, COUNT_END_EXHAUSTED);
                assert_int_equal(result.shares.added, added);
                break;
            }
            mpq_add(endowment, endowment, unit);
        }
        free(before);
        count_result_clear(&result);
        profile_free(profile);
    }
    mpq_clears(endowment, unit, NULL);
    assert_true(passed > 10000 && exhausted > 50 && overspent > 50);
}

/* In the same order, counted in fractions. */
static bool same_purchases(const struct instance *in, const struct profile *profile, mpq_srcptr endowment,
                           const struct count_result *other)
{
    struct count_result result;
    run(in, profile, endowment, false, &result, NULL);
    bool same = result.winner_count == other->winner_count;
    for (size_t w = 0; same && w < result.winner_count; w++)
        same = result.winners[w] == other->winners[w];
    count_result_clear(&result);
    return same;
}

static void take_part(mpq_ptr at, mpq_srcptr from, mpq_srcptr part, unsigned parts)
{
    mpq_set_ui(at, parts, 1);
    mpq_mul(at, at, part);
    mpq_add(at, at, from);
}

/* After leaping too far, which is remembered, verdicts and runs at endowments before that are what they are
 * without. */
static void assert_remembers_rightly(const struct instance *in, const struct profile *profile,
                                     struct shares *shares, mpq_srcptr from, mpq_srcptr part, unsigned parts,
                                     const struct count_result *first)
{
    mpq_t at;
    mpq_init(at);
    for (unsigned i = 1 + random_below(4); i < parts; i += 1 + random_below(8)) {
        double meet;
        take_part(at, from, part, i);
        enum shares_verdict verdict = shares_hold(shares, at, &meet);
        assert_true(verdict == SHARES_UNCERTAIN ||
                    (verdict == SHARES_HOLD) == same_purchases(in, profile, at, first));
    }
    for (unsigned i = 1 + random_below(4); i < parts; i += 1 + random_below(8)) {
        struct count_result slow;
        take_part(at, from, part, i);
        run(in, profile, at, false, &slow, NULL);
        shares_run(shares, at, NULL, NULL);
        assert_int_equal(shares_cost(shares), slow.total_cost);
        count_result_clear(&slow);
    }
    mpq_clear(at);
}

/* What is said to hold up to a greater endowment holds at those between: here at 24 of them. */
static void leaping_ahead_misses_nothing(void **state)
{
    (void)state;
    enum { PARTS = 25 };
    size_t verdicts[] = {[SHARES_HOLD] = 0, [SHARES_DIFFER] = 0, [SHARES_UNCERTAIN] = 0};
    mpq_t from, part, at;
    mpq_inits(from, part, at, NULL);
    for (int round = 0; round < 6000; round++) {
        struct instance in;
        make_instance(&in);
        struct profile *profile = profile_of(&in);
        if (profile->voter_count == 0) {
            profile_free(profile);
            continue;
        }
        struct arena arena = {0};
        const uint16_t *order = order_of_ties(profile, seed_of(&in), &arena);
        struct shares *shares = shares_new(profile, in.rule.utility, order, true, NULL);
        assert_non_null(shares);
        mpq_set_ui(from, random_below((unsigned)in.budget + 1) * 7 + 1, (unsigned)profile->voter_count * 7);
        mpq_canonicalize(from);
        mpq_set_ui(part, 1 + random_below(300), 40);
        mpq_canonicalize(part);
        struct count_result first;
        run(&in, profile, from, false, &first, NULL);
        shares_run(shares, from, NULL, NULL);
        take_part(at, from, part, PARTS);
        double meet;
        enum shares_verdict verdict = shares_hold(shares, at, &meet);
        verdicts[verdict]++;
        if (verdict == SHARES_DIFFER)
            assert_false(same_purchases(&in, profile, at, &first));
        for (int i = 1; verdict == SHARES_HOLD && i <= PARTS; i++) {
            take_part(at, from, part, (unsigned)i);
            assert_true(same_purchases(&in, profile, at, &first));
        }
        if (verdict != SHARES_HOLD)
            assert_remembers_rightly(&in, profile, shares, from, part, PARTS, &first);
        count_result_clear(&first);
        shares_free(shares);
        arena_clear(&arena);
        profile_free(profile);
    }
    mpq_clears(from, part, at, NULL);
    assert_true(verdicts[SHARES_HOLD] > 1000 && verdicts[SHARES_DIFFER] > 1000);
}

enum { SCALE = 12 };

/* What is said to hold down to a lower cost of one option holds at those between. */
static void getting_cheaper_misses_nothing(void **state)
{
    (void)state;
    size_t verdicts[] = {[SHARES_HOLD] = 0, [SHARES_DIFFER] = 0, [SHARES_UNCERTAIN] = 0}, level = 0;
    mpq_t at;
    mpq_init(at);
    for (int round = 0; round < 20000; round++) {
        struct instance in;
        make_instance(&in);
        for (size_t o = 0; o < in.option_count; o++)
            in.costs[o] *= SCALE; /* so that what is level stays level, and there are costs between */
        struct profile *profile = profile_of(&in);
        struct profile changed = *profile;
        struct profile_option options[OPTIONS];
        uint16_t option = (uint16_t)random_below((unsigned)in.option_count);
        int64_t *cost = &options[option].cost, less = 1 + (int64_t)random_below(10 * SCALE);
        memcpy(options, profile->options, in.option_count * sizeof *options);
        changed.options = options;
        if (profile->voter_count == 0 || *cost <= less) {
            profile_free(profile);
            continue;
        }
        struct arena arena = {0};
        const uint16_t *order = order_of_ties(&changed, seed_of(&in), &arena);
        struct shares *shares = shares_new(&changed, in.rule.utility, order, true, NULL);
        assert_non_null(shares);
        mpq_set_ui(at, (random_below((unsigned)in.budget + 1) * 7 + 1) * SCALE,
                   (unsigned)profile->voter_count * 7);
        mpq_canonicalize(at);
        struct count_result first;
        run(&in, &changed, at, false, &first, NULL);
        shares_run(shares, at, NULL, NULL);
        *cost -= less;
        double meet;
        enum shares_verdict verdict = shares_hold_cheaper(shares, at, option, less, &meet);
        verdicts[verdict]++;
        level += verdict == SHARES_HOLD && first.tie_count > 0;
        if (verdict == SHARES_DIFFER)
            assert_false(same_purchases(&in, &changed, at, &first));
        for (; verdict == SHARES_HOLD && less > 0; less--, ++*cost)
            assert_true(same_purchases(&in, &changed, at, &first));
        count_result_clear(&first);
        shares_free(shares);
        arena_clear(&arena);
        profile_free(profile);
    }
    mpq_clear(at);
    print_message("%zu hold, %zu of them with ties, %zu differ, %zu uncertain\n", verdicts[SHARES_HOLD],
                  level, verdicts[SHARES_DIFFER], verdicts[SHARES_UNCERTAIN]);
    assert_true(verdicts[SHARES_HOLD] > 1000 && level > 500 && verdicts[SHARES_DIFFER] > 500);
}

/* ---- single facts ---- */

static struct profile *three(enum profile_form form, int64_t budget, unsigned digits, const int64_t costs[3])
{
    struct profile_option options[3];
    static const char *const ids[] = {"a", "b", "c"};
    for (size_t i = 0; i < 3; i++)
        options[i] = (struct profile_option){bytes_of_string(ids[i]), costs[i]};
    struct profile *profile = profile_new(form, options, 3, budget, digits, NULL);
    assert_non_null(profile);
    return profile;
}

static void assert_count(const struct profile *profile, const struct rule *rule, const char *expected)
{
    struct count_result result = {0};
    struct error err;
    if (!count_run(profile, rule, &(struct count_terms){0}, &result, &err))
        fail_msg("%s", err.detail);
    char *text = text_of(profile, &result);
    assert_string_equal(text, expected);
    free(text);
    count_result_clear(&result);
}

#define RULE(completion, compare)                                                                            \
    "{\"rule\":{\"compare\":\"" compare "\",\"completion\":\"" completion "\",\"name\":\"equal-shares\","    \
    "\"start\":\"exact\",\"ties\":\"lex\",\"utility\":\"cost\"}"

/* Of 10 each of 4 voters has 5/2. a costs two of them 2 each; b's only supporter cannot pay 5; c for one
 * costs 2, of which he has all. */
static void the_trace_as_json(void **state)
{
    (void)state;
    struct profile *p = three(PROFILE_APPROVAL, 10, 0, (int64_t[]){4, 5, 2});
    assert_true(profile_add_approval(p, (uint16_t[]){0}, 1, 1, NULL));
    assert_true(profile_add_approval(p, (uint16_t[]){0, 1}, 2, 1, NULL));
    assert_true(profile_add_approval(p, (uint16_t[]){2}, 1, 1, NULL));
    assert_true(profile_add_approval(p, NULL, 0, 1, NULL));
    struct rule rule = {.name = RULE_EQUAL_SHARES, .ties = RULE_LEX};
    assert_count(
        p, &rule,
        RULE("none", "none") ",\"selected\":[\"a\",\"c\"],\"shares\":{\"endowment\":\"5/2\"},\"ties\":[],"
                             "\"total_cost\":6,\"trace\":["
                             "{\"cost\":4,\"emptied\":0,\"greatest\":\"2\",\"left\":10,\"option\":\"a\","
                             "\"outcome\":\"bought\","
                             "\"payers\":2,\"price\":\"1/2\",\"step\":1},"
                             "{\"cost\":2,\"emptied\":0,\"greatest\":\"2\",\"left\":6,\"option\":\"c\","
                             "\"outcome\":\"bought\","
                             "\"payers\":1,\"price\":\"1\",\"step\":2},"
                             "{\"cost\":5,\"held\":\"1/"
                             "2\",\"left\":4,\"option\":\"b\",\"outcome\":\"unaffordable\",\"step\":3}]}");
    /* 4 are left, so b never fits and nobody gets more */
    rule.completion = RULE_COMPLETION_ADD1;
    struct count_result result = {0};
    assert_true(count_run(p, &rule, &(struct count_terms){0}, &result, NULL));
    assert_true(result.shares.end == COUNT_END_EXHAUSTED && result.shares.added == 0);
    count_result_clear(&result);
    profile_free(p);
}

/* Greedy prefers b (3 votes), which more voters prefer to a and c. */
static void greedy_wins_where_more_prefer_it(void **state)
{
    (void)state;
    struct profile *p = three(PROFILE_APPROVAL, 10, 0, (int64_t[]){2, 10, 1});
    assert_true(profile_add_approval(p, (uint16_t[]){1}, 1, 3, NULL));
    assert_true(profile_add_approval(p, (uint16_t[]){0}, 1, 1, NULL));
    assert_true(profile_add_approval(p, (uint16_t[]){2}, 1, 1, NULL));
    struct rule rule = {.name = RULE_EQUAL_SHARES, .ties = RULE_LEX, .compare = RULE_COMPARE_GREEDY};
    struct count_result result = {0};
    assert_true(count_run(p, &rule, &(struct count_terms){0}, &result, NULL));
    const struct count_comparison *comparison = result.shares.comparison;
    assert_true(comparison->greedy_won && comparison->prefer_greedy == 3 &&
                comparison->prefer_equal_shares == 2 && comparison->indifferent == 0);
    assert_true(result.winner_count == 1 && result.winners[0] == 1 && result.total_cost == 10);
    assert_int_equal(result.steps[0].option, 0); /* the trace is of equal shares */
    count_result_clear(&result);
    /* as many on either side: equal shares stays */
    assert_true(profile_add_approval(p, (uint16_t[]){0}, 1, 1, NULL));
    assert_true(count_run(p, &rule, &(struct count_terms){0}, &result, NULL));
    assert_true(!result.shares.comparison->greedy_won && result.winner_count == 2);
    count_result_clear(&result);
    profile_free(p);
}

static void add1_adds_units_of_the_currency(void **state)
{
    (void)state;
    /* in cents: 12.00 for 3 voters; each of two needs 5.50 */
    struct profile *p = three(PROFILE_APPROVAL, 1200, 2, (int64_t[]){1100, 100000, 0});
    assert_true(profile_add_approval(p, (uint16_t[]){0, 1}, 2, 2, NULL));
    assert_true(profile_add_approval(p, (uint16_t[]){1}, 1, 1, NULL));
    struct rule rule = {.name = RULE_EQUAL_SHARES, .ties = RULE_LEX, .completion = RULE_COMPLETION_ADD1};
    struct count_result result = {0};
    assert_true(count_run(p, &rule, &(struct count_terms){0}, &result, NULL));
    assert_string_equal(result.shares.endowment, "600");
    assert_int_equal(result.shares.added, 2);
    assert_true(result.winner_count == 1 && result.winners[0] == 0);
    count_result_clear(&result);
    profile_free(p);
    p = three(PROFILE_APPROVAL, 1199, 2, (int64_t[]){1100, 100000, 0});
    assert_true(profile_add_approval(p, (uint16_t[]){0, 1}, 2, 3, NULL));
    rule.start = RULE_START_INTEGRAL;
    rule.completion = RULE_COMPLETION_NONE;
    assert_true(count_run(p, &rule, &(struct count_terms){0}, &result, NULL));
    assert_string_equal(result.shares.endowment, "300"); /* 3.99 rounded down */
    count_result_clear(&result);
    profile_free(p);
}

static void nothing_to_share(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 6 * 4 * 2 * 2; i++) {
        struct rule rule = {.name = RULE_EQUAL_SHARES,
                            .ties = RULE_LEX,
                            .utility = i % 2,
                            .completion = i / 2 % 4,
                            .start = i / 8 % 2,
                            .compare = i / 16 % 2};
        struct count_result result = {0};
        bool greedily =
            rule.completion == RULE_COMPLETION_UTILITARIAN || rule.completion == RULE_COMPLETION_ADD1U;
        /* no voters: nobody supports anything */
        struct profile *p = three(PROFILE_APPROVAL, 10, 0, (int64_t[]){6, 0, 4});
        assert_true(count_run(p, &rule, &(struct count_terms){0}, &result, NULL));
        assert_string_equal(result.shares.endowment, "0");
        assert_int_equal(result.winner_count, greedily ? 3 : 0);
        assert_int_equal(result.steps[0].outcome, COUNT_UNSUPPORTED);
        count_result_clear(&result);
        profile_free(p);
        /* no money: what costs nothing has a price of nothing, where it is of use */
        p = three(PROFILE_APPROVAL, 0, 0, (int64_t[]){6, 0, 4});
        assert_true(profile_add_approval(p, (uint16_t[]){0, 1}, 2, 1, NULL));
        assert_true(profile_add_approval(p, NULL, 0, 1, NULL));
        assert_true(count_run(p, &rule, &(struct count_terms){0}, &result, NULL));
        assert_int_equal(result.winner_count, greedily || rule.utility == RULE_UTILITY_CARDINALITY ? 1 : 0);
        count_result_clear(&result);
        profile_free(p);
        /* no options */
        p = profile_new(PROFILE_APPROVAL, NULL, 0, 10, 0, NULL);
        assert_true(profile_add_approval(p, NULL, 0, 3, NULL));
        assert_true(count_run(p, &rule, &(struct count_terms){0}, &result, NULL));
        assert_true(result.winner_count == 0 && result.step_count == 0);
        count_result_clear(&result);
        profile_free(p);
    }
}

static void large_numbers_are_counted_or_refused(void **state)
{
    (void)state;
    const int64_t third = INT64_MAX / 3;
    struct error err;
    struct count_result result = {0};
    struct rule rule = {.name = RULE_EQUAL_SHARES, .ties = RULE_LEX, .completion = RULE_COMPLETION_ADD1};
    /* from 0, units as small as can be: some 10^18 endowments */
    struct profile *p = three(PROFILE_APPROVAL, third, 0, (int64_t[]){third, third - 1, third - 2});
    assert_true(profile_add_approval(p, (uint16_t[]){0, 1}, 2, 1, NULL));
    assert_true(profile_add_approval(p, (uint16_t[]){1, 2}, 2, 1, NULL));
    assert_true(profile_add_approval(p, (uint16_t[]){0, 2}, 2, 1, NULL));
    assert_true(count_run(p, &rule, &(struct count_terms){0}, &result, &err));
    assert_int_equal(result.winner_count, 1);
    assert_null(trace_result_json(p, &result, &err)); /* beyond 2^53 - 1 */
    assert_string_equal(err.type, "overflow");
    count_result_clear(&result);
    profile_free(p);

    p = three(PROFILE_APPROVAL, 10, 0, (int64_t[]){INT64_MAX, 1, 0});
    assert_false(count_run(p, &rule, &(struct count_terms){0}, &result, &err));
    assert_string_equal(err.detail, "the costs of all options together are too large");
    profile_free(p);

    p = three(PROFILE_POINTS, 10, 0, (int64_t[]){1, 1, 1});
    rule.utility = RULE_UTILITY_POINTS;
    assert_true(profile_add_points(p, (uint16_t[]){1}, (int64_t[]){INT64_MAX}, 1, 1, NULL));
    assert_true(count_run(p, &rule, &(struct count_terms){0}, &result, &err));
    assert_true(result.winner_count == 1 && result.winners[0] == 1);
    count_result_clear(&result);
    assert_true(profile_add_points(p, (uint16_t[]){1}, (int64_t[]){1}, 1, 1, NULL));
    assert_false(count_run(p, &rule, &(struct count_terms){0}, &result, &err));
    assert_string_equal(err.detail, "what ballots give to option b is too much");
    profile_free(p);
}

static void what_does_not_apply_is_refused(void **state)
{
    (void)state;
    struct profile *p = three(PROFILE_APPROVAL, 10, 0, (int64_t[]){6, 0, 4});
    struct count_result result = {0};
    struct rule rule = {.name = RULE_EQUAL_SHARES, .ties = RULE_LEX, .utility = RULE_UTILITY_POINTS};
    struct conflicts conflicts = {0};
    json_t *sets = json_pack("[[s, s]]", "a", "b");
    uint8_t seed[COUNT_SEED_BYTES] = {0};
    assert_true(conflicts_from_json(sets, p, &conflicts, NULL));
    assert_false(count_run(p, &rule, &(struct count_terms){0}, &result, NULL));
    rule.utility = RULE_UTILITY_COST;
    assert_false(count_run(p, &rule, &(struct count_terms){.seed = seed}, &result, NULL));
    assert_false(count_run(p, &rule, &(struct count_terms){.conflicts = &conflicts}, &result, NULL));
    rule.ties = RULE_DRAW;
    assert_false(count_run(p, &rule, &(struct count_terms){0}, &result, NULL));
    assert_null(result.arena.first);
    conflicts_clear(&conflicts);
    json_decref(sets);
    profile_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_bought_was_paid_by_its_supporters),
        cmocka_unit_test(order_and_grouping_change_nothing),
        cmocka_unit_test(doubles_decide_what_fractions_decide),
        cmocka_unit_test(roundings_add_up_and_are_known_to),
        cmocka_unit_test(passing_over_endowments_misses_nothing),
        cmocka_unit_test(leaping_ahead_misses_nothing),
        cmocka_unit_test(getting_cheaper_misses_nothing),
        cmocka_unit_test(the_trace_as_json),
        cmocka_unit_test(greedy_wins_where_more_prefer_it),
        cmocka_unit_test(add1_adds_units_of_the_currency),
        cmocka_unit_test(nothing_to_share),
        cmocka_unit_test(large_numbers_are_counted_or_refused),
        cmocka_unit_test(what_does_not_apply_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
