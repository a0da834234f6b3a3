/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Margins and withdrawals: worked out by hand, and on small random elections against counting again elections
 * that are built anew; the price system of equal shares, and each way in which it can be broken.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "count/rule_source.h"
#include "margins_fixture.h"

static void explain(const struct election *election, const struct rule *rule, struct explanation *out)
{
    explain_within(election, rule, (struct explain_effort){EXPLAIN_SCAN, EXPLAIN_SEARCH, NULL}, out);
}

/* ---- by hand ---- */

/* The example of docs/counting.md in cents: bench, court, light, mural, trees. */
static const struct election EXAMPLE = {
    .form = PROFILE_APPROVAL,
    .budget = 1000000,
    .costs = {300000, 600000, 250000, 150000, 400050},
    .ids = {"bench", "court", "light", "mural", "trees"},
    .option_count = 5,
    .ballots = {{.options = {1, 4}, .count = 2, .times = 1},
                {.options = {1, 4, 0}, .count = 3, .times = 1},
                {.options = {1, 2}, .count = 2, .times = 1},
                {.options = {4, 0, 2}, .count = 3, .times = 1},
                {.options = {1, 0}, .count = 2, .times = 1},
                {.options = {4, 2}, .count = 2, .times = 1},
                {.options = {1, 4, 2, 0}, .count = 4, .times = 1},
                {.options = {3}, .count = 1, .times = 1}},
    .ballot_count = 8,
};
enum { BENCH, COURT, LIGHT, MURAL, TREES };

static void assert_margin(const struct explain_margin *margin, enum explain_kind kind, int64_t value)
{
    assert_int_equal(margin->kind, kind);
    if (kind == EXPLAIN_EXACT || kind == EXPLAIN_TURN)
        assert_int_equal(margin->value, value);
}

static void assert_without(const struct explain_option *option, const char *in, const char *out)
{
    char text[2][OPTIONS_MAX + 1] = {""};
    for (size_t i = 0; i < option->in_count; i++)
        text[0][i] = EXAMPLE.ids[option->in[i]][0];
    for (size_t i = 0; i < option->out_count; i++)
        text[1][i] = EXAMPLE.ids[option->out[i]][0];
    assert_string_equal(text[0], in);
    assert_string_equal(text[1], out);
}

static void greedy_is_explained(void **state)
{
    (void)state;
    struct rule rule = rule_source_default(RULE_GREEDY, PROFILE_APPROVAL);
    struct explanation explanation = {0};
    explain(&EXAMPLE, &rule, &explanation);
    const struct explain_option *options = explanation.options;
    assert_true(options[COURT].won && options[BENCH].won && !options[TREES].won);
    /* 5 votes, level with court, after it: a vote more puts it first. 4,000 are left when it comes. */
    assert_margin(&options[TREES].votes, EXPLAIN_EXACT, 1);
    assert_margin(&options[TREES].cost, EXPLAIN_EXACT, 400000);
    /* one more than bench; and to be level with it is not enough, by id */
    assert_margin(&options[LIGHT].votes, EXPLAIN_EXACT, 1);
    assert_margin(&options[LIGHT].cost, EXPLAIN_EXACT, 100000);
    assert_margin(&options[MURAL].votes, EXPLAIN_EXACT, 4);
    /* trees, bench and light cost 9,500.50; of court, trees, bench, light and mural only the first two change
     */
    assert_without(&options[COURT], "lt", "");
    assert_without(&options[BENCH], "lm", "");
    assert_without(&options[TREES], "", "");
    explanation_clear(&explanation);

    rule.on_misfit = RULE_STOP;
    rule.threshold = 2;
    explain(&EXAMPLE, &rule, &explanation);
    options = explanation.options;
    assert_margin(&options[BENCH].votes, EXPLAIN_EXACT, 1); /* before trees, which stops the count */
    assert_margin(&options[BENCH].cost, EXPLAIN_NEVER, 0);
    assert_margin(&options[MURAL].votes, EXPLAIN_EXACT, 4);
    assert_without(&options[TREES], "b", "");
    explanation_clear(&explanation);
}

