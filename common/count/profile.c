/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/profile.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "count/decimal.h"

enum {
    FIRST_SLOTS = 256,
    FIRST_BALLOTS = 64,
    SHORT_BALLOT = 32, /* up to here insertion beats qsort */
};

/* An option with its points, while a ballot is put in order. */
struct profile_mark {
    uint16_t option;
    int64_t points;
};

/* Multiplication and rotation over 64-bit words: ballots are public and nobody gains by a slow count. */
static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 29);
}

/* `count` marks stand for one ballot in order; has_points says whether their points are part of it. */
static uint64_t marks_hash(const struct profile_mark *marks, size_t count, bool has_points)
{
    uint64_t hash = count;
    for (size_t i = 0; i < count; i++) {
        hash = mix(hash, marks[i].option);
        if (has_points)
            hash = mix(hash, (uint64_t)marks[i].points);
    }
    return hash;
}

static bool same_ballot(const struct profile_ballot *ballot, const struct profile_mark *marks, size_t count)
{
    if (ballot->count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (ballot->options[i] != marks[i].option || (ballot->points && ballot->points[i] != marks[i].points))
            return false;
    return true;
}

static uint64_t ballot_hash(const struct profile_ballot *ballot)
{
    uint64_t hash = ballot->count;
    for (uint32_t i = 0; i < ballot->count; i++) {
        hash = mix(hash, ballot->options[i]);
        if (ballot->points)
            hash = mix(hash, (uint64_t)ballot->points[i]);
    }
    return hash;
}

static bool has_points(const struct profile *profile)
{
    return profile->form == PROFILE_POINTS || profile->form == PROFILE_ANSWERS;
}

/* The slot that holds an equal ballot, or the free one where it belongs. */
static size_t find_slot(const struct profile *profile, const struct profile_mark *marks, size_t count)
{
    size_t mask = profile->slot_count - 1;
    size_t slot = marks_hash(marks, count, has_points(profile)) & mask;
    while (profile->slots[slot] && !same_ballot(&profile->ballots[profile->slots[slot] - 1], marks, count))
        slot = (slot + 1) & mask;
    return slot;
}

static void grow(struct profile *profile)
{
    profile->slot_count *= 2;
    size_t mask = profile->slot_count - 1;
    free(profile->slots);
    profile->slots = allocate(profile->slot_count, sizeof *profile->slots);
    for (size_t i = 0; i < profile->ballot_count; i++) {
        size_t slot = ballot_hash(&profile->ballots[i]) & mask;
        while (profile->slots[slot])
            slot = (slot + 1) & mask;
        profile->slots[slot] = (uint32_t)(i + 1);
    }
}

static struct profile_ballot store(struct profile *profile, size_t count, uint64_t times)
{
    const struct profile_mark *marks = profile->marks;
    uint16_t *options = arena_allocate(&profile->arena, count, sizeof *options);
    int64_t *points = NULL;
    for (size_t i = 0; i < count; i++)
        options[i] = marks[i].option;
    if (has_points(profile)) {
        points = arena_allocate(&profile->arena, count, sizeof *points);
        for (size_t i = 0; i < count; i++)
            points[i] = marks[i].points;
    }
    return (struct profile_ballot){options, points, (uint32_t)count, times};
}

/* Count the ballot in the first `count` marks, which are in order. */
static bool add(struct profile *profile, size_t count, uint64_t times, struct error *err)
{
    uint64_t voters;
    if (__builtin_add_overflow(profile->voter_count, times, &voters))
        return error_input(err, "profile", "too many ballots");
    if (times == 0)
        return true;
    size_t slot = find_slot(profile, profile->marks, count);
    if (profile->slots[slot]) {
        profile->ballots[profile->slots[slot] - 1].multiplicity += times;
        profile->voter_count = voters;
        return true;
    }
    if (profile->ballot_count == UINT32_MAX - 1)
        return error_input(err, "profile", "too many different ballots");
    if (profile->ballot_count == profile->ballot_capacity) {
        profile->ballot_capacity *= 2;
        profile->ballots = reallocate(profile->ballots, profile->ballot_capacity, sizeof *profile->ballots);
    }
    profile->ballots[profile->ballot_count++] = store(profile, count, times);
    profile->slots[slot] = (uint32_t)profile->ballot_count;
    profile->voter_count = voters;
    if (profile->ballot_count * 2 > profile->slot_count)
        grow(profile);
    return true;
}

static int compare_marks(const void *a, const void *b)
{
    return (int)((const struct profile_mark *)a)->option - (int)((const struct profile_mark *)b)->option;
}

static void sort_marks(struct profile_mark *marks, size_t count)
{
    if (count > SHORT_BALLOT) {
        qsort(marks, count, sizeof *marks, compare_marks);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        struct profile_mark mark = marks[i];
        size_t j = i;
        for (; j > 0 && marks[j - 1].option > mark.option; j--)
            marks[j] = marks[j - 1];
        marks[j] = mark;
    }
}

/* Put a ballot into profile->marks: each option once, at its first place, with its last points. */
static bool mark_ballot(struct profile *profile, const uint16_t *options, const int64_t *points, size_t count,
                        uint64_t times, size_t *marked, struct error *err)
{
    for (size_t i = 0; i < count; i++)
        if (options[i] >= profile->option_count)
            return error_input(err, "profile", "a ballot names option number %u of %zu", options[i],
                               profile->option_count);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t *seen = &profile->seen[options[i]];
        if (!*seen) {
            profile->marks[used++] = (struct profile_mark){.option = options[i]};
            *seen = (uint32_t)used;
        }
        if (points)
            profile->marks[*seen - 1].points = points[i];
    }
    profile->repeat_count += (count - used) * times;
    for (size_t i = 0; i < used; i++)
        profile->seen[profile->marks[i].option] = 0;
    *marked = used;
    return true;
}

