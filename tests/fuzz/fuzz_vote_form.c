/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Elections of others: every vote that would be cast has a payload, and the draft can be written.
 */
#include <stdlib.h>

#include "tools/vote_form.h"

static void check_votes(const struct vote_form *form, const struct pabulib *pb)
{
    static struct choices choices;
    struct arena arena = {0};
    struct contest contest = {.id = VOTE_FORM_CONTEST,
                              .envelope = (uint64_t)pb->budget,
                              .form = form->form,
                              .option_count = pb->project_count,
                              .width = form_width(&form->form, pb->project_count)};
    contest.options = arena_allocate(&arena, pb->project_count, sizeof *contest.options);
    for (size_t p = 0; p < pb->project_count; p++)
        contest.options[p].cost = (uint64_t)pb->projects[p].cost;
    uint8_t *blocks = arena_allocate(&arena, contest.width, BLOCK_BYTES);
    for (size_t v = 0; v < pb->vote_count; v++)
        if (vote_form_choices(form, pb, v, &choices) == VOTE_CAST &&
            !payload_encode(&contest, &choices, blocks, NULL))
            abort();
    arena_clear(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vote_form form;
    struct pabulib *pb = pabulib_read(bytes_of(data, size), "fuzz.pb", 0, NULL);
    if (pb && vote_form_read(pb, &form, NULL)) {
        struct rule rule = rule_source_default(RULE_GREEDY, profile_form_of(pb->vote_type));
        json_t *draft = vote_form_draft(&form, pb, &rule, NULL, 1, 1);
        struct buffer text = {0};
        if (!draft || !json_write(draft, &text, NULL))
            abort();
        check_votes(&form, pb);
        buffer_clear(&text);
        json_decref(draft);
    }
    pabulib_free(pb);
    return 0;
}
