/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Decrypted blocks under forms of every kind: what is valid has exactly these blocks. The first byte picks
 * the form.
 */
#include <stdlib.h>

#include "ballot/payload.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct option options[300];
    static const struct {
        struct form form;
        size_t option_count;
    } forms[] = {
        {{FORM_APPROVAL, 1, 200, 0, 0, 0, 0, 0}, 300}, {{FORM_CHOICE, 0, 0, 0, 0, 0, 0, 0}, 300},
        {{FORM_KNAPSACK, 1, 20, 0, 0, 0, 0, 0}, 20},   {{FORM_POINTS, 1, 30, 100, 2, 50, 0, 0}, 40},
        {{FORM_RANKING, 1, 10, 0, 0, 0, 0, 0}, 10},    {{FORM_SCORES, 1, 30, 0, 0, 0, 2, 9}, 30},
        {{FORM_QUESTIONS, 0, 0, 0, 0, 0, 0, 0}, 120},
    };
    if (size < 1)
        return 0;
    for (size_t i = 0; i < 300; i++)
        options[i].cost = i;
    size_t which = data[0] % (sizeof forms / sizeof *forms);
    struct contest contest = {.id = "c",
                              .envelope = 50,
                              .form = forms[which].form,
                              .option_count = forms[which].option_count,
                              .options = options};
    contest.width = form_width(&contest.form, contest.option_count);
    if (size - 1 != contest.width * BLOCK_BYTES)
        return 0;
    struct choices choices;
    uint8_t back[2 * BLOCK_BYTES];
    if (contest.width <= 2 && payload_decode(&contest, data + 1, &choices) == PAYLOAD_VALID &&
        (!payload_encode(&contest, &choices, back, NULL) || memcmp(back, data + 1, size - 1) != 0))
        abort();
    return 0;
}
