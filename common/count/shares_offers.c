/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/shares_offers.h"

#include <stdlib.h>

#include "base/buffer.h"

void offers_init(struct offers *offers, size_t most)
{
    *offers = (struct offers){.heap = allocate(most, sizeof *offers->heap)};
}

void offers_clear(struct offers *offers)
{
    free(offers->heap);
}

void offers_push(struct offers *offers, struct offer offer)
{
    size_t i = offers->count++;
    while (i > 0 && offers->heap[(i - 1) / 2].low > offer.low) {
        offers->heap[i] = offers->heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    offers->heap[i] = offer;
}

struct offer offers_pop(struct offers *offers)
{
    struct offer least = offers->heap[0], last = offers->heap[--offers->count];
    size_t i = 0;
    for (size_t child; (child = 2 * i + 1) < offers->count; i = child) {
        if (child + 1 < offers->count && offers->heap[child + 1].low < offers->heap[child].low)
            child++;
        if (last.low <= offers->heap[child].low)
            break;
        offers->heap[i] = offers->heap[child];
    }
    offers->heap[i] = last;
    return least;
}
