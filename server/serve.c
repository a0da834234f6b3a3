// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/serve.h"

#include <semaphore.h>
#include <signal.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "server/app.h"
#include "server/db/pool.h"
#include "server/failpoint.h"
#include "server/http/answers.h"
#include "server/http/server.h"
#include "server/log.h"
#include "server/loop.h"
#include "server/monitor.h"
#include "server/pages/pages.h"
#include "server/sequencer/sequencer.h"
#include "server/sequencer/witness.h"
#include "server/steps.h"

enum {
    WORKER_QUEUE_MAX = 4096,
    CONNECTOR_THREADS = 2,
    CONNECTOR_QUEUE_MAX = 1024,
};

/* What belongs to one loop. */
struct lane {
    struct loop *loop;
    struct pool *pool;
    struct http *http;
    sem_t *drained;
};

struct serve {
    struct app app;
    struct lane *lanes;
    sem_t drained;
    atomic_bool failed; /* the sequencer has ended by itself */
};

unsigned serve_loops(const struct config *config)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return config->loops > 0 ? (unsigned)config->loops : cores > 0 ? (unsigned)cores : 1;
}

/* On the sequencer's thread: nobody knows what is in the record, or somebody disagrees. Stop as if asked to.
 */
static void on_sequencer_stopped(void *arg, const struct error *err)
{
    struct serve *serve = arg;
    log_error("sequencer-stopped", LOG_TEXT("detail", err->detail));
    atomic_store(&serve->failed, true);
    kill(getpid(), SIGTERM);
}

static bool start(struct serve *serve, const struct config *config, const int *listeners, int signer,
                  int cosigner, int parent, struct error *err)
{
    struct app *app = &serve->app;
    unsigned loops = serve_loops(config);
    unsigned workers = config->workers > 0 ? (unsigned)config->workers : loops;
    app->config = config;
    app->https = allocate(loops, sizeof(struct http *));
    serve->lanes = allocate(loops, sizeof *serve->lanes);
    if (!answers_start(config->answers, err) || !statics_load(config->web_folder, &app->statics, err) ||
        !statics_load_pictures(config->pictures_folder, &app->pictures, err) ||
        !pages_load(app->statics, &app->pages, err) ||
        !account_keys_load(config->data_folder, &app->account_keys, err))
        return false;
    app->sequencer = sequencer_start(config, signer, on_sequencer_stopped, serve, err);
    if (!app->sequencer || (cosigner >= 0 && !(app->witness = witness_start(config, cosigner, parent, err))))
        return false;
    app->workers = workers_new("worker", workers, WORKER_QUEUE_MAX);
    app->connectors = workers_new("connector", CONNECTOR_THREADS, CONNECTOR_QUEUE_MAX);
    app->steps = steps_new();
    app->attempts = attempts_new(app->account_keys.device);
    for (unsigned i = 0; i < loops; i++) {
        struct lane *lane = &serve->lanes[i];
        lane->drained = &serve->drained;
        lane->loop = loop_new(i);
        lane->pool = pool_new(lane->loop, app->connectors, config->database, DB_SERVER,
                              (unsigned)config->database_connections, config->database_timeout_ms);
        if (!http_new(lane->loop, app, lane->pool, listeners[i], &lane->http, err))
            return false;
        app->https[app->loops++] = lane->http;
    }
    app->monitor = monitor_new(app, serve->lanes[0].loop, serve->lanes[0].pool, err);
    if (!app->monitor)
        return false;
    for (unsigned i = 0; i < loops; i++)
        if (!loop_start(serve->lanes[i].loop, err))
            return false;
    return true;
}

static void on_drained(void *arg)
{
    sem_post(arg);
}

static void drain_lane(void *arg)
{
    struct lane *lane = arg;
    http_drain(lane->http, on_drained, lane->drained);
}

static void close_lane(void *arg)
{
    struct lane *lane = arg;
    pool_free(lane->pool);
    http_free(lane->http);
}

/* No new requests; wait for those that run, but not for ever. */
static void drain(struct serve *serve)
{
    struct timespec deadline;
    unsigned done = 0;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += serve->app.config->shutdown_timeout_s;
    for (unsigned i = 0; i < serve->app.loops; i++)
        loop_post(serve->lanes[i].loop, drain_lane, &serve->lanes[i]);
    while (done < serve->app.loops && sem_clockwait(&serve->drained, CLOCK_MONOTONIC, &deadline) == 0)
        done++;
    if (done < serve->app.loops)
        log_warning("requests-dropped", LOG_TEXT("reason", "they did not end in time"));
}

static void stop(struct serve *serve)
{
    struct app *app = &serve->app;
    drain(serve);
    monitor_stop(app->monitor);
    sequencer_stop(app->sequencer);
    /* The loops go on until everybody who posts to them has ended. */
    witness_stop(app->witness);
    workers_stop(app->workers);
    workers_stop(app->connectors);
    for (unsigned i = 0; i < app->loops; i++) {
        loop_post(serve->lanes[i].loop, close_lane, &serve->lanes[i]);
        loop_stop(serve->lanes[i].loop);
    }
    for (unsigned i = 0; i < app->loops; i++) {
        loop_join(serve->lanes[i].loop);
        loop_free(serve->lanes[i].loop);
    }
    sequencer_free(app->sequencer);
    witness_free(app->witness);
    workers_free(app->workers);
    workers_free(app->connectors);
    attempts_free(app->attempts);
    monitor_free(app->monitor);
    steps_free(app->steps);
    sodium_memzero(&app->account_keys, sizeof app->account_keys);
    pages_free(app->pages);
    statics_free(app->statics);
    statics_free(app->pictures);
    free(app->https);
    free(serve->lanes);
}

int serve_main(const struct config *config, const int *listeners, int signer, int cosigner, int parent)
{
    struct serve serve = {0};
    struct error err;
    sigset_t signals;
    sem_init(&serve.drained, 0, 0);
    log_start((enum log_level)config->log_level, "loops");
    failpoint_start(config->failpoints);
    if (!start(&serve, config, listeners, signer, cosigner, parent, &err)) {
        log_error("start-failed", LOG_TEXT("detail", err.detail));
        fprintf(stderr, "folkmootd: %s\n", err.detail);
        _exit(EXIT_FAILURE); /* threads may run already, but nothing has been promised to anybody */
    }
    log_info("serving", LOG_NUMBER("loops", serve.app.loops));
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    int got;
    sigwait(&signals, &got);
    log_info("stopping");
    stop(&serve);
    close(signer);
    if (cosigner >= 0) {
        close(cosigner);
        close(parent);
    }
    log_info("stopped");
    return atomic_load(&serve.failed) ? EXIT_FAILURE : EXIT_SUCCESS;
}
