/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server/jobs/jobs.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "server/jobs/job.h"
#include "server/jobs/keystore.h"
#include "server/log.h"

enum {
    POLL_MS = 1000, /* for jobs whose time has come; new ones are notified */
    PROGRESS_MS = 300,
    RETRY_FIRST_S = 1,
    RETRY_MAX_S = 300,
};

static volatile sig_atomic_t stopping;

static void stop(int signal)
{
    (void)signal;
    stopping = 1;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const struct {
    const char *name;
    bool (*run)(struct job *job, json_t **result, struct error *err);
} kinds[] = {
    {"key", job_key},     {"acknowledge", job_acknowledge}, {"mix", job_mix}, {"share", job_share},
    {"count", job_count}, {"bundle", job_bundle},
};

static bool tell_progress(void *context, size_t done, size_t total)
{
    struct job *job = context;
    int64_t now = now_ms();
    if (stopping)
        return false;
    if (now - job->told_ms < PROGRESS_MS && done < total)
        return true;
    job->told_ms = now;
    struct db_param params[] = {db_integer(job->id), db_integer((int64_t)done), db_integer((int64_t)total)};
    return jobs_db_run(job->db, DB_JOB_PROGRESS, params, 3, NULL);
}

static bool run_kind(struct job *job, json_t **result, struct error *err)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(job->kind, kinds[i].name) != 0)
            continue;
        struct error refusal = {0};
        if (kinds[i].run(job, result, &refusal))
            return true;
        /* What was refused may be in the record already: handed in by a worker that died before the answer.
         */
        if (refusal.class == ERROR_INPUT)
            return kinds[i].run(job, result, err);
        *err = refusal;
        return false;
    }
    return error_broken(err, "internal", "unknown kind of job %s", job->kind);
}

/* What everybody may read of a failure; the log has the rest. */
static const char *public_detail(const struct error *failure)
{
    switch (failure->class) {
    case ERROR_TEMPORARY:
        return "this cannot be done at the moment and will be tried again";
    case ERROR_BROKEN:
        return "the server has made a mistake; it is in its log";
    default:
        return failure->detail;
    }
}

/* Write the outcome; false when the database is lost. */
static bool finish(struct job *job, bool ok, json_t *result, const struct error *failure, int64_t attempts,
                   struct error *err)
{
    const char *state = ok ? "done" : failure->class == ERROR_TEMPORARY ? "waiting" : "failed";
    int64_t pause_s = 0;
    if (!ok && failure->class == ERROR_TEMPORARY)
        pause_s = attempts > 8 ? RETRY_MAX_S : RETRY_FIRST_S << attempts;
    char *text = result ? json_dumps(result, JSON_COMPACT) : NULL;
    struct db_param params[] = {db_integer(job->id), db_text(state),
                                db_text(ok ? NULL : public_detail(failure)), db_text(text),
                                db_integer(pause_s)};
    bool written = jobs_db_run(job->db, DB_JOB_FINISH, params, 5, err);
    free(text);
    if (!ok && failure->class == ERROR_TEMPORARY && strcmp(failure->type, "waits") == 0)
        log_info("job-waits", LOG_TEXT("kind", job->kind), LOG_NUMBER("id", job->id),
                 LOG_TEXT("detail", failure->detail));
    else if (!ok)
        log_warning("job-failed", LOG_TEXT("kind", job->kind), LOG_NUMBER("id", job->id),
                    LOG_TEXT("state", state), LOG_TEXT("type", failure->type),
                    LOG_TEXT("detail", failure->detail));
    else
        log_info("job-done", LOG_TEXT("kind", job->kind), LOG_NUMBER("id", job->id));
    return written;
}

