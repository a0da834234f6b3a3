/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_votes.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "count/order.h"
#include "count/rational.h"
#include "count/score.h"
#include "count/shares.h"
#include "count/shares_map.h"

enum { LANE_RUNS = 64 };           /* in one lane; counting leaps over more */
#define KEPT_MAX ((size_t)1 << 21) /* numbers in spans */

/* Endowments of which each leads to the next, in one span: the first, how many units that is above the very
 * first one, and how many there are. */
struct lane {
    struct map_span *span;
    mpq_t first;
    int64_t added, count;
    struct ground_place place;
};

/* Runs with extra ballots for one option, after so many units more: what all numbers up to this one, from the
 * first that was looked for, lead to. */
struct block {
    int64_t to, stride; /* so many numbers more are tried at once next time */
    const struct map_outcome *outcome;
};
struct blocks {
    struct block *list; /* by units */
    size_t count;
};

struct shares_votes {
    struct rule rule;
    int64_t gift, unit, marks, looks; /* marks of a run; looks at lanes */
    struct arena arena;
    struct profile profile; /* with an extra ballot for each loser behind the others */
    size_t base_count;      /* ballots without these */
    uint64_t base_voters;
    uint32_t *ballot_of;   /* of each loser: its extra ballot */
    struct blocks *blocks; /* of each option */
    struct shares *shares;
    struct needs needs;
    struct shares_map map;
    struct endings endings;
    struct lane *lanes;
    size_t lane_count, lane_capacity;
    struct ground ground;         /* of the option that is looked at */
    int64_t *lost;                /* of each option: known to lose with all numbers up to this one */
    mpq_t next, endowment, least; /* of the lane that comes next; of a run, of a block */
    int64_t work;                 /* that may be done, in marks */
};

/* ---- to begin with ---- */

static void add_ballots(struct shares_votes *v, const bool *left_out)
{
    size_t options = v->profile.option_count, count = v->base_count;
    struct profile_ballot *ballots = arena_allocate(&v->arena, count + options, sizeof *ballots);
    v->ballot_of = arena_allocate(&v->arena, options, sizeof *v->ballot_of);
    v->blocks = arena_allocate(&v->arena, options, sizeof *v->blocks);
    if (count)
        memcpy(ballots, v->profile.ballots, count * sizeof *ballots);
    for (size_t o = 0; o < options; o++) {
        if (left_out[o])
            continue;
        uint16_t *option = arena_allocate(&v->arena, 1, sizeof *option);
        *option = (uint16_t)o;
        v->ballot_of[o] = (uint32_t)count;
        ballots[count++] =
            (struct profile_ballot){option, v->profile.form == PROFILE_APPROVAL ? NULL : &v->gift, 1, 0};
    }
    v->profile.ballots = ballots;
    v->profile.ballot_count = count;
    v->marks = 1;
    for (size_t b = 0; b < count; b++)
        v->marks += 1 + ballots[b].count;
}

/* What extra ballots and supporters give to an option must fit (count/supporters.h). */
static bool fits(const struct profile *profile, int64_t gift, int64_t most)
{
    int64_t voters, given;
    return profile->voter_count <= INT64_MAX &&
           !__builtin_add_overflow((int64_t)profile->voter_count, most, &voters) &&
           !__builtin_mul_overflow(voters, gift, &given);
}

