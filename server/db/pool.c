// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/db/pool.h"

#include <event2/event.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <time.h>

#include "server/log.h"
#include "server/metrics.h"

enum {
    IN_FLIGHT_MAX = 4096, /* units on one connection */
    CONNECT_TIMEOUT_S = 5,
    RETRY_FIRST_MS = 100,
    RETRY_LAST_MS = 5000,
    WATCH_MS = 1000,
    LATE_MS = 5000, /* after its timeout a statement has this long to report it */
    CALLS_MAX = 64, /* statements in one unit */
};

struct call {
    enum db_statement statement;
    int count;
    const char **values;
    int *lengths, *formats;
    struct call *next;
};

/* A unit is built, then sent (in flight on one connection, in order), then answered and freed. */
struct db_unit {
    struct pool *pool;
    struct arena arena;
    struct call *first, **last;
    size_t calls, answered;
    db_callback *callback;
    void *arg;
    int64_t sent_ms;
    PGresult *results[CALLS_MAX];
    struct db_result result;
    struct error error;
    bool failed;
    struct db_unit *next;
};

enum connection_state {
    CONNECTION_WAITING,    /* for its retry timer */
    CONNECTION_CONNECTING, /* on a worker */
    CONNECTION_READY,
};

struct connection {
    struct pool *pool;
    enum connection_state state;
    PGconn *pg; /* when ready */
    struct event *readable, *writable, *retry;
    int64_t retry_ms;
    struct db_unit *first, **last; /* in flight */
    unsigned in_flight;
    bool broken; /* something could not be sent: what is in flight is not answered in order any more */
};

struct pool {
    struct loop *loop;
    struct workers *connectors;
    const char *conninfo;
    enum db_user user;
    int64_t statement_timeout_ms;
    struct event *watch;
    struct connection *connections;
    unsigned count, ready, connecting;
    bool reported_down, closing;
};

