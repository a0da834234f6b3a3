// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Two functions of libevent 2.1 are replaced here by functions of the same name, which the dynamic linker
// prefers (also for calls from within libevent). libevent 2.2 has hooks for both (evhttp_set_newreqcb,
// evhttp_set_errorcb); 2.1, which Debian 12 has, has none:
//
//   evhttp_request_new   to look at the headers before the body is read, so that the limit of the route
//                        holds for what is buffered, not only for what is handled;
//   evhttp_send_error    to answer what evhttp refuses itself (malformed, oversized, unknown method) with the
//                        same problem+json and the same headers as everything else.
//
// tests/integration/test_server_http.py fails where the replacement does not take place.
#include <dlfcn.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "server/http/answers.h"
#include "server/http/internal.h"
#include "server/http/libevent.h"

/* Enough for whoever took a wrong address or method to be told so. */
enum { NO_ROUTE_BODY_BYTES = 16 * 1024 };

static const char refused_framing[] = "refused-framing", refused_length[] = "refused-length";

_Thread_local struct http *http_current;

bool http_method(int evhttp_method, enum method *method, bool *head)
{
    *head = evhttp_method == EVHTTP_REQ_HEAD;
    switch (evhttp_method) {
    case EVHTTP_REQ_HEAD:
    case EVHTTP_REQ_GET:
        *method = METHOD_GET;
        return true;
    case EVHTTP_REQ_POST:
        *method = METHOD_POST;
        return true;
    case EVHTTP_REQ_PUT:
        *method = METHOD_PUT;
        return true;
    case EVHTTP_REQ_PATCH:
        *method = METHOD_PATCH;
        return true;
    case EVHTTP_REQ_DELETE:
        *method = METHOD_DELETE;
        return true;
    default:
        return false;
    }
}

struct bytes http_raw_path(struct evhttp_request *evhttp)
{
    const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(evhttp);
    const char *path = uri ? evhttp_uri_get_path(uri) : NULL;
    return bytes_of_string(path && *path ? path : "/");
}

bool http_framing_is_sound(struct evhttp_request *evhttp)
{
    unsigned lengths = 0, encodings = 0;
    const struct evkeyval *header;
    for (header = evhttp_request_get_input_headers(evhttp)->tqh_first; header;
         header = header->next.tqe_next) {
        if (evutil_ascii_strcasecmp(header->key, "Content-Length") == 0)
            lengths++;
        if (evutil_ascii_strcasecmp(header->key, "Transfer-Encoding") == 0)
            encodings += evutil_ascii_strcasecmp(header->value, "chunked") == 0 ? 1 : 2;
    }
    return lengths + encodings <= 1;
}

/* evhttp has one way to answer before the body has come: to an expectation that it does not know. So what
 * must be refused at once is given one. (A body that is too long is otherwise read to its end and dropped
 * first, but a client that expects 100-continue would wait for ever.) */
static void refuse_early(struct evhttp_request *evhttp, size_t limit)
{
    struct evkeyvalq *headers = evhttp_request_get_input_headers(evhttp);
    const char *expect = evhttp_find_header(headers, "Expect");
    const char *length = evhttp_find_header(headers, "Content-Length");
    uint64_t len;
    const char *refused = NULL;
    if (!http_framing_is_sound(evhttp))
        refused = refused_framing;
    else if (expect && length && decimal_decode_u64(bytes_of_string(length), &len) && len > limit)
        refused = refused_length;
    if (!refused)
        return;
    while (evhttp_remove_header(headers, "Expect") == 0)
        ;
    evhttp_add_header(headers, "Expect", refused);
}

/* Before the body: how long may it be? */
static int on_headers(struct evhttp_request *evhttp, void *arg)
{
    (void)arg;
    struct evkeyvalq *headers = evhttp_request_get_input_headers(evhttp);
    if (!evhttp_find_header(headers, "Content-Length") && !evhttp_find_header(headers, "Transfer-Encoding"))
        return 0;
    enum method method;
    bool head;
    struct arena arena = {0};
    struct route_match match = {0};
    size_t limit = NO_ROUTE_BODY_BYTES;
    if (http_method(evhttp_request_get_command(evhttp), &method, &head) &&
        route_find(routes, route_count, method, http_raw_path(evhttp), &arena, &match) && match.route)
        limit = match.route->body_bytes;
    arena_clear(&arena);
    size_t most = (size_t)http_current->app->config->request_body_bytes;
    if (limit > most)
        limit = most;
    refuse_early(evhttp, limit);
    evhttp_connection_set_max_body_size(evhttp_request_get_connection(evhttp), (ev_ssize_t)limit);
    return 0;
}

struct evhttp_request *evhttp_request_new(void (*cb)(struct evhttp_request *, void *), void *arg)
{
    static struct evhttp_request *(*original)(void (*)(struct evhttp_request *, void *), void *);
    if (!original) {
        /* Through a union, since C has no cast from an object pointer to a function pointer. */
        union {
            void *object;
            struct evhttp_request *(*function)(void (*)(struct evhttp_request *, void *), void *);
        } symbol = {dlsym(RTLD_NEXT, "evhttp_request_new")};
        if (!symbol.object)
            abort();
        original = symbol.function;
    }
    struct evhttp_request *evhttp = original(cb, arg);
    if (evhttp && http_current)
        evhttp_request_set_header_cb(evhttp, on_headers);
    return evhttp;
}

static bool expects(struct evhttp_request *evhttp, const char *what)
{
    const char *expect = evhttp_find_header(evhttp_request_get_input_headers(evhttp), "Expect");
    return expect && strcmp(expect, what) == 0;
}

void evhttp_send_error(struct evhttp_request *evhttp, int status, const char *reason)
{
    (void)reason;
    struct error err;
    if (status == HTTP_EXPECTATIONFAILED && expects(evhttp, refused_length))
        status = HTTP_ENTITYTOOLARGE;
    switch (status) {
    case HTTP_ENTITYTOOLARGE:
        error_input(&err, "too-large", "the body is longer than this address takes");
        break;
    case HTTP_EXPECTATIONFAILED:
        error_input(&err, "bad-request",
                    expects(evhttp, refused_framing) ? "the request says in two ways how long its body is"
                                                     : "the expectation is not known");
        break;
    case HTTP_NOTIMPLEMENTED:
        error_input(&err, "method-not-allowed", "the method is not known");
        break;
    default:
        error_input(&err, "bad-request", "the request is not well-formed HTTP or its headers are too long");
    }
    json_t *json = problem_json(&err);
    char *body = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    struct evkeyvalq *headers = evhttp_request_get_output_headers(evhttp);
    evhttp->major = 1; /* not set when the first line could not be read */
    evhttp->minor = 1;
    respond_common_headers(http_current->app->config, evhttp);
    evhttp_add_header(headers, "Content-Type", "application/problem+json");
    evhttp_add_header(headers, "Cache-Control", "no-store");
    evhttp_add_header(headers, "Connection", "close");
    evbuffer_add(evhttp_request_get_output_buffer(evhttp), body, strlen(body));
    free(body);
    http_count(http_current, NULL, problem_status(&err), 0);
    answers_note(evhttp, problem_status(&err), false);
    evhttp_send_reply(evhttp, problem_status(&err), http_reason(problem_status(&err)), NULL);
}
