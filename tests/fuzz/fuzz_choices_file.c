/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Choices that a voter wrote: whatever is read can be looked at by payload_encode, and what that takes comes
 * back the same.
 */
#include <stdlib.h>

#include "tools/choices_file.h"

enum { CONTESTS = 7, OPTIONS = 3 };

static struct option options[OPTIONS] = {
    {.id = "a", .cost = 40}, {.id = "b", .cost = 70}, {.id = "c", .cost = 30}};

/* A contest of each form, named by it. */
static void make(struct contest contests[CONTESTS], uint16_t numbers[CONTESTS], struct definition *definition,
                 struct district *district)
{
    static const struct form forms[CONTESTS] = {
        {.kind = FORM_APPROVAL, .min = 1, .max = 2},
        {.kind = FORM_CHOICE},
        {.kind = FORM_KNAPSACK, .min = 1, .max = 3},
        {.kind = FORM_POINTS, .min = 1, .max = 3, .total = 10, .min_total = 2, .max_each = 5},
        {.kind = FORM_RANKING, .min = 2, .max = 3},
        {.kind = FORM_SCORES, .min = 1, .max = 3, .low = 1, .high = 5},
        {.kind = FORM_QUESTIONS},
    };
    for (uint16_t i = 0; i < CONTESTS; i++) {
        contests[i] = (struct contest){.id = form_kind_name(forms[i].kind),
                                       .envelope = 100,
                                       .form = forms[i],
                                       .option_count = OPTIONS,
                                       .options = options,
                                       .width = form_width(&forms[i], OPTIONS)};
        numbers[i] = i;
    }
    *definition = (struct definition){.contest_count = CONTESTS, .contests = contests};
    *district = (struct district){.id = "all", .contest_count = CONTESTS, .contests = numbers};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct choices choices[CONTESTS], back;
    struct contest contests[CONTESTS];
    uint16_t numbers[CONTESTS];
    struct definition definition;
    struct district district;
    uint8_t blocks[4 * BLOCK_BYTES];
    make(contests, numbers, &definition, &district);
    if (!choices_file_read(bytes_of(data, size), &definition, &district, choices, NULL))
        return 0;
    for (size_t i = 0; i < CONTESTS; i++) {
        if (!payload_encode(&contests[i], &choices[i], blocks, NULL))
            continue;
        if (payload_decode(&contests[i], blocks, &back) != PAYLOAD_VALID || back.count != choices[i].count ||
            memcmp(back.options, choices[i].options, back.count * sizeof *back.options) != 0 ||
            memcmp(back.values, choices[i].values, back.count * sizeof *back.values) != 0)
            abort();
    }
    return 0;
}
