/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * PostgreSQL for one loop: a few connections in pipeline mode, all statements prepared. Nothing here
 * blocks: connections are made on worker threads, queries are answered by callbacks on the loop.
 *
 * A database that goes away and comes back: units in flight fail with ERROR_TEMPORARY, connections are made
 * again with growing pauses, and new units fail at once as long as there is none.
 */
#ifndef FOLKMOOT_SERVER_DB_POOL_H
#define FOLKMOOT_SERVER_DB_POOL_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "server/db/statements.h"
#include "server/db/values.h"
#include "server/loop.h"
#include "server/workers.h"

struct pool;
struct db_unit;

/* Types of ERROR_TEMPORARY. All reach a client as 503 with Retry-After. */
#define DB_UNAVAILABLE "database-unavailable" /* nothing was executed */
#define DB_UNKNOWN "database-unknown"         /* the connection was lost while waiting: it may have been */
#define DB_OVERLOADED "overloaded"            /* too many units are in flight: nothing was executed */
#define DB_CONFLICT "database-conflict"       /* rolled back: serialization, deadlock, timeout */
/* Of ERROR_INPUT: a constraint or a raised exception refused the data; sqlstate and constraint say which. */
#define DB_CONSTRAINT "constraint"
/* Of ERROR_BROKEN: the statement itself. */
#define DB_BROKEN "database"

/* `err` is NULL when all statements succeeded, in which case every results[i] holds rows or a count. */
typedef void db_callback(void *arg, const struct db_result *result, const struct error *err);

/* `connectors` makes the connections; `conninfo` outlives the pool. Before the loop starts: the first
 * connection is tried before this returns, so that a server does not begin by saying that it has no database.
 */
struct pool *pool_new(struct loop *loop, struct workers *connectors, const char *conninfo, enum db_user user,
                      unsigned connections, int64_t statement_timeout_ms);
/* On the loop's thread. Units in flight are answered with DB_UNKNOWN first. */
void pool_free(struct pool *pool);
/* Connections that are ready. */
unsigned pool_ready(const struct pool *pool);

/* Run one statement. The callback comes exactly once, never before this returns, on the loop's thread. */
void db_query(struct pool *pool, enum db_statement statement, const struct db_param *params, size_t count,
              db_callback *callback, void *arg);

/* Several statements that are one transaction: all or nothing, without waiting between them. (Between two
 * Sync messages PostgreSQL runs everything in one implicit transaction and commits at the second. An explicit
 * BEGIN would stay open after a failure and spoil the units behind it.) */
struct db_unit *db_unit_new(struct pool *pool);
void db_unit_add(struct db_unit *unit, enum db_statement statement, const struct db_param *params,
                 size_t count);
/* Takes the unit. The callback as with db_query(). */
void db_unit_send(struct db_unit *unit, db_callback *callback, void *arg);
/* Instead of sending. */
void db_unit_free(struct db_unit *unit);

#endif