bool profile_add_approval(struct profile *profile, const uint16_t *options, size_t count, uint64_t times,
                          struct error *err)
{
    assert(profile->form == PROFILE_APPROVAL);
    size_t used;
    if (!mark_ballot(profile, options, NULL, count, times, &used, err))
        return false;
    sort_marks(profile->marks, used);
    return add(profile, used, times, err);
}

bool profile_add_points(struct profile *profile, const uint16_t *options, const int64_t *points, size_t count,
                        uint64_t times, struct error *err)
{
    assert(has_points(profile));
    size_t used;
    if (!mark_ballot(profile, options, points, count, times, &used, err))
        return false;
    sort_marks(profile->marks, used);
    return add(profile, used, times, err);
}

bool profile_add_ranking(struct profile *profile, const uint16_t *options, size_t count, uint64_t times,
                         struct error *err)
{
    assert(profile->form == PROFILE_RANKING);
    size_t used;
    return mark_ballot(profile, options, NULL, count, times, &used, err) && add(profile, used, times, err);
}

/* A file may say how many points a project has from those who do not name it; here that is 0. */
static bool default_is_nothing(const struct pabulib *pabulib, struct error *err)
{
    struct bytes text;
    int64_t value;
    if (pabulib->vote_type != PABULIB_SCORING || !pabulib_meta(pabulib, "default_score", &text) ||
        (decimal_read(text, 0, &value, NULL) && value == 0))
        return true;
    return error_input(err, "profile", "default_score is %.*s; only 0 can be counted",
                       (int)(text.len < 40 ? text.len : 40), (const char *)text.data);
}

struct profile *profile_from_pabulib(const struct pabulib *pabulib, struct error *err)
{
    enum profile_form form = profile_form_of(pabulib->vote_type);
    if (!default_is_nothing(pabulib, err))
        return NULL;
    struct profile_option *options = allocate(pabulib->project_count, sizeof *options);
    for (size_t i = 0; i < pabulib->project_count; i++)
        options[i] = (struct profile_option){pabulib->projects[i].id, pabulib->projects[i].cost};
    struct profile *profile =
        profile_new(form, options, pabulib->project_count, pabulib->budget, pabulib->minor_digits, err);
    free(options);
    for (size_t i = 0; profile && i < pabulib->vote_count; i++) {
        const struct pabulib_vote *vote = &pabulib->votes[i];
        bool ok = form == PROFILE_APPROVAL ? profile_add_approval(profile, vote->choices, vote->count, 1, err)
                  : form == PROFILE_POINTS
                      ? profile_add_points(profile, vote->choices, vote->points, vote->count, 1, err)
                      : profile_add_ranking(profile, vote->choices, vote->count, 1, err);
        if (!ok) {
            profile_free(profile);
            profile = NULL;
        }
    }
    return profile;
}

enum profile_form profile_form_of(enum pabulib_vote_type type)
{
    switch (type) {
    case PABULIB_CUMULATIVE:
    case PABULIB_SCORING:
        return PROFILE_POINTS;
    case PABULIB_ORDINAL:
        return PROFILE_RANKING;
    case PABULIB_APPROVAL:
    case PABULIB_CHOOSE_1:
        break;
    }
    return PROFILE_APPROVAL;
}

enum form_kind profile_form_kind(enum profile_form form)
{
    static const enum form_kind kinds[] = {[PROFILE_APPROVAL] = FORM_APPROVAL,
                                           [PROFILE_POINTS] = FORM_POINTS,
                                           [PROFILE_RANKING] = FORM_RANKING,
                                           [PROFILE_ANSWERS] = FORM_QUESTIONS};
    return kinds[form];
}

static int compare_ids(const void *a, const void *b, void *options)
{
    const struct profile_option *list = options;
    return bytes_compare(list[*(const uint16_t *)a].id, list[*(const uint16_t *)b].id);
}

