/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The margins of losers in equal shares, which are proved without counting every number: on small random
 * elections, under every rule that there is, each number up to what is said is counted here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "margins_fixture.h"

enum { SCALES = 4 };

/* Amounts some times as large make many endowments between two outcomes, ballots cast by a crowd many numbers
 * of votes between them. */
static struct election draw_scaled(enum profile_form form, struct rule *rule, size_t crowd)
{
    static const int64_t scales[SCALES] = {1, 1, 7, 40};
    struct election election = draw(form, rule);
    int64_t scale = scales[below(SCALES)] * (int64_t)crowd;
    election.budget = election.budget * scale + (int64_t)below((size_t)scale);
    for (size_t o = 0; o < election.option_count; o++)
        election.costs[o] = election.costs[o] * scale + (int64_t)below((size_t)scale);
    bool harm = below(4) == 0;
    for (size_t b = 0; harm && b < election.ballot_count; b++)
        for (size_t i = 0; i < election.ballots[b].count; i++)
            election.ballots[b].points[i] -= 2;
    for (size_t b = 0; b < election.ballot_count; b++)
        election.ballots[b].times = election.ballots[b].times * crowd - below(crowd);
    return election;
}

struct tally {
    size_t votes[4], costs[4];
};

static void explain_elections(enum profile_form form, struct rule rule, uint64_t first, uint64_t last,
                              size_t crowd, int64_t scan, struct tally *tally)
{
    for (seed = first; seed <= last;) {
        uint64_t number = seed;
        struct election election = draw_scaled(form, &rule, crowd);
        struct explanation explanation = {0};
        explain_within(&election, &rule, (struct explain_effort){scan, EXPLAIN_SEARCH, NULL}, &explanation);
        for (uint16_t o = 0; o < election.option_count; o++) {
            const struct explain_option *own = &explanation.options[o];
            if (own->won)
                continue;
            assert_votes(&election, &rule, o, &own->votes, explanation.gift);
            if (crowd == 1)
                assert_cost(&election, &rule, o, &own->cost);
            tally->votes[own->votes.kind]++;
            tally->costs[own->cost.kind]++;
        }
        explanation_clear(&explanation);
        seed = number + 1;
    }
}

static void explain_every_rule(uint64_t first, uint64_t last, size_t crowd, int64_t scan, struct tally *tally)
{
    for (enum profile_form form = PROFILE_APPROVAL; form <= PROFILE_RANKING; form++) {
        for (int choice = 0; choice < 6 * 4 * 2 * 2; choice++) {
            struct rule rule = {.name = RULE_EQUAL_SHARES,
                                .utility = (enum rule_utility)(choice / 16),
                                .completion = (enum rule_completion)(choice / 4 % 4),
                                .start = (enum rule_start)(choice / 2 % 2),
                                .compare = (enum rule_compare)(choice % 2)};
            if (rule_fits(&rule, profile_form_kind(form), NULL))
                explain_elections(form, rule, first, last, crowd, scan, tally);
        }
    }
    print_message("votes: %zu exact, %zu turn, %zu never, %zu unknown; ", tally->votes[EXPLAIN_EXACT],
                  tally->votes[EXPLAIN_TURN], tally->votes[EXPLAIN_NEVER], tally->votes[EXPLAIN_UNKNOWN]);
    print_message("costs: %zu exact, %zu turn, %zu never, %zu unknown\n", tally->costs[EXPLAIN_EXACT],
                  tally->costs[EXPLAIN_TURN], tally->costs[EXPLAIN_NEVER], tally->costs[EXPLAIN_UNKNOWN]);
}

static void assert_all_decided(const struct tally *tally)
{
    assert_int_equal(tally->votes[EXPLAIN_TURN], 0);
    assert_int_equal(tally->votes[EXPLAIN_UNKNOWN], 0);
    assert_int_equal(tally->costs[EXPLAIN_TURN], 0);
    assert_int_equal(tally->costs[EXPLAIN_UNKNOWN], 0);
}

static void margins_are_so_under_every_rule(void **state)
{
    (void)state;
    struct tally tally = {0};
    explain_every_rule(1, 60, 1, EXPLAIN_SCAN, &tally);
    assert_all_decided(&tally);
    assert_true(tally.votes[EXPLAIN_EXACT] > 10000 && tally.costs[EXPLAIN_EXACT] > 13000);
}

/* In one of these add1 ends before the endowments that would buy the option: it is bought too early, at too
 * much. */
static void what_ends_too_early_does_not_win_later(void **state)
{
    (void)state;
    struct tally tally = {0};
    explain_every_rule(413, 413, 1, EXPLAIN_SCAN, &tally);
    assert_all_decided(&tally);
    assert_true(tally.votes[EXPLAIN_EXACT] > 400);
}

/* In one of these a lower cost buys the option at too much, and what was bought before is looked up in
 * between. */
static void what_is_looked_up_in_between_changes_nothing(void **state)
{
    (void)state;
    struct tally tally = {0};
    explain_every_rule(1755, 1755, 1, EXPLAIN_SCAN, &tally);
    assert_all_decided(&tally);
    assert_true(tally.costs[EXPLAIN_EXACT] > 100);
}

static void margins_of_many_voters_are_so(void **state)
{
    (void)state;
    struct tally tally = {0};
    explain_every_rule(101, 104, 150, EXPLAIN_SCAN, &tally);
    assert_all_decided(&tally);
    assert_true(tally.votes[EXPLAIN_EXACT] > 500 && tally.costs[EXPLAIN_EXACT] > 500);
}

/* What is left of the work when the map is given up is for counting one number after the other. */
static void with_little_work_what_is_exact_is_so(void **state)
{
    (void)state;
    struct tally tally = {0};
    explain_every_rule(201, 206, 1, 256, &tally);
    assert_true(tally.votes[EXPLAIN_EXACT] > 500 && tally.votes[EXPLAIN_TURN] > 0);
}

/* Among more options it often matters what else is bought: greedy completes it, and ballots compare it. */
static void margins_among_more_options_are_so(void **state)
{
    (void)state;
    struct tally tally = {0};
    options_most = OPTIONS_MAX;
    ballots_most = BALLOTS_MAX;
    explain_every_rule(301, 310, 1, EXPLAIN_SCAN, &tally);
    options_most = 5;
    ballots_most = 8;
    assert_all_decided(&tally);
    assert_true(tally.votes[EXPLAIN_EXACT] > 500 && tally.costs[EXPLAIN_EXACT] > 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(margins_are_so_under_every_rule),
        cmocka_unit_test(what_ends_too_early_does_not_win_later),
        cmocka_unit_test(what_is_looked_up_in_between_changes_nothing),
        cmocka_unit_test(margins_of_many_voters_are_so),
        cmocka_unit_test(with_little_work_what_is_exact_is_so),
        cmocka_unit_test(margins_among_more_options_are_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
