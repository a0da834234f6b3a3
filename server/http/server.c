// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/encoding.h"
#include "server/http/cache.h"
#include "server/http/internal.h"
#include "server/http/libevent.h"
#include "server/http/static.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/pages/pages.h"

enum { BACKLOG = 1024, ACCEPT_PAUSE_MS = 100, ROUND_ID_BYTES = 16, PRECOMPUTED_COUNTERS = 2 };

/* ---- counting ---- */

static const int64_t latency_limit_us[LATENCY_BUCKETS] = {500,   1000,   2500,   5000,    10000,   25000,
                                                          50000, 100000, 250000, 1000000, 2500000, 10000000};

static void count_up(_Atomic uint64_t *counter, uint64_t more)
{
    /* Its loop is the only writer: no locked instruction is needed. */
    atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + more,
                          memory_order_relaxed);
}

void http_count(struct http *http, const struct request *request, int status, int64_t latency_us)
{
    bool routed = request && request->route >= routes && request->route < routes + route_count;
    size_t index = routed ? (size_t)(request->route - routes) : route_count + !(request && request->path);
    struct route_counters *counters = &http->counters[index];
    for (size_t i = 0; i < STATUS_SLOTS; i++) {
        int known = atomic_load_explicit(&counters->by_status[i].status, memory_order_relaxed);
        if (known != 0 && known != status)
            continue;
        atomic_store_explicit(&counters->by_status[i].status, status, memory_order_relaxed);
        count_up(&counters->by_status[i].count, 1);
        break;
    }
    size_t bucket = 0;
    while (bucket < LATENCY_BUCKETS && latency_us > latency_limit_us[bucket])
        bucket++;
    count_up(&counters->latency[bucket], 1);
    count_up(&counters->latency_us, (uint64_t)latency_us);
}

static void write_labels(struct buffer *out, size_t index)
{
    if (index < route_count)
        buffer_append_format(out, "method=\"%s\",route=\"%s\"", method_names[routes[index].method],
                             routes[index].pattern);
    else
        buffer_append_format(out, "method=\"%s\",route=\"%s\"", index == route_count ? "GET" : "",
                             index == route_count ? "static" : "none");
}

static uint64_t sum(const struct app *app, size_t index, size_t member_offset)
{
    uint64_t total = 0;
    for (unsigned i = 0; i < app->loops; i++) {
        const char *counters = (const char *)&app->https[i]->counters[index];
        total += atomic_load_explicit((const _Atomic uint64_t *)(const void *)(counters + member_offset),
                                      memory_order_relaxed);
    }
    return total;
}

static uint64_t sum_status(const struct app *app, size_t index, int status)
{
    uint64_t total = 0;
    for (unsigned i = 0; i < app->loops; i++)
        for (size_t k = 0; k < STATUS_SLOTS; k++)
            if (app->https[i]->counters[index].by_status[k].status == status)
                total += app->https[i]->counters[index].by_status[k].count;
    return total;
}

void http_metrics_write(const struct app *app, struct buffer *out)
{
    buffer_append_string(out, "# HELP folkmoot_http_requests_total Requests answered.\n"
                              "# TYPE folkmoot_http_requests_total counter\n");
    for (size_t i = 0; i < route_count + PRECOMPUTED_COUNTERS; i++)
        for (int status = 100; status < 600; status++) {
            uint64_t count = sum_status(app, i, status);
            if (count == 0)
                continue;
            buffer_append_string(out, "folkmoot_http_requests_total{");
            write_labels(out, i);
            buffer_append_format(out, ",status=\"%d\"} %llu\n", status, (unsigned long long)count);
        }
    buffer_append_string(out, "# HELP folkmoot_http_request_seconds Time from the request to its answer.\n"
                              "# TYPE folkmoot_http_request_seconds histogram\n");
    for (size_t i = 0; i < route_count + PRECOMPUTED_COUNTERS; i++) {
        uint64_t total = 0;
        for (size_t k = 0; k <= LATENCY_BUCKETS; k++)
            total += sum(app, i, offsetof(struct route_counters, latency[k]));
        if (total == 0)
            continue;
        uint64_t below = 0;
        for (size_t k = 0; k <= LATENCY_BUCKETS; k++) {
            below += sum(app, i, offsetof(struct route_counters, latency[k]));
            buffer_append_string(out, "folkmoot_http_request_seconds_bucket{");
            write_labels(out, i);
            if (k < LATENCY_BUCKETS)
                buffer_append_format(out, ",le=\"%lld.%06lld\"} ", (long long)(latency_limit_us[k] / 1000000),
                                     (long long)(latency_limit_us[k] % 1000000));
            else
                buffer_append_string(out, ",le=\"+Inf\"} ");
            buffer_append_format(out, "%llu\n", (unsigned long long)below);
        }
        uint64_t us = sum(app, i, offsetof(struct route_counters, latency_us));
        buffer_append_string(out, "folkmoot_http_request_seconds_sum{");
        write_labels(out, i);
        buffer_append_format(out, "} %llu.%06llu\nfolkmoot_http_request_seconds_count{",
                             (unsigned long long)(us / 1000000), (unsigned long long)(us % 1000000));
        write_labels(out, i);
        buffer_append_format(out, "} %llu\n", (unsigned long long)total);
    }
}

