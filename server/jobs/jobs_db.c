/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server/jobs/jobs_db.h"

#include <endian.h>

enum { BLOB_PART_BYTES = 1048576 };

static bool lost(PGconn *db, struct error *err)
{
    return error_temporary(err, DB_UNAVAILABLE, "%s", PQerrorMessage(db));
}

PGconn *jobs_db_connect(const char *conninfo, struct error *err)
{
    PGconn *db = PQconnectdb(conninfo);
    if (PQstatus(db) != CONNECTION_OK)
        goto failed;
    for (size_t i = 0; i < DB_STATEMENT_COUNT; i++) {
        if (!(db_statements[i].users & DB_JOBS))
            continue;
        PGresult *result = PQprepare(db, db_statements[i].name, db_statements[i].sql, 0, NULL);
        bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
        if (!ok)
            goto failed;
    }
    return db;
failed:
    lost(db, err);
    PQfinish(db);
    return NULL;
}

PGresult *jobs_db_query(PGconn *db, enum db_statement statement, const struct db_param *params, size_t count,
                        struct error *err)
{
    const char *values[DB_PARAMS_MAX];
    int lengths[DB_PARAMS_MAX], formats[DB_PARAMS_MAX];
    const struct db_statement_text *text = &db_statements[statement];
    if (count != text->params || count > DB_PARAMS_MAX) {
        error_broken(err, "internal", "statement %s wants %u parameters", text->name, text->params);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        values[i] = params[i].null ? NULL : params[i].data ? params[i].data : params[i].number;
        lengths[i] = (int)params[i].len;
        formats[i] = params[i].binary;
    }
    PGresult *result = PQexecPrepared(db, text->name, (int)count, values, lengths, formats, 1);
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
        return result;
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (PQstatus(db) != CONNECTION_OK || !state || strncmp(state, "08", 2) == 0 ||
        strncmp(state, "57", 2) == 0 || strncmp(state, "53", 2) == 0 || strncmp(state, "40", 2) == 0)
        lost(db, err);
    else
        error_broken(err, "database", "%s: %s", text->name, PQresultErrorMessage(result));
    PQclear(result);
    return NULL;
}

bool jobs_db_run(PGconn *db, enum db_statement statement, const struct db_param *params, size_t count,
                 struct error *err)
{
    PGresult *result = jobs_db_query(db, statement, params, count, err);
    PQclear(result);
    return result != NULL;
}

static bool run_text(PGconn *db, const char *sql, struct error *err)
{
    PGresult *result = PQexec(db, sql);
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return ok || lost(db, err);
}

bool jobs_db_begin(PGconn *db, struct error *err)
{
    return run_text(db, "BEGIN", err);
}

bool jobs_db_commit(PGconn *db, struct error *err)
{
    return run_text(db, "COMMIT", err);
}

void jobs_db_rollback(PGconn *db)
{
    PQclear(PQexec(db, "ROLLBACK"));
}

int64_t jobs_db_integer(const PGresult *result, int row, int column)
{
    const char *value = PQgetvalue(result, row, column);
    switch (PQgetlength(result, row, column)) {
    case 2: {
        uint16_t n;
        memcpy(&n, value, sizeof n);
        return (int16_t)be16toh(n);
    }
    case 4: {
        uint32_t n;
        memcpy(&n, value, sizeof n);
        return (int32_t)be32toh(n);
    }
    case 8: {
        uint64_t n;
        memcpy(&n, value, sizeof n);
        return (int64_t)be64toh(n);
    }
    default:
        return 0;
    }
}

struct bytes jobs_db_bytes(const PGresult *result, int row, int column)
{
    return bytes_of(PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column));
}

bool jobs_db_store_blob(PGconn *db, struct bytes blob, struct blob_ref *ref, struct error *err)
{
    struct blob_ref made;
    blob_ref_of(blob, &made);
    if (!jobs_db_begin(db, err))
        return false;
    struct db_param head[] = {db_bytes(made.hash, sizeof made.hash), db_integer((int64_t)blob.len)};
    PGresult *inserted = jobs_db_query(db, DB_BLOB_INSERT, head, 2, err);
    bool ok = inserted != NULL, fresh = ok && strcmp(PQcmdTuples(inserted), "1") == 0;
    PQclear(inserted);
    for (size_t at = 0; ok && fresh && at < blob.len; at += BLOB_PART_BYTES) {
        size_t len = blob.len - at < BLOB_PART_BYTES ? blob.len - at : BLOB_PART_BYTES;
        struct db_param part[] = {db_bytes(made.hash, sizeof made.hash),
                                  db_integer((int64_t)(at / BLOB_PART_BYTES)), db_bytes(blob.data + at, len)};
        ok = jobs_db_run(db, DB_BLOB_PART_INSERT, part, 3, err);
    }
    if (!ok || !jobs_db_commit(db, err)) {
        jobs_db_rollback(db);
        return false;
    }
    *ref = made;
    return true;
}

bool jobs_db_load_blob(PGconn *db, const uint8_t hash[HASH_BYTES], struct buffer *out, struct error *err)
{
    size_t start = out->len;
    bool ok = false;
    for (int64_t n = 0;; n++) {
        struct db_param params[] = {db_bytes(hash, HASH_BYTES), db_integer(n)};
        PGresult *part = jobs_db_query(db, DB_BLOB_PART, params, 2, err);
        if (!part)
            goto out;
        bool more = PQntuples(part) == 1;
        if (more)
            buffer_append_bytes(out, jobs_db_bytes(part, 0, 0));
        PQclear(part);
        if (!more)
            break;
    }
    uint8_t actual[HASH_BYTES];
    crypto_hash_sha256(actual, out->data ? out->data + start : NULL, out->len - start);
    ok = memcmp(actual, hash, sizeof actual) == 0;
    if (!ok)
        error_broken(err, "internal", "a blob that the record names is missing or differs from its hash");
out:
    if (!ok)
        out->len = start;
    return ok;
}