/* What a worker makes; belongs to the worker until it is posted back. */
struct connect_job {
    struct connection *connection;
    const char *conninfo;
    enum db_user user;
    int64_t statement_timeout_ms;
    PGconn *pg; /* NULL: failed */
    char detail[ERROR_DETAIL_BYTES];
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct timeval milliseconds(int64_t ms)
{
    return (struct timeval){.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};
}

/* ---- units ---- */

static void fail_unit(struct db_unit *unit, enum error_class class, const char *type, const char *detail)
{
    if (unit->failed)
        return; /* the first failure is the cause */
    unit->failed = true;
    unit->error = (struct error){class, type, ""};
    snprintf(unit->error.detail, sizeof unit->error.detail, "%s", detail);
}

void db_unit_free(struct db_unit *unit)
{
    for (size_t i = 0; i < unit->answered; i++)
        PQclear(unit->results[i]);
    arena_clear(&unit->arena);
    free(unit);
}

static void answer_unit(void *arg)
{
    struct db_unit *unit = arg;
    unit->result.results = unit->results;
    unit->result.statements = unit->answered;
    metric_add(METRIC_DB_FAILURES, unit->failed);
    unit->callback(unit->arg, &unit->result, unit->failed ? &unit->error : NULL);
    db_unit_free(unit);
}

struct db_unit *db_unit_new(struct pool *pool)
{
    struct db_unit *unit = allocate(1, sizeof *unit);
    unit->pool = pool;
    unit->last = &unit->first;
    return unit;
}

void db_unit_add(struct db_unit *unit, enum db_statement statement, const struct db_param *params,
                 size_t count)
{
    if (count != db_statements[statement].params || count > DB_PARAMS_MAX || unit->calls == CALLS_MAX) {
        fail_unit(unit, ERROR_BROKEN, DB_BROKEN, db_statements[statement].name);
        return;
    }
    struct call *call = arena_allocate(&unit->arena, 1, sizeof *call);
    call->statement = statement;
    call->count = (int)count;
    call->values = arena_allocate(&unit->arena, count + 1, sizeof *call->values);
    call->lengths = arena_allocate(&unit->arena, count + 1, sizeof *call->lengths);
    call->formats = arena_allocate(&unit->arena, count + 1, sizeof *call->formats);
    for (size_t i = 0; i < count; i++) {
        if (params[i].null)
            continue;
        const void *data = params[i].data ? params[i].data : params[i].number;
        call->values[i] = arena_copy(&unit->arena, data, params[i].len);
        call->lengths[i] = (int)params[i].len;
        call->formats[i] = params[i].binary;
        /* Text parameters go to libpq as C strings: a zero byte would cut them short silently. */
        if (params[i].len > INT32_MAX || (!params[i].binary && memchr(data, '\0', params[i].len)))
            fail_unit(unit, ERROR_INPUT, DB_CONSTRAINT, "a text contains a zero byte or is too long");
    }
    *unit->last = call;
    unit->last = &call->next;
    unit->calls++;
}

/* ---- connections ---- */

static void schedule_retry(struct connection *connection)
{
    struct timeval pause = milliseconds(connection->retry_ms);
    connection->state = CONNECTION_WAITING;
    connection->retry_ms =
        connection->retry_ms * 2 < RETRY_LAST_MS ? connection->retry_ms * 2 : RETRY_LAST_MS;
    event_add(connection->retry, &pause);
}

static void count_ready(struct pool *pool, int change)
{
    pool->ready += (unsigned)change;
    metric_add(METRIC_DB_CONNECTIONS, change);
}

/* The one way out of CONNECTION_READY. The units are answered after the state is consistent, since their
 * callbacks may send new ones. */
static void connection_drop(struct connection *connection, const char *reason)
{
    struct pool *pool = connection->pool;
    struct db_unit *unit = connection->first;
    if (reason)
        log_warning("database-connection-lost", LOG_NUMBER("loop", loop_index(pool->loop)),
                    LOG_TEXT("reason", reason));
    event_free(connection->readable);
    event_free(connection->writable);
    PQfinish(connection->pg);
    connection->pg = NULL;
    connection->first = NULL;
    connection->last = &connection->first;
    connection->in_flight = 0;
    connection->broken = false;
    count_ready(pool, -1);
    connection->retry_ms = RETRY_FIRST_MS;
    schedule_retry(connection);
    while (unit) {
        struct db_unit *next = unit->next;
        fail_unit(unit, ERROR_TEMPORARY, DB_UNKNOWN, "the connection to the database was lost");
        answer_unit(unit);
        unit = next;
    }
}

/* Which errors of PostgreSQL are whose fault (appendix A of its manual). */
static void fail_with_result(struct db_unit *unit, const PGresult *result)
{
    static const struct {
        const char *prefix;
        enum error_class class;
        const char *type;
    } kinds[] = {
        {"08", ERROR_TEMPORARY, DB_UNKNOWN},     /* connection */
        {"57P", ERROR_TEMPORARY, DB_UNKNOWN},    /* shutdown, perhaps at the commit */
        {"58", ERROR_TEMPORARY, DB_UNKNOWN},     /* its disk or the like */
        {"25006", ERROR_TEMPORARY, DB_CONFLICT}, /* it has become a standby */
        {"40", ERROR_TEMPORARY, DB_CONFLICT},    /* serialization, deadlock */
        {"53", ERROR_TEMPORARY, DB_CONFLICT},    /* resources */
        {"55", ERROR_TEMPORARY, DB_CONFLICT},    /* locks */
        {"57", ERROR_TEMPORARY, DB_CONFLICT},    /* timeout */
        {"22", ERROR_INPUT, DB_CONSTRAINT},      {"23", ERROR_INPUT, DB_CONSTRAINT},
        {"P0001", ERROR_INPUT, DB_CONSTRAINT}, /* RAISE EXCEPTION */
    };
    if (unit->failed)
        return;
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (!sqlstate) { /* made by libpq: the connection is broken */
        fail_unit(unit, ERROR_TEMPORARY, DB_UNKNOWN, "the connection to the database was lost");
        return;
    }
    snprintf(unit->result.sqlstate, sizeof unit->result.sqlstate, "%s", sqlstate);
    snprintf(unit->result.constraint, sizeof unit->result.constraint, "%s", constraint ? constraint : "");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(sqlstate, kinds[i].prefix, strlen(kinds[i].prefix)) == 0)
            fail_unit(unit, kinds[i].class, kinds[i].type, message ? message : "");
    fail_unit(unit, ERROR_BROKEN, DB_BROKEN, message ? message : "");
}

