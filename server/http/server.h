/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * HTTP on one loop: libevent's evhttp with our limits, our error pages and our headers.
 */
#ifndef FOLKMOOT_SERVER_HTTP_SERVER_H
#define FOLKMOOT_SERVER_HTTP_SERVER_H

#include "base/buffer.h"
#include "base/error.h"
#include "server/app.h"
#include "server/db/pool.h"
#include "server/loop.h"

struct http;

/* Take requests from the listening socket `fd` (which it then owns). Before the loop starts. */
MUST_CHECK bool http_new(struct loop *loop, const struct app *app, struct pool *pool, int fd,
                         struct http **out, struct error *err);
/* No new connections; answers close theirs; `drained(arg)` once no request is running. On the loop's
 * thread. */
void http_drain(struct http *http, loop_fn *drained, void *arg);
/* On the loop's thread, or after it has ended. Drops requests that are still running. */
void http_free(struct http *http);

/* Requests by route and status, latencies: Prometheus text, summed over all loops. */
void http_metrics_write(const struct app *app, struct buffer *out);

/* A socket bound to the address, listening, not blocking. `reuse` lets several sockets share the port, one
 * for each loop. */
MUST_CHECK bool http_listen(const char *address, int port, bool reuse, int *fd, struct error *err);

#endif
