/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_costs.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "count/leap.h"
#include "count/order.h"
#include "count/parts.h"
#include "count/rational.h"
#include "count/score.h"
#include "count/shares.h"
#include "count/shares_cheaper.h"
#include "count/shares_run.h"
#include "count/shares_stages.h"

enum { STRIDE_PARTS = 1024 };          /* of a cost */
enum { RUNS_MAX = 32 };                /* at one endowment */
#define ASKED_EVERY (INT64_C(1) << 24) /* marks */

struct shares_costs {
    const struct profile *profile;
    const struct rule *rule;
    struct arena arena;
    struct cheaper cheaper;
    struct shares *shares;
    struct stages stages;
    struct profile changed;         /* with options of its own */
    struct profile_option *options; /* these */
    bool *supported;                /* each option */
    bool *bought, *with;            /* what runs bought */
    int64_t marks, left, kept;      /* of a run; that may still be looked at, down to those kept for others */
    size_t to_come;                 /* options that have not been tried yet */
    uint16_t tried;                 /* the last one that has */
    bool (*goes_on)(void *context); /* NULL: nobody is asked */
    void *context;
    int64_t asked;   /* when so much was left */
    int64_t *stride; /* of each option: so many costs are tried at once next time */
    mpq_t endowment; /* of the stage that is looked at */
};

/* One option, at all costs from `least` to `cost`: `least` rises where lower ones lead to something else. */
struct course {
    uint16_t option;
    size_t place; /* among those watched */
    int64_t cost, least;
    const bool *without; /* what the last run has bought, if that may be without the option; else NULL */
    bool may_have;       /* it may have bought it, */
    int64_t split;       /* and only below this cost, if it may not */
    bool is_settled;     /* what is bought then is in `with` */
    bool is_doubtful;    /* it is not known which of several things that lose happens */
    bool is_first;       /* nothing is explored below a cost that may lead to something else */
};

static void raise(struct course *course, int64_t least)
{
    if (least > course->least)
        course->least = least;
}

/* Equal shares ends with this. Does the option lose at all costs then? Else it wins at the greatest. */
static bool loses(struct shares_costs *c, struct course *course, const bool *bought)
{
    int64_t before = c->cheaper.comparisons;
    bool lost = cheaper_loses(&c->cheaper, bought, &course->least);
    c->left -= (c->cheaper.comparisons - before) * c->marks;
    return lost;
}

/* ---- one endowment ---- */

/* What a run leads to. */
struct landing {
    bool has;                 /* the option is bought */
    int64_t left, least_left; /* of the budget; the least cost of what is not bought */
    bool over, is_last;       /* for more than the budget; nothing more fits */
};

/* At this cost. */
static struct landing run(struct shares_costs *c, const struct course *course, int64_t cost)
{
    struct landing landing = {0};
    c->left -= c->marks;
    c->options[course->option].cost = cost;
    shares_run(c->shares, c->endowment, NULL, NULL);
    c->options[course->option].cost = c->profile->options[course->option].cost;
    landing.has = shares_bought(c->shares)[course->option];
    landing.left = c->profile->budget - shares_cost(c->shares);
    landing.least_left = shares_least_left(c->shares);
    landing.over = landing.has && landing.left < 0;
    landing.is_last = landing.has && landing.least_left > landing.left;
    return landing;
}

/* The last run was made at `cost`, with what it bought. Go on to lower costs as long as they are certain to
 * lead to the same. */
static int64_t go_down(struct shares_costs *c, const struct course *course, int64_t cost)
{
    struct leap leap;
    leap_start(&leap, cost - course->least, cost - course->least + 1);
    while (leap.next > 1) {
        double meet;
        c->left -= c->marks;
        c->options[course->option].cost = cost - leap.next;
        enum shares_verdict verdict =
            shares_hold_cheaper(c->shares, c->endowment, course->option, leap.next, &meet);
        if (verdict == SHARES_HOLD) {
            cost -= leap.next;
            leap_held(&leap, meet);
        } else if (verdict == SHARES_DIFFER) {
            leap_differed(&leap, meet);
        } else {
            leap_doubted(&leap);
        }
    }
    c->options[course->option].cost = c->profile->options[course->option].cost;
    return cost;
}

