/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "server/failpoint.h"
#include "server/loop.h"
#include "server/workers.h"

enum { POSTS = 10000, JOBS = 200 };

struct count {
    struct loop *loop;
    int next;
    bool in_order, on_loop;
};

struct post {
    struct count *count;
    int number;
};

static void take_post(void *arg)
{
    struct post *post = arg;
    post->count->in_order &= post->number == post->count->next++;
    post->count->on_loop &= loop_current() == post->count->loop;
}

static void posts_arrive_in_order(void **state)
{
    (void)state;
    struct loop *loop = loop_new(7);
    struct count count = {loop, 0, true, true};
    struct post *posts = allocate(POSTS, sizeof *posts);
    assert_int_equal(loop_index(loop), 7);
    for (int i = 0; i < POSTS; i++) {
        posts[i] = (struct post){&count, i};
        loop_post(loop, take_post, &posts[i]);
        if (i == POSTS / 2)
            assert_true(loop_start(loop, NULL));
    }
    loop_stop(loop);
    loop_join(loop);
    assert_int_equal(count.next, POSTS);
    assert_true(count.in_order);
    assert_true(count.on_loop);
    assert_null(loop_current());
    loop_free(loop);
    free(posts);
}

struct job {
    bool worked, done;
    sem_t *hold;
};

static void work(void *arg)
{
    struct job *job = arg;
    if (job->hold)
        sem_wait(job->hold);
    job->worked = loop_current() == NULL;
}

static void done(void *arg)
{
    struct job *job = arg;
    job->done = job->worked && loop_current() != NULL;
}

static void workers_report_to_the_loop(void **state)
{
    (void)state;
    struct loop *loop = loop_new(0);
    struct workers *workers = workers_new("test", 3, JOBS);
    struct job *jobs = allocate(JOBS, sizeof *jobs);
    assert_true(loop_start(loop, NULL));
    for (int i = 0; i < JOBS; i++)
        assert_true(workers_run(workers, work, loop, done, &jobs[i]));
    workers_stop(workers);
    assert_int_equal(workers_pending(workers), 0);
    assert_false(workers_run(workers, work, loop, done, &jobs[0]));
    loop_stop(loop);
    loop_join(loop);
    for (int i = 0; i < JOBS; i++)
        assert_true(jobs[i].done);
    workers_free(workers);
    loop_free(loop);
    free(jobs);
}

/* How many jobs came at once, at most, and in all. */
static struct {
    atomic_uint most, all, calls;
} together;

static void work_together(void *const *args, size_t count)
{
    unsigned most = together.most;
    while (count > most && !atomic_compare_exchange_weak(&together.most, &most, (unsigned)count))
        ;
    together.all += (unsigned)count;
    together.calls++;
    for (size_t i = 0; i < count; i++)
        work(args[i]);
}

/* One worker is held up by a job of another kind; what waits behind it is then done in few calls. */
static void jobs_are_done_together(void **state)
{
    (void)state;
    enum { WAITING = 3 * WORKERS_TOGETHER_MAX };
    struct loop *loop = loop_new(0);
    struct workers *workers = workers_new("test", 1, 2 * WAITING);
    struct job held = {0}, jobs[WAITING] = {0}, last = {0};
    sem_t hold;
    sem_init(&hold, 0, 0);
    held.hold = &hold;
    together.most = together.all = together.calls = 0;
    assert_true(loop_start(loop, NULL));
    assert_true(workers_run(workers, work, loop, done, &held));
    for (int i = 0; i < WAITING; i++)
        assert_true(workers_run_together(workers, work_together, loop, done, &jobs[i]));
    assert_true(workers_run(workers, work, loop, done, &last));
    sem_post(&hold);
    workers_stop(workers);
    loop_stop(loop);
    loop_join(loop);
    assert_int_equal(together.all, WAITING);
    assert_int_equal(together.most, WORKERS_TOGETHER_MAX);
    assert_int_equal(together.calls, WAITING / WORKERS_TOGETHER_MAX);
    assert_true(held.done && last.done);
    for (int i = 0; i < WAITING; i++)
        assert_true(jobs[i].done);
    workers_free(workers);
    loop_free(loop);
    sem_destroy(&hold);
}

static void a_full_queue_refuses(void **state)
{
    (void)state;
    enum { QUEUE = 4 };
    struct loop *loop = loop_new(0);
    struct workers *workers = workers_new("test", 1, QUEUE);
    sem_t hold;
    struct job jobs[QUEUE + 2] = {0};
    unsigned taken = 0;
    sem_init(&hold, 0, 0);
    for (int i = 0; i < QUEUE + 2; i++) {
        jobs[i].hold = &hold;
        taken += workers_run(workers, work, loop, done, &jobs[i]);
    }
    /* four wait, and perhaps the worker has already taken one */
    assert_true(taken == QUEUE || taken == QUEUE + 1);
    assert_int_equal(workers_pending(workers), taken);
    for (unsigned i = 0; i < taken; i++)
        sem_post(&hold);
    workers_stop(workers);
    workers_free(workers);
    loop_stop(loop);
    assert_true(loop_start(loop, NULL));
    loop_join(loop);
    loop_free(loop);
    sem_destroy(&hold);
}

struct pausing {
    sem_t passed;
};

static void pass(void *arg)
{
    struct pausing *pausing = arg;
    if (failpoint("here", NULL))
        sem_post(&pausing->passed);
}

static void ignore(void *arg)
{
    (void)arg;
}

static void failpoints_do_what_the_file_says(void **state)
{
    (void)state;
    char folder[] = "/tmp/folkmoot-failpoint-XXXXXX", path[64], reached[80];
    struct error err;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/here", folder);
    snprintf(reached, sizeof reached, "%s.reached", path);
    assert_true(file_write(path, bytes_of_string("error\n"), 0600, NULL));
    failpoint_start("");
    assert_true(failpoint("here", &err)); /* off */
    failpoint_start(folder);
    assert_true(failpoint("there", &err));
    assert_false(failpoint("here", &err));
    assert_int_equal(err.class, ERROR_TEMPORARY);
    assert_false(failpoint("here", &err));
    assert_true(file_write(path, bytes_of_string("error-once"), 0600, NULL));
    assert_false(failpoint("here", &err));
    assert_true(failpoint("here", &err));
    assert_true(file_write(path, bytes_of_string("explode"), 0600, NULL));
    assert_false(failpoint("here", &err));
    assert_int_equal(err.class, ERROR_BROKEN);

    assert_true(file_write(path, bytes_of_string("pause"), 0600, NULL));
    struct loop *loop = loop_new(0);
    struct workers *workers = workers_new("test", 1, 1);
    struct pausing pausing;
    sem_init(&pausing.passed, 0, 0);
    assert_true(workers_run(workers, pass, loop, ignore, &pausing));
    for (int tries = 0; access(reached, F_OK) != 0 && tries < 10000; tries++)
        usleep(1000);
    assert_int_equal(access(reached, F_OK), 0);
    assert_int_not_equal(sem_trywait(&pausing.passed), 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(sem_wait(&pausing.passed), 0);
    workers_stop(workers);
    workers_free(workers);
    loop_free(loop);
    failpoint_start("");
    assert_int_equal(rmdir(folder), 0); /* the mark is gone, too */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(posts_arrive_in_order),
        cmocka_unit_test(workers_report_to_the_loop),
        cmocka_unit_test(jobs_are_done_together),
        cmocka_unit_test(a_full_queue_refuses),
        cmocka_unit_test(failpoints_do_what_the_file_says),
    };
    return cmocka_run_group_tests_name("server_loop", tests, NULL, NULL);
}
