/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares.h"

#include "count/greedy.h"
#include "count/leap.h"
#include "count/order.h"
#include "count/rational.h"
#include "count/result.h"
#include "count/score.h"
#include "count/shares_run.h"

enum { PAUSE_MAX = 15, LEAP_FIRST = 8 };

__extension__ typedef __int128 wide;

int64_t shares_unit(const struct profile *profile)
{
    int64_t unit = 1;
    for (unsigned i = 0; i < profile->minor_digits; i++)
        unit *= 10;
    return unit;
}

void shares_endowment(const struct profile *profile, enum rule_start start, mpq_ptr out)
{
    if (profile->voter_count == 0) {
        mpq_set_ui(out, 0, 1);
        return;
    }
    mpz_set_ui(mpq_numref(out), (unsigned long)profile->budget);
    mpz_set_ui(mpq_denref(out), profile->voter_count);
    mpq_canonicalize(out);
    if (start == RULE_START_INTEGRAL) {
        mpz_t unit;
        mpz_init_set_si(unit, shares_unit(profile));
        mpz_fdiv_q(mpq_numref(out), mpq_numref(out), mpq_denref(out));
        mpz_fdiv_q(mpq_numref(out), mpq_numref(out), unit);
        mpz_mul(mpq_numref(out), mpq_numref(out), unit);
        mpz_set_ui(mpq_denref(out), 1);
        mpz_clear(unit);
    }
}

/* What was of no use waits for more runs each time before it is tried again. */
struct pause {
    unsigned runs, passed;
};

static bool pause_is_over(struct pause *pause)
{
    return pause->passed++ >= pause->runs;
}

static void pause_set(struct pause *pause, bool of_use)
{
    pause->runs = of_use ? 0 : pause->runs < PAUSE_MAX ? 2 * pause->runs + 1 : PAUSE_MAX;
    pause->passed = 0;
}

/* Leap on to greater endowments as long as these are certain to have the outcome of the last run, which was
 * `room` units before. Returns how many units that went; `first` is how many are tried first, and then how
 * many should be next time. */
static int64_t leap_ahead(struct shares *shares, mpq_ptr endowment, int64_t unit, int64_t room,
                          int64_t *first)
{
    int64_t units = 0, most = INT64_MAX / 16 / unit;
    struct leap leap;
    mpq_t ahead;
    leap_start(&leap, *first, most);
    mpq_init(ahead);
    while (leap.next > 1) {
        double meet;
        mpq_set(ahead, endowment);
        rational_add(ahead, leap.next * unit);
        enum shares_verdict verdict = shares_hold(shares, ahead, &meet);
        meet = meet / (double)unit - (double)(units ? 0 : room);
        if (verdict == SHARES_HOLD) {
            mpq_set(endowment, ahead);
            units += leap.next;
            leap_held(&leap, meet);
        } else if (verdict == SHARES_DIFFER) {
            leap_differed(&leap, meet);
        } else {
            leap_doubted(&leap);
        }
    }
    *first = units > LEAP_FIRST * 8 ? units / 8 : LEAP_FIRST;
    mpq_clear(ahead);
    return units;
}

/* Raise the endowment unit by unit to the last one before the outcome costs more than the budget, or the
 * first at which nothing fits any more, passing over those that are known to lead to the same purchases. An
 * endowment of all costs together buys everything that has supporters, so this ends. */
static void add_units(struct shares *shares, const struct profile *profile, mpq_ptr endowment,
                      struct count_shares *out)
{
    int64_t unit = shares_unit(profile), leap = LEAP_FIRST;
    struct pause rooms = {0}, leaps = {0};
    for (;;) {
        int64_t room = 0, units = 0;
        bool roomy = pause_is_over(&rooms);
        shares_run(shares, endowment, NULL, roomy ? &room : NULL);
        if (shares_cost(shares) > profile->budget) {
            out->end = COUNT_END_OVERSPENT;
            out->over = shares_cost(shares);
            out->added--;
            rational_add(endowment, -unit);
            break;
        }
        if (!shares_leaves_room(shares)) {
            out->end = COUNT_END_EXHAUSTED;
            break;
        }
        room /= unit;
        rational_add(endowment, room * unit);
        if (roomy)
            pause_set(&rooms, room > 0);
        if (pause_is_over(&leaps)) {
            units = leap_ahead(shares, endowment, unit, room, &leap);
            pause_set(&leaps, units > 0);
        }
        out->added += room + units + 1;
        rational_add(endowment, unit);
    }
}

/* ---- the comparison ---- */

/* What the outcome is worth to a voter with this ballot, harm (negative points) included; false on overflow.
 */