/* Take up the job of one row of DB_JOB_CANDIDATES if no other worker holds it; then *ran is set. */
static bool try_job(const struct config *config, PGconn *db, const PGresult *row, int n, bool *ran,
                    struct error *err)
{
    struct db_param id = db_integer(jobs_db_integer(row, n, 0));
    PGresult *lock = jobs_db_query(db, DB_JOB_LOCK, &id, 1, err);
    if (!lock)
        return false;
    bool locked = jobs_db_integer(lock, 0, 0) == 1;
    PQclear(lock);
    if (!locked)
        return true;
    PGresult *started = jobs_db_query(db, DB_JOB_START, &id, 1, err);
    if (!started)
        return false;
    bool ok = true;
    if (PQntuples(started) == 1) {
        *ran = true;
        int64_t attempts = jobs_db_integer(started, 0, 0);
        struct job job = {
            .config = config, .db = db, .id = jobs_db_integer(row, n, 0), .stopping = &stopping};
        struct bytes round = jobs_db_bytes(row, n, 5);
        struct error failure = {0};
        json_t *result = NULL;
        job.round_no = (int32_t)jobs_db_integer(row, n, 3);
        memcpy(job.round, round.data, sizeof job.round);
        job.kind = duplicate_string(PQgetvalue(row, n, 1));
        job.contest = duplicate_string(PQgetvalue(row, n, 2));
        job.arguments = json_loads(PQgetvalue(row, n, 4), 0, NULL);
        job.work = (struct work){
            .threads = (unsigned)sysconf(_SC_NPROCESSORS_ONLN), .progress = tell_progress, .context = &job};
        bool done = run_kind(&job, &result, &failure);
        ok = (PQstatus(db) == CONNECTION_OK && finish(&job, done, result, &failure, attempts, err)) ||
             error_temporary(err, DB_UNAVAILABLE, "the connection was lost");
        json_decref(result);
        json_decref(job.arguments);
        free(job.kind);
        free(job.contest);
    }
    PQclear(started);
    return ok && jobs_db_run(db, DB_JOB_UNLOCK, &id, 1, err);
}

/* One look at the queue. *ran tells whether there was anything to do for this worker. */
static bool run_waiting(const struct config *config, PGconn *db, bool *ran, struct error *err)
{
    PGresult *candidates = jobs_db_query(db, DB_JOB_CANDIDATES, NULL, 0, err);
    if (!candidates)
        return false;
    bool ok = true;
    *ran = false;
    for (int i = 0; ok && !stopping && i < PQntuples(candidates); i++)
        ok = try_job(config, db, candidates, i, ran, err);
    PQclear(candidates);
    return ok;
}

static bool publish_key(const struct config *config, PGconn *db, struct error *err)
{
    struct sign_public public;
    struct sign_secret secret;
    if (!keystore_signing_key(config->data_folder, &public, &secret, err))
        return false;
    sodium_memzero(&secret, sizeof secret);
    struct db_param params[] = {db_text("trustee"), db_bytes(public.bytes, sizeof public.bytes)};
    PGresult *stored = jobs_db_query(db, DB_SERVER_KEY_PUT, params, 2, err);
    if (!stored)
        return false;
    bool same = PQntuples(stored) == 1 &&
                bytes_equal(jobs_db_bytes(stored, 0, 0), bytes_of(public.bytes, sizeof public.bytes));
    PQclear(stored);
    return same || error_broken(err, "internal",
                                "the trustee key in the data folder is not the one this database knows; "
                                "restore DATA/trustee from the backup that belongs to it");
}

static bool wait_for_work(PGconn *db)
{
    struct pollfd fd = {.fd = PQsocket(db), .events = POLLIN};
    poll(&fd, 1, POLL_MS);
    if (!PQconsumeInput(db))
        return false;
    for (PGnotify *notify; (notify = PQnotifies(db));)
        PQfreemem(notify);
    return true;
}

int jobs_main(const struct config *config)
{
    struct error err = {0};
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    prctl(PR_SET_DUMPABLE, 0); /* no core file with a trustee's secret */
    PGconn *db = jobs_db_connect(config->database_jobs, &err);
    bool ok = db && publish_key(config, db, &err) && jobs_db_run(db, DB_JOBS_RETRY, NULL, 0, &err) &&
              jobs_db_run(db, DB_JOBS_LISTEN, NULL, 0, &err) &&
              jobs_db_run(db, DB_SUBMISSIONS_LISTEN, NULL, 0, &err);
    while (ok && !stopping) {
        bool ran = false;
        ok = run_waiting(config, db, &ran, &err);
        if (ok && !stopping && !ran && !wait_for_work(db))
            ok = error_temporary(&err, DB_UNAVAILABLE, "%s", PQerrorMessage(db));
    }
    if (!ok)
        log_error("jobs-stopped", LOG_TEXT("type", err.type), LOG_TEXT("detail", err.detail));
    PQfinish(db);
    return ok ? 0 : 1;
}
