/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Small elections, drawn at random or written by hand, and the margins of their losers held against counting
 * elections that are built anew. For tests that have included cmocka.
 */
#ifndef FOLKMOOT_TESTS_MARGINS_FIXTURE_H
#define FOLKMOOT_TESTS_MARGINS_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>

#include "count/explain.h"
#include "count/prices.h"
#include "count/score.h"

enum { OPTIONS_MAX = 9, BALLOTS_MAX = 24 };
enum { TRIED_MAX = 4096 }; /* numbers of votes one by one, and some of those beyond */

struct ballot {
    uint16_t options[OPTIONS_MAX];
    int64_t points[OPTIONS_MAX];
    size_t count;
    uint64_t times;
};

struct election {
    enum profile_form form;
    int64_t budget;
    int64_t costs[OPTIONS_MAX];
    const char *ids[OPTIONS_MAX];
    size_t option_count;
    struct ballot ballots[BALLOTS_MAX + 1];
    size_t ballot_count;
    bool drawn;
    uint16_t rivals[2]; /* exclude each other, if they are two */
};

/* With the exclusion, for as long as `conflicts` and `set` are there. */
static inline struct count_terms terms_of(const struct election *election, struct conflicts *conflicts,
                                          struct exclusion *set)
{
    static const uint8_t draw_seed[COUNT_SEED_BYTES] = {7};
    *set = (struct exclusion){election->rivals, 2};
    *conflicts = (struct conflicts){.sets = set, .set_count = election->rivals[0] != election->rivals[1]};
    return (struct count_terms){.conflicts = conflicts, .seed = election->drawn ? draw_seed : NULL};
}

static inline void add(struct profile *profile, const struct ballot *ballot)
{
    bool ok = profile->form == PROFILE_POINTS ? profile_add_points(profile, ballot->options, ballot->points,
                                                                   ballot->count, ballot->times, NULL)
              : profile->form == PROFILE_RANKING
                  ? profile_add_ranking(profile, ballot->options, ballot->count, ballot->times, NULL)
                  : profile_add_approval(profile, ballot->options, ballot->count, ballot->times, NULL);
    assert_true(ok);
}

static inline struct profile *build(const struct election *election)
{
    struct profile_option options[OPTIONS_MAX];
    for (size_t o = 0; o < election->option_count; o++)
        options[o] = (struct profile_option){bytes_of_string(election->ids[o]), election->costs[o]};
    struct profile *profile =
        profile_new(election->form, options, election->option_count, election->budget, 0, NULL);
    assert_non_null(profile);
    for (size_t b = 0; b < election->ballot_count; b++)
        add(profile, &election->ballots[b]);
    return profile;
}

/* Winners by option number. */
static inline void winners_of(const struct election *election, const struct rule *rule, bool *won)
{
    struct profile *profile = build(election);
    struct count_result result = {0};
    struct conflicts conflicts;
    struct exclusion set;
    struct count_terms terms = terms_of(election, &conflicts, &set);
    struct error err = {0};
    if (!count_run(profile, rule, &terms, &result, &err))
        fail_msg("%s", err.detail);
    memset(won, 0, OPTIONS_MAX * sizeof *won);
    for (size_t i = 0; i < result.winner_count; i++)
        won[result.winners[i]] = true;
    count_result_clear(&result);
    profile_free(profile);
}

static inline void explain_within(const struct election *election, const struct rule *rule,
                                  struct explain_effort effort, struct explanation *out)
{
    struct profile *profile = build(election);
    struct count_result result = {0};
    struct conflicts conflicts;
    struct exclusion set;
    struct count_terms terms = terms_of(election, &conflicts, &set);
    struct error err = {0};
    if (!count_run(profile, rule, &terms, &result, &err) || !prices_check(profile, &result, &err) ||
        !explain_result(profile, rule, &terms, &result, &effort, out, &err))
        fail_msg("%s", err.detail);
    count_result_clear(&result);
    profile_free(profile);
}

/* ---- at random ---- */

static uint64_t seed;
static size_t options_most = 5, ballots_most = 8;

static inline size_t below(size_t bound)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)((seed >> 33) % bound);
}

static inline void draw_ballot(const struct election *election, struct ballot *out)
{
    bool used[OPTIONS_MAX] = {false};
    *out = (struct ballot){.times = 1 + below(3)};
    for (size_t tries = below(election->option_count + 1); tries > 0; tries--) {
        uint16_t option = (uint16_t)below(election->option_count);
        if (used[option])
            continue;
        used[option] = true;
        out->points[out->count] = (int64_t)below(5);
        out->options[out->count++] = option;
    }
}

