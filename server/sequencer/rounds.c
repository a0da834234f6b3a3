// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/rounds.h"

#include <pthread.h>
#include <stdlib.h>

struct rounds {
    pthread_rwlock_t lock;
    struct open_round **list;
    size_t count, capacity;
};

struct open_round *open_round_new(int32_t no, const uint8_t eid[HASH_BYTES], uint64_t late,
                                  struct bytes definition, struct error *err)
{
    struct open_round *round = allocate(1, sizeof *round);
    atomic_init(&round->references, 1);
    round->no = no;
    round->late = late;
    memcpy(round->eid, eid, sizeof round->eid);
    buffer_append_bytes(&round->bytes, definition);
    if (!definition_parse(buffer_bytes(&round->bytes), &round->arena, &round->definition, err)) {
        open_round_release(round);
        return NULL;
    }
    memcpy(round->id, round->definition.round, sizeof round->id);
    return round;
}

void open_round_release(struct open_round *round)
{
    if (!round || atomic_fetch_sub(&round->references, 1) != 1)
        return;
    arena_clear(&round->arena);
    buffer_clear(&round->bytes);
    free(round);
}

struct rounds *rounds_new(void)
{
    struct rounds *rounds = allocate(1, sizeof *rounds);
    pthread_rwlock_init(&rounds->lock, NULL);
    return rounds;
}

void rounds_free(struct rounds *rounds)
{
    if (!rounds)
        return;
    rounds_keep(rounds, bytes_of(NULL, 0));
    pthread_rwlock_destroy(&rounds->lock);
    free(rounds->list);
    free(rounds);
}

/* The place of the round, or the count. The lock is held. */
static size_t place(const struct rounds *rounds, const uint8_t id[ROUND_ID_BYTES])
{
    size_t i = 0;
    while (i < rounds->count && memcmp(rounds->list[i]->id, id, ROUND_ID_BYTES) != 0)
        i++;
    return i;
}

void rounds_put(struct rounds *rounds, struct open_round *take)
{
    struct open_round *old = NULL;
    pthread_rwlock_wrlock(&rounds->lock);
    size_t i = place(rounds, take->id);
    if (i < rounds->count) {
        old = rounds->list[i];
    } else {
        if (rounds->count == rounds->capacity) {
            rounds->capacity = rounds->capacity ? 2 * rounds->capacity : 8;
            rounds->list = reallocate(rounds->list, rounds->capacity, sizeof(struct open_round *));
        }
        rounds->count++;
    }
    rounds->list[i] = take;
    pthread_rwlock_unlock(&rounds->lock);
    open_round_release(old);
}

void rounds_remove(struct rounds *rounds, const uint8_t id[ROUND_ID_BYTES])
{
    struct open_round *old = NULL;
    pthread_rwlock_wrlock(&rounds->lock);
    size_t i = place(rounds, id);
    if (i < rounds->count) {
        old = rounds->list[i];
        rounds->list[i] = rounds->list[--rounds->count];
    }
    pthread_rwlock_unlock(&rounds->lock);
    open_round_release(old);
}

static bool is_among(const uint8_t id[ROUND_ID_BYTES], struct bytes ids)
{
    for (size_t at = 0; at < ids.len; at += ROUND_ID_BYTES)
        if (memcmp(ids.data + at, id, ROUND_ID_BYTES) == 0)
            return true;
    return false;
}

void rounds_keep(struct rounds *rounds, struct bytes ids)
{
    pthread_rwlock_wrlock(&rounds->lock);
    size_t kept = 0;
    for (size_t i = 0; i < rounds->count; i++)
        if (is_among(rounds->list[i]->id, ids))
            rounds->list[kept++] = rounds->list[i];
        else
            open_round_release(rounds->list[i]);
    rounds->count = kept;
    pthread_rwlock_unlock(&rounds->lock);
}

struct open_round *rounds_find(struct rounds *rounds, const uint8_t id[ROUND_ID_BYTES])
{
    pthread_rwlock_rdlock(&rounds->lock);
    size_t i = place(rounds, id);
    struct open_round *found = i < rounds->count ? rounds->list[i] : NULL;
    if (found)
        atomic_fetch_add(&found->references, 1);
    pthread_rwlock_unlock(&rounds->lock);
    return found;
}