/* ---- from the request to its handler ---- */

static void handle(struct request *request)
{
    request->route->handle(request);
}

static void after_session(struct request *request, const struct db_result *result, const struct error *err)
{
    struct session *session = &request->session;
    if (!err && db_rows(result, 0) == 1) {
        struct bytes csrf = db_get_bytes(result, 0, 0, 1);
        if (csrf.len == sizeof session->csrf) {
            memcpy(session->csrf, csrf.data, csrf.len);
            session->person = db_get_integer(result, 0, 0, 0);
            session->login = arena_string(&request->arena, db_get_text(result, 0, 0, 2));
            session->roles = roles_of_names(db_get_text(result, 0, 0, 3));
            session->id = db_get_integer(result, 0, 0, 4);
            session->confirmed = db_get_boolean(result, 0, 0, 5);
            session->act = arena_string(&request->arena, db_get_text(result, 0, 0, 6));
        }
    }
    switch (route_access(request->route, session)) {
    case ACCESS_SIGN_IN:
        respond_input_problem(request, "not-signed-in", "sign in first; the session may have ended");
        return;
    case ACCESS_FORBIDDEN:
        respond_input_problem(request, "forbidden", "your roles do not allow this");
        return;
    case ACCESS_CONFIRM:
        respond_input_problem(request, "confirmation-needed",
                              "this cannot be taken back: confirm with password or code first");
        return;
    case ACCESS_GRANTED:
        break;
    }
    if (request->route->method != METHOD_GET) {
        if (!route_origin_is_ours(request_header(request, "Origin"), request->app->config->base_url)) {
            respond_input_problem(request, "csrf", "the request comes from another site than %s",
                                  request->app->config->base_url);
            return;
        }
        if (!session_csrf_matches(session, request_header(request, "X-CSRF-Token"))) {
            respond_input_problem(request, "csrf", "the header X-CSRF-Token is missing or does not fit");
            return;
        }
    }
    handle(request);
}

/* Find out who asks, and with which roles in the assembly that the route is about. */
static void find_session(struct request *request)
{
    const struct config *config = request->app->config;
    const struct route *route = request->route;
    struct bytes cookie;
    uint8_t token[SESSION_TOKEN_BYTES], round[ROUND_ID_BYTES];
    uint64_t act;
    if (!session_find_cookie(request_header(request, "Cookie"), session_cookie_name(config), &cookie) ||
        !base64url_decode_exact(cookie, token, sizeof token)) {
        if (route->access == ACCESS_PUBLIC)
            handle(request);
        else
            respond_input_problem(request, "not-signed-in", "sign in first");
        return;
    }
    session_hash(token, request->session.hash);
    struct db_param params[] = {db_bytes(request->session.hash, SESSION_HASH_BYTES),
                                db_integer(config->session_idle_minutes),
                                db_integer(config->session_absolute_minutes),
                                db_null(),
                                db_null(),
                                db_null(),
                                db_integer(CONFIRMED_MINUTES)};
    bool named = true;
    switch (route->scope) {
    case SCOPE_ANY:
        break;
    case SCOPE_ASSEMBLY:
        params[3] = db_text(request_param(request, "assembly"));
        break;
    case SCOPE_ROUND:
        named = base64url_decode_exact(bytes_of_string(request_param(request, "round")), round, sizeof round);
        params[4] = db_bytes(round, sizeof round);
        break;
    case SCOPE_ACT:
        named = decimal_decode_u64(bytes_of_string(request_param(request, "act")), &act) && act <= INT64_MAX;
        params[5] = named ? db_integer((int64_t)act) : db_null();
        break;
    }
    if (!named)
        respond_input_problem(request, "not-found", "there is no such %s",
                              route->scope == SCOPE_ACT ? "act" : "round");
    else
        request_query(request, DB_SESSION_FIND, params, sizeof params / sizeof *params, after_session);
}

