// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/http/rate.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

#define NONE UINT32_MAX /* no bucket */

/* Buckets stand in one array, in a hash table with chains and in a list from the newest to the oldest use. */
struct bucket {
    uint64_t key;
    int64_t level_ms; /* the bucket's content as time: burst * refill_ms is full */
    int64_t used_ms;
    uint32_t chain, newer, older;
};

struct rate {
    pthread_mutex_t lock;
    uint8_t secret[crypto_shorthash_KEYBYTES];
    int64_t refill_ms, full_ms;
    uint32_t capacity, count, newest, oldest;
    uint32_t *heads;
    struct bucket *buckets;
};

struct rate *rate_new(unsigned burst, int64_t refill_ms, size_t keys_max)
{
    struct rate *rate = allocate(1, sizeof *rate);
    pthread_mutex_init(&rate->lock, NULL);
    crypto_shorthash_keygen(rate->secret);
    rate->refill_ms = refill_ms;
    rate->full_ms = refill_ms * burst;
    rate->capacity = (uint32_t)keys_max;
    rate->newest = rate->oldest = NONE;
    rate->buckets = allocate(keys_max, sizeof *rate->buckets);
    rate->heads = allocate(keys_max, sizeof *rate->heads);
    memset(rate->heads, 0xff, keys_max * sizeof *rate->heads);
    return rate;
}

void rate_free(struct rate *rate)
{
    if (!rate)
        return;
    pthread_mutex_destroy(&rate->lock);
    sodium_memzero(rate->secret, sizeof rate->secret);
    free(rate->buckets);
    free(rate->heads);
    free(rate);
}

static void list_remove(struct rate *rate, struct bucket *bucket)
{
    if (bucket->newer == NONE)
        rate->newest = bucket->older;
    else
        rate->buckets[bucket->newer].older = bucket->older;
    if (bucket->older == NONE)
        rate->oldest = bucket->newer;
    else
        rate->buckets[bucket->older].newer = bucket->newer;
}

static void list_push(struct rate *rate, uint32_t index)
{
    struct bucket *bucket = &rate->buckets[index];
    bucket->newer = NONE;
    bucket->older = rate->newest;
    if (rate->newest == NONE)
        rate->oldest = index;
    else
        rate->buckets[rate->newest].newer = index;
    rate->newest = index;
}

static void chain_remove(struct rate *rate, uint32_t index)
{
    uint32_t *link = &rate->heads[rate->buckets[index].key % rate->capacity];
    while (*link != index)
        link = &rate->buckets[*link].chain;
    *link = rate->buckets[index].chain;
}

static struct bucket *find(struct rate *rate, uint64_t key, int64_t now_ms)
{
    uint32_t *head = &rate->heads[key % rate->capacity];
    uint32_t index = *head;
    while (index != NONE && rate->buckets[index].key != key)
        index = rate->buckets[index].chain;
    if (index != NONE) {
        list_remove(rate, &rate->buckets[index]);
    } else {
        if (rate->count < rate->capacity) {
            index = rate->count++;
        } else {
            index = rate->oldest;
            list_remove(rate, &rate->buckets[index]);
            chain_remove(rate, index);
        }
        rate->buckets[index] =
            (struct bucket){.key = key, .level_ms = rate->full_ms, .used_ms = now_ms, .chain = *head};
        *head = index;
    }
    list_push(rate, index);
    return &rate->buckets[index];
}

int64_t rate_take(struct rate *rate, struct bytes key, int64_t now_ms)
{
    uint64_t hash;
    _Static_assert(sizeof hash == crypto_shorthash_BYTES, "one word");
    crypto_shorthash((uint8_t *)&hash, key.data, key.len, rate->secret);
    pthread_mutex_lock(&rate->lock);
    struct bucket *bucket = find(rate, hash, now_ms);
    int64_t gained = now_ms > bucket->used_ms ? now_ms - bucket->used_ms : 0;
    bucket->level_ms = gained < rate->full_ms - bucket->level_ms ? bucket->level_ms + gained : rate->full_ms;
    bucket->used_ms = now_ms;
    int64_t wait_ms = bucket->level_ms < rate->refill_ms ? rate->refill_ms - bucket->level_ms : 0;
    if (wait_ms == 0)
        bucket->level_ms -= rate->refill_ms;
    pthread_mutex_unlock(&rate->lock);
    return wait_ms;
}
