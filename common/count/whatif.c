/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/whatif.h"

#include <stdlib.h>

#include "count/score.h"

enum { PHRAGMEN_RUNS = 8 }; /* that a count by Phragmén's rule is worth */

/* Counting reads the options of a profile, their order by id and the ballots, and nothing that only adding a
 * ballot needs, so a changed election is a copy of the struct with lists of its own. */
struct whatif {
    const struct profile *profile;
    const struct rule *rule;
    const struct count_terms *terms;
    struct arena arena;
    struct profile scored; /* rankings as the points that they give; with room for one ballot more */
    struct rule scored_rule;
    int64_t gift;
    struct profile_option *options; /* a copy to change */
    int64_t marks, work;            /* of a run; until now */
};

static enum rule_score score_of(const struct rule *rule)
{
    return rule->name == RULE_GREEDY         ? rule->score
           : rule->name == RULE_EQUAL_SHARES ? score_of_utility(rule->utility)
                                             : RULE_VOTES;
}

static struct rule by_points(const struct rule *rule)
{
    struct rule scored = *rule;
    if (rule->score == RULE_BORDA || rule->score == RULE_BORDA0)
        scored.score = RULE_POINTS;
    if (rule->utility == RULE_UTILITY_BORDA || rule->utility == RULE_UTILITY_BORDA0)
        scored.utility = RULE_UTILITY_POINTS;
    return scored;
}

/* A ranking names one option in its first place with one point only; so that an extra ballot can give more,
 * rankings are counted as the points that they give. */
static void rankings_to_points(struct whatif *w, enum rule_score score)
{
    for (size_t b = 0; b < w->scored.ballot_count; b++) {
        struct profile_ballot *ballot = &w->scored.ballots[b];
        int64_t *points = arena_allocate(&w->arena, ballot->count, sizeof *points);
        for (uint32_t i = 0; i < ballot->count; i++)
            points[i] = score_given(ballot, score, i);
        ballot->points = points;
    }
    w->scored.form = PROFILE_POINTS;
    w->scored_rule = by_points(w->rule);
}

static int64_t greatest_gift(const struct whatif *w, enum rule_score score)
{
    int64_t greatest = 1;
    for (size_t b = 0; b < w->profile->ballot_count; b++) {
        const struct profile_ballot *ballot = &w->profile->ballots[b];
        for (uint32_t i = 0; i < ballot->count; i++)
            if (score_given(ballot, score, i) > greatest)
                greatest = score_given(ballot, score, i);
    }
    return greatest;
}

struct whatif *whatif_new(const struct profile *profile, const struct rule *rule,
                          const struct count_terms *terms)
{
    struct whatif *w = allocate(1, sizeof *w);
    enum rule_score score = score_of(rule);
    *w = (struct whatif){
        .profile = profile, .rule = rule, .terms = terms, .scored = *profile, .scored_rule = *rule};
    w->scored.ballots = arena_allocate(&w->arena, profile->ballot_count + 1, sizeof *w->scored.ballots);
    if (profile->ballot_count)
        memcpy(w->scored.ballots, profile->ballots, profile->ballot_count * sizeof *w->scored.ballots);
    if (profile->form == PROFILE_RANKING)
        rankings_to_points(w, score);
    w->gift = rule->name == RULE_GREEDY ? 1 : greatest_gift(w, score);
    w->options = arena_allocate(&w->arena, profile->option_count, sizeof *w->options);
    w->marks = 1;
    for (size_t b = 0; b < profile->ballot_count; b++)
        w->marks += 1 + profile->ballots[b].count;
    if (profile->option_count)
        memcpy(w->options, profile->options, profile->option_count * sizeof *w->options);
    return w;
}

void whatif_free(struct whatif *w)
{
    if (!w)
        return;
    arena_clear(&w->arena);
    free(w);
}

int64_t whatif_gift(const struct whatif *w)
{
    return w->gift;
}

int64_t whatif_work(const struct whatif *w)
{
    return w->work;
}

const struct profile *whatif_scored(const struct whatif *w, const struct rule **rule)
{
    *rule = &w->scored_rule;
    return &w->scored;
}

static bool result_has(const struct count_result *result, uint16_t option)
{
    for (size_t i = 0; i < result->winner_count; i++)
        if (result->winners[i] == option)
            return true;
    return false;
}

static bool count(struct whatif *w, const struct profile *profile, const struct rule *rule,
                  const struct count_terms *terms, struct count_result *out, struct error *err)
{
    if (!count_run(profile, rule, terms, out, err))
        return false;
    w->work += w->marks * (rule->name == RULE_EQUAL_SHARES ? out->shares.runs
                           : rule->name == RULE_PHRAGMEN   ? PHRAGMEN_RUNS
                                                           : 1);
    return true;
}