static void respond_no_route(struct request *request, unsigned allowed)
{
    if (!allowed) {
        respond_input_problem(request, "not-found", "there is nothing at this address");
        return;
    }
    struct buffer allow = {0};
    for (unsigned method = 0; method < METHOD_COUNT; method++)
        if (allowed & 1u << method)
            buffer_append_format(&allow, "%s%s", allow.len ? ", " : "",
                                 method == METHOD_GET ? "GET, HEAD" : method_names[method]);
    respond_header(request, "Allow", buffer_string(&allow));
    buffer_clear(&allow);
    respond_input_problem(request, "method-not-allowed", "this address does not take this method");
}

/* A page or a file of the front end, or the page that says that there is neither. */
static bool serve_file(struct request *request, const char *path)
{
    if (pages_answer(request, http_raw_path(request->evhttp)))
        return true;
    const struct static_file *file = statics_find(request->app->statics, path);
    if (!file)
        return pages_answer_not_found(request, path);
    request->path = path;
    static_send(request, file);
    return true;
}

static void dispatch(struct request *request)
{
    struct evhttp_request *evhttp = request->evhttp;
    struct route_match match = {0};
    enum method method;
    if (!http_framing_is_sound(evhttp)) {
        respond_header(request, "Connection", "close");
        respond_input_problem(request, "bad-request", "the request says in two ways how long its body is");
        return;
    }
    bool known = http_method(evhttp_request_get_command(evhttp), &method, &request->head);
    if (!route_find(routes, route_count, known ? method : METHOD_GET, http_raw_path(evhttp), &request->arena,
                    &match)) {
        respond_input_problem(request, "bad-request", "the path is not well-formed");
        return;
    }
    if (!known || !match.route) {
        if (!known || method != METHOD_GET || match.allowed || !serve_file(request, match.path))
            respond_no_route(request, match.allowed);
        return;
    }
    request->route = match.route;
    request->path = match.path;
    memcpy(request->param, match.param, sizeof request->param);
    struct evbuffer *input = evhttp_request_get_input_buffer(evhttp);
    size_t len = evbuffer_get_length(input);
    if (len > match.route->body_bytes) {
        respond_input_problem(request, "too-large", "the body is longer than %zu bytes",
                              match.route->body_bytes);
        return;
    }
    if (len > 0)
        request->body = bytes_of(evbuffer_pullup(input, -1), len);
    if (match.route->access != ACCESS_PUBLIC || match.route->session)
        find_session(request);
    else if (match.route->check_origin &&
             !route_origin_is_ours(request_header(request, "Origin"), request->app->config->base_url))
        respond_input_problem(request, "csrf", "the request comes from another site than %s",
                              request->app->config->base_url);
    else
        handle(request);
}

static void on_request(struct evhttp_request *evhttp, void *arg)
{
    dispatch(request_new(arg, evhttp));
}

/* ---- sockets ---- */

