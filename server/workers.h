/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Threads for work that would hold up a loop: password hashing, proofs, connecting to the database.
 */
#ifndef FOLKMOOT_SERVER_WORKERS_H
#define FOLKMOOT_SERVER_WORKERS_H

#include <stddef.h>

#include "base/error.h"
#include "server/loop.h"

struct workers;

/* `name` (a literal, at most 15 characters) names the threads. More than `queue_max` waiting jobs are
 * refused. */
struct workers *workers_new(const char *name, unsigned threads, unsigned queue_max);
/* Run work(arg) on a worker, then post done(arg) to `loop`. `arg` belongs to the job in between: it must not
 * live in the arena of a request. Returns false when the queue is full: nothing is called. From any thread.
 */
MUST_CHECK bool workers_run(struct workers *workers, loop_fn *work, struct loop *loop, loop_fn *done,
                            void *arg);
/* The same for jobs that cost less together: a worker gives to `work` several `args` at once when as many
 * wait behind each other for the same function, its part of them, since the other workers want theirs. */
enum { WORKERS_TOGETHER_MAX = 64 };
typedef void workers_together(void *const *args, size_t count);
MUST_CHECK bool workers_run_together(struct workers *workers, workers_together *work, struct loop *loop,
                                     loop_fn *done, void *arg);
/* Jobs waiting and running. */
unsigned workers_pending(struct workers *workers);
/* Finish what is waiting, end the threads; workers_run() refuses from now on. The loops that jobs report to
 * must still exist. */
void workers_stop(struct workers *workers);
/* After workers_stop(). */
void workers_free(struct workers *workers);

#endif