static void what_costs_more_than_the_budget_never_wins(void **state)
{
    (void)state;
    struct election election = EXAMPLE;
    election.costs[MURAL] = election.budget + 1;
    struct explanation explanation = {0};
    for (enum rule_name name = RULE_GREEDY; name <= RULE_PHRAGMEN; name++) {
        struct rule rule = rule_source_default(name, PROFILE_APPROVAL);
        explain(&election, &rule, &explanation);
        assert_margin(&explanation.options[MURAL].votes, EXPLAIN_NEVER, 0);
        assert_int_equal(explanation.options[MURAL].cost.kind, EXPLAIN_EXACT);
        explanation_clear(&explanation);
    }
}

static void equal_shares_is_explained(void **state)
{
    (void)state;
    struct rule rule = rule_source_default(RULE_EQUAL_SHARES, PROFILE_APPROVAL);
    struct explanation explanation = {0};
    explain(&EXAMPLE, &rule, &explanation);
    const struct explain_option *options = explanation.options;
    assert_true(options[COURT].won && options[LIGHT].won);
    /* 10,000 / 8 = 1,250 each is all that mural's one supporter has; with another 2 * 10,000 / 9 are enough
     */
    assert_margin(&options[MURAL].votes, EXPLAIN_EXACT, 1);
    assert_margin(&options[MURAL].cost, EXPLAIN_EXACT, 125000);
    assert_without(&options[COURT], "t", "");
    explanation_clear(&explanation);

    /* With c for 3,000 one of the two other voters of a and b has to pay 1,000: each of a's and b's has
     * 1,500. */
    struct election small = {
        .form = PROFILE_APPROVAL,
        .budget = 6,
        .costs = {4, 2, 3},
        .ids = {"a", "b", "c"},
        .option_count = 3,
        .ballots = {{.options = {0}, .count = 1, .times = 2},
                    {.options = {1}, .count = 1, .times = 1},
                    {.options = {2}, .count = 1, .times = 1}},
        .ballot_count = 3,
    };
    /* 1.5 each: a's two have 3 of 4, b's one 1.5 of 2, c's one 1.5 of 3. With k more for one of them 6 / (4 +
     * k) each: a: 3 * 1.2 = 3.6, 4 * 1 = 4; b: 2 * 1.2 = 2.4; c: 2 * 1.2 = 2.4, 3 * 1 = 3. */
    explain(&small, &rule, &explanation);
    assert_margin(&explanation.options[0].votes, EXPLAIN_EXACT, 2);
    assert_margin(&explanation.options[1].votes, EXPLAIN_EXACT, 1);
    assert_margin(&explanation.options[2].votes, EXPLAIN_EXACT, 2);
    assert_margin(&explanation.options[0].cost, EXPLAIN_EXACT, 3);
    assert_margin(&explanation.options[1].cost, EXPLAIN_EXACT, 1);
    assert_margin(&explanation.options[2].cost, EXPLAIN_EXACT, 1);
    explanation_clear(&explanation);
}

static void phragmen_is_explained(void **state)
{
    (void)state;
    struct rule rule = rule_source_default(RULE_PHRAGMEN, PROFILE_APPROVAL);
    struct explanation explanation = {0};
    explain(&EXAMPLE, &rule, &explanation);
    /* light at 625 and bench at 1,062.50 come first, mural at 1,500; trees at 4,000.50 / 5 plus what its
     * supporters carry, (1,062.50 * 3 + 625) / 5, at 1,562.60. A cost of 3,687.49 makes that less than 1,500.
     */
    assert_margin(&explanation.options[TREES].votes, EXPLAIN_EXACT, 1);
    assert_margin(&explanation.options[TREES].cost, EXPLAIN_EXACT, 368749);
    assert_without(&explanation.options[MURAL], "t", "");
    explanation_clear(&explanation);
}