bool http_listen(const char *address, int port, bool reuse, int *fd, struct error *err)
{
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                             .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char service[8];
    int on = 1, made = -1;
    bool done = false;
    snprintf(service, sizeof service, "%d", port);
    if (getaddrinfo(address, service, &hints, &found) != 0)
        return error_input(err, "bad-config", "listen_address %s is not an IP address", address);
    made = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (made < 0 || setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        (reuse && setsockopt(made, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) ||
        /* Accepted sockets inherit this: an answer is not held back to be joined with a next one. */
        setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
        bind(made, found->ai_addr, found->ai_addrlen) != 0 || listen(made, BACKLOG) != 0) {
        error_input(err, "listen", "cannot listen on %s port %d: %s", address, port, strerror(errno));
        goto out;
    }
    *fd = made;
    made = -1;
    done = true;
out:
    if (made >= 0)
        close(made);
    freeaddrinfo(found);
    return done;
}

static struct bufferevent *on_accepted(struct event_base *base, void *arg)
{
    (void)base;
    http_current = arg; /* before libevent makes the first request of the connection */
    metric_add(METRIC_CONNECTIONS, 1);
    return NULL; /* evhttp makes its usual one */
}

/* Out of descriptors: try again a little later instead of spinning on the same connection. */
static void on_accept_error(struct evconnlistener *listener, void *arg)
{
    struct http *http = arg;
    struct timeval pause = {.tv_usec = ACCEPT_PAUSE_MS * 1000};
    log_error("accept-failed", LOG_TEXT("reason", strerror(errno)));
    evconnlistener_disable(listener);
    event_add(http->accept_again, &pause);
}

static void on_accept_again(evutil_socket_t fd, short what, void *arg)
{
    struct http *http = arg;
    (void)fd, (void)what;
    if (http->bound)
        evconnlistener_enable(evhttp_bound_socket_get_listener(http->bound));
}

/* ---- life ---- */

bool http_new(struct loop *loop, const struct app *app, struct pool *pool, int fd, struct http **out,
              struct error *err)
{
    const struct config *config = app->config;
    struct http *http = allocate(1, sizeof *http);
    http->loop = loop;
    http->app = app;
    http->pool = pool;
    http->counters = allocate(route_count + PRECOMPUTED_COUNTERS, sizeof *http->counters);
    http->cache = cache_new();
    http->evhttp = evhttp_new(loop_base(loop));
    http->accept_again = evtimer_new(loop_base(loop), on_accept_again, http);
    if (http->evhttp)
        http->bound = evhttp_accept_socket_with_handle(http->evhttp, fd);
    if (!http->bound || !http->accept_again) {
        http_free(http);
        return error_temporary(err, "listen", "cannot set up the HTTP server of loop %u", loop_index(loop));
    }
    evconnlistener_set_error_cb(evhttp_bound_socket_get_listener(http->bound), on_accept_error);
    evhttp_set_bevcb(http->evhttp, on_accepted, http);
    evhttp_set_gencb(http->evhttp, on_request, http);
    evhttp_set_default_content_type(http->evhttp, NULL);
    /* All that libevent knows: unknown ones get our answer with Allow, not evhttp's. */
    evhttp_set_allowed_methods(http->evhttp, EVHTTP_REQ_GET | EVHTTP_REQ_POST | EVHTTP_REQ_HEAD |
                                                 EVHTTP_REQ_PUT | EVHTTP_REQ_DELETE | EVHTTP_REQ_OPTIONS |
                                                 EVHTTP_REQ_TRACE | EVHTTP_REQ_CONNECT | EVHTTP_REQ_PATCH);
    evhttp_set_max_headers_size(http->evhttp, (ev_ssize_t)config->request_header_bytes);
    evhttp_set_max_body_size(http->evhttp, (ev_ssize_t)config->request_body_bytes);
    evhttp_set_timeout(http->evhttp, (int)config->request_timeout_s);
    /* Read (and drop) the rest of a body that is too long, so that the client sees the answer and no reset.
     */
    evhttp_set_flags(http->evhttp, EVHTTP_SERVER_LINGERING_CLOSE);
    *out = http;
    return true;
}

/* Once, even if another request comes on a connection that is still open. */
void http_report_drained(struct http *http)
{
    loop_fn *drained = http->drained;
    http->drained = NULL;
    if (drained)
        loop_post(http->loop, drained, http->drained_arg);
}

void http_drain(struct http *http, loop_fn *drained, void *arg)
{
    http->draining = true;
    http->drained = drained;
    http->drained_arg = arg;
    evhttp_del_accept_socket(http->evhttp, http->bound);
    http->bound = NULL;
    if (http->running == 0)
        http_report_drained(http);
}

void http_free(struct http *http)
{
    if (!http)
        return;
    http->draining = false;
    http_current = http; /* for connections that are closed now */
    if (http->evhttp)
        evhttp_free(http->evhttp);
    http_current = NULL;
    if (http->accept_again)
        event_free(http->accept_again);
    free(http->slots);
    free(http->counters);
    cache_free(http->cache);
    free(http);
}
