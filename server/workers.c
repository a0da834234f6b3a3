// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/workers.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/buffer.h"

struct job {
    loop_fn *work; /* or NULL: `together` */
    workers_together *together;
    loop_fn *done;
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

/* Under the lock. */
static struct job take(struct workers *workers)
{
    struct job job = workers->ring[workers->head];
    workers->head = (workers->head + 1) % workers->capacity;
    workers->waiting--;
    workers->running++;
    return job;
}

/* Under the lock: the first job and, if it is to be done with others, its worker's part of those behind it.
 */
static size_t take_together(struct workers *workers, struct job jobs[WORKERS_TOGETHER_MAX])
{
    size_t part = (workers->waiting + workers->thread_count - 1) / workers->thread_count, count = 1;
    jobs[0] = take(workers);
    while (jobs[0].together && count < part && count < WORKERS_TOGETHER_MAX &&
           workers->ring[workers->head].together == jobs[0].together)
        jobs[count++] = take(workers);
    return count;
}

static void run_jobs(const struct job *jobs, size_t count)
{
    void *args[WORKERS_TOGETHER_MAX];
    for (size_t i = 0; i < count; i++)
        args[i] = jobs[i].arg;
    if (jobs[0].together)
        jobs[0].together(args, count);
    else
        jobs[0].work(jobs[0].arg);
    for (size_t i = 0; i < count; i++)
        loop_post(jobs[i].loop, jobs[i].done, jobs[i].arg);
}

static void *run_worker(void *arg)
{
    struct workers *workers = arg;
    struct job jobs[WORKERS_TOGETHER_MAX];
    pthread_mutex_lock(&workers->lock);
    for (;;) {
        while (workers->waiting == 0 && !workers->ending)
            pthread_cond_wait(&workers->more, &workers->lock);
        if (workers->waiting == 0)
            break;
        size_t count = take_together(workers, jobs);
        pthread_mutex_unlock(&workers->lock);
        run_jobs(jobs, count);
        pthread_mutex_lock(&workers->lock);
        workers->running -= (unsigned)count;
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

static bool add(struct workers *workers, struct job job)
{
    pthread_mutex_lock(&workers->lock);
    bool room = workers->waiting < workers->capacity && !workers->ending;
    if (room) {
        workers->ring[(workers->head + workers->waiting) % workers->capacity] = job;
        workers->waiting++;
        pthread_cond_signal(&workers->more);
    }
    pthread_mutex_unlock(&workers->lock);
    return room;
}

bool workers_run(struct workers *workers, loop_fn *work, struct loop *loop, loop_fn *done, void *arg)
{
    return add(workers, (struct job){.work = work, .done = done, .loop = loop, .arg = arg});
}

bool workers_run_together(struct workers *workers, workers_together *work, struct loop *loop, loop_fn *done,
                          void *arg)
{
    return add(workers, (struct job){.together = work, .done = done, .loop = loop, .arg = arg});
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