static void an_extra_ballot_gives_as_much_as_the_greatest(void **state)
{
    (void)state;
    struct election election = EXAMPLE;
    struct rule rule = rule_source_default(RULE_EQUAL_SHARES, PROFILE_RANKING);
    struct explanation explanation = {0};
    election.form = PROFILE_RANKING;
    explain(&election, &rule, &explanation);
    assert_int_equal(explanation.gift, 4); /* the first of four places */
    explanation_clear(&explanation);
    rule = rule_source_default(RULE_GREEDY, PROFILE_RANKING);
    explain(&election, &rule, &explanation);
    assert_int_equal(explanation.gift, 1);
    explanation_clear(&explanation);
}

static struct election strike(const struct election *election, uint16_t gone)
{
    struct election without = *election;
    without.option_count--;
    if (without.rivals[1] == gone || without.rivals[0] == gone)
        without.rivals[0] = without.rivals[1] = 0;
    for (size_t i = 0; i < 2; i++)
        without.rivals[i] = (uint16_t)(without.rivals[i] - (without.rivals[i] > gone));
    for (size_t o = gone; o < without.option_count; o++) {
        without.costs[o] = election->costs[o + 1];
        without.ids[o] = election->ids[o + 1];
    }
    for (size_t b = 0; b < without.ballot_count; b++) {
        struct ballot *ballot = &without.ballots[b];
        size_t count = 0;
        for (size_t i = 0; i < ballot->count; i++) {
            if (ballot->options[i] == gone)
                continue;
            ballot->points[count] = ballot->points[i];
            ballot->options[count++] = (uint16_t)(ballot->options[i] - (ballot->options[i] > gone));
        }
        ballot->count = count;
    }
    return without;
}

static void assert_withdrawal(const struct election *election, const struct rule *rule, uint16_t option,
                              const struct explanation *explanation)
{
    struct election without = strike(election, option);
    bool won[OPTIONS_MAX], instead[OPTIONS_MAX];
    const struct explain_option *own = &explanation->options[option];
    winners_of(&without, rule, won);
    for (size_t o = 0; o < election->option_count; o++)
        instead[o] = explanation->options[o].won;
    for (size_t i = 0; i < own->in_count; i++) {
        assert_false(instead[own->in[i]]);
        instead[own->in[i]] = true;
    }
    for (size_t i = 0; i < own->out_count; i++) {
        assert_true(instead[own->out[i]]);
        instead[own->out[i]] = false;
    }
    for (size_t o = 0; o < without.option_count; o++)
        assert_int_equal(won[o], instead[o + (o >= option)]);
}

static const struct {
    enum profile_form form;
    const char *rule; /* "name member value ..." */
} RULES[] = {
    {PROFILE_APPROVAL, "greedy"},
    {PROFILE_APPROVAL, "greedy on_misfit stop"},
    {PROFILE_APPROVAL, "greedy density per-cost threshold 2"},
    {PROFILE_POINTS, "greedy"},
    {PROFILE_POINTS, "greedy density per-cost on_misfit stop"},
    {PROFILE_POINTS, "greedy score votes"},
    {PROFILE_RANKING, "greedy"},
    {PROFILE_RANKING, "greedy score borda0"},
    {PROFILE_APPROVAL, "phragmen"},
    {PROFILE_APPROVAL, "equal-shares"},
    {PROFILE_APPROVAL, "equal-shares utility cardinality completion utilitarian"},
    {PROFILE_APPROVAL, "equal-shares start integral completion add1"},
    {PROFILE_APPROVAL, "equal-shares completion add1u"},
    {PROFILE_APPROVAL, "equal-shares completion add1 compare greedy"},
    {PROFILE_POINTS, "equal-shares"},
    {PROFILE_POINTS, "equal-shares utility points-cost completion utilitarian"},
    {PROFILE_RANKING, "equal-shares"},
    {PROFILE_RANKING, "equal-shares utility borda0 completion add1u"},
};

