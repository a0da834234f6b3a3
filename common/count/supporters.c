/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/supporters.h"

#include <stdlib.h>

#include "count/score.h"

static bool count_supporters(struct supporters *s, const struct profile *profile, enum rule_score score,
                             struct error *err)
{
    for (size_t b = 0; b < profile->ballot_count; b++) {
        const struct profile_ballot *ballot = &profile->ballots[b];
        for (uint32_t i = 0; i < ballot->count; i++) {
            uint16_t option = ballot->options[i];
            int64_t weight = score_given(ballot, score, i);
            uint64_t more;
            if (weight <= 0)
                continue;
            s->starts[option + 1]++;
            s->voters[option] += ballot->multiplicity;
            if (__builtin_mul_overflow((uint64_t)weight, ballot->multiplicity, &more) ||
                __builtin_add_overflow(s->totals[option], more, &s->totals[option]) ||
                s->totals[option] > INT64_MAX)
                return error_input(err, "overflow", "what ballots give to option %s is too much",
                                   (const char *)profile->options[option].id.data);
        }
    }
    for (size_t o = 0; o < profile->option_count; o++)
        s->starts[o + 1] += s->starts[o];
    return true;
}

static void list_supporters(struct supporters *s, const struct profile *profile, enum rule_score score)
{
    size_t options = profile->option_count;
    size_t *next = allocate(options + 1, sizeof *next);
    memcpy(next, s->starts, (options + 1) * sizeof *next);
    s->ballots = allocate(s->starts[options], sizeof *s->ballots);
    if (score != RULE_VOTES)
        s->weights = allocate(s->starts[options], sizeof *s->weights);
    for (size_t b = 0; b < profile->ballot_count; b++) {
        const struct profile_ballot *ballot = &profile->ballots[b];
        for (uint32_t i = 0; i < ballot->count; i++) {
            int64_t weight = score_given(ballot, score, i);
            if (weight <= 0)
                continue;
            size_t place = next[ballot->options[i]]++;
            s->ballots[place] = (uint32_t)b;
            if (s->weights)
                s->weights[place] = weight;
        }
    }
    free(next);
}

bool supporters_init(struct supporters *supporters, const struct profile *profile, enum rule_score score,
                     struct error *err)
{
    struct supporters s = {.starts = allocate(profile->option_count + 1, sizeof *s.starts),
                           .voters = allocate(profile->option_count, sizeof *s.voters),
                           .totals = allocate(profile->option_count, sizeof *s.totals)};
    if (!count_supporters(&s, profile, score, err)) {
        supporters_clear(&s);
        return false;
    }
    list_supporters(&s, profile, score);
    *supporters = s;
    return true;
}

void supporters_clear(struct supporters *supporters)
{
    free(supporters->starts);
    free(supporters->ballots);
    free(supporters->weights);
    free(supporters->voters);
    free(supporters->totals);
    *supporters = (struct supporters){0};
}