static inline struct election draw(enum profile_form form, struct rule *rule)
{
    static const char *const ids[OPTIONS_MAX] = {"c", "a", "e", "b", "d", "i", "g", "h", "f"};
    struct election election = {.form = form, .budget = (int64_t)(5 + below(30))};
    election.option_count = 2 + below(options_most - 1);
    for (size_t o = 0; o < election.option_count; o++) {
        election.ids[o] = ids[o];
        election.costs[o] = (int64_t)(1 + below(20));
    }
    election.ballot_count = 1 + below(ballots_most);
    for (size_t b = 0; b < election.ballot_count; b++)
        draw_ballot(&election, &election.ballots[b]);
    election.drawn = below(2);
    rule->ties = election.drawn ? RULE_DRAW : RULE_LEX;
    if (rule->name == RULE_GREEDY && below(2))
        election.rivals[1] = (uint16_t)below(election.option_count);
    return election;
}

static inline bool wins_with(struct election election, const struct rule *rule, uint16_t option,
                             int64_t extra, int64_t points)
{
    bool won[OPTIONS_MAX];
    election.ballots[election.ballot_count++] =
        (struct ballot){.options = {option}, .points = {points}, .count = 1, .times = (uint64_t)extra};
    winners_of(&election, rule, won);
    return won[option];
}

static inline bool wins_at(struct election election, const struct rule *rule, uint16_t option, int64_t cost)
{
    bool won[OPTIONS_MAX];
    election.costs[option] = cost;
    winners_of(&election, rule, won);
    return won[option];
}

/* Rankings as points, so that one ballot more can give one option more than a ranking of one would. */
static inline struct election by_points(const struct election *election, struct rule *rule)
{
    struct election scored = *election;
    int64_t least = rule->score == RULE_BORDA0 || rule->utility == RULE_UTILITY_BORDA0 ? 0 : 1;
    scored.form = PROFILE_POINTS;
    for (size_t b = 0; b < scored.ballot_count; b++)
        for (size_t i = 0; i < scored.ballots[b].count; i++)
            scored.ballots[b].points[i] = (int64_t)(scored.ballots[b].count - 1 - i) + least;
    if (rule->name == RULE_GREEDY && rule->score != RULE_VOTES)
        rule->score = RULE_POINTS;
    if (rule->name == RULE_EQUAL_SHARES && score_of_utility(rule->utility) != RULE_VOTES)
        rule->utility = RULE_UTILITY_POINTS;
    return scored;
}

static inline void assert_votes(const struct election *election, const struct rule *rule, uint16_t option,
                                const struct explain_margin *votes, int64_t gift)
{
    struct rule own = *rule;
    struct election scored = election->form == PROFILE_RANKING ? by_points(election, &own) : *election;
    int64_t tried = votes->kind == EXPLAIN_EXACT ? votes->value : 12;
    if (votes->kind == EXPLAIN_NEVER) /* so too when the crowd outnumbers everybody */
        for (int64_t k = 16; k <= INT64_C(1) << 40 && k * gift <= INT64_C(1) << 40; k *= 16)
            assert_false(wins_with(scored, &own, option, k, gift));
    for (int64_t k = 1; k < tried && k < TRIED_MAX && votes->kind != EXPLAIN_TURN; k++)
        assert_false(wins_with(scored, &own, option, k, gift));
    for (int64_t k = TRIED_MAX; k < tried && votes->kind != EXPLAIN_TURN;
         k += 1 + k / 64 + (int64_t)below(64))
        assert_false(wins_with(scored, &own, option, k, gift));
    if (votes->kind == EXPLAIN_EXACT || votes->kind == EXPLAIN_TURN)
        assert_true(wins_with(scored, &own, option, votes->value, gift));
    if (votes->kind == EXPLAIN_TURN)
        assert_false(wins_with(scored, &own, option, votes->value - 1, gift));
}

static inline void assert_cost(const struct election *election, const struct rule *rule, uint16_t option,
                               const struct explain_margin *cost)
{
    int64_t from = cost->kind == EXPLAIN_EXACT ? cost->value + 1 : 0;
    bool found = cost->kind == EXPLAIN_EXACT || cost->kind == EXPLAIN_TURN;
    if (cost->kind == EXPLAIN_UNKNOWN) { /* the two that are always tried */
        assert_false(wins_at(*election, rule, option, 0));
        assert_false(wins_at(*election, rule, option, 1));
    } else if (cost->kind == EXPLAIN_TURN) {
        assert_false(wins_at(*election, rule, option, cost->value + 1));
    } else {
        for (int64_t c = from; c < election->costs[option]; c++)
            assert_false(wins_at(*election, rule, option, c));
    }
    if (found)
        assert_true(wins_at(*election, rule, option, cost->value));
}

#endif