/* Take one result of the first unit in flight. Returns true when it was the end of the unit. */
static bool take_result(struct db_unit *unit, PGresult *result)
{
    switch (PQresultStatus(result)) {
    case PGRES_PIPELINE_SYNC:
        PQclear(result);
        if (!unit->failed && unit->answered != unit->calls)
            fail_unit(unit, ERROR_BROKEN, DB_BROKEN, "results are missing");
        return true;
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
        if (unit->answered < unit->calls) {
            unit->results[unit->answered++] = result;
            return false;
        }
        fail_unit(unit, ERROR_BROKEN, DB_BROKEN, "there are more results than statements");
        break;
    case PGRES_PIPELINE_ABORTED:
        break;
    default:
        fail_with_result(unit, result);
    }
    PQclear(result);
    return false;
}

static void connection_flush(struct connection *connection)
{
    int left = PQflush(connection->pg);
    if (left > 0)
        event_add(connection->writable, NULL);
    else
        event_del(connection->writable); /* a broken connection is noticed by reading */
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
    struct connection *connection = arg;
    (void)fd, (void)what;
    int alive = PQconsumeInput(connection->pg);
    while (connection->first && !PQisBusy(connection->pg)) {
        struct db_unit *unit = connection->first;
        PGresult *result = PQgetResult(connection->pg);
        if (!result) { /* the end of one statement */
            if (PQstatus(connection->pg) == CONNECTION_BAD)
                break;
            continue;
        }
        if (!take_result(unit, result))
            continue;
        connection->first = unit->next;
        if (!connection->first)
            connection->last = &connection->first;
        connection->in_flight--;
        answer_unit(unit);
    }
    if (!alive || connection->broken || PQstatus(connection->pg) == CONNECTION_BAD)
        connection_drop(connection, PQerrorMessage(connection->pg));
    else if (event_pending(connection->writable, EV_WRITE, NULL))
        connection_flush(connection); /* the server may wait for us to read before it reads */
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    connection_flush(arg);
}

static void on_notice(void *arg, const PGresult *notice)
{
    struct connection *connection = arg;
    const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (!severity || strcmp(severity, "WARNING") != 0)
        return;
    if (connection->first)
        connection->first->result.warnings++;
    log_warning("database-warning", LOG_TEXT("message", PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY)));
}

static void connected(void *arg)
{
    struct connect_job *job = arg;
    struct connection *connection = job->connection;
    struct pool *pool = connection->pool;
    pool->connecting--;
    if (pool->closing) {
        PQfinish(job->pg);
        pool_free(pool); /* the last one frees it */
    } else if (!job->pg) {
        if (!pool->reported_down && pool->ready == 0) {
            log_warning("database-unavailable", LOG_NUMBER("loop", loop_index(pool->loop)),
                        LOG_TEXT("reason", job->detail));
            pool->reported_down = true;
        }
        schedule_retry(connection);
    } else {
        if (pool->reported_down)
            log_info("database-available", LOG_NUMBER("loop", loop_index(pool->loop)));
        pool->reported_down = false;
        connection->pg = job->pg;
        connection->state = CONNECTION_READY;
        connection->retry_ms = RETRY_FIRST_MS;
        PQsetNoticeReceiver(job->pg, on_notice, connection);
        struct event_base *base = loop_base(pool->loop);
        connection->readable =
            event_new(base, PQsocket(job->pg), EV_READ | EV_PERSIST, on_readable, connection);
        connection->writable =
            event_new(base, PQsocket(job->pg), EV_WRITE | EV_PERSIST, on_writable, connection);
        if (!connection->readable || !connection->writable || event_add(connection->readable, NULL) != 0)
            abort(); /* no memory */
        count_ready(pool, 1);
    }
    free(job);
}