static bool worth(const struct profile *profile, enum rule_utility by, const struct profile_ballot *ballot,
                  const bool *won, wide *out)
{
    wide sum = 0;
    for (uint32_t i = 0; i < ballot->count; i++) {
        uint16_t option = ballot->options[i];
        wide utility = score_given(ballot, score_of_utility(by), i);
        if (!won[option])
            continue;
        if (score_times_cost(by))
            utility *= profile->options[option].cost;
        if (__builtin_add_overflow(sum, utility, &sum))
            return false;
    }
    *out = sum;
    return true;
}

bool shares_compare(const struct profile *profile, enum rule_utility utility, const bool *by_shares,
                    const bool *by_greedy, struct count_comparison *out, struct error *err)
{
    struct count_comparison found = {0};
    for (size_t b = 0; b < profile->ballot_count; b++) {
        const struct profile_ballot *ballot = &profile->ballots[b];
        wide shares_worth, greedy_worth;
        if (!worth(profile, utility, ballot, by_shares, &shares_worth) ||
            !worth(profile, utility, ballot, by_greedy, &greedy_worth))
            return error_input(err, "overflow", "the utility of a ballot is too large");
        *(shares_worth > greedy_worth   ? &found.prefer_equal_shares
          : shares_worth < greedy_worth ? &found.prefer_greedy
                                        : &found.indifferent) += ballot->multiplicity;
    }
    found.greedy_won = found.prefer_greedy > found.prefer_equal_shares;
    *out = found;
    return true;
}

static bool *winners_of(const struct profile *profile, const struct count_result *result, struct arena *arena)
{
    bool *won = arena_allocate(arena, profile->option_count, sizeof *won);
    for (size_t i = 0; i < result->winner_count; i++)
        won[result->winners[i]] = true;
    return won;
}

static bool compare(const struct profile *profile, const int64_t *scores, const uint16_t *order,
                    struct count_result *result, struct error *err)
{
    struct count_comparison *comparison = arena_allocate(&result->arena, 1, sizeof *comparison);
    struct count_result greedy = {.rule = {.name = RULE_GREEDY,
                                           .ties = result->rule.ties,
                                           .score = score_of_utility(result->rule.utility)}};
    struct arena scratch = {0};
    greedy.arena = result->arena;
    result_reserve(&greedy, profile->option_count);
    greedy_complete(profile, scores, order, &greedy);
    result->arena = greedy.arena;
    greedy.arena = (struct arena){0};
    const bool *by_shares = winners_of(profile, result, &scratch);
    const bool *by_greedy = winners_of(profile, &greedy, &scratch);
    bool ok = shares_compare(profile, result->rule.utility, by_shares, by_greedy, comparison, err);
    if (comparison->greedy_won) {
        result->winners = greedy.winners;
        result->winner_count = greedy.winner_count;
        result->total_cost = greedy.total_cost;
    }
    struct count_result *kept = arena_allocate(&result->arena, 1, sizeof *kept);
    *kept = greedy;
    comparison->greedy = kept;
    result->shares.comparison = comparison;
    arena_clear(&scratch);
    return ok;
}

/* ---- all of it ---- */

bool shares_has_add1(enum rule_completion completion)
{
    return completion == RULE_COMPLETION_ADD1 || completion == RULE_COMPLETION_ADD1U;
}

bool shares_ends_greedily(enum rule_completion completion)
{
    return completion == RULE_COMPLETION_UTILITARIAN || completion == RULE_COMPLETION_ADD1U;
}

bool shares_is_followed_up(const struct rule *rule)
{
    return shares_ends_greedily(rule->completion) || rule->compare != RULE_COMPARE_NONE;
}

bool shares_count(const struct profile *profile, const struct rule *rule, const struct count_terms *terms,
                  struct count_result *out, struct error *err)
{
    struct count_result result = {.rule = *rule};
    struct arena scratch = {0};
    bool ok = false;
    mpq_t endowment;
    mpq_init(endowment);
    const uint16_t *order = order_of_ties(profile, terms->seed, &scratch);
    int64_t *scores = arena_allocate(&scratch, profile->option_count, sizeof *scores);
    struct shares *shares = shares_new(profile, rule->utility, order, true, err);
    if (!shares || !score_all(profile, score_of_utility(rule->utility), scores, err))
        goto out;
    result_reserve(&result, profile->option_count);
    shares_endowment(profile, rule->start, endowment);
    if (shares_has_add1(rule->completion))
        add_units(shares, profile, endowment, &result.shares);
    shares_run(shares, endowment, &result, NULL);
    result.shares.runs = shares_runs(shares);
    result.shares.endowment = rational_text(endowment, &result.arena);
    if (shares_ends_greedily(rule->completion))
        greedy_complete(profile, scores, order, &result);
    ok = rule->compare == RULE_COMPARE_NONE || compare(profile, scores, order, &result, err);
    if (ok)
        *out = result;
out:
    if (!ok)
        count_result_clear(&result);
    shares_free(shares);
    mpq_clear(endowment);
    arena_clear(&scratch);
    return ok;
}
