/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The reader of CONTEST.csv: what it accepts is written and read back the same, and can be counted.
 */
#include <stdlib.h>

#include "count/answers.h"
#include "count/count.h"

static void write_and_read(const struct profile *profile)
{
    struct buffer text = {0};
    answers_write_header(profile, &text);
    for (size_t i = 0; i < profile->ballot_count; i++) {
        const struct profile_ballot *ballot = &profile->ballots[i];
        for (uint64_t n = 0; n < ballot->multiplicity; n++)
            answers_write_ballot(profile, ballot->options, ballot->points, ballot->count, &text);
    }
    struct profile *back = answers_read(buffer_bytes(&text), "back", NULL);
    if (!back || !profile_equal(profile, back, NULL))
        abort();
    profile_free(back);
    buffer_clear(&text);
}

static void count(const struct profile *profile)
{
    struct rule rule = {.name = RULE_MOTION, .base = RULE_BASE_CAST, .quorum = {1, 2}, .majority = {1, 2}};
    struct count_result result = {0};
    if (!count_run(profile, &rule, &(struct count_terms){.entitled = profile->voter_count + 1}, &result,
                   NULL))
        abort();
    for (size_t i = 0; i < result.motion_count; i++) {
        const struct count_motion *motion = &result.motions[i];
        if (motion->base > profile->voter_count || (motion->passed && motion->yes * 2 <= motion->base))
            abort();
    }
    count_result_clear(&result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct profile *profile = answers_read(bytes_of(data, size), "fuzz", NULL);
    if (profile) {
        write_and_read(profile);
        count(profile);
        profile_free(profile);
    }
    return 0;
}
