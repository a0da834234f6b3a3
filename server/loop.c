// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/loop.h"

#include <event2/event.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/buffer.h"

struct posted {
    loop_fn *fn;
    void *arg;
};

struct loop {
    unsigned index;
    struct event_base *base;
    struct event *wake;
    int wake_fd;
    pthread_t thread;
    bool started;
    pthread_mutex_t lock; /* guards what follows */
    struct posted *posted;
    size_t posted_count, posted_capacity;
};

static _Thread_local struct loop *current;

/* Take the whole queue at once, so that closures which post again wait for the next turn. */
static void run_posted(evutil_socket_t fd, short what, void *arg)
{
    struct loop *loop = arg;
    (void)what;
    uint64_t wakes;
    if (read(fd, &wakes, sizeof wakes) < 0) {
        /* Nothing to read: woken by a post that an earlier turn has served. */
    }
    pthread_mutex_lock(&loop->lock);
    struct posted *posted = loop->posted;
    size_t count = loop->posted_count;
    loop->posted = NULL;
    loop->posted_count = loop->posted_capacity = 0;
    pthread_mutex_unlock(&loop->lock);
    for (size_t i = 0; i < count; i++)
        posted[i].fn(posted[i].arg);
    free(posted);
}

struct loop *loop_new(unsigned index)
{
    struct loop *loop = allocate(1, sizeof *loop);
    loop->index = index;
    pthread_mutex_init(&loop->lock, NULL);
    struct event_config *config = event_config_new();
    /* No locks: a base stays on one thread. The change list saves most epoll_ctl() calls, since evhttp
     * switches reading off and on for each request. */
    if (config) {
        event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
        event_config_set_flag(config, EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
        loop->base = event_base_new_with_config(config);
        event_config_free(config);
    }
    loop->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (loop->base && loop->wake_fd >= 0)
        loop->wake = event_new(loop->base, loop->wake_fd, EV_READ | EV_PERSIST, run_posted, loop);
    if (!loop->wake || event_add(loop->wake, NULL) != 0)
        abort(); /* no memory or no descriptors at the start */
    return loop;
}

static void *run_loop(void *arg)
{
    struct loop *loop = arg;
    current = loop;
    event_base_loop(loop->base, EVLOOP_NO_EXIT_ON_EMPTY);
    return NULL;
}

bool loop_start(struct loop *loop, struct error *err)
{
    if (pthread_create(&loop->thread, NULL, run_loop, loop) != 0)
        return error_temporary(err, "thread", "cannot start the thread of loop %u", loop->index);
    loop->started = true;
    char name[16];
    snprintf(name, sizeof name, "loop-%u", loop->index);
    pthread_setname_np(loop->thread, name);
    return true;
}

void loop_post(struct loop *loop, loop_fn *fn, void *arg)
{
    pthread_mutex_lock(&loop->lock);
    if (loop->posted_count == loop->posted_capacity) {
        loop->posted_capacity = loop->posted_capacity ? loop->posted_capacity * 2 : 16;
        loop->posted = reallocate(loop->posted, loop->posted_capacity, sizeof *loop->posted);
    }
    bool first = loop->posted_count == 0;
    loop->posted[loop->posted_count++] = (struct posted){fn, arg};
    pthread_mutex_unlock(&loop->lock);
    if (!first)
        return; /* whoever posted first has woken the loop */
    uint64_t one = 1;
    if (write(loop->wake_fd, &one, sizeof one) < 0) {
        /* The counter is full: the loop is awake anyway. */
    }
}

static void break_loop(void *arg)
{
    struct loop *loop = arg;
    event_base_loopbreak(loop->base);
}

void loop_stop(struct loop *loop)
{
    loop_post(loop, break_loop, loop);
}

void loop_join(struct loop *loop)
{
    if (loop->started)
        pthread_join(loop->thread, NULL);
    loop->started = false;
}

void loop_free(struct loop *loop)
{
    if (!loop)
        return;
    event_free(loop->wake);
    event_base_free(loop->base);
    close(loop->wake_fd);
    pthread_mutex_destroy(&loop->lock);
    free(loop->posted);
    free(loop);
}

struct event_base *loop_base(struct loop *loop)
{
    return loop->base;
}

unsigned loop_index(const struct loop *loop)
{
    return loop->index;
}

struct loop *loop_current(void)
{
    return current;
}
