/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/supporters.h"

#include <stdlib.h>

#include "count/score.h"

void supporters_init(struct supporters *supporters, const struct profile *profile, enum rule_score score)
{
    size_t options = profile->option_count;
    size_t *starts = allocate(options + 1, sizeof *starts);
    for (size_t b = 0; b < profile->ballot_count; b++) {
        const struct profile_ballot *ballot = &profile->ballots[b];
        for (uint32_t i = 0; i < ballot->count; i++)
            starts[ballot->options[i] + 1] += score_given(ballot, score, i) > 0;
    }
    for (size_t o = 0; o < options; o++)
        starts[o + 1] += starts[o];
    struct supporter *list = allocate(starts[options], sizeof *list);
    size_t *next = allocate(options + 1, sizeof *next);
    memcpy(next, starts, (options + 1) * sizeof *next);
    for (size_t b = 0; b < profile->ballot_count; b++) {
        const struct profile_ballot *ballot = &profile->ballots[b];
        for (uint32_t i = 0; i < ballot->count; i++) {
            int64_t weight = score_given(ballot, score, i);
            if (weight > 0)
                list[next[ballot->options[i]]++] = (struct supporter){(uint32_t)b, weight};
        }
    }
    free(next);
    *supporters = (struct supporters){list, starts};
}

void supporters_clear(struct supporters *supporters)
{
    free(supporters->list);
    free(supporters->starts);
    *supporters = (struct supporters){0};
}
