/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The bounded queue between the loops and the sequencer's thread. Items are handed over, first in, first out;
 * the taker sleeps in poll() on queue_fd() together with whatever else it waits for.
 */
#ifndef FOLKMOOT_SERVER_SEQUENCER_QUEUE_H
#define FOLKMOOT_SERVER_SEQUENCER_QUEUE_H

#include <stddef.h>

#include "base/error.h"

struct queue;

struct queue *queue_new(size_t capacity);
/* It must be empty. */
void queue_free(struct queue *queue);
/* From any thread. ERROR_TEMPORARY "overloaded" when full, "stopping" after queue_close(): the item stays the
 * caller's. */
MUST_CHECK bool queue_put(struct queue *queue, void *item, struct error *err);
/* Take up to `max` items without waiting; returns how many. One thread only. */
size_t queue_take(struct queue *queue, void **items, size_t max);
size_t queue_length(struct queue *queue);
/* Readable while there are items, or after queue_close(). */
int queue_fd(const struct queue *queue);
void queue_close(struct queue *queue);
bool queue_is_closed(struct queue *queue);

#endif
