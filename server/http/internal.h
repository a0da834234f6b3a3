/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What server.c, request.c and libevent.c share; nobody else includes it.
 */
#ifndef FOLKMOOT_SERVER_HTTP_INTERNAL_H
#define FOLKMOOT_SERVER_HTTP_INTERNAL_H

#include <stdatomic.h>

#include "server/http/request.h"
#include "server/http/server.h"

struct cache;
struct evhttp;
struct evhttp_bound_socket;
struct evhttp_request;

enum {
    LATENCY_BUCKETS = 12,
    STATUS_SLOTS = 32,
};

/* Written by one loop, read by any: no locked instruction is needed. */
struct route_counters {
    struct {
        _Atomic int status; /* 0: not used yet */
        _Atomic uint64_t count;
    } by_status[STATUS_SLOTS];
    _Atomic uint64_t latency[LATENCY_BUCKETS + 1]; /* the last: longer */
    _Atomic uint64_t latency_us;
};

struct slot {
    struct request *request; /* NULL: free */
    uint32_t generation;
    uint32_t next_free;
};

struct http {
    struct loop *loop;
    const struct app *app;
    struct pool *pool;
    struct evhttp *evhttp;
    struct evhttp_bound_socket *bound;
    struct event *accept_again;
    /* Requests by id: slot index and generation. */
    struct slot *slots;
    uint32_t slot_count, free_slot;
    unsigned running;
    bool draining;
    loop_fn *drained;
    void *drained_arg;
    struct route_counters *counters; /* one for each route, then STATIC_ROUTE, then NO_ROUTE */
    struct cache *cache;
};

/* The http of this thread, for libevent's hooks that carry no argument. */
extern _Thread_local struct http *http_current;

struct request *request_new(struct http *http, struct evhttp_request *evhttp);
/* Its answer has been sent, or its connection is gone. */
void request_drop(struct http *http, uint64_t id);
/* The last request has ended while the server stops. */
void http_report_drained(struct http *http);
/* Count an answer; `request` NULL: it did not get as far as a route. */
void http_count(struct http *http, const struct request *request, int status, int64_t latency_us);
const char *http_reason(int status);
/* Headers that go with every answer. */
void respond_common_headers(const struct config *config, struct evhttp_request *evhttp);
/* The body of a problem. */
json_t *problem_json(const struct error *err);
int64_t monotonic_us(void);

#endif