static struct rule rule_of(enum profile_form form, const char *text)
{
    char words[128], *next = NULL;
    enum rule_name name;
    snprintf(words, sizeof words, "%s", text);
    assert_true(rule_name_parse(strtok_r(words, " ", &next), &name, NULL));
    struct rule rule = rule_source_default(name, form);
    for (char *member; (member = strtok_r(NULL, " ", &next));)
        assert_true(rule_set(&rule, member, strtok_r(NULL, " ", &next), NULL));
    return rule;
}

static void what_is_explained_is_so(void **state)
{
    (void)state;
    enum { ELECTIONS = 200 };
    size_t margins[4] = {0}, turns = 0, moved = 0;
    for (size_t r = 0; r < sizeof RULES / sizeof *RULES; r++) {
        struct rule rule = rule_of(RULES[r].form, RULES[r].rule);
        for (seed = 1; seed < ELECTIONS;) {
            uint64_t number = seed;
            struct election election = draw(RULES[r].form, &rule);
            struct explanation explanation = {0};
            bool thorough = below(4) > 0; /* otherwise no number is shown to be the least */
            explain_within(&election, &rule,
                           (struct explain_effort){thorough ? EXPLAIN_SCAN : 0, EXPLAIN_SEARCH, NULL},
                           &explanation);
            for (uint16_t o = 0; o < election.option_count; o++) {
                const struct explain_option *own = &explanation.options[o];
                assert_withdrawal(&election, &rule, o, &explanation);
                moved += own->in_count > 0;
                if (own->won)
                    continue;
                if (thorough || own->votes.kind != EXPLAIN_UNKNOWN)
                    assert_votes(&election, &rule, o, &own->votes, explanation.gift);
                assert_cost(&election, &rule, o, &own->cost);
                margins[own->votes.kind]++;
                turns += own->votes.kind == EXPLAIN_TURN;
                margins[own->cost.kind]++;
            }
            explanation_clear(&explanation);
            seed = number + 1;
        }
    }
    for (size_t kind = 0; kind < 4; kind++)
        assert_true(margins[kind] > 100);
    assert_true(turns > 100);
    assert_true(moved > 1000);
}

/* ---- prices ---- */

static void assert_breach(const struct profile *profile, const struct count_result *result, const char *part)
{
    struct error err = {0};
    assert_false(prices_check(profile, result, &err));
    assert_int_equal(err.class, ERROR_BROKEN);
    if (!strstr(err.detail, part))
        fail_msg("%s", err.detail);
}

static bool stop_at_two(void *context, size_t done, size_t total)
{
    (void)context;
    assert_true(done <= total);
    return done < 2;
}