struct profile *profile_new(enum profile_form form, const struct profile_option *options, size_t option_count,
                            int64_t budget, unsigned minor_digits, struct error *err)
{
    if (option_count > PROFILE_OPTIONS_MAX) {
        error_input(err, "profile", "%zu options, expected at most %d", option_count, PROFILE_OPTIONS_MAX);
        return NULL;
    }
    if (budget < 0) {
        error_input(err, "profile", "the budget is negative");
        return NULL;
    }
    struct profile *profile = allocate(1, sizeof *profile);
    profile->form = form;
    profile->budget = budget;
    profile->minor_digits = minor_digits;
    struct profile_option *copies = arena_allocate(&profile->arena, option_count, sizeof *copies);
    uint16_t *by_id = arena_allocate(&profile->arena, option_count, sizeof *by_id);
    profile->options = copies;
    profile->by_id = by_id;
    profile->option_count = option_count;
    profile->slot_count = FIRST_SLOTS;
    profile->slots = allocate(profile->slot_count, sizeof *profile->slots);
    profile->ballot_capacity = FIRST_BALLOTS;
    profile->ballots = allocate(profile->ballot_capacity, sizeof *profile->ballots);
    profile->marks = arena_allocate(&profile->arena, option_count, sizeof *profile->marks);
    profile->seen = arena_allocate(&profile->arena, option_count, sizeof *profile->seen);
    for (size_t i = 0; i < option_count; i++) {
        struct bytes id = options[i].id;
        copies[i].id = bytes_of(arena_copy(&profile->arena, id.data, id.len), id.len);
        copies[i].cost = options[i].cost;
        by_id[i] = (uint16_t)i;
        if (options[i].cost < 0) {
            error_input(err, "profile", "option %s has a negative cost", (const char *)copies[i].id.data);
            goto fail;
        }
    }
    qsort_r(by_id, option_count, sizeof *by_id, compare_ids, copies);
    for (size_t i = 1; i < option_count; i++) {
        if (bytes_equal(copies[by_id[i - 1]].id, copies[by_id[i]].id)) {
            error_input(err, "profile", "there are two options %s", (const char *)copies[by_id[i]].id.data);
            goto fail;
        }
    }
    return profile;
fail:
    profile_free(profile);
    return NULL;
}

void profile_free(struct profile *profile)
{
    if (!profile)
        return;
    free(profile->slots);
    free(profile->ballots);
    arena_clear(&profile->arena);
    free(profile);
}

bool profile_find(const struct profile *profile, struct bytes id, uint16_t *option)
{
    size_t low = 0, high = profile->option_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint16_t candidate = profile->by_id[middle];
        int order = bytes_compare(profile->options[candidate].id, id);
        if (order == 0) {
            *option = candidate;
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* The options of b by number in a; false when they are not the same set with the same costs. */
static bool map_options(const struct profile *a, const struct profile *b, uint16_t *map, struct error *err)
{
    if (a->option_count != b->option_count)
        return error_input(err, "profile-differs", "%zu options against %zu", a->option_count,
                           b->option_count);
    for (size_t i = 0; i < b->option_count; i++) {
        const struct profile_option *option = &b->options[i];
        if (!profile_find(a, option->id, &map[i]))
            return error_input(err, "profile-differs", "option %s is only in one",
                               (const char *)option->id.data);
        if (a->options[map[i]].cost != option->cost)
            return error_input(err, "profile-differs", "option %s has another cost",
                               (const char *)option->id.data);
    }
    return true;
}

bool profile_equal(const struct profile *a, const struct profile *b, struct error *err)
{
    if (a->form != b->form)
        return error_input(err, "profile-differs", "another kind of ballot");
    if (a->budget != b->budget || a->minor_digits != b->minor_digits)
        return error_input(err, "profile-differs", "another budget or another minor unit");
    if (a->voter_count != b->voter_count)
        return error_input(err, "profile-differs", "%" PRIu64 " ballots against %" PRIu64, a->voter_count,
                           b->voter_count);
    uint16_t *map = allocate(b->option_count, sizeof *map);
    struct profile_mark *marks = allocate(b->option_count, sizeof *marks);
    bool equal = map_options(a, b, map, err);
    /* Both have as many ballots: equal multiplicities for all of b leave no room for another one in a. */
    for (size_t i = 0; equal && i < b->ballot_count; i++) {
        const struct profile_ballot *ballot = &b->ballots[i];
        for (uint32_t j = 0; j < ballot->count; j++)
            marks[j] = (struct profile_mark){map[ballot->options[j]], ballot->points ? ballot->points[j] : 0};
        if (b->form != PROFILE_RANKING)
            sort_marks(marks, ballot->count);
        uint32_t found = a->slots[find_slot(a, marks, ballot->count)];
        uint64_t times = found ? a->ballots[found - 1].multiplicity : 0;
        if (times != ballot->multiplicity)
            equal =
                error_input(err, "profile-differs",
                            "a ballot with %" PRIu32 " options is there %" PRIu64 " times against %" PRIu64,
                            ballot->count, times, ballot->multiplicity);
    }
    free(marks);
    free(map);
    return equal;
}