struct shares_votes *shares_votes_new(const struct profile *profile, const struct rule *rule,
                                      const uint8_t *seed, int64_t gift, int64_t most, const bool *left_out)
{
    size_t options = profile->option_count;
    if (!fits(profile, gift, most))
        return NULL;
    struct shares_votes *v = allocate(1, sizeof *v);
    *v = (struct shares_votes){.rule = *rule,
                               .gift = gift,
                               .unit = shares_unit(profile),
                               .profile = *profile,
                               .base_count = profile->ballot_count,
                               .base_voters = profile->voter_count};
    mpq_inits(v->next, v->endowment, v->least, NULL);
    add_ballots(v, left_out);
    needs_init(&v->needs, &v->profile, score_times_cost(rule->utility), gift, left_out);
    v->needs.most = most;
    v->needs.want_quiet = shares_has_add1(rule->completion) && shares_is_followed_up(rule);
    uint16_t *order = order_of_ties(&v->profile, seed, &v->arena);
    v->shares = shares_new(&v->profile, rule->utility, order, true, NULL);
    map_init(&v->map, v->shares, &v->needs, options);
    v->lost = arena_allocate(&v->arena, options, sizeof *v->lost);
    if (v->shares && endings_init(&v->endings, &v->profile, &v->rule, &v->needs, order, &v->arena))
        return v;
    shares_votes_free(v);
    return NULL;
}

void shares_votes_free(struct shares_votes *v)
{
    if (!v)
        return;
    for (size_t i = 0; i < v->lane_capacity; i++)
        mpq_clear(v->lanes[i].first);
    for (size_t o = 0; o < v->profile.option_count; o++)
        free(v->blocks[o].list);
    free(v->lanes);
    endings_clear(&v->endings);
    map_clear(&v->map);
    needs_clear(&v->needs);
    shares_free(v->shares);
    mpq_clears(v->next, v->endowment, v->least, NULL);
    arena_clear(&v->arena);
    free(v);
}

/* ---- the endowments ---- */

static struct lane *add_lane(struct shares_votes *v)
{
    if (v->lane_count == v->lane_capacity) {
        size_t capacity = 2 * v->lane_capacity + 64;
        v->lanes = reallocate(v->lanes, capacity, sizeof *v->lanes);
        while (v->lane_capacity < capacity)
            mpq_init(v->lanes[v->lane_capacity++].first);
    }
    return &v->lanes[v->lane_count++];
}

static bool is_worn_out(const struct shares_votes *v)
{
    return v->map.runs + v->endings.comparisons > (v->work - v->looks) / v->marks ||
           v->map.span_count * v->profile.option_count > KEPT_MAX;
}

/* How many units more still are in the span. */
static int64_t units_within(const struct map_span *span, mpq_srcptr endowment, int64_t unit)
{
    mpq_t length;
    mpz_t units;
    mpq_init(length);
    mpz_init(units);
    mpq_sub(length, span->to, endowment);
    mpz_mul_si(mpq_denref(length), mpq_denref(length), unit);
    mpz_fdiv_q(units, mpq_numref(length), mpq_denref(length));
    int64_t count = mpz_get_si(units); /* less than the costs of all options */
    mpq_clear(length);
    mpz_clear(units);
    return count;
}

static void place(struct lane *lane, int64_t unit)
{
    mpq_t slack;
    mpq_init(slack);
    mpq_sub(slack, lane->first, lane->span->from);
    double last = mpq_get_d(lane->first) + (double)(lane->count - 1) * (double)unit;
    lane->place = (struct ground_place){.last = last * (1 + 4 * DBL_EPSILON),
                                        .above = (double)(lane->added + lane->count - 1) * (double)unit,
                                        .slack = mpq_get_d(slack)}; /* rounded towards 0 */
    mpq_clear(slack);
}

static void start_at(struct shares_votes *v, int64_t extra, mpq_ptr endowment)
{
    v->profile.voter_count = v->base_voters + (uint64_t)extra;
    shares_endowment(&v->profile, v->rule.start, endowment);
}

/* The lane with this number, or NULL when worn out; it or the one before it is there. */
static const struct lane *lane_at(struct shares_votes *v, size_t number)
{
    v->looks++;
    if (number < v->lane_count)
        return &v->lanes[number];
    if (is_worn_out(v))
        return NULL;
    struct lane *lane = add_lane(v);
    lane->span = map_at(&v->map, v->next);
    mpq_set(lane->first, v->next);
    lane->added = number ? lane[-1].added + lane[-1].count : 0;
    lane->count = 1;
    if (shares_has_add1(v->rule.completion) && lane->span->outcome->cost <= v->profile.budget)
        lane->count += units_within(lane->span, v->next, v->unit);
    place(lane, v->unit);
    rational_add(v->next, lane->count * v->unit);
    return lane;
}

