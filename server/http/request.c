// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/http/request.h"

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/encoding.h"
#include "server/http/answers.h"
#include "server/http/internal.h"
#include "server/log.h"
#include "server/metrics.h"

enum { RETRY_AFTER_S = 2 };

int64_t monotonic_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ---- life ---- */

static void on_sent(struct evhttp_request *evhttp, void *arg)
{
    struct evhttp_connection *connection = evhttp_request_get_connection(evhttp);
    evhttp_connection_set_closecb(connection, NULL, NULL);
    request_drop(http_current, (uint64_t)(uintptr_t)arg);
}

static void on_connection_closed(struct evhttp_connection *connection, void *arg)
{
    uint64_t id = (uint64_t)(uintptr_t)arg;
    (void)connection;
    struct request *request = http_current->slots[(uint32_t)id].request;
    /* evhttp leaves a request that is not answered yet to us when its connection fails. */
    if (!request->answered && !evhttp_request_get_connection(request->evhttp))
        evhttp_request_free(request->evhttp);
    request_drop(http_current, id);
}

struct request *request_new(struct http *http, struct evhttp_request *evhttp)
{
    if (http->free_slot == http->slot_count) {
        uint32_t count = http->slot_count ? http->slot_count * 2 : 64;
        http->slots = reallocate(http->slots, count, sizeof *http->slots);
        for (uint32_t i = http->slot_count; i < count; i++)
            http->slots[i] = (struct slot){.next_free = i + 1};
        http->slot_count = count;
    }
    uint32_t index = http->free_slot;
    struct slot *slot = &http->slots[index];
    struct arena arena = {0};
    struct request *request = arena_allocate(&arena, 1, sizeof *request);
    *request = (struct request){.arena = arena,
                                .http = http,
                                .app = http->app,
                                .loop = http->loop,
                                .pool = http->pool,
                                .evhttp = evhttp,
                                .id = (uint64_t)slot->generation << 32 | index,
                                .started_us = monotonic_us()};
    http->free_slot = slot->next_free;
    slot->request = request;
    http->running++;
    metric_add(METRIC_REQUESTS_RUNNING, 1);
    evhttp_request_set_on_complete_cb(evhttp, on_sent, (void *)(uintptr_t)request->id);
    evhttp_connection_set_closecb(evhttp_request_get_connection(evhttp), on_connection_closed,
                                  (void *)(uintptr_t)request->id);
    return request;
}

void request_drop(struct http *http, uint64_t id)
{
    uint32_t index = (uint32_t)id;
    struct slot *slot = &http->slots[index];
    struct arena arena = slot->request->arena; /* the request itself lies in it */
    bool secret = slot->request->secret;
    json_decref(slot->request->owned);
    slot->request = NULL;
    slot->generation++; /* older references lead nowhere */
    slot->next_free = http->free_slot;
    http->free_slot = index;
    http->running--;
    metric_add(METRIC_REQUESTS_RUNNING, -1);
    if (secret)
        arena_wipe(&arena);
    arena_clear(&arena);
    if (http->draining && http->running == 0)
        http_report_drained(http);
}

struct request_ref request_ref(const struct request *request)
{
    return (struct request_ref){request->http, request->id};
}

struct request *request_find(struct request_ref ref)
{
    const struct http *http = ref.http;
    uint32_t index = (uint32_t)ref.id;
    if (index >= http->slot_count || http->slots[index].generation != ref.id >> 32)
        return NULL;
    struct request *request = http->slots[index].request;
    return request && !request->answered ? request : NULL;
}

void request_own(struct request *request, json_t *take)
{
    if (!request->owned)
        request->owned = json_array();
    if (take)
        json_array_append_new(request->owned, take);
}

struct loop *request_ref_loop(struct request_ref ref)
{
    return ref.http->loop;
}

/* ---- what was asked ---- */

const char *request_param(const struct request *request, const char *name)
{
    size_t index;
    if (!request->route || !route_param_index(request->route, name, &index))
        return "";
    return (const char *)request->param[index].data;
}

const char *request_query_param(struct request *request, const char *name)
{
    const char *query = evhttp_uri_get_query(evhttp_request_get_evhttp_uri(request->evhttp));
    struct evkeyvalq params;
    const char *value = NULL;
    if (!query || evhttp_parse_query_str(query, &params) != 0)
        return NULL;
    const char *found = evhttp_find_header(&params, name);
    if (found)
        value = arena_string(&request->arena, found);
    evhttp_clear_headers(&params);
    return value;
}

