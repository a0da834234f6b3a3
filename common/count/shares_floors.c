/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_floors.h"

#include <stdlib.h>

#include "base/buffer.h"

void floors_init(struct floors *floors, size_t options)
{
    *floors = (struct floors){.far.bought = allocate(options, sizeof *floors->far.bought),
                              .own.bought = allocate(options, sizeof *floors->own.bought),
                              .known = allocate(options, sizeof *floors->known),
                              .options = options};
    mpq_inits(floors->far_endowment, floors->endowment, NULL);
}

void floors_clear(struct floors *floors)
{
    free(floors->far.seen);
    free(floors->far.bought);
    free(floors->own.seen);
    free(floors->own.bought);
    free(floors->known);
    mpq_clears(floors->far_endowment, floors->endowment, NULL);
}

/* Take over what the far run has seen after as many purchases as this one has made. */
static void follow(struct floors *floors)
{
    const struct floor_log *far = &floors->far;
    for (; floors->same && floors->read < far->seen_count; floors->read++) {
        const struct floor_seen *seen = &far->seen[floors->read];
        if (seen->step > floors->own.bought_count)
            return;
        floors->known[seen->option] = seen->floor;
    }
}

void floors_start(struct floors *floors, mpq_srcptr endowment, bool follows)
{
    mpq_set(floors->endowment, endowment);
    floors->own.seen_count = floors->own.bought_count = floors->read = 0;
    for (size_t o = 0; o < floors->options; o++)
        floors->known[o] = 0;
    floors->same = follows && mpq_cmp(endowment, floors->far_endowment) <= 0;
    follow(floors);
}

void floors_see(struct floors *floors, uint16_t option, double floor)
{
    struct floor_log *own = &floors->own;
    if (own->seen_count == own->seen_capacity) {
        own->seen_capacity = 2 * own->seen_capacity + floors->options;
        own->seen = reallocate(own->seen, own->seen_capacity, sizeof *own->seen);
    }
    own->seen[own->seen_count++] = (struct floor_seen){own->bought_count, option, floor};
}

void floors_buy(struct floors *floors, uint16_t option)
{
    struct floor_log *own = &floors->own;
    size_t step = own->bought_count++;
    own->bought[step] = option;
    floors->same = floors->same && step < floors->far.bought_count && floors->far.bought[step] == option;
    follow(floors);
}

void floors_keep(struct floors *floors)
{
    struct floor_log far = floors->far;
    floors->far = floors->own;
    floors->own = far;
    mpq_swap(floors->far_endowment, floors->endowment);
}

void floors_forget(struct floors *floors)
{
    mpq_set_ui(floors->far_endowment, 0, 1);
    floors->far.seen_count = floors->far.bought_count = 0;
}
