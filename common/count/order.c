/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/order.h"

#include <stdlib.h>

#include "crypto/transcript.h"

struct lot {
    uint8_t hash[HASH_BYTES];
    uint16_t option;
};

static int compare_lots(const void *a, const void *b)
{
    return memcmp(((const struct lot *)a)->hash, ((const struct lot *)b)->hash, HASH_BYTES);
}

uint16_t *order_of_ties(const struct profile *profile, const uint8_t *seed, struct arena *arena)
{
    size_t count = profile->option_count;
    uint16_t *order = arena_allocate(arena, count, sizeof *order);
    if (!seed) {
        if (count)
            memcpy(order, profile->by_id, count * sizeof *order);
        return order;
    }
    struct lot *lots = allocate(count, sizeof *lots);
    for (size_t i = 0; i < count; i++) {
        struct transcript transcript;
        transcript_init(&transcript, TAG_DRAW);
        transcript_bytes(&transcript, bytes_of(seed, COUNT_SEED_BYTES));
        transcript_bytes(&transcript, profile->options[i].id);
        transcript_hash32(&transcript, lots[i].hash);
        lots[i].option = (uint16_t)i;
    }
    qsort(lots, count, sizeof *lots, compare_lots);
    for (size_t i = 0; i < count; i++)
        order[i] = lots[i].option;
    free(lots);
    return order;
}
