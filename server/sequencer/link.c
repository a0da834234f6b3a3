// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/sequencer/link.h"

#include <libpq-fe.h>
#include <stdlib.h>

#include "server/log.h"

enum { NUMBER_BYTES = 24 };

struct link {
    PGconn *pg;
    PGresult *results[LINK_STATEMENTS_MAX];
    size_t sent;     /* statements in the pipeline */
    size_t received; /* results kept */
    unsigned warnings;
    bool failed; /* sending did */
};

/* Look-ups by index only: a plan that reads whole tables because statistics are old would stop the election.
 * The statement with totals turns them on again for itself. */
static const char *const settings[] = {
    "SET synchronous_commit = on",
    "SET enable_seqscan = off",
    "SET enable_hashjoin = off",
    "SET enable_mergejoin = off",
    "SET jit = off",
    "SET plan_cache_mode = force_generic_plan",
    "SET idle_in_transaction_session_timeout = '60s'",
};

static bool lost(struct link *link, struct error *err)
{
    const char *message = PQerrorMessage(link->pg);
    return error_temporary(err, DB_UNAVAILABLE, "%.*s", (int)strcspn(message, "\n"), message);
}

static void on_notice(void *arg, const PGresult *notice)
{
    struct link *link = arg;
    const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (!severity || strcmp(severity, "WARNING") != 0)
        return;
    link->warnings++;
    log_warning("database-warning", LOG_TEXT("message", PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY)));
}

static bool run_plain(struct link *link, const char *sql, struct error *err)
{
    PGresult *result = PQexec(link->pg, sql);
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return done || lost(link, err);
}

static bool prepare(struct link *link, enum db_user user, struct error *err)
{
    for (size_t i = 0; i < DB_STATEMENT_COUNT; i++) {
        const struct db_statement_text *text = &db_statements[i];
        if (!(text->users & user))
            continue;
        PGresult *result = PQprepare(link->pg, text->name, text->sql, 0, NULL);
        bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
        if (!done) {
            lost(link, err);
            return error_prefix(err, "statement %s", text->name);
        }
    }
    return true;
}

struct link *link_open(const char *conninfo, int64_t statement_timeout_ms, enum db_user user,
                       struct error *err)
{
    char statement_timeout[NUMBER_BYTES + sizeof "SET statement_timeout = "];
    snprintf(statement_timeout, sizeof statement_timeout, "SET statement_timeout = %lld",
             (long long)statement_timeout_ms);
    /* A machine that is gone without a word is noticed; what conninfo says goes before all of this. */
    static const char *const words[] = {
        "connect_timeout",     "tcp_user_timeout", "keepalives_idle",
        "keepalives_interval", "keepalives_count", "fallback_application_name",
        "client_encoding",     "dbname",           NULL};
    const char *const values[] = {
        "5",    "10000",  "10", "5", "3", user == DB_SEQUENCER ? "folkmootd sequencer" : "folkmootd witness",
        "UTF8", conninfo, NULL};
    struct link *link = allocate(1, sizeof *link);
    link->pg = PQconnectdbParams(words, values, 1);
    PQsetNoticeReceiver(link->pg, on_notice, link);
    bool done = PQstatus(link->pg) == CONNECTION_OK || lost(link, err);
    done = done && run_plain(link, statement_timeout, err);
    for (size_t i = 0; done && i < sizeof settings / sizeof *settings; i++)
        done = run_plain(link, settings[i], err);
    if (done && user == DB_SEQUENCER)
        done = run_plain(link, "LISTEN folkmoot_submission", err);
    done = done && prepare(link, user, err);
    if (done && !PQenterPipelineMode(link->pg))
        done = lost(link, err);
    if (!done) {
        link_close(link);
        return NULL;
    }
    return link;
}

static void clear_results(struct link *link)
{
    for (size_t i = 0; i < link->received; i++)
        PQclear(link->results[i]);
    link->received = 0;
}

void link_close(struct link *link)
{
    if (!link)
        return;
    clear_results(link);
    PQfinish(link->pg);
    free(link);
}

void link_send(struct link *link, enum db_statement statement, const struct db_param *params, size_t count)
{
    const struct db_statement_text *text = &db_statements[statement];
    const char *values[DB_PARAMS_MAX];
    int lengths[DB_PARAMS_MAX], formats[DB_PARAMS_MAX];
    if (count != text->params || count > DB_PARAMS_MAX || link->sent == LINK_STATEMENTS_MAX)
        abort(); /* a mistake in the code that calls */
    for (size_t i = 0; i < count; i++) {
        values[i] = params[i].null ? NULL : params[i].data ? params[i].data : params[i].number;
        lengths[i] = (int)params[i].len;
        formats[i] = params[i].binary;
    }
    if (!PQsendQueryPrepared(link->pg, text->name, (int)count, values, lengths, formats, 1))
        link->failed = true;
    link->sent++;
}