/* What others are bought matters only where this is the end (settle()). */
static bool is_same(const struct landing *a, const struct landing *b)
{
    return a->has == b->has && (!a->has || (a->over == b->over && a->is_last == b->is_last));
}

/* The least cost at which what others are bought leads to the same. */
static int64_t least_of(const struct landing *landing, int64_t cost)
{
    if (landing->over)
        return cost + landing->left + 1;
    if (landing->is_last && landing->least_left < INT64_MAX)
        return cost - (landing->least_left - landing->left) + 1;
    return 0;
}

/* What the stage leads to where the option is not bought. */
static struct landing land(struct shares_costs *c, struct course *course, const struct stage *stage)
{
    int64_t left = c->profile->budget - stage->cost;
    struct landing landing = {.left = left, .over = left < 0};
    if (landing.over || stage->leaves_room)
        return landing;
    landing.is_last = !c->supported[course->option] || course->cost > left;
    if (landing.is_last && c->supported[course->option])
        raise(course, left + 1);
    return landing;
}

/* The option is bought at this endowment at all costs from one below `split` down to `least`, which is lower:
 * what else is, where that matters, to completion and comparison. `least` rises so far that it is the same.
 */
static void settle(struct shares_costs *c, struct course *course, int64_t split, bool *bought)
{
    size_t bytes = c->profile->option_count * sizeof *bought;
    int64_t cost = split - 1;
    memset(bought, 0, bytes);
    bought[course->option] = true;
    if (!shares_is_followed_up(c->rule))
        return;
    run(c, course, cost);
    memcpy(bought, shares_bought(c->shares), bytes);
    for (int runs = 0; (cost = go_down(c, course, cost)) > course->least && runs < RUNS_MAX; runs++) {
        run(c, course, cost - 1);
        if (memcmp(bought, shares_bought(c->shares), bytes) != 0)
            break;
        cost--;
    }
    raise(course, cost);
}

/* The same of the endowment before. */
static void settle_before(struct shares_costs *c, struct course *course)
{
    if (course->is_settled)
        return;
    rational_add(c->endowment, -shares_unit(c->profile));
    settle(c, course, course->split, c->with);
    rational_add(c->endowment, shares_unit(c->profile));
    course->is_settled = true;
}

/* ---- all endowments ---- */

/* Has it lost if the outcome before is the end, at costs from this one on? Where lower costs have led to one
 * with the option, and greater ones to one without, the lower ones may be left for later. */
static bool has_lost(struct shares_costs *c, struct course *course, int64_t from)
{
    if (course->without && !loses(c, course, course->without))
        return false;
    if (!course->may_have || from >= course->split || course->least >= course->split)
        return true;
    settle_before(c, course);
    if (loses(c, course, c->with))
        return true;
    course->may_have = !course->without;
    if (course->without)
        raise(course, course->split);
    return !course->may_have;
}

/* What one endowment may lead to. */
struct prospect {
    bool without, with; /* the option may not be bought; may be, as in `run`, */
    int64_t split;      /* and only below this cost, if both */
    struct landing run;
};

static void take(struct prospect *prospect, const struct landing *landing)
{
    prospect->run = *landing;
    prospect->with = landing->has && !landing->over;
}

/* A run at this cost, and what all costs down from it lead to: `least` rises so far that it is the same.
 * Where options change places another run shows what comes of it. Unless it is to be `certain` it may be that
 * lower costs buy the option, or lose because they buy it at too much, where greater ones do not. */
