/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/work.h"

#include <pthread.h>
#include <stdatomic.h>

struct shared {
    const struct work *work;
    const struct work_pass *pass;
    atomic_size_t next; /* first item nobody has taken */
    atomic_size_t done;
    atomic_bool stop;
};

struct worker {
    struct shared *shared;
    unsigned number; /* 0 is the calling thread */
    bool failed;
    struct error err;
};

unsigned work_threads(const struct work *work)
{
    if (!work || !work->threads)
        return 1;
    return work->threads < WORK_THREADS_MAX ? work->threads : WORK_THREADS_MAX;
}

enum engine work_engine(const struct work *work)
{
    return work ? work->engine : ENGINE_DECAF;
}

static bool report(const struct shared *shared, struct error *err)
{
    const struct work *work = shared->work;
    if (!work || !work->progress)
        return true;
    if (!work->progress(work->context, shared->pass->before + shared->done, shared->pass->total))
        return error_temporary(err, "cancelled", "the computation was cancelled");
    return true;
}

static void *run_worker(void *argument)
{
    struct worker *worker = argument;
    struct shared *shared = worker->shared;
    const struct work_pass *pass = shared->pass;
    while (!shared->stop) {
        size_t from = atomic_fetch_add(&shared->next, WORK_RANGE_MAX);
        if (from >= pass->count)
            break;
        size_t to = pass->count - from > WORK_RANGE_MAX ? from + WORK_RANGE_MAX : pass->count;
        bool good = pass->range(pass->context, worker->number, from, to, &worker->err);
        if (good) {
            shared->done += to - from;
            good = worker->number != 0 || report(shared, &worker->err);
        }
        if (!good) {
            worker->failed = true;
            shared->stop = true;
        }
    }
    return NULL;
}

bool work_run(const struct work *work, const struct work_pass *pass, struct error *err)
{
    struct shared shared = {.work = work, .pass = pass};
    struct worker workers[WORK_THREADS_MAX];
    pthread_t threads[WORK_THREADS_MAX];
    unsigned count = work_threads(work), started = 1;
    for (unsigned i = 0; i < count; i++)
        workers[i] = (struct worker){.shared = &shared, .number = i};
    /* A thread that cannot be made only leaves more to the others. */
    while (started < count && pthread_create(&threads[started], NULL, run_worker, &workers[started]) == 0)
        started++;
    run_worker(&workers[0]);
    for (unsigned i = 1; i < started; i++)
        pthread_join(threads[i], NULL);
    for (unsigned i = 0; i < started; i++)
        if (workers[i].failed) {
            if (err)
                *err = workers[i].err;
            return false;
        }
    return report(&shared, err);
}