/* ---- one option ---- */

static void cast(struct shares_votes *v, uint16_t option, int64_t extra)
{
    v->profile.ballots[v->ballot_of[option]].multiplicity = (uint64_t)extra;
    shares_take_times(v->shares, v->ballot_of[option]);
}

static struct block *block_at(struct blocks *blocks, size_t units)
{
    if (units >= blocks->count) {
        size_t count = 2 * units + 16;
        blocks->list = reallocate(blocks->list, count, sizeof *blocks->list);
        while (blocks->count < count)
            blocks->list[blocks->count++] = (struct block){0};
    }
    return &blocks->list[units];
}

/* All numbers from one to the other at once: is it the same with the first at the endowment of the last as
 * with the last at that of the first? */
static bool run_block(struct shares_votes *v, uint16_t option, int64_t from, int64_t to, int64_t units,
                      mpq_srcptr endowment)
{
    start_at(v, to, v->least);
    rational_add(v->least, units * v->unit);
    v->map.runs += 2;
    cast(v, option, from);
    shares_run(v->shares, v->least, NULL, NULL);
    cast(v, option, to);
    return shares_stay(v->shares, endowment, option);
}

static const struct block *run_with(struct shares_votes *v, uint16_t option, int64_t extra, int64_t units,
                                    mpq_srcptr endowment)
{
    struct block *block = block_at(&v->blocks[option], (size_t)units);
    if (extra <= block->to)
        return block;
    int64_t to = extra + block->stride;
    if (to > extra && to <= v->needs.most && run_block(v, option, extra, to, units, endowment)) {
        block->stride *= 2;
    } else {
        to = extra;
        block->stride = block->stride > 4 ? block->stride / 4 : 1;
        v->map.runs++;
        cast(v, option, extra);
        shares_run(v->shares, endowment, NULL, NULL);
    }
    cast(v, option, 0); /* before it is looked at what is left: the map knows of no extra ballots */
    block->to = to;
    block->outcome = map_outcome(&v->map);
    return block;
}

/* Up to this number of extra ballots an option is not bought, or it does not matter. */
static const struct need *known_of(const struct shares_votes *v, const struct map_span *span)
{
    return v->needs.want_quiet ? span->quiet : span->safe;
}

/* What comes of the endowments of this lane with the extra ballots, where the map does not show it; `before`
 * is the last outcome, if any. False when add1 goes on behind them; without the option it `ends` with the
 * first. */
static bool run_lane(struct shares_votes *v, const struct lane *lane, bool ends, uint16_t option,
                     int64_t extra, const struct map_outcome **before, enum votes_verdict *out)
{
    bool adds = shares_has_add1(v->rule.completion), bought = false;
    mpq_set(v->endowment, lane->first);
    *out = VOTES_COUNT;
    if (lane->count > LANE_RUNS)
        return true;
    for (int64_t i = 0; i < lane->count; i++) {
        const struct block *block = run_with(v, option, extra, lane->added + i, v->endowment);
        bool has = block->outcome->bought[option];
        const struct map_outcome *now = has ? block->outcome : lane->span->outcome;
        bool over = now->cost > v->profile.budget;
        ground_stand(&v->ground, &lane->place, &(struct need){block->to, INFINITY});
        if (over || (has ? !adds || !now->leaves_room : ends))
            return *out = endings_judge(&v->endings, over ? *before : now, option, extra, &v->ground), true;
        *before = now;
        bought |= has;
        rational_add(v->endowment, v->unit);
    }
    lane->span->is_loose |= !bought && !need_holds(&known_of(v, lane->span)[option], extra, lane->place.last);
    return false;
}

