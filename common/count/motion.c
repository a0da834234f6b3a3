/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/motion.h"

#include <inttypes.h>

__extension__ typedef unsigned __int128 wide;

/* At least this part of the whole. */
static bool reaches(uint64_t count, uint64_t whole, struct rule_fraction part)
{
    return (wide)count * part.q >= (wide)whole * part.p;
}

/* More yes than no, and the part of the base that the rule wants: of a half more than it, of anything else at
 * least that much. */
static bool has_majority(const struct count_motion *motion, struct rule_fraction majority)
{
    bool half = (uint64_t)majority.p * 2 == majority.q;
    return motion->yes > motion->no &&
           (half ? (wide)motion->yes * 2 > motion->base : reaches(motion->yes, motion->base, majority));
}

static uint64_t base_of(const struct count_motion *motion, enum rule_base base, uint64_t entitled)
{
    switch (base) {
    case RULE_BASE_ENTITLED:
        return entitled;
    case RULE_BASE_YES_NO:
        return motion->yes + motion->no;
    case RULE_BASE_CAST:
        break;
    }
    return motion->yes + motion->no + motion->abstain;
}

/* profile_add_points() has seen to it that all ballots together can be counted. */
static void count_answers(const struct profile *profile, struct count_motion *motions)
{
    for (size_t i = 0; i < profile->option_count; i++)
        motions[i].option = (uint16_t)i;
    for (size_t b = 0; b < profile->ballot_count; b++) {
        const struct profile_ballot *ballot = &profile->ballots[b];
        for (uint32_t i = 0; i < ballot->count; i++) {
            struct count_motion *motion = &motions[ballot->options[i]];
            uint64_t *sum = ballot->points[i] == ANSWER_YES  ? &motion->yes
                            : ballot->points[i] == ANSWER_NO ? &motion->no
                                                             : &motion->abstain;
            *sum += ballot->multiplicity;
        }
    }
}

bool motion_count(const struct profile *profile, const struct rule *rule, const struct count_terms *terms,
                  struct count_result *out, struct error *err)
{
    bool needs_entitled = rule->base == RULE_BASE_ENTITLED || rule->quorum.p > 0;
    if (needs_entitled && !terms->entitled)
        return error_input(err, "rule",
                           "the rule looks at how many could vote, but their number is not given");
    if (terms->entitled && terms->entitled < profile->voter_count)
        return error_input(err, "rule", "%" PRIu64 " ballots, but only %" PRIu64 " could vote",
                           profile->voter_count, terms->entitled);
    struct count_result result = {.rule = *rule, .entitled = terms->entitled};
    result.motion_count = profile->option_count;
    result.motions = arena_allocate(&result.arena, profile->option_count, sizeof *result.motions);
    result.winners = arena_allocate(&result.arena, profile->option_count, sizeof *result.winners);
    count_answers(profile, result.motions);
    for (size_t i = 0; i < result.motion_count; i++) {
        struct count_motion *motion = &result.motions[i];
        motion->base = base_of(motion, rule->base, terms->entitled);
        motion->quorate = reaches(motion->yes + motion->no + motion->abstain, terms->entitled, rule->quorum);
        motion->passed = motion->quorate && has_majority(motion, rule->majority);
        if (motion->passed)
            result.winners[result.winner_count++] = motion->option;
    }
    *out = result;
    return true;
}