static bool wins(struct whatif *w, const struct profile *profile, const struct rule *rule, uint16_t option,
                 bool *won, struct error *err)
{
    struct count_result result = {0};
    if (!count(w, profile, rule, w->terms, &result, err))
        return false;
    *won = result_has(&result, option);
    count_result_clear(&result);
    return true;
}

bool whatif_votes(struct whatif *w, uint16_t option, uint64_t extra, bool *won, struct error *err)
{
    struct profile changed = w->scored;
    int64_t points = w->profile->form == PROFILE_ANSWERS ? ANSWER_YES : w->gift;
    changed.ballots[changed.ballot_count++] =
        (struct profile_ballot){.options = &option,
                                .points = changed.form == PROFILE_APPROVAL ? NULL : &points,
                                .count = 1,
                                .multiplicity = extra};
    changed.voter_count += extra;
    return wins(w, &changed, &w->scored_rule, option, won, err);
}

bool whatif_cost(struct whatif *w, uint16_t option, int64_t cost, bool *won, struct error *err)
{
    struct profile changed = *w->profile;
    changed.options = w->options;
    w->options[option].cost = cost;
    bool ok = wins(w, &changed, w->rule, option, won, err);
    w->options[option].cost = w->profile->options[option].cost;
    return ok;
}

/* ---- without an option: those behind it move up ---- */

static uint16_t moved(uint16_t option, uint16_t gone)
{
    return (uint16_t)(option - (option > gone));
}

static struct profile_ballot strike(const struct profile_ballot *ballot, uint16_t gone, struct arena *arena)
{
    uint16_t *options = arena_allocate(arena, ballot->count, sizeof *options);
    int64_t *points = ballot->points ? arena_allocate(arena, ballot->count, sizeof *points) : NULL;
    struct profile_ballot left = {options, points, 0, ballot->multiplicity};
    for (uint32_t i = 0; i < ballot->count; i++) {
        if (ballot->options[i] == gone)
            continue;
        options[left.count] = moved(ballot->options[i], gone);
        if (points)
            points[left.count] = ballot->points[i];
        left.count++;
    }
    return left;
}

static void strike_conflicts(const struct conflicts *from, uint16_t gone, struct arena *arena,
                             struct conflicts *out)
{
    out->sets = arena_allocate(arena, from->set_count, sizeof *out->sets);
    for (size_t s = 0; s < from->set_count; s++) {
        struct exclusion *set = &out->sets[out->set_count];
        uint16_t *options = arena_allocate(arena, from->sets[s].count, sizeof *options);
        *set = (struct exclusion){.options = options};
        for (size_t i = 0; i < from->sets[s].count; i++)
            if (from->sets[s].options[i] != gone)
                options[set->count++] = moved(from->sets[s].options[i], gone);
        out->set_count += set->count > 1;
    }
}

bool whatif_without(struct whatif *w, uint16_t option, bool *won, struct error *err)
{
    const struct profile *profile = w->profile;
    struct arena arena = {0};
    struct conflicts conflicts = {0};
    struct count_terms terms = *w->terms;
    struct count_result result = {0};
    struct profile changed = *profile;
    struct profile_option *options = arena_allocate(&arena, profile->option_count, sizeof *options);
    changed.by_id = arena_allocate(&arena, profile->option_count, sizeof *changed.by_id);
    changed.option_count = 0;
    for (size_t o = 0; o < profile->option_count; o++)
        if (o != option)
            options[changed.option_count++] = profile->options[o];
    for (size_t o = 0, place = 0; o < profile->option_count; o++)
        if (profile->by_id[o] != option)
            changed.by_id[place++] = moved(profile->by_id[o], option);
    changed.options = options;
    changed.ballots = arena_allocate(&arena, profile->ballot_count, sizeof *changed.ballots);
    for (size_t b = 0; b < profile->ballot_count; b++)
        changed.ballots[b] = strike(&profile->ballots[b], option, &arena);
    if (terms.conflicts) {
        strike_conflicts(terms.conflicts, option, &arena, &conflicts);
        terms.conflicts = &conflicts;
    }
    bool ok = count(w, &changed, w->rule, &terms, &result, err);
    for (size_t o = 0; ok && o < profile->option_count; o++)
        won[o] = o != option && result_has(&result, moved((uint16_t)o, option));
    count_result_clear(&result);
    arena_clear(&arena);
    return ok;
}