/* If add1 ended with this outcome, because the next run buys the option and costs too much. */
static bool loses_after(struct shares_votes *v, const struct map_outcome *outcome, uint16_t option,
                        int64_t extra)
{
    return !outcome || endings_judge(&v->endings, outcome, option, extra, &v->ground) == VOTES_LOSE;
}

/* Does the map show that the option is not bought in this lane? */
static bool is_quiet(const struct shares_votes *v, const struct lane *lane, uint16_t option, int64_t extra)
{
    return v->needs.want_quiet && need_holds(&lane->span->quiet[option], extra, lane->place.last);
}

/* Does it show that it loses if it is bought in this lane? At the first endowment nothing costs too much. */
static bool is_safe(struct shares_votes *v, const struct lane *lane, const struct map_outcome *before,
                    uint16_t option, int64_t extra)
{
    return need_holds(&lane->span->safe[option], extra, lane->place.last) &&
           loses_after(v, before, option, extra) &&
           (lane->count == 1 || loses_after(v, lane->span->outcome, option, extra));
}

/* False when worn out. With `doubtful` lanes are passed over where it would lose if it was bought, so that
 * only losing is certain; whether there were such. */
static bool follow(struct shares_votes *v, uint16_t option, int64_t extra, bool *doubtful,
                   enum votes_verdict *out)
{
    int64_t cost = v->profile.options[option].cost, budget = v->profile.budget;
    const struct map_outcome *before = NULL;
    const struct lane *lane;
    for (size_t i = 0; (lane = lane_at(v, i)); i++) {
        const struct map_outcome *outcome = lane->span->outcome;
        bool fits = needs_is_useful(&v->needs, option) && cost <= budget - outcome->cost;
        bool ends = !shares_has_add1(v->rule.completion) || (!outcome->leaves_room && !fits);
        bool quiet = is_quiet(v, lane, option, extra), safe = false;
        if (!quiet && doubtful && is_safe(v, lane, before, option, extra))
            safe = *doubtful = true;
        if (quiet || safe)
            ground_stand(&v->ground, &lane->place, &(quiet ? lane->span->quiet : lane->span->safe)[option]);
        else {
            if (run_lane(v, lane, ends, option, extra, &before, out))
                return true;
            continue;
        }
        bool over = outcome->cost > budget;
        if (over || ends) {
            *out = endings_judge(&v->endings, over ? before : outcome, option, extra, &v->ground);
            return true;
        }
        before = outcome;
    }
    return false;
}

/* False when worn out. */
static bool try_option(struct shares_votes *v, uint16_t option, int64_t extra, enum votes_verdict *out)
{
    bool doubtful = false;
    ground_start(&v->ground, &v->profile, v->base_voters, v->rule.start, v->unit, v->needs.most);
    if (!follow(v, option, extra, &doubtful, out) ||
        (*out != VOTES_LOSE && doubtful && !follow(v, option, extra, NULL, out)))
        return false;
    if (*out == VOTES_LOSE)
        v->lost[option] = ground_most(&v->ground, extra, mpq_get_d(v->lanes[0].first));
    return true;
}

bool shares_votes_try(struct shares_votes *v, int64_t extra, const bool *done, int64_t work,
                      enum votes_verdict *out, int64_t *next)
{
    size_t watched = 0;
    bool ok = true;
    for (size_t i = 0; i < v->needs.watched_count; i++)
        if (!done[v->needs.watched[i]])
            v->needs.watched[watched++] = v->needs.watched[i];
    v->needs.watched_count = watched;
    v->work = work;
    v->lane_count = 0;
    start_at(v, extra, v->next);
    *next = v->needs.most + 1;
    for (size_t i = 0; ok && i < watched; i++) {
        uint16_t option = v->needs.watched[i];
        out[option] = VOTES_LOSE;
        if (extra > v->lost[option])
            ok = !is_worn_out(v) && try_option(v, option, extra, &out[option]);
        int64_t lost = out[option] == VOTES_LOSE ? v->lost[option] : extra;
        *next = lost < *next ? lost + 1 : *next;
    }
    map_tighten(&v->map);
    return ok;
}