const char *request_header(const struct request *request, const char *name)
{
    return evhttp_find_header(evhttp_request_get_input_headers(request->evhttp), name);
}

const char *request_client_address(const struct request *request)
{
    const char *header = request->app->config->client_address_header;
    const char *address = *header ? request_header(request, header) : NULL;
    if (!address) {
        char *peer;
        ev_uint16_t port;
        evhttp_connection_get_peer(evhttp_request_get_connection(request->evhttp), &peer, &port);
        address = peer;
    }
    return address;
}

void request_wipe_body(struct request *request)
{
    /* dispatch() has made the body one piece, which is evhttp's and not shared. */
    sodium_memzero((uint8_t *)(uintptr_t)request->body.data, request->body.len);
    request->body = bytes_of(NULL, 0);
}

bool request_body_is_json(struct request *request)
{
    static const char json_type[] = "application/json";
    const char *type = request_header(request, "Content-Type");
    if (type && strncasecmp(type, json_type, strlen(json_type)) == 0 &&
        (!type[strlen(json_type)] || strchr("; \t", type[strlen(json_type)])))
        return true;
    respond_input_problem(request, "unsupported-media-type", "the body must be application/json");
    return false;
}

bool request_json(struct request *request, json_t **out)
{
    if (!request_body_is_json(request))
        return false;
    json_error_t where;
    json_t *json =
        json_loadb((const char *)request->body.data, request->body.len, JSON_REJECT_DUPLICATES, &where);
    if (!json) {
        respond_input_problem(request, "bad-json", "line %d, column %d: %s", where.line, where.column,
                              where.text);
        return false;
    }
    if (!json_is_object(json)) {
        json_decref(json);
        respond_input_problem(request, "bad-json", "the body must be a JSON object");
        return false;
    }
    *out = json;
    return true;
}

/* ---- database ---- */

struct waiting_query {
    struct request_ref ref;
    request_db_then *then;
};

static void on_query_done(void *arg, const struct db_result *result, const struct error *err)
{
    struct waiting_query waiting = *(struct waiting_query *)arg;
    free(arg);
    struct request *request = request_find(waiting.ref);
    if (!request)
        return;
    if (err && err->class != ERROR_INPUT)
        respond_problem(request, err);
    else
        waiting.then(request, result, err);
}

static struct waiting_query *wait_for(struct request *request, request_db_then *then)
{
    struct waiting_query *waiting = allocate(1, sizeof *waiting);
    *waiting = (struct waiting_query){request_ref(request), then};
    return waiting;
}

void request_query(struct request *request, enum db_statement statement, const struct db_param *params,
                   size_t count, request_db_then *then)
{
    db_query(request->pool, statement, params, count, on_query_done, wait_for(request, then));
}

void request_unit(struct request *request, struct db_unit *take_unit, request_db_then *then)
{
    db_unit_send(take_unit, on_query_done, wait_for(request, then));
}

/* ---- answers ---- */

static const struct {
    int status;
    const char *reason;
} reasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
};

const char *http_reason(int status)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Unknown";
}

/* The problem types of docs/api/openapi.json (x-problems) whose status is not 500 or 503. */
static const struct {
    const char *type;
    int status;
} problems[] = {
    {"bad-json", 400},
    {"bad-request", 400},
    {"bad-point", 400},
    {"bad-scalar", 400},
    {"bad-proof", 400},
    {"bad-signature", 400},
    {"layout", 400},
    {"definition", 400},
    {"import", 400},
    {"picture", 400},
    {"credential-list", 400},
    {"too-large", 413},
    {"not-found", 404},
    {"method-not-allowed", 405},
    {"unsupported-media-type", 415},
    {"not-signed-in", 401},
    {"forbidden", 403},
    {"csrf", 403},
    {"bad-login", 401},
    {"code-needed", 401},
    {"bad-code", 401},
    {"confirmation-needed", 403},
    {"invitation-ended", 410},
    {"too-many-attempts", 429},
    {"not-open", 409},
    {"ballot-late", 410},
    {"credential-unknown", 404},
    {"credential-void", 410},
    {"duplicate-point", 409},
    {"sequence", 409},
    {"revoting-off", 409},
    {"too-soon", 429},
    {"quota", 429},
    {"round-state", 409},
    {"conflict", 409},
    {"serial-clash", 409},
    {"precondition-failed", 412},
    {"precondition-required", 428},
};

