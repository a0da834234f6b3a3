// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/steps.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "server/http/rate.h"

enum {
    /* A polling place with one address: a voter every few seconds. */
    ADDRESS_BURST = 300,
    ADDRESS_REFILL_MS = 250,
    ADDRESSES_MAX = 65536,
    ROUND_BURST = 5000,
    ROUND_REFILL_MS = 1, /* 1,000 a second: five for each of the ballots of a rush */
    ROUNDS_MAX = 1024,
};

const char *const step_names[STEPS] = {"opened", "chosen", "reviewed", "code", "cast"};

struct counts {
    int32_t no;
    uint64_t of[STEPS];
};

struct steps {
    struct rate *by_address, *by_round;
    pthread_mutex_t lock;
    size_t count, capacity;
    struct counts *list;
};

struct steps *steps_new(void)
{
    struct steps *steps = allocate(1, sizeof *steps);
    steps->by_address = rate_new(ADDRESS_BURST, ADDRESS_REFILL_MS, ADDRESSES_MAX);
    steps->by_round = rate_new(ROUND_BURST, ROUND_REFILL_MS, ROUNDS_MAX);
    pthread_mutex_init(&steps->lock, NULL);
    return steps;
}

void steps_free(struct steps *steps)
{
    if (!steps)
        return;
    rate_free(steps->by_address);
    rate_free(steps->by_round);
    pthread_mutex_destroy(&steps->lock);
    free(steps->list);
    free(steps);
}

static struct counts *counts_of(struct steps *steps, int32_t no)
{
    for (size_t i = 0; i < steps->count; i++)
        if (steps->list[i].no == no)
            return &steps->list[i];
    if (steps->count == steps->capacity) {
        steps->capacity = steps->capacity ? 2 * steps->capacity : 16;
        steps->list = reallocate(steps->list, steps->capacity, sizeof *steps->list);
    }
    steps->list[steps->count] = (struct counts){.no = no};
    return &steps->list[steps->count++];
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t steps_count(struct steps *steps, int32_t no, enum step step, struct bytes address)
{
    int64_t now = now_ms(), wait = rate_take(steps->by_address, address, now);
    if (wait == 0)
        wait = rate_take(steps->by_round, bytes_of(&no, sizeof no), now);
    if (wait > 0)
        return wait;
    pthread_mutex_lock(&steps->lock);
    counts_of(steps, no)->of[step]++;
    pthread_mutex_unlock(&steps->lock);
    return 0;
}

bool steps_take(struct steps *steps, struct buffer *rounds, struct buffer *names, struct buffer *counts)
{
    pthread_mutex_lock(&steps->lock);
    for (size_t i = 0; i < steps->count; i++)
        for (size_t step = 0; step < STEPS; step++) {
            const struct counts *one = &steps->list[i];
            const char *joint = rounds->len ? " " : "";
            if (one->of[step] == 0)
                continue;
            buffer_append_format(rounds, "%s%d", joint, one->no);
            buffer_append_format(names, "%s%s", joint, step_names[step]);
            buffer_append_format(counts, "%s%llu", joint, (unsigned long long)one->of[step]);
        }
    steps->count = 0;
    pthread_mutex_unlock(&steps->lock);
    return rounds->len > 0;
}
