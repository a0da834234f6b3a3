// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/workers.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/buffer.h"

struct job {
    loop_fn *work, *done;
    struct loop *loop;
    void *arg;
};

struct workers {
    pthread_t *threads;
    unsigned thread_count;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t more;
    struct job *ring; /* of `capacity` */
    unsigned capacity, head, waiting, running;
    bool ending;
};

static void *run_worker(void *arg)
{
    struct workers *workers = arg;
    pthread_mutex_lock(&workers->lock);
    for (;;) {
        while (workers->waiting == 0 && !workers->ending)
            pthread_cond_wait(&workers->more, &workers->lock);
        if (workers->waiting == 0)
            break;
        struct job job = workers->ring[workers->head];
        workers->head = (workers->head + 1) % workers->capacity;
        workers->waiting--;
        workers->running++;
        pthread_mutex_unlock(&workers->lock);
        job.work(job.arg);
        loop_post(job.loop, job.done, job.arg);
        pthread_mutex_lock(&workers->lock);
        workers->running--;
    }
    pthread_mutex_unlock(&workers->lock);
    return NULL;
}

struct workers *workers_new(const char *name, unsigned threads, unsigned queue_max)
{
    struct workers *workers = allocate(1, sizeof *workers);
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->more, NULL);
    workers->capacity = queue_max;
    workers->ring = allocate(queue_max, sizeof *workers->ring);
    workers->threads = allocate(threads, sizeof *workers->threads);
    for (; workers->thread_count < threads; workers->thread_count++) {
        if (pthread_create(&workers->threads[workers->thread_count], NULL, run_worker, workers) != 0)
            abort(); /* at the start only */
        pthread_setname_np(workers->threads[workers->thread_count], name);
    }
    return workers;
}

bool workers_run(struct workers *workers, loop_fn *work, struct loop *loop, loop_fn *done, void *arg)
{
    pthread_mutex_lock(&workers->lock);
    bool room = workers->waiting < workers->capacity && !workers->ending;
    if (room) {
        workers->ring[(workers->head + workers->waiting) % workers->capacity] =
            (struct job){work, done, loop, arg};
        workers->waiting++;
        pthread_cond_signal(&workers->more);
    }
    pthread_mutex_unlock(&workers->lock);
    return room;
}

unsigned workers_pending(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    unsigned pending = workers->waiting + workers->running;
    pthread_mutex_unlock(&workers->lock);
    return pending;
}

void workers_stop(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    workers->ending = true;
    pthread_cond_broadcast(&workers->more);
    pthread_mutex_unlock(&workers->lock);
    for (unsigned i = 0; i < workers->thread_count; i++)
        pthread_join(workers->threads[i], NULL);
    workers->thread_count = 0;
}

void workers_free(struct workers *workers)
{
    if (!workers)
        return;
    pthread_mutex_destroy(&workers->lock);
    pthread_cond_destroy(&workers->more);
    free(workers->threads);
    free(workers->ring);
    free(workers);
}