static void explore(struct shares_costs *c, struct course *course, int64_t cost, bool certain,
                    struct prospect *prospect)
{
    struct landing landing = run(c, course, cost);
    take(prospect, &landing);
    raise(course, least_of(&landing, cost));
    for (int runs = 0; (cost = go_down(c, course, cost)) > course->least; runs++) {
        landing = run(c, course, cost - 1);
        bool same = is_same(&prospect->run, &landing);
        bool stops = runs == RUNS_MAX || (!same && (certain || prospect->run.has));
        if (!stops && !same && landing.over) {
            stops = !has_lost(c, course, course->least) || course->least >= cost;
            run(c, course, cost - 1); /* once more: others were made for that */
        }
        if (stops) {
            raise(course, cost);
            return;
        }
        if (!same) {
            take(prospect, &landing);
            prospect->split = cost;
            course->is_doubtful = true;
        }
        raise(course, least_of(&landing, --cost));
    }
}

/* Above its limit the option is not bought at this endowment, or at too much, which it has to have lost by if
 * that is the end; what costs up to the limit lead to may be something else. */
static bool pass(struct shares_costs *c, struct course *course, const struct stage *stage,
                 struct prospect *prospect)
{
    int64_t limit = stage->limit[course->place];
    int64_t loud = stage->loud ? stage->loud[course->place] : INT64_MAX;
    if (course->cost <= limit)
        return false;
    if (limit < loud && course->least <= loud) {
        if (!has_lost(c, course, limit + 1))
            return false;
        course->is_doubtful |= course->without || course->may_have; /* nothing costs too much at the first */
    }
    prospect->without = true;
    prospect->split = limit + 1;
    if (course->is_first)
        raise(course, limit + 1);
    if (course->least > limit)
        return true;
    explore(c, course, limit, false, prospect);
    if (prospect->run.over && !has_lost(c, course, course->least))
        raise(course, limit + 1);
    course->is_doubtful = true;
    return true;
}

/* Whether it has lost in every case in which this is the end; else what is left of the prospect. */
static bool end_losing(struct shares_costs *c, struct course *course, const struct stage *stage,
                       struct prospect *prospect)
{
    bool adds = shares_has_add1(c->rule->completion), both = prospect->without && prospect->with;
    if (prospect->without) {
        struct landing landing = land(c, course, stage);
        bool ends = landing.over || landing.is_last || !adds;
        if (ends && !(landing.over ? has_lost(c, course, both ? prospect->split : course->least)
                                   : loses(c, course, stage->bought)))
            return false;
        prospect->without = !ends;
    }
    prospect->with &= course->least < prospect->split;
    if (prospect->with && (prospect->run.is_last || !adds)) {
        settle(c, course, prospect->split, c->bought);
        bool lost = loses(c, course, c->bought);
        if (!lost && !both)
            return false;
        if (!lost)
            raise(course, prospect->split);
        prospect->with = false;
    }
    return true;
}

static bool may_go_on(struct shares_costs *c)
{
    if (c->left <= c->kept)
        return false;
    if (!c->goes_on || c->asked - c->left < ASKED_EVERY)
        return true;
    c->asked = c->left;
    return c->goes_on(c->context);
}

/* Does the option lose at all costs? False when the work is used up. Unless it is to be `certain` it is
 * enough to know what may happen, so that only losing is certain. */
static bool follow(struct shares_costs *c, struct course *course, bool certain, bool *lost)
{
    shares_endowment(c->profile, c->rule->start, c->endowment);
    course->may_have = course->is_doubtful = false;
    course->without = NULL;
    *lost = true;
    for (size_t i = 0; may_go_on(c); i++) {
        c->left -= stages_is_new(&c->stages, i) ? c->marks : 0;
        const struct stage *stage = stages_at(&c->stages, i);
        struct prospect prospect = {0};
        if (!stage)
            return false;
        if (stage->loud && course->least > stage->loud[course->place]) {
            prospect.without = true;
        } else if (certain || !pass(c, course, stage, &prospect)) {
            if (course->is_first)
                raise(course, course->cost);
            prospect.split = course->cost + 1;
            explore(c, course, course->cost, certain, &prospect);
            prospect.without = !prospect.run.has || prospect.split <= course->cost;
            if (prospect.run.over)
                *lost = has_lost(c, course, course->least);
        }
        *lost = *lost && end_losing(c, course, stage, &prospect);
        if (!*lost || (!prospect.with && !prospect.without))
            return true;
        course->may_have = prospect.with;
        course->split = prospect.split;
        course->is_settled = false;
        course->without = prospect.without ? stage->bought : NULL;
        rational_add(c->endowment, shares_unit(c->profile));
    }
    return false;
}

