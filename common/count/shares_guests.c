/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_guests.h"

#include <stdlib.h>

#include "count/order.h"
#include "count/shares.h"
#include "count/shares_run.h"

enum { NO_GUEST = UINT16_MAX };

struct guests {
    const struct profile *profile;
    enum rule_start start;
    int64_t gift, marks;
    struct arena arena;
    struct profile doubled; /* with the guests, and an extra ballot for each behind the others */
    uint16_t *guest_of;     /* of each option; NO_GUEST */
    uint16_t *order;        /* of the doubled profile; each guest just before its option */
    bool *welcome;
    struct shares *shares;
};

/* The options, then the guests. */
static void add_guests(struct guests *g, const bool *left_out)
{
    size_t count = g->profile->option_count, all = count;
    struct profile_option *options = arena_allocate(&g->arena, 2 * count, sizeof *options);
    g->guest_of = arena_allocate(&g->arena, count, sizeof *g->guest_of);
    for (size_t o = 0; o < count; o++) {
        options[o] = g->profile->options[o];
        g->guest_of[o] = left_out[o] ? NO_GUEST : (uint16_t)all;
        if (!left_out[o])
            options[all++] = g->profile->options[o];
    }
    g->doubled.options = options;
    g->doubled.option_count = all;
}

static struct profile_ballot with_guests(struct guests *g, const struct profile_ballot *ballot)
{
    uint16_t *options = arena_allocate(&g->arena, 2 * (size_t)ballot->count, sizeof *options);
    int64_t *points =
        ballot->points ? arena_allocate(&g->arena, 2 * (size_t)ballot->count, sizeof *points) : NULL;
    uint32_t count = 0;
    for (int guests = 0; guests < 2; guests++) {
        for (uint32_t i = 0; i < ballot->count; i++) {
            uint16_t option = ballot->options[i];
            if (guests && g->guest_of[option] == NO_GUEST)
                continue;
            options[count] = guests ? g->guest_of[option] : option;
            if (points)
                points[count] = ballot->points[i];
            count++;
        }
    }
    return (struct profile_ballot){options, points, count, ballot->multiplicity};
}

static void add_ballots(struct guests *g)
{
    const struct profile *profile = g->profile;
    size_t guests = g->doubled.option_count - profile->option_count;
    struct profile_ballot *ballots =
        arena_allocate(&g->arena, profile->ballot_count + guests, sizeof *ballots);
    for (size_t b = 0; b < profile->ballot_count; b++)
        ballots[b] = with_guests(g, &profile->ballots[b]);
    for (size_t i = 0; i < guests; i++) {
        uint16_t *option = arena_allocate(&g->arena, 1, sizeof *option);
        *option = (uint16_t)(profile->option_count + i);
        ballots[profile->ballot_count + i] =
            (struct profile_ballot){option, profile->form == PROFILE_APPROVAL ? NULL : &g->gift, 1, 0};
    }
    g->doubled.ballots = ballots;
    g->doubled.ballot_count += guests;
    g->marks = 1;
    for (size_t b = 0; b < g->doubled.ballot_count; b++)
        g->marks += 1 + ballots[b].count;
}

struct guests *guests_new(const struct profile *profile, const struct rule *rule, const uint8_t *seed,
                          int64_t gift, const bool *left_out)
{
    if (2 * profile->option_count > PROFILE_OPTIONS_MAX)
        return NULL;
    struct guests *g = allocate(1, sizeof *g);
    *g = (struct guests){.profile = profile, .start = rule->start, .gift = gift, .doubled = *profile};
    add_guests(g, left_out);
    add_ballots(g);
    const uint16_t *order = order_of_ties(profile, seed, &g->arena);
    g->order = arena_allocate(&g->arena, g->doubled.option_count, sizeof *g->order);
    g->welcome = arena_allocate(&g->arena, g->doubled.option_count, sizeof *g->welcome);
    for (size_t i = 0, place = 0; i < profile->option_count; i++) {
        if (g->guest_of[order[i]] != NO_GUEST)
            g->order[place++] = g->guest_of[order[i]];
        g->order[place++] = order[i];
    }
    g->shares = shares_new(&g->doubled, rule->utility, g->order, true, NULL);
    if (g->shares)
        return g;
    guests_free(g);
    return NULL;
}

void guests_free(struct guests *g)
{
    if (!g)
        return;
    shares_free(g->shares);
    arena_clear(&g->arena);
    free(g);
}

int64_t guests_work(const struct guests *g)
{
    return g->marks;
}

/* What the extra ballots and the supporters give to a guest must fit (count/supporters.h). */
static bool too_many(const struct guests *g, uint64_t extra)
{
    uint64_t most = g->profile->voter_count, given;
    return __builtin_add_overflow(most, extra, &most) ||
           __builtin_mul_overflow(most, (uint64_t)g->gift, &given) || given > INT64_MAX;
}

bool guests_count(struct guests *g, uint64_t extra, bool *wins)
{
    if (too_many(g, extra))
        return false;
    for (size_t b = g->profile->ballot_count; b < g->doubled.ballot_count; b++) {
        g->doubled.ballots[b].multiplicity = extra;
        shares_take_times(g->shares, (uint32_t)b);
    }
    g->doubled.voter_count = g->profile->voter_count + extra;
    for (size_t o = 0; o < g->doubled.option_count; o++)
        g->welcome[o] = false;
    mpq_t endowment;
    mpq_init(endowment);
    shares_endowment(&g->doubled, g->start, endowment);
    shares_run_with_guests(g->shares, endowment, (uint16_t)g->profile->option_count, g->welcome);
    mpq_clear(endowment);
    for (size_t o = 0; o < g->profile->option_count; o++)
        wins[o] = g->guest_of[o] != NO_GUEST && g->welcome[g->guest_of[o]];
    return true;
}