static void effort_has_bounds(void **state)
{
    (void)state;
    struct rule rule = {.name = RULE_PHRAGMEN, .ties = RULE_LEX};
    struct explanation explanation = {0};
    int64_t count_work = 1;
    for (size_t v = 0; v < EXAMPLE.ballot_count; v++)
        count_work += 1 + (int64_t)EXAMPLE.ballots[v].count;
    /* with Phragmén's rule six counts are enough for a loser; there are three, and a count is worth eight */
    explain_within(&EXAMPLE, &rule, (struct explain_effort){0, 3 * 6 * 8 * count_work, NULL}, &explanation);
    for (size_t o = 0; o < explanation.option_count; o++) {
        const struct explain_option *own = &explanation.options[o];
        assert_true(own->won || (own->votes.kind == EXPLAIN_EXACT && own->cost.kind == EXPLAIN_EXACT));
    }
    explanation_clear(&explanation);
    explain_within(&EXAMPLE, &rule, (struct explain_effort){0, 0, NULL}, &explanation);
    for (size_t o = 0; o < explanation.option_count; o++) {
        const struct explain_option *own = &explanation.options[o];
        assert_true(own->won || (own->votes.kind == EXPLAIN_UNKNOWN && own->cost.kind == EXPLAIN_UNKNOWN));
        assert_true(!own->won || own->in_count > 0);
    }
    explanation_clear(&explanation);

    struct profile *profile = build(&EXAMPLE);
    struct count_result result = {0};
    struct count_terms terms = {0};
    struct error err = {0};
    const struct work how = {.progress = stop_at_two};
    const struct explain_effort effort = {EXPLAIN_SCAN, EXPLAIN_SEARCH, &how};
    assert_true(count_run(profile, &rule, &terms, &result, &err));
    assert_false(explain_result(profile, &rule, &terms, &result, &effort, &explanation, &err));
    assert_true(err.class == ERROR_TEMPORARY);
    assert_string_equal(err.type, "cancelled");
    assert_null(explanation.options);
    count_result_clear(&result);
    profile_free(profile);
}

static void every_breach_of_the_price_system_is_seen(void **state)
{
    (void)state;
    struct rule rule = rule_source_default(RULE_EQUAL_SHARES, PROFILE_APPROVAL);
    struct profile *profile = build(&EXAMPLE);
    struct count_result result = {0};
    assert_true(count_run(profile, &rule, &(struct count_terms){0}, &result, NULL));
    assert_true(prices_check(profile, &result, NULL));
    struct count_step *bought = &result.steps[1], *lost = &result.steps[2], kept[2] = {*bought, *lost};
    assert_true(bought->option == LIGHT && lost->option == BENCH);
    bought->price = "1/2"; /* too much is paid: more than voters have is never taken */
    assert_breach(profile, &result, "light: not paid in full");
    bought->price = "-1";
    assert_breach(profile, &result, "light: no price");
    *bought = kept[0];
    bought->payers++;
    assert_breach(profile, &result, "light: other payers");
    *bought = kept[0];
    bought->emptied--;
    assert_breach(profile, &result, "light: other payers");
    *bought = kept[0];
    bought->greatest = "125000";
    assert_breach(profile, &result, "light: other payers");
    *bought = kept[0];
    lost->held = "15001";
    assert_breach(profile, &result, "bench: its supporters have other money");
    lost->outcome = COUNT_UNSUPPORTED;
    assert_breach(profile, &result, "bench: its supporters have other money");
    *lost = kept[1];
    result.step_count--;
    assert_breach(profile, &result, "not every option");
    result.step_count++;
    lost->option = COURT;
    assert_breach(profile, &result, "court: bought or passed over twice");
    *lost = kept[1];
    *bought = (struct count_step){.option = LIGHT,
                                  .outcome = COUNT_UNAFFORDABLE,
                                  .cost = kept[0].cost,
                                  .held = "255000"}; /* who wants it could pay */
    assert_breach(profile, &result, "light: its supporters can pay");
    *bought = kept[0];
    *lost = kept[1];
    result.total_cost = profile->budget + 1;
    assert_breach(profile, &result, "more than the budget");
    result.total_cost = 850000;
    result.shares.endowment = "130000";
    assert_breach(profile, &result, "not paid in full");
    result.shares.endowment = "x";
    assert_breach(profile, &result, "no endowment");
    profile_free(profile);
    count_result_clear(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(greedy_is_explained),
        cmocka_unit_test(what_costs_more_than_the_budget_never_wins),
        cmocka_unit_test(equal_shares_is_explained),
        cmocka_unit_test(phragmen_is_explained),
        cmocka_unit_test(an_extra_ballot_gives_as_much_as_the_greatest),
        cmocka_unit_test(what_is_explained_is_so),
        cmocka_unit_test(effort_has_bounds),
        cmocka_unit_test(every_breach_of_the_price_system_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