static bool prepare_all(PGconn *pg, enum db_user user, char *detail)
{
    for (int i = 0; i < DB_STATEMENT_COUNT; i++) {
        const struct db_statement_text *statement = &db_statements[i];
        if (!(statement->users & user))
            continue;
        PGresult *result = PQprepare(pg, statement->name, statement->sql, 0, NULL);
        bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
        if (!good)
            snprintf(detail, ERROR_DETAIL_BYTES, "statement %s: %s", statement->name,
                     PQresultErrorMessage(result));
        PQclear(result);
        if (!good)
            return false;
    }
    return true;
}

static void discard_notice(void *arg, const PGresult *notice)
{
    (void)arg, (void)notice;
}

/* On a worker, because a name lookup and several hosts in one connection string would block the loop. */
static void make_connection(void *arg)
{
    struct connect_job *job = arg;
    char options[96], timeout[16];
    snprintf(options, sizeof options, "-c search_path= -c statement_timeout=%lld",
             (long long)job->statement_timeout_ms);
    snprintf(timeout, sizeof timeout, "%d", CONNECT_TIMEOUT_S);
    /* What stands before dbname are defaults that the connection string may override; what stands behind
     * overrides it. */
    const char *const keys[] = {"connect_timeout",
                                "application_name",
                                "target_session_attrs",
                                "dbname",
                                "options",
                                "client_encoding",
                                NULL};
    const char *const values[] = {timeout, "folkmootd", "read-write", job->conninfo, options, "UTF8", NULL};
    PGconn *pg = PQconnectdbParams(keys, values, 1);
    PQsetNoticeReceiver(pg, discard_notice, NULL);
    if (PQstatus(pg) == CONNECTION_OK && prepare_all(pg, job->user, job->detail) &&
        PQsetnonblocking(pg, 1) == 0 && PQenterPipelineMode(pg) == 1) {
        job->pg = pg;
        return;
    }
    if (!*job->detail)
        snprintf(job->detail, sizeof job->detail, "%s", PQerrorMessage(pg));
    PQfinish(pg);
}

static struct connect_job *connect_job_new(struct connection *connection)
{
    struct pool *pool = connection->pool;
    struct connect_job *job = allocate(1, sizeof *job);
    *job = (struct connect_job){.connection = connection,
                                .conninfo = pool->conninfo,
                                .user = pool->user,
                                .statement_timeout_ms = pool->statement_timeout_ms};
    connection->state = CONNECTION_CONNECTING;
    pool->connecting++;
    return job;
}

static void connection_connect(struct connection *connection)
{
    struct pool *pool = connection->pool;
    struct connect_job *job = connect_job_new(connection);
    if (workers_run(pool->connectors, make_connection, pool->loop, connected, job))
        return;
    free(job);
    pool->connecting--;
    schedule_retry(connection);
}

static void on_retry(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    connection_connect(arg);
}

/* A server that vanished without a word would keep its units for ever. */
static void on_watch(evutil_socket_t fd, short what, void *arg)
{
    struct pool *pool = arg;
    (void)fd, (void)what;
    int64_t oldest_ms = now_ms() - pool->statement_timeout_ms - LATE_MS;
    for (unsigned i = 0; i < pool->count; i++) {
        struct connection *connection = &pool->connections[i];
        if (connection->first && connection->first->sent_ms < oldest_ms)
            connection_drop(connection, "no answer");
    }
}

/* ---- pool ---- */

