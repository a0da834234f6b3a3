/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * One request, from its headers to its answer, on one loop. A handler answers exactly once, now or later.
 * Whoever waits for something meanwhile (database, worker, sequencer) keeps a struct request_ref and looks
 * the request up when the answer comes: a client that goes away takes its request with it.
 */
#ifndef FOLKMOOT_SERVER_HTTP_REQUEST_H
#define FOLKMOOT_SERVER_HTTP_REQUEST_H

#include <jansson.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "server/app.h"
#include "server/db/pool.h"
#include "server/http/router.h"
#include "server/http/sessions.h"

struct http;
struct evhttp_request;

/* Members are for reading; request.c and server.c write them. */
struct request {
    struct arena arena; /* freed with the request */
    struct http *http;
    const struct app *app;
    struct loop *loop;
    struct pool *pool;
    const struct route *route; /* NULL: no route matched */
    const char *path;          /* decoded */
    struct bytes param[ROUTE_PARAMS_MAX];
    struct session session;
    struct bytes body;
    struct evhttp_request *evhttp;
    uint64_t id;
    int64_t started_us;
    bool head;     /* HEAD: headers of the answer only */
    void *state;   /* the handler's own, in the arena: what it knows from one step to the next */
    bool begun;    /* its answer is being sent in pieces */
    bool answered; /* its answer is on the way; nobody finds it any more */
    bool secret;   /* its arena holds secrets: overwritten before it is freed */
    json_t *owned; /* an array, released with the request */
    /* Answers a problem in a form of its own, with this status; NULL: problem+json. */
    void (*on_problem)(struct request *request, int status);
    /* cache.h: where the answer is kept, and what was known when it began to be made. */
    const char *shared_key;
    uint64_t shared_acts;
    int64_t shared_since_us;
};

/* A value that may cross threads and outlive the request. */
struct request_ref {
    struct http *http;
    uint64_t id;
};
struct request_ref request_ref(const struct request *request);
/* On the loop's thread. NULL: it has been answered or its client is gone. */
struct request *request_find(struct request_ref ref);
/* Its loop (which outlives it), for loop_post() and workers_run(). */
struct loop *request_ref_loop(struct request_ref ref);

/* Released with the request, also when its client goes away. NULL: nothing. */
void request_own(struct request *request, json_t *take);

/* The parameter {name} of the path, zero-terminated, in the arena; the route has it. */
const char *request_param(const struct request *request, const char *name);
/* The parameter of the query, percent-decoded, in the arena; NULL: not there. */
const char *request_query_param(struct request *request, const char *name);
/* A header of the request, or NULL. */
const char *request_header(const struct request *request, const char *name);
/* The client's address as text: the peer's, or what the proxy said (option client_address_header). Never to
 * be logged or stored. */
const char *request_client_address(const struct request *request);
/* Overwrite the body with zeros: it held a password. */
void request_wipe_body(struct request *request);
/* Whether the body says that it is JSON; if not the request has been answered. */
MUST_CHECK bool request_body_is_json(struct request *request);
/* The body as a JSON object (doubled keys refused) that the caller releases with json_decref(); on failure
 * the request has been answered. */
MUST_CHECK bool request_json(struct request *request, json_t **out);

/* Run a statement or a unit for the request. `then` runs unless the request has ended; on ERROR_TEMPORARY and
 * ERROR_BROKEN the request is answered instead, so `err` is NULL or of class ERROR_INPUT. */
typedef void request_db_then(struct request *request, const struct db_result *result,
                             const struct error *err);
void request_query(struct request *request, enum db_statement statement, const struct db_param *params,
                   size_t count, request_db_then *then);
void request_unit(struct request *request, struct db_unit *take_unit, request_db_then *then);

/* Answers. After any of these the request must not be touched. */
void respond_json(struct request *request, int status, json_t *take_body);
void respond_bytes(struct request *request, int status, const char *type, struct bytes body); /* copied */
/* Not copied: `body` outlives the server (files in memory). */
void respond_constant(struct request *request, int status, const char *type, struct bytes body);
/* An answer in pieces that need not be in memory together: begin, then pieces, each after `then` of the one
 * before, then end. `length` is that of all pieces. Failing in between (any other respond_*) cuts the answer
 * off, which the client sees from the length. After HEAD, end at once. */
typedef void respond_then(struct request *request);
void respond_begin(struct request *request, int status, const char *type, uint64_t length);
void respond_piece(struct request *request, struct bytes piece, respond_then *then); /* copied */
void respond_end(struct request *request);
/* 303 to a path of ours. */
void respond_redirect(struct request *request, const char *path);
void respond_empty(struct request *request, int status);
/* With the body that the caller has put into evhttp's output buffer. */
void respond_filled(struct request *request, int status, const char *type);
/* application/problem+json (RFC 9457): type "/problems/SLUG", title, status, detail. The status follows from
 * class and slug (problem_status()). */
void respond_problem(struct request *request, const struct error *err);
/* The same with further members. */
void respond_problem_with(struct request *request, const struct error *err, json_t *take_members);
void respond_input_problem(struct request *request, const char *type, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* What a reader of the body (record/json.h) found wrong with it. */
void respond_bad_request(struct request *request, const struct error *err);
/* A header of the answer, before it is given. */
void respond_header(struct request *request, const char *name, const char *value);
/* What is about to be answered is open data: pages of other hosts may read and embed it. */
void respond_to_all(struct request *request);

/* 400 unless the table knows the slug better; ERROR_TEMPORARY 503, ERROR_BROKEN 500. */
int problem_status(const struct error *err);

#endif