/* 0: the API has no such type. */
static int input_status(const char *type)
{
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++)
        if (strcmp(problems[i].type, type) == 0)
            return problems[i].status;
    return 0;
}

int problem_status(const struct error *err)
{
    if (err->class == ERROR_BROKEN)
        return 500;
    if (err->class == ERROR_TEMPORARY)
        return 503;
    int status = input_status(err->type);
    return status ? status : 400;
}

/* A type of the API: what readers of bytes tell apart beyond it is in the detail. Of failures that are not
 * its fault a client is told no more. */
static struct error public_error(const struct error *err)
{
    struct error out = *err;
    if (err->class == ERROR_BROKEN) {
        error_broken(&out, "internal", "the server has made a mistake; it is in its log");
    } else if (err->class == ERROR_TEMPORARY && strcmp(err->type, "overloaded") != 0 &&
               strcmp(err->type, "stopping") != 0) {
        error_temporary(&out, "database-unavailable",
                        "the server cannot do this at the moment; try again soon");
    } else if (err->class == ERROR_INPUT && !input_status(err->type)) {
        out.type = "bad-request";
    }
    return out;
}

json_t *problem_json(const struct error *err)
{
    int status = problem_status(err);
    return json_pack("{s:s+, s:s, s:i, s:s}", "type", "/problems/", err->type, "title", http_reason(status),
                     "status", status, "detail", err->detail);
}

void respond_common_headers(const struct config *config, struct evhttp_request *evhttp)
{
    struct evkeyvalq *headers = evhttp_request_get_output_headers(evhttp);
    evhttp_add_header(headers, "Content-Security-Policy",
                      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                      "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
                      "base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    evhttp_add_header(headers, "X-Content-Type-Options", "nosniff");
    evhttp_add_header(headers, "Referrer-Policy", "no-referrer");
    if (strncmp(config->base_url, "https:", 6) == 0)
        evhttp_add_header(headers, "Strict-Transport-Security", "max-age=31536000");
}

static void add_headers(struct request *request, const char *type)
{
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request->evhttp);
    if (type)
        evhttp_add_header(headers, "Content-Type", type);
    respond_common_headers(request->app->config, request->evhttp);
    if (!evhttp_find_header(headers, "Cache-Control"))
        evhttp_add_header(headers, "Cache-Control", "no-store");
}

/* The end of every answer; the body stands in the output buffer. */
static void finish(struct request *request, int status, const char *type)
{
    struct evhttp_request *evhttp = request->evhttp;
    struct http *http = request->http;
    struct evkeyvalq *headers = evhttp_request_get_output_headers(evhttp);
    struct evbuffer *body = evhttp_request_get_output_buffer(evhttp);
    if (request->begun) { /* a failure after the headers cannot be told any more */
        evbuffer_drain(body, evbuffer_get_length(body));
        respond_end(request);
        return;
    }
    add_headers(request, type);
    if (request->head) {
        char length[24];
        snprintf(length, sizeof length, "%zu", evbuffer_get_length(body));
        evhttp_add_header(headers, "Content-Length", length);
        evbuffer_drain(body, evbuffer_get_length(body));
    }
    if (http->draining)
        evhttp_add_header(headers, "Connection", "close");
    http_count(http, request, status, monotonic_us() - request->started_us);
    request->answered = true;
    answers_note(evhttp, status, false);
    evhttp_send_reply(evhttp, status, http_reason(status), NULL);
}

void respond_begin(struct request *request, int status, const char *type, uint64_t length)
{
    struct evkeyvalq *headers = evhttp_request_get_output_headers(request->evhttp);
    char text[24];
    add_headers(request, type);
    snprintf(text, sizeof text, "%llu", (unsigned long long)length);
    evhttp_add_header(headers, "Content-Length", text);
    evhttp_add_header(headers, "Connection", "close"); /* so that an answer cut off is seen */
    http_count(request->http, request, status, monotonic_us() - request->started_us);
    request->begun = true;
    answers_note(request->evhttp, status, true);
    evhttp_send_reply_start(request->evhttp, status, http_reason(status));
}