struct pool *pool_new(struct loop *loop, struct workers *connectors, const char *conninfo, enum db_user user,
                      unsigned connections, int64_t statement_timeout_ms)
{
    struct pool *pool = allocate(1, sizeof *pool);
    *pool = (struct pool){.loop = loop,
                          .connectors = connectors,
                          .conninfo = conninfo,
                          .user = user,
                          .statement_timeout_ms = statement_timeout_ms,
                          .count = connections};
    struct timeval period = milliseconds(WATCH_MS);
    pool->watch = event_new(loop_base(loop), -1, EV_PERSIST, on_watch, pool);
    if (!pool->watch || event_add(pool->watch, &period) != 0)
        abort(); /* no memory */
    pool->connections = allocate(connections, sizeof *pool->connections);
    for (unsigned i = 0; i < connections; i++) {
        struct connection *connection = &pool->connections[i];
        connection->pool = pool;
        connection->last = &connection->first;
        connection->retry_ms = RETRY_FIRST_MS;
        connection->retry = evtimer_new(loop_base(loop), on_retry, connection);
        if (!connection->retry)
            abort(); /* no memory */
    }
    /* The first connection before the first request; the others meanwhile. */
    for (unsigned i = 1; i < connections; i++)
        connection_connect(&pool->connections[i]);
    struct connect_job *first = connect_job_new(&pool->connections[0]);
    make_connection(first);
    connected(first);
    return pool;
}

void pool_free(struct pool *pool)
{
    if (!pool)
        return;
    pool->closing = true;
    for (unsigned i = 0; i < pool->count; i++)
        if (pool->connections[i].state == CONNECTION_READY)
            connection_drop(&pool->connections[i], NULL);
    if (pool->connecting > 0)
        return; /* connected() comes back here */
    for (unsigned i = 0; i < pool->count; i++)
        event_free(pool->connections[i].retry);
    event_free(pool->watch);
    free(pool->connections);
    free(pool);
}

unsigned pool_ready(const struct pool *pool)
{
    return pool->ready;
}

static struct connection *least_busy(struct pool *pool)
{
    struct connection *best = NULL;
    for (unsigned i = 0; i < pool->count; i++) {
        struct connection *connection = &pool->connections[i];
        if (connection->state == CONNECTION_READY && (!best || connection->in_flight < best->in_flight))
            best = connection;
    }
    return best;
}

void db_unit_send(struct db_unit *unit, db_callback *callback, void *arg)
{
    struct connection *connection = least_busy(unit->pool);
    unit->callback = callback;
    unit->arg = arg;
    if (!connection)
        fail_unit(unit, ERROR_TEMPORARY, DB_UNAVAILABLE, "the database cannot be reached at the moment");
    else if (connection->in_flight >= IN_FLIGHT_MAX)
        fail_unit(unit, ERROR_TEMPORARY, DB_OVERLOADED, "too many requests are waiting for the database");
    if (unit->failed) {
        loop_post(unit->pool->loop, answer_unit, unit); /* never before this returns */
        return;
    }
    metric_add(METRIC_DB_QUERIES, 1);
    unit->sent_ms = now_ms();
    *connection->last = unit;
    connection->last = &unit->next;
    connection->in_flight++;
    bool sent = true;
    for (const struct call *call = unit->first; call && sent; call = call->next)
        sent = PQsendQueryPrepared(connection->pg, db_statements[call->statement].name, call->count,
                                   call->values, call->lengths, call->formats, 1) == 1;
    connection->broken |= !sent || PQpipelineSync(connection->pg) != 1;
    if (connection->broken)
        event_active(connection->readable, EV_READ, 0); /* dropped there, not before this returns */
    else
        connection_flush(connection);
}

void db_query(struct pool *pool, enum db_statement statement, const struct db_param *params, size_t count,
              db_callback *callback, void *arg)
{
    struct db_unit *unit = db_unit_new(pool);
    db_unit_add(unit, statement, params, count);
    db_unit_send(unit, callback, arg);
}
