/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/greedy.h"

#include <stdlib.h>

#include "crypto/transcript.h"

__extension__ typedef __int128 wide;

/* What the order of consideration is decided by. */
struct rank {
    uint16_t option;
    bool per_cost;
    int64_t score;
    int64_t cost;
    struct bytes tie; /* ascending: the option's id or its draw */
};

static int sign(int64_t value)
{
    return (value > 0) - (value < 0);
}

/* Negative when a stands before b by score alone. Something for nothing (cost 0) is denser than anything that
 * costs; with the signs equal, a / a.cost against b / b.cost is a product against a product. */
static int compare_standing(const struct rank *a, const struct rank *b)
{
    if (!a->per_cost)
        return (a->score < b->score) - (a->score > b->score);
    if (sign(a->score) != sign(b->score))
        return sign(b->score) - sign(a->score);
    wide left = (wide)a->score * b->cost, right = (wide)b->score * a->cost;
    return (left < right) - (left > right);
}

static int compare_ranks(const void *a, const void *b)
{
    const struct rank *left = a, *right = b;
    int order = compare_standing(left, right);
    return order ? order : bytes_compare(left->tie, right->tie);
}

/* What a ballot gives to the option in place i (of a points ballot, to its i-th option). */
static int64_t contribution(const struct profile_ballot *ballot, enum rule_score score, uint32_t i)
{
    switch (score) {
    case RULE_POINTS:
        return ballot->points[i];
    case RULE_BORDA:
        return (int64_t)ballot->count - i;
    case RULE_BORDA0:
        return (int64_t)ballot->count - i - 1;
    case RULE_VOTES:
        break;
    }
    return 1;
}

bool greedy_scores(const struct profile *profile, enum rule_score score, int64_t *out, struct error *err)
{
    int64_t *scores = allocate(profile->option_count, sizeof *scores);
    bool ok = true;
    for (size_t b = 0; ok && b < profile->ballot_count; b++) {
        const struct profile_ballot *ballot = &profile->ballots[b];
        for (uint32_t i = 0; ok && i < ballot->count; i++) {
            int64_t *sum = &scores[ballot->options[i]], more;
            if (__builtin_mul_overflow(contribution(ballot, score, i), ballot->multiplicity, &more) ||
                __builtin_add_overflow(*sum, more, sum))
                ok = error_input(err, "overflow", "the score of option %s is too large",
                                 (const char *)profile->options[ballot->options[i]].id.data);
        }
    }
    if (ok && profile->option_count)
        memcpy(out, scores, profile->option_count * sizeof *out);
    free(scores);
    return ok;
}

static struct bytes draw_of(struct arena *arena, const uint8_t *seed, struct bytes id)
{
    uint8_t *hash = arena_allocate(arena, 1, HASH_BYTES);
    struct transcript transcript;
    transcript_init(&transcript, TAG_DRAW);
    transcript_bytes(&transcript, bytes_of(seed, COUNT_SEED_BYTES));
    transcript_bytes(&transcript, id);
    transcript_hash32(&transcript, hash);
    return bytes_of(hash, HASH_BYTES);
}

static void note_ties(const struct rank *ranks, size_t count, struct count_result *result)
{
    result->ties = arena_allocate(&result->arena, count / 2, sizeof *result->ties);
    for (size_t first = 0, next; first < count; first = next) {
        next = first + 1;
        while (next < count && compare_standing(&ranks[first], &ranks[next]) == 0)
            next++;
        if (next - first < 2)
            continue;
        uint16_t *options = arena_allocate(&result->arena, next - first, sizeof *options);
        for (size_t i = first; i < next; i++)
            options[i - first] = ranks[i].option;
        result->ties[result->tie_count++] = (struct count_tie){options, next - first};
    }
}

/* For each option the winner that shuts it out, or itself: filled in as options are bought. */
static void shut_out_rivals(const struct conflicts *conflicts, uint16_t winner, uint16_t *rivals)
{
    for (size_t s = 0; conflicts && s < conflicts->set_count; s++) {
        const struct exclusion *set = &conflicts->sets[s];
        bool in_set = false;
        for (size_t i = 0; i < set->count; i++)
            in_set |= set->options[i] == winner;
        for (size_t i = 0; in_set && i < set->count; i++)
            if (rivals[set->options[i]] == set->options[i])
                rivals[set->options[i]] = winner;
    }
}

static void buy(const struct profile *profile, const struct rule *rule, const struct conflicts *conflicts,
                const struct rank *ranks, uint16_t *rivals, struct count_result *result)
{
    int64_t left = profile->budget;
    bool stopped = false;
    for (size_t i = 0; i < profile->option_count; i++) {
        const struct rank *rank = &ranks[i];
        struct count_step step = {
            .option = rank->option, .score = rank->score, .cost = rank->cost, .left = left};
        if (rank->score < rule->threshold && rule->threshold > 0) {
            step.outcome = COUNT_BELOW_THRESHOLD;
        } else if (stopped) {
            step.outcome = COUNT_STOPPED;
        } else if (rivals[rank->option] != rank->option) {
            step.outcome = COUNT_CONFLICT;
            step.rival = rivals[rank->option];
        } else if (rank->cost > left) {
            step.outcome = COUNT_MISFIT;
            stopped = rule->on_misfit == RULE_STOP;
        } else {
            step.outcome = COUNT_BOUGHT;
            left -= rank->cost;
            result->winners[result->winner_count++] = rank->option;
            shut_out_rivals(conflicts, rank->option, rivals);
        }
        result->steps[result->step_count++] = step;
    }
    result->total_cost = profile->budget - left;
}

bool greedy_count(const struct profile *profile, const struct rule *rule, const struct conflicts *conflicts,
                  const uint8_t *seed, struct count_result *out, struct error *err)
{
    size_t count = profile->option_count;
    struct count_result result = {.rule = *rule};
    struct arena scratch = {0};
    int64_t *scores = arena_allocate(&scratch, count, sizeof *scores);
    struct rank *ranks = arena_allocate(&scratch, count, sizeof *ranks);
    uint16_t *rivals = arena_allocate(&scratch, count, sizeof *rivals);
    bool ok = greedy_scores(profile, rule->score, scores, err);
    if (!ok)
        goto out;
    for (size_t i = 0; i < count; i++) {
        struct bytes id = profile->options[i].id;
        ranks[i] = (struct rank){
            .option = (uint16_t)i,
            .per_cost = rule->density == RULE_PER_COST,
            .score = scores[i],
            .cost = profile->options[i].cost,
            .tie = rule->ties == RULE_DRAW ? draw_of(&scratch, seed, id) : id,
        };
        rivals[i] = (uint16_t)i;
    }
    if (count)
        qsort(ranks, count, sizeof *ranks, compare_ranks);
    note_ties(ranks, count, &result);
    result.winners = arena_allocate(&result.arena, count, sizeof *result.winners);
    result.steps = arena_allocate(&result.arena, count, sizeof *result.steps);
    buy(profile, rule, conflicts, ranks, rivals, &result);
    *out = result;
out:
    arena_clear(&scratch);
    return ok;
}
