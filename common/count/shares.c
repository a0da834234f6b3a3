/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares.h"

#include "count/greedy.h"
#include "count/order.h"
#include "count/rational.h"
#include "count/result.h"
#include "count/score.h"
#include "count/shares_run.h"

enum { PAUSE_MAX = 15, LEAP_MIN = 4 };

__extension__ typedef __int128 wide;

/* A unit of the currency in minor units. */
static unsigned long unit_of(const struct profile *profile)
{
    unsigned long unit = 1;
    for (unsigned i = 0; i < profile->minor_digits; i++)
        unit *= 10;
    return unit;
}

static void set_endowment(const struct profile *profile, enum rule_start start, mpq_ptr out)
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
        mpz_init_set_ui(unit, unit_of(profile));
        mpz_fdiv_q(mpq_numref(out), mpq_numref(out), mpq_denref(out));
        mpz_fdiv_q(mpq_numref(out), mpq_numref(out), unit);
        mpz_mul(mpq_numref(out), mpq_numref(out), unit);
        mpz_set_ui(mpq_denref(out), 1);
        mpz_clear(unit);
    }
}

static void add_to(mpq_ptr endowment, int64_t minor_units)
{
    mpz_t more;
    mpz_init(more);
    mpz_mul_si(more, mpq_denref(endowment), minor_units);
    mpz_add(mpq_numref(endowment), mpq_numref(endowment), more);
    mpz_clear(more);
}

/* Leap on to greater endowments as long as these are certain to have the outcome of the last run. Returns how
 * many units that went; `leap` is how many are tried first, and then how many should be next time. */
static int64_t leap_ahead(struct shares *shares, mpq_ptr endowment, int64_t unit, int64_t *leap)
{
    int64_t units = 0;
    bool holds = ++*leap >= LEAP_MIN;
    mpq_t ahead;
    mpq_init(ahead);
    while (holds) {
        mpq_set(ahead, endowment);
        add_to(ahead, *leap * unit);
        holds = shares_hold(shares, ahead);
        if (holds) {
            mpq_set(endowment, ahead);
            units += *leap;
            *leap *= *leap < INT64_MAX / 4 / unit ? 2 : 1;
        } else {
            *leap /= 4;
        }
    }
    mpq_clear(ahead);
    return units;
}

/* Raise the endowment unit by unit to the last one before the outcome costs more than the budget, or the
 * first at which nothing fits any more, passing over those that are known to lead to the same purchases. An
 * endowment of all costs together buys everything that has supporters, so this ends. */
static void add_units(struct shares *shares, const struct profile *profile, mpq_ptr endowment,
                      struct count_shares *out)
{
    int64_t unit = (int64_t)unit_of(profile), leap = LEAP_MIN;
    unsigned pause = 0, paused = 0; /* runs that do not look for room, as there was none */
    for (;;) {
        int64_t room = 0;
        shares_run(shares, endowment, NULL, paused < pause ? NULL : &room);
        if (shares_cost(shares) > profile->budget) {
            out->end = COUNT_END_OVERSPENT;
            out->over = shares_cost(shares);
            out->added--;
            add_to(endowment, -unit);
            break;
        }
        if (!shares_leaves_room(shares)) {
            out->end = COUNT_END_EXHAUSTED;
            break;
        }
        int64_t units = room / unit;
        if (paused < pause) {
            paused++;
        } else {
            pause = units > 0 ? 0 : pause < PAUSE_MAX ? 2 * pause + 1 : pause;
            paused = 0;
        }
        add_to(endowment, units * unit);
        out->added += units + leap_ahead(shares, endowment, unit, &leap) + 1;
        add_to(endowment, unit);
    }
}

/* ---- the comparison ---- */

/* What the outcome is worth to a voter with this ballot, harm (negative points) included; false on overflow.
 */
static bool worth(const struct profile *profile, const struct rule *rule, const struct profile_ballot *ballot,
                  const bool *won, wide *out)
{
    wide sum = 0;
    for (uint32_t i = 0; i < ballot->count; i++) {
        uint16_t option = ballot->options[i];
        wide utility = score_given(ballot, score_of_utility(rule->utility), i);
        if (!won[option])
            continue;
        if (score_times_cost(rule->utility))
            utility *= profile->options[option].cost;
        if (__builtin_add_overflow(sum, utility, &sum))
            return false;
    }
    *out = sum;
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
    bool ok = true;
    greedy.arena = result->arena;
    result_reserve(&greedy, profile->option_count);
    greedy_complete(profile, scores, order, &greedy);
    result->arena = greedy.arena;
    greedy.arena = (struct arena){0};
    const bool *by_shares = winners_of(profile, result, &scratch);
    const bool *by_greedy = winners_of(profile, &greedy, &scratch);
    for (size_t b = 0; ok && b < profile->ballot_count; b++) {
        const struct profile_ballot *ballot = &profile->ballots[b];
        wide shares_worth, greedy_worth;
        ok = (worth(profile, &result->rule, ballot, by_shares, &shares_worth) &&
              worth(profile, &result->rule, ballot, by_greedy, &greedy_worth)) ||
             error_input(err, "overflow", "the utility of a ballot is too large");
        if (ok)
            *(shares_worth > greedy_worth   ? &comparison->prefer_equal_shares
              : shares_worth < greedy_worth ? &comparison->prefer_greedy
                                            : &comparison->indifferent) += ballot->multiplicity;
    }
    comparison->greedy_won = comparison->prefer_greedy > comparison->prefer_equal_shares;
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

static bool has_add1(enum rule_completion completion)
{
    return completion == RULE_COMPLETION_ADD1 || completion == RULE_COMPLETION_ADD1U;
}

static bool ends_greedily(enum rule_completion completion)
{
    return completion == RULE_COMPLETION_UTILITARIAN || completion == RULE_COMPLETION_ADD1U;
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
    set_endowment(profile, rule->start, endowment);
    if (has_add1(rule->completion))
        add_units(shares, profile, endowment, &result.shares);
    shares_run(shares, endowment, &result, NULL);
    result.shares.endowment = rational_text(endowment, &result.arena);
    if (ends_greedily(rule->completion))
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