/* Where to go on; in the arena. */
struct piece {
    struct request_ref ref;
    respond_then *then;
};

static void on_piece_sent(struct evhttp_connection *connection, void *arg)
{
    const struct piece *piece = arg;
    struct request *request = request_find(piece->ref);
    (void)connection;
    if (request)
        piece->then(request);
}

void respond_piece(struct request *request, struct bytes bytes, respond_then *then)
{
    struct piece *piece = arena_allocate(&request->arena, 1, sizeof *piece);
    struct evbuffer *body = evbuffer_new();
    if (!body)
        abort();
    *piece = (struct piece){request_ref(request), then};
    evbuffer_add(body, bytes.data, bytes.len);
    evhttp_send_reply_chunk_with_cb(request->evhttp, body, on_piece_sent, piece);
    evbuffer_free(body);
}

void respond_end(struct request *request)
{
    request->answered = true;
    evhttp_send_reply_end(request->evhttp);
}

void respond_header(struct request *request, const char *name, const char *value)
{
    evhttp_add_header(evhttp_request_get_output_headers(request->evhttp), name, value);
}

void respond_to_all(struct request *request)
{
    respond_header(request, "Access-Control-Allow-Origin", "*");
    respond_header(request, "Cross-Origin-Resource-Policy", "cross-origin");
}

void respond_bytes(struct request *request, int status, const char *type, struct bytes body)
{
    if (body.len > 0)
        evbuffer_add(evhttp_request_get_output_buffer(request->evhttp), body.data, body.len);
    finish(request, status, type);
}

void respond_constant(struct request *request, int status, const char *type, struct bytes body)
{
    if (body.len > 0)
        evbuffer_add_reference(evhttp_request_get_output_buffer(request->evhttp), body.data, body.len, NULL,
                               NULL);
    finish(request, status, type);
}

void respond_filled(struct request *request, int status, const char *type)
{
    finish(request, status, type);
}

void respond_empty(struct request *request, int status)
{
    finish(request, status, NULL);
}

void respond_redirect(struct request *request, const char *path)
{
    respond_header(request, "Location", path);
    finish(request, 303, NULL);
}

static void respond_json_as(struct request *request, int status, const char *type, json_t *take_body)
{
    char *text = json_dumps(take_body, JSON_COMPACT);
    json_decref(take_body);
    if (!text) {
        struct error err;
        error_broken(&err, "internal", "an answer cannot be written as JSON");
        respond_problem(request, &err);
        return;
    }
    respond_bytes(request, status, type, bytes_of_string(text));
    free(text);
}

void respond_json(struct request *request, int status, json_t *take_body)
{
    respond_json_as(request, status, "application/json", take_body);
}

void respond_problem_with(struct request *request, const struct error *err, json_t *take_members)
{
    struct error out = public_error(err);
    int status = problem_status(&out);
    if (err->class == ERROR_BROKEN)
        log_error("request-failed", LOG_TEXT("route", request->route ? request->route->pattern : ""),
                  LOG_TEXT("type", err->type), LOG_TEXT("detail", err->detail));
    if (status == 503 &&
        !evhttp_find_header(evhttp_request_get_output_headers(request->evhttp), "Retry-After")) {
        char seconds[16];
        snprintf(seconds, sizeof seconds, "%d", RETRY_AFTER_S);
        respond_header(request, "Retry-After", seconds);
    }
    if (request->on_problem) {
        json_decref(take_members);
        request->on_problem(request, status);
        return;
    }
    json_t *problem = problem_json(&out);
    if (take_members) {
        json_object_update(problem, take_members);
        json_decref(take_members);
    }
    respond_json_as(request, status, "application/problem+json", problem);
}

void respond_problem(struct request *request, const struct error *err)
{
    respond_problem_with(request, err, NULL);
}

void respond_input_problem(struct request *request, const char *type, const char *format, ...)
{
    struct error err = {.class = ERROR_INPUT, .type = type};
    va_list args;
    va_start(args, format);
    vsnprintf(err.detail, sizeof err.detail, format, args);
    va_end(args);
    respond_problem(request, &err);
}

void respond_bad_request(struct request *request, const struct error *err)
{
    respond_input_problem(request, "bad-request", "%s", err->detail);
}