/* The next option has its part of the work, or an eighth of what is left: most need little. */
static void begin(struct shares_costs *c, uint16_t option)
{
    if (c->tried == option)
        return;
    c->tried = option;
    c->kept = c->left - parts_of(c->left, c->to_come);
    c->to_come -= c->to_come > 1;
}

enum costs_verdict shares_costs_try(struct shares_costs *c, uint16_t option, int64_t cost, int64_t *least)
{
    int64_t *stride = &c->stride[option];
    struct course course = {.option = option,
                            .cost = cost,
                            .least = *stride && *stride < cost ? cost - *stride : 1,
                            .is_first = *stride == 0};
    bool lost;
    begin(c, option);
    cheaper_start(&c->cheaper, option, cost);
    course.place = stages_place(&c->stages, option);
    if (!follow(c, &course, false, &lost) ||
        (!lost && course.is_doubtful && !follow(c, &course, true, &lost)))
        return COSTS_WORN_OUT;
    int64_t done = cost - course.least;
    if (course.is_first)
        *stride = course.least / STRIDE_PARTS + 1;
    else if (done < *stride)
        *stride = done < cost / 2 ? 2 * done + 1 : cost;
    else
        *stride = *stride < cost / 4 ? 4 * *stride : cost;
    *least = course.least;
    return lost ? COSTS_LOSE : COSTS_WIN;
}

void shares_costs_ask(struct shares_costs *c, bool (*goes_on)(void *context), void *context)
{
    c->goes_on = goes_on;
    c->asked = c->left;
    c->context = context;
}

/* ---- to begin with ---- */

static void read_ballots(struct shares_costs *c)
{
    enum rule_score score = score_of_utility(c->rule->utility);
    c->marks = 1;
    for (size_t b = 0; b < c->profile->ballot_count; b++) {
        const struct profile_ballot *ballot = &c->profile->ballots[b];
        c->marks += 1 + ballot->count;
        for (uint32_t i = 0; i < ballot->count; i++) {
            int64_t given = score_given(ballot, score, i);
            c->supported[ballot->options[i]] |= given > 0;
        }
    }
}

struct shares_costs *shares_costs_new(const struct profile *profile, const struct rule *rule,
                                      const uint8_t *seed, const bool *left_out, int64_t work)
{
    size_t options = profile->option_count;
    struct shares_costs *c = allocate(1, sizeof *c);
    *c = (struct shares_costs){
        .profile = profile, .rule = rule, .changed = *profile, .left = work, .tried = UINT16_MAX};
    mpq_init(c->endowment);
    bool **const lists[] = {&c->supported, &c->bought, &c->with};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        *lists[i] = arena_allocate(&c->arena, options, sizeof **lists[i]);
    c->stride = arena_allocate(&c->arena, options, sizeof *c->stride);
    c->options = arena_allocate(&c->arena, options, sizeof *c->options);
    for (size_t o = 0; o < options; o++) {
        c->options[o] = profile->options[o];
        c->to_come += !left_out[o];
    }
    c->changed.options = c->options;
    read_ballots(c);
    const uint16_t *order = order_of_ties(profile, seed, &c->arena);
    c->shares = shares_new(&c->changed, rule->utility, order, true, NULL);
    stages_init(&c->stages, c->shares, profile, rule, left_out);
    if (c->shares && cheaper_init(&c->cheaper, &c->changed, c->options, rule, order, &c->arena))
        return c;
    shares_costs_free(c);
    return NULL;
}

void shares_costs_free(struct shares_costs *c)
{
    if (!c)
        return;
    shares_free(c->shares);
    stages_clear(&c->stages);
    mpq_clear(c->endowment);
    arena_clear(&c->arena);
    free(c);
}
