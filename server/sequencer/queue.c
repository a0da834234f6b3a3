// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/queue.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/buffer.h"

struct queue {
    pthread_mutex_t lock; /* guards all but `event` and `capacity` */
    void **ring;
    size_t capacity, head, length;
    bool closed;
    int event; /* an eventfd: not zero while there are items, or after the close */
};

struct queue *queue_new(size_t capacity)
{
    struct queue *queue = allocate(1, sizeof *queue);
    pthread_mutex_init(&queue->lock, NULL);
    queue->ring = allocate(capacity, sizeof *queue->ring);
    queue->capacity = capacity;
    queue->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (queue->event < 0)
        abort(); /* at the start only: out of descriptors */
    return queue;
}

void queue_free(struct queue *queue)
{
    if (!queue)
        return;
    if (queue->length > 0)
        abort(); /* somebody waits for an answer */
    close(queue->event);
    pthread_mutex_destroy(&queue->lock);
    free(queue->ring);
    free(queue);
}

static void signal_event(struct queue *queue)
{
    uint64_t one = 1;
    if (write(queue->event, &one, sizeof one) < 0) {
        /* The counter is full: it is not zero, which is all that counts. */
    }
}

bool queue_put(struct queue *queue, void *item, struct error *err)
{
    pthread_mutex_lock(&queue->lock);
    bool closed = queue->closed, room = queue->length < queue->capacity;
    if (!closed && room) {
        queue->ring[(queue->head + queue->length) % queue->capacity] = item;
        if (queue->length++ == 0)
            signal_event(queue);
    }
    pthread_mutex_unlock(&queue->lock);
    if (closed)
        return error_temporary(err, "stopping", "the server is stopping");
    if (!room)
        return error_temporary(err, "overloaded", "too many ballots are waiting, try again in a moment");
    return true;
}

size_t queue_take(struct queue *queue, void **items, size_t max)
{
    pthread_mutex_lock(&queue->lock);
    size_t count = queue->length < max ? queue->length : max;
    for (size_t i = 0; i < count; i++)
        items[i] = queue->ring[(queue->head + i) % queue->capacity];
    queue->head = (queue->head + count) % queue->capacity;
    queue->length -= count;
    uint64_t counter;
    if (queue->length == 0 && !queue->closed && read(queue->event, &counter, sizeof counter) < 0) {
        /* It was zero already. */
    }
    pthread_mutex_unlock(&queue->lock);
    return count;
}

size_t queue_length(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    size_t length = queue->length;
    pthread_mutex_unlock(&queue->lock);
    return length;
}

int queue_fd(const struct queue *queue)
{
    return queue->event;
}

void queue_close(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    signal_event(queue);
    pthread_mutex_unlock(&queue->lock);
}

bool queue_is_closed(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    bool closed = queue->closed;
    pthread_mutex_unlock(&queue->lock);
    return closed;
}