static void send_plain(struct link *link, const char *sql)
{
    if (!PQsendQueryParams(link->pg, sql, 0, NULL, NULL, NULL, NULL, 1))
        link->failed = true;
}

static bool is_temporary(const char *sqlstate)
{
    static const char *const classes[] = {"08", "40", "53", "55", "57", "58", "25006"};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (strncmp(sqlstate, classes[i], strlen(classes[i])) == 0)
            return true;
    return false;
}

static bool result_failed(struct link *link, const PGresult *result, struct error *err)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (!sqlstate || PQstatus(link->pg) != CONNECTION_OK)
        return lost(link, err);
    if (is_temporary(sqlstate))
        return error_temporary(err, DB_UNAVAILABLE, "%s", message ? message : sqlstate);
    return error_broken(err, DB_BROKEN, "%s", message ? message : sqlstate);
}

/* Take results up to the next synchronisation point; the first failure is the cause. */
static bool take_results(struct link *link, bool keep, struct error *err)
{
    bool good = true;
    unsigned ends = 0;
    for (;;) {
        PGresult *result = PQgetResult(link->pg);
        if (!result) {
            /* Between statements; twice in a row: nothing more is coming. */
            if (PQstatus(link->pg) != CONNECTION_OK || ++ends > 1)
                return good ? lost(link, err) : false;
            continue;
        }
        ends = 0;
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            return good;
        }
        if (good && keep && (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) &&
            link->received < LINK_STATEMENTS_MAX) {
            link->results[link->received++] = result;
            continue;
        }
        if (good && status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK &&
            status != PGRES_PIPELINE_ABORTED)
            good = result_failed(link, result, err);
        PQclear(result);
    }
}

bool link_sync(struct link *link, struct db_result *result, struct error *err)
{
    clear_results(link);
    size_t sent = link->sent;
    link->sent = 0;
    if (link->failed || !PQpipelineSync(link->pg))
        return lost(link, err);
    if (!take_results(link, true, err))
        return false;
    if (link->received < sent)
        return error_broken(err, DB_BROKEN, "the database answered %zu of %zu statements", link->received,
                            sent);
    /* BEGIN comes first and is not counted. */
    *result = (struct db_result){.results = link->results + (link->received - sent), .statements = sent};
    return true;
}

bool link_run(struct link *link, enum db_statement statement, const struct db_param *params, size_t count,
              struct db_result *result, struct error *err)
{
    struct db_result ignored;
    if (link->sent > 0 && !link_sync(link, &ignored, err))
        return false;
    link_send(link, statement, params, count);
    return link_sync(link, result, err);
}

void link_begin(struct link *link)
{
    send_plain(link, "BEGIN");
}

bool link_rollback(struct link *link, struct error *err)
{
    struct db_result ignored;
    send_plain(link, "ROLLBACK");
    return link_sync(link, &ignored, err);
}

enum link_outcome link_commit(struct link *link, struct error *err)
{
    link->warnings = 0;
    send_plain(link, "COMMIT");
    if (link->failed || !PQpipelineSync(link->pg)) {
        error_broken(err, DB_UNKNOWN, "the connection was lost at a COMMIT");
        return LINK_UNKNOWN;
    }
    struct error detail = {0};
    clear_results(link);
    bool good = take_results(link, true, &detail);
    if (PQstatus(link->pg) != CONNECTION_OK) {
        error_broken(err, DB_UNKNOWN, "the connection was lost while waiting for a COMMIT");
        return LINK_UNKNOWN;
    }
    if (link->warnings > 0) {
        error_broken(err, DB_UNKNOWN, "the database warned at a COMMIT: it may not be on every machine");
        return LINK_UNKNOWN;
    }
    if (!good) {
        if (err)
            *err = detail;
        return LINK_NOT_COMMITTED;
    }
    /* COMMIT of a transaction that had failed answers ROLLBACK. */
    if (link->received != 1 || strcmp(PQcmdStatus(link->results[0]), "COMMIT") != 0) {
        error_temporary(err, DB_UNAVAILABLE, "the transaction was rolled back");
        return LINK_NOT_COMMITTED;
    }
    return LINK_COMMITTED;
}

int link_fd(const struct link *link)
{
    return PQsocket(link->pg);
}

bool link_listen(struct link *link, bool *notified, struct error *err)
{
    if (!PQconsumeInput(link->pg))
        return lost(link, err);
    PGnotify *notification;
    bool any = false;
    while ((notification = PQnotifies(link->pg)) != NULL) {
        any = true;
        PQfreemem(notification);
    }
    *notified = any;
    return PQstatus(link->pg) == CONNECTION_OK || lost(link, err);
}
