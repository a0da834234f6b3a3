/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The .pb reader: what it accepts is written and read back the same, the check agrees with the reader, and
 * the profile of it can be counted (where scores have a default, which is read only, there is none).
 */
#include <stdlib.h>

#include "count/count.h"
#include "count/rule_source.h"

static void count(const struct pabulib *pabulib)
{
    struct profile *profile = profile_from_pabulib(pabulib, NULL);
    struct bytes value;
    if (!profile) {
        if (!pabulib_meta(pabulib, "default_score", &value))
            abort();
        return;
    }
    struct rule rule = rule_source_default(RULE_GREEDY, profile->form);
    rule.ties = RULE_LEX;
    rule.density = RULE_PER_COST;
    struct count_result result = {0};
    if (count_run(profile, &rule, &(struct count_terms){0}, &result, NULL)) { /* a score may overflow */
        if (result.total_cost > profile->budget || result.step_count != profile->option_count)
            abort();
        count_result_clear(&result);
    }
    profile_free(profile);
}

static void write_and_read(const struct pabulib *pabulib)
{
    struct buffer once = {0}, twice = {0};
    pabulib_write(pabulib, &once);
    struct pabulib *back = pabulib_read(buffer_bytes(&once), "back", 0, NULL);
    if (!back)
        abort();
    pabulib_write(back, &twice);
    if (!bytes_equal(buffer_bytes(&once), buffer_bytes(&twice)) || back->vote_count != pabulib->vote_count ||
        back->budget != pabulib->budget || back->repeat_count != pabulib->repeat_count)
        abort();
    struct profile *a = profile_from_pabulib(pabulib, NULL), *b = profile_from_pabulib(back, NULL);
    if (!a != !b || (a && !profile_equal(a, b, NULL)))
        abort();
    profile_free(a);
    profile_free(b);
    pabulib_free(back);
    buffer_clear(&once);
    buffer_clear(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = bytes_of(data, size);
    struct pabulib *pabulib = pabulib_read(input, "fuzz", 0, NULL);
    struct pabulib_problems problems;
    pabulib_check(input, &problems);
    if ((pabulib != NULL) != (problems.problems == 0))
        abort();
    pabulib_problems_clear(&problems);
    if (pabulib) {
        write_and_read(pabulib);
        count(pabulib);
        pabulib_free(pabulib);
    }
    return 0;
}
